"""List markers and heading marks at the start of a line ("1.", "(ก)", "•", "##"), and lists that run on in one line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.document import Span

_LETTERS = "กขคงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ"
_BULLETS = "*•●○▪▫■□◦‣⁃∙·►▶❖➢➤✓✔◆◇\uf0a7\uf0b7\uf0d8\uf0fc"  # the last four: bullets of the Wingdings font
_BLANK = r"[ \t\u00a0]"
_OPENING = r"[\u0e01-\u0e2e\u0e40-\u0e44A-Za-z\"“‘(]"
# "5.2 ล้านบาท", "10.30 น." and "2.5 ต่อปี" at the start of a line are amounts and times, not numbered sections.
_MEASURED = (
    r"(?:(?:(?:ร้อย|พัน|หมื่น|แสน)?ล้าน|พัน|หมื่น|แสน|ร้อย|บาท|เปอร์เซ็นต์|จุด|เท่า|ตัน|ไร่|คน|ราย|กิโล\w*|ก\.?[กม]\.|เมตร|ม\.|ตร\.ม\.|ลิตร|เมกะวัตต์"
    r"|เหรียญ|ดอลลาร์|ยูโร|องศา|ชั่วโมง|ชม\.|นาที|วัน|เดือน|ปี)(?:ล้าน|บาท|ตัน|คน|ราย|สหรัฐ|ต่อ|ของ|จาก|[^ก-๎]|$)|น\.|นาฬิกา"
    r"|ในช่วง|ในปี|ของ(?:ปริมาณ|มูลค่า|จำนวน|ทั้ง)|ต่อ(?:ปี|เดือน|วัน|คน|ไร่))"
)
_MARKER = re.compile(
    rf"(?P<hash>\#{{1,6}}){_BLANK}+(?=\S)"
    rf"|(?P<bullet>[{_BULLETS}]|&bull;|[-–—](?!\d)){_BLANK}*(?=[^\s\-*–—])(?![^\n]{{0,80}}[-*–—]{_BLANK}*(?:\n|$))"
    rf"|(?P<paren>\()(?P<pn>\d{{1,3}}|[ก-ฮ])\){_BLANK}*(?=\S)"
    rf"|(?P<hn>\d{{1,3}}|[ก-ฮ])(?P<half>\)){_BLANK}*(?=\S)"
    rf"|(?P<dn>\d{{1,2}})(?P<dot>\.)(?:(?={_OPENING})|{_BLANK}+(?=\S))"
    rf"|(?P<section>[1-9๑-๙]\d?(?:\.[1-9๑-๙]\d?){{1,3}})(?<!\.15)(?<!\.30)(?<!\.45)(?<!\.๓๐)"
    rf"(?:\.(?={_OPENING})|\.?{_BLANK}+(?={_OPENING})(?!{_MEASURED}))"
    rf"|(?P<word>ข้อที่|ข้อ|ประการที่|ขั้นตอนที่|ขั้นที่)\s?(?P<wn>\d{{1,3}}(?:\.\d{{1,2}}){{0,2}})(?!\d)[.):]?{_BLANK}*(?=\S)"
)
_INLINE = re.compile(
    r"(?:(?<![A-Za-z0-9๐-๙_.,/(-])(?:(?P<paren>\()(?P<pn>\d{1,2})\)|(?P<hn>\d{1,2})(?P<half>\)))"
    rf"|(?<![\w.,/(:-])(?P<dn>\d{{1,2}})(?P<dot>\.)(?!\d)){_BLANK}*(?={_OPENING})"
)
_FIRST = re.compile("[1๑][).]")
_OPENS_SENTENCE = re.compile(
    r"(?:โดย|ซึ่ง|ทั้งนี้|นอกจากนี้|นอกจากนั้น|อย่างไรก็ตาม|พร้อมทั้ง|รวมทั้ง|สำหรับ|ขณะที่|ส่วน|เพื่อ|ภายใต้|จาก|ตลอดจน|ดังนั้น|อีกทั้ง|ทำให้)"
)
_TRAILING = re.compile(r"\s+(?:และ|หรือ|กับ|and|or)\s*$|[\s,;]+$")


@dataclass(frozen=True, slots=True)
class Marker:
    """What stands before the text of a heading or a list item.

    Args:
        end: offset of the first character after it and its spaces.
        style: what the markers of one list share, such as "0.", "(0)", "ก)" or "•".
        number: the number it gives, a Thai letter counted from 1; None for bullets and heading marks.
        depth: how many numbers it is made of: 1 for "2.", 2 for "2.1"; the number of signs of a "##".
        heading: whether it marks a heading.
        bullet: whether it is a bullet.
    """

    end: int
    style: str
    number: int | None = None
    depth: int = 1
    heading: bool = False
    bullet: bool = False


def line_marker(text: str, line: Span) -> Marker | None:
    """The marker that a line begins with, if it does.

    Args:
        text: the text.
        line: the line, without the spaces around it.
    """
    match = _MARKER.match(text, line.start, line.end)
    if match is None:
        return None
    if match.group("hash"):
        return Marker(match.end(), "#", depth=len(match.group("hash")), heading=True)
    if match.group("bullet"):
        return Marker(match.end(), match.group("bullet"), bullet=True)
    return _numbered(match, "pn", "hn", "dn", "section", "wn")


def _numbered(match: re.Match[str], *names: str) -> Marker:
    groups = match.groupdict()
    value = next(groups[name] for name in names if groups.get(name))
    last = value.rsplit(".", 1)[-1]
    number = int(last) if last.isdecimal() else _LETTERS.find(last) + 1
    style = re.sub(r"\d+", "0", match.group().strip().replace(value, re.sub("[ก-ฮ]", "ก", value)))
    return Marker(match.end(), style, number, depth=value.count(".") + 1)


@dataclass(frozen=True, slots=True)
class Run:
    """A part of a line: an item of a list that runs on in it, or the rest after the list, which has no marker."""

    span: Span
    marker: Marker | None


def running_list(text: str, line: Span) -> list[Run]:
    """Items of lists "(1) … (2) …", "1) … 2) …" or "1. … 2. …" that stand in one line, and what follows them.

    Args:
        text: the text.
        line: where to look.

    Returns:
        The runs in order, from the first marker on; empty if no list runs on in the line.
    """
    if not _FIRST.search(text, line.start, line.end):
        return []
    marks = list(_INLINE.finditer(text, line.start, line.end))
    runs: list[Run] = []
    done = line.start  # what is before belongs to a list already
    i = 0
    while i < len(marks):
        if marks[i].start() < done:  # it stands in the last item of the list before
            i += 1
            continue
        run = _counting_up(marks, i)
        if len(run) < (3 if marks[i].lastgroup == "dot" else 2):
            i += 1
            continue
        starts = [marks[j].start() for j in run]
        stop = next((mark.start() for mark in marks[run[-1] + 1 : run[-1] + 2] if _value(mark) == 1), line.end)
        items = [trimmed(text, Span(start, end)) for start, end in zip(starts, [*starts[1:], stop], strict=True)]
        cut = _end_of_last(text, items[-1], max(len(item) for item in items[:-1]))
        items[-1] = trimmed(text, Span(items[-1].start, cut))
        between = trimmed(text, Span(done, starts[0]))
        if runs and between:
            runs.append(Run(between, None))
        for item, j in zip(items, run, strict=True):
            runs.append(Run(_without_conjunction(text, item), _numbered(marks[j], "pn", "hn", "dn")))
        done, i = cut, run[-1] + 1
    rest = trimmed(text, Span(done, line.end))
    return [*runs, Run(rest, None)] if runs and rest else runs


def _value(mark: re.Match[str]) -> int:
    return int(mark.group("pn") or mark.group("hn") or mark.group("dn"))


def _counting_up(marks: Sequence[re.Match[str]], first: int) -> list[int]:
    """Which marks from ``first`` on count 1, 2, 3 in one style, up to where it counts anew; others are in the items."""
    run: list[int] = []
    style = marks[first].lastgroup
    for i in range(first, len(marks)):
        if marks[i].lastgroup != style:
            continue
        value = _value(marks[i])
        if value == len(run) + 1:
            run.append(i)
        elif value == 1 or not run:
            break
    return run


def _end_of_last(text: str, item: Span, longest: int) -> int:
    """Where the last item of a running list ends: at the first turn of the sentence after a third of the longest."""
    for match in re.finditer(r"[ \t\u00a0\n]+", text[item.start : item.end]):
        at, after = item.start + match.start(), item.start + match.end()
        if at - item.start > max(longest // 3, 12) and _OPENS_SENTENCE.match(text, after):
            return at
        if at - item.start > longest * 3 and at - item.start > 200:
            return at
    return item.end


def trimmed(text: str, span: Span) -> Span:
    """A span without the spaces around it."""
    bare = text[span.start : span.end]
    start = span.start + len(bare) - len(bare.lstrip())
    return Span(start, max(start, span.start + len(bare.rstrip())))


def _without_conjunction(text: str, item: Span) -> Span:
    """An item without the "และ" that leads on to the last one."""
    match = _TRAILING.search(text[item.start : item.end])
    return Span(item.start, item.start + match.start()) if match else item
