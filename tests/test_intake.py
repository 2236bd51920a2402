from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.errors import UnreadableFileError
from corpus.loaders.base import Loaded, Refused
from corpus.reading import document_id
from index.catalogue import Catalogue
from index.encoder import StaticEncoder
from index.ingest import prepare
from index.intake import Intake
from tests.small_corpus import made


class Taken:
    """An intake whose events are remembered."""

    def __init__(self, folder: Path, model: Path) -> None:
        self.catalogue = Catalogue(folder / "catalogue.sqlite3")
        self.encoder = StaticEncoder(model)
        self.events: list[tuple[str, str]] = []

    def take(self, *files: Loaded | Refused, together: bool = True) -> list[tuple[str, str]]:
        """Take files in, stored all together or one by one; what was told."""
        self.events = []
        intake = Intake(self.catalogue, lambda event, source, _: self.events.append((event, source)))
        new = intake.new(files)
        for batch in [list(new)] if together else ([one] for one in new):
            intake.store(prepare(batch, self.encoder), self.encoder.name)
        assert len(intake.report.stored) == sum(event == "stored" for event, _ in self.events)
        return self.events


@pytest.fixture
def taken(tmp_path: Path, tiny_model: Path) -> Iterator[Taken]:
    made_ = Taken(tmp_path, tiny_model)
    yield made_
    made_.catalogue.close()


def copy(number: int, source: str) -> Loaded:
    return replace(made(number), source=source)


def test_new_unchanged_changed(taken: Taken) -> None:
    assert taken.take(made(1), made(2)) == [("stored", "made/1.txt"), ("stored", "made/2.txt")]
    assert taken.take(made(1), made(2, "ข้อความใหม่")) == [("unchanged", "made/1.txt"), ("stored", "made/2.txt")]
    assert taken.catalogue.document(document_id("made/2.txt")).version == 2


@pytest.mark.parametrize("together", [True, False])
def test_a_copy_is_told_only_when_its_original_is_safe(taken: Taken, together: bool) -> None:
    told = taken.take(made(1), copy(1, "b"), made(2), copy(1, "c"), together=together)
    assert told.index(("duplicate", "b")) > told.index(("stored", "made/1.txt"))
    assert sorted(told) == sorted(
        [("stored", "made/1.txt"), ("stored", "made/2.txt"), ("duplicate", "b"), ("duplicate", "c")]
    )
    assert {event for event, _ in taken.take(made(1), copy(1, "b"), copy(1, "c"))} == {"unchanged"}


def test_other_metadata_is_other_content(taken: Taken) -> None:
    assert taken.take(made(1), replace(copy(1, "b"), title="ชื่ออื่น")) == [("stored", "made/1.txt"), ("stored", "b")]


def test_a_copy_of_what_is_refused_is_refused(taken: Taken, monkeypatch: pytest.MonkeyPatch) -> None:
    def chunk(document: object, size: object) -> object:
        raise ValueError("no chunks")

    monkeypatch.setattr("index.ingest.chunk_document", chunk)
    assert taken.take(made(1), copy(1, "b")) == [("refused", "made/1.txt"), ("refused", "b")]


def test_refused_files_pass_through(taken: Taken) -> None:
    refused = Refused("x.pdf", UnreadableFileError("x.pdf cannot be read."))
    assert taken.take(refused, made(1)) == [("refused", "x.pdf"), ("stored", "made/1.txt")]


def test_a_copy_that_changes_is_a_document_of_its_own(taken: Taken) -> None:
    taken.take(made(1), copy(1, "b"))
    assert taken.take(made(1), made(9).__class__(source="b", text="ข้อความของตัวเอง")) == [
        ("unchanged", "made/1.txt"),
        ("stored", "b"),
    ]
    assert taken.catalogue.counts()["documents"] == 2


@pytest.mark.parametrize("together", [True, False])
@pytest.mark.parametrize("order", ["changed first", "copy first"])
def test_content_is_kept_while_any_source_has_it(taken: Taken, order: str, together: bool) -> None:
    taken.take(made(1), copy(1, "b"))
    files = [made(1, "ข้อความใหม่"), copy(1, "b"), copy(1, "c")]
    taken.take(*(files if order == "changed first" else reversed(files)), together=together)
    texts = {document.text for document in taken.catalogue.documents()}
    assert texts == {made(1).text, "ข้อความใหม่"}
    assert {event for event, _ in taken.take(*files)} == {"unchanged"}
    assert taken.catalogue.check() == []


def test_sources_that_swap_their_contents(taken: Taken) -> None:
    taken.take(made(1), made(2))
    swapped = [replace(made(2), source="made/1.txt"), replace(made(1), source="made/2.txt")]
    taken.take(*swapped)
    taken.take(*swapped)
    assert {document.text for document in taken.catalogue.documents()} == {made(1).text, made(2).text}
    assert {event for event, _ in taken.take(*swapped)} == {"unchanged"}
    assert taken.catalogue.check() == []
