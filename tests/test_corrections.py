from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.document import PartialDate
from corpus.errors import EmptyFileError
from corpus.loaders import Loaded, Refused
from corpus.reading import loaded_hash, to_document
from index.catalogue import Catalogue
from ui.corrections import Corrections, corrected
from ui.stated import Stated

FILE = Loaded("uploads/a.txt", "แผน ปี 2569\n\nข้อความหนึ่ง", title="แผน", publisher="กสอ.", published=PartialDate(2026, 1))
READ = Stated.of(to_document(FILE))
WANTED = Stated("แผนคลัสเตอร์", "สสว.", PartialDate(2025), "https://example.org/a")


@pytest.fixture
def corrections(tmp_path: Path) -> Iterator[Corrections]:
    catalogue = Catalogue(tmp_path / "catalogue.sqlite3")
    made = Corrections(catalogue)
    made.note(FILE.source, loaded_hash(FILE), READ, WANTED)
    yield made
    catalogue.close()


def proposed(corrections: Corrections, loaded: Loaded) -> Stated:
    return corrections.proposed(loaded, Stated.of(to_document(loaded)))


def test_the_same_content_keeps_all(corrections: Corrections) -> None:
    assert proposed(corrections, FILE) == WANTED


def test_a_new_text_keeps_what_is_of_the_source_but_not_the_date(corrections: Corrections) -> None:
    new = replace(FILE, text="แผน ปี 2570\n\nข้อความสอง", published=PartialDate(2027, 2))
    assert proposed(corrections, new) == replace(WANTED, published=PartialDate(2027, 2))


def test_a_file_that_says_something_new_wins(corrections: Corrections) -> None:
    new = replace(FILE, text="ข้อความสอง", title="แผนฉบับปรับปรุง")
    assert proposed(corrections, new) == Stated("แผนฉบับปรับปรุง", "สสว.", READ.published, "https://example.org/a")


def test_nothing_differs_nothing_is_noted(corrections: Corrections) -> None:
    corrections.note(FILE.source, loaded_hash(FILE), READ, READ)
    assert corrections.of(FILE.source) is None and proposed(corrections, FILE) == READ
    assert proposed(corrections, replace(FILE, source="uploads/b.txt")) == READ


def test_a_file_states_what_was_corrected_and_is_known_again() -> None:
    assert corrected(FILE, READ, READ) is FILE and corrected(FILE, READ, Stated()) is FILE
    made = corrected(FILE, READ, replace(WANTED, publisher=""))
    assert (made.title, made.publisher, made.published, made.url) == (
        "แผนคลัสเตอร์", "กสอ.", PartialDate(2025), "https://example.org/a",
    )  # fmt: skip
    assert made.text == FILE.text and made.source == FILE.source
    guessed = replace(FILE, title="")
    only_address = corrected(guessed, READ, replace(READ, url="https://example.org/a"))
    assert only_address == replace(guessed, url="https://example.org/a"), "the hash of the content stays"


def test_files_taken_in_from_the_command_line_keep_their_corrections(corrections: Corrections) -> None:
    other, refused = replace(FILE, source="b.txt"), Refused("c.txt", EmptyFileError("x"))
    first, second, third = corrections.applied([FILE, other, refused])
    assert isinstance(first, Loaded) and first.title == "แผนคลัสเตอร์"
    assert second is other and third is refused
