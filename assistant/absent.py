"""What a question names and a document never does: years, numbered things, places, agencies, codes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.landmarks import agencies, landmarks
from assistant.lens import Lens
from assistant.ordinals import names_ordinal
from assistant.question import Kind, Question
from assistant.stretches import Window
from assistant.units import OPENING, Reading
from assistant.wanted import year_fit
from corpus.normalise import normalise

_IDENTIFIER = re.compile(
    r"(?:(?P<long>เลข(?:ที่)?(?:บัญชี|ประจำตัว|ทะเบียน|ผู้เสียภาษี))|หมายเลข|รหัส)[^?]{0,40}(?:อะไร|เท่าไร|เท่าไหร่|เลขไหน|เลขใด)"
)
_NUMBERED = re.compile(r"(?<![\d.,])\d[\d-]{3,}\d(?!\d)")
_LONG_NUMBER = 3
"""Figures of a number that is no other thing's by chance."""


def dated_in(reading: Reading, years: frozenset[int]) -> bool:
    """Whether a document tells at its beginning, or at its end, that it is of one of the years."""
    closing = (mention for atom in reading.closing() for mention in atom.dates)
    return year_fit(years, reading.dates(OPENING)) == 1.0 or year_fit(years, closing) == 1.0


def ordinal_missing(question: Question, reading: Reading, squeezed: str) -> bool:
    """Whether of one noun's ordinals in the question (ครั้งที่ 3 กับครั้งที่ 4) none stands in a text or at its beginning.

    The first round need not be called so, as long as no other one is named; the first year is a time.

    Args:
        question: the question.
        reading: the document that the text is of.
        squeezed: the text without spaces.
    """
    if not question.ordinals:
        return False
    told = squeezed + "".join(atom.copy for atom in reading.opening()).replace(" ", "")
    named: dict[str, bool] = {}
    for ordinal in question.ordinals:
        noun = ordinal.rstrip("0123456789").removesuffix("ที่").removesuffix("แรก")
        first = ordinal.endswith("แรก") and noun != "ปี" and not re.search(rf"{noun}(?:ที่)?\d", told)
        named[noun] = named.get(noun, False) or first or names_ordinal(ordinal, told)
    return not all(named.values())


def landmark_missing(question: Question, window: Window, squeezed: str) -> float:
    """Whether neither the passage nor its document names a place below a province that the question names.

    1, or half if the stretch names another one of the same sort in its place.
    """
    asked = landmarks(question)
    if not asked:
        return 0.0
    missing = [one for one in asked if not one.named(squeezed)]
    whole = "".join(atom.copy for atom in window.reading.atoms).replace(" ", "") if missing else ""
    if any(not one.named(whole) for one in missing):
        return 1.0
    here = "".join([*(atom.copy for atom in window.atoms), window.atoms[0].context]).replace(" ", "")
    return 0.5 * any(one.rivalled(here) for one in asked)


def agency_missing(lens: Lens, question: Question, window: Window) -> float:
    """Whether a whole document never names a ministry, bank or university that the question names: 1, else 0."""
    asked = agencies(question)
    if not asked:
        return 0.0
    reading = window.reading
    atoms = reading.atoms
    whole = "".join([*(atom.copy for atom in atoms), atoms[0].context, normalise(reading.document.publisher)])
    return float(not all(lens.named(name, _joined(whole)) for name in asked))


def code_missing(lens: Lens, question: Question, window: Window) -> bool:
    """Whether a whole document never names a road, aircraft or standard that the question names by a code (m81).

    หมายเลข 7 is m7 too, and a longer number names it with any letters (เอ็ม 150).
    """
    if not question.codes:
        return False
    whole = _joined(" ".join([window.atoms[0].context, *(atom.copy for atom in window.reading.atoms)]))

    def named(code: str) -> bool:
        number = re.sub(r"[a-z]", "", code)
        loose = rf"|{number}" if len(number) >= _LONG_NUMBER else rf"|(?<=หมายเลข){number}|(?<=สาย){number}"
        return bool(re.search(rf"(?<![a-z\d])(?:{re.escape(code)}(?![a-z]{{2}}){loose})(?!\d)", whole))

    wordings = lens.wordings(question.codes)
    return not all(
        named(_joined(code)) or any(_joined(other) in whole for other in others) for code, *others in wordings
    )


def identifier_missing(question: Question, quoted: Sequence[Window]) -> bool:
    """Whether the number of an account, a licence or the like is asked for and no such number is quoted."""
    asked = _IDENTIFIER.search(question.copy) if question.kind is Kind.OPEN else None
    if asked is None:
        return False
    copies = [atom.copy for window in quoted for atom in window.atoms]
    if asked["long"]:
        return not any(_NUMBERED.search(copy) for copy in copies)
    return not any(figure not in question.copy for copy in copies for figure in re.findall(r"\d+", copy))


def _joined(copy: str) -> str:
    """A search copy without spaces and hyphens."""
    return copy.replace(" ", "").replace("-", "")
