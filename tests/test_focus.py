"""Focus: the words beside those that ask count most, and words that all clauses of a document hold tell nothing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from assistant.focus import focus_clause, focused, local_weights
from assistant.question import read_question
from assistant.units import Reader
from tests.thai_questions import MADE, index_of


@pytest.mark.parametrize(
    ("question", "most"),
    [
        ("งานสัมมนาเครือข่ายสัญจร ครั้งที่ 2 ที่ลำปาง มีวิทยากรกี่คน", "วิทยากร"),
        ("ทำไมสมาชิกลาออก ในงานสัมมนาที่จังหวัดลำปางเมื่อปี 2561", "สมาชิก"),
    ],
)
def test_words_beside_those_that_ask_count_most(question: str, most: str) -> None:
    read = read_question(question)
    weights = np.full(len(read.content), 1 / len(read.content), np.float32)
    focus = focused(read, read.content, weights)
    assert float(focus.sum()) == pytest.approx(1.0)
    assert read.content[int(focus.argmax())] == most
    assert most in focus_clause(read)


@pytest.mark.parametrize("question", ["คลัสเตอร์มะพร้าว ราชบุรี", "x", "กี่"])
def test_a_question_without_such_words_keeps_its_weights(question: str) -> None:
    read = read_question(question)
    weights = np.arange(1, len(read.content) + 1, dtype=np.float32)
    focus = focused(read, read.content, weights)
    assert focus.shape == weights.shape
    assert focus_clause(read)
    if question.startswith("คลัสเตอร์"):
        assert focus is weights
        assert focus_clause(read) == read.copy


def test_a_word_of_every_clause_or_of_none_tells_nothing(tmp_path: Path) -> None:
    with index_of(tmp_path / "home", MADE) as index:
        reading = Reader(index.catalogue, index.encoder).passages(index.search("ผู้ประสานงาน", 1))[0].reading
        words = ("เครือข่าย", "ผู้ประสานงาน", "มังคุด")
        told = local_weights(words, np.full(3, 1 / 3, np.float32), reading)
        assert float(told.sum()) == pytest.approx(1.0)
        assert told[1] > told[0] > 0
        assert told[2] == 0
        assert local_weights(("มังคุด",), np.ones(1, np.float32), reading).sum() == 0
