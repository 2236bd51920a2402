"""Telephone numbers in Thai texts, so that they are neither counted as quantities nor left in a publisher's name."""

from __future__ import annotations

import re

from corpus.document import Span
from corpus.units import DIGIT, counted

_DIGITS = re.compile(f"{DIGIT}+")
# Nine or ten digits from 0 or +66, or a toll-free 1800 number; then extensions: "4414- 18", "ต่อ 12", "กด 7".
_LONG = re.compile(
    rf"(?:(?:\+66[\s-]?|[0๐][\s-]?)(?:{DIGIT}[ \xa0-]{{0,2}}){{7,8}}{DIGIT}|1[89]00[\s-]{DIGIT}{{3}}[\s-]{DIGIT}{{3}})"
    rf"(?!{DIGIT}|[.,]{DIGIT})(?:\s?(?:ต่อ|กด|[-–,])\s?{DIGIT}{{1,4}}(?!{DIGIT}|[.,:]{DIGIT})"
    rf"(?:\s?(?:[-–,]|หรือ)\s?{DIGIT}{{1,4}}(?!{DIGIT}|[.,:]{DIGIT}))*)?"
)
_SHORT = re.compile(
    rf"[1๑]{DIGIT}{{2,3}}(?!{DIGIT}|[.,/:]{DIGIT})(?:\s?(?:ต่อ|กด)\s?{DIGIT}{{1,4}}(?!{DIGIT}|[.,:]{DIGIT}))?"
)
_LEAD = re.compile(
    r"(?:โทร(?:ศัพท์|สาร)?\.?|เบอร์|(?i:tel|fax|hot\s?line)\.?)[\s:]{0,3}(?:หมายเลข|สายด่วน)?[\s:]{0,3}$"
    r"|(?:สายด่วน|คอลเซ็นเตอร์|(?i:call\s?cent(?:er|re)|hot\s?line))[^\d\n]{0,40}$"
)


def find_phone_numbers(text: str) -> list[Span]:
    """Find telephone numbers with their extensions.

    Args:
        text: any text; Thai digits are digits.

    Returns:
        Spans in order, without overlap. Three or four digits count only after a lead such as ``สายด่วน`` or ``โทร.``.
    """
    found: list[Span] = []
    for digits in _DIGITS.finditer(text):
        start, end = digits.span()
        before = text[start - 1 : start]
        if text[start] not in "01๐๑" and before != "+":
            continue
        if (found and start < found[-1].end) or (before and before in ".,/-" and text[start - 2 : start - 1].isdecimal()):
            continue
        match = _LONG.match(text, start - (before == "+"))
        if match is None and end - start in (3, 4) and _LEAD.search(text, max(0, start - 60), start):
            match = _SHORT.match(text, start)
            if match and counted(text, match.end()):
                match = None
        if match:
            found.append(Span(*match.span()))
    return found
