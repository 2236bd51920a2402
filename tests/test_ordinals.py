"""Numbered things, and that one number is never taken for another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.ordinals import find_ordinals, names_ordinal
from tests.thai_questions import question_texts


@pytest.mark.parametrize(
    ("copy", "names", "nouns"),
    [
        ("คลัสเตอร์สัญจรครั้งที่ 4 กับครั้งที่ 5", ["ครั้งที่4", "ครั้งที่5"], ["ครั้ง", "ครั้ง"]),
        ("รุ่นที่สาม", ["รุ่นที่3"], ["รุ่น"]),
        ("ข้อ 4 มาตรา 40", ["ข้อ4", "มาตรา40"], ["ข้อ", "มาตรา"]),
        ("ไตรมาส 2", ["ไตรมาส2"], ["ไตรมาส"]),
        ("ครั้งแรกสุด ครั้งล่าสุด ครั้งหน้า", ["ครั้งแรก", "ครั้งล่าสุด", "ครั้งหน้า"], ["ครั้ง"] * 3),
        ("ครั้งก่อนหน้านี้ รอบสองปี ข้อสังเกต", [], []),
        ("ครั้งที่ 2,500 บาท", [], []),
        ("สนธิสัญญาฉบับแรกเริ่ม แข่งทุกครั้งที่ผ่านมา", [], []),
        ("ฉบับแรก ครั้งที่ผ่านมา", ["ฉบับแรก", "ครั้งที่ผ่านมา"], ["ฉบับ", "ครั้ง"]),
    ],
)
def test_find_ordinals(copy: str, names: list[str], nouns: list[str]) -> None:
    found = find_ordinals(copy)
    assert [one.name for one in found] == names
    assert [one.noun for one in found] == nouns
    assert all(one.written in copy for one in found)


@pytest.mark.parametrize(
    ("ordinal", "squeezed", "named"),
    [
        ("ครั้งที่4", "จัดครั้งที่4ที่อุบล", True),
        ("ครั้งที่4", "จัดครั้งที่40", False),
        ("ครั้งที่4", "จัดครั้งที่14", False),
        ("ครั้งที่4", "จัดครั้งที่สี่", True),
        ("ครั้งที่4", "จัดครั้งที่สี่สิบ", False),
        ("ไตรมาส4", "ไตรมาสที่4", True),
        ("ครั้งแรก", "จัดครั้งที่1", True),
        ("ครั้งแรก", "จัดครั้งที่11", False),
        ("ครั้งที่1", "เป็นครั้งแรก", True),
        ("ข้อ4", "3.ก4.ข", True),
        ("ข้อ4", "ราคา4.5บาท", False),
        ("ครั้งล่าสุด", "จัดครั้งที่4", False),
        ("ครั้งล่าสุด", "ครั้งสุดท้าย", True),
        ("ครั้งหน้า", "ครั้งที่4", False),
    ],
)
def test_names_ordinal(ordinal: str, squeezed: str, named: bool) -> None:
    assert names_ordinal(ordinal, squeezed) is named


@given(question_texts(), st.text(max_size=40))
def test_any_text(text: str, other: str) -> None:
    for one in find_ordinals(text):
        names_ordinal(one.name, other)
        assert names_ordinal(one.name, one.name)


@pytest.mark.parametrize(
    ("ordinal", "text", "named"),
    [
        ("รอบ3", "การประชุมครั้งที่3", True),
        ("เฟส2", "ระยะที่2", True),
        ("เฟสแรก", "ระยะแรก", True),
        ("เฟส2", "ระยะที่1", False),
        ("รอบ3", "ครั้งที่13", False),
        ("รุ่นที่3", "ครั้งที่3", False),
    ],
)
def test_what_is_numbered_has_other_names(ordinal: str, text: str, *, named: bool) -> None:
    assert names_ordinal(ordinal, text) is named
