"""Checks a sentence against the passages that it cites, and finds the exact words that carry it.

Every number, date and name must stand there by value, beside the year that the source says it of and nearer to the
sentence's words than any other of its kind; nothing may be denied that the source affirms; the wording must be carried.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.binder import REACH, Binder, Sentence
from assistant.binding import Occurrence, clauses_of, of_the_year, year_of
from assistant.cited import Shown
from assistant.claims import Claim, Sort, numeral_key, read_claims, readable
from assistant.english import is_english
from assistant.glossary import Glossary
from assistant.lens import Lens
from assistant.polarity import contradiction
from assistant.quoting import Carried, carriers
from assistant.standing import holds_name, is_end_of, matching, same_date, stated
from assistant.support import Scale, Wording, wording
from assistant.units import Atom
from corpus.document import Span
from corpus.normalise import normalise

SUPPORT = 0.62
"""Share of a sentence's words that its sources hold at least; chosen by `klum bench verification`."""
ENGLISH_SUPPORT = 0.5
"""The same for English sentences, whose words are compared by their Thai ones; they need a verified fact besides."""
_SHORTEST = 8
"""Letters that a sentence has at least."""
_NUMERALS = re.compile(r"[0-9๐-๙]+(?:[.,][0-9๐-๙]+)*")
_PUBLISHED = re.compile(
    r"ข่าว|เอกสาร|เผยแพร่|ประกาศ(?!ใช้|นียบัตร)|ลงวันที่|รายงาน|บทความ|\b(?:publish|report|document|news|dated)", re.IGNORECASE
)
"""Words beside the date of a sentence that tells when its source came out."""
_LETTER = re.compile("[\u0e01-\u0e2ea-zA-Z]")


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of a check.

    Args:
        reason: why the sentence is not carried: "empty", "number", "date", "name", "year", "rival", "contrary",
            "wording"; "" if it is.
        about: the words that the reason is about.
        verified: numbers, dates and names that were found in the source, as the sentence has them.
        support: share of the sentence's words that its sources hold, 0 to 1.
        quotes: for each passage the exact words that carry the sentence.
    """

    reason: str
    about: str = ""
    verified: tuple[str, ...] = ()
    support: float = 0.0
    quotes: tuple[tuple[Shown, Span], ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the sentence may be shown."""
        return not self.reason


class Verifier:
    """Checks sentences against passages.

    Args:
        lens: tells which words a text holds.
        glossary: other wordings of names, and opposites.
        least: share of a sentence's words that its sources must hold.

    Attributes:
        scale: weighs how far clauses hold words.
    """

    def __init__(self, lens: Lens, glossary: Glossary, *, least: float = SUPPORT) -> None:
        self.scale = Scale(lens)
        self._glossary = glossary
        self._least = least

    def prepare(self, shown: Sequence[Shown]) -> None:
        """Read what passages state ahead of time, while the model is still thinking."""
        for one in shown:
            for place in one.places:
                stated(one.reading.atoms[place], self._glossary)

    def check(self, sentence: str, cited: Sequence[Shown]) -> Finding:
        """Check one sentence.

        Args:
            sentence: without its marks.
            cited: the passages that it cites, at least one.
        """
        text = readable(sentence)
        if len(_LETTER.findall(text)) < _SHORTEST or not cited:
            return Finding("empty")
        claims = read_claims(text, self._glossary)
        clauses = clauses_of(text)
        as_written = in_english(atom for shown in cited for atom in shown.atoms)
        found: dict[Claim, list[Occurrence]] = {}
        years = {claim: year_of(claim, claims, clauses, text) for claim in claims if claim.date is None}
        for claim in claims:
            places = self._occurrences(claim, text, cited)
            if not places and not self._attributed(claim, text, cited):
                return Finding(_KIND[claim.sort], claim.said)
            if claim.quantity is not None and places:
                places = of_the_year(places, years[claim], text)
                if not places:
                    return Finding("year", claim.said)
            if places:
                found[claim] = places
        words = {claim: self._words(claim, clauses, text, as_written) for claim in found}
        near = {claim: self._beside(claim, text, as_written) for claim in found}
        binder = Binder(Sentence(text, found, words, near, years), cited, self.scale, self._glossary)
        best, rival = binder.bind()
        if rival:
            return Finding("rival", rival)
        said = wording(_without(text, claims), self._glossary, as_written=as_written)
        carried = carriers(said.words, best.values(), cited, self.scale)
        contrary = self._contrary(text, carried)
        return self._judged(said, carried, tuple(claim.said for claim in claims), contrary)

    def share(self, sentence: str, atoms: Sequence[Atom]) -> float:
        """Share of a sentence's words that some clauses hold, its numbers and names left out.

        Args:
            sentence: without its marks.
            atoms: the clauses.
        """
        text = readable(sentence)
        rest = _without(text, read_claims(text, self._glossary))
        words = wording(rest, self._glossary, as_written=in_english(atoms)).words
        return self.scale.share(words, atoms) if words else 0.0

    def _contrary(self, text: str, carried: Carried) -> str:
        """The word in which a sentence says the contrary of what carries it."""
        return contradiction(text, lambda part: self._paragraph(part, carried), self._glossary)

    def _paragraph(self, part: str, carried: Carried) -> str:
        """The paragraph or item, of those that carry a sentence, that a part of it is taken from."""
        words = wording(part, self._glossary, as_written=in_english(carried.atoms)).words
        numerals = {numeral_key(match) for match in _NUMERALS.findall(part)}
        blocks: dict[tuple[str, int], list[Atom]] = {}
        for atom in carried.atoms:
            blocks.setdefault((atom.document.id, atom.block), []).append(atom)

        def fit(atoms: list[Atom]) -> float:
            there = frozenset().union(*(stated(atom, self._glossary).numeral_keys for atom in atoms))
            return self.scale.share(words, atoms) + (len(numerals & there) / len(numerals) if numerals else 0.0)

        best = max(blocks.values(), key=fit, default=[])
        return normalise(" ".join(atom.plain for atom in best))

    def _judged(self, said: Wording, carried: Carried, verified: tuple[str, ...], contrary: str) -> Finding:
        attribution = " ".join(shown.attribution for shown, _ in carried.quotes)
        support = self.scale.support(said, carried.atoms, attribution)
        if contrary:
            return Finding("contrary", contrary, verified, support)
        least = self._least if not said.english else ENGLISH_SUPPORT
        if support < least or not carried.quotes or (said.english and not verified):
            return Finding("wording", "", verified, support)
        return Finding("", "", verified, round(support, 3), carried.quotes)

    def _occurrences(self, claim: Claim, text: str, cited: Sequence[Shown]) -> list[Occurrence]:
        found = []
        for shown in cited:
            for place in shown.places:
                there = stated(shown.reading.atoms[place], self._glossary)
                found += [
                    Occurrence(shown, place, one.span if one is not claim else None) for one in matching(claim, there)
                ]
                if claim.date is not None:
                    ends = [one for one in there.dates if one.date and is_end_of(claim, text, one.date)]
                    found += [Occurrence(shown, place, one.span) for one in ends]
        return found

    def _words(self, claim: Claim, clauses: Sequence[Span], text: str, as_written: bool) -> dict[str, float]:
        """The words of the clause that a claim stands in, of the whole sentence where these say nothing."""
        rest = f"{text[: claim.span.start]} {text[claim.span.end :]}"
        parts = (wording(part, self._glossary, as_written=as_written) for part in (_around(claim, clauses, text), rest))
        return next((part.words for part in parts if part.words), {})

    def _beside(self, claim: Claim, text: str, as_written: bool) -> tuple[dict[str, float], dict[str, float]]:
        """The words right before a claim, and those right behind it."""
        before, behind = text[: claim.span.start][-REACH:], text[claim.span.end :][:REACH]
        one, other = (wording(part, self._glossary, as_written=as_written).words for part in (before, behind))
        return one, other

    def _attributed(self, claim: Claim, text: str, cited: Sequence[Shown]) -> bool:
        """Whether a name or date is that of the document itself: in its title, its publisher or its date."""
        for shown in cited:
            if claim.sort in (Sort.PLACE, Sort.AGENCY, Sort.PERSON, Sort.NAME):
                if holds_name(claim, normalise(shown.attribution)):
                    return True
            elif claim.date is not None and _PUBLISHED.search(
                text[max(0, claim.span.start - REACH) : claim.span.end + 8]
            ):
                there = read_claims(shown.attribution, self._glossary)
                if any(one.date and same_date(claim, one.date) for one in there):
                    return True
        return False


def in_english(atoms: Iterable[Atom]) -> bool:
    """Whether clauses are English, so that English words are found in them as they are."""
    return is_english(" ".join(atom.copy for atom in atoms))


_KIND = {
    Sort.FIGURE: "number", Sort.NUMERAL: "number", Sort.PHONE: "number", Sort.DATE: "date",
    Sort.PLACE: "name", Sort.AGENCY: "name", Sort.PERSON: "name", Sort.NAME: "name",
}  # fmt: skip


def _without(text: str, claims: Sequence[Claim]) -> str:
    """A text without what was checked by value."""
    for claim in claims:
        text = text[: claim.span.start] + " " * len(claim.span) + text[claim.span.end :]
    return text


def _around(claim: Claim, clauses: Sequence[Span], text: str) -> str:
    """The clause that a claim stands in, without the claim; the whole sentence if nothing else is in it."""
    own = next((clause for clause in clauses if clause.overlaps(claim.span)), Span(0, len(text)))
    rest = f"{text[own.start : claim.span.start]} {text[claim.span.end : own.end]}"
    if len(_LETTER.findall(rest)) < _SHORTEST:
        rest = f"{text[: claim.span.start]} {text[claim.span.end :]}"
    return rest
