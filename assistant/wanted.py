"""The kind of thing that a question asks for, and where it stands in a text."""

from __future__ import annotations

import re

from assistant.question import Kind, Question
from assistant.units import AGENCY, PERSON, PLACE, Atom

NUMBERS = (Kind.COUNT, Kind.AMOUNT, Kind.SHARE)
"""Kinds that want a number."""


def answers(question: Question, atom: Atom) -> list[tuple[int, int]]:
    """Where in an atom's plain text the kind of thing stands that the question asks for: (start, end), in order."""
    kind = question.kind
    if question.wants_number:
        return [(q.span.start, q.span.end) for q in atom.quantities if fits(question, q.unit)]
    if kind is Kind.DATE:
        return [(m.span.start, m.span.end) for m in atom.dates]
    if kind is Kind.CONTACT:
        return [(s.start, s.end) for s in atom.phones]
    pattern = {Kind.PERSON: PERSON, Kind.AGENCY: AGENCY, Kind.PLACE: PLACE}.get(kind)
    if pattern is not None:
        return [match.span() for match in pattern.finditer(atom.plain.lower())]
    return []


def fits(question: Question, unit_word: str) -> bool:
    """Whether a quantity's unit is what the question counts."""
    if question.kind is Kind.AMOUNT:
        return unit_word in ("บาท", "ดอลลาร์", "ดอลลาร์สหรัฐ", "ยูโร", "เยน", "หยวน", "ปอนด์")
    if question.kind is Kind.SHARE:
        return unit_word == "%"
    if not question.counted:
        return True
    if not unit_word:
        return False
    same = question.counted.startswith(unit_word) or unit_word.startswith(question.counted)
    people = {"คน", "ราย", "ท่าน"}
    return same or (question.counted in people and unit_word in people)


def qualified(text: str, start: int, end: int) -> str:
    """A quantity with the word before it that limits it (ไม่น้อยกว่า, กว่า, ประมาณ)."""
    before = re.search(
        r"(?:ไม่น้อยกว่า|ไม่ต่ำกว่า|มากกว่า|น้อยกว่า|ไม่เกิน|กว่า|ประมาณ|ราว|เกือบ|ร้อยละ)\s*$", text[max(0, start - 14) : start]
    )
    return " ".join(
        (text[max(0, start - 14) : start][before.start() :] if before else "").split() + text[start:end].split()
    )


def full_name(text: str, start: int) -> str:
    """A person's name from its title on: given name and surname."""
    match = re.match(r"\S+(?:\s[\u0e01-\u0e5b]{2,})?", text[start:])
    return match.group() if match else ""
