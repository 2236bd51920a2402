"""What kind of answer a question wants, told by the words it asks with and what stands before them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant.cutting import cut
from assistant.kind_patterns import (
    AFTER,
    ASKS,
    CHANGE,
    COMPARES,
    CONTACTS,
    CURRENCIES,
    DATED,
    DEGREE,
    DOUBTED,
    IDENTIFIER,
    JOINING,
    LISTED,
    LISTS,
    MONEY,
    NEEDS,
    NO_MONEY,
    POWER,
    RANK,
    RATE,
    RELATION,
    ROLE,
    TO_CALL,
    UNASKED,
    WISHES_TO_JOIN,
    Kind,
    names_agency,
)
from assistant.question_words import question_words
from assistant.rarity import commonness
from assistant.sounding import bare
from corpus.units import UNITS

__all__ = ["Asked", "Kind", "asked"]

_LOOSE = (Kind.OPEN, Kind.PLACE, Kind.YES_NO)
_EXACT = (Kind.DATE, Kind.COUNT)
_NAMELESS = (Kind.OPEN, Kind.DEFINITION)
"""Kinds that do not tell what sort of answer is wanted."""
_SPOKEN = {"คิว": "ลูกบาศก์เมตร"}
"""Units as they are said and not written."""
_AGE = re.compile(r"อายุ(?:ได้|ไม่เกิน|ไม่ต่ำกว่า|ขั้นต่ำ|สูงสุด|ถึง|ตั้งแต่)*\s?$")
_KILO = "กิโล"
"""Kilograms or kilometres: what begins like it fits."""
_CLAUSE = 70
"""How far before "เท่าไร" the word that says of what may stand, in characters."""
_SHORTEST_UNIT = 3
"""Letters that a unit has at least whose marks may be wrong."""
_ODDS = 50
"""How many times as common as what is written such a unit is."""
_LETTERS = re.compile("\\s?((?:[\u0e01-\u0e2e]{1,4}\\.)+|[\u0e01-\u0e4e]*)")
_ENGLISH_UNIT = re.compile(r"how many ([a-z]+)")
_PERIODS = re.compile(r"(?:ปี|เดือน|วัน|ครั้ง|รอบ|สัปดาห์)$")
_ANYBODY = re.compile(
    r"ใคร(?:[^?]{0,40}กว่า|[^?\s]{0,24}(?:ได้(?=\s|$|บ้าง|ไหม|มั้ย)|ได้(?:รับ)?(?:ประโยชน์|สิทธิ)|มีสิทธิ|ควร|เหมาะ|จำเป็นต้อง))"
)
"""Asks what sort of people (ใครสมัครได้), or which of two."""
_TOLD_APART = re.compile(r".ที่[\u0e01-\u0e4e]{4,}")
"""What tells which one is meant (คนไทยที่ได้รางวัลคือใคร): its name is wanted, not what it is."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question asks for.

    Args:
        kind: the kind of answer.
        counted: the unit of the number that it asks for, in the canonical form of `corpus.units`, or "" for any.
        at: where the words that ask begin in the search copy; its length if no word asks.
        until: where they end, what is counted included.
    """

    kind: Kind
    counted: str
    at: int
    until: int


def asked(copy: str) -> Asked:
    """What a question asks for.

    Args:
        copy: its search copy, without polite particles.
    """
    places = [
        (match.start(), order, kind, match)
        for order, (kind, pattern) in enumerate(ASKS)
        if (match := pattern.search(copy))
    ]
    first = min(places, key=lambda place: place[:2], default=None)
    if first and first[2] in _LOOSE:  # "หาดอะไร ยาวเท่าไร": the number is what can be told apart from the rest
        later = [place for place in places if place[2] in _EXACT and " " in copy[first[0] : place[0]]]
        first = min(later, key=lambda place: place[:2], default=first)
    if first is None:
        whole = _as_a_whole(copy, None)
        return Asked(whole, "", len(copy), len(copy)) if whole else _unasked(copy)
    at, _, asking, match = first
    name, until = _unit(copy, match)
    whole = _as_a_whole(copy, asking, at)
    if whole:
        return Asked(whole, "", at, until)
    kind, counted = _number(copy, match, name) if asking is Kind.COUNT else (_refined(copy, match, asking), "")
    return Asked(kind, counted, at, until)


def asked_second(copy: str) -> Asked | None:
    """The second thing that a question asks for ("กี่ราย เป็นเงินเท่าไร"); None if it asks for one.

    Args:
        copy: its search copy, without polite particles.
    """
    rest = copy[asked(copy).until :]
    words = re.split(r"\s|และ|แล้ว", rest, maxsplit=1)
    if len(words) < 2 or not any(pattern.search(words[1]) for _, pattern in ASKS):
        return None
    start = len(copy) - len(words[1])
    second = asked(words[1])
    return replace(second, at=start + second.at, until=start + second.until)


def _as_a_whole(copy: str, asking: Kind | None, at: int = 0) -> Kind | None:
    """The kind that the whole question shows, whatever the first words that ask are; None if they decide."""
    if asking is not Kind.WHY and COMPARES.search(copy) and "นอกจาก" not in copy[:at]:
        return Kind.COMPARISON
    if asking is not Kind.DATE and CONTACTS.search(copy):
        return Kind.JOIN if WISHES_TO_JOIN.search(copy) and not TO_CALL.search(copy) else Kind.CONTACT
    steps = asking in (None, Kind.HOW, Kind.PLACE) or (asking is Kind.OPEN and NEEDS.search(copy))
    if steps and (JOINING.search(copy) or (asking is None and WISHES_TO_JOIN.search(copy))):
        return Kind.JOIN
    dated = asking is Kind.DATE and re.match(DATED, copy[at:])
    listed = LISTS.search(copy) or (asking in (None, *_NAMELESS) and LISTED.search(copy))
    return Kind.LIST if asking is not Kind.WHY and not dated and listed else None


def _refined(copy: str, match: re.Match[str], kind: Kind) -> Kind:
    """The kind when what stands before the asking words is looked at too."""
    before = copy[: match.start()]
    if kind is Kind.PERSON and re.search(r"คือ\s?$", before) and not _is_told_apart(before):
        return Kind.DEFINITION
    if kind is Kind.PERSON and _ANYBODY.match(copy, match.start()):
        return Kind.OPEN
    if kind is Kind.OPEN and re.search(r"ชื่อ(?:ว่า|เต็ม)?\s?$", before):
        return Kind.AGENCY if names_agency(before) else Kind.PERSON if ROLE.search(before) else Kind.OPEN
    if kind is Kind.DEFINITION and IDENTIFIER.search(before):
        return Kind.OPEN
    return kind


def _is_told_apart(before: str) -> bool:
    """Whether what stands before "คือใคร" says which person is meant, and names nobody."""
    return any(pattern.search(before) for pattern in (ROLE, RELATION, _TOLD_APART))


def _unit(copy: str, match: re.Match[str]) -> tuple[str, int]:
    """What is counted after "กี่", as it is written, and where the words that ask end."""
    end = match.end()
    name = ""
    if match.group() == "กี่":
        power = POWER.match(copy, end)
        end = power.end() if power else end
        letters = _LETTERS.match(copy, end)
        pieces = cut(letters.group(1)) if letters else []
        joined = ["".join(pieces[:length]) for length in (3, 2, 1) if len(pieces) >= length]
        written = next((word for word in joined if word in UNITS), joined[-1] if joined else "")
        end = copy.find(written, end) + len(written)
        name = _meant(written)
    more = AFTER.match(copy, end)
    return name, more.end() if more else end


def _meant(written: str) -> str:
    """The unit behind a word after กี่ that is none and hardly ever a word: ชิ่น is ชิ้น with the wrong mark."""
    if written in UNITS:
        return written
    alike = (unit for unit in UNITS if len(unit) >= _SHORTEST_UNIT and bare(unit) == bare(written))
    return next((unit for unit in alike if commonness(unit) > _ODDS * commonness(written)), written)


def _number(copy: str, match: re.Match[str], name: str) -> tuple[Kind, str]:
    """What kind of number is asked for, and its unit."""
    before, after = copy[: match.start()], copy[match.end() :]
    if match.group() == "กี่":
        return _counted(before, after.lstrip(), name)
    if match.group() in ("แค่ไหน", "ขนาดไหน", "เพียงใด"):
        often = before.rstrip().endswith("บ่อย")  # ทุกสัปดาห์, เสมอ, นาน ๆ ครั้ง: words tell it too
        return (Kind.OPEN if often else Kind.COUNT if DEGREE.search(before) else Kind.HOW), ""
    if match.group().startswith(("how", "what")):
        return _english_number(copy, match.group())
    clause = before[-_CLAUSE:]
    if RANK.search(clause):
        return Kind.COUNT, "อันดับ"
    if CHANGE.search(clause):
        return Kind.COUNT, ""
    if re.search(r"ร้อยละ\s?$", clause) or (RATE.search(clause) and not re.match(r"\s?บาท", after)):
        return Kind.SHARE, ""
    per = re.search(r"([\u0e01-\u0e4e]+)ละ\s?$", clause)
    if per and not _PERIODS.search(per.group(1)):
        return Kind.AMOUNT, ""
    if _AGE.search(clause):
        return Kind.COUNT, "ปี"
    ordinal = re.search(r"(ครั้ง|รุ่น|รอบ|ปี|ฉบับ|สมัย)ที่\s?$", clause)
    if ordinal:
        return Kind.COUNT, f"{ordinal.group(1)}ที่"
    money = MONEY.search(NO_MONEY.sub(" ", clause)) or re.match(r"\s?(?:ล้าน)?บาท", after)
    return (Kind.AMOUNT if money else Kind.COUNT), ""


def _counted(before: str, rest: str, name: str) -> tuple[Kind, str]:
    """What "กี่ …" asks for."""
    power = POWER.match(rest)
    name = _SPOKEN.get(name, name)
    unit = UNITS[name].name if name in UNITS and name != _KILO else name
    if rest.startswith(("เปอ", "%")) or unit == "%" or before.rstrip().endswith("ร้อยละ"):
        return Kind.SHARE, ""
    if unit in CURRENCIES or (power and name not in UNITS):
        return Kind.AMOUNT, ""
    return Kind.COUNT, "" if unit in question_words().anything else unit


def _english_number(copy: str, asking: str) -> tuple[Kind, str]:
    if re.search(r"\bpercent(?:age)?\b|\bshare\b|%|\brate\b", copy):
        return Kind.SHARE, ""
    if re.search(r"\brank(?:ing)?\b", asking):
        return Kind.COUNT, "อันดับ"
    if asking == "how much" or (asking.startswith("what") and MONEY.search(copy)):
        return Kind.AMOUNT, ""
    noun = _ENGLISH_UNIT.search(copy)
    return Kind.COUNT, UNITS[noun.group(1)].name if noun and noun.group(1) in UNITS else ""


def _unasked(copy: str) -> Asked:
    """The kind of a question without a word that asks: two figures to choose from, or the name of what is wanted."""
    end = len(copy)
    doubted = DOUBTED.search(copy)
    if doubted is None:
        return Asked(next((kind for kind, pattern in UNASKED if pattern.search(copy)), Kind.OPEN), "", end, end)
    written = doubted["two"] or doubted["one"]
    pieces = cut(written)
    name = next((word for word in ("".join(pieces[:length]) for length in (2, 1)) if word in UNITS), "")
    if POWER.match(written) or (name in UNITS and UNITS[name].name in CURRENCIES):
        return Asked(Kind.AMOUNT, "", end, end)
    return Asked(Kind.COUNT, UNITS[name].name if name else "", end, end)
