"""The words of questions that say nothing about the subject, as assistant/data/question_words.yaml lists them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

from corpus.errors import AssistantError
from corpus.normalise import normalise
from corpus.words import stopwords

_GRAMMAR = frozenset(
    [
        "จะ",
        "ก็",
        "ถึง",
        "ถ้า",
        "พอ",
        "ไม่",
        "ยัง",
        "คง",
        "มาก",
        "น้อย",
        "กัน",
        "ขึ้น",
        "ลง",
        "ออก",
        "เข้า",
        "อีก",
        "ทั้ง",
        "เมื่อ",
        "หรือ",
        "แต่",
        "เพราะ",
        "ด้วย",
        "เพื่อ",
    ]
)
_NUMBER = re.compile(r"[\d.,]+")
_LISTS = frozenset(
    [
        "polite",
        "openings",
        "after_openings",
        "closings",
        "asking",
        "spoken",
        "linking",
        "measures",
        "anything",
        "kept",
        "english",
        "attributes",
    ]
)


@dataclass(frozen=True, slots=True)
class QuestionWords:
    """Words by what they do in a question; all are search copies.

    Args:
        polite: particles that are taken out wherever they stand.
        asking: words that ask.
        opening: matches what a question begins with before it asks.
        further: matches what follows that.
        closing: matches what it ends with after it has asked.
        empty: words that do not carry a question.
        void: those of them that never do, not even when a question has no others.
        anything: what "กี่ …" counts without naming it.
        attributes: nouns that belong to something that was named before.
    """

    polite: frozenset[str]
    asking: frozenset[str]
    opening: re.Pattern[str]
    further: re.Pattern[str]
    closing: re.Pattern[str]
    empty: frozenset[str]
    void: frozenset[str]
    anything: frozenset[str]
    attributes: frozenset[str]

    def carries(self, word: str) -> bool:
        """Whether a word of a question says what it is about."""
        return word not in self.empty and not _NUMBER.fullmatch(word)

    def may_carry(self, word: str) -> bool:
        """Whether a word says what a question is about that has no better ones."""
        return word not in self.void and not _NUMBER.fullmatch(word)


@cache
def question_words() -> QuestionWords:
    """The reviewed lists that ship with Klum.

    Raises:
        AssistantError: if the file has other lists than it should.
    """
    text = (resources.files("assistant") / "data" / "question_words.yaml").read_text("utf-8")
    data: dict[str, str] = yaml.safe_load(text)
    if set(data) != _LISTS:
        raise AssistantError(f"question_words.yaml has the lists {sorted(data)}, not {sorted(_LISTS)}.")
    lists = {name: [normalise(word) for word in str(words).split()] for name, words in data.items()}
    empty = {word for name in ("polite", "asking", "spoken", "linking", "measures", "english") for word in lists[name]}
    return QuestionWords(
        polite=frozenset(lists["polite"]),
        asking=frozenset(lists["asking"]),
        opening=re.compile(rf"{_any_of(lists['openings'])}[\s,:]*"),
        further=re.compile(rf"{_any_of([*lists['openings'], *lists['after_openings']])}[\s,:]*"),
        closing=re.compile(rf"(?:[\s,]*{_any_of(lists['closings'])})+$"),
        void=frozenset(empty | _GRAMMAR),
        empty=frozenset(empty | (stopwords() - set(lists["kept"]))),
        anything=frozenset(lists["anything"]),
        attributes=frozenset(lists["attributes"]),
    )


def _any_of(phrases: list[str]) -> str:
    """One alternation, longest phrase first; a Thai phrase ends where no vowel or mark follows."""
    longest = sorted(phrases, key=len, reverse=True)
    return (
        "(?:"
        + "|".join(re.escape(p) + (r"\b" if p.isascii() else "(?![\u0e30-\u0e3a\u0e45-\u0e4e])") for p in longest)
        + ")"
    )
