"""Cuts a model's text into sentences while it streams: at line ends, behind marks, at English full stops.

Thai has no full stops; the model is asked for one sentence a line with its marks at the end, and often does otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.numbers import thai_digits_to_arabic

_MARKS = re.compile(r"(?:\[\^?\s*[\d๐-๙]+(?:\s*[,;–-]\s*[\d๐-๙]+)*\s*\]|【[\d๐-๙][^】\u0e01-\u0e4e]{0,11}】)")
_GROUP = re.compile(rf"(?:{_MARKS.pattern}[ \t]*)+")
_BEHIND_MARKS = re.compile(r"[.,;:!?。)]*(?=\s|[^\s\[【.,;:!?。)])")
_STOP = re.compile(r"(?<=[a-z0-9)%])[.!?](?:[\"”)]*)(?=\s+[A-Z\[])")
_NUMBER = re.compile(r"[\d๐-๙]+")
_RANGE = re.compile(r"([\d๐-๙]+)\s*[–-]\s*([\d๐-๙]+)")
_BULLET = re.compile(r"^\s*(?:([-*•–])\s+|([\d๐-๙]{1,2})[.)]\s+)")
_LONGEST = 800
"""Characters after which a sentence without an end is cut at its last space."""
_SHORTEST = 12
"""Letters before a mark from which what stands before it is a sentence of its own."""
_MOST_MARKS = 6
_LETTER = re.compile("[\u0e01-\u0e4eA-Za-z]")


@dataclass(frozen=True, slots=True)
class Written:
    """A sentence as a model wrote it.

    Args:
        text: without its marks and bullet.
        marks: the numbers that it cites, each once.
        bullet: "- " or "3. " before a list item, else "".
        starts_line: whether it is the first of its line.
    """

    text: str
    marks: tuple[int, ...]
    bullet: str
    starts_line: bool


class Splitter:
    """Takes pieces of text, gives sentences as soon as each is whole."""

    def __init__(self) -> None:
        self._rest = ""
        self._line_begins = True

    def feed(self, piece: str) -> Iterator[Written]:
        """The sentences that a further piece of text makes whole."""
        self._rest += piece.replace("\r\n", "\n").replace("\r", "\n")
        while True:
            end = self._end()
            if end is None:
                return
            yield from self._cut(end)

    def finish(self) -> Iterator[Written]:
        """What is left when the text ends; it may be no whole sentence."""
        while self._rest:
            end = self._end()
            yield from self._cut(len(self._rest) if end is None else end)

    def _end(self) -> int | None:
        """Where the first sentence of what is left ends; None if that cannot be told yet."""
        if not self._rest:
            return None
        line = self._rest.find("\n")
        limit = line if line >= 0 else len(self._rest)
        if limit == 0:
            return 1
        for group in _GROUP.finditer(self._rest, 0, limit):
            end = group.start() + len(group.group().rstrip())
            behind = _BEHIND_MARKS.match(self._rest, end, len(self._rest))
            if behind is None or (line < 0 and not self._rest[behind.end() : limit].strip()):
                break  # more marks may follow
            if len(_LETTER.findall(_MARKS.sub("", self._rest[: group.start()]))) >= _SHORTEST:
                return behind.end()
        stop = _STOP.search(self._rest, 0, limit)
        if stop and not self._rest[stop.end() : limit].lstrip().startswith(("[", "【")):
            return stop.end()
        if line >= 0:
            return line + 1
        if len(self._rest) > _LONGEST:
            return max(self._rest.rfind(" ", 0, _LONGEST), _LONGEST // 2)
        return None

    def _cut(self, end: int) -> Iterator[Written]:
        piece, self._rest = self._rest[:end], self._rest[end:]
        first, self._line_begins = self._line_begins, piece.endswith("\n")
        bullet = _BULLET.match(piece) if first else None
        if bullet:
            piece = piece[bullet.end() :]
        marks = tuple(dict.fromkeys(marks_of(piece)))
        text = re.sub(r"\s+([.,;])", r"\1", " ".join(_MARKS.sub(" ", piece).split()))
        if text or marks:
            shown = "" if bullet is None else "- " if bullet[1] else f"{thai_digits_to_arabic(bullet[2])}. "
            yield Written(text, marks[:_MOST_MARKS], shown, first)
        elif first:
            self._line_begins = True


def marks_of(text: str) -> Iterator[int]:
    """The numbers that a text cites: [1], [1][2], [1, 2], [1-3], [๑], 【1】."""
    for match in _MARKS.finditer(text):
        written = thai_digits_to_arabic(match.group())
        span = _RANGE.search(written)
        if span and int(span[1]) < int(span[2]) <= int(span[1]) + _MOST_MARKS:
            yield from range(int(span[1]), int(span[2]) + 1)
        else:
            yield from (int(number[:6]) for number in _NUMBER.findall(written))
