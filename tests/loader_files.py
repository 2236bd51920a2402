"""Real files for the tests of the loaders: Thai PDFs, and damaged copies of any file."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from corpus.loaders import Loaded, Refused, load

if TYPE_CHECKING:
    from fpdf import FPDF

THAI = "กระทรวงอุตสาหกรรมสนับสนุนน้ำมันและกำหนดนโยบายที่ ปั้น ป้า ฝ่าย ญี่ปุ่น ฐานู ทำ จำนวน 1,800 ล้านบาท ปี พ.ศ. ๒๕๖๗"
_FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "C:/Windows/Fonts")
_FONT_NAMES = ("Garuda.ttf", "Sarabun*Regular.ttf", "Loma.ttf", "NotoSansThai*Regular.ttf", "tahoma.ttf", "Tahoma.ttf")


def thai_font() -> Path:
    """A Thai TrueType font of this machine; without one the test is skipped."""
    for name in _FONT_NAMES:
        for folder in map(Path, _FONT_FOLDERS):
            for font in sorted(folder.rglob(name)) if folder.is_dir() else ():
                return font
    pytest.skip("needs a Thai font (Debian: fonts-thai-tlwg), none is installed")


def thai_pdf() -> FPDF:
    """A PDF without pages yet, with a Thai font set."""
    fpdf = pytest.importorskip("fpdf", reason="needs fpdf2 to make PDF files")
    pdf: FPDF = fpdf.FPDF()
    pdf.add_font("thai", "", str(thai_font()))
    pdf.set_font("thai", size=14)
    return pdf


def pdf_bytes(pdf: FPDF) -> bytes:
    """The finished file; fpdf2 leaves its font files open, so they are closed here."""
    data = bytes(pdf.output())
    for font in pdf.fonts.values():
        if hasattr(font, "ttfont"):
            font.ttfont.close()
    return data


def bare_pdf(content: bytes, encoding: str = "/WinAnsiEncoding") -> bytes:
    """One page with this content stream; its font F1 has an encoding but no map to Unicode."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%b\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/ABCDEF+OldThai/Encoding %b>>" % encoding.encode(),
    ]
    data, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return data + (
        b"xref\n0 %d\n0000000000 65535 f \n%btrailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
        % (len(objects) + 1, table, len(objects) + 1, len(data))
    )


def load_one(path: Path, content: bytes | str | None = None) -> Loaded:
    """Write ``content`` to ``path`` if there is any, and load the one text in it."""
    if content is not None:
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    (found,) = load(path)
    assert isinstance(found, Loaded)
    return found


def texts(found: list[Loaded | Refused]) -> list[str]:
    """The texts among what was found."""
    return [item.text for item in found if isinstance(item, Loaded)]


def damaged(data: bytes, count: int, *, seed: int = 2567) -> Iterator[bytes]:
    """``count`` copies, cut off or with flipped bits; the same each time."""
    chance = random.Random(seed)
    for number in range(count):
        copy = bytearray(data[: chance.randrange(1, len(data))] if number % 3 == 0 else data)
        for _ in range(chance.choice((1, 3, 20))):
            copy[chance.randrange(len(copy))] ^= 1 << chance.randrange(8)
        yield bytes(copy)


def damaged_members(data: bytes, count: int) -> Iterator[bytes]:
    """Copies of a zip file that unpack well, each with one member damaged or, one time in four, left out."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    chance = random.Random(2567)
    for number in range(count):
        name = chance.choice(sorted(name for name, content in members.items() if content))
        changed = {name: next(damaged(members[name], 1, seed=number))} if number % 4 else {}
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for other, content in members.items():
                if other != name or changed:
                    archive.writestr(other, changed.get(other, content))
        yield packed.getvalue()
