from __future__ import annotations

import shutil
import threading
from pathlib import Path

import numpy as np
import pytest

from index.catalogue import Catalogue
from index.snapshot import CURRENT
from index.vectors import VectorIndex
from tests.test_snapshot import DIMENSION, catalogue, with_vectors

__all__ = ["catalogue"]  # the fixture


def exact(catalogue: Catalogue, vector: np.ndarray, limit: int, only: np.ndarray | None = None) -> list[int]:
    numbers, vectors = catalogue.vectors.of(catalogue.chunks.numbers() if only is None else only)
    best: list[int] = numbers[np.lexsort((numbers, -(vectors @ vector)))][:limit].tolist()
    return best


def queries(count: int = 5) -> np.ndarray:
    vectors = np.random.default_rng(77).normal(size=(count, DIMENSION)).astype(np.float32)
    unit: np.ndarray = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit


def agrees(index: VectorIndex, catalogue: Catalogue, limit: int = 10, only: np.ndarray | None = None) -> bool:
    """Whether a search gives what comparing all vectors gives, nearly: the snapshot is approximate."""
    shared = total = 0
    for query in queries():
        expected = exact(catalogue, query, limit, only)
        found, scores = index.search(query, limit, only)
        assert len(found) == len(expected)
        assert scores.tolist() == sorted(scores.tolist(), reverse=True)
        shared += len({*found.tolist()} & {*expected})
        total += len(expected)
    return shared >= 0.95 * total


def test_a_few_vectors_are_compared_exactly(tmp_path: Path, catalogue: Catalogue) -> None:
    index = VectorIndex(tmp_path / "v", catalogue, compact_at=50)
    query = queries(1)[0]
    assert index.search(query, 5)[0].tolist() == []
    with_vectors(catalogue, 40)
    index.refresh()
    assert index.search(query, 5)[0].tolist() == exact(catalogue, query, 5)
    assert not index.compact()
    assert (index.snapshot, index.tail, (tmp_path / "v").exists()) == (None, 40, False)
    assert index.search(np.zeros(DIMENSION, np.float32), 5)[0].tolist() == []
    assert index.search(query, 0)[0].tolist() == []
    index.close()


def test_snapshot_and_newer_vectors_are_searched_together(tmp_path: Path, catalogue: Catalogue) -> None:
    with_vectors(catalogue, 300)
    index = VectorIndex(tmp_path / "v", catalogue, compact_at=50)
    assert index.compact()
    assert index.snapshot is not None
    assert (index.snapshot.count, index.tail) == (300, 0)
    with_vectors(catalogue, 30, seed=1, source="b")
    index.refresh()
    assert index.tail == 30
    assert agrees(index, catalogue)
    assert not index.compact()
    with_vectors(catalogue, 30, seed=2, source="c")
    assert index.compact()
    assert (index.snapshot.count, index.tail) == (360, 0)
    assert agrees(index, catalogue)
    index.close()


def test_removed_chunks_do_not_take_places(tmp_path: Path, catalogue: Catalogue) -> None:
    for number in range(10):
        with_vectors(catalogue, 60, seed=number, source=str(number))
    index = VectorIndex(tmp_path / "v", catalogue, compact_at=50)
    index.compact()
    for document in catalogue.select()[:8]:
        catalogue.remove(document)
    index.refresh()
    assert agrees(index, catalogue, 100)
    assert agrees(index, catalogue, 10)
    assert index.compact()  # most of it was gone, so it is made anew
    assert index.snapshot is not None
    assert index.snapshot.count == 120
    assert agrees(index, catalogue, 100)
    index.close()


@pytest.mark.parametrize("exactly", [0, 4096])
def test_only_some_chunks(tmp_path: Path, catalogue: Catalogue, exactly: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.vectors._EXACT", exactly)
    for number in range(8):
        with_vectors(catalogue, 60, seed=number, source=str(number))
    index = VectorIndex(tmp_path / "v", catalogue, compact_at=50)
    index.compact()
    with_vectors(catalogue, 20, seed=99, source="tail")
    index.refresh()
    chosen = [catalogue.select()[n] for n in (1, 5, 8)]
    only = catalogue.chunks.numbers_of(chosen)
    assert agrees(index, catalogue, 10, only)
    assert agrees(index, catalogue, 140, only)
    assert set(index.search(queries(1)[0], 500, only)[0].tolist()) == set(only.tolist())
    assert index.search(queries(1)[0], 5, only[:0])[0].tolist() == []
    index.close()


def test_few_chunks_far_from_the_question_are_found(
    tmp_path: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the snapshot would have to give nearly all it has, the wanted ones are compared instead."""
    monkeypatch.setattr("index.vectors._EXACT", 0)
    monkeypatch.setattr("index.vectors._DEEPEST", 20)
    with_vectors(catalogue, 500)
    index = VectorIndex(tmp_path / "v", catalogue, compact_at=50)
    index.compact()
    query = queries(1)[0]
    far = np.sort(np.array(exact(catalogue, query, 500)[-40:]))
    assert index.search(query, 40, far)[0].tolist() == exact(catalogue, query, 40, far)
    index.close()


@pytest.mark.parametrize(
    "harm", ["folder deleted", "all deleted", "CURRENT garbage", "HNSW folder deleted", "CURRENT deleted"]
)
def test_without_a_sound_snapshot_all_are_compared(tmp_path: Path, catalogue: Catalogue, harm: str) -> None:
    with_vectors(catalogue, 200)
    path = tmp_path / "v"
    index = VectorIndex(path, catalogue, compact_at=50)
    index.compact()
    index.close()
    folder = next(path.glob("snapshot-*"))
    if harm == "folder deleted":
        shutil.rmtree(folder)
    elif harm == "all deleted":
        shutil.rmtree(path)
    elif harm == "HNSW folder deleted":
        shutil.rmtree(next(one for one in folder.iterdir() if one.is_dir()))
    elif harm == "CURRENT deleted":
        (path / CURRENT).unlink()
    else:
        (path / CURRENT).write_text("garbage")
    index = VectorIndex(path, catalogue, compact_at=50)
    assert index.snapshot is None
    assert bool(index.fault) == (harm not in ("all deleted", "CURRENT deleted"))
    query = queries(1)[0]
    assert index.search(query, 20)[0].tolist() == exact(catalogue, query, 20)
    assert index.compact()
    assert index.fault == ""
    assert agrees(index, catalogue)
    index.close()


def test_a_snapshot_that_is_swept_away_while_it_is_searched(tmp_path: Path, catalogue: Catalogue) -> None:
    with_vectors(catalogue, 200)
    index = VectorIndex(tmp_path / "v", catalogue, compact_at=50)
    index.compact()
    opened = index._view.snapshot
    assert opened is not None
    shutil.rmtree(tmp_path / "v")
    opened.close()  # as when its files are gone and Chroma fails
    query = queries(1)[0]
    assert index.search(query, 20)[0].tolist() == exact(catalogue, query, 20)
    index.close()


def test_another_model_or_catalogue_has_another_snapshot(tmp_path: Path, catalogue: Catalogue) -> None:
    numbers = with_vectors(catalogue, 100)
    index = VectorIndex(tmp_path / "v", catalogue, compact_at=50)
    index.compact()
    vectors = queries(100).astype(np.float16)
    catalogue.vectors.begin_next("other")
    catalogue.vectors.put_next(numbers, vectors, "other")
    catalogue.vectors.use_next("other")
    index.refresh()
    assert (index.snapshot, index.tail, index.fault) == (None, 100, "")
    assert agrees(index, catalogue)
    index.compact()
    assert agrees(index, catalogue)
    catalogue.file.set_meta("identity", "restored")
    index.refresh()
    assert (index.snapshot, index.tail, index.fault) == (None, 100, "")
    index.close()


def test_a_snapshot_newer_than_the_catalogue_is_not_used(tmp_path: Path, catalogue: Catalogue) -> None:
    """As when an old copy of the catalogue was put back by hand: its next chunks would get numbers that are taken."""
    with_vectors(catalogue, 100)
    old = tmp_path / "old.sqlite3"
    catalogue.backup(old)
    with_vectors(catalogue, 100, seed=1, source="b")
    index = VectorIndex(tmp_path / "v", catalogue, compact_at=50)
    index.compact()
    index.close()
    back = Catalogue(old)
    index = VectorIndex(tmp_path / "v", back, compact_at=50)
    assert "newer" in index.fault
    with_vectors(back, 30, seed=2, source="c")
    index.compact()
    assert agrees(index, back)
    index.close()
    back.close()


def test_many_threads_search_while_another_stores_and_compacts(tmp_path: Path, catalogue: Catalogue) -> None:
    index = VectorIndex(tmp_path / "v", catalogue, compact_at=50)
    first = with_vectors(catalogue, 20)
    index.refresh()
    _, vectors = catalogue.vectors.of(first)
    faults: list[BaseException] = []
    done = threading.Event()

    def search() -> None:
        try:
            while not done.is_set():
                for number, vector in zip(first, vectors, strict=True):
                    index.refresh()
                    assert index.search(vector, 3)[0][0] == number
        except BaseException as error:
            faults.append(error)

    threads = [threading.Thread(target=search) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(1, 9):
        with_vectors(catalogue, 40, seed=number, source=str(number))
        index.compact()
    done.set()
    for thread in threads:
        thread.join()
    assert not faults
    index.close()


def test_another_index_on_the_same_folder_sees_what_is_written(tmp_path: Path, catalogue: Catalogue) -> None:
    writer, reader = (VectorIndex(tmp_path / "v", catalogue, compact_at=50) for _ in range(2))
    with_vectors(catalogue, 100)
    writer.compact()
    reader.refresh()
    assert reader.snapshot == writer.snapshot
    assert reader.tail == 0
    with_vectors(catalogue, 100, seed=1, source="b")
    writer.compact()
    assert agrees(reader, catalogue) is not None  # the snapshot before is kept for those who have it open
    reader.refresh()
    assert agrees(reader, catalogue)
    writer.close()
    reader.close()


def test_when_a_snapshot_cannot_wait(tmp_path: Path, catalogue: Catalogue) -> None:
    def due_after(count: int, source: str) -> bool:
        with_vectors(catalogue, count, seed=len(source) + ord(source[0]), source=source)
        index.refresh()
        return index.due

    index = VectorIndex(tmp_path / "v", catalogue, compact_at=10)
    assert not due_after(79, "a")
    assert due_after(1, "b")
    index.compact()
    assert not due_after(79, "c")
    assert due_after(2, "d")
    index.close()
