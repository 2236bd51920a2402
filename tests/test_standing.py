from __future__ import annotations

import pytest

from assistant.claims import Claim, read_claims, readable
from assistant.glossary import reviewed_glossary
from assistant.standing import Stated, holds_name, matching
from assistant.units import Atom
from corpus.document import Document, Span
from corpus.structure import outline

GLOSSARY = reviewed_glossary()


def clause(text: str, context: str = "") -> Stated:
    structure = outline(text)
    atom = Atom(Document("d", "d.md", "", text), structure, Span(0, len(text)), 0, 0, context, None, False, False)
    return Stated(atom, tuple(read_claims(readable(text), GLOSSARY)))


def claim(text: str) -> Claim:
    return read_claims(readable(text), GLOSSARY)[0]


@pytest.mark.parametrize(
    ("claimed", "source", "stands"),
    [
        ("472.12 ล้านบาท", "ไม่ว่าอย่างไร 472,120,000 บาท", True),
        ("๔๗๒.๑๒ ล้านบาท", "472.12 ล้านบาท", True),
        ("472.12 million baht", "472.12 ล้านบาท", True),
        ("472.12 พันล้านบาท", "472.12 ล้านบาท", False),
        ("472.21 ล้านบาท", "472.12 ล้านบาท", False),
        ("ร้อยละ 60", "60%", True),
        ("60 ราย", "60%", False),
        ("30 กลุ่ม", "30 คลัสเตอร์", True),
        ("30 กลุ่ม", "30 จังหวัด", False),
        ("30 กลุ่ม", "30-40 กลุ่ม", False),
        ("ไม่เกิน 30 กลุ่ม", "ไม่น้อยกว่า 30 กลุ่ม", False),
        ("อย่างน้อย 30 กลุ่ม", "ไม่น้อยกว่า 30 กลุ่ม", True),
        ("30 กลุ่ม", "ไม่น้อยกว่า 30 กลุ่ม", False),
        ("ครั้งที่ 4", "4 ครั้ง", False),
        ("ปี 2563", "พ.ศ. ๒๕๖๓", True),
        ("ปี ค.ศ. 2020", "ปี 2563", True),
        ("ปี 2563", "ปี 2560-2563", False),
        ("ปี 2548", "17 กุมภาพันธ์ 2548", True),
        ("17 กุมภาพันธ์ 2548", "ปี 2548", False),
        ("โทร. 0 2202 4414", "โทรศัพท์ 0-2202-4414-18", True),
        ("โทร. 0 2202 4415", "โทรศัพท์ 0-2202-4414-18", False),
        ("กสอ.", "กรมส่งเสริมอุตสาหกรรม", True),
        ("กสอ.", "สสว.", False),
        ("จังหวัดลำปาง", "คลัสเตอร์เซรามิกลำปาง", True),
        ("รหัส 09.30", "เวลา 09.30 น.", True),
        ("โครงการ (คฟม.4)", "ครั้งที่ 4 (คฟม.3)", False),
        ("โครงการ (คฟม.3)", "โครงการ (คฟม.3)", True),
        ("#5x9ฝ่าวิกฤติ", "#5x5ฝ่าวิกฤติ 9 ด้าน", False),
        ("100 ล้านล้าน", "100 ล้าน", False),
        ("สายด่วน 1330", "1330 สำหรับประชาชน", True),
        ("สายด่วน 1331", "1330 สำหรับประชาชน", False),
    ],
)
def test_what_stands_in_a_clause(claimed: str, source: str, stands: bool) -> None:
    assert bool(matching(claim(claimed), clause(source))) is stands


def test_a_table_that_counts_in_millions() -> None:
    assert matching(claim("616.59 ล้านบาท"), clause("น้ำผึ้ง 616.59", "มูลค่า (ล้านบาท)"))
    assert not matching(claim("616.59 ล้านบาท"), clause("น้ำผึ้ง 616.59", "มูลค่า (พันบาท)"))
    assert not matching(claim("616 ล้านล้านบาท"), clause("น้ำผึ้ง 616 ล้าน", "มูลค่า (ล้านบาท)"))


def test_a_latin_name_is_held_as_a_whole_word() -> None:
    name = claim("โครงการ BDS")
    assert holds_name(name, "หน่วยงาน bds (business)") and not holds_name(name, "abdsx")
    assert holds_name(claim("รถ Plug-in"), "รถ plug-in hybrid") and not holds_name(claim("รถ Plug-in"), "plug is in")
