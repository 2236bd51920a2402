"""Title, publisher and date of publication as a text itself states them; what it does not state stays empty.

A date that an article tells about is not the date of the article: datelines, labels and "today (…)" come first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pythainlp.corpus import provinces

from corpus.dates import DateMention, find_dates
from corpus.document import PartialDate, Span
from corpus.no_amounts import find_phone_numbers
from corpus.noise import find_noise

MAX_TITLE = 120
"""Length to which the first sentence of a text without a title is cut, in characters."""

_LONGEST_LINE = 200  # longest line that can be a title, in characters
_HEAD, _TAIL = 2000, 800  # characters looked at from either end
_EVENT = 400  # characters of the body within which an event's date may stand in for the date of the text
_OLDEST = 1950

_WORD = re.compile(r"[A-Za-z\u0e01-\u0e2e]")
_THAI_EDGE = re.compile(r"[\u0e01-\u0e4e]\n[\u0e01-\u0e4e]")
_COMBINING = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")
_SPACES = re.compile(r"[\s\u200b\ufeff]+")
_EDGES = " \t-–—*#|:_.…,;\u200b\ufeff\xa0"
_LINE = re.compile(r"[^\n\r]+|\n(?=[ \t\xa0\u200b\r]*\n)")
_HEADING = re.compile(r"\s*#{1,3}\s+(?P<title>\S.*)")
_TITLE_LABEL = re.compile(
    r"\s*(?:ชื่อเรื่อง|ชื่อบทความ|หัวข้อ(?:ข่าว)?|หัวเรื่อง|เรื่อง|(?i:title|subject))(?:\s*[:：]\s*|\s{2,}|\t)(?P<title>\S.{5,})"
)
_GOES_ON = re.compile(r"(?:ซึ่ง|และ|หรือ|โดย|ของ|ที่|ใน|การ|ความ|เพื่อ|จาก|กับ|ตาม|แห่ง|ให้|เป็น|ด้วย|,)\s*$")
_ITEM = re.compile(r"\s*(?:[-*•●]|\(?[0-9๐-๙]{1,3}[.)])")
_NUMBER_BESIDE = re.compile(r"[0-9๐-๙%]|[\u0e01-\u0e2e]\.|ร้อยละ|จำนวน|กว่า|ประมาณ|นาย|นาง|ดร")

_CITY = "|".join(re.escape(name) for name in sorted(map(str, provinces())))
_PLACE = rf"(?:กรุงเทพฯ?|กทม\.|ทำเนียบรัฐบาล|(?:จังหวัด|จ\.)?\s?(?:{_CITY})|[A-Z][A-Za-z]{{2,20}}(?:\s[A-Z][a-z]+)?)"
_OPENING = re.compile(
    rf"\W*(?:{_PLACE}\s{{0,3}}(?:/\s?{_PLACE}\s{{0,3}})?[:,(–—-]?\s{{0,3}}|(?!วัน|เช้า|บ่าย|วาน|เมื่อ)(?P<word>[\u0e01-\u0e4e.]{{2,14}})\s{{1,3}})?"
    r"(?P<when>วันนี้|เช้าวันนี้|บ่ายวันนี้|วานนี้|เมื่อวานนี้|เมื่อวาน|ใน|เมื่อ)?\W{0,4}"
)
_CLOCK = re.compile(
    r"[\s)\](]*(?:,?\s*(?:เวลา\s*)?(?:ประมาณ\s*)?[0-9๐-๙]{1,2}[.:][0-9๐-๙]{2}\s?น\.)?[\s:.,)]*(?P<dash>[-–—]*)[\s:]*"
)
_TODAY = re.compile(r"วันนี้\W{0,4}$|\btoday\W{0,4}$", re.IGNORECASE)
_PUBLISHED = re.compile(
    r"(?:(?:เผยแพร่|ลงเว็บ|โพสต์|ปรับปรุง|อัปเดต|อัพเดท|(?i:published|posted|updated|date))(?:ข้อมูล|ข่าว|บทความ)?(?:ล่าสุด)?"
    r"|วันที่(?:เผยแพร่|ประกาศ|ลงข่าว|โพสต์|ปรับปรุง)|(?:ประกาศ|ให้ไว้)(?=\s?ณ))(?:เมื่อ|\s?ณ|\s(?i:on))?\s*[:：]?\s*(?:วัน(?:ที่)?)?\s*$"
)
_DATED = re.compile(r"\W*(?:ลง|ณ|ข้อมูล\s?ณ)\s*")
_OTHER_TIME = re.compile(
    r"(?:ตั้งแต่|ภายใน|ระหว่าง|ช่วง|ถึง|ลง|ก่อน|หลัง|นับจาก|มีผล|ครบรอบ|กำหนด|ประจำ|since |from |until |by |จะ\S{0,24})\s*$"
)

_CREDIT = re.compile(
    r"(?:^|[\s(/.])(?:(?:แหล่ง)?ที่มา(?:ของ)?|แหล่ง(?:ข่าว|ข้อมูล|อ้างอิง)|อ้างอิง|ข้อมูล(?=จาก|โดย)|ข่าว(?=โดย)|(?:เผยแพร่|จัดทำ|เรียบเรียง)(?=โดย)"
    r"|ผู้เผยแพร่|เครดิต|ขอบคุณข้อมูล|(?i:source|publisher|credit))(?:ข้อมูล|ข่าว|ภาพ)?(?:จาก|โดย)?\s*[:：]\s*(?P<name>[^\n|]{2,140})"
)
_ORGANISATION = (
    "(?:สำนัก|กรม|กระทรวง|กอง|ศูนย์|สถาบัน|องค์การ|องค์กร|สมาคม|หอการค้า|สภา|บริษัท|มหาวิทยาลัย|วิทยาลัย|คณะกรรมการ|ฝ่าย|มูลนิธิ|ธนาคาร|เทศบาล"
    "|กลุ่ม(?:ประชา|งาน|สื่อ)|ทีม(?:ข่าว|สื่อ|ประชา)|หนังสือพิมพ์|ผู้สื่อข่าว|การ(?:ไฟฟ้า|ประปา|นิคม|ท่องเที่ยว)|[ก-ฮ]{2,4}\\.)"
)
_SIGNED = re.compile(
    rf"(?:^|[\s.”\"’])(?:[-–—]{{1,3}}(?P<name>{_ORGANISATION}[^\n\-–—/|:]{{1,80}})|[-–—]{{2,3}}\s?(?P<framed>[^\n\-–—/|:]{{4,80}}?)\s?[-–—]{{2,3}})[-–—.\s]*$"
)
_SIGNED_AND_DATED = re.compile(rf"\W*(?P<name>{_ORGANISATION}[^\n:]{{2,80}}?)\s*[:/–-]\s*")
_AFTER_NAME = re.compile(
    r"\s*(?:โทร(?:ศัพท์|สาร)?\b|โทร\.|สายด่วน|(?i:tel|fax|call center|e-?mail|line|facebook|https?|www)\b"
    r"|เผยแพร่|วันที่|[/|]|ภาพ\s?:).*$"
)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a text states about itself.

    Args:
        title: its title, or the beginning of its first sentence; "" for a text without words.
        publisher: who published it, or "".
        published: when, as far as stated, or None.
    """

    title: str
    publisher: str
    published: PartialDate | None


@dataclass(frozen=True, slots=True)
class _Line:
    """A line with words in it, noise taken out, and whether a blank line follows."""

    start: int
    text: str
    gap: bool = False


@dataclass(frozen=True, slots=True)
class _Dateline:
    """The date that a line opens with, where the line goes on, and whether it is the day of the text itself."""

    date: PartialDate
    end: int
    today: bool


def guess_metadata(text: str, *, noise: Sequence[Span] = ()) -> Metadata:
    """Guess title, publisher and date of publication of a text.

    Args:
        text: a document's text.
        noise: parts that are no part of the document; without any, server messages and menus are looked for here.

    Returns:
        What the text states; see `Metadata` for what stands where it states nothing.
    """
    end = _visible_end(text, noise)
    lines = list(_lines(text, end, noise))
    if not lines:
        return Metadata("", "", None)
    title, body = _title(lines)
    return Metadata(title, _publisher(lines, end), _published(text, lines, lines[body:]))


def _visible_end(text: str, noise: Sequence[Span]) -> int:
    end = len(text)
    for span in sorted(noise, reverse=True):
        if _WORD.search(text, span.end, end):
            break
        end = min(end, span.start)
    return end


def _lines(text: str, until: int, noise: Sequence[Span]) -> Iterator[_Line]:
    """The lines with words in the head and the tail of a text that ends at ``until``."""
    head = min(until, _HEAD)
    current: _Line | None = None
    for first, last in ((0, head), (max(head, until - _TAIL), until)):
        part = text[first:last]
        hidden = noise or [Span(first + found.span.start, first + found.span.end) for found in find_noise(part)]
        for match in _LINE.finditer(part):
            start, end = first + match.start(), first + match.end()
            if text[start] == "\n":
                current = current and _Line(current.start, current.text, gap=True)
                continue
            for span in hidden:
                if span.start <= start < span.end:
                    start = min(end, span.end)
                elif start < span.start < end:
                    end = span.start
            if _WORD.search(text, start, end):
                if current:
                    yield current
                current = _Line(start, text[start:end])
    if current:
        yield current


def _title(lines: Sequence[_Line]) -> tuple[str, int]:
    """The title, and the number of the line that the body begins with."""
    for i, line in enumerate(lines[:8]):
        match = (_HEADING.match(line.text) if i < 3 else None) or _TITLE_LABEL.match(line.text)
        if match:
            return _cut(_clean(match["title"]), _LONGEST_LINE), i + 1
    first = 0
    opening = _dateline(lines[0].text)
    if opening and not _WORD.search(lines[0].text, opening.end) and len(lines) > 1:
        first, opening = 1, _dateline(lines[1].text)  # a line that holds nothing but the date
    line = lines[first]
    after = lines[first + 1] if first + 1 < len(lines) else None
    bare = _clean(line.text[opening.end if opening else 0 :])
    if after and bare and _stands_alone(bare, lines[first : first + 4]):
        return _cut(bare, MAX_TITLE if opening and len(bare) > MAX_TITLE * 4 / 3 else _LONGEST_LINE), first + 1
    if after and after.gap and not line.gap and not opening and first + 2 < len(lines):
        both = _clean(f"{line.text}\n{after.text}")
        if len(both) <= _LONGEST_LINE and not _dateline(after.text) and not _ITEM.match(after.text):
            return both, first + 2  # a title that runs over two lines
    paragraph = line.text[opening.end if opening else 0 :]
    for previous, following in zip(lines[first:], lines[first + 1 :], strict=False):
        if previous.gap or len(paragraph) > 2 * MAX_TITLE or _ITEM.match(following.text):
            break
        paragraph += "\n" + following.text
    return _cut(_clean(paragraph), MAX_TITLE), first


def _stands_alone(bare: str, lines: Sequence[_Line]) -> bool:
    """Whether the first of these lines is a title: short, and set off by a blank line or by lines of other lengths."""
    if len(bare) > _LONGEST_LINE:
        return False
    if lines[0].gap:
        return True
    if _GOES_ON.search(lines[0].text):
        return False
    widths = [len(_COMBINING.sub("", line.text.strip())) for line in lines]
    wrapped = min(widths) > 0.66 * max(widths) and min(widths) >= 40
    return not wrapped or _dateline(lines[1].text) is not None


def _clean(text: str) -> str:
    """A title without markup, with wrapped lines joined: Thai breaks lines inside sentences without a space."""
    while wrapped := _THAI_EDGE.search(text):
        text = text[: wrapped.start() + 1] + text[wrapped.end() - 1 :]
    return _SPACES.sub(" ", text).strip(_EDGES)


def _cut(title: str, longest: int) -> str:
    """A title of at most ``longest`` characters, cut at a space, better not beside a number or inside a name."""
    if len(title) <= longest:
        return title
    spaces = [match.start() for match in re.finditer(" ", title[: longest + 1]) if match.start() >= longest // 3]
    if not spaces:
        return title[:longest].rstrip()
    good = [at for at in spaces if not _NUMBER_BESIDE.match(title, at + 1) and not title[at - 1].isdecimal()]
    return title[: max(good or spaces)].strip(_EDGES)


def _dateline(line: str) -> _Dateline | None:
    """The date that a line opens with: "กรุงเทพฯ 9 ก.ย. – …", "วันนี้ (13 สิงหาคม 2564) เวลา 09.30 น. …"."""
    for mention in find_dates(line[:160]):
        opening = _OPENING.fullmatch(line, 0, mention.span.start)
        if opening is None or mention.date.month is None or not _is_own(mention):
            return None
        clock = _CLOCK.match(line, mention.span.end)
        end = clock.end() if clock else mention.span.end
        if opening["word"] and not (clock and clock["dash"]):
            return None  # an unknown word before a date is a place only if a dash follows
        return _Dateline(mention.date, end, opening["when"] not in ("วานนี้", "เมื่อวานนี้", "เมื่อวาน", "เมื่อ"))
    return None


def _is_own(mention: DateMention) -> bool:
    return mention.until is None and (mention.date.year is None or mention.date.year >= _OLDEST)


def _published(text: str, lines: Sequence[_Line], body: Sequence[_Line]) -> PartialDate | None:
    labelled: list[PartialDate] = []
    today: list[PartialDate] = []
    for line in lines:
        for mention in find_dates(line.text):
            before = line.text[max(0, mention.span.start - 40) : mention.span.start]
            if not _is_own(mention):
                continue
            if _PUBLISHED.search(before) or (len(line.text) <= 100 and _DATED.fullmatch(before)):
                if len(line.text) <= 100:
                    return mention.date  # a line of its own for the date of publication
                labelled.append(mention.date)
            elif _TODAY.search(before) and mention.date.day:
                today.append(mention.date)
    openings = [opening for line in lines[:4] if (opening := _dateline(line.text))]
    own = [opening.date for opening in openings if opening.today]
    closing = _dateline_at_end(lines[-1].text)
    found = [*own, *today, *labelled, *([closing] if closing else []), *(opening.date for opening in openings)]
    return found[0] if found else _event(text, body)


def _dateline_at_end(line: str) -> PartialDate | None:
    """The date of a last line that holds nothing else but the name of the publisher."""
    mentions = find_dates(line) if len(line) <= 120 else []
    last = mentions[-1] if mentions else None
    if last is None or last.date.day is None or not _is_own(last) or _WORD.search(line, last.span.end):
        return None
    before = line[: last.span.start]
    return last.date if not _WORD.search(before) or _SIGNED_AND_DATED.fullmatch(before) else None


def _event(text: str, body: Sequence[_Line]) -> PartialDate | None:
    """The first full date near the beginning of the body, for want of a better one."""
    if not body:
        return None
    start = body[0].start
    for mention in find_dates(text[start : start + _EVENT]):
        before = text[max(0, start + mention.span.start - 30) : start + mention.span.start]
        if mention.date.day and mention.date.year and _is_own(mention) and not _OTHER_TIME.search(before):
            return mention.date
    return None


def _publisher(lines: Sequence[_Line], length: int) -> str:
    closing = [line for line in lines if line.start + len(line.text) > length - _TAIL][-8:]
    for line in reversed(closing):
        match = _CREDIT.search(line.text) or _SIGNED.search(line.text)
        if match is None and line is closing[-1] and _dateline_at_end(line.text):
            match = _SIGNED_AND_DATED.match(line.text)
        name = _name(match) if match else ""
        if name:
            return name
    for line in lines[:6]:
        match = _CREDIT.match(line.text) if len(line.text) <= 160 else None
        if match and _name(match):
            return _name(match)
    return ""


def _name(match: re.Match[str]) -> str:
    """The name in a credit, without telephone numbers, addresses and what follows them."""
    name = match["name"] or match.groupdict().get("framed") or ""
    phones = find_phone_numbers(name)
    if phones:
        name = name[: phones[0].start]
    name = _clean(_AFTER_NAME.sub("", name)).strip(" \"'“”‘’()[]")
    return name if len(_WORD.findall(name)) >= 3 and len(name) <= MAX_TITLE else ""
