from __future__ import annotations

import io
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from index.library import Index, IngestReport
from tests.staff_place import until
from ui.corrections import Corrections
from ui.staging import Staged, Staging
from ui.stated import Stated
from ui.taking import TakingIn


class Place:
    def __init__(self, home: Path, index: Index) -> None:
        self.index, self.staging = index, Staging(home)
        self.corrections = Corrections(index.catalogue)
        self.taking = TakingIn(index, self.staging, self.corrections)

    def staged(self, name: str, text: str, source: str = "") -> Staged:
        return self.staging.read(self.staging.add(name, io.BytesIO(text.encode()), "somsri", source))

    def taken(self, files: Sequence[Staged]) -> list[tuple[str, str]]:
        self.taking.take(files)
        until(lambda: not self.taking.running)
        return [(line.name, line.state) for line in self.taking.lines]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with Index.open(tmp_path) as index:
        yield Place(tmp_path, index)


def test_files_become_documents_and_leave_the_staging(place: Place, tmp_path: Path) -> None:
    files = [place.staged(f"{n}.txt", f"แผนที่ {n}\n\nมีคลัสเตอร์ {n} กลุ่ม") for n in range(3)]
    assert place.taken(files) == [("0.txt", "stored"), ("1.txt", "stored"), ("2.txt", "stored")]
    assert {one.source for one in place.index.catalogue.documents()} == {f"uploads/{n}.txt" for n in range(3)}
    assert place.staging.all() == [] and sorted(one.name for one in (tmp_path / "uploads").iterdir()) == [
        "0.txt", "1.txt", "2.txt",
    ]  # fmt: skip
    assert place.taking.lines[0].document == next(place.index.catalogue.documents()).id


def test_one_that_fails_leaves_the_others_alone(
    place: Place, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    files = [place.staged(f"{n}.txt", f"มีคลัสเตอร์ {n} กลุ่ม") for n in range(3)]
    ingest = place.index.ingest

    def failing(loaded: Sequence[Any], **more: Any) -> IngestReport:
        if loaded[0].source == "uploads/1.txt":
            raise RuntimeError("secret")
        return ingest(loaded, **more)

    monkeypatch.setattr(place.index, "ingest", failing)
    assert place.taken(files) == [("0.txt", "stored"), ("1.txt", "failed"), ("2.txt", "stored")]
    assert "secret" in caplog.text and "secret" not in place.taking.lines[1].said
    assert [one.name for one in place.staging.all()] == ["1.txt"]


def test_stopped_what_was_not_begun_waits_on(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    files = [place.staged(f"{n}.txt", f"มีคลัสเตอร์ {n} กลุ่ม") for n in range(3)]
    go, ingest = threading.Event(), place.index.ingest

    def slow(*given: Any, **more: Any) -> IngestReport:
        go.wait(20)
        return ingest(*given, **more)

    monkeypatch.setattr(place.index, "ingest", slow)
    place.taking.take(files)
    until(lambda: place.taking.lines[0].state == "taking")
    assert place.taking.waits(files[2].id)
    place.taking.take(files)
    assert len(place.taking.lines) == 3, "nothing is taken in twice"
    place.taking.stop()
    go.set()
    until(lambda: not place.taking.running)
    assert [line.state for line in place.taking.lines] == ["stored", "stopped", "stopped"]
    assert {one.name for one in place.staging.all()} == {"1.txt", "2.txt"}
    assert place.taken(place.staging.all()) == [("2.txt", "stored"), ("1.txt", "stored")]


def test_it_waits_for_another_writer(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.taking._PAUSE", 0.05)
    staged = place.staged("a.txt", "มีคลัสเตอร์ 12 กลุ่ม")
    with place.index.writing():
        place.taking.take([staged])
        until(lambda: place.taking.lines[0].state == "taking")
    until(lambda: place.taking.lines[0].state == "stored")


def test_a_writer_that_does_not_end_is_told(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.taking._PATIENCE", 0.0)
    staged = place.staged("a.txt", "มีคลัสเตอร์ 12 กลุ่ม")
    with place.index.writing():
        assert place.taken([staged]) == [("a.txt", "failed")]
    assert "กำลังเขียนคลังเอกสาร" in place.taking.lines[0].said and place.staging.all() == [staged]


def test_corrections_are_taken_in_and_hold_for_the_next_version(place: Place) -> None:
    first = place.staged("a.txt", "แผนส่งเสริม\n\nมีคลัสเตอร์ 12 กลุ่ม")
    stated = Stated(first.read["title"], "สสว.", None, "https://example.org")
    place.taken([replace(first, stated=stated.texts)])
    again = place.staged("a.txt", "แผนส่งเสริม\n\nมีคลัสเตอร์ 12 กลุ่ม")
    assert place.taken([again]) == [("a.txt", "same")], "the same file is known again, though it was corrected"
    moved = place.staged("a.txt", "แผนส่งเสริม\n\nมีคลัสเตอร์ 12 กลุ่ม")
    moved = replace(moved, stated=replace(stated, url="https://example.org/b").texts)
    assert place.taken([moved]) == [("a.txt", "same")]
    assert next(place.index.catalogue.documents()).url == "https://example.org/b"
    place.taken([place.staged("a.txt", "แผนส่งเสริม\n\nมีคลัสเตอร์ 15 กลุ่ม")])
    [document] = place.index.catalogue.documents()
    assert (document.version, document.publisher, document.url) == (2, "สสว.", "https://example.org/b")
    assert "15 กลุ่ม" in document.text


def test_replacing_a_document_of_another_folder_keeps_its_source(place: Place, tmp_path: Path) -> None:
    place.taken([place.staged("ใหม่.txt", "มีคลัสเตอร์ 12 กลุ่ม", "corpus/documents/a.md")])
    [document] = place.index.catalogue.documents()
    assert document.source == "corpus/documents/a.md"
    [kept] = (tmp_path / "uploads").iterdir()
    assert kept.name == f"{document.id}-a.md.txt", "not in the place of another upload"
