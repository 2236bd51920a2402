"""Whether a word names something: from the tags of four Thai treebanks, and for compounds from what they begin with."""

from __future__ import annotations

import json
from functools import cache, lru_cache
from importlib import resources

from pythainlp.corpus import provinces

from assistant.rarity import dictionary

_TREEBANKS = (
    "pos_tud_unigram.json",  # Thai Universal Dependencies
    "pos_orchid_unigram.json",
    "pos_ud_unigram-v0.2.json",  # Parallel Universal Dependencies
    "tdtb-unigram_tagger.json",  # Thai Discourse Treebank
)
"""Words with their commonest tag, as PyThaiNLP ships them."""
_NAMES = frozenset(["NOUN", "PROPN", "NCMN", "NPRP", "NTTL", "NLBL"])
_ACTION = "VACT"
"""ORCHID's tag of verbs that are no states."""
_MADE_VERBS = ("เป็น", "มี", "ได้")
_MADE_NOUNS = ("การ", "ความ", "ผู้", "นัก", "ชาว", "ช่าง")


@lru_cache(maxsize=50_000)
def names(word: str) -> bool:
    """Whether a word is the name of something rather than of what is done, or how.

    The treebanks vote. A word that none of them holds counts as a name unless it is a compound that begins with a verb
    (จ้างงาน, รับสมัคร): new words are nearly always names.

    Args:
        word: search copy of one word.
    """
    if word in provinces():
        return True
    if any(word.startswith(start) and word.removeprefix(start) in dictionary() for start in _MADE_VERBS):
        return False  # เป็นเจ้าภาพ is to be the host
    if word.startswith(_MADE_NOUNS) and word in dictionary():
        return True
    voted = _vote(word)
    if voted is not None:
        return voted
    return not _begins_with_verb(word)


def _begins_with_verb(word: str) -> bool:
    """Whether the longest known word that a compound begins with is mostly a verb."""
    for end in range(len(word) - 1, 1, -1):
        tags = _tags(word[:end]) if {word[:end], word[end:]} <= dictionary() else []
        if tags:
            return 2 * sum(tag.startswith("V") for tag in tags) > len(tags)
    return False


@lru_cache(maxsize=50_000)
def acts(word: str) -> bool:
    """Whether a word says what is done: most treebanks tag it as a verb, or it begins with a verb of action.

    Args:
        word: search copy of one word.
    """
    tags = _tags(word)
    if tags:
        return 2 * sum(tag.startswith("V") for tag in tags) > len(tags)
    begins = (word[:end] for end in range(len(word) - 1, 1, -1) if {word[:end], word[end:]} <= dictionary())
    first = next((start for start in begins if _tags(start)), "")
    return bool(first) and not word.startswith(_MADE_NOUNS) and _ACTION in _tags(first)


def _tags(word: str) -> list[str]:
    return [tag for treebank in _treebanks() if (tag := treebank.get(word))]


def _vote(word: str) -> bool | None:
    """Whether half of the treebanks that hold a word tag it as a name, and fewer as a verb; None if none does."""
    tags = _tags(word)
    if not tags:
        return None
    nouns, verbs = sum(tag in _NAMES for tag in tags), sum(tag.startswith("V") for tag in tags)
    return 2 * nouns >= len(tags) and nouns > verbs


@cache
def _treebanks() -> tuple[dict[str, str], ...]:
    folder = resources.files("pythainlp.corpus")
    return tuple(json.loads((folder / name).read_text("utf-8-sig")) for name in _TREEBANKS)
