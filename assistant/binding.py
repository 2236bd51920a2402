"""Ties what a sentence claims to its place in a source: to its year, and to the words that it is said of there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.borders import clause_spans
from assistant.cited import Shown, governing_dates
from assistant.claims import Claim
from assistant.english import is_english
from assistant.standing import is_end_of, same_date
from assistant.units import Atom
from corpus.dates import DateMention
from corpus.document import Span
from corpus.normalise import normalise

_ENGLISH_CLAUSE = re.compile(r"[,;]\s|\s(?:and|while|but|which)\s")
_DATED_AFTER = re.compile(r"[\s(]*(?:ใน|เมื่อ|ช่วง|ระหว่าง|สำหรับ|ของ|ตลอด|in\b|during\b|for\b|\()*[\s(]*(?:ช่วง)?[\s]*$")
"""What may stand between an amount and the year that it belongs to, behind it."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A place where a claim stands.

    Args:
        shown: the passage.
        place: the clause in its document.
        span: characters of the clause's plain text; None if the place in it is not known.
    """

    shown: Shown
    place: int
    span: Span | None

    @property
    def atom(self) -> Atom:
        """The clause."""
        return self.shown.reading.atoms[self.place]

    @property
    def block(self) -> tuple[int, int]:
        """The paragraph or item that it is a part of."""
        return id(self.shown.reading), self.atom.block

    def neighbour(self, step: int) -> Atom | None:
        """The clause before (-1) or behind (1) in the same paragraph or item; None if there is none."""
        at = self.place + step
        atoms = self.shown.reading.atoms
        return atoms[at] if 0 <= at < len(atoms) and atoms[at].block == self.atom.block else None

    @property
    def key(self) -> tuple[int, int, int]:
        """What tells it from every other place."""
        return id(self.shown.reading), self.place, self.span.start if self.span else -1

    def dates(self) -> list[DateMention]:
        """The dates that the source says it of; those in the same clause if it counts nothing else there."""
        start, end = (self.span.start, self.span.end) if self.span else (0, 0)
        after = dated_after(self.atom.plain, end, self.atom.dates)
        if after is not None:
            return [after]
        near = governing_dates(self.shown.reading, self.place, start, end)
        others = [q for q in self.atom.quantities if self.span is None or q.span != self.span]
        return near if others else [*near, *self.atom.dates]


def dated_after(text: str, end: int, dates: Sequence[DateMention]) -> DateMention | None:
    """The date that directly follows an amount and belongs to it: ร้อยละ 6.6 ในช่วงปี 2548-2551.

    Args:
        text: the text.
        end: where the amount ends.
        dates: the dates of the text.
    """
    following = next((date for date in dates if date.span.start >= end), None)
    if following is None or following.date.year is None:
        return None
    between = text[end : following.span.start]
    return following if between.strip() and len(between) < 16 and _DATED_AFTER.fullmatch(between) else None


def clauses_of(text: str) -> list[Span]:
    """The clauses of a sentence."""
    if not is_english(normalise(text)):
        return list(clause_spans(text, Span(0, len(text))))
    found, start = [], 0
    for match in _ENGLISH_CLAUSE.finditer(text):
        found.append(Span(start, match.end()))
        start = match.end()
    return [*found, Span(start, len(text))]


def year_of(claim: Claim, claims: Sequence[Claim], clauses: Sequence[Span], text: str) -> Claim | None:
    """The date that a sentence says something of: right behind it, else the nearest before in its clause, or after."""
    dated = [one for one in claims if one.date is not None and one.date.date.year is not None]
    after = dated_after(text, claim.span.end, [one.date for one in dated if one.date is not None])
    if after is not None:
        return next(one for one in dated if one.date is after)
    own = next((clause for clause in clauses if clause.overlaps(claim.span)), None)
    inside = [one for one in dated if own is not None and own.overlaps(one.span)]
    before = [one for one in inside if one.span.end <= claim.span.start]
    if before:
        return before[-1]
    if inside:
        return inside[0]
    earlier = [one for one in dated if one.span.end <= claim.span.start]
    return earlier[-1] if earlier else None


def of_the_year(places: Sequence[Occurrence], year: Claim | None, text: str) -> list[Occurrence]:
    """Those places where the source says something of the year that a sentence says it of, or of no year.

    Args:
        places: where it stands.
        year: the date that the sentence says it of; None if it names none.
        text: the sentence.
    """
    if year is None:
        return list(places)
    kept = []
    for one in places:
        dates = one.dates()
        if not dates or any(same_date(year, date) or is_end_of(year, text, date) for date in dates):
            kept.append(one)
    return kept
