"""Thai words that tie a clause to its neighbours: where a sentence turns, and where it cannot be cut.

Thai puts the same space between sentences, clauses, names and items; these words tell which of them a space stands for.
"""

from __future__ import annotations

import re
from enum import IntEnum


class Rank(IntEnum):
    """How well a text can be cut at a space or a line end; the higher, the better."""

    NEVER = 0  # inside a name or an amount, after an abbreviation, between a preposition and its object
    POOR = 1  # between subject and verb, or between the items of a series
    FAIR = 2  # at a space that tells nothing
    TURN = 3  # before a word that opens a clause
    SENTENCE = 4  # before a word that opens a sentence, or at a line end
    PARAGRAPH = 5  # after a full stop at a line end, or at an empty line


NEVER, POOR, FAIR, TURN, SENTENCE, PARAGRAPH = Rank


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_ANNOUNCING = _words("ดังนี้ ดังต่อไปนี้ ดังกล่าว ได้แก่ ประกอบด้วย ประกอบไปด้วย คือ เช่น อาทิ เป็นต้นว่า มีรายละเอียด")
# Words that need what follows them: prepositions, conjunctions, verbs of saying and being, titles.
_NEEDING = _words("""
    ดังนี้ ดังต่อไปนี้ ได้แก่ ประกอบด้วย ประกอบไปด้วย คือ เช่น อาทิ จาก โดย ของ แก่ กับ ต่อ ระหว่าง ตั้งแต่ ถึง ใน ที่ เพื่อ ตาม สู่ ไปยัง ภายใต้
    ผ่าน สำหรับ เพราะ โดยเฉพาะ นับแต่ เมื่อ ให้ ซึ่ง และ หรือ ทั้ง ตลอดจน พร้อมด้วย ว่า เป็น หัวข้อ เรื่อง จำนวน ร้อยละ ประมาณ
    กว่า มูลค่า เฉลี่ย อันดับ ไม่เกิน นาย นาง นางสาว ผู้อำนวยการ อธิบดี เลขาธิการ
""")
_NEEDING_ALONE = ("ณ", "การ", "ความ")  # the same, but only as a word between spaces
_COMPLETE = _words("พื้นที่ หน้าที่ สถานที่ ทันที เต็มที่ คงที่ แผนที่ จำเป็น งบประมาณ เจ้าของ สิ่งของ ข้าวของ")
_WANTING_NUMBER = _words("""
    ร้อยละ จำนวน ประมาณ กว่า ราว เฉลี่ย มูลค่า เพียง ถึง เป็น จาก อีก รวม ไม่เกิน อันดับ ระยะ ที่ ปี พ.ศ. ค.ศ. อัตรา เหลือ และ หรือ - –
""")
# Words that open what follows a space: regular expressions, of which the first that fits counts.
_OPENING = {
    SENTENCE: _words(r"""
        ทั้งนี้ นอกจากนี้ นอกจากนั้น อย่างไรก็ตาม อย่างไรก็ดี ดังนั้น ขณะที่ ขณะเดียวกัน สำหรับ ต่อมา ปัจจุบัน
        ส่วน(?!\s|ใหญ่|ร่วม|ตัว|ราชการ|แบ่ง|ประกอบ|หนึ่ง|กลาง)
    """),
    TURN: _words(r"""
        ในขณะที่ ทางด้าน ด้าน(?=นาย|นาง|ดร|พล) โดย ซึ่ง เนื่องจาก เพราะ เพื่อให้ ทำให้ ส่งผลให้ จากนั้น หลังจาก พร้อมทั้ง อีกทั้ง รวมทั้ง รวมถึง
        แต่(?!ละ|ง) ก่อนที่ ด้วยเหตุ However Moreover Therefore The\s In\s
    """),
    FAIR: _words("""
        และ(?:ได้|จะ|ยัง|เพื่อ|สามารถ|ต้อง|ควร|ขอ|เห็น|ส่วน(?!ร่วม)|ใน(?:ปี|ช่วง)) ใน(?:ปี|ช่วง|ครั้ง|ส่วน|โอกาส)
        ที่(?:ผ่านมา|ประชุม|ปรึกษา|สำคัญ) ตาม(?:ที่|นโยบาย) เป็นที่ จังหวัดใน
    """),
    NEVER: _words(r"""
        และ หรือ ล้าน บาท พ\.ศ ค\.ศ ประกอบด้วย ประกอบไปด้วย ได้แก่ คือ ดังนี้ ดังต่อไปนี้ เช่น(?!เดียว) อาทิ เป็นต้น ตามลำดับ ว่า(?!ด้วย)
        กล่าว(?!คือ|โดย) เปิดเผย ขึ้น(?!อยู่|ทะเบียน) ไว้ เท่านั้น ทั้ง(?:หมด|สิ้น)
    """),
    POOR: _words(r"""
        ที่ ของ แห่ง ใน ให้ แก่ ต่อ กับ ด้วย ตาม ผ่าน ภายใต้ จะ ได้ ยัง ควร ต้อง เป็น ไม่ ถูก เคย กำลัง อยู่ จึง จน ตั้งแต่ ระหว่าง ณ\s ทั้ง รวม
        เมื่อ(?:วัน|เดือน|ปี) ลงวันที่ วันที่ อัน(?!ดับ|ตราย) คิดเป็น จำนวน มูลค่า ประมาณ กว่า เพียง เหลือ อีก จังหวัด อำเภอ ตำบล กระทรวง
    """),
}
_CLINGING = frozenset("0123456789๐๑๒๓๔๕๖๗๘๙ๆฯ)]}([{”’\"'%:/,.;!?…–—-")
_LEADING = frozenset("([{“‘:/-–—")
_ABBREVIATION = re.compile(
    r"(?:(?<![ก-๎])[ก-ฮ]{1,5}|(?<=\.)[ก-ฮ]{1,3}|โทร|\b(?:[A-Z]|Co|Ltd|Inc|No|Mr|Mrs|Ms|Dr|St|vs|Tel|Fax|Fig|Vol|e\.g|i\.e))\.$"
)
_COUNTED = re.compile(r"\(?\d{1,2}[.)](?![\d\s]*\d)\s?[\u0e01-\u0e4eA-Za-z“\"]")  # "2) การ…" in the middle of a line
_COUNT = re.compile(r"(?:^|[\s(])\d{1,2}[.)]$")
_FIRST_NAME = re.compile(r"(?:นาย(?!ก|จ้าง|ทุน|หน้า)|นางสาว|นาง|น\.ส\.|ดร\.)\s?[ก-๎]{2,16}$")


def _by_first_letter() -> dict[str, tuple[re.Pattern[str], dict[str, Rank]]]:
    """What opens a clause, by first letter, so that most words cost one look-up."""
    letters = {word[0] for words in _OPENING.values() for word in words}
    table = {}
    for letter in letters:
        fitting = {rank: [word for word in words if word[0] == letter] for rank, words in _OPENING.items()}
        groups = [f"(?P<{rank.name}>{'|'.join(words)})" for rank, words in fitting.items() if words]
        table[letter] = re.compile("|".join(groups)), {rank.name: rank for rank in fitting}
    return table


def _by_last_letter(words: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    return {letter: tuple(word for word in words if word[-1] == letter) for letter in {word[-1] for word in words}}


_OPENING_WITH = _by_first_letter()
_NEEDING_IN = _by_last_letter(_NEEDING)
_COMPLETE_IN = _by_last_letter(_COMPLETE)


def announces(text: str) -> bool:
    """Whether a text ends by announcing what follows: "… ดังนี้", "… ได้แก่", "…:"."""
    bare = text.rstrip()
    return bare.endswith((":", "：")) or bare.endswith(_ANNOUNCING)


def wants_number(text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]`` ends with a word that a number completes: "ร้อยละ", "จำนวน", "ครั้งที่"."""
    return text.endswith(_WANTING_NUMBER, start, end)


def needs_more(text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]`` ends with a word that needs what follows it: "จาก", "ว่า", "ประกอบด้วย"."""
    last = text[end - 1]
    words = _NEEDING_IN.get(last)
    if words and text.endswith(words, start, end):
        complete = _COMPLETE_IN.get(last)
        return not (complete and text.endswith(complete, start, end))
    alone = next((word for word in _NEEDING_ALONE if word[-1] == last and text.endswith(word, start, end)), "")
    return bool(alone) and (end - len(alone) == start or text[end - len(alone) - 1].isspace())


def opens(text: str, at: int) -> Rank:
    """How well a text can be cut before the word at ``at``, by that word alone."""
    first = text[at]
    if first in _CLINGING:
        return NEVER
    entry = _OPENING_WITH.get(first)
    match = entry[0].match(text, at) if entry else None
    return entry[1][match.lastgroup or ""] if entry and match else FAIR


def rank_of_space(text: str, start: int, at: int, after: int) -> Rank:
    """How well a text can be cut at a space.

    Args:
        text: the text.
        start: offset that nothing before is looked at.
        at: offset of the first blank; at least one character stands between ``start`` and it.
        after: offset of the first character after the blanks.
    """
    rank = opens(text, after)
    if rank is NEVER and _COUNTED.match(text, after):
        rank = TURN
    if rank is NEVER:
        return rank
    last, first = text[at - 1], text[after]
    if last in _LEADING or needs_more(text, start, at) or (last in ".)" and _COUNT.search(text[max(0, at - 5) : at])):
        return NEVER
    if last == "." or last == "!" or last == "?":
        if last == "." and _ABBREVIATION.search(text[max(start, at - 12) : at]):
            return rank if rank >= TURN and not first.isascii() else NEVER
        return SENTENCE if first.isascii() else max(rank, TURN)
    if last.isdecimal():
        return rank if rank >= TURN else NEVER  # a number and what it counts
    if first.isascii() and first.isalpha():
        if last.isascii() and last.isalpha():
            return NEVER  # a name in Latin letters
        return min(rank, POOR)
    near = max(start, at - 24)
    if rank <= FAIR and any(text.rfind(title, near, at) >= 0 for title in ("นาย", "นาง", "ดร.")):
        return NEVER if _FIRST_NAME.search(text[near:at]) else rank
    return rank
