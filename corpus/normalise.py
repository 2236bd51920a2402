"""The search copy of a text: spelling repaired and folded for comparing, with offsets back to the original.

Stored text is never changed; only this copy is.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from corpus.document import Span

_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_TONE = "[\u0e48-\u0e4b]"
_MARK = "[\u0e31\u0e34-\u0e3a\u0e47-\u0e4d]"
_GONE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2120\u2122\ufeff\u0e4e\x00-\x08\x0e-\x1f\x7f"
_BLANK = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_WIDE = "\u00aa-\u00be\u0130\u2070-\u209c\u2100-\u211f\u2121\u2123-\u214f\u2460-\u24ff\ufb00-\ufb06\uff01-\uffee"
_ODD = re.compile(
    # What may begin a repair at all: ten times faster than trying every kind of repair at every character.
    f"(?={_MARK}{{2}}|\u0e40\u0e40|\u0e33{_TONE}|[\u0e4d๐-๙&\u2010-\u201f\u2212{_GONE}{_BLANK}{_WIDE}])(?:"
    f"(?P<gone>[{_GONE}])"
    "|(?P<ae>\u0e40\u0e40)"  # two SARA E typed for one SARA AE
    f"|(?P<am>\u0e4d+{_TONE}?\u0e32|{_TONE}\u0e4d+\u0e32)"  # NIKHAHIT + AA, a tone between or before
    f"|(?P<order>\u0e33{_TONE}|[\u0e48-\u0e4c][\u0e31\u0e34-\u0e39])"  # a tone or mute mark in the wrong place
    f"|(?P<twice>(?P<mark>{_MARK})(?P=mark)+)"  # a mark typed twice is seen once
    "|(?P<digits>[๐-๙]+)"
    "|(?P<amp>&amp;)"
    "|(?P<entity>&\\s?(?:nbsp|[lr]dquo|[lr]squo|[nm]dash|hellip);?(?![A-Za-z])|&(?:quot|bull);?(?![A-Za-z]))"
    f"|(?P<blank>[{_BLANK}])"
    "|(?P<apostrophe>[\u2018-\u201b])"
    "|(?P<quote>[\u201c-\u201f])"
    "|(?P<dash>[\u2010-\u2015\u2212])"
    f"|(?P<wide>[{_WIDE}]+))"
)
_SAME_FOR_ALL = {
    "gone": "",
    "ae": "\u0e41",
    "amp": "&",
    "entity": " ",
    "blank": " ",
    "apostrophe": "'",
    "quote": '"',
    "dash": "-",
}
_SURROGATE = re.compile("[\ud800-\udfff]")


def _repair(match: re.Match[str]) -> str:
    kind, text = match.lastgroup or "", match.group()
    if kind in _SAME_FOR_ALL:
        return _SAME_FOR_ALL[kind]
    if kind == "am":
        return text.replace("\u0e4d", "").replace("\u0e32", "") + "\u0e33"
    if kind == "order":
        return text[1] + text[0]
    if kind == "twice":
        return text[0]
    if kind == "digits":
        return text.translate(_DIGITS)
    folded = _lower(unicodedata.normalize("NFKC", text))
    # A raised or circled number after digits is a footnote or a fraction: 2563¹ is the year 2563, not 25631.
    after_digit = match.start() and match.string[match.start() - 1].isdecimal()
    return " " + folded if after_digit and text[0].isnumeric() and not text[0].isdecimal() else folded


def _lower(text: str) -> str:
    return text.lower().replace("ς", "σ")  # lower() looks at a sigma's neighbours; a copy made in pieces could not


def normalise(text: str) -> str:
    """Fold a text for comparing: Thai spelling repaired, Thai digits to Arabic, lower case, odd spaces to plain.

    Args:
        text: any text.

    Returns:
        The search copy. Lengths may differ; use `SearchCopy` where offsets matter.
    """
    return _lower(_ODD.sub(_repair, text))


@dataclass(frozen=True, slots=True)
class SearchCopy:
    """A search copy that knows where each of its characters came from.

    Args:
        original: the text it was made from.
        text: the same as ``normalise(original)``.
        starts: where its runs begin in ``text``, ascending; plain and repaired runs take turns, the first is plain.
        origins: where the same runs begin in ``original``.
    """

    original: str
    text: str
    starts: tuple[int, ...]
    origins: tuple[int, ...]

    @classmethod
    def of(cls, original: str) -> SearchCopy:
        """Make the search copy of a text, keeping the way back."""
        pieces: list[str] = []
        starts, origins = [0], [0]
        length = last = 0
        for match in _ODD.finditer(original):
            plain = _lower(original[last : match.start()])
            repaired = _lower(_repair(match))
            pieces += (plain, repaired)
            length += len(plain)
            if len(repaired) != len(match.group()) or match.lastgroup == "order":
                starts += (length, length + len(repaired))
                origins += (match.start(), match.end())
            length += len(repaired)
            last = match.end()
        pieces.append(_lower(original[last:]))
        return cls(original, "".join(pieces), tuple(starts), tuple(origins))

    def to_original(self, span: Span) -> Span:
        """The span of the original that a span of the search copy was made from.

        A repaired run counts whole; characters that left no trace in the copy, such as zero-width spaces, are taken in
        only where they stand inside the span.

        Args:
            span: characters of ``text``.

        Raises:
            SpanError: if the span ends after the search copy does.
        """
        span.of(self.text)
        start = self._start_of(span.start)
        return Span(start, max(start, self._end_of(span.end)))

    def _start_of(self, offset: int) -> int:
        run = bisect_right(self.starts, offset) - 1
        return self.origins[run] if self._is_repair(run) else self.origins[run] + offset - self.starts[run]

    def _end_of(self, offset: int) -> int:
        run = bisect_left(self.starts, offset)
        if run < len(self.starts) and self.starts[run] == offset:
            return self.origins[run]  # a run begins here: what came before ends here
        run -= 1
        return self.origins[run + 1] if self._is_repair(run) else self.origins[run] + offset - self.starts[run]

    @staticmethod
    def _is_repair(run: int) -> bool:
        return run % 2 == 1  # plain and repaired runs take turns, beginning with a plain one


def well_formed(text: str) -> str:
    """The text with lone surrogates replaced, so that it can be written as UTF-8."""
    return _SURROGATE.sub("\ufffd", text)
