"""What a stretch of text answers in a word: the number, the date or the name asked for, as the source writes it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from assistant.clues import stands_whole
from assistant.extremes import Extreme, asked_extreme, places_of
from assistant.question import Kind, Question
from assistant.question_dates import date_fit
from assistant.roles import asked_role, holders
from assistant.stretches import Window
from assistant.wanted import answers, full_name, is_no_length, qualified, year_fit
from corpus.dates import find_dates
from corpus.normalise import normalise

_FOOTNOTE = re.compile(r"\s?\[\d+\]")
_OFFICE = 100.0
"""What a name gains beside the office asked for, in characters of distance."""
_OTHER_LEVEL = 20.0
"""What a part costs where the total is asked for, or the total where a part is, in characters of distance."""
_OTHER_END = 60.0
"""What a figure costs that is told of the least where the most is asked for, or the other way round, in characters."""
_END_REACH = 60
"""How far from what is told of it the end of a scale may stand, in characters."""
_BREAKS_DOWN = re.compile("แบ่ง(?:ออก)?เป็น|แยก(?:ออก)?เป็น|จำแนกเป็น|ในจำนวนนี้")
_FIGURE = re.compile(r"\d[\d,.]*(?<![,.])")
_BARE = re.compile(r"(?!ร้อยละ|อันดับ|ลำดับ)\D*\d{1,2}$")
"""A small number of nothing, which mostly numbers the items of a list."""
_LONG_FIGURE = 3
"""Characters of a number from which on it is the same one wherever it stands."""
_LEAD = re.compile(r"วันนี้\s?\(?$")
"""Before the date of a report itself."""
_SINCE = re.compile(r"(?<!หลัง)จาก(?:เมื่อ)?\s?$")
"""Before the time from which something was taken on, which is not the time of what was done with it."""
_OTHER_YEAR = 200.0
"""What a figure costs beside another year than the one asked for, in characters of distance."""


def direct(question: Question, window: Window, weights: dict[str, float]) -> str:
    """The number, date or name asked for, as the source writes it; "" if the stretch leaves a doubt which it is.

    Of several candidates the one nearest to the question's words is taken, each word counting by its weight.
    """
    text = " ".join(atom.plain for atom in window.atoms)
    low = text.lower()
    anchors = {
        word: places
        for word in weights
        if (places := [m.span() for m in re.finditer(r"\s*".join(map(re.escape, word.split())), low)])
    }
    asked = "".join(question.copy.split())
    named = question.kind is Kind.PERSON
    held = holders(asked_role(question.copy), weights, low) if named else {}
    other_level = _other_level(low, anchors)
    other_end = _other_end(question, low)
    candidates: list[tuple[float, str]] = []
    offset = 0
    for atom in window.atoms:
        for start, end in answers(question, atom):
            said = " ".join(atom.plain[start:end].split())
            if named:
                said = full_name(atom.plain, start)
            elif question.kind in (Kind.AGENCY, Kind.PLACE, Kind.OPEN):
                continue
            elif question.wants_number:
                said = qualified(atom.plain, start, end)
                said = "" if is_no_length(question, said) else said
            if not said or _is_given(question, said, asked) or _LEAD.search(atom.plain[:start]):
                continue
            if question.kind is Kind.DATE and "จาก" not in question.copy and _SINCE.search(atom.plain[:start]):
                continue
            at, to = offset + start, offset + end
            cost = sum(
                weights[word] * min(160, min(max(0, a - to, at - b) for a, b in places))
                for word, places in anchors.items()
            )
            cost -= _OFFICE * held.get(at, 0.0)
            if question.wants_number and other_level(at):
                cost += _OTHER_LEVEL
            cost += _OTHER_END * other_end(at, to)
            said = _FOOTNOTE.sub("", said)
            candidates.append((cost + _OTHER_YEAR * _wrong_year(question, text, at, to), said))
        offset += len(atom.plain) + 1
    candidates.sort(key=lambda candidate: candidate[0])
    if not candidates or candidates[0][0] >= 120:
        return ""
    rival = next((c for c in candidates[1:] if c[1] != candidates[0][1]), None)
    if rival is not None and rival[0] < candidates[0][0] + 4:
        return ""
    return candidates[0][1]


def _wrong_year(question: Question, text: str, start: int, end: int) -> float:
    """How far the year nearest before a place, or else after it, is another than the question's: 0 to 1."""
    if not question.years:
        return 0.0
    before = [m for m in find_dates(text[max(0, start - 200) : start]) if m.date.year]
    near = before[-1:] or [m for m in find_dates(text[end : end + 60]) if m.date.year][:1]
    return 1.0 - year_fit(question.years, near) if near else 0.0


def _is_given(question: Question, said: str, asked: str) -> bool:
    """Whether a question says itself what would answer it (the amount it asks a part of, the day before a change).

    A small number without a unit says nothing either.

    Args:
        question: the question.
        said: what would answer it.
        asked: search copy of the question without spaces.
    """
    if normalise("".join(said.split())) in asked:
        return True
    if question.kind is Kind.DATE:
        days = [date for date in question.dates if date.day]
        return bool(days) and any(m.until is None and date_fit(days, [m]) == 1.0 for m in find_dates(said))
    figure = _FIGURE.search(normalise(said))
    if not question.wants_number or figure is None:
        return False
    if _BARE.match(normalise(said)):
        return True
    return len(figure.group()) >= _LONG_FIGURE and stands_whole(figure.group(), asked)


def _other_level(low: str, anchors: Mapping[str, Sequence[tuple[int, int]]]) -> Callable[[int], bool]:
    """Tells of a place whether it is of the parts of a total where the total is asked for, or the other way round.

    Args:
        low: the text.
        anchors: where the question's words stand in it; one that stands among the parts only asks for a part.
    """
    match = _BREAKS_DOWN.search(low)
    if match is None:
        return lambda at: False
    begins = match.start()
    part = any(all(start > begins for start, _ in places) for places in anchors.values())
    return lambda at: (at > begins) is not part


def _other_end(question: Question, low: str) -> Callable[[int, int], bool]:
    """Tells of a place whether the end of a scale that is said nearest to it is the one that is not asked for."""
    end = asked_extreme(question.copy)
    if end is Extreme.NONE:
        return lambda start, stop: False
    own, other = places_of(end, low), places_of(Extreme(-end), low)

    def nearest(places: Sequence[tuple[int, int]], start: int, stop: int) -> int:
        return min((max(0, a - stop, start - b) for a, b in places), default=_END_REACH)

    return lambda start, stop: nearest(other, start, stop) < nearest(own, start, stop)
