"""Whether the evidence answers a question."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.doubt import SIGNS, judge, signs
from assistant.evidence import Evidence, Finder
from assistant.features import Lens
from assistant.glossary import reviewed_glossary
from assistant.question import read_question
from assistant.scorer import bundled_scorer
from assistant.units import Reader
from tests.thai_questions import MADE, index_of


@pytest.fixture(scope="module")
def finder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Finder]:
    with index_of(tmp_path_factory.mktemp("made") / "home", MADE) as index:
        lens = Lens(index, index.encoder, reviewed_glossary())
        reader = Reader(index.catalogue, index.encoder)
        yield Finder(index, reader, lens, bundled_scorer(), reviewed_glossary())


def find(finder: Finder, text: str) -> Evidence:
    return finder.find(read_question(text, reviewed_glossary()))


def test_every_sign_is_a_finite_number(finder: Finder) -> None:
    seen = signs(finder.lens, find(finder, "ปี 2562 พัฒนาเครือข่ายกี่เครือข่าย"))
    assert set(SIGNS) <= set(seen)
    assert all(-100 < value < 100 for value in seen.values())


@pytest.mark.parametrize(
    ("text", "sign"),
    [("ปี 2570 พัฒนาเครือข่ายกี่เครือข่าย", "year_missing"), ("สัมมนาเครือข่ายสัญจรครั้งที่ 6 จัดที่ไหน", "ordinal_missing")],
)
def test_what_is_missing_is_a_sign_and_a_reason(finder: Finder, text: str, sign: str) -> None:
    evidence = find(finder, text)
    assert signs(finder.lens, evidence)[sign] == 1.0
    verdict = judge(finder.lens, evidence)
    assert verdict.reason
    assert verdict.confidence < 0.5


def test_a_plain_answer_is_believed(finder: Finder) -> None:
    verdict = judge(finder.lens, find(finder, "ปี 2562 พัฒนาเครือข่ายธุรกิจกี่เครือข่าย"))
    assert verdict.reason == ""
    assert verdict.confidence > 0.5


def test_without_evidence_there_is_a_reason(finder: Finder) -> None:
    evidence = find(finder, "ปี 2562 พัฒนาเครือข่ายธุรกิจกี่เครือข่าย")
    nothing = Evidence(evidence.question, (), evidence.scores[:0], evidence.weights, ())
    assert judge(finder.lens, nothing).reason
    assert judge(finder.lens, nothing).confidence == 0.0
