"""Lines of a saved page that are no text: server messages, menus, share buttons, counters, cookie and copyright notes.

Each test of one line; a line that could as well be text counts only among others that could not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_SERVER = re.compile(
    r"""(?ix)
    ^\s*php\s+(?:warning|notice|deprecated|fatal\s+error|parse\s+error|startup)\b
    | ^\s*(?:warning|notice|deprecated|fatal\s+error|parse\s+error|strict\s+standards)\s*:\s
      .*(?:\bon\s+line\s+\d|\w\(\)|\bundefined\b|\buncaught\b|\.(?:php\d?|inc|so|dll|py|jsp|aspx?|cgi|pl|rb)\b)
    | \bin\s+(?:unknown|\S*[/\\]\S+|\S+\.(?:php\d?|inc|py|jsp|aspx?|rb|pl|js))\s+on\s+line\s+\d
    | ^\s*stack\s+trace:\s*$ | ^\s*\#\d+\s+(?:\{main\}|\S+\(\d+\):)
    | ^\s*traceback\s+\(most\s+recent\s+call | ^\s*file\s+"[^"]+",\s+line\s+\d
    | ^\s*at\s+[\w.$<>/]+\s?\((?:[^()]*:\d+(?::\d+)?|native\s+method|unknown\s+source)\)\s*$
    | ^\s*exception\s+in\s+thread\s+" | ^\s*caused\s+by:\s+[\w.$]+(?:exception|error)\b | ^\s*\.\.\.\s+\d+\s+more\s*$
    | \bORA-\d{5}: | \bSQLSTATE\[\w+\] | \bmysqli?_\w+\(\)\s*: | \berror\s+'[0-9a-f]{8}'
    | ^\s*server\s+error\s+in\s+' | ^\s*/\S+\.\w{2,4},\s+line\s+\d+\s*$ | unable\s+to\s+load\s+dynamic\s+library
    | ^\s*(?:http\S*\s+|error\s+)?(?:40\d|50\d)\s*[-:]?\s+
      (?:not\s+found|forbidden|unauthorized|bad\s+(?:request|gateway)|internal\s+server\s+error|service\s+unavailable)
    | ^\s*\[\w{3}\s+\w{3}\s+\d+\s[\d:.]+\s\d{4}\]\s+\[
    """
)
_EXCEPTION = re.compile(r"^\s*(?:[a-z_]\w*\.)*[A-Z]\w*(?:Exception|Error)(?::\s|\s*$)")
_GOES_ON = re.compile(r"^\s{2,}\S|\bon\s+line\s+\d+\s*$|^\S*[/\\]\S+\s*$")
_CODE = re.compile(
    r"function\s*\(|^\s*(?:var|let|const)\s+\w+\s*=|\}\s*;|\{\s*[\w-]+\s*:|window\.\w+|document\.\w+"
    r"|</?(?:div|span|p|a|br|ul|li|table|tr|td|img|iframe|script|style|form|input|button|nav|section)\b[^>]*>"
)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.lower().split())


def _phrases(text: str) -> frozenset[str]:
    return frozenset(phrase.strip() for phrase in text.lower().split(","))


# Nothing but parts of a page.
_ONLY_PAGE = _words("""
    เพิ่มเพื่อน แชร์ข่าวนี้ แชร์บทความนี้ แชร์หน้านี้ กดไลก์ กดติดตาม ติดตามเรา ลงชื่อเข้าใช้ ออกจากระบบ หน้าแรก หน้าหลัก เมนูหลัก
    กลับหน้าหลัก กลับหน้าแรก กลับสู่ด้านบน กลับไปด้านบน อ่านต่อ อ่านเพิ่มเติม ดูเพิ่มเติม คลิกที่นี่ พิมพ์หน้านี้ คัดลอกลิงก์ คัดลอกลิงค์
    แสดงความคิดเห็น ข่าวที่เกี่ยวข้อง ข่าวล่าสุด ข่าวยอดนิยม ข่าวแนะนำ บทความที่เกี่ยวข้อง บทความแนะนำ บทความล่าสุด เรื่องแนะนำ
    ยอมรับทั้งหมด ยอมรับคุกกี้ ตั้งค่าคุกกี้ ขนาดตัวอักษร
    ก+ ก- a+ a- +a -a
""") | _phrases(
    """add friend, share on facebook, pin it, copy link, read more, related articles, related news, skip to content,
    skip to main content, back to top, print this page, sign in, log in, accept all, accept cookies, cookie settings"""
)
# Parts of a page that call for an action; in a text they are headings, steps or table cells.
_ACTIONS = _words("""
    แชร์ แบ่งปัน ถูกใจ ติดตาม สมัครสมาชิก เข้าสู่ระบบ ลงทะเบียน เมนู เกี่ยวกับเรา ติดต่อเรา แผนผังเว็บไซต์ ค้นหา ย้อนกลับ
    ถัดไป ก่อนหน้า ดูทั้งหมด คลิก ดาวน์โหลด พิมพ์ ส่งอีเมล ส่งต่อ ยอมรับ ปฏิเสธ ปิด login logout register home menu search
    back next previous prev share tweet like follow subscribe print sitemap
""") | _phrases("about us, contact us")
_COMPANIONS = _words("""
    ดูรายละเอียด ความคิดเห็น แท็ก ป้ายกำกับ โฆษณา นโยบายความเป็นส่วนตัว นโยบายคุกกี้ เงื่อนไขการใช้งาน อัลบั้มภาพ ภาษาไทย
    เรื่องที่เกี่ยวข้อง ไทย อังกฤษ english line facebook twitter x youtube instagram tiktok messenger whatsapp email tags
    advertisement top th en on now
""")
_SEPARATORS = re.compile(r"\s*[|>»›•·/,]+\s*|\s{2,}")
_CRUMBS = re.compile(r"^(?:หน้าแรก|หน้าหลัก|home)\s*[>»›/]\s*\S.*$", re.IGNORECASE)
_COUNTER = re.compile(
    r"^\W*(?:จำนวน)?(?:เปิดอ่าน|อ่านแล้ว|ยอดวิว|ยอดเข้าชม|views?|hits?)\W*[\d,]+\W*(?:ครั้ง|คน|views?)?\W*$"
    r"|^\W*(?:จำนวน)?(?:ผู้เข้าชม|คนดู|ผู้ชม|เข้าชม)(?:เว็บไซต์)?\W*[\d,]+\W*ครั้ง\W*$"
    r"|^\W*[\d,]+\s*(?:views?|shares?|likes?|comments?|ครั้งที่อ่าน)\W*$",
    re.IGNORECASE,
)
_VISITORS = re.compile(r"^\W*(?:จำนวน)?(?:ผู้เข้าชม|คนดู|ผู้ชม|เข้าชม)(?:วันนี้|ทั้งหมด|ขณะนี้)?\W*[\d,]+\W*(?:คน)?\W*$")
_RIGHTS = re.compile(
    r"©.{0,80}(?:\d{4}|reserved|สงวน)|^\W*copyright\b.{0,40}(?:\d{4}|©|\(c\)|reserved|\bby\b)|\(c\)\s*copyright"
    r"|^\W*(?:ขอ)?สงวนลิขสิทธิ์(?:\W*$|.{0,60}(?:\d{4}|พ\.ร\.บ|พระราชบัญญัติ))|^\W*ลิขสิทธิ์\s*(?:©|\(c\))"
    r"|\ball rights reserved\b|^\W*powered by \w+(?: [\w.]+){0,3}\W*$",
    re.IGNORECASE,
)
_COOKIES = re.compile(
    r"(?:เว็บไซต์(?:นี้|ของเรา)|เรา)(?:มีการ)?(?:ใช้|จัดเก็บ)(?:งาน)?\s?(?:คุกกี้|cookies?).{0,300}(?:เพื่อ|ยอมรับ|ยินยอม|ประสบการณ์)"
    r"|\b(?:this (?:web)?site|we) uses? cookies\b",
    re.IGNORECASE,
)


def server_messages(lines: Sequence[str]) -> list[bool]:
    """Which lines are messages of a server or a program: warnings, stack traces, error pages.

    Args:
        lines: the lines of a text.
    """
    found = []
    previous = False
    for line in lines:
        previous = _mostly_ascii(line) and bool(
            _SERVER.search(line) or _EXCEPTION.search(line) or (previous and _GOES_ON.search(line))
        )
        found.append(previous)
    return found


def _mostly_ascii(line: str) -> bool:
    return bool(line) and len(line.encode("ascii", "ignore")) * 10 >= len(line) * 9


def page_furniture(lines: Sequence[str]) -> list[bool]:
    """Which lines are parts of a page around its text.

    A line of words that texts use too, such as "ไทย" or "ดาวน์โหลด", counts only together with others in a row.

    Args:
        lines: the lines of a text, without the spaces around them.
    """
    found = [False] * len(lines)
    run: list[int] = []
    parts: set[str] = set()
    for i, line in enumerate([*lines, "#"]):
        words = _menu_words(line)
        if line and not words:
            if parts & _ONLY_PAGE or len(parts & _ACTIONS) >= 2:
                for j in run:
                    found[j] = True
            run, parts = [], set()
            if i < len(lines):
                found[i] = _is_notice(line)
        elif line:
            run.append(i)
            parts |= words
    for i, line in enumerate(lines):
        if not found[i] and _VISITORS.match(line):
            found[i] = (i > 0 and found[i - 1]) or (i + 1 < len(lines) and found[i + 1])
    return found


def _menu_words(line: str) -> set[str]:
    """The parts of a line if all of them are parts of menus and buttons; else nothing."""
    if not line or len(line) > 80 or line.startswith("#"):
        return set()
    parts = [part for part in _SEPARATORS.split(line.lower().strip(" .:;!*[]()-–")) if part]
    words: set[str] = set()
    for part in parts:
        known = {part} if _is_known(part) else set(part.split())
        if not all(_is_known(word) for word in known):
            return set()
        words |= known
    return words


def _is_known(word: str) -> bool:
    return word in _ONLY_PAGE or word in _ACTIONS or word in _COMPANIONS


def _is_notice(line: str) -> bool:
    if line.startswith("#") or len(line) > 500:
        return False
    if len(line) <= 160 and (_COUNTER.match(line) or _CRUMBS.match(line) or _RIGHTS.search(line)):
        return True
    if _COOKIES.search(line):
        return True
    return len(line) <= 240 and _mostly_ascii(line) and len(_CODE.findall(line)) >= 2
