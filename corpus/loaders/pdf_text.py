"""The text of one PDF page as PDFium reads it, without its mistakes on Thai printed by browsers and Google Docs.

Those write a syllable such as ``ครั้ง`` as several objects that share one ``ActualText``. PDFium gives that text again
where another object comes between (``ครั้งรั้``), and sees a space where only the first object ends (``กำ หนด``).
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pypdfium2 import PdfPage, PdfTextPage

_NO_SPACE = 0.15
"""Share of the font size; a gap that is smaller is no space, whatever PDFium says."""
_SPACE = 0.25
"""Share of the font size; a gap after such a syllable that is as large is a space, even if PDFium saw none."""
_ACTUAL_TEXT = b"ActualText"


@dataclass(slots=True)
class _Stated:
    """Text objects of a page whose text is stated beside them."""

    marks: dict[int, int] = field(default_factory=dict)  # object to the mark that states its text
    right: dict[int, float] = field(default_factory=dict)  # mark to the right edge of all its objects, in points


def page_text(page: PdfPage) -> str:
    r"""Read the text of a page, with the line ends that a reader sees.

    Args:
        page: an open page; the caller keeps other threads away from PDFium.

    Returns:
        Its text with ``\n`` at line ends and no form feed.
    """
    textpage = page.get_textpage()
    try:
        stated = _stated(page)
        text = _characters(textpage, stated) if stated.marks else textpage.get_text_bounded()
    finally:
        textpage.close()
    # PDFium marks a hyphen at a line end with U+FFFE or U+0002
    return text.replace("\r\n", "\n").replace("\f", "\n").replace("\ufffe", "-").replace("\x02", "-")


def _stated(page: PdfPage) -> _Stated:
    import pypdfium2.raw as pdfium

    found = _Stated()
    for item in page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_TEXT,)):
        for index in range(pdfium.FPDFPageObj_CountMarks(item)):
            mark = pdfium.FPDFPageObj_GetMark(item, index)
            if pdfium.FPDFPageObjMark_GetParamValueType(mark, _ACTUAL_TEXT) == pdfium.FPDF_OBJECT_STRING:
                key = _address(mark)
                found.marks[_address(item.raw)] = key
                found.right[key] = max(found.right.get(key, 0.0), item.get_bounds()[2])
    return found


def _characters(textpage: PdfTextPage, stated: _Stated) -> str:
    """The characters one by one, but not those of an ``ActualText`` that has been given; spaces by the gap after it."""
    import pypdfium2.raw as pdfium

    kept: list[str] = []
    owners: dict[int, int] = {}  # mark to the object that its text was given with
    edge = size = base = 0.0  # right edge, font size and baseline of the character before, in points
    space = False  # whether PDFium made up a space before the next character
    judge = False  # whether the gap decides instead
    for index in range(textpage.count_chars()):
        character = chr(pdfium.FPDFText_GetUnicode(textpage, index))
        if pdfium.FPDFText_IsGenerated(textpage, index):
            space = character == " "
            if not space:  # a line end
                kept.append(character)
                judge = False
            continue
        owner = _address(pdfium.FPDFText_GetTextObject(textpage, index))
        mark = stated.marks.get(owner)
        if mark is not None and owners.setdefault(mark, owner) != owner:
            judge = True
            continue
        left, _, right, _ = textpage.get_charbox(index, loose=True)  # with the room that the font gives it
        above, base = base, _baseline(textpage, index)
        if judge and left < edge and base < above - size / 2:
            kept.append("\n")  # PDFium sees no line end after a lone syllable
        elif judge and left > edge - size:
            space = left - edge >= (_NO_SPACE if space else _SPACE) * size
        if space and not character.isspace() and kept and not kept[-1].isspace():
            kept.append(" ")
        kept.append(character)
        space, judge = False, mark is not None
        edge, size = right if mark is None else stated.right[mark], pdfium.FPDFText_GetFontSize(textpage, index)
    return "".join(kept).encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # pairs, where they come as two


def _baseline(textpage: PdfTextPage, index: int) -> float:
    import pypdfium2.raw as pdfium

    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(textpage, index, x, y)
    return y.value


def _address(pointer: Any) -> int:
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0
