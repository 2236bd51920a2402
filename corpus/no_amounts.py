"""Numerals that are no amounts: telephone numbers, times, list markers, parts of names and of document numbers."""

from __future__ import annotations

import re

from corpus.document import Span
from corpus.units import DIGIT, counted

_CLOCK = rf"{DIGIT}{{1,2}}[.:]{DIGIT}{{2}}"
TIME = re.compile(
    rf"{_CLOCK}(?:\s?(?:[-–—]|ถึง)\s?{_CLOCK})?\s?(?:น\.|นาฬิกา|hrs|[ap]\.?m\b)|{DIGIT}{{1,2}}:{DIGIT}{{2}}"
    rf"|{DIGIT}{{1,2}}(?:\s?[-–]\s?{DIGIT}{{1,2}})?\s?(?:น\.(?!\s?[สพท]\.)|นาฬิกา)"
)
_LINE = 200  # characters looked back for the beginning of a line and for brackets
_IDENTIFIER = re.compile(
    r"(?:หมายเลข|เลขที่|ทะเบียน|รหัส(?:ไปรษณีย์)?|เบอร์|โควิด|covid|ห้อง(?:ประชุม)?|no\.?|iso|มอก\.)\s?[:.]?\s?$", re.IGNORECASE
)
_IDENTIFIER_ENDS = "ข่นส์ดงมDdOo.:"
_DIGITS = re.compile(f"{DIGIT}+")
_EXTENSION = rf"[1-9๑-๙]{DIGIT}{{0,3}}(?!{DIGIT}|[.,:]{DIGIT})"
# Nine or ten digits from 0 or +66, or a toll-free 1800 number; then extensions: "4414- 18", "ต่อ 12", "กด 7".
_LONG = re.compile(
    rf"(?:(?:\+[6๖]{{2}}[\s-]?|[0๐][\s-]?)(?:{DIGIT}[ \xa0-]{{0,2}}){{7,8}}{DIGIT}"
    rf"|[1๑][89๘๙][0๐]{{2}}[\s-]{DIGIT}{{3}}[\s-]{DIGIT}{{3}})"
    rf"(?!{DIGIT}|[.,]{DIGIT})(?:\s?(?:ต่อ|กด|[-–,])\s?{_EXTENSION}(?:\s?(?:[-–,]|หรือ)\s?{_EXTENSION})*)?"
)
_SHORT = re.compile(rf"[1๑]{DIGIT}{{2,3}}(?!{DIGIT}|[.,/:]{DIGIT})(?:\s?(?:ต่อ|กด)\s?{_EXTENSION})?")
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
        if (found and start < found[-1].end) or (
            before and before in ".,/-" and text[start - 2 : start - 1].isdecimal()
        ):
            continue
        match = _LONG.match(text, start - (before == "+"))
        if match is None and end - start in (3, 4) and _LEAD.search(text, max(0, start - 60), start):
            match = _SHORT.match(text, start)
            if match and counted(text, match.end()):
                match = None
        if match:
            found.append(Span(*match.span()))
    return found


def is_glued(text: str, start: int, at: int) -> bool:
    """Whether what stands before a numeral makes it part of something else: a name (COVID-19), a code, a fraction.

    Args:
        text: the text.
        start: where the numeral begins.
        at: where the quantity before it ends, so that "5 คน-7 คน" is not taken for a name.
    """
    if start == 0:
        return False
    before = text[start - 1]
    further = text[start - 2] if start > 1 else "\n"
    if before in "-–−":
        return further.isdecimal() or not (further.isspace() or further in "(%ะ" or at == start - 1)
    if before in ".,:/":
        return further.isdecimal() or (before == "/" and further.isascii())
    return (before.isascii() and before.isalpha()) or before in "_#*="


def is_identified(text: str, start: int) -> bool:
    """Whether a word before the numeral that begins at ``start`` says that it only names something: เลขที่, ห้องประชุม."""
    near = text[max(0, start - 3) : start].rstrip()[-1:]
    return bool(near) and near in _IDENTIFIER_ENDS and bool(_IDENTIFIER.search(text, max(0, start - 24), start))


def is_no_amount(text: str, start: int, end: int) -> bool:
    """Whether the numeral from ``start`` to ``end``, with no unit, is a list marker, a time or a part of a code."""
    number, before, after, further = (
        text[start:end],
        text[max(0, start - 1) : start],
        text[end : end + 1],
        text[end + 1 : end + 2],
    )
    if after.isascii() and after.isalpha():
        return True  # 5G
    if (after in ("-", "–") and further.isalnum()) or (after == "/" and further.isdecimal()):
        return True  # 12-A, order 2411/2562
    if after == "+" or before in ("+", "."):
        return True  # km 8+300, road นศ.4021
    plain = number.isdecimal()
    if plain and ((number[0] in "0๐" and len(number) > 1) or len(number) > 7):
        return True
    if re.fullmatch(_CLOCK, number) and text[max(0, start - 8) : start].rstrip().endswith("เวลา"):
        return True
    line = text[max(0, start - _LINE) : start].rpartition("\n")[2]
    opens_line = len(line) < min(start, _LINE) or start < _LINE
    if opens_line and "." in number and not line.strip(" \t\xa0#*"):
        return True  # a heading 1.1
    if not plain or len(number) > 2:
        return False
    if after == ")":
        return before == "(" or ((not before or before.isspace()) and line.count("(") <= line.count(")"))
    following = text[end + 1 : end + 12].partition("\n")[0].strip()
    return after == "." and bool(following) and (not before or before.isspace() or before == "(")
