"""PDF files, by pypdfium2: text page by page, with broken Thai put right where that is certain."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.document import Span
from corpus.errors import EmptyFileError, EncodingError, ScannedPDFError, UnreadableFileError
from corpus.loaders.base import Loaded, translated
from corpus.loaders.mojibake import is_broken, repair_glyphs
from corpus.loaders.pdf_furniture import running_lines
from corpus.loaders.pdf_text import page_text
from corpus.loaders.properties import plausible_publisher, plausible_title

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

_PDFIUM = threading.Lock()
"""PDFium must not be called from two threads at once."""
_PASSWORD = 4  # FPDF_ERR_PASSWORD
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_STAMP = 40
"""Visible characters; a page with a picture over most of it and no more text than this is a scan with a stamp."""
_COVER = 0.5


@dataclass(frozen=True, slots=True)
class _Page:
    text: str
    scanned: bool  # a picture, with no text but perhaps a stamp
    blank: bool  # nothing on it at all


def read_pdf(data: bytes, source: str) -> Loaded:
    """Read a PDF.

    Line ends are those that the reader sees. Code points of old Thai fonts, TIS-620 shown as Latin, and marks cut off
    from their letters are put right (see `repair_glyphs`). Running headers and footers are marked as noise, and pages
    that are pictures are named in the note.

    Args:
        data: the whole file.
        source: its name as a source.

    Raises:
        EmptyFileError: if all pages are blank.
        ScannedPDFError: if no page has text.
        EncodingError: if the text has no usable encoding.
        UnreadableFileError: if the file is damaged or locked with a password.
    """
    with _PDFIUM, translated(source, "PDF"):
        pages, properties = _read(data, source)
    if all(page.blank for page in pages):
        raise EmptyFileError(f"{source} has only blank pages.", hint="Check the file. ทุกหน้าในไฟล์ว่างเปล่า โปรดตรวจสอบไฟล์")
    if all(page.scanned or page.blank for page in pages):
        raise ScannedPDFError(
            f"{source} is a scan: its {len(pages)} pages are pictures without text.",
            hint="Run text recognition (OCR) on it first, then take it in again. "
            "ไฟล์นี้เป็นภาพสแกน ยังไม่มีข้อความ โปรดทำ OCR ก่อน แล้วนำเข้าอีกครั้ง",
        )
    paged = repair_glyphs("\f".join(page.text for page in pages))
    if is_broken(paged):
        raise EncodingError(
            f"The text in {source} has no usable encoding: its letters cannot be told from the font's own codes.",
            hint="Save it anew from the original document, or run text recognition (OCR) on it. "
            "ข้อความใน PDF ใช้รหัสอักขระที่อ่านไม่ได้ โปรดบันทึก PDF ใหม่จากเอกสารต้นฉบับ หรือทำ OCR ก่อน",
        )
    if _CONTROL.search(paged):  # glyphs without a meaning, such as half of a SARA AM that stands there whole
        paged = repair_glyphs(_CONTROL.sub("", paged))
    spans, start = [], 0
    for part in paged.split("\f"):
        spans.append(Span(start, start + len(part)))
        start += len(part) + 1
    text = paged.replace("\f", "\n")
    return Loaded(
        source,
        text,
        title=plausible_title(properties.get("Title")),
        publisher=plausible_publisher(properties.get("Author")),
        pages=tuple(spans),
        noise=running_lines(text, tuple(spans)),
        note=_note(pages),
    )


def _read(data: bytes, source: str) -> tuple[list[_Page], dict[str, str]]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD:
            raise UnreadableFileError(
                f"{source} is locked with a password.",
                hint="Save it without the password. ไฟล์ถูกล็อกด้วยรหัสผ่าน โปรดบันทึกใหม่โดยไม่ใส่รหัสผ่าน",
            ) from error
        raise
    with document:
        pages = list(_pages(document))
        properties = document.get_metadata_dict()
    if not pages:
        raise ValueError("no pages")
    return pages, properties


def _pages(document: PdfDocument) -> Iterator[_Page]:
    for number in range(len(document)):
        page = document[number]
        try:
            text = page_text(page)
            visible = len("".join(text.split()))
            scanned = visible == 0 or (visible <= _STAMP and _is_picture(page))
            yield _Page(text, scanned, blank=visible == 0 and next(page.get_objects(max_depth=1), None) is None)
        finally:
            page.close()


def _is_picture(page: PdfPage) -> bool:
    import pypdfium2.raw

    width, height = page.get_size()
    covered = 0.0
    for picture in page.get_objects(filter=(pypdfium2.raw.FPDF_PAGEOBJ_IMAGE,)):
        left, bottom, right, top = picture.get_bounds()
        covered += max(right - left, 0) * max(top - bottom, 0)
    return bool(covered >= _COVER * width * height)


def _note(pages: list[_Page]) -> str:
    """Which pages of a PDF with text are pictures; shown to readers."""
    runs: list[list[int]] = []
    for number, page in enumerate(pages, 1):
        if page.scanned and not page.blank:
            if runs and runs[-1][1] == number - 1:
                runs[-1][1] = number
            else:
                runs.append([number, number])
    if not runs:
        return ""
    named = ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in runs)
    return f"หน้า {named} เป็นภาพที่ไม่มีข้อความ จึงค้นหาเนื้อหาในหน้าดังกล่าวไม่ได้"
