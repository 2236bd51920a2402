"""The table of units and the patterns made from it."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from corpus.units import MAGNITUDE, UNIT, UNITS, counted, magnitude, unit_of


@pytest.mark.parametrize("form", sorted(UNITS))
def test_every_form_is_matched_whole(form: str) -> None:
    spellings = {form, form.upper(), form.replace("mw", "MW").replace("kw", "kW").replace("kWh", "kWh")}
    assert any(re.fullmatch(UNIT, spelling) for spelling in spellings)


def test_one_form_has_one_meaning() -> None:
    assert all(form == form.lower() and unit.name for form, unit in UNITS.items())
    assert {unit.name for unit in UNITS.values()} >= {
        "บาท",
        "ราย",
        "กลุ่ม",
        "ตัน",
        "กิจการ",
        "เครือข่าย",
        "%",
        "จังหวัด",
        "รุ่น",
        "วัน",
        "ปี",
        "คน",
    }


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("กลุ่มจังหวัด", "กลุ่มจังหวัด"),
        ("กลุ่มที่", "กลุ่ม"),
        ("เปอร์เซ็นต์", "%"),
        ("US$", "ดอลลาร์สหรัฐ"),
        ("°C", "องศาเซลเซียส"),
        ("million", None),
        ("คนไทย", "คน"),
        ("คนละ 5", None),
        ("รายได้", None),
        ("รายการ", "รายการ"),
        ("รายใหม่", "ราย"),
        ("วันที่ 5", None),
        ("วันที่ผ่านมา", "วัน"),
        ("จังหวัดขอนแก่น", None),
        ("จังหวัดภาคเหนือ", "จังหวัด"),
        ("หลังจากนั้น", None),
        ("หลัง ", "หลัง"),
        ("จุดเด่น", None),
        ("จุด", "จุด"),
        ("days", "วัน"),
        ("daylight", None),
        ("MW", "เมกะวัตต์"),
        ("gb", None),
        ("ลบ.ม.", "ลูกบาศก์เมตร"),
        ("ลบ.", "บาท"),
        ("ม.ราชภัฏ", None),
    ],
)
def test_where_a_unit_ends(text: str, unit: str | None) -> None:
    match = re.match(UNIT, text)
    assert (unit_of(match.group()).name if match else None) == unit


@pytest.mark.parametrize(
    ("words", "power"),
    [
        ("พัน", 3),
        ("หมื่น", 4),
        ("แสน", 5),
        ("ล้าน", 6),
        ("พันล้าน", 9),
        ("แสนล้าน", 11),
        ("ล้านล้าน", 12),
        ("billion", 9),
        ("MN", 6),
    ],
)
def test_magnitude(words: str, power: int) -> None:
    assert re.fullmatch(MAGNITUDE, words)
    assert magnitude(words) == Decimal(10) ** power


@pytest.mark.parametrize("text", ["พันธุ์", "พันตำรวจเอก", "พันเอก", "ร้อยเอ็ด", "ร้อยละ", "ล้านนา", "สิบตรี", "millions"])
def test_no_magnitude(text: str) -> None:
    assert re.match(MAGNITUDE, text) is None


@pytest.mark.parametrize(
    ("text", "anything", "measure"),
    [
        ("2563 ราย", True, True),
        ("2563 ล้านบาท", True, True),
        ("2563 โครงการ", True, False),
        ("2563 มี", False, False),
        ("2563", False, False),
        ("2563\nราย", False, False),
    ],
)
def test_counted(text: str, anything: bool, measure: bool) -> None:
    assert counted(text, 4) is anything
    assert counted(text, 4, nouns=False) is measure


def test_unknown_form() -> None:
    with pytest.raises(KeyError):
        unit_of("ไม่ใช่หน่วย")
