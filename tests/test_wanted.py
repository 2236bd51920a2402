"""The kind of thing that a question asks for, found in a text."""

from __future__ import annotations

import pytest

from assistant.question import read_question
from assistant.units import Atom, atoms_of
from assistant.wanted import answers, fits, full_name, qualified
from corpus.document import Document
from corpus.structure import outline


def atom(text: str) -> Atom:
    return next(iter(atoms_of(Document("d", "s", "", text), outline(text))))


@pytest.mark.parametrize(
    ("question", "text", "found"),
    [
        ("มีกี่ราย", "มีสมาชิก 25 ราย ใน 3 จังหวัด", ["25 ราย"]),
        ("มีกี่คน", "มีสมาชิก 25 ราย ใน 3 จังหวัด", ["25 ราย"]),  # people are counted in several ways
        ("มีกี่อัน", "มีสมาชิก 25 ราย ใน 3 จังหวัด", ["25 ราย", "3 จังหวัด"]),
        ("ราคาเท่าไร", "ราคา 25 บาท ลด 5%", ["25 บาท"]),
        ("ลดกี่เปอร์เซ็นต์", "ราคา 25 บาท ลด 5%", ["5%"]),
        ("จัดเมื่อไหร่", "จัดวันที่ 9 สิงหาคม 2561", ["วันที่ 9 สิงหาคม 2561"]),
        ("ขอเบอร์โทรหน่อย", "โทร. 0-5422-1234", ["0-5422-1234"]),
        ("คลัสเตอร์คืออะไร", "คลัสเตอร์ คือ กลุ่ม", []),
    ],
)
def test_answers(question: str, text: str, found: list[str]) -> None:
    one = atom(text)
    assert [one.plain[start:end] for start, end in answers(read_question(question), one)] == found


def test_fits() -> None:
    assert fits(read_question("ย่นได้กี่กิโล"), "กิโลเมตร")
    assert not fits(read_question("มีกี่ราย"), "บาท")
    assert not fits(read_question("มีกี่ราย"), "")


def test_limits_and_names_come_with_what_they_belong_to() -> None:
    text = "ลดต้นทุนได้ไม่น้อยกว่า 45 ล้านบาท"
    assert qualified(text, text.index("45"), len(text)) == "ไม่น้อยกว่า 45 ล้านบาท"
    assert full_name("โดยนายอาคม เติมพิทยาไพสิฐ รองเลขาธิการ", 3) == "นายอาคม เติมพิทยาไพสิฐ"
