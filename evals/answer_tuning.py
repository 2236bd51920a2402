"""Trains what ranks evidence and what doubts it (assistant/data) on question sets with gold spans; see docs/answers.md.

Run as `python -m evals.answer_tuning --set CASES=HOME,TIMES … --out FOLDER`: the cases of each set are looked up in an
index folder, then reader.npz, clauses.npz and
doubt.json are written. It needs torch.
"""

from __future__ import annotations

import argparse
import json
import sys
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from assistant import Assistant
from assistant.clause_clues import Clauses
from assistant.clauses import clause_features
from assistant.doubt import SIGNS
from assistant.question import Kind
from assistant.scorer import Network, Scorer
from assistant.stretches import Window
from corpus.errors import EncoderError, EvaluationError
from evals.cases import Case, read_cases
from evals.metrics import folded
from index.library import Index

ANSWER_FROM = 0.36
"""Probability from which to answer: wrong abstentions cost an answer, wrong answers cost trust."""

_FEWEST = 50
"""Questions with a right and a wrong stretch that training needs."""
_TELLING = 4
"""Characters that a gold span has at least for the stretches that hold it to be called right; "7" stands everywhere."""
_DECAY = 3e-3
_LINEAR_DECAY = 3e-3
_HIDDEN = 32
_SCALE = 3.0
"""Sum of the shares: the margins between scores in `assistant.evidence` and elsewhere are set on this scale."""
_SEEDS = (0, 1, 2, 3)
_EPOCHS = 8
_FOLDS = 5


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """One question with its candidate stretches.

    Args:
        case: the case.
        weight: how many times it counts.
        features: shape (stretches, SIZE).
        right: which stretches hold a gold span, shape (stretches,).
        signs: what speaks for and against answering, in the order of `SIGNS`.
        found: whether the stretch that is answered from is of a gold document.
        kind: what is asked for.
        extents: of each stretch the document's id, the place of its first clause and the place after its last.
        clauses: what the clauses show by themselves.
        gold: places of the clauses that hold a gold span, with their documents' ids.
    """

    case: Case
    weight: int
    features: np.ndarray
    right: np.ndarray
    signs: np.ndarray
    found: bool
    kind: Kind = Kind.OPEN
    extents: tuple[tuple[str, int, int], ...] = ()
    clauses: Clauses | None = None
    gold: frozenset[tuple[str, int]] = frozenset()


def examples(
    assistant: Assistant,
    cases: Sequence[Case],
    *,
    weight: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> list[Example]:
    """Look up every case of a set in the index that the assistant uses.

    Args:
        assistant: over the set's documents.
        cases: the set; those without `span` are of use for doubt only.
        weight: how many times each counts.
        progress: told (cases done, all cases).
    """
    found = []
    for done, case in enumerate(cases, 1):
        evidence, features = assistant.weighed(case.question, case.history)
        final, signs = assistant.doubted(case.question, case.history)
        if evidence.windows:
            gold = [text for text in map(folded, case.span) if len(text) >= _TELLING]
            right = np.zeros(len(features), np.float32)
            places: set[tuple[str, int]] = set()
            for i, window in enumerate(evidence.windows):
                if window.reading.document.source.endswith(case.doc) and case.doc:
                    inside = [_tightest(window, span) for span in gold if span in _folded_text(window)]
                    right[i] = float(bool(inside))
                    places |= {(window.reading.document.id, place) for one in inside for place in one}
            of_gold = bool(case.doc) and final.windows[0].reading.document.source.endswith(case.doc)
            extents = tuple((w.reading.document.id, w.first, w.last) for w in evidence.windows)
            told = np.array([signs[name] for name in SIGNS])
            kind, clauses = evidence.question.kind, evidence.clauses
            found.append(
                Example(case, weight, features, right, told, of_gold, kind, extents, clauses, frozenset(places))
            )
        if progress is not None:
            progress(done, len(cases))
    return found


def _folded_text(window: Window) -> str:
    return folded(window.reading.structure.plain(window.span))


def _tightest(window: Window, span: str) -> range:
    """The fewest neighbouring clauses of a stretch that hold a folded text which the stretch holds."""
    first, last = window.first, window.last
    while first + 1 < last and span in _folded_text(Window(window.passage, first + 1, last)):
        first += 1
    while last - 1 > first and span in _folded_text(Window(window.passage, first, last - 1)):
        last -= 1
    return range(first, last)


def unanswerable(case: Case) -> Case:
    """A case as it is where none of the documents answers it."""
    return replace(case, answerable=False, doc=(), span=(), must=(), must_not=())


def train_reader(found: Sequence[Example], out: Path) -> int:
    """Train a linear ranking and networks, whose standardised scores are added up, and write them.

    Args:
        found: examples of all sets.
        out: the npz file to write (see `assistant.scorer.load_scorer`).

    Returns:
        How many questions were of use: those with a right and a wrong stretch.

    Raises:
        EncoderError: if torch is not installed.
        EvaluationError: if fewer than 50 questions are of use.
    """
    torch = _torch()
    used = _of_use(found)
    _save(_trained(torch, [(e.features, e.right) for e in used for _ in range(e.weight)], _SCALE, _SEEDS), out)
    return len(used)


def train_clauses(found: Sequence[Example], out: Path) -> int:
    """Train what weighs single clauses, and write it.

    It sees how the stretches over a clause are ranked. The ranking that ships was trained on the same questions and
    ranks them better than others, so the questions of each fifth of the documents are ranked by one of the other four.

    Args:
        found: examples of all sets.
        out: the npz file to write (see `assistant.clauses.bundled_weigher`).

    Returns:
        How many questions were of use.

    Raises:
        EncoderError: if torch is not installed.
        EvaluationError: if fewer than 50 questions are of use.
    """
    torch = _torch()
    used = _of_use(found)
    fold_of = [zlib.crc32("".join(e.case.doc).encode()) % _FOLDS for e in used]
    groups: list[tuple[np.ndarray, np.ndarray]] = []
    for fold in range(_FOLDS):
        others = [
            (e.features, e.right) for e, one in zip(used, fold_of, strict=True) if one != fold for _ in range(e.weight)
        ]
        ranking = _trained(torch, others, _SCALE, _SEEDS[:2])
        for example, one in zip(used, fold_of, strict=True):
            if one == fold and example.clauses is not None:
                scores = ranking.scores(example.features)
                places, table = clause_features(example.extents, scores, example.clauses, example.kind)
                right = np.array([place in example.gold for place in places], np.float32)
                if right.any() and not right.all():
                    groups += [(table, right)] * example.weight
    _save(_trained(torch, groups, 1.0, _SEEDS[:3]), out)
    return len(used)


def _torch() -> Any:
    try:
        import torch
    except ImportError as error:
        raise EncoderError("Training needs torch.", hint="Run `make models` or pip install 'klum[models]'.") from error
    return torch


def _of_use(found: Sequence[Example]) -> list[Example]:
    """The examples that have a right and a wrong stretch."""
    used = [e for e in found if e.right.any() and not e.right.all()]
    if len(used) < _FEWEST:
        raise EvaluationError(
            f"Only {len(used)} questions are of use for training; {_FEWEST} are needed.",
            hint="Give more cases with `span`.",
        )
    return used


def _trained(torch: Any, groups: Sequence[tuple[np.ndarray, np.ndarray]], scale: float, seeds: Sequence[int]) -> Scorer:
    """A linear ranking and networks, trained on the features of each question and which of its rows are right.

    Args:
        torch: the module.
        groups: (features, right) of each question.
        scale: sum of the shares.
        seeds: one network for each.
    """
    table = np.vstack([features for features, _ in groups])
    mean, deviation = table.mean(0), table.std(0) + 1e-3
    deviation[deviation < 0.05] = 1
    scaled = [(torch.tensor((f - mean) / deviation), torch.tensor(r)) for f, r in groups]
    members = [Network(scale / 2, mean, deviation, tuple(_linear(torch, scaled)))]
    members += [
        Network(scale / 2 / len(seeds), mean, deviation, tuple(_network(torch, scaled, seed))) for seed in seeds
    ]
    return Scorer(tuple(members))


def _save(scorer: Scorer, out: Path) -> None:
    arrays: dict[str, Any] = {}
    for number, member in enumerate(scorer.members):
        arrays |= {
            f"{number}_share": np.float32(member.share),
            f"{number}_mean": member.mean,
            f"{number}_deviation": member.deviation,
        }
        for layer, (weights, bias) in enumerate(member.layers):
            arrays |= {f"{number}_weights{layer}": weights, f"{number}_bias{layer}": bias}
    with out.open("wb") as file:
        np.savez_compressed(file, **arrays)


def _loss(torch: Any, scores: Sequence[Any], right: Sequence[Any]) -> Any:
    """Listwise softmax loss (Cao and others, 2007, top-one form), mean over questions."""
    return torch.stack(
        [torch.logsumexp(s, 0) - torch.logsumexp(s[r > 0], 0) for s, r in zip(scores, right, strict=True)]
    ).mean()


def _linear(torch: Any, scaled: Sequence[tuple[Any, Any]]) -> list[tuple[np.ndarray, np.ndarray]]:
    """One weight for each feature."""
    table, right = torch.cat([f for f, _ in scaled]), [r for _, r in scaled]
    weights = torch.zeros(table.shape[1], requires_grad=True)
    optimiser = torch.optim.LBFGS([weights], max_iter=400, line_search_fn="strong_wolfe")

    def closure() -> Any:
        optimiser.zero_grad()
        scores = (table @ weights).split([len(r) for r in right])
        loss = _loss(torch, scores, right) + _LINEAR_DECAY * (weights**2).sum()
        loss.backward()
        return loss

    optimiser.step(closure)
    return [(weights.detach().numpy()[None], np.zeros(1, np.float32))]


def _network(torch: Any, scaled: Sequence[tuple[Any, Any]], seed: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """Train one network."""
    torch.manual_seed(seed)
    nn = torch.nn
    gelu, drop = nn.GELU(approximate="tanh"), nn.Dropout(0.1)
    layers = [nn.Linear(scaled[0][0].shape[1], _HIDDEN), nn.Linear(_HIDDEN, 24), nn.Linear(24, 1)]
    network = nn.Sequential(layers[0], gelu, drop, layers[1], gelu, layers[2])
    optimiser = torch.optim.AdamW(network.parameters(), lr=4e-3, weight_decay=5e-2)
    steps = _EPOCHS * (len(scaled) // 16 + 1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 5e-3, total_steps=steps + 1)
    for epoch in range(_EPOCHS):
        order = np.random.default_rng(epoch).permutation(len(scaled))
        for start in range(0, len(order), 16):
            batch = [scaled[i] for i in order[start : start + 16]]
            scores = network(torch.cat([features for features, _ in batch]))[:, 0].split([len(r) for _, r in batch])
            optimiser.zero_grad()
            _loss(torch, scores, [r for _, r in batch]).backward()
            optimiser.step()
            schedule.step()
    network.eval()
    return [(layer.weight.detach().numpy(), layer.bias.detach().numpy()) for layer in layers]


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
    if options.only in (None, "reader"):
        used = train_reader(found, options.out / "reader.npz")
        sys.stdout.write(f"reader.npz: trained on {used} questions\n")
    if options.only in (None, "clauses"):
        used = train_clauses(found, options.out / "clauses.npz")
        sys.stdout.write(f"clauses.npz: trained on {used} questions\n")
    if options.only in (None, "doubt"):
        shares = fit_doubt(found, options.out / "doubt.json")
        sys.stdout.write(f"doubt.json: {json.dumps(shares)}\n")


if __name__ == "__main__":
    main()
