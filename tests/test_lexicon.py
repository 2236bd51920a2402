"""What is a word, and where a repair may lead."""

from __future__ import annotations

from assistant.lexicon import Lexicon
from assistant.sounding import bare, sounding

WORDS = Lexicon(
    {"น้ำผึ้ง": 9, "คลัสเตอร์": 40, "ฟฟกห": 1, "โมเดิร์น": 3, "connext": 5, "retreatment": 1}, frozenset(["สสว", "คอสเพลย์"])
)


def test_words() -> None:
    assert WORDS.is_word("คลัสเตอร์")  # of the documents
    assert WORDS.is_word("คอสเพลย์")  # of the glossary
    assert WORDS.is_word("ช้าง")  # of the dictionary
    assert not WORDS.is_word("ฟฟกห")  # one chunk may hold a slip
    assert not WORDS.is_word("จ")


def test_what_the_documents_use_is_likelier() -> None:
    assert WORDS.price("คลัสเตอร์") < WORDS.price("คอสเพลย์")
    assert WORDS.price("กี่") < WORDS.price("กี")
    assert WORDS.is_strange("ช้าง")
    assert not WORDS.is_strange("น้ำผึ้ง")


def test_tables_of_repairs() -> None:
    assert "น้ำผึ้ง" in WORDS.by_marks[bare("นำผึง")]
    assert "คลัสเตอร์" in WORDS.by_sound[sounding("คลัสเต้อ")]
    assert "คลัสเตอร์" in WORDS.by_slip[sounding("คลัสเตอ")[:-1]]
    assert "ครับ" not in WORDS.by_marks.get(bare("คราบ"), [])
    assert WORDS.latin_words == ["connext"]
    assert all(len(found) <= 12 for found in WORDS.by_slip.values())


def test_an_empty_index_has_a_lexicon_too() -> None:
    assert Lexicon({}).is_word("ช้าง")
    assert Lexicon({}).price("ช้าง") > 0
