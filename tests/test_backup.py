from __future__ import annotations

import hashlib
import os
import threading
from pathlib import Path

import pytest

from corpus.errors import CatalogueError, LockedError
from index.encoder import StaticEncoder
from index.library import Index
from tests.odd_places import small_disk
from tests.small_corpus import code, corpus
from ui.backup import read_backup, write_backup


@pytest.fixture
def encoder(tiny_model: Path) -> StaticEncoder:
    return StaticEncoder(tiny_model)


@pytest.fixture
def home(tmp_path: Path, encoder: StaticEncoder) -> Path:
    with Index.open(tmp_path / "home", encoder, compact_at=50) as index:
        index.ingest(corpus(40))
    return tmp_path / "home"


def first(index: Index, number: int) -> str:
    hits = index.search(code(number), 1)
    return hits[0].stored.source if hits else ""


def digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def test_there_and_back(home: Path, tmp_path: Path, encoder: StaticEncoder) -> None:
    file = tmp_path / "backups" / "klum.backup"
    size = write_backup(home, file)
    assert size == file.stat().st_size > 0
    assert [one.name for one in file.parent.iterdir()] == ["klum.backup"]
    with Index.open(home, encoder, compact_at=50) as index:
        index.ingest(corpus(60, first=100))
        index.remove(index.search(code(7), 1)[0].chunk.document_id)
    kept = read_backup(home, file)
    assert kept is not None
    assert kept.parent == home
    with Index.open(home, encoder, compact_at=50) as index:
        assert index.catalogue.counts()["documents"] == 40
        assert first(index, 7) == "made/7.txt"
        assert index.verify(500) == []
        index.ingest(corpus(60, first=200))  # numbers of chunks that were in use before
        assert index.verify(500) == []
        assert first(index, 250) == "made/250.txt"
    read_backup(home, kept)
    with Index.open(home, encoder, compact_at=50) as index:
        assert index.catalogue.counts()["documents"] == 99
        assert first(index, 110) == "made/110.txt"
        assert index.verify(500) == []
    assert not list(home.glob("*.incoming"))


def test_into_an_empty_home(home: Path, tmp_path: Path, encoder: StaticEncoder) -> None:
    write_backup(home, tmp_path / "b")
    assert read_backup(tmp_path / "new" / "home", tmp_path / "b") is None
    with Index.open(tmp_path / "new" / "home", encoder) as index:
        assert first(index, 7) == "made/7.txt"
        assert index.verify(500) == []


def test_while_it_is_written_to(home: Path, tmp_path: Path, encoder: StaticEncoder) -> None:
    with Index.open(home, encoder, compact_at=50) as index:
        thread = threading.Thread(target=lambda: [index.ingest(corpus(5, first=n)) for n in range(100, 160, 5)])
        thread.start()
        for number in range(5):
            write_backup(home, tmp_path / f"b{number}")
        thread.join()
    for number in range(5):
        read_backup(tmp_path / f"home{number}", tmp_path / f"b{number}")
        with Index.open(tmp_path / f"home{number}", encoder) as index:
            assert index.verify(500) == []
            assert index.catalogue.counts()["documents"] % 5 == 0


def test_an_open_index_goes_on_with_what_was_restored(home: Path, tmp_path: Path, encoder: StaticEncoder) -> None:
    write_backup(home, tmp_path / "b")
    with Index.open(home, encoder, compact_at=50) as index:
        index.ingest(corpus(20, first=100))
        assert first(index, 110) == "made/110.txt"
        read_backup(home, tmp_path / "b")
        assert first(index, 110) != "made/110.txt"
        assert first(index, 7) == "made/7.txt"
        index.ingest(corpus(20, first=200))
        assert first(index, 210) == "made/210.txt"
    with Index.open(home, encoder, compact_at=50) as index:
        assert index.verify(500) == []


def test_nothing_is_overwritten(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "letter.docx"
    file.write_text("x")
    with pytest.raises(CatalogueError, match="exists already"):
        write_backup(home, file)
    assert file.read_text() == "x"


def test_there_is_nothing_to_back_up(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="no catalogue"):
        write_backup(tmp_path / "home", tmp_path / "b")
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_to(home: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CatalogueError, match="cannot be written"):
        write_backup(home, tmp_path / "file" / "b")
    with small_disk(tmp_path / "disk", "64k") as disk:
        with pytest.raises(CatalogueError, match="cannot be copied"):
            write_backup(home, disk / "b")
        assert list(disk.iterdir()) == []


@pytest.mark.parametrize("how", ["no database", "truncated", "empty", "missing", "altered", "another file"])
def test_a_backup_that_is_none_changes_nothing(home: Path, tmp_path: Path, how: str) -> None:
    file = tmp_path / "b"
    write_backup(home, file)
    if how == "truncated":
        os.truncate(file, file.stat().st_size // 2)
    elif how == "empty":
        os.truncate(file, 0)
    elif how == "missing":
        file.unlink()
    elif how == "altered":
        with file.open("r+b") as stream:
            stream.seek(file.stat().st_size // 2)
            stream.write(b"\xff" * 20_000)
    else:
        file.write_text("เอกสารอื่น" * 100)
    before = digest(home / "catalogue.sqlite3")
    with pytest.raises(CatalogueError):
        read_backup(home, file)
    assert digest(home / "catalogue.sqlite3") == before
    with pytest.raises(CatalogueError, match="itself"):
        read_backup(home, home / "catalogue.sqlite3")


def test_a_damaged_catalogue_is_kept_aside(home: Path, tmp_path: Path, encoder: StaticEncoder) -> None:
    write_backup(home, tmp_path / "b")
    (home / "catalogue.sqlite3").write_bytes(b"garbage" * 5000)
    kept = read_backup(home, tmp_path / "b")
    assert kept is not None
    assert kept.read_bytes() == b"garbage" * 5000
    again = read_backup(home, tmp_path / "b")
    assert again not in (None, kept)
    with Index.open(home, encoder, compact_at=50) as index:
        assert first(index, 7) == "made/7.txt"
        assert index.verify(500) == []


def test_not_while_another_writes(home: Path, tmp_path: Path, encoder: StaticEncoder) -> None:
    write_backup(home, tmp_path / "b")
    with Index.open(home, encoder) as index, index.writing(), pytest.raises(LockedError, match="writing"):
        read_backup(home, tmp_path / "b")
