"""What speaks for a unit being the answer to a question, as numbers: the input of the learned scorer."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from assistant.question import Kind, Question
from assistant.units import AGENCY, CAUSE, DEFINES, LISTING, MANNER, PERSON, PLACE, Passage, Reader, Unit
from corpus.words import words
from index.encoder import Encoder, EncoderInput
from index.library import Index

NAMES = (
    "own", "beside", "before", "after", "passage", "grams", "soft", "soft_min", "near", "passage_dense", "passage_score",
    "passage_rank", "passage_lexical", "length", "novel", "run", "type_fit", "type_near", "type_other", "year_match", "year_clash",
    "ordinal_match", "ordinal_clash", "missing_rare", "place", "item", "heading", "defines", "cause", "manner", "listing",
)  # fmt: skip
KINDS = tuple(Kind)
SIZE = len(NAMES) + len(KINDS)


class Lens:
    """Looks at units through one question after another.

    Args:
        index: tells how rare a word is.
        reader: gives vectors and neighbours of units.
        encoder: a fast embedding of words, for meaning beyond the same letters.
    """

    def __init__(self, index: Index, reader: Reader, encoder: Encoder) -> None:
        self._index = index
        self._reader = reader
        self._encoder = encoder
        self._word_vector = lru_cache(maxsize=50_000)(self._embed)

    def _embed(self, word: str) -> np.ndarray:
        return self._encoder.encode_query(EncoderInput(word, word))

    def rarity(self, word: str) -> float:
        """Inverse document frequency of a word, at least 0.1."""
        chunks = max(1, self._index.lexical.size)
        return max(0.1, math.log((chunks + 1) / (self._index.lexical.document_frequency(word) + 0.5)))

    def weights(self, question: Question) -> dict[str, float]:
        """The words that carry a question with their weights, which sum to 1."""
        rare = {word: self.rarity(word) for word in question.content}
        total = sum(rare.values()) or 1.0
        return {word: weight / total for word, weight in rare.items()}

    def features(self, question: Question, passages: Sequence[Passage]) -> tuple[list[tuple[Passage, Unit]], np.ndarray]:
        """The units of passages, each once with the best passage that holds it, and their features.

        Returns:
            The units, and an array of shape (units, SIZE), float32.
        """
        candidates: dict[int, tuple[Passage, Unit]] = {}
        for passage in passages:
            for unit in passage.units:
                candidates.setdefault(id(unit), (passage, unit))
        pairs = list(candidates.values())
        if not pairs:
            return [], np.zeros((0, SIZE), np.float32)
        weights = self.weights(question)
        query = self._encoder.encode_query(EncoderInput(question.text, " ".join(words(question.copy))))
        units = [unit for _, unit in pairs]
        near = self._reader.vectors(units) @ query
        soft = self._soft(weights, units)
        scores = np.array([passage.score for passage in passages], dtype=np.float32)
        lexical = max((passage.lexical for passage in passages), default=1.0) or 1.0
        mean, spread = float(scores.mean()), float(scores.std()) or 1.0
        grams = _grams(question.copy)
        rows = []
        shared: dict[int, float] = {}
        for (passage, unit), similarity, (mean_soft, least_soft) in zip(pairs, near, soft, strict=True):
            if id(passage) not in shared:
                shared[id(passage)] = _share(weights, frozenset().union(*(u.vocabulary for u in passage.units)), passage.context)
            before, after = self._reader.neighbours(unit)
            rows.append(
                _row(question, weights, grams, passage, unit, before, after)
                | {
                    "near": float(similarity), "soft": mean_soft, "soft_min": least_soft, "passage": shared[id(passage)],
                    "passage_dense": passage.dense, "passage_score": (passage.score - mean) / spread,
                    "passage_rank": 1 / (1 + passage.rank), "passage_lexical": passage.lexical / lexical,
                }
            )  # fmt: skip
        table = np.array([[row[name] for name in NAMES] for row in rows], dtype=np.float32)
        kind = np.zeros((len(rows), len(KINDS)), np.float32)
        kind[:, KINDS.index(question.kind)] = 1
        return pairs, np.hstack([table, kind])

    def _soft(self, weights: dict[str, float], units: Sequence[Unit]) -> list[tuple[float, float]]:
        """For each unit how near its words come to each word of the question: weighted mean, and the worst."""
        if not weights:
            return [(0.0, 0.0)] * len(units)
        asked = np.stack([self._word_vector(word) for word in weights])
        share = np.array(list(weights.values()))
        vocabulary = sorted({word for unit in units for word in unit.vocabulary})
        if not vocabulary:
            return [(0.0, 0.0)] * len(units)
        at = {word: i for i, word in enumerate(vocabulary)}
        similar = asked @ np.stack([self._word_vector(word) for word in vocabulary]).T
        found = []
        for unit in units:
            columns = [at[word] for word in unit.vocabulary]
            if not columns:
                found.append((0.0, 0.0))
                continue
            best = similar[:, columns].max(axis=1)
            found.append((float(best @ share), float(best.min())))
        return found


def stands(word: str, copy: str, vocabulary: frozenset[str]) -> bool:
    """Whether a word stands in a text: as a word, or inside a longer one if it is long enough not to be by chance."""
    return word in vocabulary or (len(word) >= 4 and word in copy)


def _share(weights: dict[str, float], vocabulary: frozenset[str], copy: str) -> float:
    return sum(weight for word, weight in weights.items() if stands(word, copy, vocabulary))


def _grams(copy: str) -> frozenset[str]:
    squeezed = "".join(copy.split())
    return frozenset(squeezed[i : i + 3] for i in range(len(squeezed) - 2))


@lru_cache(maxsize=20_000)
def _unit_grams(copy: str) -> frozenset[str]:
    return _grams(copy)


def _row(
    question: Question, weights: dict[str, float], grams: frozenset[str], passage: Passage, unit: Unit, before: Unit | None, after: Unit | None
) -> dict[str, float]:
    own = {word for word in weights if stands(word, unit.copy, unit.vocabulary)}
    beside = {word for word in weights if word not in own and stands(word, unit.context, unit.context_vocabulary)}
    fit, distance, other = _type_fit(question, unit, own)
    squeezed = unit.copy.replace(" ", "")
    wider = squeezed + unit.context.replace(" ", "")
    missing = [weight for word, weight in weights.items() if word not in own and word not in beside]
    unit_grams = _unit_grams(unit.copy)
    asked = set(words(question.copy))
    return {
        "own": sum(weights[word] for word in own),
        "beside": sum(weights[word] for word in beside),
        "before": _share(weights, before.vocabulary, before.copy) if before else 0.0,
        "after": _share(weights, after.vocabulary, after.copy) if after else 0.0,
        "grams": len(grams & unit_grams) / max(1, len(grams)),
        "length": math.log(1 + len(unit.plain)) / 6,
        "novel": sum(1 for word in unit.vocabulary if word not in asked) / max(1, len(unit.vocabulary)),
        "run": _longest_run(question.copy, squeezed) / max(1, len(question.copy.replace(" ", ""))),
        "type_fit": fit,
        "type_near": distance,
        "type_other": other,
        "year_match": float(bool(question.years & unit.years)),
        "year_clash": float(bool(question.years and unit.years and not question.years & unit.years)),
        "ordinal_match": float(bool(question.ordinals) and all(o in wider for o in question.ordinals)),
        "ordinal_clash": float(any(o not in wider for o in question.ordinals)),
        "missing_rare": max(missing, default=0.0),
        "place": min(1.0, unit.place / 20),
        "item": float(unit.item),
        "heading": float(unit.heading),
        "defines": float(bool(DEFINES.search(unit.copy))),
        "cause": float(bool(CAUSE.search(unit.copy))),
        "manner": float(bool(MANNER.search(unit.copy))),
        "listing": float(bool(LISTING.search(unit.copy))),
    }


def _longest_run(question: str, squeezed: str) -> int:
    """Length of the longest piece of the question that stands in the unit, in characters, found in steps of words."""
    pieces = words(question)
    best = 0
    for start in range(len(pieces)):
        joined = ""
        for piece in pieces[start:]:
            joined += piece
            if joined not in squeezed:
                break
            best = max(best, len(joined))
        if best >= sum(map(len, pieces[start:])):
            break
    return best


def answers(question: Question, unit: Unit) -> list[tuple[int, int]]:
    """Where in a unit's plain text the kind of thing stands that the question asks for: (start, end), in order."""
    kind = question.kind
    if question.wants_number:
        return [(q.span.start, q.span.end) for q in unit.quantities if fits(question, q.unit)]
    if kind is Kind.DATE:
        return [(m.span.start, m.span.end) for m in unit.dates]
    if kind is Kind.CONTACT:
        return [(s.start, s.end) for s in unit.phones]
    pattern = {Kind.PERSON: PERSON, Kind.AGENCY: AGENCY, Kind.PLACE: PLACE}.get(kind)
    if pattern is not None:
        return [match.span() for match in pattern.finditer(unit.plain.lower())]
    return []


def fits(question: Question, unit_word: str) -> bool:
    """Whether a quantity's unit is what the question counts."""
    if question.kind is Kind.AMOUNT:
        return unit_word in ("บาท", "ดอลลาร์", "ดอลลาร์สหรัฐ", "ยูโร", "เยน", "หยวน", "ปอนด์")
    if question.kind is Kind.SHARE:
        return unit_word == "%"
    if not question.counted:
        return True
    if not unit_word:
        return False
    same = question.counted.startswith(unit_word) or unit_word.startswith(question.counted)
    people = {"คน", "ราย", "ท่าน"}
    return same or (question.counted in people and unit_word in people)


def _type_fit(question: Question, unit: Unit, own: set[str]) -> tuple[float, float, float]:
    """Whether the unit holds the kind of thing asked for, how near to the question's words, and whether another kind."""
    places = answers(question, unit)
    if not places:
        other = float(bool(unit.quantities)) if question.wants_number else 0.0
        return 0.0, 0.0, other
    low = unit.plain.lower()
    anchors = [at for word in own if len(word) > 1 and (at := low.find(word)) >= 0]
    if not anchors:
        return 1.0, 0.0, 0.0
    gap = min(min(abs(at - end), abs(at - start)) for at in anchors for start, end in places)
    return 1.0, 1 / (1 + gap / 20), 0.0
