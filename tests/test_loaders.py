"""Files and folders as a whole: content over names, one bad file among good ones, what is left out."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import docx
import pytest
from openpyxl import Workbook

from corpus.document import Document
from corpus.errors import EmptyFileError, LoadError, UnreadableFileError, UnsupportedFileError
from corpus.loaders import SUFFIXES, Loaded, Refused, load, load_paths
from tests.loader_files import load_one, pdf_bytes, texts, thai_pdf

ROOT = Path(__file__).resolve().parents[1]


def fill(folder: Path) -> None:
    """One file of each type."""
    (folder / "a.txt").write_bytes("ข้อความ".encode("cp874"))
    (folder / "b.md").write_text("---\ntitle: หัวเรื่อง\n---\nเนื้อหา", encoding="utf-8")
    (folder / "c.html").write_text("<html><body><p>หน้าเว็บ</p></body></html>", encoding="utf-8")
    (folder / "d.csv").write_text("ปี,งบ\n2566,1\n", encoding="utf-8")
    (folder / "e.jsonl").write_text('{"id": 1, "body": "หนึ่ง"}\n{"body": "สอง"}\n{bad\n', encoding="utf-8")
    document = docx.Document()
    document.add_paragraph("เอกสารเวิร์ด")
    document.save(str(folder / "f.docx"))
    book = Workbook()
    book.worksheets[0].append(["ปี", "งบ"])
    book.worksheets[0].append([2567, 2])
    book.save(folder / "g.xlsx")
    book.close()


def test_a_folder_of_every_type(tmp_path: Path) -> None:
    fill(tmp_path)
    found = list(load_paths([tmp_path]))
    assert texts(found) == [
        "ข้อความ", "เนื้อหา", "หน้าเว็บ", "ปี: 2566 | งบ: 1", "หนึ่ง", "สอง", "เอกสารเวิร์ด", "ปี: 2567 | งบ: 2",
    ]  # fmt: skip
    refused = [item.source for item in found if isinstance(item, Refused)]
    assert refused == [f"{tmp_path.as_posix()}/e.jsonl#3"]


def test_what_is_loaded_makes_a_document(tmp_path: Path) -> None:
    fill(tmp_path)
    for item in load_paths([tmp_path]):
        if isinstance(item, Loaded):
            document = Document("x", item.source, item.title, item.text, pages=item.pages, noise=item.noise)
            assert Path(document.source.partition("#")[0]).is_absolute()


def test_content_decides_over_the_name(tmp_path: Path) -> None:
    pdf = thai_pdf()
    pdf.add_page()
    pdf.cell(text="ที่จริงเป็นพีดีเอฟ")
    assert load_one(tmp_path / "a.txt", pdf_bytes(pdf)).text == "ที่จริงเป็นพีดีเอฟ"
    fill(tmp_path)
    assert load_one(tmp_path / "b.xls", (tmp_path / "g.xlsx").read_bytes()).text == "ปี: 2567 | งบ: 2"
    assert load_one(tmp_path / "c", (tmp_path / "f.docx").read_bytes()).text == "เอกสารเวิร์ด"
    with pytest.raises(UnsupportedFileError, match="PNG"):
        load_one(tmp_path / "d.pdf", b"\x89PNG\r\n\x1a\n\x00")
    with pytest.raises(UnsupportedFileError, match="PNG"):
        load_one(tmp_path / "e.jsonl", b"\x89PNG\r\n\x1a\n\x00")
    assert load_one(tmp_path / "f.jsonl", "<!doctype html>\n<p>เว็บ").text == "เว็บ"


@pytest.mark.parametrize("suffix", sorted(SUFFIXES))
def test_an_empty_file_of_any_type(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    path.touch()
    with pytest.raises(EmptyFileError, match="has no text"):
        list(load(path))


@pytest.mark.parametrize("suffix", sorted(SUFFIXES))
@pytest.mark.parametrize(
    "content", [b"\x00\x01\x02", b"%PDF-", b"PK\x03\x04", b"\xff\xd8\xff", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]
)
def test_rubbish_of_any_type(tmp_path: Path, suffix: str, content: bytes) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(content)
    (found,) = load_paths([path])
    assert isinstance(found, Refused)
    assert any("\u0e00" <= char <= "\u0e7f" for char in found.error.hint)
    assert path.as_posix() in found.error.message


def test_the_size_limit_spares_what_is_streamed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x" * 100)
    (tmp_path / "b.jsonl").write_text('{"body": "' + "x" * 100 + '"}')
    refused, loaded = load_paths([tmp_path], max_bytes=99)
    assert isinstance(refused, Refused)
    assert "100 bytes" in refused.error.message
    assert isinstance(loaded, Loaded)


def test_folders_are_read_in_order_without_what_is_hidden(tmp_path: Path) -> None:
    hidden = (".git/config.txt", ".hidden.txt", "~$a.docx", "Thumbs.db", "desktop.ini")
    for name in ("ข/2.txt", "ข/1.txt", "a.txt", "x.bin", *hidden):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    found = list(load_paths([tmp_path]))
    assert texts(found) == ["a.txt", "ข/1.txt", "ข/2.txt"]
    assert [Path(item.source).name for item in found if isinstance(item, Refused)] == ["x.bin"]


def test_a_file_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("x")
    monkeypatch.chdir(tmp_path)
    assert texts(list(load_paths([tmp_path / "a.txt", tmp_path, Path("a.txt"), Path("../") / tmp_path.name]))) == ["x"]


def test_what_does_not_exist_and_what_is_empty(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "folder").mkdir()
    first, second, third = load_paths([tmp_path / "none", tmp_path / "folder", tmp_path / "a.txt"])
    assert isinstance(first, Refused)
    assert "does not exist" in str(first.error)
    assert isinstance(second, Refused)
    assert "has no files" in str(second.error)
    assert isinstance(third, Loaded)


def test_links_in_a_circle_end(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "b").mkdir()
    try:
        (tmp_path / "b" / "up").symlink_to(tmp_path, target_is_directory=True)
        (tmp_path / "broken.txt").symlink_to(tmp_path / "none.txt")
    except OSError:
        pytest.skip("needs the right to make symbolic links")
    found = list(load_paths([tmp_path]))
    assert texts(found) == ["x"]
    assert [Path(item.source).name for item in found if isinstance(item, Refused)] == ["broken.txt"]


@pytest.mark.skipif(os.name != "posix", reason="only POSIX names can be bytes that are no UTF-8")
def test_names_in_old_encodings(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode("ก.txt".encode("cp874"))
    try:
        path.write_text("x")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    (found,) = load_paths([tmp_path])
    assert found.source == f"{tmp_path.as_posix()}/\\xa1.txt"


@contextmanager
def ordinary_account() -> Iterator[None]:
    """Give up the rights of root for a while: root may read everything."""
    if os.geteuid():
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.skipif(os.name != "posix", reason="needs POSIX permissions")
def test_no_permission() -> None:
    with tempfile.TemporaryDirectory(prefix="klum-test-") as name:  # pytest's own folders are closed to other accounts
        folder = Path(name)
        for below in (folder / "closed", folder / "open"):
            below.mkdir()
            (below / "a.txt").write_text("x")
        (folder / "closed.txt").write_text("x")
        (folder / "closed.jsonl").write_text("{}")
        modes = {"closed": 0, "closed.txt": 0, "closed.jsonl": 0, "open/a.txt": 0o644, "open": 0o755, "": 0o755}
        for part, mode in modes.items():
            (folder / part).chmod(mode)
        list(load_paths([folder / "open"]))  # what is imported late must be there before the rights go
        with ordinary_account():
            *refused, loaded = load_paths([folder])
        (folder / "closed").chmod(0o755)
    assert texts([loaded]) == ["x"]
    names = ("closed", "closed.jsonl", "closed.txt")
    assert [item.error.message for item in refused if isinstance(item, Refused)] == [
        f"No permission to read {name}/{part}." for part in names
    ]


def test_errors_of_whole_files_are_raised_at_once(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError):
        load(tmp_path / "none.txt")
    with pytest.raises(LoadError):
        load(tmp_path)


def test_loaders_import_their_libraries_late() -> None:
    code = (
        "import sys, corpus.loaders\n"
        "late = {'pypdfium2', 'docx', 'openpyxl', 'trafilatura', 'lxml', 'yaml', 'charset_normalizer', 'orjson'}\n"
        "sys.exit(', '.join(sorted(late & set(sys.modules))) or 0)"
    )
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr) == (0, "")


def test_the_seeds_are_read_as_they_are(shared: Path) -> None:
    found = list(load_paths([shared / "seeds"]))
    assert len(found) == 5
    for item in found:
        assert isinstance(item, Loaded)
        assert item.text == Path(item.source).read_bytes().decode()
