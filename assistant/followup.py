"""Makes a follow-up question stand alone by what the earlier questions were about."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from assistant.cutting import cut, cut_spans
from assistant.kinds import Asked, Kind, asked
from assistant.phrases import Element, Sort, elements, in_year, is_place
from assistant.question import carries, without_courtesies
from assistant.question_words import question_words
from assistant.topic import FUNCTION_START, aligned, joined, tidy, topic_of, trimmed_end, without
from assistant.wordclass import acts, names
from corpus.document import Span
from corpus.normalise import normalise

Likeness = Callable[[Sequence[str], frozenset[str]], Mapping[str, float]]
"""For each of some words, how near the nearest of others comes in meaning: -1 to 1."""
Sureness = Callable[[str], float]
"""How sure the documents make an answer to a question: 0 to 1."""

_TURNS = 8
"""Earlier questions that are looked at."""
_LONGEST_TOPIC = 240
_OPENING = re.compile(
    r"^\s*(?:เอ้?า?แล้ว|แล้วก็|แล้ว|และ|ส่วน|งั้น|ถ้า(?:งั้น|เป็น|อย่างนั้น)|กรณี"
    r"|and\b|but\b|what about|how about|then\b|so\b)\s*",
    re.IGNORECASE,
)
_TOO = re.compile(r"(?:ล่ะ|หล่ะ|ละ(?=\s|$)|ด้วยไหม)\s*")
_POINTED = "อัน|ตัว|แบบ|เรื่อง|ที่|กลุ่ม|โครงการ|คลัสเตอร์|หน่วยงาน|งาน|ตอน|ครั้ง|ปี|สมาคม|มาตรการ|แผน|กองทุน|บริษัท|ข่าว"
_FAR = "ชุด|คน|รุ่น|รอบ|ฉบับ|แห่ง|วัน|เดือน|พื้นที่|จังหวัด|ตรง|ที่"
_THAT = re.compile(
    r"(?P<noun>[\u0e01-\u0e4e]*?)(?:ดังกล่าว|ข้างต้น|เดียวกัน(?=\s|$|มี|นี้)|"
    rf"(?:{_POINTED})(?:นี้|นั้น)|(?:{_FAR})(?:นั้น|นั่น)|ในนั้น|ทั้งสอง(?:อัน|กลุ่ม|โครงการ)?|ที่ว่า(?=\s|นี้|นั้น))"
)
_PRONOUN = re.compile(
    r"(?:^|(?<=\s))(?:แล้ว)?(?:พวก)?(?:เขา(?!ใหญ่|ค้อ|ย้อย)|เค้า|มัน(?!สำปะหลัง|ฝรั่ง|เทศ|ม่วง)|ท่าน)"
    r"|\b(?:it|they|them|its|their|this|that|those|these)\b",
    re.IGNORECASE,
)
_NOW = re.compile("(?:วันนี้|พรุ่งนี้|เมื่อวาน|เมื่อคืน|คืนนี้)")
"""The day of asking: what is asked of it belongs to nothing that was spoken of."""
_CHANGED = 0.25
"""How much surer an answer on the earlier topic has to be where nothing else says that the question belongs to it."""
_ANSWERED = 0.4
"""Sureness from which a question counts as answered at all."""
_CLEARLY = 0.2
"""How much surer one reading must be than another for neither to be answered and it to be taken."""
_WHAT = (Kind.OPEN, Kind.LIST)
_NUMBERS = (Kind.COUNT, Kind.AMOUNT, Kind.SHARE)


def standalone(
    question: str, history: Sequence[str], alike: Likeness | None = None, sureness: Sureness | None = None
) -> str:
    """The question with what it leaves to be understood from the questions before.

    Args:
        question: the follow-up.
        history: earlier questions, oldest first.
        alike: tells which word of the earlier question a new one stands for; by default the nearest to its end.
        sureness: decides whether a question that names a subject of its own changes the topic, by which of both
            readings the documents answer more surely; by default it does.

    Returns:
        The same question if it stands alone; else the earlier one with period, place or subject exchanged, or with the
        earlier topic put before it.
    """
    turns = [turn for turn in history[-_TURNS:] if _says_something(turn)]
    before = ""
    for turn in turns:
        before = _completed(turn, before, alike)
    return _completed(question, before, alike, sureness)


def _surer(alone: str, together: str, sureness: Sureness | None, ahead: float) -> str:
    """The reading of a question that the documents answer more surely.

    Args:
        alone: the question as one on a new topic.
        together: the same with the earlier topic.
        sureness: tells how surely a question is answered; None takes it as on a new topic.
        ahead: how much surer the answer with the earlier topic has to be.
    """
    if sureness is None or together == alone or _NOW.match(alone):
        return alone
    surely = sureness(together)
    return together if surely >= _ANSWERED and surely >= sureness(alone) + ahead else alone


def _unless_unanswered(alone: str, together: str, sureness: Sureness | None) -> str:
    """A question with the earlier topic, or alone if with it the documents do not answer it and alone more surely."""
    if sureness is None or together == alone:
        return together
    surely = sureness(together)
    return alone if surely < _ANSWERED and sureness(alone) >= min(_ANSWERED, surely + _CLEARLY) else together


def _says_something(turn: str) -> bool:
    return any(map(carries, cut(normalise(turn)))) or bool(elements(turn))


def _completed(question: str, before: str, alike: Likeness | None, sureness: Sureness | None = None) -> str:
    """A question made complete by the one before it, which stands alone."""
    if not before:
        return question
    continues = bool(_OPENING.match(question) or _TOO.search(question))
    before = aligned(before)
    bare = aligned(" ".join(_TOO.sub(" ", _OPENING.sub("", without_courtesies(question))).split()))
    points = _THAT.search(bare) or _PRONOUN.search(bare)
    if not bare:
        return question
    said = elements(bare)
    wants = asked(normalise(bare))
    if not continues and not points and _names_subject(bare, before):
        return _surer(question, _with_topic(before, bare, said, own=True), sureness, _CHANGED)
    own = _own_words(bare, before, said, wants)
    if points is None and not own and said:
        exchanged = _exchanged(before, bare, said, wants)
        if exchanged:
            return exchanged if continues else _unless_unanswered(question, exchanged, sureness)
    if continues and points is None and _is_elliptical(bare, wants, before):
        exchanged = _other_subject(before, bare, wants, alike)
        if exchanged:
            return exchanged
    if continues and points is None and own and _names_subject(bare, before):
        return _surer(bare, _with_topic(before, bare, said, own=True), sureness, 0.0)
    together = _with_topic(before, bare, said, bool(own) or bool(wants.counted))
    return together if continues or points is not None else _unless_unanswered(question, together, sureness)


# -- what a question names --------------------------------------------------------------------------------------


def _names_subject(bare: str, before: str) -> bool:
    """Whether a question names what it is about, rather than only something that belongs to what was spoken of."""
    there = normalise(before)
    if _NOW.match(bare):
        return True
    if any(element.sort in (Sort.AGENCY, Sort.NAME) for element in elements(bare)):
        return True
    copy = normalise(_THAT.sub(" ", bare))
    end = asked(copy).at
    attributes = question_words().attributes
    nouns = [word for word in _words(copy) if names(word) and not acts(word) and word not in attributes]
    return any(word not in there or copy.find(word) < end for word in nouns)


def _words(copy: str) -> list[str]:
    """The words that carry a text, without what it counts."""
    wants = asked(copy)
    return [word for word in cut(f"{copy[: wants.at]} {copy[wants.until :]}") if carries(word)]


def _own_words(bare: str, before: str, said: Sequence[Element], wants: Asked) -> list[str]:
    """Words that carry a follow-up, that the earlier question lacks and that belong to nothing that is exchanged."""
    rest = bare
    for element in reversed(said):
        rest = f"{rest[: element.span.start]} {rest[element.span.end :]}"
    there = normalise(before)
    return [word for word in _words(normalise(rest)) if word not in there]


def _is_elliptical(bare: str, wants: Asked, before: str) -> bool:
    """Whether a follow-up asks nothing itself, or asks the same about something else in few words."""
    copy = normalise(bare)
    content = _words(copy)
    if wants.at >= len(copy) and wants.kind in _WHAT:
        return 0 < len(content) <= 4
    return wants.kind is asked(normalise(before)).kind and 0 < len(content) <= 2 and all(map(names, content))


# -- exchanging --------------------------------------------------------------------------------------------------


def _exchanged(before: str, bare: str, said: Sequence[Element], wants: Asked) -> str:
    """The earlier question with its period, number, place or agency replaced; "" if it names none of the same sort."""
    there = elements(before)
    first = said[0]
    same = [one for one in said if (one.sort, one.noun) == (first.sort, first.noun)]
    old = [one for one in there if (one.sort, one.noun) == (first.sort, first.noun)]
    new = bare[same[0].span.start : same[-1].span.end]
    if first.sort is Sort.PERIOD:
        new = in_year(new, before)
    if not old and first.sort is not Sort.PERIOD:
        return ""
    span = _replaced_span(old, len(same)) if old else Span(len(before), len(before))
    left = before[: span.start]
    if left.rstrip().endswith("ไป") and "ไป" in new:
        left = left.rstrip().removesuffix("ไป")
    exchanged = joined(left, new, before[span.end :])
    if wants.at >= len(normalise(bare)) or _asks_the_same(wants, asked(normalise(before))):
        return exchanged
    return _with_topic(exchanged, without(bare, same), (), own=False)


def _asks_the_same(wants: Asked, before: Asked) -> bool:
    """Whether a follow-up asks for what the earlier question asked for, perhaps in fewer words."""
    if wants.kind in _NUMBERS and not wants.counted:
        return before.kind in _NUMBERS
    if wants.kind in _WHAT:
        return before.kind in _WHAT
    return wants.kind is before.kind


def _replaced_span(old: Sequence[Element], count: int) -> Span:
    """Where the things stand that are replaced: as many as are named anew, from the last one back."""
    kept = old[-count:]
    return Span(kept[0].span.start, kept[-1].span.end)


def _other_subject(before: str, bare: str, wants: Asked, alike: Likeness | None) -> str:
    """The earlier question with the name of what it is about replaced by the new one; "" if it names nothing."""
    copy = normalise(bare)
    new = trimmed_end(FUNCTION_START.sub("", bare[: wants.at] if wants.at < len(copy) else bare))
    wants_before = asked(normalise(before))
    taken = [element.span for element in elements(before)]
    spans = [
        span
        for span in cut_spans(normalise(before))
        if carries(word := span.of(normalise(before)))
        and names(word)
        and not is_place(word)
        and not any(span.overlaps(other) for other in taken)
        and not wants_before.at <= span.start < wants_before.until
    ]
    if not spans or not new:
        return ""
    phrases = _phrases(spans, before)
    if alike is None:
        chosen = _widened(phrases[0][-1:], phrases[0])
    else:
        likeness = alike([span.of(before) for span in spans], frozenset([normalise(new)]))
        best = max(spans, key=lambda span: likeness.get(span.of(before), 0.0))
        chosen = _widened([best], next(phrase for phrase in phrases if best in phrase))
    return joined(before[: chosen[0].start], new, before[chosen[-1].end :])


def _phrases(spans: Sequence[Span], text: str) -> list[list[Span]]:
    """Names that stand directly beside each other."""
    found = [[spans[0]]]
    for span in spans[1:]:
        if span.start == found[-1][-1].end or not text[found[-1][-1].end : span.start].strip():
            found[-1].append(span)
        else:
            found.append([span])
    return found


def _widened(chosen: list[Span], phrase: list[Span]) -> list[Span]:
    """The chosen name with those beside it, except the first one of its phrase, which says what kind of thing it is."""
    at = phrase.index(chosen[0])
    return phrase[1:] if at else chosen


def _with_topic(before: str, bare: str, said: Sequence[Element], own: bool) -> str:
    """What the earlier question was about, put before the follow-up."""
    rest = " ".join(_PRONOUN.sub("", _THAT.sub(lambda match: match["noun"], bare)).split())
    topic = topic_of(before, own)
    sorts = {(element.sort, element.noun) for element in said}
    old = [
        element
        for element in elements(topic)
        if (element.sort, element.noun) in sorts and element.sort is not Sort.AGENCY
    ]
    topic = without(topic, old)
    if not topic or topic in rest:
        return bare
    return tidy(f"{topic[:_LONGEST_TOPIC]} {rest}")
