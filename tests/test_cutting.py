"""Words of questions: wrong borders are mended, right ones are left."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings

from assistant.cutting import cut, cut_spans
from corpus.normalise import normalise
from corpus.words import words
from tests.thai_questions import question_texts


@pytest.mark.parametrize(
    ("copy", "expected"),
    [
        ("หลอกว่าจะได้เงิน", ["หลอก", "ว่า", "จะ", "ได้เงิน"]),
        ("โครงการเช่ารถ", ["โครงการ", "เช่า", "รถ"]),
        ("เกี่ยวกับข้าว", ["เกี่ยวกับ", "ข้าว"]),
        ("เศรษฐกิจจะโต", ["เศรษฐกิจ", "จะ", "โต"]),
        ("พัฒนาการรวมกลุ่ม", ["พัฒนา", "การ", "รวมกลุ่ม"]),
        ("พัฒนาการเด็ก", ["พัฒนาการ", "เด็ก"]),
        ("โครงการพัฒนาทักษะ", ["โครงการ", "พัฒนา", "ทักษะ"]),
        ("ที่วัดพระแก้ว", ["ที่", "วัด", "พระ", "แก้ว"]),
        ("ที่ดินทำกิน", ["ที่ดิน", "ทำ", "กิน"]),
        ("ไม้ดอกไม้ประดับ", ["ไม้ดอก", "ไม้ประดับ"]),
        ("กสอ. คพอ. 17 กลุ่ม", ["กสอ.", "คพอ.", "17", "กลุ่ม"]),
        ("", []),
    ],
)
def test_cut(copy: str, expected: list[str]) -> None:
    assert cut(copy) == expected


@settings(max_examples=150, deadline=None)
@given(question_texts())
def test_words_stand_where_they_are_said_to(text: str) -> None:
    copy = normalise(text)
    spans = cut_spans(copy)
    assert all(one.end <= other.start for one, other in pairwise(spans))
    assert "".join(span.of(copy) for span in spans) == "".join(words(copy))
