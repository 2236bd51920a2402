"""An answer in the making: lines of text, and citations that are numbered as they are first used."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from assistant.answer import Citation, Conflict
from corpus.document import Document, Span
from corpus.structure import Outline

FACT = 300
"""Upper length of an answer that gives one fact, in characters."""
MARK_ROOM = len(" [9]")
"""Characters that a mark takes at the end of a line."""
QUOTED = FACT - MARK_ROOM
"""Upper length of what such an answer quotes, in characters."""
SHORT = 500
"""Upper length of an answer that gives a fact from several sources, in characters."""
LONG = 1600
"""Upper length of an answer that lists or explains, in characters."""

_MARKLIKE = re.compile(r"\[(\d+)\]")
_EDGES = re.compile(r"^[\s,;:–—|-]+|[\s,;:–—|-]+$")
_HASHES = re.compile(r"(?:^|(?<=\s))#{1,6}\s+")
_ENTITY = re.compile(r"&\s?(?:ldquo|rdquo|quot|lsquo|rsquo);?")


@dataclass(slots=True)
class Draft:
    """Lines, citations and conflicts of an answer."""

    lines: list[str] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)

    def cite(self, document: Document, span: Span) -> str:
        """The mark for a span, with a new number unless the span is cited already."""
        for citation in self.citations:
            if citation.document_id == document.id and citation.span == span:
                return f"[{citation.number}]"
        self.citations.append(Citation.of(len(self.citations) + 1, document, span))
        return f"[{len(self.citations)}]"

    def add(self, line: str) -> None:
        """Add a line."""
        self.lines.append(line)

    @property
    def text(self) -> str:
        """The answer's text."""
        return "\n".join(self.lines)

    @property
    def room(self) -> int:
        """Characters written so far."""
        return len(self.text)


def shown(structure: Outline, span: Span) -> str:
    """The words of a source as an answer shows them: lines joined, single spaces, nothing like a mark."""
    plain = _HASHES.sub("", _ENTITY.sub('"', structure.plain(span)))
    return unmarked(_EDGES.sub("", " ".join(plain.split())))


def unmarked(text: str) -> str:
    """A text from elsewhere with its own "[n]" as "(n)", so that only citations look like citations."""
    return _MARKLIKE.sub(r"(\1)", text)


def shortened(text: str, room: int) -> str:
    """A text cut at a space to a length, with an ellipsis; the text itself if it fits."""
    if len(text) <= room:
        return text
    at = text.rfind(" ", 0, max(1, room - 1))
    return text[: at if at > room // 2 else max(1, room - 1)].rstrip() + "…"
