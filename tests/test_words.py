from __future__ import annotations

import pytest
from hypothesis import given, settings

from corpus.words import stopwords, word_spans, words
from tests.thai_text import any_text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("คลัสเตอร์ปลากัด", ["คลัสเตอร์", "ปลากัด"]),
        ("17 เครือข่าย", ["17", "เครือข่าย"]),
        ("( - ) …", []),
        ("1,250.50 บาท", ["1,250.50", "บาท"]),
        ("กรมฯ (กสอ.) และ สสว.", ["กรม", "ฯ", "กสอ.", "และ", "สสว."]),
        ("“คลัสเตอร์”", ["คลัสเตอร์"]),
        ("'คลัสเตอร์'คือ", ["คลัสเตอร์", "คือ"]),
    ],
)
def test_words_to_search_for(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@settings(deadline=None)
@given(any_text)
def test_word_spans_join_to_the_text(text: str) -> None:
    spans = word_spans(text)
    assert "".join(span.of(text) for span in spans) == text
    assert len(words(text)) <= len(spans)
    assert all(spans)


def test_lone_surrogate_is_no_failure() -> None:
    text = "คลัสเตอร์\ud800ปลากัด"
    assert sum(len(span) for span in word_spans(text)) == len(text)
    assert "ปลากัด" in words(text)


def test_stopwords_are_function_words() -> None:
    assert {"และ", "ที่", "ของ"} <= stopwords()
    assert "คลัสเตอร์" not in stopwords()
