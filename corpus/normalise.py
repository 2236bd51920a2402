"""The search copy of a text: spelling repaired and folded for comparing, with offsets back to the original.

Stored text is never changed; only this copy is.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass

from corpus.document import Span

_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_TONES = "\u0e48\u0e49\u0e4a\u0e4b"
_ODD = re.compile(
    "(?P<gone>[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u0e4e\x00-\x08\x0e-\x1f\x7f])"
    "|(?P<ae>\u0e40\u0e40)"  # two SARA E typed for one SARA AE
    f"|(?P<am>\u0e4d([{_TONES}]?)\u0e32|([{_TONES}])\u0e4d\u0e32)"  # NIKHAHIT + AA, a tone between or before
    f"|(?P<tone_last>\u0e33([{_TONES}]))"  # a tone typed after SARA AM
    "|(?P<twice>([\u0e31\u0e34-\u0e3a\u0e47-\u0e4d])\\7+)"  # a mark typed twice is seen once
    f"|(?P<order>([{_TONES}\u0e4c])([\u0e31\u0e34-\u0e39]))"  # a tone or mute mark typed before the vowel
    "|(?P<entity>&\\s?(?:nbsp|ldquo|rdquo|lsquo|rsquo|quot|amp|ndash|mdash|hellip|bull);?(?![A-Za-z]))"
    "|(?P<blank>[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000])"
    "|(?P<quote>[\u2018\u2019\u201c\u201d])"
    "|(?P<dash>[\u2010-\u2015\u2212])"
    "|(?P<wide>[\u00aa-\u00be\u0130\u2070-\u209c\u2100-\u214f\u2460-\u24ff\ufb00-\ufb06\uff01-\uffee]+)"
)
_SURROGATE = re.compile("[\ud800-\udfff]")


def _repair(match: re.Match[str]) -> str:
    kind, text = match.lastgroup, match.group()
    if kind == "gone":
        return ""
    if kind == "ae":
        return "\u0e41"
    if kind == "am":
        return text.replace("\u0e4d", "").replace("\u0e32", "") + "\u0e33"
    if kind in ("tone_last", "order"):
        return text[1] + text[0]
    if kind == "twice":
        return text[0]
    if kind in ("entity", "blank"):
        return " "
    if kind == "quote":
        return '"'
    if kind == "dash":
        return "-"
    return unicodedata.normalize("NFKC", text).lower()


def normalise(text: str) -> str:
    """Fold a text for comparing: Thai spelling repaired, Thai digits to Arabic, lower case, odd spaces to plain.

    Args:
        text: any text.

    Returns:
        The search copy. Lengths may differ; use `SearchCopy` where offsets matter.
    """
    return _ODD.sub(_repair, text).translate(_DIGITS).lower()


@dataclass(frozen=True, slots=True)
class SearchCopy:
    """A search copy that knows where each of its characters came from.

    Args:
        original: the text it was made from.
        text: the same as ``normalise(original)``.
        starts: for each run between repairs, its offset in ``text``; ascending.
        origins: the offset in ``original`` that each run begins at.
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

        def add(piece: str) -> int:
            pieces.append(piece)
            return len(piece)

        for match in _ODD.finditer(original):
            length += add(original[last : match.start()].translate(_DIGITS).lower())
            repaired = _repair(match)
            if len(repaired) != len(match.group()):
                starts.append(length)
                origins.append(match.start())
            length += add(repaired)
            if len(repaired) != len(match.group()):
                starts.append(length)
                origins.append(match.end())
            last = match.end()
        add(original[last:].translate(_DIGITS).lower())
        return cls(original, "".join(pieces), tuple(starts), tuple(origins))

    def to_original(self, span: Span) -> Span:
        """The span of the original that a span of the search copy was made from; a repaired run counts whole."""
        return Span(self._origin(span.start, end=False), self._origin(span.end, end=True))

    def _origin(self, offset: int, *, end: bool) -> int:
        run = bisect_right(self.starts, offset) - 1
        if end and run and self.starts[run] == offset:
            return self.origins[run]  # ends exactly where a repaired run does
        upper = self.origins[run + 1] if run + 1 < len(self.origins) else len(self.original)
        shifted = self.origins[run] + offset - self.starts[run]
        inside_repair = run + 1 < len(self.starts) and (
            self.starts[run + 1] - self.starts[run] != upper - self.origins[run]
        )
        if inside_repair and offset > self.starts[run]:
            return upper if end else self.origins[run]
        return min(shifted, upper)


def well_formed(text: str) -> str:
    """The text with lone surrogates replaced, so that it can be written as UTF-8."""
    return _SURROGATE.sub("\ufffd", text)
