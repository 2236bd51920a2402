"""Sources that say different things about one point: each with what it says, its source and its date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from assistant.answer import Conflict
from assistant.clues import stands_whole
from assistant.direct import direct
from assistant.draft import FACT, Draft, shortened, shown
from assistant.evidence import Evidence, coverage
from assistant.lens import Lens
from assistant.rarity import speaks
from assistant.stretches import Window
from assistant.wanted import qualified
from assistant.wordclass import names
from corpus.normalise import normalise
from corpus.numbers import find_quantities

_DOUBTS = re.compile(r"หรือ\s?(?:ว่า)?\s?(?:ปี\s?)?\d|กันแน่|ไม่ตรงกัน|ไม่เท่ากัน|บาง(?:ที่|ข่าว|เว็บ|คน|แห่ง)|คนละตัวเลข")
"""How a question tells that its asker has seen different answers."""
_FIGURE = re.compile(r"(?<![\w.,])\d[\d,]*(?:\.\d+)?(?![\d,]*\d)")
_EITHER = re.compile(r"(\d[\d,.]*)[^\d?]{0,24}หรือ\s?(?:ว่า)?[^\d?]{0,12}(\d[\d,.]*)")
"""The two figures that a question names as one or the other."""
_YEAR = re.compile(r"(?:19|20|24|25)\d\d")
_LOOKED_AT = 40
"""Stretches of evidence that are looked at."""
_BEHIND = 2.0
"""How far behind the best one in score a source may be that is shown beside it."""
_BEHIND_IN_DOUBT = 4.0
_SAID = 0.95
"""Share of what the best source says of the question that another one must say of it."""
_SAID_IN_DOUBT = 0.75
_SUBJECT = 0.75
"""What the nouns of a question say at least, in sum, where sources that differ speak of one thing."""
_MEANT = 0.6
"""Share of a question that the best source must speak of for another one to differ from it."""
_SHORTEST = 20
"""Length of what is quoted of a source at least, in characters; its citation has the rest."""
_SOURCES = 3
"""Sources that are shown at most."""


def write_conflict(draft: Draft, evidence: Evidence, lens: Lens) -> bool:
    """Answers that differ between sources, each with its source; False if there is one answer.

    Args:
        draft: where they are written.
        evidence: what was found.
        lens: tells how much of the question a stretch speaks of.
    """
    said = list(_alternatives(evidence, lens))
    if len(said) < 2:
        said = list(_rivals(evidence, lens))
    told: dict[str, tuple[str, Window]] = {}
    for statement, window in said:
        told.setdefault(_figures(statement), (statement, window))
    if len(told) < 2:
        return False
    draft.add("แหล่งข้อมูลให้ไว้ไม่ตรงกัน หรือเป็นคนละช่วงเวลา:")
    statements = []
    room = (FACT - draft.room) // len(told)
    for statement, found in told.values():
        window = _told_in(statement, found, evidence.weights, room)
        document = window.reading.document
        mark = draft.cite(document, window.span)
        dated = f" (เอกสารลงวันที่ {document.published.thai()})" if document.published is not None else ""
        left = room - len(f"\n- {statement}{dated}: {mark}")
        text = shortened(shown(window.reading.structure, window.span), max(_SHORTEST, left))
        draft.add(f"- {statement}{dated}: {text} {mark}")
        statements.append((statement, len(draft.citations)))
    draft.conflicts.append(Conflict(evidence.question.text, tuple(statements)))
    return True


def _alternatives(evidence: Evidence, lens: Lens) -> Iterator[tuple[str, Window]]:
    """The figures that a question cannot decide between, each with the best stretch that says it."""
    copy = evidence.question.copy
    if not _DOUBTS.search(copy):
        return
    either = _EITHER.search(copy)
    named = list(
        dict.fromkeys(figure.replace(",", "") for figure in (either.groups() if either else _FIGURE.findall(copy)))
    )
    others = [figure for figure in named if not _YEAR.fullmatch(figure)]
    figures = others if len(others) > 1 else named
    best_share, _ = coverage(lens, evidence, evidence.windows[0])
    for figure in figures if len(figures) > 1 else ():
        for window in evidence.windows:
            squeezed = "".join(atom.copy for atom in window.atoms).replace(" ", "").replace(",", "")
            said = stands_whole(figure, squeezed) and not re.search(rf"{re.escape(figure)}[.\d]*\d", squeezed)
            if said and coverage(lens, evidence, window)[0] >= _SAID_IN_DOUBT * best_share:
                yield _written(figure, window), window
                break


def _written(figure: str, window: Window) -> str:
    """A figure as a stretch writes it, with its unit and what limits it (อันดับที่ 7); itself if it is no amount."""
    for atom in window.atoms:
        for quantity in atom.quantities:
            if _figures(quantity.span.of(atom.plain)) == _figures(figure):
                return qualified(atom.plain, quantity.span.start, quantity.span.end)
    return figure


def _told_in(statement: str, window: Window, weights: Mapping[str, float], room: int) -> Window:
    """The clause of a stretch that says a figure or a date, with the clause before it if there is room for both.

    Of several it is the one that holds most of what carries the question.
    """
    figures = [figure.replace(",", "") for figure in _FIGURE.findall(normalise(statement))]
    telling = [
        atom for atom in window.atoms if all(stands_whole(figure, atom.copy.replace(",", "")) for figure in figures)
    ]
    if not figures or not telling:
        return window
    best = max(telling, key=lambda atom: sum(weight for word, weight in weights.items() if word in atom.copy))
    before = window.reading.atoms[max(window.first, best.place - 1)]
    both = before.block == best.block and best.span.end - before.span.start <= room // 2
    return Window(window.passage, before.place if both else best.place, best.place + 1)


def _rivals(evidence: Evidence, lens: Lens) -> Iterator[tuple[str, Window]]:
    """What several documents answer that speak of the question about as much as the best one."""
    question = evidence.question
    doubted = bool(_DOUBTS.search(question.copy))
    behind, share_needed = (_BEHIND_IN_DOUBT, _SAID_IN_DOUBT) if doubted else (_BEHIND, _SAID)
    best_share, _ = coverage(lens, evidence, evidence.windows[0])
    subject = sum(speaks(word) for word in question.content if names(word))
    if not doubted and (subject < _SUBJECT or best_share < _MEANT):
        return  # "เกิดเมื่อไร" asks of nobody, and the sources of several
    units: set[str] = set()
    figures = [] if doubted else re.findall(r"\d[\d,.]*", question.copy)
    seen: set[str] = set()
    for window, score in zip(evidence.windows[:_LOOKED_AT], evidence.scores[:_LOOKED_AT], strict=True):
        if len(seen) == _SOURCES or score < evidence.scores[0] - behind:
            return
        statement = "" if window.reading.document.id in seen else direct(question, window, evidence.weights)
        squeezed = " ".join(atom.copy for atom in window.atoms)
        if not statement or re.search(rf"อีก(?:กว่า|ประมาณ)?\s?{re.escape(normalise(statement))}", squeezed):
            continue  # "อีก 25 สายพันธุ์" are others, and not how many there are
        share, held = coverage(lens, evidence, window)
        least = min(held.values(), default=1.0)
        if share < best_share * share_needed or any(figure not in squeezed for figure in figures):
            continue
        if least < (0.4 if doubted else 0.75):
            continue
        units |= {quantity.unit for quantity in find_quantities(statement)[:1]}
        if len(units) > 1:
            return  # 800 animals do not differ from 5 provinces
        seen.add(window.reading.document.id)
        yield statement, window


def _figures(text: str) -> str:
    return "".join(re.findall(r"\d+", normalise(text))) or text
