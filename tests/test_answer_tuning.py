"""Training of what ranks and doubts evidence, on a made-up corpus; the networks need torch."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assistant import Assistant
from assistant.clauses import WIDTH, clause_features
from assistant.doubt import SIGNS
from assistant.features import SIZE
from assistant.scorer import load_scorer
from corpus.errors import EncoderError, EvaluationError
from evals.answer_examples import Example, examples
from evals.answer_ranking import train_clauses, train_reader
from evals.answer_tuning import fit_doubt, main
from evals.cases import Case
from tests.thai_questions import MADE, index_of

CASES = (
    Case("a", "สัมมนาเครือข่ายสัญจรครั้งที่ 2 จัดที่ไหน", doc=("seminar.md",), span=("โรงแรมดอยคำ จังหวัดลำปาง",)),
    Case("b", "ปี 2562 มีผู้ประกอบการเข้าร่วมกี่ราย", doc=("results.md",), span=("920 ราย",)),
    Case("c", "ปี 2563 มีแผนพัฒนากี่เครือข่าย", doc=("plan.md",), span=("21 เครือข่าย",)),
    Case("d", "ปี 2570 พัฒนาเครือข่ายกี่เครือข่าย", answerable=False),
    Case("e", "เครือข่ายกาแฟมีสมาชิกกี่ราย", answerable=False),
)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Example]]:
    with index_of(tmp_path_factory.mktemp("made") / "home", MADE) as index:
        yield examples(Assistant(index), CASES, weight=2)


def test_stretches_with_the_gold_span_are_right(found: list[Example]) -> None:
    assert [example.case.id for example in found] == [case.id for case in CASES]
    for example in found:
        assert example.features.shape == (len(example.right), SIZE)
        assert example.signs.shape == (len(SIGNS),)
        assert bool(example.right.any()) is example.case.answerable


def test_doubt_is_fitted_and_written(found: list[Example], tmp_path: Path) -> None:
    shares = fit_doubt(found * 6, tmp_path / "doubt.json")
    written = json.loads((tmp_path / "doubt.json").read_text("utf-8"))
    assert set(written["weights"]) == set(SIGNS)
    assert 0 < written["answer_from"] < 1
    assert all(0 <= share <= 1 for share in shares.values())
    assert shares["abstained_rightly"] > shares["abstained_wrongly"]
    assert all(weight <= 0 for name, weight in written["weights"].items() if name.endswith("_missing"))
    assert written["weights"]["head_missing"] <= -2


def test_one_kind_of_case_cannot_be_fitted(found: list[Example], tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="only one kind"):
        fit_doubt([example for example in found if not example.case.answerable], tmp_path / "doubt.json")


def test_the_reader_is_trained_or_says_what_it_needs(found: list[Example], tmp_path: Path) -> None:
    if importlib.util.find_spec("torch") is None:
        with pytest.raises(EncoderError, match="needs torch"):
            train_reader(found, tmp_path / "reader.npz")
        return
    with pytest.raises(EvaluationError, match="are needed"):
        train_reader(found, tmp_path / "reader.npz")
    assert train_reader(found * 20, tmp_path / "reader.npz") >= 50
    train_reader(found * 20, tmp_path / "both.npz", beside=tmp_path / "reader.npz")
    scorer = load_scorer(tmp_path / "reader.npz")
    both = load_scorer(tmp_path / "both.npz")
    assert len(both.members) == 2 * len(scorer.members)
    best = [int(np.argmax(scorer.scores(example.features))) for example in found if example.case.answerable]
    assert [e.right[at] for e, at in zip(found, best, strict=False)] == [1.0, 1.0, 1.0]


def test_clauses_with_the_gold_span_are_known(found: list[Example]) -> None:
    for example in found:
        assert example.clauses is not None
        assert len(example.extents) == len(example.right)
        assert bool(example.gold) is example.case.answerable
        assert example.gold <= set(example.clauses.places)
        for (document, first, last), right in zip(example.extents, example.right, strict=True):
            held = any((document, place) in example.gold for place in range(first, last))
            assert held or not right


def test_what_weighs_clauses_is_trained_or_says_what_it_needs(found: list[Example], tmp_path: Path) -> None:
    if importlib.util.find_spec("torch") is None:
        with pytest.raises(EncoderError, match="needs torch"):
            train_clauses(found, tmp_path / "clauses.npz")
        return
    many = [replace(e, case=replace(e.case, doc=(f"{n}.md",))) for n in range(20) for e in found]
    used, share = train_clauses(many, tmp_path / "clauses.npz")
    assert used >= 50
    assert share > 0.9  # the same questions stand in every fold
    weigher = load_scorer(tmp_path / "clauses.npz", WIDTH)
    train_clauses(many, tmp_path / "both.npz", beside=tmp_path / "clauses.npz")
    both = load_scorer(tmp_path / "both.npz", WIDTH)
    assert len(both.members) == 2 * len(weigher.members)
    assert sum(member.share for member in both.members) == pytest.approx(sum(m.share for m in weigher.members))
    for example in found:
        if example.case.answerable and example.clauses is not None:
            places, table = clause_features(example.extents, example.right * 3, example.clauses, example.kind)
            assert places[int(np.argmax(weigher.raw(table)))] in example.gold


def test_the_command_takes_sets_and_sets_on_documents_that_are_not_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home, cases = tmp_path / "home", tmp_path / "cases.jsonl"
    rows = [
        {"id": case.id, "question": case.question, "doc": case.doc, "span": case.span, "answerable": True}
        for case in CASES[:3]
    ]
    cases.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    with index_of(home, MADE[:2]):
        pass
    described = ["--set", f"{cases}={home},3", "--out", str(tmp_path / "tuned"), "--only", "doubt"]
    with pytest.raises(EvaluationError, match="only one kind"):
        main(described)
    main([*described, "--apart", f"{cases}={home}"])
    assert "abstained_rightly" in capsys.readouterr().out
    assert (tmp_path / "tuned" / "doubt.json").is_file()
