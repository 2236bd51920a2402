from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import threading
from pathlib import Path

import pytest

from corpus.errors import CatalogueError
from index.catalogue_file import SCHEMA_VERSION, CatalogueFile, adopt
from tests.odd_places import as_another_account, small_disk


def filled(path: Path, rows: int = 400) -> Path:
    """A closed catalogue file of some hundred kilobytes."""
    file = CatalogueFile(path)
    with file.transaction() as db:
        db.executemany("INSERT INTO removed VALUES(?, ?)", [(f"d{i}" * 200, i) for i in range(rows)])
    file.close()
    return path


def garbage_header(file: Path) -> None:
    with file.open("r+b") as stream:
        stream.write(random.Random(1).randbytes(100))


def truncated(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def emptied(file: Path) -> None:
    os.truncate(file, 0)


def no_database(file: Path) -> None:
    file.write_text("เอกสารอื่น ไม่ใช่ฐานข้อมูล" * 100, encoding="utf-8")


@pytest.mark.parametrize("spoil", [garbage_header, truncated, emptied, no_database])
@pytest.mark.parametrize("read_only", [False, True])
def test_a_damaged_file_is_named_and_left_as_it_is(tmp_path: Path, spoil: object, read_only: bool) -> None:
    path = filled(tmp_path / "catalogue.sqlite3")
    assert callable(spoil)
    spoil(path)
    before = path.read_bytes()
    with pytest.raises(CatalogueError, match=r"catalogue\.sqlite3") as caught:
        CatalogueFile(path, read_only=read_only)
    assert "klum restore" in str(caught.value)
    assert path.read_bytes() == before


def test_damage_within_shows_when_it_is_read(tmp_path: Path) -> None:
    path = filled(tmp_path / "catalogue.sqlite3")
    with path.open("r+b") as stream:
        stream.seek(path.stat().st_size // 2)
        stream.write(random.Random(1).randbytes(100_000))
    file = CatalogueFile(path)
    with pytest.raises(CatalogueError, match="malformed"), file.reading() as db:
        db.execute("SELECT sum(length(document)) FROM removed").fetchone()
    file.close()


def test_another_schema_version_is_refused(tmp_path: Path) -> None:
    path = filled(tmp_path / "catalogue.sqlite3")
    file = CatalogueFile(path)
    file.set_meta("schema_version", "99")
    file.close()
    with pytest.raises(CatalogueError, match=f"'99'; this program reads {SCHEMA_VERSION}"):
        CatalogueFile(path)


def test_a_sqlite_file_of_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.sqlite3"
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE other(a)")
    db.close()
    before = path.read_bytes()
    with pytest.raises(CatalogueError):
        CatalogueFile(path)
    assert path.read_bytes() == before


def test_changes_without_their_file_are_not_touched(tmp_path: Path) -> None:
    beside = tmp_path / "catalogue.sqlite3-wal"
    beside.write_bytes(b"changes")
    with pytest.raises(CatalogueError, match=r"catalogue\.sqlite3-wal"):
        CatalogueFile(tmp_path / "catalogue.sqlite3")
    assert beside.read_bytes() == b"changes"


def test_making_leaves_nothing_beside(tmp_path: Path) -> None:
    CatalogueFile(tmp_path / "catalogue.sqlite3").close()
    assert [file.name for file in tmp_path.iterdir()] == ["catalogue.sqlite3"]


def test_two_that_make_it_at_once_share_one(tmp_path: Path) -> None:
    start = threading.Barrier(8)
    identities = []

    def make() -> None:
        start.wait()
        file = CatalogueFile(tmp_path / "catalogue.sqlite3")
        identities.append(file.state().identity)
        file.close()

    threads = [threading.Thread(target=make) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(identities) == 8
    assert len(set(identities)) == 1


def test_a_full_disk_is_said_and_loses_nothing(tmp_path: Path) -> None:
    file = CatalogueFile(tmp_path / "catalogue.sqlite3")
    file.set_meta("before", "kept")
    with file.transaction() as db:
        pages = db.execute("PRAGMA page_count").fetchone()[0]
        db.execute(f"PRAGMA max_page_count={pages + 4}")
    with pytest.raises(CatalogueError, match="full") as caught, file.changing() as (db, _):
        db.executemany("INSERT INTO removed VALUES(?, 1)", [("x" * 5000,) for _ in range(100)])
    assert "free some space" in caught.value.hint
    assert file.meta("before") == "kept"
    assert file.state().generation == 0
    with file.transaction() as db:
        db.execute("PRAGMA max_page_count=100000")
    with file.changing() as (db, _):
        db.executemany("INSERT INTO removed VALUES(?, 1)", [("x" * 5000,) for _ in range(100)])
    assert file.state().generation == 1
    file.close()


def test_a_disk_that_is_really_full(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "1m") as disk:
        file = CatalogueFile(disk / "catalogue.sqlite3")
        file.set_meta("before", "kept")
        with pytest.raises(CatalogueError) as caught, file.transaction() as db:
            db.executemany("INSERT INTO removed VALUES(?, 1)", [("x" * 5000,) for _ in range(400)])
        assert "space" in caught.value.hint
        assert file.meta("before") == "kept"
        file.set_meta("after", "works")
        file.close()


def test_a_failure_in_the_middle_changes_nothing(tmp_path: Path) -> None:
    file = CatalogueFile(tmp_path / "catalogue.sqlite3")
    with pytest.raises(KeyboardInterrupt), file.changing() as (db, generation):
        assert generation == 1
        db.execute("INSERT INTO removed VALUES('d', 1)")
        raise KeyboardInterrupt
    assert file.state().generation == 0
    with file.reading() as db:
        assert db.execute("SELECT count(*) FROM removed").fetchone()[0] == 0
    file.close()


def test_reading_connections_cannot_write(tmp_path: Path) -> None:
    file = CatalogueFile(tmp_path / "catalogue.sqlite3")
    with pytest.raises(CatalogueError), file.reading() as db:
        db.execute("INSERT INTO removed VALUES('d', 1)")
    file.close()
    with pytest.raises(CatalogueError, match="has been closed"):
        file.state()


def test_without_the_right_to_write(tmp_path: Path) -> None:
    path = filled(tmp_path / "catalogue.sqlite3")
    file = CatalogueFile(path, read_only=True)
    assert file.state().generation == 0
    with pytest.raises(CatalogueError, match="reading only"), file.transaction():
        pass
    file.close()
    with pytest.raises(CatalogueError, match="There is no catalogue"):
        CatalogueFile(tmp_path / "missing.sqlite3", read_only=True)


@pytest.mark.parametrize("state", ["in use", "closed"])
def test_an_account_that_may_not_write_can_read(tmp_path: Path, state: str) -> None:
    path = filled(tmp_path / "catalogue.sqlite3")
    writer = CatalogueFile(path)
    writer.set_meta("said", "just now")
    if state == "closed":
        writer.close()
    assert (
        as_another_account(tmp_path, f"print(CatalogueFile(Path({str(path)!r}), read_only=True).meta('said'))")
        == "just now"
    )
    writer.close()


def test_a_read_only_disk_can_be_read(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "4m") as disk:
        filled(disk / "catalogue.sqlite3")
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        file = CatalogueFile(disk / "catalogue.sqlite3", read_only=True)
        assert file.state().identity
        file.close()


def test_taking_over_is_seen_by_open_readers(tmp_path: Path) -> None:
    live, other = CatalogueFile(tmp_path / "live.sqlite3"), CatalogueFile(tmp_path / "other.sqlite3")
    live.set_meta("said", "before")
    other.set_meta("said", "after")
    other.close()
    before = live.state()
    live.take_over(tmp_path / "other.sqlite3")
    assert live.meta("said") == "after"
    assert live.state().identity not in (before.identity, "")
    live.close()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["live.sqlite3", "other.sqlite3"]


def test_adopting_gives_a_new_identity(tmp_path: Path) -> None:
    path = filled(tmp_path / "a.sqlite3")
    adopt(path, tmp_path / "b.sqlite3")
    first, second = CatalogueFile(path), CatalogueFile(tmp_path / "b.sqlite3")
    assert first.state().identity != second.state().identity
    first.close()
    second.close()
