"""Trains what ranks evidence and what doubts it (assistant/data) on question sets with gold spans; see docs/answers.md.

Run as `python -m evals.answer_tuning --set CASES=HOME,TIMES … --out FOLDER`: the cases of each set are looked up in an
index folder, then reader.npz, clauses.npz and doubt.json are written. It needs torch.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from assistant import Assistant
from assistant.doubt import SIGNS
from corpus.errors import EvaluationError
from evals.answer_examples import Example, examples, unanswerable
from evals.answer_ranking import train_clauses, train_reader
from evals.cases import read_cases
from index.library import Index

ANSWER_FROM = 0.25
"""Probability from which to answer: wrong abstentions cost an answer, wrong answers cost trust."""

_DECAY = 3e-3
_FOLDS = 5
_AGAINST = ("_missing", "_unsaid", "_ranged")
_RARE = {"head_missing": -2.0, "person_missing": -2.0, "opposite": -3.0}
_MOST = np.array([_RARE.get(n, 0.0 if n.endswith(_AGAINST) else np.inf) for n in SIGNS])
"""What the weight of each sign is at most; a place of the wrong kind, no name or the contrary is rare, and wrong."""


def fit_doubt(found: Sequence[Example], out: Path) -> dict[str, float]:
    """Fit the logistic model of doubt and write it.

    A case whose best stretch is of the wrong document is left out: whether to answer cannot be learned from it. Both
    classes count alike. The shares that are given back are of cases that the model was not fitted on: each fifth is
    judged by a model of the other four.

    Returns:
        Shares at `ANSWER_FROM`: unanswerable cases that abstain, answerable ones that do.

    Raises:
        EvaluationError: if one of the classes is missing.
    """
    used = [e for e in found if e.found or not e.case.answerable]
    signs, right = np.stack([e.signs for e in used]), np.array([float(e.case.answerable) for e in used])
    counts = np.array([float(e.weight) for e in used])
    if not 0 < right.mean() < 1:
        raise EvaluationError("The sets hold only one kind of case.", hint="Give answerable and unanswerable cases.")
    weights, bias = _logistic(signs, right, counts)
    data = {
        "weights": {name: round(float(w), 3) for name, w in zip(SIGNS, weights, strict=True)},
        "bias": round(bias, 3), "answer_from": ANSWER_FROM,
    }  # fmt: skip
    out.write_text(json.dumps(data, indent=1) + "\n", "utf-8")
    folds = np.random.default_rng(0).permutation(len(used)) % _FOLDS
    confidence = np.zeros(len(used))
    for fold in range(_FOLDS):
        apart = folds == fold
        if 0 < right[~apart].mean() < 1:
            fold_weights, fold_bias = _logistic(signs[~apart], right[~apart], counts[~apart])
            confidence[apart] = 1 / (1 + np.exp(-(signs[apart] @ fold_weights + fold_bias)))
    return {
        "abstained_rightly": float((confidence[right == 0] < ANSWER_FROM).mean()),
        "abstained_wrongly": float((confidence[right == 1] < ANSWER_FROM).mean()),
    }


def _logistic(signs: np.ndarray, right: np.ndarray, counts: np.ndarray, steps: int = 4000) -> tuple[np.ndarray, float]:
    """Weights and bias of a logistic regression with L2 decay on standardised signs, both classes counting alike.

    What is missing never speaks for an answer, however few cases show it: the weights are kept below `_MOST`.
    """
    mean, deviation = signs.mean(0), signs.std(0) + 0.05
    inputs = (signs - mean) / deviation
    balance = np.where(right > 0, 0.5 / (counts @ right), 0.5 / (counts @ (1 - right))) * counts
    weights, bias = np.zeros(signs.shape[1]), 0.0
    most = _MOST * deviation
    for _ in range(steps):
        error = (1 / (1 + np.exp(-(inputs @ weights + bias))) - right) * balance
        weights = np.minimum(weights - 0.3 * (inputs.T @ error + _DECAY * weights), most)
        bias -= 0.3 * float(error.sum())
    raw = weights / deviation
    return raw, bias - float(raw @ mean)


def main(arguments: Sequence[str] | None = None) -> None:
    """Train on the command line.

    Args:
        arguments: those of the command line by default.
    """
    parser = argparse.ArgumentParser(prog="python -m evals.answer_tuning", description=main.__doc__)
    parser.add_argument("--set", action="append", required=True, metavar="CASES=HOME[,TIMES]", dest="sets")
    parser.add_argument(
        "--apart", action="append", default=[], metavar="CASES=HOME[,TIMES]", help="a set on documents that HOME lacks"
    )
    parser.add_argument("--out", type=Path, required=True, help="folder for reader.npz, clauses.npz and doubt.json")
    parser.add_argument(
        "--only", choices=("reader", "clauses", "doubt"), help="train one of them; doubt follows the other two"
    )
    parser.add_argument(
        "--beside",
        type=Path,
        metavar="FOLDER",
        help="folder with reader.npz and clauses.npz that are to count for half",
    )
    options = parser.parse_args(arguments)
    found: list[Example] = []
    for described in options.sets + options.apart:
        path, _, place = described.partition("=")
        home, _, times = place.partition(",")
        cases = read_cases(Path(path))
        if described in options.apart:
            cases = [unanswerable(case) for case in cases if not case.history]
        with Index.open(Path(home)) as index:
            found += examples(Assistant(index), cases, weight=int(times or 1))
    options.out.mkdir(parents=True, exist_ok=True)

    def beside(name: str) -> Path | None:
        return options.beside / name if options.beside is not None else None

    if options.only in (None, "reader"):
        used = train_reader(found, options.out / "reader.npz", beside("reader.npz"))
        sys.stdout.write(f"reader.npz: trained on {used} questions\n")
    if options.only in (None, "clauses"):
        used, share = train_clauses(found, options.out / "clauses.npz", beside("clauses.npz"))
        sys.stdout.write(f"clauses.npz: trained on {used} questions; best stretch right, kept out: {share:.3f}\n")
    if options.only in (None, "doubt"):
        shares = fit_doubt(found, options.out / "doubt.json")
        sys.stdout.write(f"doubt.json: {json.dumps(shares)}\n")


if __name__ == "__main__":
    main()
