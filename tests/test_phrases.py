"""Things that questions name: periods, numbered things, places, agencies, names."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings

from assistant.phrases import Sort, elements, in_year, is_place
from tests.thai_questions import question_texts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ปี 2563 สสว. ช่วยกี่ราย", [(Sort.PERIOD, "ปี 2563"), (Sort.AGENCY, "สสว.")]),
        ("รวม 3 ปีล่ะ", [(Sort.PERIOD, "รวม 3 ปี")]),
        ("เฉพาะปี 63 ได้เท่าไร", [(Sort.PERIOD, "เฉพาะปี 63")]),
        ("งานปีหน้าจัดวันไหน", [(Sort.PERIOD, "ปีหน้า")]),
        ("ช่วง 2544-2547", [(Sort.PERIOD, "ช่วง 2544-2547")]),
        ("ครั้งที่ 3 จัดที่ไหน", [(Sort.ORDINAL, "ครั้งที่ 3")]),
        ("ค่าโดยสารกรุงเทพไปเชียงใหม่เท่าไร", [(Sort.PLACE, "กรุงเทพ"), (Sort.PLACE, "เชียงใหม่")]),
        ("แล้วแพร่มีอะไร", [(Sort.PLACE, "แพร่")]),
        ("ถุงตากข้าวคืออะไร", []),  # ตาก is no province here
        ("ภาคเหนือตอนบนมีอะไร", [(Sort.PLACE, "ภาคเหนือตอนบน")]),
        ("งาน ARAN Happiness Splash 2025", [(Sort.NAME, "ARAN Happiness Splash"), (Sort.PERIOD, "2025")]),
        ("พ.ศ. 2563 จ. เลย", [(Sort.PERIOD, "พ.ศ. 2563"), (Sort.PLACE, "เลย")]),
        ("มีสมาชิก 2,563 ราย", []),
    ],
)
def test_elements(text: str, expected: list[tuple[Sort, str]]) -> None:
    assert [(one.sort, one.span.of(text)) for one in elements(text)] == expected


@pytest.mark.parametrize(
    ("said", "before", "expected"),
    [
        ("ปีหน้า", "งานปี 2568 จัดวันไหน", "ปี 2569"),
        ("ปีที่แล้ว", "งบปี 2565 เท่าไร", "ปี 2564"),
        ("next year", "the 2015 budget", "ปี 2016"),
        ("ปีหน้า", "งานจัดวันไหน", "ปีหน้า"),
        ("ปีหน้า", "ปี 2563 กับ 2564", "ปีหน้า"),
        ("ปี 2560", "ปี 2563", "ปี 2560"),
    ],
)
def test_in_year(said: str, before: str, expected: str) -> None:
    assert in_year(said, before) == expected


def test_is_place() -> None:
    assert is_place("เชียงใหม่")
    assert is_place("ญี่ปุ่น")
    assert not is_place("คลัสเตอร์")


@settings(max_examples=150, deadline=None)
@given(question_texts())
def test_elements_do_not_overlap(text: str) -> None:
    found = elements(text)
    assert all(one.span.end <= other.span.start for one, other in pairwise(found))
    assert all(one.span.of(text).strip() for one in found)
