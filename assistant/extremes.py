"""The most and the least: which of them a question asks for, and which a text tells.

Both are said with the same words but one (ราคาสูงสุด, ราคาต่ำสุด), and stand side by side where one of them is told.
"""

from __future__ import annotations

import re
from enum import IntEnum


class Extreme(IntEnum):
    """An end of a scale."""

    LEAST = -1
    NONE = 0
    MOST = 1


_ENDS = {
    Extreme.MOST: re.compile(
        r"(?:สูง|มาก|เยอะ|ใหญ่|แพง|ยาว|หนัก|ไกล|เร็ว|แรง|ดี|นาน|แก่|โต)(?:ที่)?\s?สุด|อันดับ\s?(?:ที่\s?)?(?:1(?!\d)|หนึ่ง|แรก)"
        r"|\b(?:highest|most|largest|biggest|longest|best|top|maximum)\b"
    ),
    Extreme.LEAST: re.compile(
        r"(?:ต่ำ|น้อย|เล็ก|ถูก|สั้น|เบา|ใกล้|ช้า|แย่|เตี้ย)(?:ที่)?\s?สุด|อันดับสุดท้าย|รั้งท้าย|ขั้นต่ำ"
        r"|\b(?:lowest|least|smallest|shortest|cheapest|worst|minimum)\b"
    ),
}


def asked_extreme(copy: str) -> Extreme:
    """The end of a scale that a question asks for; NONE if it names none or both.

    Args:
        copy: its search copy.
    """
    named = [end for end, pattern in _ENDS.items() if pattern.search(copy)]
    return named[0] if len(named) == 1 else Extreme.NONE


def places_of(end: Extreme, copy: str) -> list[tuple[int, int]]:
    """Where a text says one end of a scale: (start, end) in it, in order.

    Args:
        end: MOST or LEAST.
        copy: search copy of the text.
    """
    return [match.span() for match in _ENDS[end].finditer(copy)]


def extreme_fit(end: Extreme, copy: str) -> float:
    """How well a text fits the end of a scale that is asked for.

    Returns:
        1 if it says it, -1 if it says the other one alone, 0 if it says neither or none is asked for.
    """
    if end is Extreme.NONE:
        return 0.0
    if places_of(end, copy):
        return 1.0
    return -1.0 if places_of(Extreme(-end), copy) else 0.0
