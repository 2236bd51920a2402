"""Makes a follow-up question stand alone by what the earlier questions were about."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.question import read_question
from corpus.dates import find_dates
from corpus.normalise import normalise

_CONTINUES = re.compile(r"^(?:แล้ว|และ|ส่วน|งั้น|ถ้า(?:งั้น|เป็น)?|and\b|what about|how about)|(?:ล่ะ|หล่ะ|ละ)(?:คะ|ครับ|ค่ะ)?\s*\??$")
_POINTS_BACK = re.compile(r"(?:นี้|นั้น|ดังกล่าว|เขา|มัน|ที่ว่า|ข้างต้น|เดียวกัน|\bit\b|\bthey\b|\bthat\b|\bthis\b)")


def standalone(question: str, history: Sequence[str]) -> str:
    """The question with what it leaves to be understood from the question before.

    Args:
        question: the follow-up.
        history: earlier questions, oldest first.

    Returns:
        The same question if it stands alone; else the earlier one with the year or subject exchanged, or both together.
    """
    if not history:
        return question
    copy = normalise(question)
    read = read_question(question)
    continues, points_back = bool(_CONTINUES.search(copy)), bool(_POINTS_BACK.search(copy))
    if not (continues or points_back or len(read.content) <= 1):
        return question
    before = standalone(history[-1], history[:-1])
    mentions = find_dates(question)
    if mentions and not read.content:
        earlier = find_dates(before)
        said = mentions[0].span.of(question)
        if earlier:
            span = earlier[0].span
            return before[: span.start] + said + before[span.end :]
        return f"{before} {said}"
    return f"{before} {question}"
