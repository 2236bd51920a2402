"""The wrong keyboard layout, both ways."""

from __future__ import annotations

import pytest

from assistant.keyboard import other_layout

ENGLISH = {"cluster", "honey", "export", "what", "is", "the", "budget"}


def _sense(text: str) -> float:
    known = {"คลัสเตอร์", "คืออะไร", "งบประมาณ", "คลัสเตอร์คืออะไร"}
    return float(any(text.strip() == word or text.strip().startswith(word) for word in known))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("8]ylg9viN8nvvtwi", "คลัสเตอร์คืออะไร"),
        ("'[xitk,ki งบ", "'[xitk,ki งบ"),  # no word either way
        ("งบ 8]ylg9viN เท่าไร", "งบ คลัสเตอร์ เท่าไร"),
        ("what is the budget", "what is the budget"),
        ("M81 VOC-UP", "M81 VOC-UP"),
        ("แสีหะำพ คืออะไร", "cluster คืออะไร"),
        ("คลัสเตอร์คืออะไร", "คลัสเตอร์คืออะไร"),
        ("", ""),
        ("?", "?"),
    ],
)
def test_other_layout(typed: str, meant: str) -> None:
    assert other_layout(typed, _sense, ENGLISH.__contains__) == meant
