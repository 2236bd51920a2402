"""Mends a sentence that its citation does not carry: cites what does carry it, or says it in the source's own words."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.cited import Shown
from assistant.question import Question
from assistant.units import Atom
from assistant.verify import Finding, Verifier
from assistant.wanted import year_fit
from corpus.document import Span

_SAME = 0.75
"""Share of a sentence's words that a paragraph must hold to be what the sentence meant to say."""
_LONGEST = 320
"""Upper length of a paragraph that stands in for a sentence, in characters."""
_MENDABLE = frozenset(["number", "date", "year", "rival", "name", "contrary"])
"""Faults after which the source's own words are shown instead; other sentences are dropped."""


def cited_anew(verifier: Verifier, sentence: str, shown: Sequence[Shown], before: Finding) -> Finding | None:
    """A finding that holds, with another one of the passages; None if no single passage carries the sentence.

    Args:
        verifier: checks the sentence.
        sentence: what the model said.
        shown: all passages that the model was shown.
        before: why the sentence failed with what it cites.
    """
    if before.reason == "empty":
        return None
    found = (verifier.check(sentence, [one]) for one in shown)
    return next((finding for finding in found if finding.ok), None)


def in_own_words(
    verifier: Verifier, sentence: str, cited: Sequence[Shown], question: Question
) -> tuple[Shown, Span] | None:
    """The paragraph or item of a cited passage that a sentence misquotes; None if it is not plain which one that is.

    Args:
        verifier: tells why the sentence fails, and how far paragraphs hold its words.
        sentence: what the model said.
        cited: the passages that it cites.
        question: what is asked; a paragraph of another year does not stand in.
    """
    if not cited or verifier.check(sentence, cited).reason not in _MENDABLE:
        return None
    best: tuple[float, Shown, list[Atom]] | None = None
    for one in cited:
        for block in _blocks(one):
            dates = [date for atom in block for date in (*atom.dates, *atom.context_dates)]
            if question.years and year_fit(question.years, dates) < 1.0:
                continue
            share = verifier.share(sentence, block)
            if best is None or share > best[0]:
                best = (share, one, block)
    if best is None or best[0] < _SAME:
        return None
    _, one, block = best
    span = Span(block[0].span.start, block[-1].span.end)
    return (one, span) if len(span) <= _LONGEST else None


def _blocks(one: Shown) -> list[list[Atom]]:
    blocks: dict[int, list[Atom]] = {}
    for atom in one.atoms:
        if not atom.heading:
            blocks.setdefault(atom.block, []).append(atom)
    return list(blocks.values())
