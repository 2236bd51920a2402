"""Greetings, thanks, farewells and "what can you do": answered with what can be asked, not with a search."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from assistant.draft import shortened, unmarked
from assistant.question_words import question_words
from corpus.normalise import normalise
from corpus.words import word_spans

_TITLE = 60
"""Upper length of a title in the help text, in characters."""


class SmallTalk(StrEnum):
    """What somebody says who asks nothing of the documents."""

    GREETING = "greeting"
    THANKS = "thanks"
    FAREWELL = "farewell"
    HELP = "help"


_ADDRESSED = r"(?:คุณ|แอดมิน|แอด|น้อง|พี่|บอท|บอต|ระบบ|โปรแกรม|แชทบอท|แชตบอต|นี่|ที่นี่|klum|กลุ่ม(?=ทำ|ช่วย|คือ))*"
_SAID = tuple(
    (kind, re.compile(rf"(?:{_ADDRESSED}(?:{'|'.join(forms)}){_ADDRESSED})+"))
    for kind, forms in (
        (
            SmallTalk.HELP,
            [
                "(?:สวัสดี|หวัดดี)?(?:จะ|สามารถ)?(?:ทำ|ช่วย|ตอบ|ถาม|บอก)(?:อะไร|เรื่องอะไร|เรื่องไหน|ไร)(?:เรา)?(?:ได้)?(?:บ้าง|มั่ง)?",
                "ใช้(?:งาน)?(?:ยังไง|อย่างไร)",
                "(?:คือ|เป็น)(?:ใคร|อะไร)",
                "ช่วย(?:ด้วย|หน่อย)",
                "วิธีใช้(?:งาน)?",
                "help",
                "whatcanyoudo",
                "whoareyou",
                "howdoesthiswork",
            ],
        ),
        (
            SmallTalk.GREETING,
            [
                "สวัสดี(?:ตอนเช้า|ตอนบ่าย|ตอนเย็น)?",
                "หวัดดี",
                "ดีจ้า",
                "ดี",
                "อรุณสวัสดิ์",
                "ฮัลโหล",
                "hello",
                "hi",
                "hey",
                "goodmorning",
            ],
        ),
        (
            SmallTalk.THANKS,
            [
                "ขอบคุณ(?:มาก|ๆ|เลย|ที่ช่วย)*",
                "ขอบใจ(?:มาก|ๆ)*",
                "ขอบพระคุณ(?:มาก|ๆ)*",
                "thankyou(?:somuch|verymuch)?",
                "thanks(?:alot)?",
                "thx",
                "โอเค",
                "ok",
                "okay",
                "เข้าใจแล้ว",
                "รับทราบ",
            ],
        ),
        (
            SmallTalk.FAREWELL,
            [
                "ลาก่อน",
                "บ๊ายบาย",
                "บายๆ?",
                "(?:good)?bye",
                "ไว้เจอกัน(?:ใหม่)?",
                "แค่นี้(?:ก่อน|แหละ)?",
                "ไม่มี(?:อะไร|คำถาม)แล้ว",
                "ไปก่อน",
            ],
        ),
    )
)


def small_talk(question: str) -> SmallTalk | None:
    """What a question is if it is small talk and nothing else; None for a real question.

    Args:
        question: as it was typed.
    """
    copy = normalise(question)
    polite = question_words().polite
    kept = "".join(piece for span in word_spans(copy) if (piece := span.of(copy)) not in polite)
    squeezed = re.sub(r"[\s!?.,~^]|5{3,}|(?:ครับ|ค่ะ|คะ)$", "", kept)
    return next((kind for kind, pattern in _SAID if pattern.fullmatch(squeezed)), None)


def reply(kind: SmallTalk, documents: int, titles: Sequence[str]) -> str:
    """A short polite text that says what can be asked.

    Args:
        kind: what was said.
        documents: how many documents there are.
        titles: titles of some of them.
    """
    if kind is SmallTalk.THANKS:
        return "ยินดีเป็นอย่างยิ่ง หากมีเรื่องใดในเอกสารที่อยากทราบเพิ่มเติม ถามต่อได้ทุกเมื่อ"
    if kind is SmallTalk.FAREWELL:
        return "ขอบคุณที่ใช้บริการ หากมีคำถามเพิ่มเติม กลับมาถามได้ทุกเมื่อ"
    lines = ["สวัสดี" if kind is SmallTalk.GREETING else "ผู้ช่วยนี้ตอบคำถามจากเอกสาร พร้อมอ้างข้อความต้นฉบับทุกคำตอบ"]
    if not documents:
        return f"{lines[0]} ขณะนี้ยังไม่มีเอกสารในระบบ โปรดเพิ่มเอกสารก่อน"
    shown = " ".join(f"“{unmarked(shortened(title, _TITLE))}”" for title in titles)
    told = f" เช่น {shown}" if shown else ""
    lines.append(f"ถามเรื่องที่อยู่ในเอกสาร {documents:,} ฉบับที่มีได้{told}")
    lines.append("ถามได้ทั้งตัวเลข วันที่ ชื่อคนหรือหน่วยงาน รายการ ความหมาย วิธีการ และข้อแตกต่าง ถ้าเอกสารไม่มีคำตอบจะแจ้งให้ทราบ")
    return "\n".join(lines)
