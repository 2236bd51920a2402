"""Reads a question: what kind of answer it wants, which words carry it, which years and counted things it names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pythainlp.corpus import provinces

from assistant.cutting import cut
from assistant.english import is_english, translated
from assistant.glossary import Glossary
from assistant.kinds import Asked, Kind, asked
from assistant.ordinals import find_ordinals
from assistant.question_words import question_words
from assistant.question_years import without_years, years_of
from assistant.wordclass import names
from corpus.document import Span
from corpus.normalise import normalise
from corpus.numbers import Quantity, find_quantities
from corpus.relative_years import RelativeYears, find_relative_years
from corpus.words import word_spans

__all__ = ["Kind", "Question", "carries", "read_question"]

_POLITE_END = re.compile(r"(?:นะ|ล่ะ)?(?:ครับผม|ครับ|ค่ะ|คะ)(?=[\s?!,.]|$)")
_SHORT = re.compile(r"(?<![\u0e01-\u0e4e.])(?:[ก-ฮ]{1,5}\.)+(?:[ก-ฮ]{1,3}\.)*(?![\u0e30-\u0e4e])")
_ERA = frozenset(["พ.ศ.", "ค.ศ."])
_CODE = re.compile(r"(?<![a-z0-9])[a-z]{1,4}-?\d+[a-z0-9]*(?![a-z0-9])")
"""Names made of letters and figures, such as m81."""
_PUBLISHED = re.compile(
    r"(?:ข่าว|บทความ|เอกสาร|ประกาศ|รายงาน)[^?]*(?:เผยแพร่|ออก|ตีพิมพ์|ลง|เขียน|ประกาศ)|(?:เผยแพร่|ตีพิมพ์|ลงข่าว)(?:เมื่อ|วัน|ปี|เดือน)"
)
_CLOCK = re.compile(r"กี่\s?(?:โมง|ทุ่ม|นาฬิกา)|เวลา\s?(?:ไหน|ใด|อะไร|เท่า)|\bwhat time\b")
_DOUBTS = re.compile(r"หรือ\s?(?:ว่า)?\s?\d|กันแน่|ไม่ตรงกัน|ไม่เท่ากัน|บาง(?:ที่|ข่าว|เว็บ|คน)")
_HEAD = re.compile(r"([\u0e01-\u0e4e]+)\s?(?:ชื่อ(?:ว่า)?)?(?:อะไร|ใด|ไหน|ไร(?=\s|$|บ้าง))")
_AT_PLACE = r"(?:ที่|จังหวัด|จ\.|เมือง)\s?({})(?=\s|$|มี|ได้|อยู่|ทำ|จัด|ปลูก|ผลิต|เข้าร่วม)"


@dataclass(frozen=True, slots=True)
class Question:
    """A question as the engine works with it.

    Args:
        text: the standalone question.
        copy: its search copy, without polite particles, abbreviations with their full stops.
        kind: the kind of answer it wants.
        content: the words that carry it, without question words, particles and function words.
        years: common-era years that it names.
        ordinals: numbered things that it names without spaces, for example "ครั้งที่4"; see `names_ordinal`.
        counted: the unit of the number asked for, in the canonical form of `corpus.units`; "" for any, or for no number.
        nouns: the content words that name what it is about; verbs, adverbs and what it asks for are left out.
        relative_years: periods that it tells from the present; spans of `text`.
    """

    text: str
    copy: str
    kind: Kind
    content: tuple[str, ...]
    years: frozenset[int]
    ordinals: tuple[str, ...]
    counted: str
    nouns: frozenset[str]
    relative_years: tuple[RelativeYears, ...] = ()

    @property
    def about_publication(self) -> bool:
        """Whether it asks when a document itself came out."""
        return self.kind is Kind.DATE and bool(_PUBLISHED.search(self.copy))

    @property
    def wants_number(self) -> bool:
        """Whether a number is asked for."""
        return self.kind in (Kind.COUNT, Kind.AMOUNT, Kind.SHARE)

    @property
    def wants_time(self) -> bool:
        """Whether a time of day is asked for."""
        return self.kind is Kind.DATE and bool(_CLOCK.search(self.copy))


def read_question(text: str, glossary: Glossary | None = None) -> Question:
    """Read a question.

    Args:
        text: a standalone question.
        glossary: puts full stops into abbreviations, and Thai words beside English ones.
    """
    bare = _without_courtesies(normalise(text))
    wanted = asked(bare)
    copy = bare
    if glossary is not None:
        copy = translated(bare, glossary) if is_english(bare) else glossary.spelled_out(bare)
    plain = without_years(copy)
    ordinals = find_ordinals(plain)
    short = [match.group() for match in _SHORT.finditer(plain) if match.group() not in _ERA]
    figures = _figures(plain, wanted)
    counted = wanted.counted or _claimed(plain, wanted)
    for ordinal in ordinals:
        plain = plain.replace(ordinal.written, " ")
    codes = _CODE.findall(plain)
    rest = cut(_CODE.sub(" ", _SHORT.sub(" ", plain)))
    numbered = [ordinal.written for ordinal in ordinals if not ordinal.name.startswith("ข้อ")]
    content = [*short, *numbered, *figures, *codes, *_colliding_places(copy), *filter(carries, rest)]
    given = _given(plain, rest)
    return Question(
        text=text,
        copy=copy,
        kind=wanted.kind,
        content=tuple(dict.fromkeys(content)),
        years=years_of(bare),
        ordinals=tuple(dict.fromkeys(ordinal.name for ordinal in ordinals)),
        counted=counted,
        nouns=frozenset([*short, *codes, *(word for word in content if word in given and names(word))]),
        relative_years=tuple(find_relative_years(text)),
    )


def carries(word: str) -> bool:
    """Whether a word of a question says what it is about."""
    return question_words().carries(word)


def _without_courtesies(copy: str) -> str:
    """A search copy without particles, openings and closings; the copy itself if nothing else is in it."""
    kept = _POLITE_END.sub(" ", copy)
    polite = question_words().polite
    kept = "".join(piece for span in word_spans(kept) if (piece := span.of(kept)) not in polite)
    kept = " ".join(kept.split())
    asking = question_words().opening.sub("", kept)
    asking = question_words().closing.sub("", asking).strip()
    return next((one for one in (asking, kept, " ".join(copy.split())) if one), copy)


def _figures(plain: str, wanted: Asked) -> list[str]:
    """Amounts that the question names as known; one that it only puts up for a yes or a no is not known."""
    if _DOUBTS.search(plain):
        return []
    found = _written_in_figures(plain)
    if wanted.kind is Kind.YES_NO and found and found[-1].span.end <= wanted.at:
        found.pop()
    return [" ".join(quantity.span.of(plain).split()) for quantity in found]


def _claimed(plain: str, wanted: Asked) -> str:
    """The unit of the amount that a yes-or-no question puts up."""
    found = _written_in_figures(plain) if wanted.kind is Kind.YES_NO else []
    return found[-1].unit if found and found[-1].span.end <= wanted.at else ""


def _written_in_figures(plain: str) -> list[Quantity]:
    """Amounts with a unit; ordinals, and number words that may be a part of something else, are left out."""
    return [
        quantity
        for quantity in find_quantities(plain)
        if quantity.unit and not quantity.unit.endswith("ที่") and any(map(str.isdigit, quantity.number.of(plain)))
    ]


def _given(plain: str, rest: Iterable[str]) -> set[str]:
    """Words that the question names as known: all but what stands beside the words that ask."""
    heads = {cut(match.group(1))[-1] for match in _HEAD.finditer(plain) if cut(match.group(1))}
    heads |= {following[0] for match in re.finditer("กี่", plain) if (following := cut(plain[match.end() :]))}
    words = list(rest)
    return {word for word in words if word not in heads or words.count(word) > 1}


def _colliding_places(copy: str) -> list[str]:
    """Provinces whose name is a function word too, where the question means the place."""
    names_too = [str(name) for name in provinces() if not carries(str(name))]
    return re.findall(_AT_PLACE.format("|".join(map(re.escape, names_too))), copy) if names_too else []


def span_of_asking(copy: str) -> Span:
    """Where a search copy asks; empty at its end if no word asks."""
    return Span(asked(copy).at, len(copy))
