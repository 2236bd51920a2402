"""Trains what ranks stretches and what weighs clauses (assistant/data) on examples; it needs torch."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from assistant.clauses import WIDTH, clause_features
from assistant.scorer import Network, Scorer, load_scorer
from corpus.errors import EncoderError, EvaluationError
from evals.answer_examples import Example

_FEWEST = 50
"""Questions with a right and a wrong stretch that training needs."""
_LINEAR_DECAY = 3e-3
_HIDDEN = 32
_SCALE = 3.0
"""Sum of the shares: the margins between scores in `assistant.evidence` and elsewhere are set on this scale."""
_SEEDS = (0, 1, 2, 3)
_CLAUSE_SEEDS = tuple(range(8))
_EPOCHS = 8
_FOLDS = 5


def train_reader(found: Sequence[Example], out: Path, beside: Path | None = None) -> int:
    """Train a linear ranking and networks, whose standardised scores are added up, and write them.

    Args:
        found: examples of all sets.
        out: the npz file to write (see `assistant.scorer.load_scorer`).
        beside: an npz file of an earlier training that counts for half: two trainings are better than either.

    Returns:
        How many questions were of use: those with a right and a wrong stretch.

    Raises:
        AssistantError: if `beside` is of other features.
        EncoderError: if torch is not installed.
        EvaluationError: if fewer than 50 questions are of use.
    """
    torch = _torch()
    used = _of_use(found)
    earlier = load_scorer(beside) if beside is not None else None
    trained = _trained(torch, [(e.features, e.right) for e in used for _ in range(e.weight)], _SCALE, _SEEDS)
    _save(_halved(trained, earlier) if earlier is not None else trained, out)
    return len(used)


def train_clauses(found: Sequence[Example], out: Path, beside: Path | None = None) -> tuple[int, float]:
    """Train what weighs single clauses, and write it.

    It sees how the stretches over a clause are ranked. The ranking that ships was trained on the same questions and
    ranks them better than others, so the questions of each fifth of the documents are ranked by one of the other four.

    Args:
        found: examples of all sets.
        out: the npz file to write (see `assistant.clauses.bundled_weigher`).
        beside: an npz file of an earlier training that counts for half.

    Returns:
        How many questions were of use, and for which share of them the best stretch is right that a ranking finds which
        was not trained on questions about the same documents.

    Raises:
        AssistantError: if `beside` is of other features.
        EncoderError: if torch is not installed.
        EvaluationError: if fewer than 50 questions are of use.
    """
    torch = _torch()
    used = _of_use(found)
    earlier = load_scorer(beside, WIDTH) if beside is not None else None
    fold_of = [zlib.crc32("".join(e.case.doc).encode()) % _FOLDS for e in used]
    groups: list[tuple[np.ndarray, np.ndarray]] = []
    hits = 0
    for fold in range(_FOLDS):
        others = [
            (e.features, e.right) for e, one in zip(used, fold_of, strict=True) if one != fold for _ in range(e.weight)
        ]
        ranking = _trained(torch, others, _SCALE, _SEEDS[:2])
        for example, one in zip(used, fold_of, strict=True):
            if one == fold and example.clauses is not None:
                scores = ranking.scores(example.features)
                hits += bool(example.right[int(np.argmax(scores))])
                places, table = clause_features(example.extents, scores, example.clauses, example.kind)
                right = np.array([place in example.gold for place in places], np.float32)
                if right.any() and not right.all():
                    groups += [(table, right)] * example.weight
    trained = _trained(torch, groups, 1.0, _CLAUSE_SEEDS)
    _save(_halved(trained, earlier) if earlier is not None else trained, out)
    return len(used), hits / len(used)


def _halved(one: Scorer, other: Scorer) -> Scorer:
    """Both scorers in one, each counting for half of what it does alone."""
    return Scorer(tuple(replace(member, share=member.share / 2) for member in (*one.members, *other.members)))


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
