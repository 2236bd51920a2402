"""How far the wording of a sentence is carried by clauses of a source: the share of its words that they hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

from assistant.cutting import cut
from assistant.english import is_english
from assistant.glossary import Glossary
from assistant.lens import Lens
from assistant.question_words import question_words
from assistant.rarity import speaks
from assistant.units import Atom
from corpus.normalise import normalise
from corpus.words import stopwords

_WORD = re.compile("[\u0e01-\u0e4ea-z]{2,}")
_NUMBERISH = re.compile(r"[0-9]")
_LEAST_WEIGHT = 0.15
"""What a word says at least to be looked for."""
_STRANGE = 0.25
"""How much an English word weighs that has no Thai word here; nothing can be said of it."""
_ENGLISH_WEIGHT = 0.6
"""How much an English word weighs that has one."""
_STEMS = ("", "s", "es", "ed", "d", "ing", "ly", "ion", "ment")
_SOFT = 0.45
"""Similarity of meaning from which a word counts as partly held."""
_COMMON_ENGLISH = frozenset(
    re.findall(
        r"\S+",
        """
    the and for with from that this these those was were are has have had been its their they which who
    whom whose into than then there here over under about also such both each other more most some any all
    not but while when where how what will would can could may might shall should must one two in on of to
    by as at it is be or an he she we according document documents source sources states said says mentions
    including included include total number during between through among per year years do did does being
    b.e be
    """,
    )
)


@dataclass(frozen=True, slots=True, eq=False)
class Wording:
    """The words that carry a sentence, or a clause of it.

    Args:
        words: in Thai as far as they can be told, with what each says, 0 to 1; "a|b" is a or b.
        strange: weight of the words that cannot be compared.
        english: whether it is an English sentence, whose words are compared by what they are in Thai.
    """

    words: dict[str, float]
    strange: float = 0.0
    english: bool = False


def wording(text: str, glossary: Glossary, *, as_written: bool = False) -> Wording:
    """Read the words that carry a text; numbers are left out, they are checked by value.

    Args:
        text: a sentence, or a clause of it.
        glossary: English phrases with the Thai for them.
        as_written: whether English words are taken as they are, because the sources are English too.
    """
    copy = normalise(text)
    if not is_english(copy):
        return Wording(_weighed(cut(copy)))
    if as_written:
        return Wording(_weighed([word for word in re.findall("[a-z]{3,}", copy) if word not in _COMMON_ENGLISH]))
    thai, rest = glossary.translated_and_left(copy)
    words = _weighed(thai.split())
    strange = 0.0
    for word in re.findall(r"[a-z]+", rest):
        if len(word) < 2 or word in _COMMON_ENGLISH:
            continue
        known = _in_thai(word)
        if known:
            words.setdefault("|".join(known), _ENGLISH_WEIGHT)
        else:
            strange += _STRANGE
    return Wording(words, strange, english=True)


def _in_thai(word: str) -> tuple[str, ...]:
    """The Thai words for an English one, whatever its ending."""
    for ending in _STEMS:
        stem = word.removesuffix(ending)
        if ending and stem == word:
            continue
        for form in (
            stem,
            f"{stem}e",
            f"{stem[:-1]}y" if stem.endswith("i") else stem,
            stem[:-1] if stem[-2:-1] == stem[-1:] else stem,
        ):
            if form in _english_words():
                return _english_words()[form]
    return ()


@cache
def _english_words() -> dict[str, tuple[str, ...]]:
    text = (resources.files("assistant") / "data" / "english_words.yaml").read_text("utf-8")
    data: dict[str, list[str]] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return {str(word): tuple(map(normalise, thai)) for word, thai in data.items()}


_TELLING = frozenset(
    re.findall(
        r"\S+",
        """
    เอกสาร ข้อมูล ระบุ กล่าว แหล่ง อ้างอิง ต้นฉบับ ข่าว สรุป ดังนี้ ได้แก่ ทั้งหมด ทั้งสิ้น ประกอบด้วย
    """,
    )
)
"""What says where something is told rather than what."""


def _weighed(words: Sequence[str]) -> dict[str, float]:
    polite = question_words().polite
    kept = (
        w for w in words if _WORD.search(w) and not _NUMBERISH.search(w) and w not in stopwords() | polite | _TELLING
    )
    return {word: weight for word in kept if (weight := speaks(word)) >= _LEAST_WEIGHT}


class Scale:
    """Weighs how far clauses hold a wording.

    Args:
        lens: tells which words a text holds, and which words are near in meaning.
    """

    def __init__(self, lens: Lens) -> None:
        self._lens = lens
        self._near: dict[tuple[str, Atom], float] = {}

    def held(self, word: str, atom: Atom) -> float:
        """How far one clause holds a word, 0 to 1."""
        key = (word, atom)
        found = self._near.get(key)
        if found is None:
            if len(self._near) > 200_000:
                self._near.clear()
            any_of = word.split("|")
            found = max(self._lens.held(one, atom.copy, atom.vocabulary) for one in any_of)
            self._near[key] = found
        return found

    def share(self, words: dict[str, float], atoms: Sequence[Atom]) -> float:
        """Share of the words' weight that some clauses hold together; 1 for no words."""
        total = sum(words.values())
        if not total:
            return 1.0
        return sum(w * max((self.held(word, atom) for atom in atoms), default=0.0) for word, w in words.items()) / total

    def support(self, said: Wording, atoms: Sequence[Atom], attribution: str) -> float:
        """How far a sentence is carried, 0 to 1.

        Args:
            said: its words.
            atoms: the clauses that it is to be carried by.
            attribution: title and publisher of their documents, which may be named too.
        """
        total = sum(said.words.values()) + said.strange
        if not total:
            return 1.0
        copy = normalise(attribution)
        far = {
            word: max(
                [self.held(word, atom) for atom in atoms]
                + [0.9 * any(len(w) > 2 and w in copy for w in word.split("|"))]
            )
            for word in said.words
        }
        missing = [word for word, how in far.items() if how < 0.5 and "|" not in word]
        if missing and atoms:
            vocabulary = frozenset().union(*(atom.vocabulary for atom in atoms))
            likeness = self._lens.likeness(missing, vocabulary)
            far |= {word: max(far[word], 0.8 * max(0.0, (likeness[word] - _SOFT) / (1 - _SOFT))) for word in missing}
        return sum(weight * far[word] for word, weight in said.words.items()) / total
