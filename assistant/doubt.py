"""Decides whether the evidence answers a question: is every constraint of the question met by it?

A small logistic model over what is held and what is missing; its weights are in assistant/data/doubt.json and come from
`python -m evals.answer_tuning` on the question sets in evals/sets (docs/answers.md).
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np

from assistant.absent import (
    agency_missing,
    code_missing,
    dated_in,
    identifier_missing,
    landmark_missing,
    ordinal_missing,
)
from assistant.clues import neighbours, word_places
from assistant.draft import QUOTED
from assistant.evidence import Evidence
from assistant.excerpts import quotes
from assistant.lens import Lens
from assistant.phrases import is_place
from assistant.question import Kind, Question
from assistant.question_dates import date_fit
from assistant.rarity import dictionary, speaks
from assistant.roles import asked_role, role_fit
from assistant.stretches import Window
from assistant.wanted import IN_RANGE, answers, lacks_place, lacks_rate, year_fit
from corpus.dates import find_dates
from corpus.words import words

SIGNS = (
    "covered", "soft", "tight", "phrase", "noun_missing", "noun_unsaid", "place_missing", "landmark_missing",
    "word_missing", "opposite", "type_missing", "unit_missing", "person_missing", "rate_missing", "head_missing",
    "year_missing", "year_ranged", "date_missing", "ordinal_missing", "figure_missing", "near", "lead", "peak",
    "number", "list", "open", "short",
)  # fmt: skip
"""Names of the model's inputs; see `signs`."""


_LATIN_NAME = re.compile(r"\b[A-Z][a-z]+(?:\s[A-Z]\.)?\s[A-Z][a-z]+\b")
_REFUSED = 0.2
"""Confidence at most where a year, a numbered thing or a time is asked for and none is found."""
_IN_REGION = 0.85
"""How far a text holds a region of which it names a province."""
_SILENT = 0.4
"""How much speaks against a document that names no year at all, of what speaks against one that names others."""
_PUBLISHED_THEN = 0.7
"""How well a document fits the year that a question names if it only came out then."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether to answer.

    Args:
        confidence: 0 to 1, the probability that the evidence answers the question.
        reason: why not to answer, in Thai for the user; "" to answer.
    """

    confidence: float
    reason: str


@dataclass(frozen=True, slots=True)
class Held:
    """How far the evidence speaks of each word of the question.

    Args:
        exact: for each word 0 to 1: as such, or a word of the same meaning, here or in title, headings and passage.
        soft: for each word the same, or how near the nearest word of the passage comes in meaning.
        context: search copy of the passage around the evidence, with title and headings.
    """

    exact: dict[str, float]
    soft: dict[str, float]
    context: str


def held(lens: Lens, evidence: Evidence, window: Window) -> Held:
    """Look for each word of the question in the evidence, its headings and its passage."""
    atoms = window.atoms
    copy = " ".join(atom.copy for atom in atoms)
    vocabulary = frozenset().union(*(atom.vocabulary for atom in atoms))
    told = " ".join(dict.fromkeys(atom.context for atom in atoms))
    told_words = frozenset().union(*(atom.context_vocabulary for atom in atoms))
    passage = window.passage
    around = passage.reading.atoms[max(0, min(passage.first, window.first - 6)) : max(passage.last, window.last + 6)]
    near = " ".join(atom.copy for atom in around)
    near_words = frozenset().union(*(atom.vocabulary for atom in around))
    exact = {
        word: max(
            lens.held(word, copy, vocabulary),
            0.95 * lens.held(word, told, told_words),
            0.85 * lens.held(word, near, near_words),
        )
        for word in evidence.weights
    }
    places = [word for word, far in exact.items() if far == 0 and is_place(word)]
    if places:  # a report tells where it happened once, in its first lines
        opening = " ".join(atom.copy for atom in passage.reading.opening())
        exact |= {word: 0.75 * lens.held(word, opening, frozenset()) for word in places}
    names = [word for word, far in exact.items() if far == 0 and _is_name(word)]
    if names:  # a document names what it is about once, and then speaks of the project, the agency, it
        whole = " ".join(atom.copy for atom in passage.reading.atoms)
        exact |= {word: 0.7 * lens.held(word, whole, frozenset()) for word in names}
    everything = f"{copy} {told} {near}"
    exact |= {word: _IN_REGION for word, far in exact.items() if far < _IN_REGION and lens.in_region(word, everything)}
    missing = [word for word, far in exact.items() if far < 0.5]
    likeness = lens.likeness(missing, vocabulary | told_words | near_words)
    soft = exact | {w: max(exact[w], min(0.9, max(0.0, (likeness[w] - 0.3) / 0.4))) for w in missing}
    return Held(exact, soft, f"{near} {told}")


def _is_name(word: str) -> bool:
    return "." in word or (word not in dictionary() and not word[0].isdigit())


def signs(lens: Lens, evidence: Evidence) -> dict[str, float]:
    """What speaks for and against an answer, by the names in `SIGNS`."""
    question, window = evidence.question, evidence.windows[0]
    quoted = quotes(evidence, QUOTED)
    seen = held(lens, evidence, window)
    weights = evidence.weights
    far = {word: 1 - seen.soft[word] for word in weights}
    nouns = [word for word in weights if word in question.nouns]
    shown = any(answers(question, atom) for one in quoted for atom in one.atoms)
    unnumbered = identifier_missing(question, quoted)
    places = shown or any(answers(question, atom) for one in evidence.windows[:3] for atom in one.atoms)
    squeezed = seen.context.replace(" ", "")
    published = window.reading.document.published
    years = year_fit(question.years, find_dates(seen.context)) if question.years else 1.0
    if question.years:
        years = max(years, year_fit(question.years, (m for one in quoted for atom in one.atoms for m in atom.dates)))
    if any(str(year) in seen.context for year in question.years):
        years = max(years, _PUBLISHED_THEN)  # in a name: JOB EXPO THAILAND 2020
    dated = years < _PUBLISHED_THEN and dated_in(window.reading, question.years)
    if dated or (published is not None and published.year in question.years):
        years = max(years, _PUBLISHED_THEN)
    figures = [word for word in weights if word[0].isdigit()]
    other = [s for s, w in zip(evidence.scores, evidence.windows, strict=True) if w.reading is not window.reading]
    typed = question.kind in (Kind.COUNT, Kind.AMOUNT, Kind.SHARE, Kind.DATE, Kind.CONTACT)
    copy = " ".join(atom.copy for one in (window, *quoted) for atom in one.atoms)
    tight, phrase = _together(lens, window, weights)
    return {
        "covered": sum(weight * seen.exact[word] for word, weight in weights.items()),
        "soft": sum(weight * seen.soft[word] for word, weight in weights.items()),
        "tight": tight,
        "phrase": phrase,
        "noun_missing": max((weights[word] * far[word] for word in nouns), default=0.0),
        "noun_unsaid": max((speaks(word) * far[word] for word in nouns if far[word] > 0.5), default=0.0),
        "place_missing": float(any(far[word] > 0.3 and _is_where(word, question.copy) for word in weights)),
        "landmark_missing": max(landmark_missing(question, window, squeezed), agency_missing(lens, question, window)),
        "word_missing": max((weights[word] * far[word] for word in weights), default=0.0),
        "opposite": max(
            (speaks(w) for w in weights if seen.exact[w] < 0.5 and lens.holds_opposite(w, copy)), default=0.0
        ),
        "type_missing": float(unnumbered or (typed and not places)),
        "unit_missing": float(unnumbered or (typed and not shown)),
        "person_missing": _person_missing(question, quoted, weights, titled=shown),
        "rate_missing": float(lacks_rate(question, copy)),
        "head_missing": float(lacks_place(question, copy)),
        "year_missing": float(years == 0.0) * (_SILENT if next(window.reading.dates(), None) is None else 1.0),
        "year_ranged": float(years == IN_RANGE),
        "date_missing": float(bool(question.dates) and not date_fit(question.dates, window.reading.dates())),
        "ordinal_missing": float(
            ordinal_missing(question, window.reading, squeezed) or code_missing(lens, question, window)
        ),
        "figure_missing": float(any(seen.exact[figure] == 0 for figure in figures)),
        "near": window.passage.dense,
        "lead": min(1.0, float(evidence.scores[0] - max(other, default=evidence.scores[-1])) / 10),
        "peak": min(1.0, float(evidence.scores[0]) / 20),
        "number": float(question.wants_number),
        "list": float(question.kind in (Kind.LIST, Kind.HOW, Kind.WHY, Kind.DEFINITION)),
        "open": float(question.kind is Kind.OPEN),
        "short": float(len(weights) <= 2),
    }


def _is_where(word: str, copy: str) -> bool:
    """Whether a word of a question is a place in it, and not what people are called after (ชาวอินเดีย)."""
    return is_place(word) and copy.count(word) > copy.count(f"ชาว{word}")


def _person_missing(question: Question, quoted: Sequence[Window], weights: dict[str, float], *, titled: bool) -> float:
    """Whether a person is asked for and none is named, or none beside the office asked for.

    1, one and a half if an office is asked for, half if a name stands there without that office, or words that no
    dictionary has.
    """
    if question.kind is not Kind.PERSON:
        return 0.0
    role = asked_role(question.copy)
    if titled:
        fit = any(role_fit(role, weights, " ".join(atom.copy for atom in one.atoms)) for one in quoted)
        return 0.5 if role and not fit else 0.0
    asked, atoms = frozenset(words(question.copy)), [atom for one in quoted for atom in one.atoms]
    unknown = any(atom.unknown - asked for atom in atoms)
    named = (name.group().lower() for atom in atoms for name in _LATIN_NAME.finditer(atom.plain))
    latin = any(name not in question.copy for name in named)
    if latin or (unknown and not role):
        return 0.5
    return 1.5 if role else 1.0  # "ใคร" may be an agency, the holder of an office has a name


def _together(lens: Lens, window: Window, weights: dict[str, float]) -> tuple[float, float]:
    """How much of the question one clause of a stretch holds, and how much of it stands beside each other as asked."""
    asked = np.array(list(weights.values()), np.float32)
    if not len(asked):
        return 0.0, 0.0
    clauses = [sum(w * lens.held(word, a.copy, a.vocabulary) for word, w in weights.items()) for a in window.atoms]
    places: list[list[int]] = [[] for _ in weights]
    offset = 0
    for atom in window.atoms:
        for at, there in enumerate(word_places(atom, lens.wordings(weights))):
            places[at] += [place + offset for place in there]
        offset += len(atom.copy) + 1
    return max(clauses), neighbours(places, asked)


@cache
def _model() -> tuple[np.ndarray, float, float]:
    """Weights in the order of `SIGNS`, bias, and the probability from which to answer."""
    data = json.loads((resources.files("assistant") / "data" / "doubt.json").read_text("utf-8"))
    return np.array([data["weights"][name] for name in SIGNS]), float(data["bias"]), float(data["answer_from"])


def judge(lens: Lens, evidence: Evidence) -> Verdict:
    """Weigh the best evidence against each constraint of the question.

    Args:
        lens: tells how rare a word is.
        evidence: what was found.
    """
    question = evidence.question
    if not evidence.windows or (not evidence.weights and not question.years):
        return Verdict(0.0, "ไม่มีข้อความที่เกี่ยวข้อง")
    seen = signs(lens, evidence)
    weights, bias, least = _model()
    odds = float(np.array([seen[name] for name in SIGNS]) @ weights) + bias
    confidence = 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))
    if (
        question.about_publication
        and any(p.reading.document.published for p in evidence.passages[:3])
        and seen["covered"] >= 0.3
    ):
        return Verdict(max(confidence, 0.5), "")
    if seen["ordinal_missing"] or seen["year_missing"] == 1.0:
        reason = "ไม่มีข้อมูลของปีที่ถาม" if seen["year_missing"] == 1.0 else "ไม่มีข้อมูลของครั้งหรือลำดับที่ถาม"
        return Verdict(min(confidence, _REFUSED), reason)
    if question.wants_time and seen["type_missing"]:
        return Verdict(min(confidence, _REFUSED), "เอกสารไม่ได้ระบุเวลาที่ถาม")
    if confidence >= least:
        return Verdict(confidence, "")
    return Verdict(confidence, _reason(lens, evidence, seen))


def _reason(lens: Lens, evidence: Evidence, seen: dict[str, float]) -> str:
    question = evidence.question
    soft = held(lens, evidence, evidence.windows[0]).soft
    missing = [
        word for word in question.content if word in question.nouns and soft[word] < 0.5 and speaks(word) >= 0.25
    ]
    if seen["date_missing"]:
        return "ไม่มีข้อมูลของวันหรือเดือนที่ถาม"
    if missing:
        return f"เอกสารที่พบไม่ได้กล่าวถึง “{' '.join(missing[:3])}”"
    if seen["type_missing"] or seen["unit_missing"]:
        return "เอกสารไม่ได้ระบุข้อมูลที่ถาม"
    return "ไม่มีข้อความที่กล่าวถึงเรื่องนี้โดยตรง"
