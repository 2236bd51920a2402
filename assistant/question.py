"""Reads a question: what kind of answer it wants, which words carry it, which years and counted things it names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container
from dataclasses import dataclass

from pythainlp.corpus import provinces

from assistant.cutting import cut, cut_spans
from assistant.english import is_english, translated
from assistant.glossary import Glossary
from assistant.kinds import Asked, Kind, asked
from assistant.ordinals import ANY, find_ordinals
from assistant.question_dates import dates_of, written_out
from assistant.question_words import question_words
from assistant.question_years import without_years, years_of
from assistant.wordclass import names
from corpus.document import THAI_MONTHS, PartialDate
from corpus.normalise import normalise
from corpus.numbers import Quantity, find_quantities
from corpus.relative_years import RelativeYears, find_relative_years
from corpus.words import word_spans

__all__ = ["Kind", "Question", "carries", "read_question"]

_POLITE_END = re.compile(r"(?:นะ|ล่ะ)?(?:ครับผม|ครับ|ค่ะ|คะ)(?=[\s?!,.]|$)")
_ASKING_ITSELF = re.compile(r"ได้|ที่ไหน|กับใคร|ใคร(?=\s|$|ได้)|ยังไง|อย่างไร")
_SHORT = re.compile(r"(?<![\u0e01-\u0e4e.])(?:[ก-ฮ]{1,5}\.)+(?:[ก-ฮ]{1,3}\.)*(?![\u0e30-\u0e4e])")
_ERA = frozenset(["พ.ศ.", "ค.ศ."])
_CODE = re.compile(
    r"(?<![a-z0-9])[a-z]{1,4}-?\d+(?:\.\d+)?[a-z0-9]*(?![a-z0-9])|(?<![a-z0-9.,])\d{1,2}[a-z](?![a-z0-9])|(?:สาย|ทางหลวง(?:หมายเลข)?|หมายเลข|เลขที่|\biso|มอก\.)\s?\d+(?![\d.,]*\d)|(?<![ก-๎.])[ก-ฮ]{2,3}\.\d+(?![\d.,]*\d)"
)
"""Names made of letters and figures, such as m81, สาย 105, iso 9001."""
_DOTTED = re.compile(r"([ก-ฮ]\.)(\d)")
"""With a space between, a code is found whether documents write one or not."""
_BESIDE = 12
"""How far before the words that ask an amount stands at most that they ask about, in characters."""
_PUBLISHED = re.compile(
    r"(?:ข่าว|บทความ|เอกสาร|ประกาศ|รายงาน)[^?]*(?:เผยแพร่|ออก|ตีพิมพ์|ลง|เขียน|ประกาศ)|(?:เผยแพร่|ตีพิมพ์|ลงข่าว)(?:เมื่อ|วัน|ปี|เดือน)"
)
_EITHER = re.compile(
    r"(?P<one>\d[\d,.]*)\s?[\u0e01-\u0e4e]{0,12}?\s?หรือ\s?(?:ว่า)?\s?(?P<two>\d[\d,.]*)\s?(?P<unit>(?:ล้าน|แสน|หมื่น|พัน)*(?:บาท|กลุ่ม|ราย|คน|แห่ง|ตัน|%|จังหวัด|โครงการ)?)"
)
_FIGURE = re.compile(r"(?<![\w.,])(?:\d+\.\d+|\d{1,3}(?:,\d{3})+)(?![\w.,])")
_PART_OF_REGION = re.compile("ภาค(?:เหนือ|ใต้|กลาง|ตะวันออก|ตะวันตก|อีสาน|ตะวันออกเฉียงเหนือ)ตอน(?:บน|ล่าง|กลาง)")
_FEW = 2
"""Words below which those that nearly always say nothing are taken too."""
_CLOCK = re.compile(r"กี่\s?(?:โมง|ทุ่ม|นาฬิกา)|เวลา\s?(?:ไหน|ใด|อะไร|เท่า)|\bwhat time\b")
_DOUBTS = re.compile(r"หรือ\s?(?:ว่า)?\s?\d|กันแน่|ไม่ตรงกัน|ไม่เท่ากัน|บาง(?:ที่|ข่าว|เว็บ|คน)")
_HEAD = re.compile(r"([\u0e01-\u0e4e]+?)(?:อะไร|ใด|ไหน|ไร(?=\s|$|บ้าง)|ละ\s?(?:กี่|เท่า))")
_REACHING = frozenset(["เบอร์", "เบอร์โทร", "โทร", "โทรศัพท์", "ติดต่อ", "อีเมล", "ไลน์", "หมายเลขโทรศัพท์", "สอบถาม"])
"""What a question for a contact asks for, and does not tell."""
_LABELS = frozenset(["หมายเลข", "เลขที่", "รหัส"])
"""What questions call a number that documents write without: the number says itself that it is one."""
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
        counted: the unit of the number asked for, as in `corpus.units`; "" for any, or for no number.
        nouns: the content words that name what it is about; verbs, adverbs and what it asks for are left out.
        relative_years: periods that it tells from the present; spans of `text`.
        dates: days and months that it names; see `dates_of`.
        codes: names made of letters and figures: "m81".
        also: other wordings of its words.
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
    dates: tuple[PartialDate, ...] = ()
    codes: tuple[str, ...] = ()
    also: frozenset[str] = frozenset()

    @property
    def wording(self) -> str:
        """The text to search by: as asked, with the words of the documents for English words and abbreviations."""
        there = normalise(self.text)
        more = [word for word in self.copy.split() if word not in there]
        return " ".join([self.text, *more])

    @property
    def about_publication(self) -> bool:
        """Whether it asks when a document itself came out."""
        return self.kind is Kind.DATE and bool(_PUBLISHED.search(self.copy))

    @property
    def is_bare(self) -> bool:
        """Whether it only names something, with no word that asks; a short overview is enough then."""
        bare = without_courtesies(normalise(self.text))  # not the search copy, which has no words that ask in English
        return asked(bare).at >= len(bare)

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
    bare = written_out(without_courtesies(normalise(text)))
    wanted = asked(bare)
    copy = bare
    if glossary is not None:
        copy = translated(bare, glossary) if is_english(bare) else glossary.spelled_out(bare)
    years = years_of(bare)
    plain = without_years(copy)
    ordinals = find_ordinals(plain)
    codes = [_DOTTED.sub(r"\1 \2", code) for code in _CODE.findall(plain)]
    plain = _CODE.sub(" ", plain)
    short = [match.group() for match in _SHORT.finditer(plain) if match.group() not in _ERA]
    amounts = _amounts(plain)
    claimed = amounts[-1] if amounts and _is_claimed(plain, amounts[-1], wanted) else None
    known = [] if _DOUBTS.search(plain) else [amount for amount in amounts if amount is not claimed]
    figures = [" ".join(amount.span.of(plain).split()) for amount in known] or _alternatives(plain)
    given = _given(plain)
    for ordinal in ordinals:
        plain = plain.replace(ordinal.written, " ")
    plain = _SHORT.sub(" ", plain)
    compounds = glossary.compounds_in(plain) if glossary is not None else []
    for compound in compounds:
        plain = plain.replace(compound, " ")
    rest = [once for word in cut(plain) if carries(word) and carries(once := _once(word))]
    dates = dates_of(bare, years)
    said = _LABELS | (frozenset(THAI_MONTHS) if dates else frozenset())
    rest = [word for word in rest if word not in said] or rest
    english = copy != bare and is_english(bare)
    numbered = [ordinal.said for ordinal in ordinals if not ordinal.name.startswith("ข้อ") and not english]
    places = [*_colliding_places(copy), *_PART_OF_REGION.findall(copy)]
    if not short and not codes and len({*places, *compounds, *rest}) < _FEW:
        rest = list(filter(question_words().may_carry, cut(plain)))
    nouns = [word for word in rest if word in given and names(word) and not (english and _is_common_noun(word, text))]
    nouns += compounds
    if wanted.kind is Kind.CONTACT:
        nouns = [word for word in nouns if word not in _REACHING]
    content = tuple(dict.fromkeys([*short, *codes, *numbered, *figures, *places, *compounds, *rest]))
    return Question(
        text=text,
        copy=copy,
        kind=wanted.kind,
        content=content,
        years=years,
        ordinals=tuple(dict.fromkeys(_of_any(ordinal.name) if english else ordinal.name for ordinal in ordinals)),
        counted=wanted.counted or (claimed.unit if claimed else ""),
        nouns=frozenset([*short, *codes, *places, *nouns]),
        relative_years=tuple(find_relative_years(text)),
        dates=dates,
        codes=tuple(code for code in codes if code.isascii()),
        also=frozenset().union(*map(glossary.alternatives, content)) if glossary is not None else frozenset(),
    )


def _once(word: str) -> str:
    """A word without the mark that says it twice (ง่าย ๆ)."""
    return word.removesuffix("ๆ").rstrip() or word


def carries(word: str) -> bool:
    """Whether a word of a question says what it is about."""
    return question_words().carries(word)


def without_courtesies(copy: str) -> str:
    """A question without particles, openings and closings; the question itself if nothing else is in it.

    Args:
        copy: a question, or its search copy.
    """
    kept = _POLITE_END.sub(" ", copy)
    polite = question_words().polite
    kept = "".join(piece for span in word_spans(kept) if (piece := span.of(kept)) not in polite)
    kept = " ".join(kept.split())
    asking = kept[_opening(kept) :]
    if _ASKING_ITSELF.match(asking):
        asking = kept  # สอบถามได้ที่ไหน asks where to ask
    asking = question_words().closing.sub("", asking).strip()
    return next((one for one in (asking, kept, " ".join(copy.split())) if one), copy)


def _opening(copy: str) -> int:
    """How far a question greets and asks to be answered before it begins: ทีม does not begin with ที."""
    borders = {len(copy), *(span.start for span in cut_spans(copy))}
    words = question_words()
    at = 0
    while (said := (words.further if at else words.opening).match(copy, at)) and said.end() in borders:
        at = said.end()
    return at


def _amounts(plain: str) -> list[Quantity]:
    """Amounts with a unit; ordinals, and number words that may be a part of something else, are left out."""
    return [
        quantity
        for quantity in find_quantities(plain)
        if quantity.unit and not quantity.unit.endswith("ที่") and any(map(str.isdigit, quantity.number.of(plain)))
    ]


def _alternatives(plain: str) -> list[str]:
    """The figures that a question has seen and cannot decide between."""
    match = _EITHER.search(plain)
    if match:
        return [f"{number} {match['unit']}".strip() for number in (match["one"], match["two"])]
    return [figure for figure in _FIGURE.findall(plain) if _DOUBTS.search(plain)]


def _is_claimed(plain: str, amount: Quantity, wanted: Asked) -> bool:
    """Whether a yes-or-no question puts an amount up (ถึง 20 กลุ่มไหม), so that it is not known."""
    asking = asked(plain).at
    return wanted.kind is Kind.YES_NO and 0 <= asking - amount.span.end <= _BESIDE


def _given(plain: str) -> Container[str]:
    """Words that the question names as known: all but what stands beside the words that ask, unless said twice."""
    heads = {words[-1] for match in _HEAD.finditer(plain) if (words := cut(match.group(1)))}
    heads |= {words[0] for match in re.finditer("(?<!เ)กี่", plain) if (words := cut(plain[match.end() :]))}
    counts = Counter(cut(plain))
    return {word for word, count in counts.items() if word not in heads or count > 1}


def _of_any(ordinal: str) -> str:
    """The name of an ordinal with any noun in place of its own."""
    return ANY + ordinal.lstrip("".join(set(ordinal) - set("0123456789")))


def _is_common_noun(word: str, text: str) -> bool:
    """Whether a Latin word of an English question is no name: names are written with a capital."""
    return word.isascii() and not re.search(
        rf"(?<!^){re.escape(word.capitalize())}|\b{re.escape(word.upper())}\b", text
    )


def _colliding_places(copy: str) -> list[str]:
    """Provinces whose name is a function word too, where the question means the place."""
    names_too = [str(name) for name in provinces() if not carries(str(name))]
    return re.findall(_AT_PLACE.format("|".join(map(re.escape, names_too))), copy) if names_too else []
