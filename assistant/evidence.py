"""Finds the stretches of text that may answer a question, best first."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from assistant.clause_clues import Clauses
from assistant.clauses import bundled_weigher, probabilities
from assistant.clues import REACH
from assistant.english import is_english
from assistant.features import described
from assistant.glossary import Glossary
from assistant.joining import joined
from assistant.lens import Lens
from assistant.ordinals import names_ordinal
from assistant.question import Kind, Question
from assistant.question_dates import spelt_out
from assistant.scorer import Scorer
from assistant.stretches import Window
from assistant.units import Passage, Reader
from assistant.wanted import answers, year_fit
from corpus.dates import DateMention
from corpus.normalise import normalise
from index.library import Filter, Index

_PASSAGES = 12
_RUNS_ON = 300
"""How far before a stretch a year stands at most that still holds for it, in characters."""
_SPELLED_OUT = 0.9
"""What the full name of an abbreviation is worth beside a definition."""
_ABBREVIATION = re.compile(r"(?:[ก-ฮ]{1,5}\.)+|[a-z]{2,6}")
_NOMINAL = ("ความ", "การ")
"""What makes nouns of verbs."""
_STEM = 3
"""Letters that a verb has at least to be looked for within a noun."""
_NOUNS = 4
"""Such words that are searched for at most."""
_DEFINED = 3.0
"""What a stretch gains that says what the thing asked for is."""
_BEHIND = 3.0
"""How far behind the best stretch in score one may be that meets the question's year and number better."""
_TOLD = 0.8
"""How much a year of the title or heading counts, that of the stretch itself counting 1."""


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """What was found for a question.

    Args:
        question: the question.
        windows: stretches of text, best first.
        scores: their scores, in the same order.
        weights: the question's words and how much each carries; they sum to 1.
        passages: what was searched, best first.
        features: of the stretches in the same order, if they were asked for.
        clauses: what each clause shows by itself, if the features were asked for.
        mass: how probably each clause, by its document's id and its place there, is a part of the answer.
        demanded: whether the first stretch is not the best ranked one but one that meets what the question demands.
        quoted: what `assistant.excerpts.quotes` found before, by length.
    """

    question: Question
    windows: tuple[Window, ...]
    scores: np.ndarray
    weights: dict[str, float]
    passages: tuple[Passage, ...]
    features: np.ndarray | None = None
    clauses: Clauses | None = None
    mass: dict[tuple[str, int], float] = field(default_factory=dict)
    demanded: bool = False
    quoted: dict[int, list[Window]] = field(default_factory=dict)

    def sureness(self, windows: Iterable[Window]) -> float:
        """How probably some stretches that do not overlap hold the answer, 0 to 1."""
        return sum(
            self.mass.get((w.reading.document.id, place), 0.0) for w in windows for place in range(w.first, w.last)
        )


class Finder:
    """Finds evidence for questions.

    Args:
        index: an open index.
        reader: reads passages.
        lens: weighs stretches of text.
        scorer: ranks them.
        glossary: knows other wordings and full names.
    """

    def __init__(self, index: Index, reader: Reader, lens: Lens, scorer: Scorer, glossary: Glossary) -> None:
        self._index = index
        self._reader = reader
        self._scorer = scorer
        self._glossary = glossary
        self._standing: dict[str, Evidence] = {}
        self.lens = lens

    def find(
        self, question: Question, only: Filter | None = None, reach: int = REACH, *, features: bool = False
    ) -> Evidence:
        """Evidence for a question, best first.

        Args:
            question: the question.
            only: what to search in.
            reach: length of the stretches, in characters.
            features: whether to give their features too; the order is then that of the scores alone.
        """
        passages = self.passages(question, only)
        question = joined(question, passages)
        weights = self.lens.weights(question)
        windows, table, clauses = described(self.lens, question, passages, reach)
        if not windows:
            return Evidence(question, (), np.zeros(0), weights, passages)
        scores = self._scorer.scores(table)
        if question.kind is Kind.DEFINITION:
            scores = scores + np.array([_DEFINED * self._defines(weights, window) for window in windows], np.float32)
        order = np.argsort(-scores, kind="stable")
        ranked = [windows[i] for i in order]
        if features:
            return Evidence(question, tuple(ranked), scores[order], weights, passages, table[order], clauses)
        mass = probabilities(bundled_weigher(), ranked, scores[order], clauses, question.kind)
        first = ranked[0]
        order = order[_constraints_first(question, ranked, scores[order])]
        ranked = [windows[i] for i in order]
        demanded = ranked[0] is not first
        return Evidence(question, tuple(ranked), scores[order], weights, passages, mass=mass, demanded=demanded)

    def standing(self, question: Question) -> Evidence:
        """Evidence for one of the few questions that Klum itself asks again and again; found once for each corpus."""
        if question.text not in self._standing:
            self._standing[question.text] = self.find(question)
        return self._standing[question.text]

    def passages(self, question: Question, only: Filter | None = None) -> tuple[Passage, ...]:
        """What a search finds for a question, best first; a tenth of the time that evidence takes.

        Args:
            question: the question.
            only: what to search in.
        """
        return tuple(self._reader.passages(self._index.search(self.search_text(question), _PASSAGES, only)))

    def _defines(self, weights: dict[str, float], window: Window) -> float:
        """How plainly a stretch says what is asked for, or what its name is short for: 0 to 1."""
        copy = " ".join(atom.copy for atom in window.atoms)
        spelled = [weight for word, weight in weights.items() if spelled_out(self._glossary, word, copy)]
        most = max(weights.values(), default=1.0)
        return max(_defines(weights, window), max(spelled, default=0.0) / most * _SPELLED_OUT)

    def search_text(self, question: Question) -> str:
        """The question with the wordings that the documents use for its words."""
        more = []
        for word in question.content:
            for other in sorted(self._glossary.alternatives(word)):
                if question.kind is Kind.DEFINITION and _ABBREVIATION.fullmatch(word):
                    more.append(other)  # what it is short for stands where it is explained
                elif " " not in other and self._index.lexical.document_frequency(other):
                    more.append(other)
        own = f"{question.copy} {question.text}" if is_english(normalise(question.text)) else question.text
        nouns = [noun for word in question.content for noun in self._derived(word)]
        return " ".join([own, *dict.fromkeys(more[:4]), *nouns[:_NOUNS], *spelt_out(question.dates)])

    def _derived(self, word: str) -> list[str]:
        """The noun of a verb that documents use and a question does not (สำเร็จ: ความสำเร็จ), and the verb of a noun."""
        stem = next((word.removeprefix(prefix) for prefix in _NOMINAL if word.startswith(prefix)), "")
        others = [stem] if len(stem) >= _STEM else [prefix + word for prefix in _NOMINAL if len(word) >= _STEM]
        return [other for other in others if self._index.lexical.document_frequency(other)]


def spelled_out(glossary: Glossary, word: str, copy: str) -> str:
    """The full name of an abbreviation where a text gives it beside the abbreviation; "" if it does not.

    Args:
        glossary: knows full names.
        word: a word of a question.
        copy: search copy of the text.
    """
    if not _ABBREVIATION.fullmatch(word) or word not in copy:
        return ""
    full = [name for name in glossary.alternatives(word) if not _ABBREVIATION.fullmatch(name) and name in copy]
    for name in sorted(full, key=lambda name: (len(name), name)):
        one, other = re.escape(name), re.escape(word)
        if re.search(rf"{one}\s?\(?\s?{other}|{other}\s?\(?\s?{one}", copy):
            return name
    return ""


def _constraints_first(question: Question, ranked: list[Window], scores: np.ndarray) -> list[int]:
    """The order of ranked stretches with the best one first that is of the year, number and kind of figure asked for.

    Another one than the first is only taken if it meets these constraints better and is not far behind in score.
    """
    order = list(range(len(ranked)))
    if not question.years and not question.ordinals:
        return order
    typed = question.wants_number or question.kind is Kind.DATE

    def met(window: Window) -> float:
        year = year_met(question, window) if question.years else 0.0
        wider = "".join([*(atom.copy for atom in window.atoms), window.atoms[0].context]).replace(" ", "")
        fits = typed and any(answers(question, atom) for atom in window.atoms)
        return year + fits + sum(names_ordinal(ordinal, wider) for ordinal in question.ordinals)

    near = [place for place in order if scores[place] >= scores[0] - _BEHIND]
    best = max(near, key=lambda place: (met(ranked[place]), -place))
    return [best, *(place for place in order if place != best)]


def year_met(question: Question, window: Window) -> float:
    """How well the years of a stretch, of what stands before it or above it, fit those of a question: 0 to 1."""
    own = [mention for atom in window.atoms for mention in atom.dates if mention.date.year]
    told = window.atoms[0].context_dates
    return max(year_fit(question.years, own or _running(window)), _TOLD * year_fit(question.years, told))


def _running(window: Window) -> list[DateMention]:
    """The dates that were named last before a stretch in its section: what it says holds for them."""
    atoms = window.reading.atoms
    for atom in reversed(atoms[: window.first]):
        if atom.heading or window.span.start - atom.span.end > _RUNS_ON:
            return []
        if any(mention.date.year for mention in atom.dates):
            return atom.dates
    return []


def _defines(weights: dict[str, float], window: Window) -> float:
    """How plainly a stretch says what the thing asked for is: 1 if a clause begins "X คือ", less if it comes later.

    Of several words the one counts most that carries most of the question: แนวตั้ง in "แนวตั้งของคลัสเตอร์คืออะไร".
    """
    best = 0.0
    most = max(weights.values(), default=1.0)
    for word, weight in weights.items():
        said = re.compile(
            rf"(?:โครงการ|ความ|การ|ระบบ)?{re.escape(word)}[^\s]{{0,8}}\s?(?:\([^)]*\)\s?)?"
            r"(?:คือ|หมายถึง|หรือ|ย่อมาจาก|เป็น(?:การ|ความ|กลุ่ม|เครื่องมือ|ระบบ|โครงการ|หน่วยงาน))"
        )
        for place, atom in enumerate(window.atoms):
            if said.match(atom.copy):
                best = max(best, weight / most * (1.0 if place == 0 else 0.8))
            elif said.search(atom.copy):
                best = max(best, weight / most * 0.3)
    return best


def coverage(lens: Lens, evidence: Evidence, window: Window) -> tuple[float, dict[str, float]]:
    """How much of the question the evidence speaks of: the share, 0 to 1, and for each word how far it is held.

    A word counts in full in the stretch itself, somewhat less in its title, headings, or the rest of the passage.
    """
    atoms = window.atoms
    copy = " ".join(atom.copy for atom in atoms)
    vocabulary = frozenset().union(*(atom.vocabulary for atom in atoms))
    context = " ".join(dict.fromkeys(atom.context for atom in atoms))
    told = frozenset().union(*(atom.context_vocabulary for atom in atoms))
    passage = window.passage
    around = passage.reading.atoms[max(0, min(passage.first, window.first - 4)) : max(passage.last, window.last + 4)]
    near_copy = " ".join(atom.copy for atom in around)
    near_words = frozenset().union(*(atom.vocabulary for atom in around))
    held = {}
    for word in evidence.weights:
        held[word] = max(
            lens.held(word, copy, vocabulary),
            0.95 * lens.held(word, context, told),
            0.8 * lens.held(word, near_copy, near_words),
        )
    return sum(weight * held[word] for word, weight in evidence.weights.items()), held
