"""What a clause shows by itself."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.clause_clues import SHOWN, Asked, shows
from assistant.extremes import Extreme
from assistant.question import read_question
from assistant.units import Atom, atoms_of
from assistant.wanted import answers
from corpus.document import Document
from corpus.structure import outline

_QUESTION = "ปี 2563 กองทุนทอผ้าอนุมัติกี่ราย"


def _atom(text: str) -> Atom:
    return next(iter(atoms_of(Document("d", "s", "", text), outline(text))))


def _shown(text: str) -> dict[str, float]:
    question, atom = read_question(_QUESTION), _atom(text)
    asked = Asked(
        question, np.array([0.6, 0.4]), np.array([0.9, 0.1]), frozenset(question.copy.split()), {}, "", "", Extreme.NONE
    )
    places = [[at] if (at := atom.copy.find(word)) >= 0 else [] for word in ("อนุมัติ", "กองทุน")]
    found = answers(question, atom)
    return dict(zip(SHOWN, shows(asked, atom, (0.6, 0.9, 0.1, 0.2), (0.3, 0.4), found, False, places), strict=True))


def test_what_is_told_comes_back_in_order() -> None:
    seen = _shown("กองทุนอนุมัติ 37 ราย")
    assert [seen[name] for name in ("own", "focus", "local", "local_focus", "near", "clause_near")] == [
        0.6, 0.9, 0.1, 0.2, 0.3, 0.4,
    ]  # fmt: skip


def test_a_figure_near_the_words_asked_about_shows_more() -> None:
    near = _shown("กองทุนอนุมัติ 37 ราย")
    far = _shown("กองทุนอนุมัติให้ผู้สมัครที่ผ่านการพิจารณาของคณะกรรมการในรอบแรกจำนวน 37 ราย")
    none = _shown("กองทุนอนุมัติเงินกู้")
    assert near["fit"] == far["fit"] == 1.0
    assert none["fit"] == none["focus_close"] == 0.0
    assert near["focus_close"] > far["focus_close"] > 0
    assert near["digits"] == 1.0
    assert none["digits"] == 0.0


@pytest.mark.parametrize(("text", "fits"), [("ในปี 2563 อนุมัติ 37 ราย", 1.0), ("ในปี 2561 อนุมัติ 37 ราย", 0.0)])
def test_the_year_asked_about_shows(text: str, fits: float) -> None:
    assert _shown(text)["year"] == fits
    assert _shown(text)["date"] == 0.0
