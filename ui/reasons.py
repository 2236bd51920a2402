"""Why something failed, in Thai for people without the command line; the English details stay in the log."""

from __future__ import annotations

import re

from corpus.errors import (
    CatalogueError,
    EmptyFileError,
    EncoderError,
    EncodingError,
    KlumError,
    LockedError,
    NotFoundError,
    ScannedPDFError,
    UnreadableFileError,
    UnsupportedFileError,
)

# The first that fits counts: a kind of error stands before those it is a kind of.
_REASONS: tuple[tuple[type[KlumError], str], ...] = (
    (EmptyFileError, "ไม่มีข้อความในไฟล์"),
    (ScannedPDFError, "หน้าเอกสารเป็นภาพสแกน ไม่มีตัวอักษรให้อ่าน"),
    (EncodingError, "ตัวอักษรในไฟล์เสียหรือไม่ใช่ข้อความ"),
    (UnsupportedFileError, "ไม่ใช่ชนิดไฟล์ที่อ่านได้ หรือเนื้อไฟล์ไม่ตรงกับนามสกุล"),
    (UnreadableFileError, "เปิดอ่านไฟล์ไม่ได้"),
    (LockedError, "มีงานอื่นกำลังเขียนคลังเอกสารอยู่ โปรดลองใหม่เมื่อเสร็จ"),
    (NotFoundError, "ไม่พบรายการนี้แล้ว"),
    (EncoderError, "แบบจำลองภาษาของดัชนีใช้ไม่ได้ โปรดแจ้งผู้ดูแลระบบ"),
    (CatalogueError, "เขียนคลังเอกสารไม่ได้ ดิสก์อาจเต็มหรือไม่มีสิทธิ์เขียน โปรดแจ้งผู้ดูแลระบบ"),
)
_OTHER = "ทำไม่สำเร็จ โปรดแจ้งผู้ดูแลระบบ"
_THAI = re.compile(r"[ก-๙].*", re.DOTALL)


def in_thai(error: KlumError) -> str:
    """What was wrong and what to do, in Thai.

    Args:
        error: an error of ours; a message in Thai is kept, and so is the Thai part of its hint.
    """
    if _THAI.match(error.message):
        return f"{error.message} {error.hint}".strip()
    said = next((reason for kind, reason in _REASONS if isinstance(error, kind)), _OTHER)
    advice = _THAI.search(error.hint)
    return f"{said}: {advice[0].strip()}" if advice else said
