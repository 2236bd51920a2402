from __future__ import annotations

from corpus.reading import document_id
from index.catalogue import Catalogue
from tests.test_catalogue import MODEL, catalogue, prepared

__all__ = ["catalogue"]


def test_chunks_by_number(catalogue: Catalogue) -> None:
    one, two = prepared("a", pages=()), prepared("b", "ข้อความของแฟ้มที่สอง", publisher="p")
    [(_, first), (_, second)] = catalogue.put([one, two], MODEL)
    found = catalogue.chunks.found([second[1], first[0], 9999])
    assert set(found) == {second[1], first[0]}
    stored = found[second[1]]
    assert (stored.number, stored.source, stored.publisher, stored.version) == (second[1], "b", "p", 1)
    assert stored.chunk == two.chunks[1]
    assert stored.chunk.text == stored.chunk.span.of(two.document.text)
    assert catalogue.chunks.found([]) == {}


def test_which_chunks_there_are(catalogue: Catalogue) -> None:
    stored = catalogue.put([prepared("a"), prepared("b", "ข้อความของแฟ้มที่สอง")], MODEL)
    catalogue.put([prepared("a", "ข้อความใหม่ของแฟ้มแรก")], MODEL)
    assert catalogue.chunks.numbers().tolist() == [3, 4, 5, 6]
    assert catalogue.chunks.numbers(after=3, up_to=5).tolist() == [4, 5]
    assert catalogue.chunks.count() == 4
    assert catalogue.chunks.count(after=4) == 2
    assert catalogue.chunks.numbers_of([stored[0][0].id]).tolist() == [5, 6]
    assert catalogue.chunks.numbers_of([]).tolist() == []
    assert catalogue.chunks.existing([1, 2, 3, 6, 7]) == {3, 6}


def test_what_changed_since(catalogue: Catalogue) -> None:
    catalogue.put([prepared("a"), prepared("b", "ข้อความของแฟ้มที่สอง")], MODEL)
    generation = catalogue.generation
    assert catalogue.chunks.changed_since(generation) == ([], [])
    catalogue.put([prepared("a", "ข้อความใหม่ของแฟ้มแรก")], MODEL)
    assert catalogue.chunks.changed_since(generation) == ([document_id("a")], [document_id("a")])
    catalogue.remove(document_id("b"))
    gone, new = catalogue.chunks.changed_since(generation)
    assert (sorted(gone), new) == (sorted([document_id("a"), document_id("b")]), [document_id("a")])
    assert catalogue.chunks.changed_since(generation + 1) == ([document_id("b")], [])
