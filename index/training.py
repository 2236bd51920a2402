"""Trains a static embedding for a corpus: what `klum train --corpus PATH… --out DIR` does.

Options of the command and what they set: `--questions PATH` (`questions`), `--steps`, `--dimension`, `--vocabulary`,
`--hard-negatives`, `--seed` (the fields of `TrainingConfig`), `--data TEXT` and `--licence ID` (for the model card).
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpus.errors import EncoderError
from index.cooccurrence import initial_table
from index.mining import mine_hard_negatives
from index.model_folder import write_model
from index.pairs import DEFAULT_MIX, PairKind, PairSampler
from index.training_data import Progress, SegmentedCorpus, TrainingQuestion, TrainingText, segment_corpus, with_wordings
from index.vocabulary import PieceTable, build_tokenizer
from index.wording import WORDINGS


@dataclass(frozen=True, slots=True)
class TrainingConfig:
    """How to train; the defaults with 500 steps made the bundled model (docs/embedding.md has what else was tried).

    Args:
        dimension: length of a vector.
        vocabulary: entries of the tokenizer at most; a small corpus has fewer.
        pieces: of these, for pieces of words.
        steps: batches to train on; None chooses by the size of the corpus.
        batch_size: pairs in a batch.
        learning_rate: highest learning rate.
        scale: inverse temperature of the loss.
        max_words: longest passage in words.
        word_drop: share of words dropped at random.
        sif: weight of frequent words at the start, a / (a + p).
        blend: share of co-occurrence in the table to start from; the rest is random.
        matryoshka: shorter lengths that the vectors are to be usable at.
        hard_negatives: for how many texts to mine hard negatives; 0 for none.
        max_characters: longer bodies are cut.
        mix: share of each kind of pair.
        seed: seed of everything random.
        data: what the corpus is, for the model card, Markdown.
        licence: licence of the model, for the card.
    """

    dimension: int = 256
    vocabulary: int = 48_000
    pieces: int = 8_000
    steps: int | None = None
    batch_size: int = 2_048
    learning_rate: float = 0.005
    scale: float = 30.0
    max_words: int = 160
    word_drop: float = 0.1
    sif: float = 3e-4
    blend: float = 0.7
    matryoshka: tuple[int, ...] = ()
    hard_negatives: int = 0
    max_characters: int = 2_400
    mix: Mapping[PairKind, float] = field(default_factory=lambda: dict(DEFAULT_MIX))
    seed: int = 0
    data: str = "The user's own corpus."
    licence: str = "other"

    def __post_init__(self) -> None:
        for name in ("dimension", "vocabulary", "batch_size", "max_words", "max_characters"):
            if getattr(self, name) < 2:
                raise EncoderError(f"Training needs {name} of 2 or more, not {getattr(self, name)!r}.")
        if self.steps is not None and self.steps < 1:
            raise EncoderError(f"Training needs 1 step or more, not {self.steps!r}.")
        if not any(share > 0 for share in self.mix.values()):
            raise EncoderError("Training needs at least one kind of pair.", hint="Give one of them a share above 0.")
        if not 0.0 <= self.blend <= 1.0 or not 0.0 <= self.word_drop < 1.0:
            raise EncoderError(f"Training needs blend={self.blend!r} and word_drop={self.word_drop!r} between 0 and 1.")
        if any(not 0 < length < self.dimension for length in self.matryoshka):
            raise EncoderError(f"Lengths {self.matryoshka!r} are not all below the dimension {self.dimension!r}.")


@dataclass(frozen=True, slots=True)
class TrainingReport:
    """What a training did.

    Args:
        folder: where the model is.
        texts: texts it was trained on.
        questions: questions by people among them.
        words: words in all.
        entries: entries of its tokenizer.
        steps: batches.
        loss: mean loss.
        seconds: from the first text to the finished folder.
    """

    folder: Path
    texts: int
    questions: int
    words: int
    entries: int
    steps: int
    loss: float
    seconds: float


def train(
    texts: Iterable[TrainingText],
    out: Path,
    config: TrainingConfig | None = None,
    *,
    questions: Iterable[TrainingQuestion] = (),
    wordings: Iterable[tuple[str, str]] = WORDINGS,
    scores: Mapping[str, float] | None = None,
    progress: Progress | None = None,
) -> TrainingReport:
    """Train an embedding and write its folder. Serving needs nothing of what training needs.

    Args:
        texts: documents with title and body, 50 or more; 50,000 of them train in a quarter of an hour on two cores.
        out: folder to write; an older model there is replaced once the new one is complete.
        config: how to train.
        questions: questions by people with the passages that answer them, if there are any.
        wordings: pairs of an everyday and an official wording of the same thing.
        scores: scores to put on the model card.
        progress: called with the stage and a share from 0 to 1.

    Returns:
        What was done.

    Raises:
        EncoderError: if the libraries for training are missing, there are too few texts, or the folder cannot be
            written.
    """
    fit = _fit_function()
    settings = config or TrainingConfig()
    report = progress or _silent
    started = time.perf_counter()
    corpus = segment_corpus(texts, questions, max_characters=settings.max_characters, progress=report)
    corpus = with_wordings(corpus, wordings)
    counts = corpus.counts()
    report("choosing the vocabulary", 0.0)
    size = min(settings.vocabulary, int((counts > 0).sum()) + settings.pieces)
    tokenizer = build_tokenizer(corpus.vocabulary, counts, size=size, pieces=min(settings.pieces, size // 4))
    pieces = PieceTable(tokenizer, corpus.vocabulary)
    report("counting which words keep company", 0.0)
    table = initial_table(
        corpus, pieces, dimension=settings.dimension, sif=settings.sif, blend=settings.blend, seed=settings.seed
    )
    hard = None
    if settings.hard_negatives:
        hard = mine_hard_negatives(corpus, texts=settings.hard_negatives, seed=settings.seed, progress=report)
    sampler = PairSampler(
        corpus,
        pieces,
        mix=settings.mix,
        batch_size=settings.batch_size,
        max_words=settings.max_words,
        word_drop=settings.word_drop,
        hard_negatives=hard,
        seed=settings.seed,
    )
    steps = settings.steps or _steps_for(len(corpus.bodies), sampler.batch_size)
    trained, loss = fit(
        table,
        tokenizer,
        sampler,
        steps=steps,
        learning_rate=settings.learning_rate,
        scale=settings.scale,
        matryoshka=settings.matryoshka,
        seed=settings.seed,
        on_step=lambda done, now: report(f"training, loss {now:.3f}", done / steps),
    )
    words = int(counts.sum())
    seconds = time.perf_counter() - started
    write_model(
        out,
        trained,
        tokenizer,
        data=settings.data,
        licence=settings.licence,
        training=_facts(settings, corpus, words, pieces.size, sampler.batch_size, steps, loss, seconds),
        scores=scores,
    )
    report("done", 1.0)
    return TrainingReport(
        out, len(corpus.bodies), len(corpus.questions), words, pieces.size, steps, loss, time.perf_counter() - started
    )


def _fit_function() -> Any:
    try:
        from index.contrastive import fit
    except ImportError as error:
        raise EncoderError(
            f"Training needs a library that is not installed: {error.name or error}.",
            hint="Install it with `make models` or `pip install 'klum[models]'`.",
        ) from error
    return fit


def _steps_for(texts: int, batch_size: int) -> int:
    """About twenty pairs from each text; 515 batches for the corpus of the bundled model, which had 500."""
    return min(2_000, max(200, 20 * texts // batch_size))


def _facts(
    config: TrainingConfig,
    corpus: SegmentedCorpus,
    words: int,
    entries: int,
    batch_size: int,
    steps: int,
    loss: float,
    seconds: float,
) -> dict[str, Any]:
    return {
        "texts": len(corpus.bodies),
        "questions": len(corpus.questions),
        "words": words,
        "abbreviations": len(corpus.names),
        "wordings": len(corpus.everyday),
        "vocabulary": entries,
        "dimension": config.dimension,
        "loss": "in-batch contrastive, both directions (MultipleNegativesRankingLoss)",
        "scale": config.scale,
        "steps": steps,
        "batch size": batch_size,
        "learning rate": config.learning_rate,
        "initial table": f"PPMI and SVD {config.blend}, random for the rest, SIF {config.sif}",
        "word drop": config.word_drop,
        "longest passage, words": config.max_words,
        "matryoshka": list(config.matryoshka),
        "hard negatives mined for": config.hard_negatives,
        "pairs": {kind.value: round(share, 3) for kind, share in config.mix.items()},
        "seed": config.seed,
        "mean loss": round(loss, 4),
        "seconds": round(seconds),
    }


def _silent(stage: str, share: float) -> None:
    del stage, share
