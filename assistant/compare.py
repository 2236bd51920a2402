"""Comparisons: the two sides of a question, each answered and cited."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.draft import Draft, shortened, shown
from assistant.evidence import Evidence

_CUE = re.compile(
    r"(?:มีความ)?(?:ต่างกัน|แตกต่างกัน|แตกต่าง|ต่าง|เทียบกัน|มากกว่ากัน|น้อยกว่ากัน|เหมือนกัน|เปรียบเทียบ(?:กัน)?|เทียบ)"
    r"(?:กัน)?\s*(?:อย่างไร|ยังไง|เท่าไร|เท่าไหร่|เท่าใด|แค่ไหน|มากไหม|ไหม|หรือไม่|ตรงไหน)?(?:บ้าง)?",
)
_BETWEEN = re.compile(r"\s*(?:เทียบกับ|เปรียบเทียบกับ|ต่างจาก|แตกต่างจาก|กับ(?!ดัก)|และ|หรือ|versus|vs\.?|and)\s*", re.IGNORECASE)
_OPENING = re.compile(r"^\s*(?:เปรียบเทียบ|เทียบ|ระหว่าง|ช่วย|ขอ|compare|difference between)+\s*", re.IGNORECASE)
_WHICH = re.compile(r"(?:อันไหน|ปีไหน|ที่ไหน|ใคร|อะไร|กลุ่มไหน|แบบไหน|ฝ่ายไหน|หน่วยงานไหน|อย่างไหน).{0,40}$")


def sides_of(question: str) -> list[str]:
    """The two sides of a comparison as questions of their own; fewer than two if they cannot be told apart.

    What stands after the second side ("ของ สสว.") holds for both.
    """
    bare = _OPENING.sub("", _CUE.sub(" ", question)).strip(" ?？")
    bare = _WHICH.sub("", bare).strip() or bare
    cuts = list(_BETWEEN.finditer(bare))
    if not cuts:
        return []
    middle = len(bare) / 2
    cut = min(cuts, key=lambda match: (match.group().strip() not in ("กับ", "เทียบกับ"), abs(match.start() - middle)))
    first, second = bare[: cut.start()].strip(), bare[cut.end() :].strip()
    if len(first) < 3 or len(second) < 2:
        return []
    shared = re.search(r"\s*(ของ\s?.+|ใน(?:ปี|โครงการ).+|ด้าน.+)$", second)
    if shared and shared.group(1) not in first and not re.search(r"ของ|ด้าน", first):
        first = f"{first} {shared.group(1)}"
    lead = re.match(r"(.+?)\s?(?:ปี\s?\d{2,4}|พ\.ศ\.\s?\d{4})$", first)
    if lead and re.fullmatch(r"(?:ปี|พ\.ศ\.)?\s?\d{2,4}(?:\s?ของ.*)?", second):
        second = f"{lead.group(1)} {second}"
    return [first, second]


def write_comparison(sides: Sequence[Evidence], room: int = 640) -> Draft:
    """Each side with the words of its source.

    Args:
        sides: the evidence of each side.
        room: characters for each.
    """
    draft = Draft()
    for evidence in sides:
        window = evidence.windows[0]
        mark = draft.cite(window.reading.document, window.span)
        draft.add(f"{evidence.question.text}: {shortened(shown(window.reading.structure, window.span), room)} {mark}")
    return draft
