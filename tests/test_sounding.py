"""Words that sound alike have one sounding."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.sounding import bare, deletions, marks, sounding


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("สัญจร", "สันจอน"),
        ("เศรษฐกิจ", "เสดถกิด"),
        ("สมัคร", "สมัก"),
        ("ไหน", "ใหน"),
        ("คลัสเตอร์", "คลัสเต้อ"),
        ("อยู่", "อยุ่"),
        ("กำ", "กรรม"),
        ("สะพาน", "สพาน"),
        ("หม้อห้อม", "หมอฮ่อม"),
        ("บุญ", "บุน"),
    ],
)
def test_alike(one: str, other: str) -> None:
    assert sounding(one) == sounding(other)


@pytest.mark.parametrize(("one", "other"), [("ข้าว", "ขาด"), ("กลุ่ม", "กลม"), ("ปลา", "ปา"), ("นา", "มา")])
def test_not_alike(one: str, other: str) -> None:
    assert sounding(one) != sounding(other)


def test_bare_and_marks() -> None:
    assert bare("น้ำผึ้ง") == "นำผึง"
    assert marks("น้ำผึ้ง") == "้้"
    assert bare("สิทธิ์") == "สิทธิ"


@given(st.text(alphabet="กขคงจชดตนบปมรลสหออะาิีุู่้์เแไใำั", max_size=12), st.integers(0, 11))
def test_one_letter_more_shares_a_deletion(key: str, at: int) -> None:
    longer = key[:at] + "ก" + key[at:]
    assert deletions(key) & deletions(longer)
    sounding(key)
