"""The numbers that Word shows before list items: it stores only which list a paragraph belongs to."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_THAI_LETTERS = "กขคงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_MAX_NUMBER = 100_000


@dataclass(frozen=True, slots=True)
class _Level:
    form: str = "decimal"
    text: str = "%1."
    start: int = 1
    legal: bool = False  # all parts of the number in Arabic digits
    style: str = ""  # paragraph style that stands for this level


@dataclass(slots=True)
class _List:
    levels: dict[int, _Level] = field(default_factory=dict)
    counters: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The lists of a document, counting as its paragraphs are read in order.

    Args:
        part: the root of ``numbering.xml``, or None if the document has none.
    """

    def __init__(self, part: _Element | None) -> None:
        self._lists: dict[str, _List] = {}
        self._by_number: dict[str, tuple[str, dict[int, int]]] = {}
        self._begun: set[tuple[str, int]] = set()
        if part is None:
            return
        by_style: dict[str, str] = {}
        links: dict[str, str] = {}
        for abstract in part.iterchildren(f"{W}abstractNum"):
            identifier = abstract.get(f"{W}abstractNumId", "")
            levels = {_int(level.get(f"{W}ilvl")): _level(level) for level in abstract.iter(f"{W}lvl")}
            self._lists[identifier] = _List(levels)
            by_style[value_of(abstract, "styleLink")] = identifier
            links[identifier] = value_of(abstract, "numStyleLink")
        for number in part.iterchildren(f"{W}num"):
            identifier = value_of(number, "abstractNumId")
            identifier = by_style.get(links.get(identifier) or "-", identifier)
            starts = {
                _int(override.get(f"{W}ilvl")): _int(value_of(override, "startOverride"))
                for override in number.iterchildren(f"{W}lvlOverride")
                if value_of(override, "startOverride")
            }
            self._by_number[number.get(f"{W}numId", "")] = identifier, starts

    def level_of_style(self, number: str, style: str) -> int:
        """The level, from 0, of a list that a paragraph style stands for."""
        levels = self._lists.get(self._by_number.get(number, ("", {}))[0], _List()).levels
        return next((index for index, level in levels.items() if level.style == style), 0)

    def label(self, number: str, index: int) -> str:
        """Count on and give the label of the next item.

        Args:
            number: the list's ``numId``.
            index: level from 0.

        Returns:
            The number as Word shows it ("1.", "๑.๑", "(ก)"), "-" for a bullet, or "" for an item without a mark.
        """
        identifier, starts = self._by_number.get(number, ("", {}))
        items = self._lists.get(identifier)
        if items is None:
            return "-"
        level = items.levels.get(index, _Level())
        if index in starts and (number, index) not in self._begun:
            self._begun.add((number, index))
            items.counters[index] = starts[index]
        else:
            items.counters[index] = items.counters.get(index, level.start - 1) + 1
        for deeper in [other for other in items.counters if other > index]:
            del items.counters[deeper]
        if level.form == "bullet":
            return "-"
        if level.form == "none":
            return ""

        def shown(match: re.Match[str]) -> str:
            part = int(match[1]) - 1
            upper = items.levels.get(part, _Level())
            return _format(items.counters.get(part, upper.start), "decimal" if level.legal else upper.form)

        return re.sub(r"%([1-9])", shown, level.text).strip()


def value_of(parent: _Element, name: str) -> str:
    """The ``w:val`` of a child element, or ""."""
    child = parent.find(f"{W}{name}")
    return (child.get(f"{W}val") or "") if child is not None else ""


def _level(element: _Element) -> _Level:
    start = value_of(element, "start")
    return _Level(
        value_of(element, "numFmt") or "decimal",
        value_of(element, "lvlText"),
        _int(start) if start else 1,
        element.find(f"{W}isLgl") is not None,
        value_of(element, "pStyle"),
    )


def _int(text: str | None) -> int:
    return min(int(text), _MAX_NUMBER) if text and text.isascii() and text.isdigit() else 0


def _format(number: int, form: str) -> str:
    if form == "decimalZero":
        return f"{number:02d}"
    if form == "thaiNumbers":
        return str(number).translate(_THAI_DIGITS)
    if form == "thaiCounting":
        from pythainlp.util import num_to_thaiword

        return num_to_thaiword(number)
    if form in ("lowerLetter", "upperLetter", "thaiLetters") and number > 0:
        letters = _THAI_LETTERS if form == "thaiLetters" else "abcdefghijklmnopqrstuvwxyz"
        times, place = divmod(number - 1, len(letters))
        text = letters[place] * min(times + 1, 10)
    elif form in ("lowerRoman", "upperRoman") and 0 < number < 4000:
        text = _roman(number)
    else:
        return str(number)
    return text.upper() if form.startswith("upper") else text


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        text += letters * (number // value)
        number %= value
    return text
