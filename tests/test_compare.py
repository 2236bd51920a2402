"""The two sides of a comparison."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from assistant.compare import sides_of
from tests.thai_questions import question_texts


@pytest.mark.parametrize(
    ("question", "sides"),
    [
        ("แนวตั้งกับแนวนอนของคลัสเตอร์ต่างกันตรงไหนครับ", ["แนวตั้งของคลัสเตอร์", "แนวนอนของคลัสเตอร์"]),
        (
            "รถบนเพชรเกษมกับสาย 323 เบาลงกี่เปอร์เซ็นต์ เทียบกันหน่อย",
            ["รถบนเพชรเกษม เบาลงกี่เปอร์เซ็นต์", "รถบนสาย 323 เบาลงกี่เปอร์เซ็นต์"],
        ),
        ("งบปี 2563 กับปี 2564 ของ สสว. ต่างกันเท่าไร", ["งบปี 2563 ของ สสว. เท่าไร", "งบปี 2564 ของ สสว. เท่าไร"]),
        ("งบปี 2563 และ 2564 ต่างกันอย่างไร", ["งบปี 2563", "งบปี 2564"]),
        ("ผลงาน สสว. ปี 63 ปีเดียวกับรวม 3 ปี เทียบกันหน่อย", ["ผลงาน สสว. ปี 63 ปีเดียว", "ผลงาน สสว. รวม 3 ปี"]),
        ("สสว. กับ กสอ. ใครทำคลัสเตอร์มากกว่ากัน", ["สสว. ทำคลัสเตอร์ เท่าไร", "กสอ. ทำคลัสเตอร์ เท่าไร"]),
        ("ราคาบ้านใหม่กับคอนโดใหม่ ไตรมาส 4 อันไหนขึ้นเยอะกว่า", ["ราคาบ้านใหม่ ไตรมาส 4 เท่าไร", "ราคาคอนโดใหม่ ไตรมาส 4 เท่าไร"]),
        ("โดนเลิกจ้างกับลาออกเอง เงินว่างงานต่างกันยังไง", ["โดนเลิกจ้าง เงินว่างงาน", "ลาออกเอง เงินว่างงาน"]),
        ("เปรียบเทียบคลัสเตอร์ชากับคลัสเตอร์กาแฟ", ["คลัสเตอร์ชา", "คลัสเตอร์กาแฟ"]),
        ("คลัสเตอร์ต่างจากสหกรณ์อย่างไร", ["คลัสเตอร์", "สหกรณ์"]),
        ("What is the difference between vertical and horizontal linkage?", ["vertical linkage", "horizontal linkage"]),
        ("ใช้ถุงนี้แล้วตากเร็วขึ้นแค่ไหนเทียบกับแบบเดิม", []),  # one thing to find
        ("คลัสเตอร์เกี่ยวกับข้าวต่างกันไหม", []),  # กับ joins nothing here
        ("ต่างกันยังไง", []),
        ("", []),
    ],
)
def test_sides(question: str, sides: list[str]) -> None:
    assert sides_of(question) == sides


@settings(max_examples=150, deadline=None)
@given(question_texts())
def test_any_text_has_two_sides_or_none(text: str) -> None:
    sides = sides_of(text)
    assert len(sides) in (0, 2)
    assert all(side.strip() for side in sides)
