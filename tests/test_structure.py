from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.document import Span
from corpus.noise import find_noise
from corpus.structure import HEADING, Block, BlockKind, Outline, outline
from tests.thai_text import ARTICLE, CLEAN, any_text

LONG = "กลุ่มผู้ผลิตเกลือทะเลร่วมกันวางแผนการผลิตและการตลาดตลอดทั้งปี เพื่อให้มีรายได้ที่มั่นคงและชำระหนี้ได้ตามกำหนด"


def kinds(text: str) -> list[tuple[str, str]]:
    structure = outline(text)
    return [(block.kind.value, structure.plain(block.body)) for block in structure.blocks]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("\n \n***\n----\n", []),
        ("# หัวเรื่อง\n## หัวรอง\nข้อความ", [("heading", "หัวเรื่อง"), ("heading", "หัวรอง"), ("paragraph", "ข้อความ")]),
        (f"ที่มาของโครงการ\n\n{LONG}", [("heading", "ที่มาของโครงการ"), ("paragraph", LONG)]),
        (f"{LONG}\n\nสวัสดี.\n{LONG}", [("paragraph", LONG), ("paragraph", "สวัสดี."), ("paragraph", LONG)]),
        ("มีดังนี้\n- ก้อนเกลือ\n- ดอกเกลือ", [("paragraph", "มีดังนี้"), ("item", "ก้อนเกลือ"), ("item", "ดอกเกลือ")]),
        ("มี 2 แบบ ได้แก่ (1) ก้อน (2) ผง", [("paragraph", "มี 2 แบบ ได้แก่"), ("item", "ก้อน"), ("item", "ผง")]),
        (f"1. ความเป็นมา\n{LONG}\n2. ผลลัพธ์\n{LONG}",
         [("heading", "ความเป็นมา"), ("paragraph", LONG), ("heading", "ผลลัพธ์"), ("paragraph", LONG)]),
        ("1. เกลือ\n2. น้ำปลา\n3. กะปิ", [("item", "เกลือ"), ("item", "น้ำปลา"), ("item", "กะปิ")]),
        ("```\n# ไม่ใช่หัวเรื่อง\n- ไม่ใช่ข้อ\n```\n# หัวเรื่อง\nก",
         [("paragraph", "# ไม่ใช่หัวเรื่อง"), ("paragraph", "- ไม่ใช่ข้อ"), ("heading", "หัวเรื่อง"), ("paragraph", "ก")]),
        ("| ปี | ตัน |\n| --- | --- |\n| 2566 | 12 |", [("paragraph", "| ปี | ตัน |"), ("paragraph", "| 2566 | 12 |")]),
        ("09.30 น. พิธีเปิด\n10.00 น. บรรยาย", [("paragraph", "09.30 น. พิธีเปิด"), ("paragraph", "10.00 น. บรรยาย")]),
    ],
)  # fmt: skip
def test_kinds_of_blocks(text: str, expected: list[tuple[str, str]]) -> None:
    assert kinds(text) == expected


def test_last_item_of_a_list_is_no_heading() -> None:
    """Also where the same numbers stand before in the text, and a heading follows."""
    part = "## หมวด\n\nสินค้ามี 2 อย่าง ดังนี้\n\n1. เกลือสมุทร\n2. ดอกเกลือ\n\n"
    structure = outline(f"{part}{LONG}\n\n{part}{LONG}\n\n{part}")
    assert sum(block.kind is BlockKind.ITEM for block in structure.blocks) == 6
    assert [block.level for block in structure.blocks if block.kind is BlockKind.HEADING] == [2, 2, 2]


def test_numbered_headings_and_their_depth() -> None:
    text = f"1. ทั่วไป\n1.1 ชื่อกลุ่ม\n{LONG}\n1.2 ที่ตั้ง\n{LONG}\n2. การผลิต\n2.1 วัตถุดิบ\n{LONG}\n2.2 เครื่องมือ\n{LONG}"
    headings = [(block.level, block.body.of(text)) for block in outline(text).blocks if block.kind is BlockKind.HEADING]
    assert headings == [(2, "ทั่วไป"), (3, "ชื่อกลุ่ม"), (3, "ที่ตั้ง"), (2, "การผลิต"), (3, "วัตถุดิบ"), (3, "เครื่องมือ")]


def test_long_line_with_a_heading_mark_is_a_paragraph() -> None:
    (block,) = outline("# " + "ข้อความยาว " * 60).blocks
    assert (block.kind, block.level) == (BlockKind.PARAGRAPH, 0)
    assert len(block.span) > HEADING


def lists_of(structure: Outline) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for block in structure.blocks:
        if block.item_of is not None:
            found.setdefault(block.item_of, []).append(structure.plain(block.body))
    return found


def test_lists_inside_items() -> None:
    text = "มีสองงาน ดังนี้\n1. งานผลิต ได้แก่\n(1) ทำนา\n(2) กวาดเกลือ\n2. งานขาย ได้แก่\n(1) ขายส่ง\n(2) ขายปลีก\n3. งานบัญชี"
    structure = outline(text)
    assert sorted(lists_of(structure).values()) == sorted(
        [["งานผลิต ได้แก่", "งานขาย ได้แก่", "งานบัญชี"], ["ทำนา", "กวาดเกลือ"], ["ขายส่ง", "ขายปลีก"]]
    )
    outer = next(block.leads for block in structure.blocks if block.kind is BlockKind.PARAGRAPH)
    assert outer is not None
    lead, items = structure.members(outer)
    assert lead is not None and structure.plain(lead.body) == "มีสองงาน ดังนี้"
    assert [item.number for item in items] == [1, 2, 3]
    inner = items[1].leads
    assert inner is not None
    assert [structure.plain(item.body) for item in structure.members(inner)[1]] == ["ขายส่ง", "ขายปลีก"]


def test_letters_inside_numbers() -> None:
    structure = outline("ดังนี้\n(1) ผลิต ได้แก่\n(ก) นา\n(ข) กวาด\n(2) ขาย\n(3) บัญชี")
    assert sorted(map(len, lists_of(structure).values())) == [2, 3]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("- ยาวจน\n  ต้องขึ้นบรรทัดใหม่", "ยาวจน ต้องขึ้นบรรทัดใหม่"),
        ("กลุ่มสตรีบ้านหนองบัวได้เรียนรู้บทเรียนการพัฒนาค\nลัสเตอร์", "กลุ่มสตรีบ้านหนองบัวได้เรียนรู้บทเรียนการพัฒนาคลัสเตอร์"),
        ("กลุ่มสตรีบ้านหนองบัวได้เรียนรู้บทเรียนการพัฒนาค\r\nลัสเตอร์", "กลุ่มสตรีบ้านหนองบัวได้เรียนรู้บทเรียนการพัฒนาคลัสเตอร์"),
        ("- The list goes on\n  in English", "The list goes on in English"),
    ],
)
def test_wrapped_lines_read_as_one(text: str, plain: str) -> None:
    structure = outline(text)
    (block,) = structure.blocks
    assert structure.plain(block.body) == plain


def test_noise_is_left_out() -> None:
    text = f"{ARTICLE}\nPHP Warning: x() in /a.php on line 3\n- ข้อแรก\nเพิ่มเพื่อน\n- ข้อสอง"
    noise = [found.span for found in find_noise(text)]
    assert len(noise) == 2
    assert not any(block.span.overlaps(span) for block in outline(text, noise).blocks for span in noise)


def test_many_items_take_linear_time() -> None:
    text = "\n".join(f"{n % 40 + 1}. รายการที่ควรตรวจ" + ("\n" + LONG if n % 3 else "") for n in range(12_000))
    began = time.process_time()
    assert len(outline(text).blocks) > 12_000
    assert time.process_time() - began < 20


@settings(deadline=None, max_examples=400)
@given(any_text, st.booleans())
def test_blocks_of_any_text(text: str, with_noise: bool) -> None:
    noise = [found.span for found in find_noise(text)] if with_noise else []
    structure = outline(text, noise)
    blocks = structure.blocks
    assert all(block.span and block.span.end <= len(text) for block in blocks)
    assert all(a.span.end <= b.span.start for a, b in pairwise(blocks))
    assert all(block.span.contains(block.body) for block in blocks)
    assert not any(block.span.overlaps(span) for block in blocks for span in noise)
    assert all(text[at] == "\n" for at in structure.soft)
    listed = {block.item_of for block in blocks if block.item_of is not None}
    assert {block.leads for block in blocks if block.leads is not None} <= listed
    assert all((block.item_of is not None) == (block.kind is BlockKind.ITEM) for block in blocks)
    for block in blocks:
        assert "".join(structure.plain(block.span).split()) == "".join(block.span.of(text).split())


@settings(deadline=None)
@given(any_text)
def test_blocks_hold_every_letter(text: str) -> None:
    """Only lines without a letter or digit, fences, and the conjunction before a last item are in no block."""
    held = [False] * len(text)
    for block in outline(text).blocks:
        held[block.span.start : block.span.end] = [True] * len(block.span)
    left = "".join(character if not inside else " " for character, inside in zip(text, held, strict=True))
    assert set(left.split()) <= {"และ", "หรือ"} or not any(character.isalnum() for character in left.replace("และ", ""))


@pytest.mark.parametrize("name", CLEAN)
def test_clean_texts_have_blocks_for_every_line(name: str) -> None:
    text = CLEAN[name]
    lines = [line for line in text.splitlines() if line.strip()]
    assert len(outline(text).blocks) == len(lines)


def seed(shared: Path, number: str) -> tuple[str, Outline]:
    text = next((shared / "seeds").glob(f"{number}_*")).read_text(encoding="utf-8")
    return text, outline(text, [found.span for found in find_noise(text)])


def list_led_by(structure: Outline, words: str) -> list[Block]:
    leads = [block for block in structure.blocks if block.leads is not None and words in structure.plain(block.span)]
    assert len(leads) == 1
    return structure.members(leads[0].leads or 0)[1]


@pytest.mark.parametrize(
    ("number", "lead", "count"),
    [
        ("000", "บทเรียนที่ได้จากการพัฒนาและผลักดันคลัสเตอร์", 6),
        ("000", "ปัจจัยแห่งความสำเร็จ", 5),
        ("000", "โดยประกอบด้วยยุทธศาสตร์", 6),
        ("001", "วัตถุประสงค์ของโครงการ", 4),
        ("003", "7 หน่วยงาน ดังนี้", 7),
        ("004", "17 เครือข่าย ได้แก่", 17),
    ],
)
def test_lists_of_saved_pages(shared: Path, number: str, lead: str, count: int) -> None:
    _, structure = seed(shared, number)
    items = list_led_by(structure, lead)
    assert [item.number for item in items] == list(range(1, count + 1))


def test_word_across_a_line_end_of_a_saved_page(shared: Path) -> None:
    text, structure = seed(shared, "000")
    at = text.index("การพัฒนาค\nลัสเตอร์")
    assert structure.plain(Span(at, at + len("การพัฒนาค\nลัสเตอร์"))) == "การพัฒนาคลัสเตอร์"
