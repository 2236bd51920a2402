"""Whether what a question doubts is true: the clause of its document that calls it false, a fake, or true."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.evidence import Evidence
from assistant.question import Kind
from assistant.stretches import Window
from assistant.units import Atom

_DOUBTED = "(?:ไหม|มั้ย|มั๊ย|ไม๊|หรือ|รึ|ป่าว|เปล่า|ปะ(?=\\s|$)|เหรอ|หรอ)"
_ASKS = re.compile(
    rf"(?:จริง|ปลอม|เท็จ|หลอก(?:ลวง)?|มิจฉาชีพ|เชื่อ(?:ถือ)?ได้)(?:\s?ๆ)?\s?{_DOUBTED}"
    r"|\b(?:is (?:it|that|this) true|true or false|fake|scam)\b"
)
"""How a question asks whether something is true."""
_VERDICT = re.compile(
    "ข่าวปลอม|(?:เพจ|เว็บ|เว็บไซต์|บัญชี|ไลน์|แอป|แอปพลิเคชัน|เอกสาร)ปลอม|(?:ข้อมูล|ข่าว)เท็จ|เป็นเท็จ"
    "|ไม่เป็นความจริง|ไม่(?:ใช่)?(?:เรื่อง|ข้อมูล)?จริง|(?:เรื่อง|ข่าว|ข้อมูล)จริง|เป็นความจริง|ไม่ถูกต้อง|แอบอ้าง"
    r"|\bfake\b|\bfalse\b|\bnot true\b"
)
"""What calls something false or true."""
_NEAR = 400
"""How far from what is quoted a verdict stands at most, in characters, unless it names what is asked about."""
_NAMES = 0.25
"""Share of the question that a clause farther away, or in the document's opening, must hold to be a verdict on it."""
_LONGEST = 160
"""Upper length of a verdict with what it is on, in characters."""


def verdict_on(evidence: Evidence, quoted: Sequence[Window]) -> Window | None:
    """The clause that says whether what is asked about is true; None if it is not asked, not told, or quoted already.

    Args:
        evidence: what was found.
        quoted: what is quoted of it, the likeliest stretch first.
    """
    if evidence.question.kind is not Kind.YES_NO or not _ASKS.search(evidence.question.copy):
        return None
    if any(_VERDICT.search(atom.copy) for window in quoted for atom in window.atoms):
        return None
    main = quoted[0]
    opening = {atom.place for atom in main.reading.opening()}

    def worth(atom: Atom) -> float:
        held = sum(weight for word, weight in evidence.weights.items() if word in atom.copy)
        apart = max(0, atom.span.start - main.span.end, main.span.start - atom.span.end)
        if apart > _NEAR and held < _NAMES and atom.place not in opening:
            return 0.0
        return 1.0 + held - apart / len(main.reading.document.text)

    told = [
        (worth(atom), -atom.place)
        for atom in main.reading.atoms
        if len(atom.span) <= _LONGEST and _VERDICT.search(atom.copy)
    ]
    best, place = max(told, default=(0.0, 0))
    return _with_subject(Window(main.passage, -place, 1 - place)) if best > 0 else None


def _with_subject(window: Window) -> Window:
    """A clause with those before it that it goes on with, as far as there is room: what is called false."""
    atoms, first = window.reading.atoms, window.first
    while first and atoms[first].continues and atoms[first - 1].block == atoms[first].block:
        if window.span.end - atoms[first - 1].span.start > _LONGEST:
            break
        first -= 1
    return Window(window.passage, first, window.last)
