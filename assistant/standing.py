"""Whether what a sentence claims stands in a clause of a source: numbers by value and unit, names in any wording."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from assistant.claims import MONEY, NUMERAL, Claim, Sort, alike, numeral_key, read_claims, readable
from assistant.glossary import Glossary
from assistant.named import squeezed
from assistant.units import Atom
from corpus.dates import DateMention
from corpus.document import PartialDate, Span
from corpus.numbers import Quantity

_LEAST, _MOST = frozenset(["at_least", "over"]), frozenset(["at_most", "under"])
_ENDS = re.compile(
    r"ตั้งแต่|จาก|เริ่ม|ถึง|จน|ก่อน|หลัง|สิ้นสุด|\b(?:since|from|to|until|through|began|start(?:ed)?)\b", re.IGNORECASE
)
"""Words beside which one end of a period may be named without the other."""
_LONG = 9
"""Letters from which a Latin name of several words is recognised without the spaces between them."""
_POINTS = r"[.\u200b-]?"
"""What may stand between the letters of a Latin name that is compared without it: Plug-in, U.S."""
_GLUED = re.compile(r"^[ก-ฮ]+\.")
_YEARLIKE = re.compile(r"(?:19|20|21|24|25|26)\d\d")


@dataclass(frozen=True, eq=False)
class Stated:
    """What one clause of a source states.

    Args:
        atom: the clause.
        claims: what it states.
    """

    atom: Atom
    claims: tuple[Claim, ...]

    @cached_property
    def squeezed(self) -> str:
        """Its search copy without spaces, in which names are looked for."""
        return squeezed(self.atom.plain)

    @cached_property
    def numerals(self) -> tuple[Claim, ...]:
        """Its numerals that belong to no date and to no telephone number, each also without the letters glued to it."""
        taken = [claim.span for claim in self.claims if claim.sort in (Sort.DATE, Sort.PHONE)]
        found = []
        for match in NUMERAL.finditer(readable(self.atom.plain)):
            if not any(span.start <= match.start() < span.end for span in taken):
                written = match.group()
                keys = frozenset(map(numeral_key, (written, _GLUED.sub("", written))))
                found.append(Claim(Sort.NUMERAL, Span(*match.span()), written, keys=keys))
        return tuple(found)

    @cached_property
    def numeral_keys(self) -> frozenset[str]:
        """Its numerals as they are compared."""
        return frozenset(key for one in self.numerals for key in one.keys)

    @cached_property
    def dates(self) -> tuple[Claim, ...]:
        """Its dates and years."""
        return tuple(claim for claim in self.claims if claim.date is not None)


@lru_cache(maxsize=30_000)
def stated(atom: Atom, glossary: Glossary) -> Stated:
    """What a clause states; kept, because the same clauses are looked at for each sentence.

    Args:
        atom: the clause.
        glossary: names of agencies.
    """
    return Stated(atom, tuple(read_claims(readable(atom.plain), glossary)))


def matching(claim: Claim, there: Stated) -> list[Claim]:
    """The statements of a clause that say what is claimed.

    Args:
        claim: what a sentence claims.
        there: what a clause states.

    Returns:
        One statement for each place where it stands; names without a place of their own give the claim.
    """
    if claim.quantity is not None:
        found = [one for one in there.claims if one.quantity and same_amount(claim, one.quantity, there)]
        return found or (_as_year(claim, there) if not claim.quantity.unit else [])
    if claim.date is not None:
        return [one for one in there.dates if one.date and same_date(claim, one.date)]
    if claim.sort is Sort.PHONE:
        phones = [one for one in there.claims if one.sort is Sort.PHONE and _same_phone(claim, one)]
        return phones or [one for one in there.numerals if one.keys & claim.keys]
    if claim.sort is Sort.NUMERAL:
        numerals = [one for one in there.numerals if one.keys & claim.keys]
        phones = [one for one in there.claims if one.sort is Sort.PHONE and one.keys & claim.keys]
        return numerals or phones or _as_year(claim, there)
    named = [one for one in there.claims if one.sort is claim.sort and one.keys & claim.keys]
    if named or not holds_name(claim, there.atom.copy):
        return named
    return [_placed(claim, there.atom.plain)]


def _placed(claim: Claim, text: str) -> Claim:
    """A name where a text has it, as far as that can be told."""
    for key in sorted(claim.keys, key=len, reverse=True):
        at = re.search(r"[\s.]*".join(map(re.escape, key)), text, re.IGNORECASE)
        if at:
            return replace(claim, span=Span(*at.span()), said=at.group())
    return claim


def holds_name(claim: Claim, copy: str) -> bool:
    """Whether a text holds a name in one of its wordings; a Latin one only as whole words.

    Args:
        claim: the name.
        copy: search copy of the text.
    """
    dense = squeezed(copy)
    return any(
        re.search(rf"(?<![a-z0-9]){_POINTS.join(map(re.escape, key))}s?(?![a-z0-9])", copy)
        or (len(key) >= _LONG and key in dense)
        if key.isascii()
        else key in dense
        for key in claim.keys
    )


def same_amount(claim: Claim, there: Quantity, where: Stated) -> bool:
    """Whether a source's amount is the one claimed: value, end of the range, unit, and which way it is limited.

    What an English sentence counts may be any noun that the source has beside it: 17 SME cluster networks.
    """
    claimed = claim.quantity
    if claimed is None:
        return False
    if claimed.value != there.value or claimed.upper != there.upper:
        return _in_table(claimed, there, where)
    if not _same_limit(claimed.qualifier, there.qualifier):
        return False
    if alike(claimed.unit, there.unit):
        return True
    if claim.nouns:
        named = alike(claimed.unit, there.unit) or not claimed.unit or squeezed(claimed.unit) in where.squeezed
        return named and any(alike(noun, there.unit) for noun in claim.nouns)
    if not claimed.unit:
        return there.unit != "%" and not there.unit.endswith("ที่")
    if there.unit:
        return False
    near = where.squeezed if claimed.unit in ("%", *MONEY) else squeezed(f"{where.atom.copy} {where.atom.context}")
    return squeezed(claimed.unit) in near


def _same_limit(claimed: str, there: str) -> bool:
    if claimed == there or (claimed in _LEAST and there in _LEAST) or (claimed in _MOST and there in _MOST):
        return True
    return {claimed, there} <= {"", "about"}


def _in_table(claimed: Quantity, there: Quantity, where: Stated) -> bool:
    """Whether a bare number is the one claimed because its heading counts in millions: "งบ (ล้านบาท)" above 616.59."""
    if not claimed.unit or there.unit or there.upper is not None or claimed.upper is not None or not there.value:
        return False
    if there.span.end != there.number.end:
        return False  # it has a magnitude of its own
    power = claimed.value / there.value
    words = {1_000: "พัน", 1_000_000: "ล้าน", 1_000_000_000: "พันล้าน"}
    word = words.get(int(power)) if power == int(power) else None
    return word is not None and f"{word}{squeezed(claimed.unit)}" in squeezed(where.atom.context)


def _as_year(claim: Claim, there: Stated) -> list[Claim]:
    """A bare number that may be a year, as a year."""
    key = next(iter(claim.keys), numeral_key(claim.said.split()[-1])) if claim.said.split() else ""
    if not _YEARLIKE.fullmatch(key):
        return []
    years = {int(key), int(key) - 543}
    return [one for one in there.dates if one.date and not one.date.until and one.date.date.year in years]


def same_date(claim: Claim, there: DateMention) -> bool:
    """Whether a source's date is the one claimed, as far as the claim states it; a period must be the same period."""
    mine = claim.date
    if mine is None:
        return False
    ends = [there.date] if there.until is None else [there.date, there.until]
    if mine.until is not None:
        return len(ends) == 2 and all(_within(*pair) for pair in zip((mine.date, mine.until), ends, strict=True))
    return len(ends) == 1 and _within(mine.date, there.date)


def is_end_of(claim: Claim, sentence: str, there: DateMention) -> bool:
    """Whether a year is one end of a source's period, and the sentence says that it is an end.

    Args:
        claim: the date claimed.
        sentence: the text that it stands in.
        there: a period.
    """
    if claim.date is None or claim.date.until is not None or there.until is None:
        return False
    near = sentence[max(0, claim.span.start - 16) : claim.span.end + 4]
    ends = (there.date, there.until)
    return bool(_ENDS.search(near)) and any(_within(claim.date.date, end) for end in ends)


def _within(claimed: PartialDate, there: PartialDate) -> bool:
    """Whether a date states nothing but what another one states."""
    pairs = ((claimed.year, there.year), (claimed.month, there.month), (claimed.day, there.day))
    return all(mine is None or mine == other for mine, other in pairs)


def _same_phone(claim: Claim, there: Claim) -> bool:
    """Whether two telephone numbers are one; an extension may be left out."""
    return any(other.startswith(key) and len(key) >= min(9, len(other)) for key in claim.keys for other in there.keys)
