from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import LockedError, OtherModelError
from corpus.reading import document_id
from index.catalogue import Catalogue
from index.changeover import embed_next, take_over
from index.encoder import StaticEncoder
from index.library import Index
from index.model_choice import ModelChange
from tests.small_corpus import code, corpus, made, text_of, write_tiny_model


def opened(home: Path, encoder: StaticEncoder) -> Index:
    return Index.open(home, encoder, compact_at=50)


def sources(index: Index, question: str, limit: int = 10, mode: str = "hybrid") -> list[str]:
    return [hit.stored.source for hit in index.search(question, limit, mode=mode)]


def first_words(number: int) -> str:
    """A question whose vector is near to that of one document only."""
    return text_of(number).partition("\n")[0]


def found_by_both(index: Index, numbers: Iterable[int]) -> list[int]:
    """Those documents that come first with their own words, by vector and by both."""
    return [
        number
        for number in numbers
        if all(sources(index, first_words(number), 1, mode) == [f"made/{number}.txt"] for mode in ("dense", "hybrid"))
    ]


@pytest.fixture
def encoder(tiny_model: Path) -> StaticEncoder:
    return StaticEncoder(tiny_model)


@pytest.fixture
def home(tmp_path: Path, encoder: StaticEncoder) -> Path:
    """A closed home with 70 documents, most of them in a snapshot."""
    with opened(tmp_path / "home", encoder) as index:
        index.ingest(corpus(70))
    return tmp_path / "home"


@pytest.fixture
def other(tmp_path: Path) -> StaticEncoder:
    """Another model, with vectors of another length."""
    return StaticEncoder(write_tiny_model(tmp_path / "other", seed=5, dimension=48))


def test_without_the_model_before_only_words_are_searched(
    tmp_path: Path, tiny_model: Path, other: StaticEncoder
) -> None:
    folder = tmp_path / "before"
    shutil.copytree(tiny_model, folder)
    with opened(tmp_path / "home", StaticEncoder(folder)) as index:
        index.ingest(corpus(20))
    (folder / "fusion.json").write_text('{"dense_weight": 1}')  # not part of the model
    with opened(tmp_path / "home", other) as index:
        assert index.model_change is not None and index.model_change.usable
    write_tiny_model(folder, seed=6)  # another one where it was
    with opened(tmp_path / "home", other) as index:
        assert index.model_change is not None and not index.model_change.usable
        hits = index.search(code(7), 1)
        assert [hit.stored.source for hit in hits] == ["made/7.txt"] and hits[0].dense == 0
        for act in (lambda: index.search(code(7), mode="dense"), lambda: index.ingest(corpus(1, first=500))):
            with pytest.raises(OtherModelError, match="static:before") as caught:
                act()
            assert "klum index rebuild" in caught.value.hint
        index.rebuild()
        assert sources(index, first_words(7), 1, "dense") == ["made/7.txt"]


def test_an_empty_index_takes_any_model(encoder: StaticEncoder, other: StaticEncoder, tmp_path: Path) -> None:
    with opened(tmp_path / "home", encoder) as index:
        index.ingest(corpus(1))
        index.remove(document_id("made/0.txt"))
    with opened(tmp_path / "home", other) as index:
        assert index.model_change is None
        assert index.search(code(0)) == []
        index.ingest(corpus(2))
        assert index.catalogue.encoder == other.name
        assert sources(index, first_words(1), 1, "dense") == ["made/1.txt"]


def test_searches_and_intake_go_on_while_the_model_changes(
    home: Path, encoder: StaticEncoder, other: StaticEncoder
) -> None:
    """A search that sees half of each would compare a question with vectors of another model, and find anything."""
    other = StaticEncoder(write_tiny_model(other.folder, seed=5))  # vectors as long as those of the model before
    with opened(home, encoder) as index:
        index.ingest(corpus(300, first=200))
        sure = found_by_both(index, range(200, 500))
    shutil.copytree(home, home.with_name("rebuilt"))
    with opened(home.with_name("rebuilt"), other) as index:
        index.rebuild()
        sure = found_by_both(index, sure)
    assert len(sure) > 100
    wrong: list[object] = []
    done = threading.Event()

    def ask(index: Index, mode: str) -> None:
        asked = 0
        while not done.is_set() or asked < 20:
            asked += 1
            number = sure[asked % len(sure)]
            try:
                found = sources(index, first_words(number), 1, mode)
                if found != [f"made/{number}.txt"]:
                    wrong.append((number, found))
            except BaseException as error:
                wrong.append(error)

    with opened(home, other) as index, opened(home, encoder) as elsewhere:
        asking = [(index, "dense"), (index, "hybrid"), (elsewhere, "dense")]
        threads = [threading.Thread(target=ask, args=one) for one in asking]
        for thread in threads:
            thread.start()
        told: list[int] = []

        def tell(stage: str, at: int, total: int) -> None:
            told.append(at)
            if stage == "embedding" and len(told) == 100:
                elsewhere.ingest(corpus(1, first=600))

        try:
            assert index.change_model(tell)
            assert elsewhere.model_change == ModelChange(other.name, encoder.name, usable=True)
            time.sleep(0.2)
        finally:
            done.set()
            for thread in threads:
                thread.join()
        assert wrong == []
        assert index.catalogue.encoder == other.name
        assert sources(index, first_words(600), 1, "dense") == ["made/600.txt"]
        assert index.verify() == []


def test_a_change_of_model_waits_for_another_writer(home: Path, encoder: StaticEncoder, other: StaticEncoder) -> None:
    with opened(home, other) as index, opened(home, encoder) as elsewhere:
        with elsewhere.writing(), pytest.raises(LockedError):
            index.change_model()
        assert index.catalogue.vectors.without_next() == []  # what was made is kept
        assert index.catalogue.encoder == encoder.name
        assert not index.change_model(stopped=lambda: True)
        assert index.change_model()
        assert index.catalogue.encoder == other.name
        assert index.change_model()  # nothing is left to do


def test_documents_that_change_meanwhile_are_embedded_as_they_are_in_the_end(
    home: Path, encoder: StaticEncoder, other: StaticEncoder
) -> None:
    with opened(home, encoder) as index:
        catalogue = index.catalogue

        def change(_: str, done: int, __: int) -> None:
            if done == 30:
                index.remove(document_id("made/40.txt"))
                index.ingest([made(50, text_of(450))])

        embed_next(catalogue, other, change)
        assert set(catalogue.vectors.without_next()) <= {document_id("made/50.txt")}  # replaced after it was read
        index.ingest([made(3, text_of(403))])
        assert document_id("made/3.txt") in catalogue.vectors.without_next()
        take_over(catalogue, other)
        numbers = catalogue.chunks.numbers()
        found, vectors = catalogue.vectors.of(numbers, encoder=other.name)
        np.testing.assert_array_equal(found, numbers)
        assert vectors.shape == (len(numbers), 48)
    with opened(home, other) as index:
        assert index.verify() == []
        for number, holder in ((403, 3), (450, 50)):
            assert sources(index, first_words(number), 1, "dense") == [f"made/{holder}.txt"]


class _Replacing(Catalogue):
    """A catalogue in which a document is replaced between the reading of its text and that of its chunks."""

    writer: Index | None = None

    def document(self, document_id: str, version: int | None = None):  # type: ignore[no-untyped-def]
        document = super().document(document_id, version)
        if self.writer is not None and document.source == "made/9.txt":
            writer, self.writer = self.writer, None
            writer.ingest([made(9, text_of(409, paragraphs=1, words=3))])
        return document


def test_a_document_replaced_while_it_is_read_is_left_for_the_next_round(
    home: Path, encoder: StaticEncoder, other: StaticEncoder
) -> None:
    catalogue = _Replacing(home / "catalogue.sqlite3")
    with opened(home, encoder) as catalogue.writer:
        embed_next(catalogue, other)
        assert catalogue.vectors.without_next() == [document_id("made/9.txt")]
        embed_next(catalogue, other)
        assert catalogue.vectors.without_next() == []
    catalogue.close()


def test_two_that_make_the_same_change_do_not_disturb_each_other(
    home: Path, encoder: StaticEncoder, other: StaticEncoder
) -> None:
    with opened(home, other) as index, opened(home, other) as elsewhere:

        def overtake(_: str, done: int, __: int) -> None:
            if done == 20:
                elsewhere.rebuild()

        assert index.change_model(overtake)
        assert index.catalogue.encoder == other.name
        assert index.verify() == []


def test_a_third_model_stops_the_change_to_the_second(home: Path, encoder: StaticEncoder, other: StaticEncoder) -> None:
    with opened(home, encoder) as index:

        def disturb(_: str, done: int, __: int) -> None:
            if done == 5:
                index.catalogue.vectors.begin_next("third")

        with pytest.raises(OtherModelError, match="third"):
            embed_next(index.catalogue, other, disturb)
        assert index.verify() == []
