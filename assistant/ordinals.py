"""Numbered things such as ครั้งที่ 4: as questions name them, and whether a text names the same one."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NUMBERS = {
    word: number
    for number, word in enumerate(
        ["หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า", "สิบ", "สิบเอ็ด", "สิบสอง"], 1
    )
}
_WORDS = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_COUNTED = "ครั้ง|รุ่น|ฉบับ|ระยะ|อันดับ|ลำดับ|ข้อ|เฟส|ไตรมาส|รอบ|ปี|ระลอก|งวด|รางวัล|ตอน|ภาค|บท|หมวด|สมัย|ชุด"
_ALONE = "ข้อ|เฟส|ไตรมาส|รอบ|รุ่น|มาตรา|หมวด|ระยะ"
"""Names that are numbered without ที่ as well."""
_ORDINAL = re.compile(
    rf"(?:(?P<noun>{_COUNTED})ที่|(?P<alone>{_ALONE}))\s?(?:(?P<digits>\d+)(?![\d.,]*\d)|(?P<word>{_WORDS})(?![ะ-ฺ็-๎]))"
    r"|(?P<first>ครั้ง|รุ่น|รอบ|ระยะ|ฉบับ|ระลอก|งวด|ปี|เฟส)แรก(?!เริ่ม)(?:สุด)?"
    r"|(?P<last>ครั้ง|รุ่น|รอบ|ฉบับ|งวด)(?:ล่าสุด|สุดท้าย|หลังสุด)"
    r"|(?<!ทุก)(?P<other>ครั้ง|รุ่น|รอบ)(?P<which>ก่อน(?!หน้านี้)|หน้า|ต่อไป|ถัดไป|ที่แล้ว|ที่ผ่านมา)"
)
_QUANTITY = re.compile(r"\s?(?:คน|ราย|กลุ่ม|ครั้ง|บาท|ล้าน|วัน(?!ไหน|ที่|ใด|อะไร)|เดือน(?!ไหน|ใด|อะไร)|ปี(?!ไหน|ใด|อะไร)|แห่ง|ตัน)")
_ALIKE = (("รอบ", "ครั้ง"), ("เฟส", "ระยะ", "phase"))
"""Names of the same thing when it is numbered: รอบ 3 of a meeting is its ครั้งที่ 3."""
ANY = "ที่"
"""Stands for the noun where a question does not tell it: the 4th of an English question."""
_LATEST = ("ล่าสุด", "สุดท้าย", "หลังสุด")


@dataclass(frozen=True, slots=True)
class Ordinal:
    """A numbered thing that a question names.

    Args:
        name: without spaces and in figures, for example "ครั้งที่4", "ไตรมาส4"; "ครั้งแรก" and "ครั้งล่าสุด" as they are.
        written: as the search copy has it.
        noun: what is numbered.
    """

    name: str
    written: str
    noun: str

    @property
    def said(self) -> str:
        """How documents say it: ครั้งแรก for ครั้งแรกสุด."""
        return self.written.removesuffix("สุด") if self.written.endswith("แรกสุด") else self.written


def find_ordinals(copy: str) -> list[Ordinal]:
    """The numbered things that a question names, in order.

    Args:
        copy: search copy of a question, without its years.
    """
    found = []
    for match in _ORDINAL.finditer(copy):
        noun = match["noun"] or match["alone"]
        if noun:
            if match["alone"] and match["word"] and _QUANTITY.match(copy, match.end()):
                continue  # รอบสองปี: two years, not the second round
            number = int(match["digits"]) if match["digits"] else _NUMBERS[match["word"]]
            name = f"{noun}{'ที่' if match['noun'] else ''}{number}"
        elif match["first"]:
            name = f"{match['first']}แรก"
        elif match["last"]:
            name = f"{match['last']}ล่าสุด"
        else:
            name = f"{match['other']}{match['which']}"
        noun = noun or match["first"] or match["last"] or match["other"]
        found.append(Ordinal(name, match.group(), noun))
    return found


def names_ordinal(ordinal: str, squeezed: str) -> bool:
    """Whether a text names a numbered thing: with or without ที่, in figures or words, the whole number.

    Args:
        ordinal: a name as `Ordinal.name` gives it; ครั้งแรก is the first one, ที่4 the fourth of anything.
        squeezed: search copy of the text without spaces.
    """
    numbered = re.fullmatch(r"(.+?)(?:ที่)?(\d+)", ordinal.replace("แรก", "ที่1"))
    if numbered is None:
        noun = next((ordinal.removesuffix(end) for end in _LATEST if ordinal.endswith(end)), "")
        return any(f"{noun}{end}" in squeezed for end in _LATEST) if noun else ordinal in squeezed
    noun, number = numbered.group(1), int(numbered.group(2))
    if noun == ANY and (
        re.search(rf"(?<![\d.,]){number}(?:st|nd|rd|th)", squeezed) or (number == 1 and "แรก" in squeezed)
    ):
        return True
    noun = next((f"(?:{'|'.join(alike)})" for alike in _ALIKE if noun in alike), noun)
    if re.search(rf"{noun}(?:ที่)?{number}(?![\d]|[.,]\d)", squeezed):
        return True
    if noun == "ข้อ" and re.search(rf"(?<![\d.,]){number}[.)](?!\d)", squeezed):
        return True
    if number == 1 and re.search(f"{noun}แรก", squeezed):
        return True
    word = next((word for word, value in _NUMBERS.items() if value == number), "")
    return bool(word) and bool(re.search(rf"{noun}(?:ที่)?{word}(?!เอ็ด|สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า|สิบ|ร้อย|พัน)", squeezed))
