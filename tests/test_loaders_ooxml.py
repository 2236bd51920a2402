"""Zip containers: what is inside, and bombs."""

from __future__ import annotations

import io
import zipfile

import pytest

from corpus.errors import UnreadableFileError
from corpus.loaders import ooxml
from corpus.loaders.kinds import Kind
from corpus.loaders.ooxml import zip_content


def packed(**members: bytes | str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return data.getvalue()


def office(*names: str, size: int = 1) -> bytes:
    return packed(**{"[Content_Types].xml": "<x/>"}, **{name: b"x" * size for name in names})


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (office("word/document.xml"), Kind.DOCX),
        (office("word/document2.xml"), Kind.DOCX),
        (office("xl/workbook.xml"), Kind.XLSX),
        (office("xl/workbook.bin"), "a binary Excel workbook (.xlsb)"),
        (office("ppt/presentation.xml"), "a PowerPoint presentation (.pptx)"),
        (packed(mimetype="application/vnd.oasis.opendocument.text"), "an OpenDocument text (.odt)"),
        (packed(mimetype="application/vnd.oasis.opendocument.spreadsheet"), "an OpenDocument spreadsheet (.ods)"),
        (packed(mimetype="application/epub+zip"), "an EPUB book"),
        (packed(**{"word/notes.txt": "my own folder"}), "a ZIP archive"),
        (packed(), "a ZIP archive"),
    ],
)
def test_content(data: bytes, what: object) -> None:
    assert zip_content(data, "/a") == what


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    data = office("word/document.xml", size=60_000_000)
    assert len(data) < 100_000
    with pytest.raises(UnreadableFileError, match="would unpack to 60,000,004 bytes"):
        zip_content(data, "/a.docx")


@pytest.mark.parametrize(("limit", "value"), [("MAX_UNPACKED", 1000), ("MAX_MEMBERS", 1)])
def test_limits(monkeypatch: pytest.MonkeyPatch, limit: str, value: int) -> None:
    monkeypatch.setattr(ooxml, limit, value)
    with pytest.raises(UnreadableFileError, match="more than is safe"):
        zip_content(office("xl/workbook.xml", size=2000), "/a.xlsx")


def test_a_directory_that_lies_about_a_size_does_not_help(tmp_path: object) -> None:
    """The sizes that are checked bind: zipfile reads no more of a member than its entry states."""
    data = bytearray(office("word/document.xml", size=100_000))
    entry = data.rindex(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = (10).to_bytes(4, "little")
    assert zip_content(bytes(data), "/a.docx") is Kind.DOCX
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive, pytest.raises(zipfile.BadZipFile):
        archive.read("word/document.xml")


def test_damage_has_its_cause() -> None:
    with pytest.raises(UnreadableFileError) as error:
        zip_content(office("word/document.xml")[:-10], "/a.docx")
    assert isinstance(error.value.__cause__, zipfile.BadZipFile)
