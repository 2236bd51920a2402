"""The words by which a text shows that it gives what a question wants."""

from __future__ import annotations

import pytest

from assistant.marks import marks
from assistant.question import Kind, read_question
from assistant.units import Atom, atoms_of
from corpus.document import Document
from corpus.structure import outline


def clause(text: str) -> Atom:
    document = Document("d", "s", "หัวเรื่อง", text)
    return next(iter(atoms_of(document, outline(text))))


@pytest.mark.parametrize(
    ("question", "kind", "text", "marked"),
    [
        ("ทำไมเครือข่ายจึงล้ม", Kind.WHY, "เครือข่ายล้มเพราะขาดผู้นำ", ["เพราะ"]),
        ("ต้องมีผู้ค้ำไหม", Kind.YES_NO, "สมาชิกไม่ต้องมีผู้ค้ำ", ["ไม่", "ต้อง"]),
        ("มีสินค้าอะไรบ้าง", Kind.LIST, "สินค้าเด่นได้แก่ผ้าและเซรามิก", ["ได้แก่"]),
        ("เปิดบัญชียังไง", Kind.HOW, "ลูกค้ายื่นบัตรที่สาขา", ["ยื่น"]),
        ("ใครเป็นประธาน", Kind.PERSON, "เพราะประธานลาออก", []),
    ],
)
def test_marks(question: str, kind: Kind, text: str, marked: list[str]) -> None:
    read = read_question(question)
    assert read.kind is kind
    atom = clause(text)
    assert [atom.copy[start:end] for start, end in marks(read, atom)] == marked
