"""Trains what ranks evidence and what doubts it (assistant/data) on question sets with gold spans."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from assistant import Assistant
from assistant.doubt import SIGNS
from assistant.features import NAMES, SIZE
from corpus.errors import EncoderError, EvaluationError
from evals.cases import Case
from evals.metrics import folded

RULE = {
    "own": 1.0, "grams": 1.0, "near": 0.3, "passage_score": 0.1, "beside": 0.5, "wider": 0.3, "type_fit": 0.15,
    "novel": 0.3, "year_match": 0.5, "year_clash": -0.35, "ordinal_match": 0.3, "ordinal_clash": -0.2,
    "heading": -0.3, "type_near": 0.1,
}  # fmt: skip
"""The hand-set weighting of features that the networks are averaged with."""

ANSWER_FROM = 0.45
"""Probability from which to answer."""

_HIDDEN = 16
_SEEDS = (0, 1)
_EPOCHS = 8


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """One question with its candidate stretches.

    Args:
        case: the case.
        features: shape (stretches, SIZE).
        right: which stretches hold a gold span, shape (stretches,).
        signs: what speaks for and against answering, in the order of `SIGNS`.
        found: whether the best stretch is of a gold document.
    """

    case: Case
    features: np.ndarray
    right: np.ndarray
    signs: np.ndarray
    found: bool


def examples(
    assistant: Assistant, cases: Sequence[Case], progress: Callable[[int, int], None] | None = None
) -> list[Example]:
    """Look up every case of a set in the index that the assistant uses."""
    found = []
    for done, case in enumerate(cases, 1):
        evidence, features, signs = assistant.weighed(case.question, case.history)
        if evidence.windows:
            gold = [folded(text) for text in case.span]
            right = np.zeros(len(features), np.float32)
            of_gold = [any(w.reading.document.source.endswith(d) for d in case.doc) for w in evidence.windows]
            for i, window in enumerate(evidence.windows):
                if of_gold[i]:
                    text = folded(window.reading.structure.plain(window.span))
                    right[i] = float(any(span in text for span in gold))
            found.append(Example(case, features, right, np.array([signs[n] for n in SIGNS]), of_gold[0]))
        if progress is not None:
            progress(done, len(cases))
    return found


def train_reader(found: Sequence[Example], out: Path) -> int:
    """Train the networks and write them with the hand-set weighting.

    Args:
        found: examples of all sets.
        out: the npz file to write (see `assistant.scorer.load_scorer`).

    Returns:
        How many questions were of use: those with a right and a wrong stretch.

    Raises:
        EncoderError: if torch is not installed.
        EvaluationError: if fewer than 50 questions are of use.
    """
    try:
        import torch
    except ImportError as error:
        raise EncoderError("Training needs torch.", hint="Run `make models` or pip install 'klum[models]'.") from error
    groups = [(e.features, e.right) for e in found if e.right.any() and not e.right.all()]
    if len(groups) < 50:
        raise EvaluationError(
            f"Only {len(groups)} questions are of use for training; 50 are needed.", hint="Give more cases with `span`."
        )
    weights = np.zeros((1, SIZE), np.float32)
    for name, value in RULE.items():
        weights[0, NAMES.index(name)] = value
    arrays: dict[str, Any] = {
        "0_share": np.float32(1), "0_mean": np.zeros(SIZE, np.float32), "0_deviation": np.ones(SIZE, np.float32),
        "0_weights0": weights, "0_bias0": np.zeros(1, np.float32),
    }  # fmt: skip
    table = np.vstack([features for features, _ in groups])
    mean, deviation = table.mean(0), table.std(0) + 1e-3
    deviation[deviation < 0.05] = 1
    scaled = [(torch.tensor((f - mean) / deviation), torch.tensor(r)) for f, r in groups]
    for member, seed in enumerate(_SEEDS, 1):
        arrays[f"{member}_share"] = np.float32(1 / len(_SEEDS))
        arrays[f"{member}_mean"], arrays[f"{member}_deviation"] = mean, deviation
        for layer, linear in enumerate(_network(torch, scaled, seed)):
            arrays[f"{member}_weights{layer}"] = linear.weight.detach().numpy()
            arrays[f"{member}_bias{layer}"] = linear.bias.detach().numpy()
    with out.open("wb") as file:
        np.savez_compressed(file, **arrays)
    return len(groups)


def _network(torch: Any, scaled: Sequence[tuple[Any, Any]], seed: int) -> list[Any]:
    """Train one network with a listwise softmax loss (Cao and others, 2007, top-one form)."""
    torch.manual_seed(seed)
    nn = torch.nn
    gelu, drop = nn.GELU(approximate="tanh"), nn.Dropout(0.1)
    layers = [nn.Linear(SIZE, _HIDDEN), nn.Linear(_HIDDEN, 24), nn.Linear(24, 1)]
    network = nn.Sequential(layers[0], gelu, drop, layers[1], gelu, layers[2])
    optimiser = torch.optim.AdamW(network.parameters(), lr=4e-3, weight_decay=5e-2)
    steps = _EPOCHS * (len(scaled) // 16 + 1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 5e-3, total_steps=steps + 1)
    for epoch in range(_EPOCHS):
        order = np.random.default_rng(epoch).permutation(len(scaled))
        for start in range(0, len(order), 16):
            batch = [scaled[i] for i in order[start : start + 16]]
            scores = network(torch.cat([features for features, _ in batch]))[:, 0].split([len(r) for _, r in batch])
            losses = [
                torch.logsumexp(s, 0) - torch.logsumexp(s[r > 0], 0) for s, (_, r) in zip(scores, batch, strict=True)
            ]
            optimiser.zero_grad()
            torch.stack(losses).mean().backward()
            optimiser.step()
            schedule.step()
    network.eval()
    return layers


def fit_doubt(found: Sequence[Example], out: Path, *, steps: int = 4000, decay: float = 0.02) -> dict[str, float]:
    """Fit the logistic model of doubt and write it.

    A case whose best stretch is of the wrong document is left out: whether to answer cannot be learned from it. Both
    classes count alike.

    Returns:
        Shares at `ANSWER_FROM`: unanswerable cases that abstain, answerable ones that do.

    Raises:
        EvaluationError: if one of the classes is missing.
    """
    used = [e for e in found if e.found or not e.case.answerable]
    signs, right = np.stack([e.signs for e in used]), np.array([float(e.case.answerable) for e in used])
    if not 0 < right.mean() < 1:
        raise EvaluationError("The sets hold only one kind of case.", hint="Give answerable and unanswerable cases.")
    mean, deviation = signs.mean(0), signs.std(0) + 0.05
    inputs = (signs - mean) / deviation
    balance = np.where(right > 0, 0.5 / right.mean(), 0.5 / (1 - right.mean()))
    weights, bias = np.zeros(len(SIGNS)), 0.0
    for _ in range(steps):
        error = (1 / (1 + np.exp(-(inputs @ weights + bias))) - right) * balance
        weights -= 0.1 * (inputs.T @ error / len(right) + decay * weights)
        bias -= 0.1 * float(error.mean())
    raw, raw_bias = weights / deviation, bias - float((weights * mean / deviation).sum())
    data = {
        "weights": {name: round(float(w), 3) for name, w in zip(SIGNS, raw, strict=True)},
        "bias": round(raw_bias, 3), "answer_from": ANSWER_FROM,
    }  # fmt: skip
    out.write_text(json.dumps(data, indent=1) + "\n", "utf-8")
    confidence = 1 / (1 + np.exp(-(signs @ raw + raw_bias)))
    return {
        "abstained_rightly": float((confidence[right == 0] < ANSWER_FROM).mean()),
        "abstained_wrongly": float((confidence[right == 1] < ANSWER_FROM).mean()),
    }
