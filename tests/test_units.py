"""Atoms: clauses, items and headings that join to the whole text, with what stands in them."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings

from assistant.borders import SHORTEST, clause_spans
from assistant.mentions import AGENCY, DEFINES, PERSON, PLACE
from assistant.units import Reader, atoms_of
from corpus.document import Document, Span
from corpus.structure import outline
from tests.thai_questions import document, index_of
from tests.thai_text import QUESTIONS, REPORT, any_text

LIST = """# ปัจจัยแห่งความสำเร็จ

จากการติดตามผลมาหลายปีพบว่า คลัสเตอร์ที่อยู่รอดและเติบโตได้จริงต้องมีสิ่งต่อไปนี้ ได้แก่

1. ผู้นำที่สมาชิกไว้ใจ
2. สมาชิกที่ร่วมลงแรงลงเงินกันอย่างต่อเนื่อง และมาประชุมทุกเดือนโดยไม่ขาด แม้ในเดือนที่มีงานมากที่สุดของปี
"""


def atoms(text: str, title: str = "") -> list[tuple[str, str]]:
    made = Document("d", "s", title, text)
    return [(atom.plain, atom.context) for atom in atoms_of(made, outline(text))]


def test_items_know_what_they_are_items_of() -> None:
    found = atoms(LIST, "คู่มือ")
    told = {plain: context for plain, context in found}
    leader = next(plain for plain in told if "ผู้นำที่สมาชิกไว้ใจ" in plain)
    assert "คู่มือ" in told[leader]
    assert "ปัจจัยแห่งความสำเร็จ" in told[leader]
    assert "ต้องมีสิ่งต่อไปนี้" in told[leader]


@settings(max_examples=60, deadline=None)
@given(any_text)
def test_atoms_lie_in_their_document_in_order(text: str) -> None:
    made = Document("d", "s", "t", text)
    structure = outline(text)
    found = list(atoms_of(made, structure))
    assert [atom.place for atom in found] == list(range(len(found)))
    assert all(one.span.end <= other.span.start for one, other in pairwise(found))
    assert all(atom.span.of(text) for atom in found)


@pytest.mark.parametrize(
    "held",
    [
        "จำนวน 17 เครือข่าย",
        "นาย สมชาย ใจดีมาก",
        "วันที่ 17 กุมภาพันธ์ 2548",
        "มูลค่า 1,811 ล้านบาท",
        "พ.ศ. 2563",
        "ณ สนามช้าง",
        "ของ นายวิชัย",
        "นายวิชัย รุ่งเรือง รัฐมนตรีว่าการกระทรวง",
        "บริษัท ไผ่หวานฟู้ดส์ จำกัด (มหาชน)",
        "เครือข่ายอุตสาหกรรมมังคุดภาคตะวันออก (ผลผลิตและการแปรรูป)",
        "โครงการ Siam Durian Network",
        "ผู้แทนจาก สี่ สมาคม",
        "พื้นที่ป่าไม้ถึงกว่าครึ่ง ของป่าทั้งหมด",
        "สมาคมผู้ประกอบการ แห่งประเทศไทย",
    ],
)
def test_a_clause_is_never_cut_inside_what_belongs_together(held: str) -> None:
    text = f"โครงการนี้ดำเนินการมาอย่างต่อเนื่องหลายปี โดยมี {held} ซึ่งเป็นไปตามแผนที่วางไว้ทุกประการตั้งแต่ต้น"
    clauses = [span.of(text) for span in clause_spans(text, Span(0, len(text)))]
    assert any(held in clause for clause in clauses)


def test_clauses_cover_a_block_and_are_not_too_short() -> None:
    block = max(outline(REPORT).blocks, key=lambda block: len(block.span))
    spans = list(clause_spans(REPORT, block.span))
    assert spans[0].start == block.span.start
    assert spans[-1].end == block.span.end
    assert all(len(span) >= SHORTEST for span in spans[:-1])


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        (PERSON, "นายอาคม เติมพิทยาไพสิฐ รองเลขาธิการ", True),
        (PERSON, "เครือข่ายสี่แห่ง", False),
        (AGENCY, "ประสานกรมส่งเสริมอุตสาหกรรม", True),
        (AGENCY, "สสว. แถลง", True),
        (PLACE, "จัดที่ จังหวัดลำปาง", True),
        (DEFINES, "คลัสเตอร์ คือ กลุ่มของธุรกิจ", True),
    ],
)
def test_what_stands_in_a_text(pattern: object, text: str, found: bool) -> None:
    assert hasattr(pattern, "search")
    assert bool(pattern.search(text)) is found


def test_numbers_dates_and_telephones_are_found_once() -> None:
    text = "วันที่ 17 กุมภาพันธ์ 2548 มีผู้ร่วม 250 คน โทร. 0-2202-4414"
    found = list(atoms_of(Document("d", "s", "", text), outline(text)))
    assert [span.of(atom.plain) for atom in found for span in atom.phones] == ["0-2202-4414"]
    assert frozenset().union(*(atom.years for atom in found)) == {2005}
    assert any(quantity.unit == "คน" for atom in found for quantity in atom.quantities)
    assert found[0].words is found[0].words  # computed once


def test_a_reader_keeps_what_it_read(tmp_path: Path) -> None:
    with index_of(tmp_path / "home", [document("a.txt", QUESTIONS), document("b.txt", REPORT)]) as index:
        reader = Reader(index.catalogue, index.encoder, keep=4)
        hits = index.search("ต้องมีสมาชิกกี่ราย", 4)
        passages = reader.passages(hits)
        assert [passage.rank for passage in passages] == list(range(len(passages)))
        for passage in passages:
            assert passage.reading.vectors.shape[0] == len(passage.reading.atoms)
            inside = passage.reading.atoms[passage.first : passage.last]
            assert inside and all(atom.span.overlaps(passage.span) for atom in inside)
        assert reader.passages(hits)[0].reading is passages[0].reading


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("นายกรัฐมนตรีกล่าวกับนายกฤษณะ วัฒนะ", ["นายกฤษณะ"]),
        ("คุณภาพของคุณกฤษณา อัมพุช", ["คุณกฤษณา"]),
        ("นายอำเภอและนายทะเบียนพบนายแพทย์โอภาส", ["นายแพทย์โอภาส"]),
        ("พ.ศ. ที่แล้ว ศ. วิชัย มาเยือน", ["ศ. วิชัย"]),
        ("ทางพิเศษสายพระราม 3 กับพระครูปริยัติกิจ", ["พระครูปริยัติกิจ"]),
        ("นางสาวกรรวี กับ นางเรืองรอง", ["นางสาวกรรวี", "นางเรืองรอง"]),
        ("นางาคิ โกโร่ เป็นนักร้อง", []),
    ],
)
def test_people_are_told_from_offices_and_from_words_that_begin_like_titles(text: str, named: list[str]) -> None:
    assert [match.group() for match in PERSON.finditer(text)] == named
