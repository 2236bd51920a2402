"""Names in a text: places, agencies, persons, words in Latin letters, and words that no dictionary has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from pythainlp.corpus import provinces

from assistant.cutting import cut_spans
from assistant.glossary import Glossary
from assistant.phrases import Sort as Phrase
from assistant.phrases import elements
from assistant.rarity import dictionary
from corpus.document import Span
from corpus.normalise import SearchCopy, normalise

_HEADS = (
    "กระทรวง|กรม|สำนักงาน|สำนัก(?!งาน|ข่าว)|สถาบัน|มหาวิทยาลัย|สภา(?!พ|วะ)|สมาคม|องค์การ|ธนาคาร|บริษัท|คณะกรรมการ|มูลนิธิ"
    "|วิทยาลัย|โรงพยาบาล|โรงแรม|สหกรณ์|ชมรม|สำนักข่าว"
)
_NO_OFFICES = frozenset(["กระทรวง", "โรงแรม", "โรงพยาบาล", "บริษัท", "ธนาคาร", "สหกรณ์", "สมาคม", "ชมรม", "สำนักข่าว"])
_HEADED = re.compile(f"(?:{_HEADS})(?=[\u0e01-\u0e4e]{{2}})")
_POINTING = re.compile(
    "^(?:นี้|นั้น|ดังกล่าว|ที่|ของ|ใน|และ|หรือ|ต่าง|ทั้ง|อื่น|หลาย|แต่ละ|เอกชน|ผู้|จะ|ได้|มี|เป็น|ต้อง|ภาครัฐ|รัฐ|แห่ง|ค่ะ|ครับ|คะ|นะ|ขนาด|ใหญ่|เล็ก|มหาชน|จำกัด)"
)
"""What follows a word for an agency that is no name: this office, the offices that."""
_LONGEST_NAME = 2
"""Words after the word for an agency that are compared."""
_PERSON = re.compile(
    r"(?:นาย(?!ก|จ้าง|ทุน|หน้า|อำเภอ|แพทย์)|นางสาว|นาง(?!แบบ|ฟ้า)|น\.ส\.|ดร\.|ศ\.|รศ\.|ผศ\.|พล\.?[เตอท]\S{0,2}\.?|หม่อม)\s?([\u0e01-\u0e4e]{2,24})"
    r"|\b(?:Mr|Mrs|Ms|Dr|Prof)\.?\s([A-Z][a-z]+)"
)
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[.&+'’/-]?[A-Za-z0-9]+)*")
_SENTENCE_START = re.compile(r"(?:^|[.!?:;]\s+|[\"“(]\s*)$")
_THAI_WORD = re.compile("[\u0e01-\u0e4e]{3,}")
_ABBREVIATED = re.compile("([\u0e01-\u0e4e]{3,})ฯ")
_SHORT_NAME = 3
"""Letters that a name before ฯ has at least."""
_PLACE_HEAD = re.compile("^(?:จังหวัด|จ\\.|ประเทศ)\\s?")
_UNITS_IN_ENGLISH = frozenset(["baht", "thb", "usd", "be", "ce", "ad", "b.e", "c.e", "km", "kg"])


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a text.

    Args:
        sort: "place", "agency", "person" or "name".
        span: its characters.
        keys: its wordings as squeezed search copies; a text that holds one of them holds the name.
    """

    sort: str
    span: Span
    keys: frozenset[str]


def squeezed(text: str) -> str:
    """A search copy without spaces, full stops and ฯ, in which names are looked for."""
    return re.sub(r"[\s.ฯ\u200b-]+", "", normalise(text))


def find_names(text: str, glossary: Glossary) -> list[Name]:
    """The names in a text, in order, without overlap; a longer name hides those in it.

    Args:
        text: any text.
        glossary: names of agencies with their abbreviations, English words with Thai ones.
    """
    found: list[Name] = []
    for name in sorted(_all(text, glossary), key=lambda one: (one.span.start, -one.span.end)):
        if not found or name.span.start >= found[-1].span.end:
            found.append(name)
    return found


def _all(text: str, glossary: Glossary) -> Iterator[Name]:
    copy = SearchCopy.of(text)
    known = set()
    for match in _agencies(glossary).finditer(copy.text):
        span = copy.to_original(Span(*match.span()))
        known.add(span.start)
        yield Name("agency", span, wordings(match.group(), glossary))
    starts = {copy.to_original(span).start for span in cut_spans(copy.text)}
    for match in _HEADED.finditer(text):
        rest = text[match.end() : match.end() + 60]
        if match.start() in starts - known and not _POINTING.match(rest):
            words = cut_spans(normalise(rest.split(" ")[0]))[:_LONGEST_NAME]
            end = match.end() + (words[-1].end if words else 0)
            span = Span(match.start(), min(end, len(text)))
            yield Name("agency", span, wordings(normalise(span.of(text)), glossary))
    for match in _PERSON.finditer(text):
        yield Name("person", Span(*match.span()), frozenset([squeezed(match[1] or match[2])]))
    for element in elements(text):
        if element.sort is Phrase.PLACE:
            yield Name("place", element.span, wordings(normalise(_PLACE_HEAD.sub("", element.span.of(text))), glossary))
        elif element.sort is Phrase.AGENCY:
            yield Name("agency", element.span, wordings(normalise(element.span.of(text)), glossary))
    for match in _english_places().finditer(text):
        yield Name("place", Span(*match.span()), frozenset([squeezed(_by_english_name()[match.group().lower()])]))
    yield from _latin(text, glossary)
    yield from _unknown(text, glossary)


def _latin(text: str, glossary: Glossary) -> Iterator[Name]:
    """Words in Latin letters; in English prose only those that are written as names are."""
    prose = _is_prose(text)
    for match in _LATIN.finditer(text):
        word = match.group()
        bare = word.lower()
        if len(word) < 2 or bare in _UNITS_IN_ENGLISH:
            continue
        inside = any(char.isupper() or char.isdigit() for char in word[1:])
        capital = word[0].isupper() and not _SENTENCE_START.search(text[: match.start()])
        if prose and not (inside or capital):
            continue
        keys = wordings(bare, glossary) | {squeezed(thai) for thai in glossary.translate(bare).split()}
        yield Name("name", Span(*match.span()), keys)


def _is_prose(text: str) -> bool:
    return len(re.findall("[A-Za-z]", text)) > len(re.findall("[\u0e01-\u0e4e]", text))


def _unknown(text: str, glossary: Glossary) -> Iterator[Name]:
    """Thai words that no dictionary has, and names that ฯ cuts short."""
    copy = SearchCopy.of(text)
    for match in _ABBREVIATED.finditer(text):
        short = SearchCopy.of(match[1])
        cuts = [span.start for span in cut_spans(short.text) if len(short.text) - span.start >= _SHORT_NAME]
        if cuts:  # what stands before the last word may be a name of its own: กระทรวงอุตฯ
            start = match.start() + short.to_original(Span(cuts[-1], len(short.text))).start
            yield Name("name", Span(start, match.end()), frozenset([squeezed(short.text[cuts[-1] :])]))
    for span in cut_spans(copy.text):
        word = span.of(copy.text)
        if _THAI_WORD.fullmatch(word) and word not in dictionary() and word not in glossary.same:
            yield Name("name", copy.to_original(span), wordings(word, glossary))


@lru_cache(maxsize=20_000)
def wordings(word: str, glossary: Glossary) -> frozenset[str]:
    """A name and all its other wordings, squeezed.

    Args:
        word: search copy of the name.
        glossary: tells the other wordings.
    """
    others = set(glossary.alternatives(word))
    short = glossary.short.get(word.replace(".", ""), "")
    if short:
        others |= {short, *glossary.alternatives(short)}
    return frozenset(squeezed(one) for one in (word, *others) if squeezed(one))


@lru_cache(maxsize=8)
def _agencies(glossary: Glossary) -> re.Pattern[str]:
    """Full names and abbreviations of agencies that the glossary knows, the longest first."""
    full = {word for word in glossary.same if re.match(_HEADS, word) and len(word) > 6}
    short = {word for word in glossary.same if re.fullmatch(r"(?:[ก-ฮ]{1,5}\.)+", word)}
    bare = {word.replace(".", "") for word in short if len(word.replace(".", "")) >= 3}
    alternatives = "|".join(re.escape(word) for word in sorted(full | short, key=len, reverse=True))
    apart = "|".join(re.escape(word) for word in sorted(bare, key=len, reverse=True))
    patterns = [pattern for pattern in (alternatives, apart and rf"(?<![ก-๎])(?:{apart})(?![ก-๎])") if pattern]
    return re.compile("|".join(patterns) or "(?!)")


@lru_cache(maxsize=1)
def _by_english_name() -> dict[str, str]:
    detailed: Any = provinces(details=True)
    return {str(one["name_en"]).lower(): str(one["name_th"]) for one in detailed}


@cache
def _english_places() -> re.Pattern[str]:
    names = sorted((re.escape(str(name)) for name in _by_english_name()), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(names)})\b", re.IGNORECASE)


@lru_cache(maxsize=20_000)
def sort_of_name(keys: frozenset[str]) -> str:
    """What kind of agency or place a name is of; a hotel is not taken for a ministry, nor a province for a country.

    Args:
        keys: its wordings.
    """
    longest = max(keys, key=lambda key: (not key.isascii(), len(key)))
    head = re.match(_HEADS, longest)
    if head:
        return head.group() if head.group() in _NO_OFFICES else "office"
    if longest in _squeezed_provinces():
        return "province"
    return "ไทย" if longest == "ไทย" else "other"


@cache
def _squeezed_provinces() -> frozenset[str]:
    return frozenset(squeezed(str(name)) for name in provinces())
