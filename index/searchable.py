"""What is searched of a chunk: the words and character trigrams of its search copy, and the words of its context."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from corpus.document import Chunk
from corpus.normalise import normalise, well_formed
from corpus.structure import Outline
from corpus.words import words

LONGEST_QUESTION = 4000
"""Characters of a question that are searched with; of a longer one its beginning and its end."""

_LONGEST_WORD = 80
_BLANK = re.compile(r"[\s\x21-\x2f\x3a-\x40\x5b-\x60\x7b-\x7e]+")


@dataclass(frozen=True, slots=True)
class Searchable:
    """A chunk, or a question, as the indexes take it.

    Args:
        words: its words, joined with spaces.
        context: the words of title and headings, joined with spaces; empty for a question.
        characters: its characters without spaces and marks, which trigrams are made of.
    """

    words: str
    context: str
    characters: str

    @property
    def encoder_text(self) -> str:
        """The text whose vector is searched, segmented."""
        return f"{self.context} {self.words}".strip()


def searchable_query(question: str) -> Searchable:
    """Prepare a question."""
    if len(question) > LONGEST_QUESTION:
        question = f"{question[: LONGEST_QUESTION // 2]} {question[-LONGEST_QUESTION // 2 :]}"
    copy = normalise(well_formed(question))
    return Searchable(_joined(copy), "", _BLANK.sub("", copy))


def searchable_chunk(chunk: Chunk, structure: Outline) -> Searchable:
    """Prepare a chunk; lines that only wrap are joined first."""
    return searchable_text(structure.plain(chunk.span), chunk.context)


def searchable_text(plain: str, context: str) -> Searchable:
    """Prepare the plain text of a chunk and its context."""
    copy = normalise(plain)
    return Searchable(_joined(copy), _context_words(context), _BLANK.sub("", copy))


@lru_cache(maxsize=4096)
def _context_words(context: str) -> str:
    return _joined(normalise(context.replace("›", " ")))


def _joined(copy: str) -> str:
    """The words of a search copy; one that no person typed (base64, a run of one letter) is cut."""
    return " ".join(word if len(word) <= _LONGEST_WORD else word[:_LONGEST_WORD] for word in words(copy))
