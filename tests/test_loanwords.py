"""Loanwords in both scripts."""

from __future__ import annotations

import pytest
from hypothesis import given

from assistant.loanwords import loans
from tests.thai_text import any_text


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("โซเชียล", "social"),
        ("platform", "แพลตฟอร์ม"),
        ("แพลทฟอร์ม", "platform"),  # spelled by ear
    ],
)
def test_either_script_gives_the_other(word: str, other: str) -> None:
    assert other in loans(word)


@pytest.mark.parametrize("word", ["กว่า", "สีสัน", "บัตร", "ประชุม", "the", "", "นครราชสีมา"])
def test_thai_words_that_sound_like_english_ones_are_none(word: str) -> None:
    assert not loans(word)


@given(any_text)
def test_any_text_may_be_asked_about(text: str) -> None:
    assert text not in loans(text)
