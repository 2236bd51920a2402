"""Makes a follow-up question stand alone by what the earlier questions were about."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.question import Kind, read_question
from corpus.dates import find_dates
from corpus.normalise import normalise

_CONTINUES = re.compile(
    r"^\s*(?:แล้ว|และ|ส่วน|งั้น|ถ้า(?:งั้น|เป็น)|เอ้?า?แล้ว|and\b|what about|how about|then\b)"
    r"|(?:ล่ะ|หล่ะ|ล่า)\s*(?:คะ|ครับ|ค่ะ|คับ|จ๊ะ)?\s*[?？]?\s*$",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(
    r"(?:อันนี้|อันนั้น|ที่นี่|ที่นั่น|ตัวนี้|ตัวนั้น|แบบนี้|แบบนั้น|เรื่องนี้|เรื่องนั้น|กลุ่มนี้|กลุ่มนั้น|โครงการนี้|โครงการนั้น|คลัสเตอร์นี้|คลัสเตอร์นั้น|หน่วยงานนี้|งานนี้|งานนั้น"
    r"|ดังกล่าว|เขา(?!ใหญ่|ค้อ)|มัน(?!สำปะหลัง|ฝรั่ง|เทศ)|ที่ว่า|ข้างต้น|เดียวกัน|ในนั้น|ทั้งสอง|\bit\b|\bthey\b|\bthem\b|\bthat\b|\bthis\b|\bthose\b)",
    re.IGNORECASE,
)
_PARTICLES = re.compile(r"\s*(?:ล่ะ|หล่ะ|ครับ|ค่ะ|คะ|คับ|นะ|จ๊ะ|หรอ|เหรอ)\s*[?？]?\s*$")
_OPENING = re.compile(r"^\s*(?:แล้ว|และ|ส่วน|งั้น|ถ้า(?:งั้น|เป็น)|and|what about|how about|then)\s*", re.IGNORECASE)
_ASKS = re.compile(
    r"\s*(?:ทำ|มี|เป็น|ได้|คือ|จัดขึ้น|จัด|อยู่|ใช้|เกิด|เริ่ม|ประกอบด้วย|จำนวน|ต้อง|ควร|ไป|ถูก|แบ่งเป็น)*\s?"
    r"(?:อะไร|ไร|ใคร|ที่ไหน|ไหน|ใด|เท่าไร|เท่าไหร่|เท่าใด|กี่\s?\S*|เมื่อไร|เมื่อไหร่|เมื่อใด|อย่างไร|ยังไง|ทำไม|บ้าง|ไหม|มั้ย|หรือไม่|หรือเปล่า)(?:\s?(?:บ้าง|ไปบ้าง|กัน|แล้ว|ไป|ครับ|คะ|ค่ะ))*\s*[?？]?\s*$"
)


def standalone(question: str, history: Sequence[str]) -> str:
    """The question with what it leaves to be understood from the questions before.

    Args:
        question: the follow-up.
        history: earlier questions, oldest first.

    Returns:
        The same question if it stands alone; else the earlier one with year or subject exchanged, or with the
        earlier topic put before it.
    """
    if not history:
        return question
    read = read_question(question)
    copy = normalise(question)
    continues, points_back = bool(_CONTINUES.search(copy)), bool(_POINTS_BACK.search(copy))
    short = len(read.content) <= 2 and len(copy) <= 45
    if not (continues or points_back or short):
        return question
    before = standalone(history[-1], history[:-1])
    bare = _PARTICLES.sub("", _OPENING.sub("", question)).strip()
    if read.kind is Kind.OPEN and continues:
        exchanged = _exchanged(before, bare)
        if exchanged:
            return exchanged
    topic = _topic(before, read.content)
    if not topic or topic in question:
        return question
    if points_back:
        bare = _POINTS_BACK.sub("", bare, count=1).strip() or bare
    return f"{topic} {bare}"


def _exchanged(before: str, bare: str) -> str:
    """The earlier question with its year, or what it was about, replaced by the new one; "" if that is not possible."""
    new, old = find_dates(bare), find_dates(before)
    if new and len(bare) - len(new[0].span) <= 6:
        said = new[0].span.of(bare)
        if old:
            span = old[0].span
            if re.match(r"\d{4}$", said) and re.match(r"ปี|พ\.ศ\.|ค\.ศ\.", span.of(before)):
                said = f"ปี {said}"
            return before[: span.start] + said + before[span.end :]
        return f"{before} {said}"
    return ""


def _topic(before: str, known: Sequence[str]) -> str:
    """What the earlier question was about: itself without what it asked."""
    topic = _ASKS.sub("", _PARTICLES.sub("", before)).strip(" ?？")
    return topic if read_question(topic).content else before.strip(" ?？")
