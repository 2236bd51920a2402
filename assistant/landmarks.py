"""Places below a province, and ministries, banks and universities, that a question names."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.cutting import cut, cut_spans
from assistant.question import Question, carries
from assistant.wordclass import acts

_LANDMARK = re.compile(
    r"(?:(?<![\u0e01-\u0e4e.])[อต]\.|อำเภอ|ตำบล)\s?(?P<area>[\u0e01-\u0e4e]{3,})"
    r"|(?P<head>คลอง|โรงแรม|โรงพยาบาล|มหาวิทยาลัย|แม่น้ำ|สะพาน|เขื่อน|เกาะ(?!ติด)|หาด|ดอย|วัด(?!ผล|ระดับ|ค่า))"
    r"\s?(?P<name>[\u0e01-\u0e4e]{3,})"
)
"""Places below a province that a question names: districts, and what has its sort for a first name."""
AGENCY_HEAD = re.compile("^(?:กระทรวง(?:การ)?|ธนาคาร(?:เพื่อการ|เพื่อ)?|มหาวิทยาลัย(?:เทคโนโลยีราชมงคล|เทคโนโลยี|ราชภัฏ)?)")
"""What names of ministries, banks and universities begin with."""
_SHORT_NAME = 4
"""Letters that a place's name has at least to be told by its first word."""


@dataclass(frozen=True, slots=True)
class Landmark:
    """A district, canal, hotel or the like that a question names.

    Args:
        head: its sort (คลอง), or "" for districts.
        name: its name without the sort, as a text without spaces holds it.
    """

    head: str
    name: str

    def named(self, squeezed: str) -> bool:
        """Whether a search copy without spaces names it."""
        return f"{self.head}{self.name}" in squeezed

    def rivalled(self, squeezed: str) -> bool:
        """Whether a search copy without spaces names another one of its sort instead."""
        return (
            bool(self.head)
            and not self.named(squeezed)
            and bool(re.search(rf"{self.head}[\u0e01-\u0e2e\u0e40-\u0e44]", squeezed))
        )


def agencies(question: Question) -> list[str]:
    """The ministries, banks and universities that a question names, each by its sort and the first word of its name."""
    found = []
    copy = question.copy
    for span in cut_spans(copy):
        head = AGENCY_HEAD.match(copy[span.start :])
        pieces = cut(copy[span.start + head.end() : span.start + head.end() + 40].split(" ")[0]) if head else []
        first = next(("".join(pieces[:n]) for n in (1, 2, 3) if len("".join(pieces[:n])) >= _SHORT_NAME), "")
        if head and first and carries(pieces[0]) and not acts(pieces[0]):
            found.append(head.group() + first)
    return found


def landmarks(question: Question) -> list[Landmark]:
    """The districts, canals, hotels and the like that a question names."""
    found = []
    starts = {span.start for span in cut_spans(question.copy)}
    for match in _LANDMARK.finditer(question.copy):
        if match.start() not in starts:  # หาด of มหาดไทย
            continue
        pieces = cut(match["area"] or match["name"])
        first = next(("".join(pieces[:n]) for n in (1, 2, 3) if len("".join(pieces[:n])) >= _SHORT_NAME), "")
        if first and carries(pieces[0]) and (match["area"] or not acts(pieces[0])):  # มหาวิทยาลัยเริ่ม
            found.append(Landmark(match["head"] or "", first))
    return found
