"""Clues of one stretch: whole figures, words near each other and near what answers, the noun that is asked about."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.clues import grams, nearness, neighbours, stand_together, stands_whole
from assistant.heads import head_of
from assistant.question import read_question


@pytest.mark.parametrize(
    ("figure", "text", "stands"),
    [
        ("17กลุ่ม", "มี17กลุ่ม", True),
        ("17กลุ่ม", "มี117กลุ่ม", False),
        ("7.5", "เพิ่ม17.5และ7.5", True),
        ("7.5", "เพิ่ม17.5", False),
        ("17", "", False),
    ],
)
def test_a_figure_stands_whole(figure: str, text: str, stands: bool) -> None:
    assert stands_whole(figure, text) is stands


@pytest.mark.parametrize(
    ("text", "together"),
    [
        ("ค่าใช้จ่ายในการเดินทาง", True),
        ("ค่าเดินทาง", True),
        ("ค่าอาหารและที่พักของผู้เข้าร่วมทุกคนตลอดสามวันที่จัดการเดินทาง", False),
        ("ค่าใช้จ่าย", False),
    ],
)
def test_parts_of_a_compound_stand_together(text: str, together: bool) -> None:
    assert stand_together(("ค่า", "เดินทาง"), text) is together


def test_grams_leave_spaces_out() -> None:
    assert grams("ab cd") == {"abc", "bcd"}
    assert grams("ab") == frozenset()


@pytest.mark.parametrize(
    ("question", "head"),
    [("เครือข่ายไม้ไผ่อยู่จังหวัดอะไร", "จังหวัด"), ("งานจัดที่โรงแรมไหน", "โรงแรม"), ("ใครเป็นประธาน", "")],
)
def test_the_noun_that_is_asked_about(question: str, head: str) -> None:
    assert head_of(read_question(question)) == head


def test_nearness_falls_with_distance_and_counts_weights() -> None:
    weights = np.array([0.8, 0.2], np.float32)
    near = nearness([(10, 14)], [[16], [200]], weights)
    far = nearness([(10, 14)], [[200], [16]], weights)
    assert 0 < far < near < 1
    assert nearness([], [[0], [0]], weights) == 0
    assert nearness([(0, 4), (150, 154)], [[156], []], weights) > nearness([(0, 4)], [[156], []], weights)


def test_neighbours_stand_beside_each_other_as_asked() -> None:
    weights = np.array([0.5, 0.3, 0.2], np.float32)
    assert neighbours([[0], [8], [16]], weights) == pytest.approx(1.0)
    assert neighbours([[0], [300], [310]], weights) == pytest.approx(0.5 / 1.3)
    assert neighbours([[0], [], [8]], weights) == 0
    assert neighbours([], np.zeros(0, np.float32)) == 0
