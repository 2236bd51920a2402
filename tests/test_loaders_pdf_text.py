"""Thai syllables that state their text beside several objects, as browsers and Google Docs print them."""

from __future__ import annotations

import html
import lzma
import re
import shutil
import subprocess
from pathlib import Path

import orjson
import pypdfium2
import pytest

from corpus.loaders.pdf import read_pdf
from corpus.loaders.pdf_text import page_text
from tests.loader_files import bare_pdf, thai_font


def show(text: str, x: float) -> str:
    """An object with its text at ``x``, in points."""
    return f"BT /F1 20 Tf {x} 700 Td ({text}) Tj ET"


def stated(text: str, *objects: str) -> str:
    """Objects that share one text."""
    return f"/Span <</ActualText <FEFF{text.encode('utf-16-be').hex()}>>> BDC {' '.join(objects)} EMC"


def read(*content: str) -> tuple[str, str]:
    """The text of a page as PDFium gives it, and as it is read here."""
    with pypdfium2.PdfDocument(bare_pdf(" ".join(content).encode())) as document:
        page = document[0]
        textpage = page.get_textpage()
        found = textpage.get_text_bounded(), page_text(page)
        textpage.close()
        page.close()
    return found


@pytest.mark.parametrize(
    ("content", "wrong", "right"),
    [
        ((stated("ครั้", show("A", 50), show("i", 64.5)), show("B", 64), show("C", 78)), "ครั้Bครั้ C", "ครั้BC"),
        ((stated("ครั้", show("A", 50), show("i", 64.5)), show("B", 64), show("C", 85)), "ครั้Bครั้ C", "ครั้B C"),
        ((stated("กำ", show("A", 50), show("M", 63.5)), show("B", 81), show("C", 95)), "กำ BC", "กำBC"),
        ((stated("กำ", show("A", 50), show("M", 63.5)), show("B", 88)), "กำ B", "กำ B"),
        ((stated("ก", show("A", 50)), show("B", 64), stated("ก", show("A", 78))), "กBก", "กBก"),
        ((stated("กำ", show("A", 50)), "BT /F1 20 Tf 50 600 Td (B) Tj ET"), "กำB", "กำ\nB"),
        ((show("A", 50), show("B", 85)), "A B", "A B"),
    ],
    ids=["copy", "copy before a space", "false space", "true space", "same text twice", "two lines", "plain"],
)
def test_stated_texts(content: tuple[str, ...], wrong: str, right: str) -> None:
    assert read(*content) == (wrong, right)


def test_a_hyphen_at_a_line_end() -> None:
    lines = "BT /F1 20 Tf 50 700 Td 22 TL (inter-) Tj T* (national) Tj ET"
    assert read(lines)[1].replace("\n", "") == "inter-national"


@pytest.mark.browser
def test_real_articles_printed_by_chromium_come_back_whole(shared: Path, tmp_path: Path) -> None:
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)
    if browser is None:
        pytest.skip("needs Chromium to print with, none is installed")
    with lzma.open(shared / "data" / "thaigov-2025.jsonl.xz", "rb") as lines:
        bodies = [orjson.loads(line)["body"] for line, _ in zip(lines, range(5), strict=False)]
    paragraphs = "".join(f"<p>{html.escape(line)}</p>" for body in bodies for line in body.split("\n"))
    style = f"@font-face{{font-family:thai;src:url('{thai_font().as_uri()}')}} body{{font-family:thai}}"
    page = tmp_path / "a.html"
    page.write_text(f"<html lang=th><meta charset=utf-8><style>{style}</style>{paragraphs}", encoding="utf-8")
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--user-data-dir={tmp_path}/x"]
    command = [browser, *options, f"--print-to-pdf={tmp_path}/a.pdf", page.as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    text = read_pdf((tmp_path / "a.pdf").read_bytes(), "/a.pdf").text
    assert letters(text) == letters("\n".join(bodies))


def letters(text: str) -> str:
    return re.sub(r"[\s\u200b]+", "", text)
