"""The words by which a text shows that it gives what a question wants: a reason, a way, a list, a yes or a no."""

from __future__ import annotations

import re

from assistant.mentions import DEFINES
from assistant.question import Kind, Question
from assistant.units import Atom

_MARKS = {
    Kind.WHY: re.compile(
        "เนื่อง(?:จาก|ด้วย|มาจาก)|เพราะ|สาเหตุ|ปัจจัย|เหตุผล|เกิดจาก|มาจาก|เพื่อ|จึง|ส่งผล|ทำให้|ปัญหา|ด้วยเหตุ|หวัง|มุ่ง|ตั้งใจ|ต้องการ|จำเป็น"
    ),
    Kind.YES_NO: re.compile(
        "ยังไม่|ไม่ใช่|ไม่|มิได้|มิใช่|ห้าม|ยกเว้น|สามารถ|ได้|ต้อง|ยืนยัน|ปลอม|จริง|เท็จ|บิดเบือน|มีสิทธิ|อยู่ระหว่าง|เฉพาะ|เท่านั้น|ทุก"
    ),
    Kind.HOW: re.compile(
        "โดย|ด้วยการ|วิธี|ผ่าน|ขั้นตอน|ต้อง|ควร|สามารถ|แนวทาง|ใช้|ลงทะเบียน|ยื่น|ติดต่อ|เริ่ม|จากนั้น|มาตรการ|สมัคร|เข้าไป|ดาวน์โหลด"
    ),
    Kind.LIST: re.compile(r"ได้แก่|ประกอบด้วย|ประกอบไปด้วย|เช่น|อาทิ|ดังนี้|คือ|แบ่งเป็น|แบ่งออก|ทั้ง|1[).]|\(1\)|รวมถึง|พร้อมด้วย"),
    Kind.COMPARISON: re.compile(r"กว่า|ขณะที่|ในขณะ|ส่วน|ต่าง|เทียบ|เพิ่มขึ้น|ลดลง|เท่ากับ|มากที่สุด|น้อยที่สุด|สูงสุด|\d+"),
    Kind.DEFINITION: DEFINES,
}


def marks(question: Question, atom: Atom) -> list[tuple[int, int]]:
    """Where in an atom's search copy such words stand: (start, end), in order; none for other kinds of questions.

    Args:
        question: the question.
        atom: a clause.
    """
    pattern = _MARKS.get(question.kind)
    return [match.span() for match in pattern.finditer(atom.copy)] if pattern is not None else []
