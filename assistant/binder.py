"""Binds each claim of a sentence to the place of its source that it is taken from, or tells what stands there."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

from assistant.binding import Occurrence, of_the_year
from assistant.cited import Shown
from assistant.claims import Claim, Sort, numeral_key
from assistant.glossary import Glossary
from assistant.standing import matching, stated
from assistant.support import Scale
from corpus.normalise import normalise

MARGIN = 0.1
"""How much better another place may fit a claim's clause before the claim counts as belonging there."""
NAME_MARGIN = 0.15
"""The same for a name that stands in the same paragraph or item as another one of its kind."""
TWICE_MARGIN = 0.3
"""The same for a name if the sentence has the other one too: who did what to whom."""
REACH = 24
"""Characters before and behind a claim that count as right beside it."""
_NAMED = frozenset([Sort.PLACE, Sort.AGENCY, Sort.PERSON])
_LETTERS = 8
"""Letters right beside a claim that are compared one by one."""
_OTHER_SIDE = 0.5
"""What a word counts that stands on the other side in the source."""
_NEAR = 0.3
"""What a place gains if the same words stand right beside it."""
_DATED = 0.2
"""What a place gains if it is told of the year that the sentence names."""
_TOGETHER = 0.4
"""What a place gains if everything else that the sentence claims stands in the same paragraph or item."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence whose claims are bound to their places.

    Args:
        text: the sentence.
        found: for each claim the places where it stands.
        words: for each claim the words of its clause.
        near: for each claim the words right before it, and those right behind it.
        years: for each claim the date that the sentence says it of.
    """

    text: str
    found: Mapping[Claim, Sequence[Occurrence]]
    words: Mapping[Claim, dict[str, float]]
    near: Mapping[Claim, tuple[dict[str, float], dict[str, float]]]
    years: Mapping[Claim, Claim | None]


class Binder:
    """Binds the claims of one sentence, each to a place of its own.

    Args:
        sentence: the sentence with where its claims stand.
        cited: the passages that it cites.
        scale: weighs how far clauses hold words.
        glossary: names of agencies.
    """

    def __init__(self, sentence: Sentence, cited: Sequence[Shown], scale: Scale, glossary: Glossary) -> None:
        self._sentence = sentence
        self._cited = cited
        self._scale = scale
        self._glossary = glossary
        self._blocks = {claim: {one.block for one in places} for claim, places in sentence.found.items()}
        self._all = [
            (Occurrence(shown, place, claim.span), claim)
            for shown in cited
            for place in shown.places
            for claim in stated(shown.reading.atoms[place], glossary).claims
        ]

    def bind(self) -> tuple[dict[Claim, Occurrence], str]:
        """The place that each claim is taken from.

        Returns:
            The places; and, if one of the claims belongs elsewhere, that claim with what stands in its place, or "".
        """
        fits = [(self._fit(claim, one), claim, one) for claim, places in self._sentence.found.items() for one in places]
        best: dict[Claim, Occurrence] = {}
        reached: dict[Claim, float] = {}
        taken: set[tuple[int, int, int]] = set()
        for fit, claim, one in sorted(fits, key=lambda entry: -entry[0]):
            if claim in best or (one.span is not None and one.key in taken and claim.date is None):
                continue
            best[claim], reached[claim] = one, fit
            if one.span is not None:
                taken.add(one.key)
        for claim in self._sentence.found:
            if claim not in best and claim.quantity is not None:
                return best, f"{claim.said} ({claim.said})"
            if claim not in best:  # a name that is said twice, and stands in the source once
                reached[claim], best[claim] = max(((fit, one) for fit, of, one in fits if of is claim), key=_first)
            rival = self._rival(claim, best[claim], reached[claim], taken)
            if rival:
                return best, f"{claim.said} ({rival})"
        return best, ""

    def _rival(self, claim: Claim, own: Occurrence, fit: float, taken: Container[tuple[int, int, int]]) -> str:
        """What stands where a claim belongs, if that is something of its kind that the sentence does not say."""
        if claim.sort in (Sort.NAME, Sort.PHONE) or not self._sentence.words[claim]:
            return ""
        year = self._sentence.years.get(claim)
        dated = year is not None and bool(own.dates())
        for rival, other in self._all:
            if rival.key in taken or not claim.may_be_taken_for(other) or _keys(claim) & _keys(other):
                continue
            if claim.sort in _NAMED and any(one in key or key in one for one in claim.keys for key in other.keys):
                continue  # the same name, longer or shorter
            if other in matching(claim, stated(rival.atom, self._glossary)):
                continue
            if year is not None and not self._of_year(rival, year, whole=dated):
                continue
            if self._fit(claim, rival) > fit + self._margin(claim, own, rival, other):
                return other.said
        return ""

    def _margin(self, claim: Claim, own: Occurrence, rival: Occurrence, other: Claim) -> float:
        """How much better a rival must fit."""
        if claim.sort not in _NAMED:
            return MARGIN
        return TWICE_MARGIN if self._named(other) else NAME_MARGIN if rival.block == own.block else MARGIN

    def _named(self, other: Claim) -> bool:
        """Whether the sentence names another thing as well."""
        return any(other.keys & one.keys for one in self._sentence.found)

    def _of_year(self, rival: Occurrence, year: Claim, *, whole: bool) -> bool:
        """Whether something may be of a year; where the claim's own place tells the year, a rival must tell it too."""
        return (bool(rival.dates()) or not whole) and bool(of_the_year([rival], year, self._sentence.text))

    def _fit(self, claim: Claim, one: Occurrence) -> float:
        """How well a place fits a claim: words of its clause, words right beside it, year, and its other claims."""
        words = self._sentence.words[claim]
        beside = [atom for atom in (one.neighbour(-1), one.atom, one.neighbour(1)) if atom is not None]
        fit = 0.3 * self._scale.share(words, [one.atom]) + 0.4 * self._scale.share(words, beside)
        fit += _NEAR * self._beside(claim, one)
        others = [blocks for other, blocks in self._blocks.items() if other is not claim]
        fit += _TOGETHER * (sum(one.block in blocks for blocks in others) / len(others) if others else 0.0)
        year = self._sentence.years.get(claim)
        return fit + (
            _DATED if year is not None and one.dates() and of_the_year([one], year, self._sentence.text) else 0.0
        )

    def _beside(self, claim: Claim, one: Occurrence) -> float:
        """How much of what stands right beside a claim stands right beside the place too: words, and letters."""
        if one.span is None:
            return 0.5
        before, after = (atom.plain if atom else "" for atom in (one.neighbour(-1), one.neighbour(1)))
        before = normalise(f"{before} {one.atom.plain[: one.span.start]}")
        after = normalise(f"{one.atom.plain[one.span.end :]} {after}")
        text = self._sentence.text
        left = _common(normalise(text[: claim.span.start])[::-1], before[::-1])
        right = _common(normalise(text[claim.span.end :]), after)
        letters = 0.7 * max(left, right) + 0.3 * min(left, right)
        sides = (before[-REACH:], after[:REACH])
        total = held = 0.0
        for side, near in enumerate(self._sentence.near[claim]):
            total += sum(near.values())
            for word, weight in near.items():
                any_of = word.split("|")
                if any(one in sides[side] for one in any_of):
                    held += weight
                elif any(one in sides[1 - side] for one in any_of):
                    held += _OTHER_SIDE * weight
        return 0.5 * letters + 0.5 * (held / total if total else letters)


def _first(pair: tuple[float, Occurrence]) -> float:
    return pair[0]


def _keys(claim: Claim) -> frozenset[str]:
    """What names and numbers without a unit are compared by."""
    return claim.keys or frozenset([numeral_key(claim.said)] if claim.quantity and not claim.quantity.unit else [])


def _common(one: str, other: str) -> float:
    """How many letters two texts begin with in common, as a share of `_LETTERS`; spaces do not count."""
    one, other = one[: 2 * _LETTERS].replace(" ", ""), other[: 2 * _LETTERS].replace(" ", "")
    same = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return min(1.0, same / _LETTERS)
