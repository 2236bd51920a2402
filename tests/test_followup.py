"""Follow-up questions made to stand alone."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.followup import standalone
from tests.thai_questions import question_texts


@pytest.mark.parametrize(
    ("history", "question", "alone"),
    [
        # a period, a number, a place, an agency exchanged
        (["ปี 2551 พัฒนาคลัสเตอร์กี่กลุ่ม"], "แล้วปี 2552 ล่ะ", "ปี 2552 พัฒนาคลัสเตอร์กี่กลุ่ม"),
        (["ปี 2563 สสว. ช่วยกี่ราย"], "แล้วรวม 3 ปีล่ะครับ", "รวม 3 ปี สสว. ช่วยกี่ราย"),
        (["ปี 2563 สสว. ช่วยกี่ราย"], "แล้วปี 2562 ล่ะ กี่ราย", "ปี 2562 สสว. ช่วยกี่ราย"),
        (["ปี 2562 สสว. ใช้งบเท่าไหร่"], "แล้วมีกี่เครือข่าย", "ปี 2562 สสว. มีกี่เครือข่าย"),
        (["งบปี 2565 ของ สสว. เท่าไร"], "ปีที่แล้วล่ะ", "งบปี 2564 ของ สสว. เท่าไร"),
        (["งาน Rice Fair 2025 จัดวันไหน"], "แล้วงานปีหน้าจัดวันไหน", "งาน Rice Fair ปี 2026 จัดวันไหน"),
        (["สัมมนาครั้งที่ 4 จัดที่ไหน"], "แล้วครั้งที่ 3 จัดที่ไหนครับ", "สัมมนาครั้งที่ 3 จัดที่ไหน"),
        (["ไตรมาส 1 ปี 2567 ส่งออกเท่าไร"], "แล้วไตรมาส 2 ล่ะ", "ไตรมาส 2 ปี 2567 ส่งออกเท่าไร"),
        (["เชียงใหม่มีคลัสเตอร์อะไรบ้าง"], "ลำปางล่ะ", "ลำปางมีคลัสเตอร์อะไรบ้าง"),
        (["ค่าโดยสารกรุงเทพไปเชียงใหม่เท่าไร"], "แล้วไปขอนแก่นล่ะ", "ค่าโดยสารกรุงเทพไปขอนแก่นเท่าไร"),
        (["ปี 2563 สสว. พัฒนาคลัสเตอร์กี่กลุ่ม"], "แล้ว กสอ. ล่ะ", "ปี 2563 กสอ. พัฒนาคลัสเตอร์กี่กลุ่ม"),
        (
            ["How many clusters did DIP support in 2015?"],
            "What about 2016?",
            "How many clusters did DIP support in 2016?",
        ),
        # what it is about exchanged
        (["ความเชื่อมโยงแนวตั้งคืออะไร"], "แล้วแนวนอนล่ะ", "ความเชื่อมโยงแนวนอนคืออะไร"),
        (["ไทยส่งออกน้ำผึ้งกี่ตัน"], "แล้วลำไยล่ะ", "ไทยส่งออกลำไยกี่ตัน"),
        (["เครือข่ายชาอยู่ที่ไหน"], "แล้วเครื่องหนังอยู่ที่ไหน", "เครือข่ายเครื่องหนังอยู่ที่ไหน"),
        # the topic carried over
        (["สัมมนาครั้งที่ 4 จัดที่ไหน"], "แล้วมีคนไปกี่คน", "สัมมนาครั้งที่ 4 มีคนไปกี่คน"),
        (["ไทยส่งออกน้ำผึ้งปีละกี่ตัน"], "คิดเป็นเงินเท่าไร", "ไทยส่งออกน้ำผึ้ง คิดเป็นเงินเท่าไร"),
        (["17 เครือข่ายคาดว่าเศรษฐกิจจะโตเท่าไร"], "แล้วต้นทุนล่ะ ลดได้มั้ย", "17 เครือข่าย ต้นทุน ลดได้มั้ย"),
        (["โครงการ 17 เครือข่ายคืออะไร"], "โครงการนี้ใช้งบเท่าไร", "โครงการ 17 เครือข่าย ใช้งบเท่าไร"),
        (["โครงการ 17 เครือข่ายคืออะไร"], "มันเริ่มปีไหน", "โครงการ 17 เครือข่าย เริ่มปีไหน"),
        (["คลัสเตอร์มะพร้าวมีสมาชิกกี่ราย"], "ใครเป็นประธาน", "คลัสเตอร์มะพร้าว ใครเป็นประธาน"),
        (["คลัสเตอร์ชาที่น่านเริ่มปีไหน"], "แล้วประธานที่นั่นชื่ออะไร", "คลัสเตอร์ชาที่น่าน ประธานชื่ออะไร"),
        # several turns
        (["สัมมนาครั้งที่ 4 จัดที่ไหน", "จัดวันที่เท่าไร"], "ใครเปิดงานนะ", "สัมมนาครั้งที่ 4 ใครเปิดงาน"),
        (["คลัสเตอร์คืออะไร", "ขอบคุณค่ะ"], "มีกี่แบบ", "คลัสเตอร์ มีกี่แบบ"),
        (["คลัสเตอร์กาแฟอยู่ที่ไหน", "แล้วชาล่ะ"], "มีสมาชิกกี่ราย", "คลัสเตอร์ชา มีสมาชิกกี่ราย"),
        # a question that names its own subject stays as it is
        (["สัมมนาครั้งที่ 4 จัดที่ไหน"], "สสว. มีงบเท่าไร", "สสว. มีงบเท่าไร"),
        (["สัมมนาครั้งที่ 4 จัดที่ไหน"], "ไทยส่งออกน้ำผึ้งกี่ตัน", "ไทยส่งออกน้ำผึ้งกี่ตัน"),
        (["สัมมนาครั้งที่ 4 จัดที่ไหน"], "แล้วไทยส่งออกน้ำผึ้งกี่ตัน", "ไทยส่งออกน้ำผึ้งกี่ตัน"),
        ([], "แล้วปี 2552 ล่ะ", "แล้วปี 2552 ล่ะ"),
        (["สวัสดีค่ะ"], "คลัสเตอร์คืออะไรคะ", "คลัสเตอร์คืออะไรคะ"),
    ],
)
def test_standalone(history: list[str], question: str, alone: str) -> None:
    assert standalone(question, history) == alone


def test_meaning_decides_what_is_exchanged() -> None:
    def alike(wanted: Sequence[str], there: frozenset[str]) -> dict[str, float]:
        assert there == {"มะพร้าว"}
        return {word: {"ไม้ดอก": 0.6, "ไม้ประดับ": 0.5}.get(word, 0.1) for word in wanted}

    history = ["คลัสเตอร์ไม้ดอกไม้ประดับของ สสว. ใครดูแล"]
    assert standalone("แล้วมะพร้าวล่ะ", history, alike) == "คลัสเตอร์มะพร้าวของ สสว. ใครดูแล"


def test_an_unchanged_question_is_the_same_object() -> None:
    question = "คลัสเตอร์ปลากัดทำอะไรบ้าง"
    assert standalone(question, ["ไทยส่งออกน้ำผึ้งกี่ตัน"]) is question


@settings(max_examples=100, deadline=None)
@given(question_texts(), st.lists(question_texts(), max_size=3))
def test_any_history(question: str, history: list[str]) -> None:
    alone = standalone(question, history)
    assert not question.strip() or alone.strip()
    assert len(alone) <= len(question) + sum(map(len, history)) + 300


@pytest.mark.parametrize(
    "question", ["วันนี้วันอะไร", "พรุ่งนี้ฝนตกไหม", "ใครเป็นนายกรัฐมนตรี", "ราคาทองวันนี้เท่าไร", "ไทยผลิตน้ำผึ้งปีละกี่ตัน"]
)
def test_a_question_that_is_complete_in_itself_changes_the_topic(question: str) -> None:
    assert standalone(question, ["บทเรียนการพัฒนาเครือข่ายมีอะไรบ้าง"]) == question


@pytest.mark.parametrize(
    ("question", "alone", "together", "chosen"),
    [
        ("แล้วจอดรถเข้าห้องน้ำตรงไหน", 0.1, 0.8, "ทางหลวงสาย 6 จอดรถเข้าห้องน้ำตรงไหน"),
        ("แล้วจอดรถเข้าห้องน้ำตรงไหน", 0.9, 0.8, "จอดรถเข้าห้องน้ำตรงไหน"),
        ("แล้วจอดรถเข้าห้องน้ำตรงไหน", 0.1, 0.2, "จอดรถเข้าห้องน้ำตรงไหน"),
        ("จอดรถเข้าห้องน้ำตรงไหน", 0.1, 0.8, "ทางหลวงสาย 6 จอดรถเข้าห้องน้ำตรงไหน"),
        ("จอดรถเข้าห้องน้ำตรงไหน", 0.7, 0.8, "จอดรถเข้าห้องน้ำตรงไหน"),
    ],
)
def test_the_documents_decide_whether_a_subject_of_its_own_is_a_new_topic(
    question: str, alone: float, together: float, chosen: str
) -> None:
    def sureness(text: str) -> float:
        return together if text.startswith("ทางหลวง") else alone

    assert standalone(question, ["ทางหลวงสาย 6 มีกี่เลน"], sureness=sureness) == chosen


@pytest.mark.parametrize(("together", "stays"), [(0.05, False), (0.7, True)])
def test_an_earlier_topic_that_the_documents_do_not_answer_with_is_dropped(together: float, stays: bool) -> None:
    question, before = "ปี 2563 กับ ปี 2564 มีกี่คลัสเตอร์", "แนวตั้งกับแนวนอนของคลัสเตอร์ต่างกันตรงไหน"
    alone = standalone(question, [before], sureness=lambda text: 0.8 if text == question else together)
    assert (alone != question) is stays
    assert (
        standalone(f"แล้ว{question}", [before], sureness=lambda text: 0.1) != question
    )  # it says itself that it goes on
