"""How people ask for what documents have a noun for: what one gets by it, what it costs."""

from __future__ import annotations

import re

_SAID = (
    (re.compile("แล้ว\\s?(?:มัน|เรา|จะ)*ได้อะไร(?:บ้าง|มั่ง)?(?=\\s|$|คะ|ครับ)"), "ประโยชน์มีอะไรบ้าง"),
    (
        re.compile("(?:แล้ว\\s?)?(?:มัน|จะ)*(?<!ทำ)ดี(?:ยังไง|อย่างไร|ตรงไหน)(?:บ้าง|มั่ง)?(?=\\s|$|คะ|ครับ|อ่ะ|อะ)"),
        "ประโยชน์มีอะไรบ้าง",
    ),
    (re.compile("เสีย(?:ตังค์|ตัง|สตางค์|เงิน)(?=ไหม|มั้ย|มั๊ย|หรือ|รึ|ป่าว|เปล่า|กี่|เท่า)"), "มีค่าใช้จ่าย"),
)
"""What is said, and what is written for it."""


def officially(text: str) -> str:
    """A question with everyday phrases put as documents put them; the same text if it has none.

    Args:
        text: a question.
    """
    for said, written in _SAID:
        text = said.sub(written, text)
    return text
