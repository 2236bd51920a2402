"""How much a word says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.rarity import commonness, dictionary, frequencies, parts, speaks


def test_common_words_say_little() -> None:
    assert speaks("การ") == 0.05
    assert speaks("คลัสเตอร์") > speaks("โครงการ") > speaks("มี")
    assert speaks("ฟฟกหดฟหก") == 1.0


@pytest.mark.parametrize(
    ("word", "expected"), [("เครื่องมือแพทย์", ("เครื่องมือ", "แพทย์")), ("ช้าง", ("ช้าง",)), ("xyz", ("xyz",)), ("", ("",))]
)
def test_parts(word: str, expected: tuple[str, ...]) -> None:
    assert parts(word) == expected


def test_a_compound_is_as_common_as_its_rarer_part() -> None:
    assert "เครื่องมือแพทย์" not in frequencies()
    assert commonness("เครื่องมือแพทย์") == min(frequencies()["เครื่องมือ"], frequencies()["แพทย์"])
    assert "เครื่องมือแพทย์" in dictionary()


@given(st.text(max_size=20))
def test_any_word(word: str) -> None:
    assert 0.05 <= speaks(word) <= 1.0
    assert "".join(parts(word)) == word
