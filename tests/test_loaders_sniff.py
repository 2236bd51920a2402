"""What a file really is, and how it is said when no loader reads it."""

from __future__ import annotations

import codecs

import pytest

from corpus.errors import LoadError, UnreadableFileError, UnsupportedFileError
from corpus.loaders.kinds import Kind
from corpus.loaders.sniff import sniff

HTML = "<!DOCTYPE html>\n<html><body>ก</body></html>"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


@pytest.mark.parametrize(
    ("data", "suffix", "kind"),
    [
        (b"%PDF-1.7\n", ".txt", Kind.PDF),
        (b"%PDF-1.7\n", "", Kind.PDF),
        (b"\x00\x00junk %PDF-1.4\n", ".pdf", Kind.PDF),
        (b"about %PDF-1.4 headers", ".txt", Kind.TEXT),
        (HTML.encode(), ".txt", Kind.HTML),
        (HTML.encode(), ".xls", Kind.HTML),
        (codecs.BOM_UTF8 + HTML.encode(), ".md", Kind.HTML),
        (HTML.encode("utf-16"), ".txt", Kind.HTML),
        (b'<?xml version="1.0"?>\n<!-- x --> <HTML lang="th">', ".xls", Kind.HTML),
        (b"<!-- a -->" * 300 + b"<p>", ".html", Kind.HTML),
        (b"<!-- a -->" * 300 + b"<p>", ".txt", Kind.TEXT),
        (b"<p>fragment</p>", ".htm", Kind.HTML),
        (b"# title", ".md", Kind.MARKDOWN),
        (b"a,b", ".csv", Kind.CSV),
        (b'{"body": 1}', ".jsonl", Kind.JSONL),
        (b"\xfd7zXZ\x00", ".jsonl.xz", Kind.JSONL),
        (b"\x1f\x8b\x08", ".jsonl", Kind.JSONL),
        (b"BM is how this text begins", ".txt", Kind.TEXT),
        (b"MZ is how this text begins", ".txt", Kind.TEXT),
    ],
)
def test_content_decides(data: bytes, suffix: str, kind: Kind) -> None:
    assert sniff(data, suffix, "/a") is kind


@pytest.mark.parametrize(
    ("data", "suffix", "what"),
    [
        (b"\x89PNG\r\n\x1a\n\x00", ".pdf", "a PNG picture"),
        (b"\xff\xd8\xff\xe0", ".txt", "a JPEG picture"),
        (b"\x7fELF\x02", ".txt", "a program (ELF)"),
        (b"MZ\x90\x00\x03", ".pdf", "a Windows program"),
        (b"BM\x36\x00\x00", ".txt", "a BMP picture"),
        (b"{\\rtf1", ".doc", "RTF"),
        (b"\x1f\x8b\x08", ".txt", "a gzip archive"),
        (OLE + "WordDocument".encode("utf-16-le"), ".docx", "an old Word document (.doc)"),
        (OLE + "Workbook".encode("utf-16-le"), ".xls", "an old Excel workbook (.xls)"),
        (OLE + "PowerPoint Document".encode("utf-16-le"), ".ppt", "an old PowerPoint presentation (.ppt)"),
        (OLE, ".msi", "an old Office document"),
        (b"text", ".docx", "named .docx but is plain text"),
        (b"text", ".pdf", "named .pdf but is plain text"),
        (b"text", ".odt", "of type .odt"),
        (b"text", ".py", "of type .py"),
        (b"text", "", "without a type in its name"),
    ],
)
def test_what_no_loader_reads_is_named(data: bytes, suffix: str, what: str) -> None:
    with pytest.raises(UnsupportedFileError) as error:
        sniff(data, suffix, "/a")
    assert what in error.value.message
    assert "/a" in error.value.message
    assert any("\u0e00" <= char <= "\u0e7f" for char in error.value.hint)


def test_old_office_files_come_with_advice() -> None:
    with pytest.raises(UnsupportedFileError, match=r"Save it as \.docx, \.xlsx or PDF"):
        sniff(OLE + "WordDocument".encode("utf-16-le"), ".doc", "/a.doc")


@pytest.mark.parametrize(
    ("data", "suffix", "what"),
    [
        (OLE + "EncryptedPackage".encode("utf-16-le"), ".docx", "locked with a password"),
        (b"PK\x03\x04" + b"\x00" * 100, ".docx", "cannot be read as a ZIP container"),
        (b"\x00\x01\x02", ".pdf", "not PDF, or is damaged"),
    ],
)
def test_damaged_and_locked(data: bytes, suffix: str, what: str) -> None:
    with pytest.raises(UnreadableFileError, match=what):
        sniff(data, suffix, "/a")


def test_errors_are_load_errors() -> None:
    for data in (b"\x89PNG\r\n\x1a\n", OLE, b"PK\x03\x04", b"\x00"):
        with pytest.raises(LoadError):
            sniff(data, ".pdf", "/a")
