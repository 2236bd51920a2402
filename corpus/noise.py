"""Marks what stands in a saved page but is no part of its text: server messages, menus, teasers, second copies.

Marked text is kept and can be shown; it is not searched. Clean text stays unmarked: every rule needs two signs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.document import Noise, NoiseReason, Span
from corpus.normalise import normalise
from corpus.words import stopwords, words

MIN_COPY = 200
"""Characters of repeated text from which it counts as a second copy; a refrain or a table header is shorter."""

_THAI = re.compile(r"[\u0e01-\u0e5b]")
_SERVER = re.compile(
    r"""(?ix)
    ^\s*(?:php\s+)?(?:warning|notice|deprecated|fatal\s+error|parse\s+error)\s*:.*(?:\bon\s+line\b|\.\w{2,4}\b|\(\))
    | \bon\s+line\s+\d+\s*$ | \bin\s+unknown\s+on\s+line\b | ^\s*stack\s+trace: | ^\s*\#\d+\s+\S+\(\d+\):
    | ^\s*traceback\s+\(most\s+recent\s+call | ^\s*file\s+"[^"]+",\s+line\s+\d+
    | ^\s*at\s+[\w.$<>]+\([\w.]*(?::\d+)?\)\s*$ | ^\s*exception\s+in\s+thread\b | \b[\w.]+(?:Exception|Error):\s
    | \bORA-\d{5}\b | \bSQLSTATE\[ | \bmysqli?_\w+\(\) | ^\s*server\s+error\s+in\s+'
    | ^\s*(?:40[0-9]|50[0-9])\s+(?:not\s+found|forbidden|bad\s+gateway|internal\s+server\s+error|service\s+unavailable)
    | ^\s*\[\w{3}\s+\w{3}\s+\d+\s[\d:.]+\s\d{4}\]\s+\[ | unable\s+to\s+load\s+dynamic\s+library
    """
)
_CODE = re.compile(r"function\s*\(|^\s*(?:var|let|const)\s+\w+\s*=|\}\s*;|\{\s*[\w-]+\s*:|window\.\w+|document\.\w+|</?\w+[^>]*>")
_PHRASES = frozenset(
    """เพิ่มเพื่อน แชร์ แชร์ข่าวนี้ แชร์บทความนี้ แชร์หน้านี้ แบ่งปัน ถูกใจ กดไลก์ ติดตาม ติดตามเรา กดติดตาม สมัครสมาชิก เข้าสู่ระบบ
    ลงชื่อเข้าใช้ ลงทะเบียน ออกจากระบบ หน้าแรก หน้าหลัก เมนู เมนูหลัก เกี่ยวกับเรา ติดต่อเรา แผนผังเว็บไซต์ ค้นหา ย้อนกลับ กลับหน้าหลัก
    กลับหน้าแรก กลับสู่ด้านบน ถัดไป ก่อนหน้า อ่านต่อ อ่านเพิ่มเติม ดูทั้งหมด ดูเพิ่มเติม ดูรายละเอียด คลิกที่นี่ คลิก ดาวน์โหลด พิมพ์ พิมพ์หน้านี้ ส่งอีเมล ส่งต่อ
    คัดลอกลิงก์ คัดลอกลิงค์ แสดงความคิดเห็น ความคิดเห็น ข่าวที่เกี่ยวข้อง ข่าวล่าสุด ข่าวยอดนิยม ข่าวแนะนำ บทความที่เกี่ยวข้อง บทความแนะนำ
    บทความล่าสุด เรื่องที่เกี่ยวข้อง เรื่องแนะนำ แท็ก ป้ายกำกับ โฆษณา ยอมรับ ยอมรับทั้งหมด ปฏิเสธ ตั้งค่าคุกกี้ นโยบายความเป็นส่วนตัว นโยบายคุกกี้
    เงื่อนไขการใช้งาน ขนาดตัวอักษร ภาษาไทย ปิด ไทย อังกฤษ line facebook twitter youtube instagram tiktok messenger email print share tweet like
    follow subscribe login register logout home menu search back next previous share on facebook tweet pin it whatsapp copy link
    read more related related articles tags advertisement about us contact us sitemap th en a+ a- +a -a ก+ ก- top add friend""".split()
)
_RELATED = re.compile(
    r"^\W*(?:ข่าว|บทความ|เรื่อง|คอลัมน์|โพสต์)(?:อื่น)?\s?ๆ?\s?(?:ที่)?\s?(?:เกี่ยวข้อง|แนะนำ|ล่าสุด|ยอดนิยม|น่าสนใจ|อื่น ?ๆ)\W*$"
    r"|^\W*(?:อ่านข่าวเพิ่มเติม|อ่านเพิ่มเติม|คุณอาจสนใจ|related (?:articles|news|posts)|you may also like)\W*$",
    re.IGNORECASE,
)
_COUNTER = re.compile(
    r"^\W*(?:จำนวน)?(?:ผู้เข้าชม|คนดู|ผู้ชม|ยอดวิว|เข้าชม|เปิดอ่าน|อ่านแล้ว|views?|hits?)\W*[\d,]+\W*(?:ครั้ง|คน|views?)?\W*$"
    r"|^\W*[\d,]+\s*(?:views?|shares?|likes?|comments?|ครั้งที่อ่าน)\W*$",
    re.IGNORECASE,
)
_LEGAL = re.compile(
    r"(?:©|\(c\)|copyright|สงวนลิขสิทธิ์|ลิขสิทธิ์)[^\n]{0,80}(?:\d{4}|reserved|สงวน|พ\.ร\.บ|limited|co\.)"
    r"|all rights reserved|(?:เว็บไซต์|เรา)(?:นี้)?(?:มีการ)?ใช้(?:งาน)?(?:คุกกี้|cookies?)|this (?:web)?site uses cookies|powered by \w+",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"(?:^|[.\s])[-–—]{1,2}\s?(?:สำนัก|ทีมข่าว|กอง|ฝ่าย|กลุ่ม|กรม|กระทรวง|ผู้สื่อข่าว|หนังสือพิมพ์)[\u0e01-\u0e5bA-Za-z ]{0,50}[-–—]{0,2}\W*$"
    r"|^\W*(?:ที่มา|แหล่งข่าว|อ้างอิง(?:จาก)?|เครดิต|ขอบคุณ(?:ข้อมูล|ภาพ))\s*:"
)
_LISTED = re.compile(r"^\s*(?:[-*•●#]|\(?\d{1,3}[.)]|\S{1,10}ที่\s*\d)")
_BYLINE = re.compile(r"^(?:โดย\s*:?\s*|เรื่อง\s*:\s*|ผู้เขียน\s*:\s*)?[\u0e01-\u0e5b.]{2,22}(?:\s{1,2}[\u0e01-\u0e5b.]{2,24}){1,2}$")


@dataclass(frozen=True, slots=True)
class _Line:
    span: Span
    text: str

    @property
    def bare(self) -> str:
        return self.text.strip()


def find_noise(text: str, known: Sequence[Noise] = ()) -> tuple[Noise, ...]:
    """Find the parts of a text that should not be searched.

    Args:
        text: a document's text.
        known: noise that its file format already told of.

    Returns:
        Noise in order and without overlap; empty for clean text.
    """
    lines = _lines(text)
    found = list(known)
    found += _server_messages(lines)
    found += _furniture(lines)
    found += _second_copies(lines)
    found += _other_articles(lines, [noise.span for noise in found])
    return _merged(text, found)


def _lines(text: str) -> list[_Line]:
    lines, start = [], 0
    for piece in text.splitlines(keepends=True):
        bare = piece.rstrip("\r\n")
        lines.append(_Line(Span(start, start + len(bare)), bare))
        start += len(piece)
    return lines


def _server_messages(lines: Iterable[_Line]) -> list[Noise]:
    return [
        Noise(line.span, NoiseReason.SERVER_MESSAGE)
        for line in lines
        if len(_THAI.findall(line.text)) * 10 <= len(line.text) and _SERVER.search(line.text)
    ]


def _is_furniture(bare: str) -> bool:
    if len(bare) > 240:
        return False
    if _COUNTER.match(bare) or (len(bare) < 160 and _LEGAL.search(bare)):
        return True
    if not _THAI.search(bare) and len(bare) < 240 and len(_CODE.findall(bare)) >= 2:
        return True
    if len(bare) > 80:
        return False
    parts = [part for part in re.split(r"\s*[|>»›•·/,]+\s*|\s{2,}", bare.lower().strip(" .:;!*[]()")) if part]
    return bool(parts) and all(part in _PHRASES or all(word in _PHRASES for word in part.split()) for part in parts)


def _furniture(lines: Sequence[_Line]) -> list[Noise]:
    return [
        Noise(line.span, NoiseReason.PAGE_FURNITURE)
        for line in lines
        if line.bare and not line.bare.startswith("#") and _is_furniture(line.bare)
    ]


def _second_copies(lines: Sequence[_Line]) -> list[Noise]:
    """Runs of lines that stand a second time; the first stays."""
    filled = [line for line in lines if line.bare]
    first: dict[str, int] = {}
    found, i = [], 0
    while i < len(filled):
        bare = filled[i].bare
        at = first.setdefault(bare, i)
        if at == i or len(bare) < 40:
            i += 1
            continue
        run = 1
        while i + run < len(filled) and at + run < i and filled[at + run].bare == filled[i + run].bare:
            run += 1
        span = Span(filled[i].span.start, filled[i + run - 1].span.end)
        if len(span) >= (MIN_COPY if run > 1 else MIN_COPY * 3 // 2):
            found.append(Noise(span, NoiseReason.DUPLICATE))
        i += run
    return found


def _other_articles(lines: Sequence[_Line], marked: Sequence[Span]) -> list[Noise]:
    """Headlines of other articles that follow the end of this one (a byline, a credit or a "related" heading)."""
    filled = [line for line in lines if line.bare and not any(line.span.overlaps(span) for span in marked)]
    total = sum(len(line.bare) for line in filled)
    before = 0
    for i, line in enumerate(filled[:-1]):
        before += len(line.bare)
        tail = filled[i + 1 :]
        size = total - before
        if before < 400 or size > before * 0.5 or not _ends_article(filled, i, lines):
            continue
        headlines = [entry for entry in tail if len(entry.bare) <= 70]
        if len(headlines) * 2 < len(tail) or len(tail) < 2:
            continue
        if any(_LISTED.match(entry.bare) for entry in tail):
            continue
        if _RELATED.match(line.bare) or _shared_vocabulary(filled[:i], tail) < 0.3:
            return [Noise(Span(tail[0].span.start, tail[-1].span.end), NoiseReason.OTHER_ARTICLE)]
    return []


def _ends_article(filled: Sequence[_Line], i: int, lines: Sequence[_Line]) -> bool:
    bare = filled[i].bare
    if _RELATED.match(bare) or _CREDIT.search(bare[-80:]):
        return True
    if i == 0 or len(bare) > 50 or not _BYLINE.match(bare):
        return False
    at = lines.index(filled[i])
    alone = (at == 0 or not lines[at - 1].bare) and (at + 1 == len(lines) or not lines[at + 1].bare)
    return alone and (len(filled[i - 1].bare) >= 150 or filled[i - 1].bare.endswith("."))


def _shared_vocabulary(body: Sequence[_Line], tail: Sequence[_Line]) -> float:
    """Share of the tail's content words that the body uses too."""

    def content(lines: Sequence[_Line]) -> set[str]:
        found = words(normalise("\n".join(line.bare for line in lines)))
        return {word for word in found if len(word) > 2 and word not in stopwords() and not word[0].isdigit()}

    of_tail = content(tail)
    return len(of_tail & content(body)) / len(of_tail) if of_tail else 1.0


def _merged(text: str, found: Iterable[Noise]) -> tuple[Noise, ...]:
    merged: list[Noise] = []
    for noise in sorted(found):
        if not noise.span:
            continue
        if merged and noise.span.start < merged[-1].span.end:
            end = max(noise.span.end, merged[-1].span.end)
            merged[-1] = Noise(Span(merged[-1].span.start, end), merged[-1].reason)
        elif (
            merged
            and noise.reason == merged[-1].reason
            and not text[merged[-1].span.end : noise.span.start].strip()
        ):
            merged[-1] = Noise(Span(merged[-1].span.start, noise.span.end), noise.reason)
        else:
            merged.append(noise)
    return tuple(merged)
