"""Training pairs: what a question looks like and a passage that answers it, cut out of a corpus by rule.

Every batch is drawn anew from a seed and its number, so that no pair is stored and training can be repeated. In a
batch each text is used once: all other passages of the batch are the negatives.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from index.training_data import CLAUSE_END, SegmentedCorpus
from index.vocabulary import PieceTable, ragged
from index.wording import QUESTION_WORDS


class PairKind(StrEnum):
    """Where a pair comes from."""

    TITLE = "title and body"
    CLOZE = "clauses and what stood around them"
    NEIGHBOUR = "passage and the next passage"
    STATEMENT = "statement turned into a question, and its passage"
    QUESTION = "question by a person, and its context"
    CONTEXT_CLOZE = "clauses of a question's context and what stood around them"
    ABBREVIATION = "abbreviation and full name"
    WORDING = "everyday and official wording"


DEFAULT_MIX: Mapping[PairKind, float] = {
    PairKind.TITLE: 0.35,
    PairKind.CLOZE: 0.25,
    PairKind.NEIGHBOUR: 0.10,
    PairKind.STATEMENT: 0.08,
    PairKind.QUESTION: 0.09,
    PairKind.CONTEXT_CLOZE: 0.11,
    PairKind.ABBREVIATION: 0.02,
    PairKind.WORDING: 0.02,
}


@dataclass(slots=True)
class _Parts:
    """Ranges of the flat array that make up texts: text number, start, end."""

    owners: list[np.ndarray] = field(default_factory=list)
    starts: list[np.ndarray] = field(default_factory=list)
    ends: list[np.ndarray] = field(default_factory=list)

    def add(self, owners: np.ndarray, starts: np.ndarray, ends: np.ndarray) -> None:
        self.owners.append(owners)
        self.starts.append(starts)
        self.ends.append(ends)


@dataclass(frozen=True, slots=True)
class PairBatch:
    """A batch as an embedding bag takes it: piece numbers of all texts and where each text begins."""

    anchors: np.ndarray
    anchor_offsets: np.ndarray
    positives: np.ndarray
    positive_offsets: np.ndarray


class PairSampler:
    """Cuts batches of pairs out of a corpus.

    Args:
        corpus: the segmented corpus.
        pieces: the pieces of its words.
        mix: share of each kind of pair; kinds that the corpus has no material for are left out.
        batch_size: pairs in a batch; fewer where the corpus has fewer texts.
        max_words: longest passage in words.
        word_drop: share of words dropped from each text, so that no single word decides.
        hard_negatives: for each text, numbers of texts that the lexical index confuses with it, shape (texts, k), -1
            where there are none; some of them join the batch of the texts they resemble.
        seed: seed of everything random.
    """

    def __init__(
        self,
        corpus: SegmentedCorpus,
        pieces: PieceTable,
        *,
        mix: Mapping[PairKind, float] = DEFAULT_MIX,
        batch_size: int = 2_048,
        max_words: int = 160,
        word_drop: float = 0.1,
        hard_negatives: np.ndarray | None = None,
        seed: int = 0,
    ) -> None:
        self._corpus = corpus
        self._pieces = pieces
        self._max_words = max_words
        self._word_drop = word_drop
        self._hard = hard_negatives
        self._seed = seed
        titled = np.flatnonzero(np.diff(corpus.titles, axis=1).ravel() > 0)
        everything = np.arange(len(corpus.bodies))
        contexts = np.arange(len(corpus.contexts))
        pools = dict.fromkeys(PairKind, everything) | {
            PairKind.TITLE: titled,
            PairKind.QUESTION: contexts,
            PairKind.CONTEXT_CLOZE: contexts,
            PairKind.ABBREVIATION: np.arange(len(corpus.names)),
            PairKind.WORDING: np.arange(len(corpus.everyday)),
        }
        self._pools = {kind: pools[kind] for kind in PairKind if len(pools[kind]) and mix.get(kind, 0) > 0}
        total = sum(mix[kind] for kind in self._pools)
        self._shares = {kind: mix[kind] / total for kind in self._pools}
        self.batch_size = min(batch_size, max(2, len(everything)))
        self._by_context = [np.flatnonzero(corpus.answered_by == number) for number in contexts]
        known = {word: number for number, word in enumerate(corpus.vocabulary)}
        where = [np.flatnonzero(corpus.flat == known[word])[:1] for word in QUESTION_WORDS if word in known]
        self._asking = np.concatenate([np.zeros(0, np.int64), *where])

    def batch(self, number: int) -> PairBatch:
        """Draw a batch; the same number gives the same batch."""
        rng = np.random.default_rng((self._seed, number))
        anchors, positives = _Parts(), _Parts()
        used: dict[int, np.ndarray] = {}  # by the array that the numbers belong to
        first = 0
        for kind, pool in self._pools.items():
            wanted = round(self.batch_size * self._shares[kind])
            source = id(self._source(kind))
            taken = used.get(source, np.zeros(0, np.int64))
            free = np.setdiff1d(pool, taken) if len(taken) else pool
            chosen = rng.choice(free, min(wanted, len(free)), replace=False)
            if kind is PairKind.TITLE:
                chosen = self._with_hard(chosen, free, rng)
            used[source] = np.concatenate([taken, chosen])
            owners = np.arange(first, first + len(chosen))
            first += len(chosen)
            self._cut(kind, chosen, owners, anchors, positives, rng)
        left, left_offsets = self._bags(anchors, first, self._word_drop, rng)
        right, right_offsets = self._bags(positives, first, self._word_drop / 2, rng)
        return PairBatch(left, left_offsets, right, right_offsets)

    def _source(self, kind: PairKind) -> np.ndarray:
        if kind in (PairKind.QUESTION, PairKind.CONTEXT_CLOZE):
            return self._corpus.contexts
        others = {PairKind.ABBREVIATION: self._corpus.names, PairKind.WORDING: self._corpus.everyday}
        return others.get(kind, self._corpus.bodies)

    def _with_hard(self, chosen: np.ndarray, free: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        if self._hard is None or len(chosen) < 4:
            return chosen
        kept = chosen[: len(chosen) // 2]
        similar = self._hard[kept, rng.integers(0, self._hard.shape[1], len(kept))]
        joined = np.concatenate([kept, similar[np.isin(similar, free)], chosen[len(kept) :]])
        _, at = np.unique(joined, return_index=True)
        return joined[np.sort(at)][: len(chosen)]

    def _cut(
        self,
        kind: PairKind,
        chosen: np.ndarray,
        owners: np.ndarray,
        anchors: _Parts,
        positives: _Parts,
        rng: np.random.Generator,
    ) -> None:
        corpus, count = self._corpus, len(chosen)
        if kind in (PairKind.ABBREVIATION, PairKind.WORDING):
            abbreviation = kind is PairKind.ABBREVIATION
            short = (corpus.abbreviations if abbreviation else corpus.everyday)[chosen]
            long = (corpus.names if abbreviation else corpus.official)[chosen]
            swap = rng.random((count, 1)) < 0.5
            left, right = np.where(swap, long, short), np.where(swap, short, long)
            anchors.add(owners, left[:, 0], left[:, 1])
            positives.add(owners, right[:, 0], right[:, 1])
            return
        ranges = self._source(kind)
        low, high = ranges[chosen, 0], ranges[chosen, 1]
        if kind is PairKind.TITLE:
            start, end = self._window(low, high, rng.integers(30, 2 * self._max_words, count), rng)
            lead = rng.random(count) < 0.4
            anchors.add(owners, corpus.titles[chosen, 0], corpus.titles[chosen, 1])
            positives.add(owners, np.where(lead, low, start), np.where(lead, np.minimum(low + end - start, high), end))
        elif kind is PairKind.NEIGHBOUR:
            start, end = self._window(low, high, rng.integers(40, 200, count), rng)
            middle = self._break_at((start + end) // 2, start, end)
            middle = np.where((middle <= start) | (middle >= end), (start + end) // 2, middle)
            anchors.add(owners, start, middle)
            positives.add(owners, middle, end)
        elif kind is PairKind.QUESTION:
            questions = np.array([rng.choice(self._by_context[context]) for context in chosen], dtype=np.int64)
            start, end = self._around_answer(corpus.answers[questions], low, high, rng)
            anchors.add(owners, corpus.questions[questions, 0], corpus.questions[questions, 1])
            positives.add(owners, start, end)
        else:
            start, end = self._window(low, high, rng.integers(30, self._max_words + 1, count), rng)
            inner, outer = self._window(start, end, rng.integers(3, 22, count), rng)
            outer = np.minimum(outer, inner + 30)
            if kind is PairKind.STATEMENT:
                hole = inner + (rng.random(count) * (outer - inner)).astype(np.int64)
                anchors.add(owners, inner, hole)
                anchors.add(owners, np.minimum(hole + rng.integers(1, 4, count), outer), outer)
                if len(self._asking):
                    asking = rng.choice(self._asking, count)
                    anchors.add(owners, asking, asking + 1)
                positives.add(owners, start, end)
            else:
                anchors.add(owners, inner, outer)
                positives.add(owners, start, inner)
                positives.add(owners, outer, end)

    def _window(
        self, low: np.ndarray, high: np.ndarray, length: np.ndarray, rng: np.random.Generator
    ) -> tuple[np.ndarray, np.ndarray]:
        """A random window of about `length` words in each range, from one clause end to another where there are any."""
        at = low + (rng.random(len(low)) * np.maximum(high - low - length, 1)).astype(np.int64)
        breaks = self._corpus.breaks
        before = breaks[np.maximum(np.searchsorted(breaks, at, side="right") - 1, 0)] + 1
        start = np.clip(np.where(before <= at, before, low), low, high)
        wished = np.minimum(start + length, high)
        end = self._break_at(wished, low, high)
        too_short = end - start < np.minimum(length, high - low) * 0.3
        return start, np.where(too_short, wished, np.minimum(end, start + 2 * length))

    def _break_at(self, at: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
        breaks = self._corpus.breaks
        after: np.ndarray = np.clip(breaks[np.minimum(np.searchsorted(breaks, at), len(breaks) - 1)], low, high)
        return after

    def _around_answer(
        self, answer: np.ndarray, low: np.ndarray, high: np.ndarray, rng: np.random.Generator
    ) -> tuple[np.ndarray, np.ndarray]:
        count = len(answer)
        length = (40 * np.exp(rng.random(count) * np.log(500 / 40))).astype(np.int64)  # log-uniform, 40 to 500 words
        start = np.maximum(low, answer - (rng.random(count) * length).astype(np.int64) - 8)
        end = np.minimum(high, np.maximum(start + length, answer + 16))
        whole = rng.random(count) < 0.25
        return np.where(whole, low, start), np.where(whole, high, end)

    def _bags(
        self, parts: _Parts, count: int, word_drop: float, rng: np.random.Generator
    ) -> tuple[np.ndarray, np.ndarray]:
        owners, starts, ends = (np.concatenate(each) for each in (parts.owners, parts.starts, parts.ends))
        order = np.argsort(owners, kind="stable")  # the parts of one text side by side
        positions, lengths = ragged(starts[order], ends[order])
        numbers = self._corpus.flat[positions]
        word_owners = np.repeat(owners[order], lengths)
        kept = (numbers != CLAUSE_END) & (rng.random(len(numbers)) >= word_drop)
        pieces, piece_owners = self._pieces.of(numbers[kept], word_owners[kept])
        return pieces, np.searchsorted(piece_owners, np.arange(count))
