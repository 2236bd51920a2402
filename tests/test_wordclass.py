"""Names and verbs."""

from __future__ import annotations

import pytest

from assistant.wordclass import acts, names


@pytest.mark.parametrize(
    "word",
    ["คลัสเตอร์", "ปลากัด", "น้ำผึ้ง", "น้ำตาล", "การท่องเที่ยว", "ความสุข", "ช่างไฟ", "แพร่", "ตาก", "cosplay", "คอสเพลย์", "กะพง"],
)
def test_names(word: str) -> None:
    assert names(word)


@pytest.mark.parametrize("word", ["พัฒนา", "สนับสนุน", "จ้างงาน", "รับสมัคร", "ส่งออก", "ขยายตัว", "ลด", "ประชุม"])
def test_what_is_done_is_no_name(word: str) -> None:
    assert not names(word)


@pytest.mark.parametrize(("word", "verb"), [("พัฒนา", True), ("ประหยัดเวลา", True), ("หอมมะลิ", False), ("ต้นทุน", False)])
def test_acts(word: str, verb: bool) -> None:
    assert acts(word) is verb


@pytest.mark.parametrize("word", ["", "ก", "17", "x", "่", "😀"])
def test_odd_words(word: str) -> None:
    assert isinstance(names(word), bool)
    assert isinstance(acts(word), bool)
