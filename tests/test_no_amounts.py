"""Telephone numbers and the other numerals that are no amounts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.no_amounts import find_phone_numbers, is_glued, is_identified, is_no_amount


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("โทร. 0 2202 4414- 18 / เผยแพร่", ["0 2202 4414- 18"]),
        ("โทร. 02-123-4567 ต่อ 12", ["02-123-4567 ต่อ 12"]),
        ("โทร 0-2280-7272, 0-2281-1234", ["0-2280-7272", "0-2281-1234"]),
        ("โทรศัพท์ 0 2430 6865-6 หรือ 081-234-5678", ["0 2430 6865-6", "081-234-5678"]),
        ("ติดต่อ 0812345678", ["0812345678"]),
        ("โทร. ๐ ๒๒๐๒ ๔๔๑๔", ["๐ ๒๒๐๒ ๔๔๑๔"]),
        ("+66 2 123 4567", ["+66 2 123 4567"]),
        ("โทร. 02 123 4567 ต่อ 101-105", ["02 123 4567 ต่อ 101-105"]),
        ("สายด่วน 1358", ["1358"]),
        ("สายด่วนกระทรวงแรงงาน 1506 กด 3", ["1506 กด 3"]),
        ("Call Center กรมบัญชีกลาง 0 2270 6400", ["0 2270 6400"]),
        ("Call Center: 1111", ["1111"]),
        ("โทร.1599 ตลอด 24 ชั่วโมง", ["1599"]),
        ("สายด่วน ๑๓๕๘", ["๑๓๕๘"]),
        ("โทรฟรี 1800-123-456", ["1800-123-456"]),
        ("1358", []),  # no lead
        ("โทรศัพท์มือถือ 150 เครื่อง", []),
        ("โทร 1500 ราย", []),
        ("จำนวน 0.25 ล้านบาท", []),
        ("1,812,345,678 บาท", []),
        ("เลขที่ 123-4-56789-0", []),
        ("", []),
    ],
)
def test_phone_numbers(text: str, written: list[str]) -> None:
    assert [span.of(text) for span in find_phone_numbers(text)] == written


@pytest.mark.parametrize(
    ("text", "glued"),
    [
        ("โควิด-19", True),
        ("COVID-19", True),
        ("S30", True),
        ("1/19", True),
        ("a/19", True),
        ("#19", True),
        ("อายุ 19", False),
        ("ภาค19", False),
        ("(-19", False),
        ("บาท/19", False),
        ("19", False),
    ],
)
def test_glued(text: str, glued: bool) -> None:
    assert is_glued(text, len(text.rstrip("0123456789")), at=0) is glued


def test_a_dash_after_a_quantity_glues_nothing() -> None:
    text = "5 คน-7"
    assert is_glued(text, 5, at=0)
    assert not is_glued(text, 5, at=4)


@pytest.mark.parametrize(
    ("text", "identified"),
    [
        ("เลขที่ 19", True),
        ("หมายเลข 19", True),
        ("ห้องประชุม 19", True),
        ("รหัสไปรษณีย์ 19", True),
        ("โควิด 19", True),
        ("ISO 19", True),
        ("จำนวน 19", False),
        ("19", False),
    ],
)
def test_identified(text: str, identified: bool) -> None:
    assert is_identified(text, text.index("19")) is identified


@pytest.mark.parametrize(
    ("text", "no_amount"),
    [
        ("19. มหาวิทยาลัย", True),
        ("ดังนี้ 19. มหาวิทยาลัย", True),
        ("ดังนี้ 19) คลัสเตอร์", True),
        ("(19) กลุ่ม", True),
        ("(ชั้น 19) กลุ่ม", False),
        ("รวม 19.", False),
        ("รวม 19.\nต่อมา", False),
        ("19G", True),
        ("19-A", True),
        ("19/2562", True),
        ("19+300", True),
        ("นศ.19", True),
        ("ทั้ง 19 คือ", False),
        ("  19.1 ขอบเขต", True),
        ("เวลา 19.30 ที่", True),
        ("ระดับ 19.30 ที่", False),
        ("รวม 1900000000 ที่", True),
        ("รหัส 0191 ที่", True),
    ],
)
def test_no_amount(text: str, no_amount: bool) -> None:
    start = next(i for i, character in enumerate(text) if character.isdecimal())
    end = start
    while end < len(text) and (text[end].isdecimal() or (text[end] == "." and text[end + 1 : end + 2].isdecimal())):
        end += 1
    assert is_no_amount(text, start, end) is no_amount


def test_line_beginnings_are_looked_for_nearby_only() -> None:
    """A text without line breaks must not be copied for every numeral in it."""
    text = "ก" * 500 + " 1.1 ข"
    assert not is_no_amount(text, 501, 504)


@given(st.text(alphabet="0123456789๐๒+- .,ต่อกดโทร:สายด่วน\n", max_size=60))
def test_spans_lie_in_the_text_in_order(text: str) -> None:
    end = 0
    for span in find_phone_numbers(text):
        assert end <= span.start < span.end <= len(text)
        assert sum(character.isdecimal() for character in span.of(text)) >= 3
        end = span.end
