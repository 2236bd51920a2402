"""Quantities: numerals of both scripts, words, magnitudes, ranges, units, and what is none."""

from __future__ import annotations

import json
import lzma
import re
import time
from decimal import Decimal
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.dates import date_spans
from corpus.numbers import Quantity, find_phone_numbers, find_quantities, same_value, thai_digits_to_arabic

# text, the quantity as written, its numeral, value, unit, upper ("" for none), qualifier
QUANTITIES = [
    ("มูลค่า 3.75 ล้านล้านบาท", "3.75 ล้านล้านบาท", "3.75", "3750000000000", "บาท", "", ""),
    ("ได้ 1 หมื่นตันต่อปี", "1 หมื่นตัน", "1", "10000", "ตัน", "", ""),
    ("จำนวนกว่า 7.9 พันตัน", "7.9 พันตัน", "7.9", "7900", "ตัน", "", "over"),
    ("๔,๒๔๖ ราย", "๔,๒๔๖ ราย", "๔,๒๔๖", "4246", "ราย", "", ""),
    ("11,879 กิจการ ซึ่ง", "11,879 กิจการ", "11,879", "11879", "กิจการ", "", ""),
    ("17 เครือข่าย ได้แก่", "17 เครือข่าย", "17", "17", "เครือข่าย", "", ""),
    ("ใน 18 กลุ่มจังหวัด", "18 กลุ่มจังหวัด", "18", "18", "กลุ่มจังหวัด", "", ""),
    ("ใน 77 จังหวัดทั่วประเทศ", "77 จังหวัด", "77", "77", "จังหวัด", "", ""),
    ("2,558 ราย", "2,558 ราย", "2,558", "2558", "ราย", "", ""),
    ("มี 2563 ราย", "2563 ราย", "2563", "2563", "ราย", "", ""),
    ("17,555ราย", "17,555ราย", "17,555", "17555", "ราย", "", ""),
    ("100\xa0บาท", "100\xa0บาท", "100", "100", "บาท", "", ""),
    ("วงเงิน 25 ลบ.", "25 ลบ.", "25", "25000000", "บาท", "", ""),
    ("ปล่อยน้ำ 25 ล้าน ลบ.ม.", "25 ล้าน ลบ.ม.", "25", "25000000", "ลูกบาศก์เมตร", "", ""),
    ("1 หมื่น 2 พันแห่ง", "1 หมื่น 2 พันแห่ง", "1", "12000", "แห่ง", "", ""),
    ("3 ล้านครึ่ง", "3 ล้านครึ่ง", "3", "3500000", "", "", ""),
    ("1 ปีครึ่ง", "1 ปีครึ่ง", "1", "1.5", "ปี", "", ""),
    # percent
    ("ร้อยละ 99 ของ", "ร้อยละ 99", "99", "99", "%", "", ""),
    ("ถึง 60% ของ", "60%", "60", "60", "%", "", ""),
    ("กว่า 40 % การ", "40 %", "40", "40", "%", "", "over"),
    ("5 เปอร์เซ็นต์", "5 เปอร์เซ็นต์", "5", "5", "%", "", ""),
    ("ลดลง -0.2% จาก", "-0.2%", "-0.2", "-0.2", "%", "", ""),
    ("ร้อยละ -10.3", "ร้อยละ -10.3", "-10.3", "-10.3", "%", "", ""),
    # ranges
    ("5-7 ราย", "5-7 ราย", "5", "5", "ราย", "7", ""),
    ("ร้อยละ 5 - 10", "ร้อยละ 5 - 10", "5", "5", "%", "10", ""),
    ("5%-10%", "5%-10%", "5", "5", "%", "10", ""),
    ("1-2 ล้านบาท", "1-2 ล้านบาท", "1", "1000000", "บาท", "2000000", ""),
    ("5 แสน – 1 ล้านบาท", "5 แสน – 1 ล้านบาท", "5", "500000", "บาท", "1000000", ""),
    ("10 ถึง 20 คน", "10 ถึง 20 คน", "10", "10", "คน", "20", ""),
    # qualifiers
    ("ไม่น้อยกว่า 1,800 ล้านบาท", "1,800 ล้านบาท", "1,800", "1800000000", "บาท", "", "at_least"),
    ("ไม่ต่ำกว่าร้อยละ 50", "ร้อยละ 50", "50", "50", "%", "", "at_least"),
    ("อย่างน้อย 3 วัน", "3 วัน", "3", "3", "วัน", "", "at_least"),
    ("100 คนขึ้นไป", "100 คน", "100", "100", "คน", "", "at_least"),
    ("ไม่เกิน 3 วัน", "3 วัน", "3", "3", "วัน", "", "at_most"),
    ("น้อยกว่า 5 ปี", "5 ปี", "5", "5", "ปี", "", "under"),
    ("มากกว่า 5 ปี", "5 ปี", "5", "5", "ปี", "", "over"),
    ("20 กว่าปี", "20 กว่าปี", "20", "20", "ปี", "", "over"),
    ("500 ล้านบาทเศษ", "500 ล้านบาท", "500", "500000000", "บาท", "", "over"),
    ("ประมาณ 170 คน", "170 คน", "170", "170", "คน", "", "about"),
    ("งบประมาณ 500 ล้านบาท", "500 ล้านบาท", "500", "500000000", "บาท", "", ""),
    ("คราว 3 วัน", "3 วัน", "3", "3", "วัน", "", ""),
    # ordinals and bare numerals
    ("มากเป็นอันดับที่ 36 ของโลก", "อันดับที่ 36", "36", "36", "อันดับที่", "", ""),
    ("เป็นอันดับ 2 ของอาเซียน", "อันดับ 2", "2", "2", "อันดับที่", "", ""),
    ("สัญจร ครั้งที่ 4 กลุ่ม", "ครั้งที่ 4", "4", "4", "ครั้งที่", "", ""),
    ("อยู่ที่ 5 คน", "5 คน", "5", "5", "คน", "", ""),
    ("ฝันทั้ง 7 คือ", "7", "7", "7", "", "", ""),
    ("ชั้น 3 จังหวัดเชียงใหม่", "3", "3", "3", "", "", ""),
    ("ไตรมาส 2 รายได้", "2", "2", "2", "", "", ""),
    ("MOU 5 พันธมิตร", "5", "5", "5", "", "", ""),
    # English
    ("at least 3 provinces", "3 provinces", "3", "3", "จังหวัด", "", "at_least"),
    ("3.2 billion baht", "3.2 billion baht", "3.2", "3200000000", "บาท", "", ""),
    ("US$ 5 million", "US$ 5 million", "5", "5000000", "ดอลลาร์สหรัฐ", "", ""),
    # words
    ("รวมสิบเจ็ดกลุ่ม", "สิบเจ็ดกลุ่ม", "สิบเจ็ด", "17", "กลุ่ม", "", ""),
    ("หนึ่งพันล้าน", "หนึ่งพันล้าน", "หนึ่งพันล้าน", "1000000000", "", "", ""),
    ("ครึ่งล้าน", "ครึ่งล้าน", "ครึ่งล้าน", "500000", "", "", ""),
    ("สองหมื่นคน", "สองหมื่นคน", "สองหมื่น", "20000", "คน", "", ""),
    ("ยี่สิบเอ็ด กิจการ", "ยี่สิบเอ็ด กิจการ", "ยี่สิบเอ็ด", "21", "กิจการ", "", ""),
    ("ร้อยละห้าสิบ", "ร้อยละห้าสิบ", "ห้าสิบ", "50", "%", "", ""),
    ("สองสามคน", "สองสามคน", "สองสาม", "2", "คน", "3", ""),
    ("กว่าสิบคน", "สิบคน", "สิบ", "10", "คน", "", "over"),
    ("ครึ่งชั่วโมง", "ครึ่งชั่วโมง", "ครึ่ง", "0.5", "ชั่วโมง", "", ""),
    # beside dates
    ("20 มกราคม 2558 มี 5 คน", "5 คน", "5", "5", "คน", "", ""),
    ("นำ สอง ทีมไปแข่ง", "สอง ทีม", "สอง", "2", "ทีม", "", ""),
    ("ใหญ่เป็นอันดับสองของโลก", "อันดับสอง", "สอง", "2", "อันดับที่", "", ""),
    ("อยู่อันดับที่สาม", "อันดับที่สาม", "สาม", "3", "อันดับที่", "", ""),
    ("อุณหภูมิ 565 ° เซลเซียส", "565 ° เซลเซียส", "565", "565", "องศาเซลเซียส", "", ""),
    ("ราว 1.5 กิกะตัน", "1.5 กิกะตัน", "1.5", "1.5", "กิกะตัน", "", "about"),
    ("ในระยะ 4 ปี(2548-2551) โดย", "4 ปี", "4", "4", "ปี", "", ""),
]

NO_QUANTITIES = [
    "20 มกราคม 2558",
    "31 กุมภาพันธ์ 2548",
    "ปี 2563 กลุ่มผู้ประกอบการ",
    "9 ก.ย. 63",
    "19.19 น.",
    "เวลา 09.30-16.30 น.",
    "เวลา 10.30",
    "10:30",
    "1. มหาวิทยาลัย",
    "ดังนี้ 1. กลุ่ม 2. คน",
    "(2) กลุ่ม",
    "3) คลัสเตอร์",
    "1.1 กลุ่มเป้าหมาย",
    "โทร. 0 2202 4414- 18",
    "สายด่วนกรม 1358",
    "COVID-19 คน",
    "โควิด-19 ราย",
    "5G",
    "ที่ นร 0505/1234",
    "ที่ 2411/2562",
    "เลขที่ 25 ถนน",
    "15-1-23 ไร่",
    "กม. 8+300",
    "หนึ่งในนั้น",
    "สี่แยก",
    "เจ็ดเสมียน",
    "สามร้อยยอด",
    "จังหวัดร้อยเอ็ด กลุ่ม",
    "หลายสิบกลุ่ม",
    "พระพันปีหลวง",
    "ครึ่งปีแรก",
    "คนละครึ่งระยะ",
    "คนที่สอง กลุ่ม",
    "1.2.3",
    "",
]


@pytest.mark.parametrize(("text", "written", "number", "value", "unit", "upper", "qualifier"), QUANTITIES)
def test_quantity(text: str, written: str, number: str, value: str, unit: str, upper: str, qualifier: str) -> None:
    [found] = find_quantities(text)
    assert (found.span.of(text), found.number.of(text)) == (written, number)
    assert (found.value, found.upper) == (Decimal(value), Decimal(upper) if upper else None)
    assert (found.unit, found.qualifier) == (unit, qualifier)


@pytest.mark.parametrize("text", NO_QUANTITIES)
def test_no_quantity(text: str) -> None:
    assert find_quantities(text) == []


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("10 ล้าน 20 ล้านบาท", ["10 ล้าน", "20 ล้านบาท"]),
        ("5 ปี 10 เดือน", ["5 ปี", "10 เดือน"]),
        ("500 บาท-1,000 บาท", ["500 บาท", "1,000 บาท"]),
        ("จากเดิม 5 วัน เหลือเพียง 3 วัน", ["5 วัน", "3 วัน"]),
        ("3 ปี 2563 ราย", ["3 ปี", "2563 ราย"]),
        ("2 พันตำรวจเอก", ["2"]),
        ("หนึ่งตำบล หนึ่งผลิตภัณฑ์", ["หนึ่งตำบล", "หนึ่งผลิตภัณฑ์"]),
        ("ร้อยละ 5.2 ในช่วงปี 2544-2547 เป็นร้อยละ 6.6 ใน 4 ปี ข้างหน้าคือ 2548-2551", ["ร้อยละ 5.2", "ร้อยละ 6.6", "4 ปี"]),
    ],
)
def test_several(text: str, written: list[str]) -> None:
    assert [quantity.span.of(text) for quantity in find_quantities(text)] == written


def first(text: str) -> Quantity:
    return find_quantities(text)[0]


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("17,555 ราย", "๑๗,๕๕๕ คน", True),
        ("7.9 พันตัน", "7,900 ตัน", True),
        ("ร้อยละ 40", "กว่า 40%", True),
        ("สิบเจ็ดกลุ่ม", "17 กลุ่ม", True),
        ("จำนวน 17 คือ", "17 กลุ่ม", True),
        ("17 กลุ่ม", "17 จังหวัด", False),
        ("5-7 ราย", "5 ราย", False),
        ("17 กลุ่ม", "18 กลุ่ม", False),
    ],
)
def test_same_value(a: str, b: str, same: bool) -> None:
    assert same_value(first(a), first(b)) is same
    assert same_value(first(b), first(a)) is same


def test_long_runs_of_digits() -> None:
    assert find_quantities("9" * 100_000 + " บาท") == []


def test_one_long_line_is_read_in_linear_time() -> None:
    text = "ก 7 ข " * 40_000
    started = time.process_time()
    assert len(find_quantities(text)) == 40_000
    assert time.process_time() - started < 10


PIECES = re.findall(
    r"\S+",
    """1 12 ๙ 63 2558 ๒๕๖๓ 2,563 0.5 10 00 ล้าน พัน หมื่น สิบ ร้อยละ % บาท ราย กลุ่ม จังหวัด ปี
    ครึ่ง กว่า ไม่น้อยกว่า ประมาณ ถึง - – / . , : ( ) + หนึ่ง สองสาม เอ็ด ที่ ครั้งที่ อันดับ
    น. โทร. มกราคม ก.พ. พ.ศ. US$ million 5G""",
)
pieces = st.lists(st.sampled_from([*PIECES, " ", "\n", "\xa0"])).map("".join)


@given(st.one_of(pieces, st.text(max_size=80)))
def test_spans_lie_in_the_text_in_order(text: str) -> None:
    end = 0
    taken = [*date_spans(text), *find_phone_numbers(text)]
    for quantity in find_quantities(text):
        assert end <= quantity.span.start < quantity.span.end <= len(text)
        assert quantity.span.contains(quantity.number)
        assert quantity.number.of(text)
        assert quantity.upper is None or quantity.upper > quantity.value
        assert not any(quantity.number.overlaps(span) for span in taken)
        end = quantity.span.end


@given(pieces)
def test_thai_digits_read_like_arabic_ones(text: str) -> None:
    assert len(thai_digits_to_arabic(text)) == len(text)
    assert find_quantities(text) == find_quantities(thai_digits_to_arabic(text))


@given(st.integers(0, 10**12))
def test_grouped_digits_are_read_back(number: int) -> None:
    assert first(f"จำนวน {number:,} บาท").value == number


def test_speed_on_ordinary_text(shared: Path) -> None:
    """Three million characters a second on a free core; a tenth of that is asked for on a busy one."""
    with lzma.open(shared / "data" / "thaigov-train.jsonl.xz", "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["body"] for line in islice(lines, 0, 4000, 20)]
    started = time.process_time()
    assert sum(len(find_quantities(text)) for text in texts) > 500
    assert sum(map(len, texts)) / (time.process_time() - started) > 300_000
