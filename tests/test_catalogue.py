from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from corpus.document import Chunk, Document, Noise, NoiseReason, PartialDate, Span
from corpus.errors import CatalogueError, EncoderError, NotFoundError
from corpus.reading import document_id
from index.catalogue import Catalogue
from index.records import Filter, Prepared
from index.searchable import Searchable

MODEL = "static:test:0"


def prepared(source: str, text: str = "ข้อความแรก\nข้อความที่สอง", **stated: object) -> Prepared:
    document = Document(document_id(source), source, "ชื่อเรื่อง", text, **stated)  # type: ignore[arg-type]
    half = len(text) // 2
    chunks = tuple(Chunk.cut(document, i, span) for i, span in enumerate((Span(0, half), Span(half, len(text)))))
    vectors = np.random.default_rng(len(text)).normal(size=(2, 4)).astype(np.float16)
    return Prepared(document, chunks, vectors, (Searchable("ก", "", "ก"), Searchable("ข", "", "ข")))


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    made = Catalogue(tmp_path / "catalogue.sqlite3")
    yield made
    made.close()


def test_a_document_comes_back_as_it_was(catalogue: Catalogue) -> None:
    one = prepared(
        "a.pdf",
        publisher="กรมการค้า",
        published=PartialDate(2015, 1),
        pages=(Span(0, 11), Span(11, 24)),
        noise=(Noise(Span(3, 5), NoiseReason.DUPLICATE),),
        url="https://example.test/a",
        note="ฉบับย่อ",
    )
    [(stored, numbers)] = catalogue.put([one], MODEL)
    assert stored == one.document
    assert catalogue.document(stored.id) == one.document
    assert [chunk for _, chunk in catalogue.chunks.of(stored)] == list(one.chunks)
    assert [number for number, _ in catalogue.chunks.of(stored)] == numbers
    found, vectors = catalogue.vectors.of(numbers)
    assert found.tolist() == numbers
    np.testing.assert_array_equal(vectors, one.vectors.astype(np.float32))
    listed = next(catalogue.documents(with_text=False))
    assert (listed.title, listed.text, listed.pages) == ("ชื่อเรื่อง", "", ())


def test_changed_content_is_a_new_version_and_the_old_one_stays_readable(catalogue: Catalogue) -> None:
    [(first, old)] = catalogue.put([prepared("a.txt")], MODEL)
    [(second, new)] = catalogue.put([prepared("a.txt", "ข้อความใหม่ทั้งหมด")], MODEL)
    assert (first.version, second.version) == (1, 2)
    assert catalogue.document(first.id).text == "ข้อความใหม่ทั้งหมด"
    assert catalogue.document(first.id, 1).text == "ข้อความแรก\nข้อความที่สอง"
    assert [(version, current) for version, _, current in catalogue.versions(first.id)] == [(1, False), (2, True)]
    assert catalogue.chunks.existing([*old, *new]) == set(new)
    assert not len(catalogue.vectors.of(old)[0])
    assert min(new) > max(old)


def test_a_removed_document_is_not_current_and_stays_readable(catalogue: Catalogue) -> None:
    [(document, numbers)] = catalogue.put([prepared("a.txt")], MODEL)
    catalogue.remove(document.id)
    assert catalogue.select() == []
    assert catalogue.current_version(document.id) is None
    assert catalogue.document(document.id, 1).text
    assert catalogue.chunks.found(numbers) == {}
    with pytest.raises(NotFoundError, match=document.id):
        catalogue.document(document.id)
    with pytest.raises(NotFoundError, match="version 7"):
        catalogue.document(document.id, 7)
    with pytest.raises(NotFoundError):
        catalogue.remove(document.id)
    [(again, _)] = catalogue.put([prepared("a.txt")], MODEL)
    assert again.version == 2


def test_documents_are_stored_together_or_not_at_all(catalogue: Catalogue) -> None:
    broken = replace(prepared("b.txt"), vectors=np.zeros((1, 4), np.float16))
    before = catalogue.generation
    with pytest.raises(ValueError, match="zip"):
        catalogue.put([prepared("a.txt"), broken], MODEL)
    assert catalogue.select() == []
    assert catalogue.generation == before
    assert catalogue.counts()["vectors"] == 0


def test_vectors_of_another_model_are_not_mixed_in(catalogue: Catalogue) -> None:
    [(document, _)] = catalogue.put([prepared("a.txt")], MODEL)
    with pytest.raises(EncoderError, match=MODEL):
        catalogue.put([prepared("b.txt")], "static:other:1")
    catalogue.remove(document.id)
    catalogue.put([prepared("b.txt")], "static:other:1")  # nothing is there that it could not be mixed with
    assert catalogue.encoder == "static:other:1"


def test_the_same_content_is_one_document_with_an_alias(catalogue: Catalogue) -> None:
    [(document, _)] = catalogue.put([prepared("a.txt")], MODEL)
    assert catalogue.add_alias("copy.txt", document.sha256) == document.id
    assert catalogue.add_alias("other.txt", "0" * 64) is None
    assert catalogue.known_hashes() == {
        "a.txt": (document.id, document.sha256),
        "copy.txt": (document.id, document.sha256),
    }


@pytest.mark.parametrize("change", ["replaced", "became a copy of another"])
def test_content_lives_on_under_its_alias_when_its_own_source_changes(catalogue: Catalogue, change: str) -> None:
    [(document, numbers), (other, _)] = catalogue.put([prepared("a.txt"), prepared("c.txt", "เรื่องอื่นสั้น ๆ")], MODEL)
    for alias in ("b.txt", "b2.txt"):
        catalogue.add_alias(alias, document.sha256)
    before = catalogue.generation
    if change == "replaced":
        catalogue.put([prepared("a.txt", "เรื่องใหม่ของแฟ้มแรก")], MODEL)
    else:
        assert catalogue.add_alias("a.txt", other.sha256) == other.id
    heir = document_id("b.txt")
    assert catalogue.document(heir).text == document.text
    assert catalogue.document(heir).source == "b.txt"
    assert {stored.chunk.document_id for stored in catalogue.chunks.found(numbers).values()} == {heir}
    assert catalogue.known_hashes()["b2.txt"] == (heir, document.sha256)
    gone, new = catalogue.chunks.changed_since(before)
    assert gone == [document.id]
    assert heir in new
    assert catalogue.check() == []


@pytest.mark.parametrize(
    ("only", "expected"),
    [
        (Filter(), "abcd"),
        (Filter(publisher="กรม"), "ab"),
        (Filter(publisher="OSMEP"), "c"),
        (Filter(documents=(document_id("a"), document_id("x"))), "a"),
        (Filter(since=PartialDate(2015)), "ab"),
        (Filter(since=PartialDate(2015, 2)), "b"),
        (Filter(until=PartialDate(2015, 1, 31)), "ab"),
        (Filter(until=PartialDate(2015, 1, 10), since=PartialDate(2015, 1, 5)), "b"),
        (Filter(until=PartialDate(2014, 12)), ""),
        (Filter(documents=()), ""),
    ],
)
def test_filters(catalogue: Catalogue, only: Filter, expected: str) -> None:
    stated = {
        "a": {"publisher": "กรมส่งเสริม", "published": PartialDate(2015, 1, 20)},
        "b": {"publisher": "กรมการค้า", "published": PartialDate(2015)},
        "c": {"publisher": "สสว. (Osmep)", "published": PartialDate(None, 9, 9)},
        "d": {},
    }
    catalogue.put([prepared(source, text=source * 9, **fields) for source, fields in stated.items()], MODEL)
    if only.documents is None and only.until == PartialDate(2015, 1, 31):
        expected = "ab"
    names = {document_id(source): source for source in stated}
    assert "".join(names[one] for one in catalogue.select(only)) == expected


def test_a_batch_is_seen_by_others_only_when_it_is_stored(catalogue: Catalogue) -> None:
    inside, looked = threading.Event(), threading.Event()
    seen: list[int] = []

    def look() -> None:
        inside.wait(5)
        seen.append(catalogue.counts()["documents"])
        looked.set()

    reader = threading.Thread(target=look)
    reader.start()

    class Slow(list[Prepared]):
        def __iter__(self) -> Iterator[Prepared]:
            yield from super().__iter__()
            inside.set()
            looked.wait(5)

    catalogue.put(Slow([prepared("a.txt")]), MODEL)
    reader.join()
    assert seen == [0]
    assert catalogue.counts()["documents"] == 1


def test_a_reader_keeps_its_state_while_another_writes(catalogue: Catalogue) -> None:
    catalogue.put([prepared("a.txt"), prepared("b.txt", "ข้อความของแฟ้มที่สอง")], MODEL)
    reading = catalogue.documents()
    next(reading)
    catalogue.put([prepared("c.txt", "ข้อความของแฟ้มที่สาม")], MODEL)
    assert [document.source for document in reading] == ["b.txt"]


def test_many_threads_read_while_one_writes(catalogue: Catalogue) -> None:
    faults: list[BaseException] = []
    done = threading.Event()

    def read() -> None:
        try:
            while not done.is_set():
                counts = catalogue.counts()
                assert counts["chunks"] == counts["vectors"] == 2 * counts["documents"]
                for document in catalogue.documents():
                    assert catalogue.document(document.id, document.version) == document
        except BaseException as error:
            faults.append(error)

    readers = [threading.Thread(target=read) for _ in range(6)]
    for reader in readers:
        reader.start()
    for number in range(40):
        catalogue.put([prepared(f"{number % 10}.txt", f"ข้อความหมายเลข {number}")], MODEL)
    done.set()
    for reader in readers:
        reader.join()
    assert not faults
    assert catalogue.counts()["old_versions"] == 30


def test_check_names_what_is_wrong(catalogue: Catalogue) -> None:
    catalogue.put([prepared("a.txt")], MODEL)
    assert catalogue.check() == []
    with catalogue.file.transaction() as db:
        db.execute("DELETE FROM vectors WHERE chunk=1")
        db.execute("UPDATE chunks SET end=9999 WHERE id=2")
    assert catalogue.check() == ["1 chunks do not lie in a current document", f"1 chunks have no vector of {MODEL!r}"]


def test_a_backup_is_one_file_that_opens_by_itself(catalogue: Catalogue, tmp_path: Path) -> None:
    catalogue.put([prepared("a.txt")], MODEL)
    target = tmp_path / "elsewhere" / "copy.sqlite3"
    target.parent.mkdir()
    catalogue.backup(target)
    assert [file.name for file in target.parent.iterdir()] == ["copy.sqlite3"]
    with sqlite3.connect(target) as db:
        assert db.execute("PRAGMA journal_mode").fetchone()[0] == "delete"
    db.close()
    copy = Catalogue(target, read_only=True)
    assert copy.document(document_id("a.txt")).text
    copy.close()
    with pytest.raises(CatalogueError, match="cannot be copied"):
        catalogue.backup(tmp_path / "missing" / "copy.sqlite3")


def test_documents_with_the_same_text_are_found_whatever_they_state(catalogue: Catalogue) -> None:
    catalogue.put([prepared("a.txt"), prepared("b.txt", publisher="สสว."), prepared("c.txt", "ข้อความอื่นเท่านั้น")], MODEL)
    same = [document_id("a.txt"), document_id("b.txt")]
    assert catalogue.holding("ข้อความแรก\nข้อความที่สอง") == same and catalogue.holding("ข้อความ") == []
    catalogue.remove(same[0])
    assert catalogue.holding("ข้อความแรก\nข้อความที่สอง") == same[1:]


def test_another_address_is_no_new_version(catalogue: Catalogue) -> None:
    [(stored, _)] = catalogue.put([prepared("a.txt")], MODEL)
    generation = catalogue.generation
    catalogue.set_url(stored.id, "https://example.test/b")
    now = catalogue.document(stored.id)
    assert (now.url, now.version, catalogue.generation) == ("https://example.test/b", 1, generation)
    with pytest.raises(NotFoundError):
        catalogue.set_url("nothing", "https://example.test")
