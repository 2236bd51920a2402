from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.document import Span
from corpus.sentences import UNIT, sentence_spans
from tests.thai_text import any_text

LONG = "กลุ่มวิสาหกิจชุมชนผู้ผลิตผ้าย้อมครามบ้านดอนกอยร่วมกันวางแผนการผลิตและการตลาดตลอดทั้งปี"


def units(text: str) -> list[str]:
    return [span.of(text) for span in sentence_spans(text)]


def kept_together(text: str, part: str) -> bool:
    return any(part in unit for unit in units(text))


@pytest.mark.parametrize(
    "part",
    [
        "(NCC: National Committee on Community Advantage and Local Prosperity for All the Provinces of the Kingdom)",
        "National Committee on Community Advantage",
        "“ผ้าคราม หอมดอกไม้ สีไม่ตก ย้อมด้วยมือ”",
        "ได้รับความช่วยเหลือจาก มูลนิธิผ้าไทยแห่งประเทศญี่ปุ่น",
        "จัดขึ้น ณ โรงแรมริมเขื่อน",
        "นายวิรัตน์ ผิวขาว กล่าวว่า ปีหน้าจะเพิ่มสมาชิก",
        "สสว. จังหวัด",
        "จำนวน 17 กลุ่ม 340 ราย",
        "จัดทำกรอบการทำงานขึ้น ประกอบด้วย การปลูกคราม",
        "ส่งออกไปยังประเทศต่างๆ เช่น ลาว เวียดนาม มาเลเซีย สิงคโปร์ และญี่ปุ่น",
        "การปลูกครามอินทรีย์ การย้อมด้วยสีธรรมชาติ การออกแบบลายใหม่ และการขายออนไลน์",
        "มีการอบรมสมาชิก มีการศึกษาดูงาน มีการทดลองตลาด",
    ],
)
@pytest.mark.parametrize("before", [LONG, LONG[:60], f"{LONG} ซึ่งเป็นงานที่ทุกคนภูมิใจ", f"{LONG} {LONG}"])
def test_what_belongs_together_stays_in_one_unit(before: str, part: str) -> None:
    text = f"{before} {part} {LONG} โดยสมาชิกทุกคนมีส่วนร่วม"
    assert kept_together(text, part)


def test_series_keeps_its_lead_in_though_a_clause_stands_in_it() -> None:
    lead = "และได้จัดทำแผนงานของกลุ่มขึ้น ประกอบด้วย"
    series = "การให้ความรู้แก่สมาชิก การสร้างความตระหนักเรื่องคุณภาพสินค้า การลงมือผลิต โดยให้พี่เลี้ยงติดตามถึงบ้าน และการวัดผล"
    assert kept_together(f"{LONG} {lead} {series} {LONG}", f"{lead} {series}")


def test_long_series_is_cut_between_its_items() -> None:
    text = "กลุ่มมีงาน " + " ".join(f"การจัดงานแสดงสินค้าชุมชนที่เมือง{name}ทุกปี" for name in "กขคงจฉชซฌญดต") + " และการขายตรง"
    assert all(len(unit) <= UNIT * 1.6 for unit in units(text))
    assert all(unit.startswith("การ") for unit in units(text)[1:])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{LONG} ทั้งนี้ {LONG}", [LONG, f"ทั้งนี้ {LONG}"]),
        (f"{LONG}.\n{LONG}", [f"{LONG}.", LONG]),
        ("สั้นมาก\n\nสั้นเหมือนกัน", ["สั้นมาก", "สั้นเหมือนกัน"]),
        ("  ก ข  ", ["ก ข"]),
        ("", []),
        (" \n ", []),
        (
            "The group was founded by ten weavers in 2015. It sells cloth dyed with indigo to shops in Bangkok.",
            ["The group was founded by ten weavers in 2015.", "It sells cloth dyed with indigo to shops in Bangkok."],
        ),
    ],
)
def test_where_a_text_is_cut(text: str, expected: list[str]) -> None:
    assert units(text) == expected


def test_soft_line_ends_count_as_nothing() -> None:
    text = f"{LONG[:70]}\n{LONG[70:]} {LONG}\nโดยสมาชิก{LONG}"
    line_ends = [at for at, character in enumerate(text) if character == "\n"]
    soft = sentence_spans(text, soft=frozenset(line_ends))
    assert [span.end for span in soft[:-1]] == [text.index(f" {LONG}")]
    assert any(span.end == line_ends[1] for span in sentence_spans(text, soft=frozenset(line_ends[:1])))


def test_text_without_spaces_is_cut_between_words() -> None:
    text = "ผู้ประกอบการรวมกลุ่มกัน" * 200
    found = sentence_spans(text)
    assert max(len(span) for span in found) <= UNIT * 6
    assert all(
        span.of(text).startswith("ผู้ประกอบการ") or span.of(text).startswith(("รวม", "กลุ่ม", "กัน")) for span in found
    )


def test_picture_in_letters_is_cut_somewhere() -> None:
    assert max(len(span) for span in sentence_spans("iVBORw0KGgo" * 5000)) <= UNIT * 6


def test_only_a_part_is_cut() -> None:
    text = f"{LONG}\n\n{LONG} ทั้งนี้ {LONG}"
    within = Span(text.index("\n\n"), len(text))
    assert [span.of(text) for span in sentence_spans(text, within)] == [LONG, f"ทั้งนี้ {LONG}"]


@settings(deadline=None, max_examples=400)
@given(any_text, st.data())
def test_units_of_any_text(text: str, data: st.DataObject) -> None:
    soft = data.draw(st.frozensets(st.sampled_from([at for at, c in enumerate(text) if c == "\n"] or [0])))
    longest = data.draw(st.sampled_from([60, UNIT]))
    found = sentence_spans(text, soft=soft, longest=longest)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(span.of(text) == span.of(text).strip() and span for span in found)
    inside = [any(span.start <= at < span.end for span in found) for at in range(len(text))]
    assert all(held or text[at].isspace() for at, held in enumerate(inside))
    for before, after in pairwise(found):
        line_ends = {at for at in range(before.end, after.start) if text[at] == "\n"}
        assert not line_ends or line_ends - soft


def test_long_text_takes_linear_time() -> None:
    text = " ".join(["การพัฒนา", "และ", "(", "ผ้า", "โดย", "17", "กลุ่ม"] * 20_000)
    began = time.process_time()
    sentence_spans(text)
    assert time.process_time() - began < 20
