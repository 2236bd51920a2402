from __future__ import annotations

import pytest

from corpus.errors import (
    CorpusError,
    EmptyFileError,
    KlumError,
    LoadError,
    LockedError,
    OtherModelError,
    ScannedPDFError,
    UnreadableFileError,
)
from ui.reasons import in_thai


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (EmptyFileError("x has no text.", hint="Check it. ไม่มีข้อความในไฟล์นี้"), "ไม่มีข้อความในไฟล์: ไม่มีข้อความในไฟล์นี้"),
        (UnreadableFileError("/secret/x is damaged.", hint="Open it."), "เปิดอ่านไฟล์ไม่ได้"),
        (ScannedPDFError("x"), "หน้าเอกสารเป็นภาพสแกน ไม่มีตัวอักษรให้อ่าน"),
        (LoadError("ไฟล์ใหญ่เกินไป", hint="ไม่เกิน 50 MB"), "ไฟล์ใหญ่เกินไป ไม่เกิน 50 MB"),
        (CorpusError("อ่านวันที่ไม่ได้"), "อ่านวันที่ไม่ได้"),
        (KlumError("secret"), "ทำไม่สำเร็จ โปรดแจ้งผู้ดูแลระบบ"),
    ],
)
def test_what_was_wrong_in_thai(error: KlumError, said: str) -> None:
    assert in_thai(error) == said


def test_a_kind_of_error_is_told_as_what_it_is_a_kind_of() -> None:
    assert "แบบจำลอง" in in_thai(OtherModelError("x")) and "โปรดลองใหม่" in in_thai(LockedError("x"))
