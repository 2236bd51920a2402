"""Names that no dictionary holds, joined again where the documents write them: a cut of บรอนคอส leaves รอน, คอ, ส."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from assistant.cutting import ATTACHED, cut_spans, cut_with
from assistant.question import Question
from assistant.rarity import dictionary, frequencies
from assistant.units import Passage
from corpus.document import Span

_RUN = re.compile("[\u0e01-\u0e4e]+")
_RUN_LENGTH = 300
"""Upper length of a run of letters that is looked at, in characters."""
_SHORTEST, _LONGEST = 4, 20
"""Letters of a name that is looked for."""
_NAME, _UNVARIED = 10.0, 13.0
"""Price of a name, and of letters that may be one, in nats."""
_SYLLABLE, _RARE = 4, 200
"""Letters of a syllable, and occurrences below which one that is a word too is mostly a part of a name."""
_COMMON, _WORD = 100, 3
"""Occurrences in Thai texts, and letters, from which a word is a word, and not a syllable of a name."""
_VARIED = 2
"""Letters that stand before a name, and after it, where texts write it often without a space."""


def joined(question: Question, passages: Sequence[Passage]) -> Question:
    """A question whose words hold each name whole that a cut had left in splinters.

    Args:
        question: the question.
        passages: what a search found for it. A name is one if it stands there, or in the question, between spaces,
            or beside ever other letters (accessor variety, Feng et al. 2004).
    """
    copy = question.copy
    spans = [span for span in cut_spans(copy) if _RUN.fullmatch(span.of(copy))]
    splinters = [span for span in spans if span.of(copy) in question.content and _is_splinter(span.of(copy))]
    if not splinters:
        return question
    text = " ".join(atom.copy for passage in passages for atom in passage.reading.atoms[passage.first : passage.last])
    alone = {run.group() for run in _RUN.finditer(text) if run.group() in copy}
    names: list[Span] = []
    for run in _RUN.finditer(copy):
        inside = [
            Span(s.start - run.start(), s.end - run.start()) for s in splinters if run.start() <= s.start < run.end()
        ]
        if inside and len(run.group()) <= _RUN_LENGTH:
            known = dict(_attested(run.group(), inside, text))
            whole = [run.group()] if run.group() in text else []
            known |= {part: _NAME for name in [*whole, *alone] if name in run.group() for part in _trimmed(name)}
            names += _placed(run, inside, {n: price for n, price in known.items() if n not in dictionary()})
    return _with(question, spans, names) if names else question


def _is_splinter(piece: str) -> bool:
    """Whether a piece is no word, or a short one that hardly anyone uses."""
    if len(piece) == 1 or piece not in dictionary():
        return True
    return len(piece) <= _SYLLABLE and frequencies().get(piece, 0) < _RARE


def _trimmed(run: str) -> Iterator[str]:
    """Letters between spaces without the common words at their beginning, and without those at their end."""
    spans = cut_spans(run)
    common = [len(span) >= _WORD and frequencies().get(span.of(run), 0) >= _COMMON for span in spans]
    for before in range(1 + common.index(False) if False in common else 0):
        for after in range(1 + common[::-1].index(False)):
            if _SHORTEST <= spans[-1 - after].end - spans[before].start <= _LONGEST:
                yield run[spans[before].start : spans[-1 - after].end]


def _attested(run: str, splinters: Iterable[Span], text: str) -> Iterator[tuple[str, float]]:
    """Parts of a run of letters that hold a splinter and stand in a text, with their prices."""
    for splinter in splinters:
        for start in range(max(0, splinter.end - _LONGEST), splinter.start + 1):
            if ATTACHED.match(run, start):
                continue
            for end in range(max(splinter.end, start + _SHORTEST), min(len(run), start + _LONGEST) + 1):
                if end < len(run) and ATTACHED.match(run, end):
                    continue
                part = run[start:end]
                if part not in text:
                    break
                places = [match.start() for match in re.finditer(f"{re.escape(part)}(?!{ATTACHED.pattern})", text)]
                if not places:
                    continue
                before = {text[at - 1 : at] for at in places} | {run[start - 1 : start] if start else ""}
                after = {text[at + len(part) : at + len(part) + 1] for at in places} | {run[end : end + 1]}
                varied = len(before) >= _VARIED and len(after) >= _VARIED
                yield part, _NAME if varied else _UNVARIED


def _placed(run: re.Match[str], splinters: Sequence[Span], names: dict[str, float]) -> Iterator[Span]:
    """Where names stand in a run of letters, if it is best read with them."""
    at = 0
    for piece in cut_with(run.group(), names) if names else ():
        span = Span(at, at + len(piece))
        at = span.end
        if piece in names and any(span.start < one.end and one.start < span.end for one in splinters):
            yield Span(run.start() + span.start, run.start() + span.end)


def _with(question: Question, spans: Sequence[Span], names: Sequence[Span]) -> Question:
    copy = question.copy
    gone: set[str] = set()
    kept: set[str] = set()
    for span in spans:
        overlaps = any(name.start < span.end and span.start < name.end for name in names)
        (gone if overlaps else kept).add(span.of(copy))
    gone -= kept
    found = dict.fromkeys(name.of(copy) for name in names)
    content = [word for word in question.content if word not in gone]
    return replace(
        question,
        content=tuple(dict.fromkeys([*content, *found])),
        nouns=(question.nouns - gone) | frozenset(found),
    )
