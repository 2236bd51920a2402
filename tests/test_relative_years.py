"""Periods told from the present."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.relative_years import find_relative_years


@pytest.mark.parametrize(
    ("text", "written", "count"),
    [
        ("ในช่วง 3 ปีที่ผ่านมา มี", "3 ปีที่ผ่านมา", 3),
        ("๕ ปีที่ผ่านมานี้", "๕ ปีที่ผ่านมานี้", 5),
        ("ข้อมูลย้อนหลัง 5 ปี", "ย้อนหลัง 5 ปี", 5),
        ("ในรอบสามปี", "ในรอบสามปี", 3),
        ("สองปีก่อน", "สองปีก่อน", 2),
        ("10 ปีล่าสุด", "10 ปีล่าสุด", 10),
        ("ปีที่แล้วได้เท่าไร", "ปีที่แล้ว", 1),
        ("ปีก่อนมีกี่ราย", "ปีก่อน", 1),
        ("ปีนี้", "ปีนี้", 0),
        ("ปีหน้า", "ปีหน้า", -1),
        ("the past three years", "three years", 3),
        ("last year", "last year", 1),
    ],
)
def test_period(text: str, written: str, count: int) -> None:
    assert [(p.span.of(text), p.count) for p in find_relative_years(text)] == [(written, count)]


@pytest.mark.parametrize("text", ["ปี 2563", "ในรอบหลายปี", "3 ปี", "ปีที่ 3 ของแผน", "อายุ 5 ปี", ""])
def test_no_period(text: str) -> None:
    assert find_relative_years(text) == []


@given(st.text(alphabet="ปีที่แล้วผ่านมาก่อน ย้อนหลังในรอบ 0123๕สองสาม", max_size=60))
def test_spans_lie_in_the_text(text: str) -> None:
    for period in find_relative_years(text):
        assert "ปี" in period.span.of(text)
        assert period.count >= -1
