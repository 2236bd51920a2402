from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.chunking import ChunkSize, chunk_document
from corpus.document import Chunk, Document
from corpus.noise import find_noise
from corpus.structure import Outline
from tests.thai_text import ARTICLE, CLEAN, any_text

LONG = "กลุ่มผู้ผลิตเกลือทะเลร่วมกันวางแผนการผลิตและการตลาดตลอดทั้งปี เพื่อให้มีรายได้ที่มั่นคงและชำระหนี้ได้ตามกำหนด"


def document(text: str, title: str = "เรื่อง") -> Document:
    return Document(id="d", source="s", title=title, text=text, noise=find_noise(text))


def chunks_of(text: str, size: ChunkSize | None = None) -> list[Chunk]:
    return chunk_document(document(text), size)[0]


def check(cut_from: Document, chunks: list[Chunk], structure: Outline) -> None:
    """What holds for every document."""
    assert [chunk.ordinal for chunk in chunks] == list(range(len(chunks)))
    assert all(chunk.text == cut_from.text[chunk.span.start : chunk.span.end] for chunk in chunks)
    assert all(chunk.text.strip() for chunk in chunks)
    assert all(a.span.end <= b.span.start for a, b in pairwise(chunks))
    assert not any(chunk.span.overlaps(noise.span) for chunk in chunks for noise in cut_from.noise if noise.span)
    held = [False] * len(cut_from.text)
    for chunk in chunks:
        held[chunk.span.start : chunk.span.end] = [True] * len(chunk.span)
    for block in structure.blocks:
        for at in range(block.span.start, block.span.end):
            assert held[at] or cut_from.text[at].isspace()


@settings(deadline=None, max_examples=300)
@given(any_text, st.sampled_from([ChunkSize(), ChunkSize(80, 120, 200), ChunkSize(1, 1, 1)]))
def test_chunks_of_any_text(text: str, size: ChunkSize) -> None:
    cut_from = document(text)
    check(cut_from, *chunk_document(cut_from, size))


@pytest.mark.parametrize("name", CLEAN)
@pytest.mark.parametrize("size", [ChunkSize(), ChunkSize(80, 120, 200)], ids=["usual", "small"])
def test_chunks_of_clean_texts(name: str, size: ChunkSize) -> None:
    cut_from = document(CLEAN[name])
    check(cut_from, *chunk_document(cut_from, size))


def test_paragraphs_are_joined_up_to_the_target_and_cut_beyond_the_longest() -> None:
    size = ChunkSize()
    short = "\n".join(f"ฤดูกาลที่{word} {LONG}" for word in "กขคงจฉชซฌญดต")
    assert all(len(chunk.text) <= size.target for chunk in chunks_of(short))
    assert len(chunks_of(short)) == 3
    long = " ทั้งนี้ ".join([LONG] * 12)
    assert all(size.target * 0.5 <= len(chunk.text) <= size.longest for chunk in chunks_of(long))


def test_list_stays_whole_with_its_lead_in() -> None:
    items = "\n".join(f"{n}. {LONG}" for n in range(1, 12))
    text = f"{ARTICLE}\n\nกลุ่มมีกฎ 11 ข้อ ดังนี้\n{items}\n\n{ARTICLE[::-1]}"
    (whole,) = [chunk for chunk in chunks_of(text) if "ดังนี้" in chunk.text]
    assert whole.text == f"กลุ่มมีกฎ 11 ข้อ ดังนี้\n{items}"


def test_parts_of_a_longer_list_are_told_the_lead_in() -> None:
    items = "\n".join(f"{n}. {LONG}" for n in range(1, 31))
    chunks = chunks_of(f"กลุ่มมีกฎ 30 ข้อ ดังนี้\n{items}")
    assert len(chunks) > 2
    assert chunks[0].context == "เรื่อง"
    assert all(chunk.context == "เรื่อง › กลุ่มมีกฎ 30 ข้อ ดังนี้" for chunk in chunks[1:])
    assert all(chunk.text[0].isdigit() for chunk in chunks[1:])


def test_noise_inside_a_list_breaks_it_and_the_rest_is_told_the_lead_in() -> None:
    text = f"กฎของกลุ่ม ดังนี้\n- {LONG}\nเพิ่มเพื่อน\n- {LONG}\n- {LONG}"
    first, second = chunks_of(text)
    assert first.text == f"กฎของกลุ่ม ดังนี้\n- {LONG}"
    assert second.text == f"- {LONG}\n- {LONG}"
    assert second.context == "เรื่อง › กฎของกลุ่ม ดังนี้"


def test_context_is_title_and_headings() -> None:
    text = f"# เกลือ\n\n## การผลิต\n\n### ฤดูแล้ง\n\n{LONG}\n{LONG}\n\n## การขาย\n\n{LONG}\n{LONG}"
    chunks = chunks_of(text, ChunkSize(target=200))
    assert [chunk.context for chunk in chunks][-1] in ("เรื่อง › เกลือ", "เรื่อง › เกลือ › การขาย")
    assert any(chunk.context == "เรื่อง › เกลือ › การผลิต › ฤดูแล้ง" for chunk in chunks)
    assert {chunk.context for chunk in chunk_document(document("ก ข", title=""))[0]} == {""}


@pytest.mark.parametrize("length", [1, 8, 14, 16])
def test_heading_stands_with_what_follows_it(length: int) -> None:
    items = "\n".join(f"{n}. {LONG}" for n in range(1, length + 1))
    text = f"{LONG}\n\n## กฎของกลุ่มผู้ผลิตเกลือทะเล\n\n{items}"
    (chunk,) = [chunk for chunk in chunks_of(text) if "## กฎ" in chunk.text]
    assert chunk.text.startswith("## กฎ") and f"1. {LONG}" in chunk.text


def test_noise_stands_in_no_chunk() -> None:
    text = f"{ARTICLE}\nWarning: include() failed in /srv/a.php on line 3\n{ARTICLE.replace('มะพร้าว', 'ตาล')}"
    chunks = chunks_of(text)
    assert not any("Warning" in chunk.text for chunk in chunks)


def test_large_document_takes_linear_time() -> None:
    text = "\n".join(f"เพิ่มเพื่อน\n## หัวข้อที่ {n}\n{LONG}\n- {LONG}\n- {LONG}" for n in range(4000))
    began = time.process_time()
    assert len(chunks_of(text)) >= 4000
    assert time.process_time() - began < 30


@pytest.mark.parametrize(
    ("number", "lead", "last"),
    [
        ("000", "3. บทเรียนที่ได้จากการพัฒนา", "และส่วนใหญ่ยังไม่เข้มแข็งเพียงพอ"),
        ("000", "4. ปัจจัยแห่งความสำเร็จ", "สิ่งอำนวยความสะดวกต่างๆ"),
        ("003", "ได้ดำเนินการร่วมกับ 7 หน่วยงาน ดังนี้", "มะพร้าว สับปะรด และกระเทียม"),
        ("004", "รวม 17 เครือข่าย ได้แก่", "(Thai Food Cluster)"),
        ("001", "วัตถุประสงค์ของโครงการ", "โดยรวมของกลุ่มอุตสาหกรรม"),
    ],
)
def test_lists_of_saved_pages_stand_whole_in_one_chunk(shared: Path, number: str, lead: str, last: str) -> None:
    text = next((shared / "seeds").glob(f"{number}_*")).read_text(encoding="utf-8")
    cut_from = document(text)
    chunks, structure = chunk_document(cut_from)
    check(cut_from, chunks, structure)
    assert any(lead in chunk.text and last in chunk.text for chunk in chunks)
