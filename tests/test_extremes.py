"""The most and the least, in questions and in texts."""

from __future__ import annotations

import pytest

from assistant.extremes import Extreme, asked_extreme, extreme_fit, places_of


@pytest.mark.parametrize(
    ("question", "end"),
    [
        ("ขายได้ราคาสูงสุดกี่บาท", Extreme.MOST),
        ("ห้องที่คนแย่งประมูลเยอะสุด", Extreme.MOST),
        ("จังหวัดไหนได้อันดับ 1", Extreme.MOST),
        ("จังหวัดไหนได้อันดับ 12", Extreme.NONE),
        ("ยอดต่ำที่สุดเท่าไร", Extreme.LEAST),
        ("สูงสุดและต่ำสุดเท่าไร", Extreme.NONE),
        ("มีกี่กลุ่ม", Extreme.NONE),
        ("which province has the lowest price", Extreme.LEAST),
    ],
)
def test_the_end_that_is_asked_for(question: str, end: Extreme) -> None:
    assert asked_extreme(question) is end


@pytest.mark.parametrize(
    ("end", "text", "fit"),
    [
        (Extreme.MOST, "ราคาสูงสุด 9 บาท ต่ำสุด 2 บาท", 1.0),
        (Extreme.MOST, "ราคาต่ำสุด 2 บาท", -1.0),
        (Extreme.LEAST, "ราคาต่ำสุด 2 บาท", 1.0),
        (Extreme.MOST, "ราคา 5 บาท", 0.0),
        (Extreme.NONE, "ราคาสูงสุด 9 บาท", 0.0),
    ],
)
def test_fit(end: Extreme, text: str, fit: float) -> None:
    assert extreme_fit(end, text) == fit


def test_places() -> None:
    text = "ราคาสูงสุด 9 บาท และมากที่สุด 3 ราย"
    assert [text[start:stop] for start, stop in places_of(Extreme.MOST, text)] == ["สูงสุด", "มากที่สุด"]
