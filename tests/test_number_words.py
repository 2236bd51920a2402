from __future__ import annotations

import pytest

from assistant.number_words import in_figures


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("seventeen clusters", "17 clusters"),
        ("twenty-nine groups", "29 groups"),
        ("two hundred and five people", "205 people"),
        ("the fourth meeting", "the 4th meeting"),
        ("a dozen networks", "12 networks"),
        ("three thousand two hundred", "3200"),
        ("one of the leaders", "one of the leaders"),
        ("one million baht", "1 million baht"),
        ("ten", "10"),
        ("ไม่มีคำอังกฤษ", "ไม่มีคำอังกฤษ"),
    ],
)
def test_number_words(text: str, figures: str) -> None:
    assert in_figures(text) == figures
