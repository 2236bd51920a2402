from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings

from corpus.document import Span
from corpus.words import word_spans
from corpus.wrapping import columns, logical_lines, physical_lines, soft_line_ends
from tests.thai_text import ARTICLE, NAMES, POEM, SCHEDULE, any_text

PROSE = f"{ARTICLE} {ARTICLE}".replace("\n\n", " ").replace(". ", " ")


def wrapped(text: str, width: int, end: str = "\n") -> str:
    """A text as a program breaks it: after the word that still fits."""
    lines, line = [], ""
    for span in word_spans(text):
        word = span.of(text)
        if columns(line + word) > width:
            lines.append(line)
            line = ""
        line += word
    return end.join([*lines, line])


def soft_lines(text: str) -> list[str]:
    lines = physical_lines(text)
    return [line.of(text) for line in logical_lines(text, lines, soft_line_ends(text, lines))]


@pytest.mark.parametrize("width", [60, 75, 90])
@pytest.mark.parametrize("end", ["\n", "\r\n", "  \n"])
def test_wrapped_text_is_one_line_again(width: int, end: str) -> None:
    text = wrapped(PROSE, width, end)
    assert len(soft_lines(text)) == 1


def test_paragraphs_of_a_wrapped_text_stay_apart() -> None:
    paragraphs = [wrapped(part, 70) for part in ARTICLE.split("\n\n")]
    heading = "กลุ่มน้ำตาลมะพร้าว"
    assert len(soft_lines("\n".join([heading, *paragraphs]))) >= 2
    assert soft_lines("\n\n".join(paragraphs)) == paragraphs


@pytest.mark.parametrize("text", [NAMES, SCHEDULE, POEM, ARTICLE], ids=["names", "schedule", "poem", "article"])
def test_lines_that_mean_something_stay(text: str) -> None:
    assert soft_line_ends(text, physical_lines(text)) == frozenset()


def test_entries_that_begin_alike_are_no_wrapped_text() -> None:
    text = "\n".join(f"บริษัท {name * 8} จำกัด ผู้ผลิตและจำหน่ายเครื่องเรือนไม้สักแกะสลัก จังหวัดแพร่" for name in "กขคงจฉชซ")
    assert soft_line_ends(text, physical_lines(text)) == frozenset()


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("กลุ่มสตรีบ้านหนองบัวได้เรียนรู้บทเรียนการพัฒนาค\nลัสเตอร์ผ้าทอมือร่วมกัน", True),
        ("กลุ่มสตรีบ้านหนองบัวได้เรียนรู้บทเรียนการพัฒนาคลัสเตอร\n์ผ้าทอมือร่วมกัน", True),
        ("กลุ่มสตรีบ้านหนองบัวได้เรียนรู้บทเรียนการพัฒนา\nผ้าทอมือของกลุ่มขายดี", False),
        ("กลุ่มสตรีบ้านหนองบัวได้เรียนรู้บทเรียนการพัฒนาค\n\nลัสเตอร์ผ้าทอมือ", False),
        ("- ข้อแรกของรายการยาวจนต้อง\n  ขึ้นบรรทัดใหม่\n  อีกครั้ง", True),
        ("1. ข้อแรกของรายการยาวจนต้อง\n   ขึ้นบรรทัดใหม่", True),
        ("1. หลักการและเหตุผล\n        กลุ่มตั้งขึ้นเมื่อปีก่อน", False),
        ("- ข้อแรก\n- ข้อสอง", False),
        ("- ข้อแรก\nย่อหน้าใหม่", False),
    ],
)
def test_which_line_ends_are_soft(text: str, joined: bool) -> None:
    assert (len(soft_lines(text)) == 1) is joined


def test_amount_at_the_start_of_a_line_is_no_section() -> None:
    text = wrapped(PROSE, 70) + "\nในปีเดียวกันสมาชิกขายน้ำตาลได้เพิ่มขึ้นจากปีก่อนหน้าคิดเป็นร้อยละ\n5.2 ต่อสวน และยังมีแผนขยายต่อ"
    assert any("ร้อยละ\n5.2 ต่อสวน" in line for line in soft_lines(text))


def test_lines_are_cut_where_noise_begins_and_ends() -> None:
    text = "ก่อน เสีย หลัง\nต่อ"
    noise = Span(text.index("เสีย"), text.index(" หลัง"))
    lines = physical_lines(text, [noise])
    assert [line.of(text) for line in lines if line] == ["ก่อน", "หลัง", "ต่อ"]


def test_nothing_is_joined_across_noise() -> None:
    before, after = "กลุ่มสตรีบ้านหนองบัวได้เรียนรู้บทเรียนการพัฒนาค", "ลัสเตอร์ผ้าทอมือร่วมกัน"
    text = f"{before}\nเมนู{after}"
    start = text.index("เมนู")
    lines = physical_lines(text, [Span(start, start + 4)])
    assert [line.of(text) for line in logical_lines(text, lines, soft_line_ends(text, lines))] == [before, after]


@settings(deadline=None, max_examples=200)
@given(any_text)
def test_lines_of_any_text(text: str) -> None:
    lines = physical_lines(text)
    assert all(a.end <= b.start for a, b in pairwise(lines))
    soft = soft_line_ends(text, lines)
    assert all(text[at] == "\n" for at in soft)
    joined = list(logical_lines(text, lines, soft))
    assert "".join("".join(line.of(text).split()) for line in joined) == "".join(text.split())


def test_word_across_a_line_end_of_a_saved_page(shared: Path) -> None:
    text = next((shared / "seeds").glob("000_*")).read_text(encoding="utf-8")
    soft = soft_line_ends(text, physical_lines(text))
    assert text.index("การพัฒนาค\nลัสเตอร์") + len("การพัฒนาค") in soft
    assert text.index("170 คน\nโครงการ") + len("170 คน") not in soft
    assert text.index('ประชุมสัมมนา\n"โครงการ') + len("ประชุมสัมมนา") in soft
