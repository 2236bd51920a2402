"""What speaks for a stretch of text being the answer to a question, as numbers: the input of the learned scorer."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.clause_clues import SHOWN, Asked, Clauses, shows
from assistant.clues import (
    REACH,
    atom_grams,
    grams,
    nearness,
    neighbours,
    text_clues,
    word_places,
)
from assistant.extremes import asked_extreme
from assistant.focus import focus_clause, focused, local_weights
from assistant.heads import head_of
from assistant.lens import Lens, product
from assistant.marks import marks
from assistant.question import Kind, Question
from assistant.question_dates import date_fit
from assistant.roles import asked_role, role_fit
from assistant.stretches import Window, stretches
from assistant.units import OPENING, Atom, Passage, Reading
from assistant.wanted import answers
from corpus.words import words
from index.encoder import EncoderInput

NAMES = (
    "own", "own_count", "tight", "pair", "beside", "wider", "passage", "grams", "rare_grams", "soft", "soft_min",
    "soft_rest", "near", "near_best", "passage_dense", "passage_score", "passage_rank", "passage_lexical", "siblings",
    "length", "novel", "unknown", "latin", "run", "head", "head_named", "type_fit", "type_near", "type_close",
    "neighbours", "type_other", "year_match", "year_clash", "ordinal_match", "ordinal_clash", "missing_rare",
    "centre", "item", "heading", "defines", "cause", "manner", "listing", "starts_block", "ends_block", "margin",
    "own_lead", "near_lead", "grams_lead", "focus", "focus_soft", "focus_near", "focus_close", "local", "local_best",
    "local_focus", "untold", "focus_lead", "local_lead", "date_here", "date_opening", "date_told", "date_clash", "role",
    "role_lead", "mark_close", "mark_local", "mark_lead",
)  # fmt: skip
_LEADS = (
    ("own_lead", "own"), ("near_lead", "near"), ("grams_lead", "rare_grams"), ("focus_lead", "focus"),
    ("local_lead", "local_focus"), ("role_lead", "role"), ("mark_lead", "mark_local"),
)  # fmt: skip
"""Features of how far a stretch is behind the best one, and in what."""
KINDS = tuple(Kind)
SIZE = len(NAMES) + len(KINDS)


def described(
    lens: Lens, question: Question, passages: Sequence[Passage], reach: int = REACH
) -> tuple[list[Window], np.ndarray, Clauses]:
    """All stretches of the passages up to a length, one from each atom on, and their features.

    Args:
        lens: tells which words a text holds.
        question: the question.
        passages: the passages, the best one first.
        reach: upper length of a stretch, in characters.

    Returns:
        The stretches, an array of shape (stretches, SIZE), float32, and what each atom shows by itself.
    """
    view = _view(lens, question, passages)
    windows: list[Window] = []
    rows: list[list[float]] = []
    shown: dict[tuple[str, int], tuple[float, ...]] = {}
    done: set[tuple[str, int]] = set()
    for passage in passages:
        found = [
            (first, last)
            for first, last in stretches(passage, reach)
            if (passage.reading.document.id, first) not in done
        ]
        done |= {(passage.reading.document.id, first) for first, _ in found}
        if found:
            windows += [Window(passage, first, last) for first, last in found]
            rows += _rows(lens, view, passage, found, shown)
    table = np.array(rows, dtype=np.float32).reshape(len(rows), len(NAMES))
    for lead, name in _LEADS:
        if len(rows):
            values = table[:, NAMES.index(name)]
            table[:, NAMES.index(lead)] = values - values.max()
    kind = np.zeros((len(rows), len(KINDS)), np.float32)
    kind[:, KINDS.index(question.kind)] = 1
    clauses = Clauses(tuple(shown), np.array(list(shown.values()), np.float32).reshape(len(shown), len(SHOWN)))
    return windows, np.hstack([table, kind]), clauses


def _view(lens: Lens, question: Question, passages: Sequence[Passage]) -> _View:
    weights = lens.weights(question)
    query = lens.encoder.encode_query(EncoderInput(question.text, " ".join(words(question.copy))))
    clause = focus_clause(question)
    carried = np.array(list(weights.values()), dtype=np.float32)
    scores = np.array([passage.score for passage in passages], dtype=np.float32)
    asked = grams(question.copy)
    atoms = {a.copy for p in passages for a in p.reading.atoms[p.first : p.last]}
    common = Counter(gram for copy in atoms for gram in asked & atom_grams(copy))
    return _View(
        question=question,
        words=tuple(weights),
        wordings=lens.wordings(weights),
        weights=carried,
        focus=focused(question, tuple(weights), carried),
        query=query,
        clause=lens.encoder.encode_query(EncoderInput(clause, " ".join(words(clause)))),
        vectors=lens.word_vectors(tuple(weights)) if weights else np.zeros((0, len(query)), np.float32),
        grams={gram: math.log((len(atoms) + 1) / (common[gram] + 0.5)) for gram in asked},
        head=head_of(question),
        role=asked_role(question.copy) if question.kind is Kind.PERSON else "",
        carried=weights,
        all_words=frozenset(words(question.copy)),
        mean=float(scores.mean()) if len(scores) else 0.0,
        spread=(float(scores.std()) if len(scores) else 0.0) or 1.0,
        lexical=max((passage.lexical for passage in passages), default=1.0) or 1.0,
        hits=Counter(passage.reading.document.id for passage in passages),
    )


def _rows(
    lens: Lens,
    view: _View,
    passage: Passage,
    places_of: Sequence[tuple[int, int]],
    shown: dict[tuple[str, int], tuple[float, ...]],
) -> list[list[float]]:
    """The features of stretches of a passage, in the order of `NAMES`; what its atoms show is put into `shown`."""
    question, asked = view.question, view.weights
    atoms = passage.reading.atoms[passage.first : passage.last]
    shape = (len(atoms), len(view.words))
    exact = np.array([[lens.held(w, a.copy, a.vocabulary) for w in view.words] for a in atoms], np.float32)
    exact = exact.reshape(shape)
    told_in = {a.block: a for a in reversed(atoms)}
    told_by = {
        block: np.array([lens.held(w, a.context, a.context_vocabulary) for w in view.words], np.float32)
        for block, a in told_in.items()
    }
    soft = _soft(lens, view.vectors, atoms)
    vectors = passage.reading.vectors[passage.first : passage.last]
    near, clause = product(vectors, view.query), product(vectors, view.clause)
    local = local_weights(view.words, asked, passage.reading)
    local_focus = _shares(local * view.focus)
    shared = float(np.maximum(exact.max(axis=0, initial=0.0), told_by[atoms[0].block]) @ asked)
    found_grams = [view.grams.keys() & atom_grams(atom.copy) for atom in atoms]
    all_grams = sum(view.grams.values()) or 1.0
    found = [answers(question, atom) for atom in atoms]
    marked = [found[k] or marks(question, atom) for k, atom in enumerate(atoms)]
    places = [word_places(atom, view.wordings) for atom in atoms]
    atom_own = exact @ asked
    held_by = np.stack([atom_own, exact @ view.focus, exact @ local, exact @ local_focus], axis=1)
    end = asked_extreme(question.copy)
    look = Asked(question, asked, view.focus, view.all_words, view.carried, view.role, view.head, end)
    for k, atom in enumerate(atoms):
        there = (passage.reading.document.id, atom.place)
        if there not in shown:
            meaning = (float(near[k]), float(clause[k]))
            shown[there] = shows(look, atom, held_by[k], meaning, found[k], bool(marked[k]), places[k])
    opening, told_dates = _dates_of(question, passage.reading)
    rows = []
    for first, last in places_of:
        i, j = first - passage.first, last - passage.first
        inside = exact[i:j].max(axis=0)
        around = exact[max(0, i - 3) : j + 3].max(axis=0)
        told = np.maximum.reduce([told_by[atom.block] for atom in atoms[i:j]])
        softness = soft[i:j].max(axis=0)
        covered = np.maximum(inside, told)
        rest = (1 - inside) * asked
        untold = _shares((1 - told) * asked)
        pairs = np.maximum(exact[i : j - 1], exact[i + 1 : j]) @ asked
        offsets = np.cumsum([0, *(len(atom.copy) + 1 for atom in atoms[i : j - 1])]).tolist()
        answers_at = [(a + o, b + o) for k, o in enumerate(offsets, i) for a, b in found[k]]
        marks_at = [(a + o, b + o) for k, o in enumerate(offsets, i) for a, b in marked[k]]
        words_at = [[at + o for k, o in enumerate(offsets, i) for at in places[k][w]] for w in range(len(view.words))]
        held = frozenset().union(*found_grams[i:j])
        values = text_clues(question, view.head, atoms[i:j], found[i:j], exact[i:j], view.all_words) | {
            "own": float(inside @ asked), "own_count": float(atom_own[i:j].sum()),
            "tight": float(atom_own[i:j].max()),
            "pair": float(pairs.max()) if len(pairs) else float(atom_own[i:j].max()),
            "beside": float((covered - inside) @ asked),
            "wider": float((np.maximum(around, inside) - inside) @ asked), "passage": shared,
            "grams": len(held) / max(1, len(view.grams)),
            "rare_grams": sum(view.grams[gram] for gram in held) / all_grams,
            "soft": float(softness @ asked), "soft_min": float(softness.min(initial=1.0)) if len(asked) else 0.0,
            "soft_rest": float(softness @ rest) / (float(rest.sum()) or 1.0),
            "near": float(near[i:j].mean()), "near_best": float(near[i:j].max()),
            "passage_dense": passage.dense, "passage_score": (passage.score - view.mean) / view.spread,
            "passage_rank": 1 / (1 + passage.rank), "passage_lexical": passage.lexical / view.lexical,
            "siblings": (view.hits[passage.reading.document.id] - 1) / 12,
            "missing_rare": float(((1 - covered) * asked).max(initial=0.0)),
            "type_close": nearness(answers_at, words_at, asked), "neighbours": neighbours(words_at, asked),
            "focus": float(inside @ view.focus), "focus_soft": float(softness @ view.focus),
            "focus_near": float(clause[i:j].max()), "focus_close": nearness(answers_at, words_at, view.focus),
            "local": float(inside @ local), "local_best": float((inside * local).max(initial=0.0)),
            "local_focus": float(inside @ local_focus), "untold": float(inside @ untold),
            "date_here": date_fit(question.dates, (m for atom in atoms[i:j] for m in atom.dates)),
            "date_opening": opening, "date_told": told_dates,
            "date_clash": float(bool(question.dates and not told_dates)),
            "mark_close": nearness(marks_at, words_at, view.focus),
            "mark_local": nearness(marks_at, words_at, local_focus),
            "role": role_fit(view.role, view.carried, " ".join(atom.copy for atom in atoms[i:j])),
            "margin": float(atom_own[i:j].argmax() / (j - i)) if len(asked) else 0.0,
        }  # fmt: skip
        rows.append([values.get(name, 0.0) for name in NAMES])
    return rows


def _soft(lens: Lens, query_words: np.ndarray, atoms: Sequence[Atom]) -> np.ndarray:
    """For each atom how near its words come to each word of the question: shape (atoms, words)."""
    found = np.zeros((len(atoms), len(query_words)), np.float32)
    vocabulary = sorted({word for atom in atoms for word in atom.vocabulary})
    if not vocabulary or not len(query_words):
        return found
    at = {word: i for i, word in enumerate(vocabulary)}
    similar = product(query_words, lens.word_vectors(vocabulary).T)
    for row, atom in enumerate(atoms):
        columns = [at[word] for word in atom.vocabulary]
        if columns:
            found[row] = similar[:, columns].max(axis=1)
    return found


@dataclass(frozen=True, slots=True, eq=False)
class _View:
    """A question as all passages are looked at with.

    Args:
        question: the question.
        words: the words that carry it.
        wordings: each of them with its other wordings.
        weights: how much each carries, shape (words,); they sum to 1.
        focus: how much each says of what is asked, shape (words,); they sum to 1.
        query: vector of the question.
        clause: vector of the clause that asks.
        vectors: vectors of the words, shape (words, dimension).
        grams: its character trigrams and how rare each is among the passages.
        head: the noun that it asks about, or "".
        role: the role whose holder it asks for, or "".
        carried: the words and how much each carries.
        all_words: all its words.
        mean: mean score of the passages.
        spread: standard deviation of these scores.
        lexical: the best BM25 score among them.
        hits: how many of the passages each document has.
    """

    question: Question
    words: tuple[str, ...]
    wordings: tuple[tuple[str, ...], ...]
    weights: np.ndarray
    focus: np.ndarray
    query: np.ndarray
    clause: np.ndarray
    vectors: np.ndarray
    grams: dict[str, float]
    head: str
    role: str
    carried: dict[str, float]
    all_words: frozenset[str]
    mean: float
    spread: float
    lexical: float
    hits: Counter[str]


def _dates_of(question: Question, reading: Reading) -> tuple[float, float]:
    """How well the dates of a document's opening, where news tell theirs, and of the whole fit those of a question."""
    if not question.dates:
        return 0.0, 0.0
    return date_fit(question.dates, reading.dates(OPENING)), date_fit(question.dates, reading.dates())


def _shares(values: np.ndarray) -> np.ndarray:
    """Values that sum to 1; all 0 if they are."""
    total = float(values.sum())
    return values / total if total > 0 else values
