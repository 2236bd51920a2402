"""English questions in Thai words."""

from __future__ import annotations

import pytest

from assistant.english import is_english, translated
from assistant.glossary import reviewed_glossary


@pytest.mark.parametrize(
    ("copy", "expected"),
    [
        ("which countries does thailand export honey to?", "ประเทศ ไทย ส่งออก น้ำผึ้ง"),
        ("how many clusters did dip support in 2015?", "คลัสเตอร์ สนับสนุน dip ปี 2015"),
        ("what about the 17 cluster networks?", "17 เครือข่าย คลัสเตอร์"),
        ("the fourth roadshow seminar", "ครั้งที่ 4 สัญจร สัมมนา"),
        ("dip's members", "สมาชิก dip"),
        ("zzz qqq", "zzz qqq"),
    ],
)
def test_translated(copy: str, expected: str) -> None:
    assert translated(copy, reviewed_glossary()).split()[: len(expected.split())] == expected.split()


def test_is_english() -> None:
    assert is_english("what is a cluster")
    assert not is_english("cluster คืออะไรและทำไมต้องรวมกลุ่ม")
    assert not is_english("")


@pytest.mark.parametrize(
    ("copy", "english"),
    [
        ("ประชุม oecd asian senior budget officials meeting ครั้งที่ 19 จัดประเทศไหน", False),
        ("how many clusters are there in เชียงใหม่", True),
        ("clusters เชียงใหม่ members", True),
        ("", False),
    ],
)
def test_a_long_english_name_makes_no_english_question(copy: str, *, english: bool) -> None:
    assert is_english(copy) is english
