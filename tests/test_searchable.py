from __future__ import annotations

import pytest

from corpus.chunking import chunk_document
from corpus.document import Document
from index.searchable import LONGEST_QUESTION, Searchable, searchable_chunk, searchable_query, searchable_text


def test_a_question_is_segmented_and_folded() -> None:
    found = searchable_query("คลัสเตอร์ SMEs ปี ๒๕๖๔ (รอบที่ 1)")
    assert found.words.split() == ["คลัสเตอร์", "smes", "ปี", "2564", "รอบ", "ที่", "1"]
    assert found.characters == "คลัสเตอร์smesปี2564รอบที่1"
    assert found.context == ""
    assert found.encoder_text == found.words


def test_a_chunk_has_its_context_apart() -> None:
    text = "แผนพัฒนาคลัสเตอร์\n\nงบประมาณรวม 12 ล้านบาท สำหรับผู้ประกอบการในพื้น\nที่ภาคเหนือ\n"
    document = Document("d", "s", "ข่าวกรม", text)
    chunks, structure = chunk_document(document)
    found = searchable_chunk(chunks[-1], structure)
    assert "ข่าว" in found.context.split()
    assert "งบประมาณ" in found.words.split()
    assert found == searchable_text(structure.plain(chunks[-1].span), chunks[-1].context)
    assert found.encoder_text == f"{found.context} {found.words}"


@pytest.mark.parametrize("question", ["", " \n", "…", "😀"])
def test_nothing_to_search_for(question: str) -> None:
    assert searchable_query(question).words == ""


def test_a_long_question_keeps_its_beginning_and_its_end() -> None:
    found = searchable_query("ต้นเรื่อง " + "ก ข " * 20_000 + " ท้ายเรื่อง")
    assert len(found.characters) <= LONGEST_QUESTION
    assert found.characters.startswith("ต้นเรื่อง")
    assert found.characters.endswith("ท้ายเรื่อง")


def test_words_are_cut_alike_in_questions_and_chunks() -> None:
    word = "Donaudampfschifffahrtsgesellschaft" * 10
    assert searchable_query(word).words == searchable_text(word, "").words == word.lower()[:80]


def test_lone_surrogates_are_replaced() -> None:
    searchable_query("ก\ud800ข").words.encode()
    assert searchable_query("\udcff") == Searchable("", "", "\ufffd")
