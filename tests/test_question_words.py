"""The reviewed lists of words that say nothing about a subject."""

from __future__ import annotations

import pytest

from assistant import question_words as module
from assistant.question_words import question_words
from assistant.wordclass import names
from corpus.errors import AssistantError


@pytest.mark.parametrize("word", ["คลัสเตอร์", "งบประมาณ", "กลุ่ม", "จัดตั้ง", "น้ำผึ้ง", "เขียน", "ชนะ", "กำไร"])
def test_words_that_carry(word: str) -> None:
    assert question_words().carries(word)


@pytest.mark.parametrize(
    "word",
    ["อะไร", "คะ", "เลย", "หน่อย", "บ้าง", "กี่", "เท่าไร", "ตอนนี้", "ขอ", "คนใด", "17", "1,811", "5.60", "what", "the"],
)
def test_words_that_do_not(word: str) -> None:
    assert not question_words().carries(word)


def test_only_what_is_grammar_never_carries() -> None:
    assert question_words().may_carry("แรก")
    assert not question_words().may_carry("จะ")
    assert not question_words().may_carry("อะไร")


def test_attributes_are_names_of_something() -> None:
    thai = [word for word in question_words().attributes if not word.isascii()]
    assert sum(map(names, thai)) / len(thai) > 0.9


def test_another_list_in_the_file_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_LISTS", module._LISTS | {"more"})
    question_words.cache_clear()
    with pytest.raises(AssistantError, match="has the lists"):
        question_words()
    question_words.cache_clear()
