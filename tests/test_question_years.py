"""Years of questions, and that they are not read as amounts."""

from __future__ import annotations

import pytest
from hypothesis import given

from assistant.question_years import without_years, years_of
from corpus.normalise import normalise
from tests.thai_questions import question_texts


@pytest.mark.parametrize(
    ("copy", "years", "rest"),
    [
        ("ปีใหม่ 68 หยุดกี่วัน", {2025}, "ปีใหม่ หยุดกี่วัน"),
        ("2 ก.พ. 68 โอนแล้ว", {2025}, "โอนแล้ว"),
        ("30 มีนา 68", {2025}, "มีนาคม"),
        ("มีนา-พฤษภา 68", {2025}, "มีนาคม -พฤษภาคม"),
        ("ปี 2548-2551 โตเท่าไร", {2005, 2006, 2007, 2008}, "โตเท่าไร"),
        ("ลดลง 60-63 ราย", set(), "ลดลง 60-63 ราย"),
        ("ปีละ 63 ล้านบาท", set(), "ปีละ 63 ล้านบาท"),
        ("ปี 63 ล้านบาท", set(), "ปี 63 ล้านบาท"),
        ("อายุ 45 ปี", set(), "อายุ 45 ปี"),
        ("นักร้องยุคปี 70 มีกี่คน", set(), "นักร้องยุคปี 70 มีกี่คน"),
        ("ยุคปี 1970 มีกี่คน", {1970}, "ยุค มีกี่คน"),
        ("job expo 2019 มีกี่คน", {2019}, "job expo 2019 มีกี่คน"),
        ("โควิด 2019 มีกี่คน", set(), "โควิด 2019 มีกี่คน"),
        ("ร่วมงาน 2000 คน", set(), "ร่วมงาน 2000 คน"),
        ("ไตรมาส 1/65 โตเท่าไร", {2022}, "ไตรมาส 1 โตเท่าไร"),
    ],
)
def test_years(copy: str, years: set[int], rest: str) -> None:
    assert years_of(copy) == years
    assert without_years(copy) == rest


@given(question_texts())
def test_any_text(text: str) -> None:
    copy = normalise(text)
    assert all(0 < year < 10_000 for year in years_of(copy))
    without_years(copy)
