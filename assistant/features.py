"""What speaks for a stretch of text being the answer to a question, as numbers: the input of the learned scorer."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from assistant.glossary import Glossary
from assistant.question import Kind, Question
from assistant.rarity import parts, speaks
from assistant.units import CAUSE, DEFINES, LISTING, MANNER, Atom, Passage, Reading
from assistant.wanted import answers
from corpus.document import Span
from corpus.words import words
from index.encoder import Encoder, EncoderInput
from index.library import Index

NAMES = (
    "own", "own_count", "beside", "wider", "passage", "grams", "soft", "soft_min", "near", "near_best",
    "passage_dense", "passage_score", "passage_rank", "passage_lexical", "length", "novel", "run", "type_fit",
    "type_near", "type_other", "year_match", "year_clash", "ordinal_match", "ordinal_clash", "missing_rare",
    "centre", "item", "heading", "defines", "cause", "manner", "listing", "starts_block", "ends_block", "margin",
)  # fmt: skip
KINDS = tuple(Kind)
SIZE = len(NAMES) + len(KINDS)
REACH = 262
"""Length of the stretches that are weighed, in characters: what fits an answer of 300 with its marks."""

ALIKE = 0.85
"""How much a word of the glossary counts that stands for a word of the question."""


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """A stretch of neighbouring atoms of one document.

    Args:
        passage: the best passage that it overlaps.
        first: place of its first atom.
        last: place after its last atom.
    """

    passage: Passage
    first: int
    last: int

    @property
    def reading(self) -> Reading:
        """The document that it is a part of."""
        return self.passage.reading

    @property
    def atoms(self) -> tuple[Atom, ...]:
        """Its atoms in order."""
        return self.passage.reading.atoms[self.first : self.last]

    @property
    def span(self) -> Span:
        """Its characters in the document."""
        atoms = self.passage.reading.atoms
        return Span(atoms[self.first].span.start, atoms[self.last - 1].span.end)


class Lens:
    """Looks at stretches of text through one question after another.

    Args:
        index: tells how rare a word is.
        encoder: a fast embedding of words, for meaning beyond the same letters.
        glossary: words that mean the same.
    """

    def __init__(self, index: Index, encoder: Encoder, glossary: Glossary) -> None:
        self._index = index
        self._encoder = encoder
        self._glossary = glossary
        self._word_vector = lru_cache(maxsize=50_000)(self._embed)

    def _embed(self, word: str) -> np.ndarray:
        return self._encoder.encode_query(EncoderInput(word, word))

    def rarity(self, word: str) -> float:
        """How much a word says: its inverse document frequency, less for a word that is common everywhere."""
        chunks = max(1, self._index.lexical.size)
        frequency = math.log((chunks + 1) / (self.document_frequency(word) + 0.5))
        return max(0.05, frequency) * speaks(word)

    def document_frequency(self, word: str) -> int:
        """In how many chunks a word, or one of the same meaning, stands."""
        frequency = self._index.lexical.document_frequency
        return max(
            [frequency(word), *(frequency(other) for other in self._glossary.alternatives(word) if " " not in other)]
        )

    def weights(self, question: Question) -> dict[str, float]:
        """The words that carry a question with their weights, which sum to 1."""
        rare = {word: self.rarity(word) for word in question.content}
        total = sum(rare.values()) or 1.0
        return {word: weight / total for word, weight in rare.items()}

    def held(self, word: str, copy: str, vocabulary: frozenset[str]) -> float:
        """How far a text holds a word: 1 as such or in a longer word, less for one of the same meaning, else 0."""
        if word in vocabulary or (len(word) >= 3 and word in copy):
            return 1.0
        if " " in word or word[0].isdigit():
            return float(_stands_whole("".join(word.split()), "".join(copy.split())))
        for other in self._glossary.alternatives(word):
            if other in vocabulary or (len(other) >= 4 and other in copy):
                return ALIKE
        pieces = parts(word)
        if (
            len(word) >= 6
            and len(pieces) > 1
            and all(piece in vocabulary or (len(piece) >= 3 and piece in copy) for piece in pieces)
        ):
            return ALIKE
        return 0.0

    def likeness(self, wanted: Sequence[str], vocabulary: frozenset[str]) -> dict[str, float]:
        """For each word how near the nearest word of a vocabulary comes in meaning: cosine similarity, -1 to 1."""
        if not wanted or not vocabulary:
            return dict.fromkeys(wanted, 0.0)
        there = np.stack([self._word_vector(word) for word in sorted(vocabulary)])
        asked = np.stack([self._word_vector(word) for word in wanted])
        return dict(zip(wanted, (asked @ there.T).max(axis=1).tolist(), strict=True))

    def windows(
        self, question: Question, passages: Sequence[Passage], reach: int = REACH
    ) -> tuple[list[Window], np.ndarray]:
        """All stretches of the passages up to a length, one from each atom on, and their features.

        Returns:
            The stretches, and an array of shape (stretches, SIZE), float32.
        """
        weights = self.weights(question)
        asked = np.array(list(weights.values()), dtype=np.float32)
        query = self._encoder.encode_query(EncoderInput(question.text, " ".join(words(question.copy))))
        query_words = (
            np.stack([self._word_vector(word) for word in weights])
            if weights
            else np.zeros((0, len(query)), np.float32)
        )
        grams = _grams(question.copy)
        scores = np.array([passage.score for passage in passages], dtype=np.float32)
        mean, spread = (float(scores.mean()), float(scores.std()) or 1.0) if len(scores) else (0.0, 1.0)
        lexical = max((passage.lexical for passage in passages), default=1.0) or 1.0
        windows: list[Window] = []
        rows: list[list[float]] = []
        done: set[tuple[str, int]] = set()
        for passage in passages:
            atoms = passage.reading.atoms[passage.first : passage.last]
            exact = np.array(
                [[self.held(word, atom.copy, atom.vocabulary) for word in weights] for atom in atoms], np.float32
            )
            context = np.array(
                [self.held(w, atoms[0].context, atoms[0].context_vocabulary) for w in weights], np.float32
            )
            contexts = {
                atom.block: [self.held(w, atom.context, atom.context_vocabulary) for w in weights] for atom in atoms
            }
            soft = self._soft(query_words, atoms)
            near = passage.reading.vectors[passage.first : passage.last] @ query
            whole = exact.max(axis=0) if len(weights) else np.zeros(0, np.float32)
            shared = float(np.maximum(whole, context) @ asked)
            atom_grams = [_atom_grams(atom.copy) for atom in atoms]
            places = [answers(question, atom) for atom in atoms]
            for i, atom in enumerate(atoms):
                j = i + 1
                while j < len(atoms) and not atoms[j].heading and atoms[j].span.end - atom.span.start <= reach:
                    j += 1
                if (
                    i
                    and j == len(atoms)
                    and (passage.reading.document.id, atoms[i - 1].place) in done
                    and windows
                    and windows[-1].last == passage.first + j
                ):
                    continue  # the stretch before ends at the same place and holds more
                key = (passage.reading.document.id, atom.place)
                if key in done:
                    continue
                done.add(key)
                inside = exact[i:j].max(axis=0) if len(weights) else np.zeros(0, np.float32)
                around = exact[max(0, i - 3) : j + 3].max(axis=0) if len(weights) else inside
                told = (
                    np.maximum.reduce([np.array(contexts[a.block], np.float32) for a in atoms[i:j]])
                    if len(weights)
                    else inside
                )
                softness = soft[i:j].max(axis=0) if len(weights) else inside
                row = _row(question, atoms[i:j], [p for k in range(i, j) for p in [places[k]]], exact[i:j])
                covered = np.maximum(inside, told)
                windows.append(Window(passage, passage.first + i, passage.first + j))
                values = row | {
                    "own": float(inside @ asked), "own_count": float((exact[i:j] @ asked).sum()),
                    "beside": float((covered - inside) @ asked),
                    "wider": float((np.maximum(around, inside) - inside) @ asked), "passage": shared,
                    "grams": len(grams.intersection(*[frozenset().union(*atom_grams[i:j])])) / max(1, len(grams)),
                    "soft": float(softness @ asked), "soft_min": float(softness.min()) if len(weights) else 0.0,
                    "near": float(near[i:j].mean()), "near_best": float(near[i:j].max()),
                    "passage_dense": passage.dense, "passage_score": (passage.score - mean) / spread,
                    "passage_rank": 1 / (1 + passage.rank), "passage_lexical": passage.lexical / lexical,
                    "missing_rare": float(((1 - covered) * asked).max()) if len(weights) else 0.0,
                    "margin": float((exact[i:j] @ asked).argmax() / max(1, j - i)) if len(weights) else 0.0,
                }  # fmt: skip
                rows.append([values[name] for name in NAMES])
        table = np.array(rows, dtype=np.float32).reshape(len(rows), len(NAMES))
        kind = np.zeros((len(rows), len(KINDS)), np.float32)
        kind[:, KINDS.index(question.kind)] = 1
        return windows, np.hstack([table, kind])

    def _soft(self, query_words: np.ndarray, atoms: Sequence[Atom]) -> np.ndarray:
        """For each atom how near its words come to each word of the question: shape (atoms, words)."""
        found = np.zeros((len(atoms), len(query_words)), np.float32)
        vocabulary = sorted({word for atom in atoms for word in atom.vocabulary})
        if not vocabulary or not len(query_words):
            return found
        at = {word: i for i, word in enumerate(vocabulary)}
        similar = query_words @ np.stack([self._word_vector(word) for word in vocabulary]).T
        for row, atom in enumerate(atoms):
            columns = [at[word] for word in atom.vocabulary]
            if columns:
                found[row] = similar[:, columns].max(axis=1)
        return found


def _stands_whole(figure: str, squeezed: str) -> bool:
    """Whether a number with its unit stands in a text, not as the end of a longer number."""
    at = squeezed.find(figure)
    while at >= 0:
        if not at or not (squeezed[at - 1].isdigit() or squeezed[at - 1] in ".,"):
            return True
        at = squeezed.find(figure, at + 1)
    return False


def _grams(copy: str) -> frozenset[str]:
    squeezed = "".join(copy.split())
    return frozenset(squeezed[i : i + 3] for i in range(len(squeezed) - 2))


@lru_cache(maxsize=50_000)
def _atom_grams(copy: str) -> frozenset[str]:
    return _grams(copy)


def _row(
    question: Question, atoms: Sequence[Atom], places: Sequence[list[tuple[int, int]]], exact: np.ndarray
) -> dict[str, float]:
    copy = " ".join(atom.copy for atom in atoms)
    squeezed = copy.replace(" ", "")
    wider = squeezed + atoms[0].context.replace(" ", "")
    years = frozenset().union(*(atom.years for atom in atoms))
    asked = frozenset(words(question.copy))
    vocabulary = frozenset().union(*(atom.vocabulary for atom in atoms))
    fit = [k for k, found in enumerate(places) if found]
    anchors = [k for k in range(len(atoms)) if exact[k].any()] if exact.size else []
    near = max((1 / (1 + abs(a - f)) for a in anchors for f in fit), default=0.0)
    structure_blocks = {atom.block for atom in atoms}
    return {
        "length": sum(len(atom.plain) for atom in atoms) / REACH,
        "novel": sum(1 for word in vocabulary if word not in asked) / max(1, len(vocabulary)),
        "run": _longest_run(question.copy, squeezed) / max(1, len(question.copy.replace(" ", ""))),
        "type_fit": float(bool(fit)),
        "type_near": near,
        "type_other": float(question.wants_number and not fit and any(atom.quantities for atom in atoms)),
        "year_match": float(bool(question.years & years)),
        "year_clash": float(bool(question.years and years and not question.years & years)),
        "ordinal_match": float(bool(question.ordinals) and all(o in wider for o in question.ordinals)),
        "ordinal_clash": float(any(o not in wider for o in question.ordinals)),
        "centre": min(1.0, atoms[0].place / 30),
        "item": float(any(atom.item for atom in atoms)),
        "heading": float(any(atom.heading for atom in atoms)),
        "defines": float(bool(DEFINES.search(copy))),
        "cause": float(bool(CAUSE.search(copy))),
        "manner": float(bool(MANNER.search(copy))),
        "listing": float(bool(LISTING.search(copy))),
        "starts_block": float(atoms[0].place == 0 or len(structure_blocks) > 1),
        "ends_block": float(len(structure_blocks) > 2),
    }


def _longest_run(question: str, squeezed: str) -> int:
    """Length of the longest run of the question's words that stands in the text, in characters."""
    pieces = words(question)
    best = 0
    for start in range(len(pieces)):
        if best >= sum(map(len, pieces[start:])):
            break
        joined = ""
        for piece in pieces[start:]:
            joined += piece
            if joined not in squeezed:
                break
            best = max(best, len(joined))
    return best
