"""Where clauses end: at spaces, but not inside a name, an amount or what explains the words before it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.full_names import full_names
from assistant.mentions import PERSON
from corpus.document import Span

_SPACE = re.compile(r"\s+")
_HELD_BEFORE = re.compile(
    r"(?:\d|[๐-๙]|จำนวน|ร้อยละ|ประมาณ|พ\.ศ\.|ค\.ศ\.|ปี|ที่|เดือน|นาย|นาง|นางสาว|ดร\.|เลขที่|โทร\.?|กว่า|และ|หรือ|คือ|ได้แก่|เช่น|อาทิ|มูลค่า|[(“\"‘:/-]"
    r"|(?<![ก-๎])ณ|(?<!สิ่ง)(?<!เจ้า)(?<!ข้าว)ของ|(?<!นอก)จาก|(?<!กำ)กับ|ใน|โดย|เพื่อ|ระหว่าง|ตั้งแต่|สำหรับ"
    r"|\b(?:the|of|and|in|to|for|than|over|about|least|most|two|three|four|five|six|seven|eight|nine|ten|first|last|[a-z]+teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty)"
    r"|(?<!\S)(?:สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า|สิบ)"
    r"|[ก-ฮ]\.|มกราคม|กุมภาพันธ์|มีนาคม|เมษายน|พฤษภาคม|มิถุนายน|กรกฎาคม|สิงหาคม|กันยายน|ตุลาคม|พฤศจิกายน|ธันวาคม)$"
)
_HELD_AFTER = re.compile(r"[\d๐-๙)”\"’%:/,.;-]|ๆ|ฯ|และ|หรือ|พ\.ศ|ค\.ศ|จำกัด(?=[\s,)]|$)|\(มหาชน")
_ADDED = re.compile(r"\([^)]{1,60}\)")
"""What explains the words before it."""
_LATIN_BEFORE = re.compile(r"\b[A-Z][A-Za-z]*$")
_LATIN_AFTER = re.compile(r"[A-Z][a-z]")
_NAMED_LAST = re.compile(rf"{PERSON.pattern}(?:\s[\u0e01-\u0e5b]{{2,}})?$")
_OWNED = re.compile("(?:ของ(?!ขวัญ|เล่น|ใช้|ฝาก|กลาง|ที่|กิน|เก่า|เหลว|แข็ง|หวาน|ว่าง)|แห่ง)(?=[ก-ฮเ-ไ])")
"""What tells whose, or of what, the words before it are."""
_NAME = 60
"""Upper length of a person's name with its title, in characters."""
_LONG = 120
"""Length to which a clause takes in what explains its last words, in characters."""
SHORTEST = 24
"""Characters that an atom has at least, unless its paragraph ends."""


def clause_spans(text: str, within: Span) -> Iterator[Span]:
    """Cut a block at spaces into clauses, never after a number or a word that needs what follows, nor inside a name."""
    start = within.start
    names = [Span(span.start + start, span.end + start) for span in full_names(within.of(text))]
    for match in _SPACE.finditer(text, within.start, within.end):
        at, after = match.start(), match.end()
        if at - start < SHORTEST or within.end - after < SHORTEST // 2:
            continue
        if _HELD_BEFORE.search(text[max(start, at - 12) : at]) or _HELD_AFTER.match(text, after):
            continue
        added = _ADDED.match(text, after)
        if added and added.end() - start <= _LONG:
            continue
        if at - start < _LONG and _OWNED.match(text, after):
            continue
        latin = at - start < _LONG and _LATIN_AFTER.match(text, after)
        if latin and _LATIN_BEFORE.search(text, max(start, at - 20), at):
            continue
        if _NAMED_LAST.search(text[max(start, at - _NAME) : at]) and not PERSON.match(text, after):
            continue  # a surname follows, or the office that the name is told with
        if any(name.start < at < name.end for name in names):
            continue
        opened = text.rfind("(", max(start, at - 150), at)
        if opened > text.rfind(")", max(start, at - 150), at) and 0 <= text.find(")", at, at + 150) < within.end:
            continue
        yield Span(start, at)
        start = after
    if start < within.end:
        yield Span(start, within.end)
