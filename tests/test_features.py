"""What speaks for a stretch of text: finite numbers, one row for each stretch, words held as they stand."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from assistant.clause_clues import SHOWN
from assistant.clues import REACH
from assistant.features import SIZE, described
from assistant.glossary import reviewed_glossary
from assistant.lens import Lens
from assistant.question import read_question
from assistant.units import Reader
from index.library import Index
from tests.thai_questions import MADE, index_of, question_texts


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with index_of(tmp_path_factory.mktemp("made") / "home", MADE) as opened:
        yield opened


@pytest.fixture(scope="module")
def lens(index: Index) -> Lens:
    return Lens(index, index.encoder, reviewed_glossary())


@pytest.mark.parametrize(
    ("word", "copy", "held"),
    [
        ("เครือข่าย", "เครือข่ายธุรกิจ 14 เครือข่าย", 1.0),
        (
            "งบ",
            "ใช้งบประมาณ 60 ล้านบาท",
            0.85,
        ),  # another word of the same meaning, or the word itself inside a longer one
        ("17 เครือข่าย", "มี 17 เครือข่าย", 1.0),
        ("17 เครือข่าย", "มี 117 เครือข่าย", 0.0),
        ("ปลากัด", "เครือข่ายเซรามิก", 0.0),
        ("ฝน", "มาตรการ รับมือ ฤดูฝน", 0.85),  # too short to be looked for inside of any word but a compound
        ("กน", "สนกน้ำ", 0.0),
        ("การดำรงอยู่", "เครือข่าย ที่ ดำรงอยู่ มา นาน", 0.85),
        ("ผู้ออกแบบ", "เครือข่าย ออกแบบ โดย สมาชิก", 0.85),
        ("เสียชีวิต", "ประธาน ถึงแก่กรรม", 0.7),
        ("ของกอง", "ตรวจราชการของทุก กอง ในกระทรวง", 0.85),  # cut wrongly; ของ says nothing
    ],
)
def test_held(lens: Lens, word: str, copy: str, held: float) -> None:
    found = lens.held(word, copy, frozenset(copy.split()))
    assert found == held


def test_weights_sum_to_one_and_rare_words_carry_more(lens: Lens) -> None:
    weights = lens.weights(read_question("เครือข่ายเซรามิกมีใครดูแล", reviewed_glossary()))
    assert sum(weights.values()) == pytest.approx(1.0)
    assert weights["เซรามิก"] > weights["เครือข่าย"]


def test_one_row_for_each_stretch(index: Index, lens: Lens) -> None:
    question = read_question("ปี 2562 พัฒนาเครือข่ายกี่เครือข่าย", reviewed_glossary())
    passages = Reader(index.catalogue, index.encoder).passages(index.search(question.text, 6))
    windows, features, clauses = described(lens, question, passages)
    assert features.shape == (len(windows), SIZE)
    assert np.isfinite(features).all()
    for window in windows:
        assert window.first < window.last
        assert window.span.of(window.reading.document.text)
        one = window.last - window.first == 1
        assert one or len(window.span) <= REACH
    assert clauses.shown.shape == (len(clauses.places), len(SHOWN))
    assert len(set(clauses.places)) == len(clauses.places)
    inside = {(w.reading.document.id, place) for w in windows for place in range(w.first, w.last)}
    assert inside <= set(clauses.places)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(question_texts())
def test_any_question_has_finite_features(index: Index, lens: Lens, text: str) -> None:
    question = read_question(text, reviewed_glossary())
    passages = Reader(index.catalogue, index.encoder).passages(index.search(text or "x", 3))
    _, features, clauses = described(lens, question, passages)
    assert np.isfinite(features).all()
    assert np.isfinite(clauses.shown).all()
