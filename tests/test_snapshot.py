from __future__ import annotations

import json
import os
import random
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from corpus.document import Chunk, Document, Span
from corpus.errors import IndexStoreError
from corpus.reading import document_id
from index.catalogue import Catalogue
from index.records import Prepared
from index.searchable import Searchable
from index.snapshot import CURRENT, OpenSnapshot, forget, read_current, sweep, write_snapshot

DIMENSION = 16


def with_vectors(catalogue: Catalogue, count: int, *, seed: int = 0, source: str = "a") -> list[int]:
    """Store a document of so many chunks with random unit vectors."""
    vectors = np.random.default_rng(seed).normal(size=(count, DIMENSION))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    document = Document(document_id(source), source, "t", "x" * count)
    chunks = tuple(Chunk.cut(document, i, Span(i, i + 1)) for i in range(count))
    words = (Searchable("x", "", "x"),) * count
    [(_, numbers)] = catalogue.put([Prepared(document, chunks, vectors.astype(np.float16), words)], "m")
    return numbers


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    made = Catalogue(tmp_path / "catalogue.sqlite3")
    yield made
    made.close()


def written(path: Path, catalogue: Catalogue) -> OpenSnapshot:
    return write_snapshot(path, read_current(path), catalogue.file.state(), catalogue)


def test_a_snapshot_finds_its_vectors(tmp_path: Path, catalogue: Catalogue) -> None:
    numbers = with_vectors(catalogue, 300)
    told: list[tuple[int, int]] = []
    opened = write_snapshot(
        tmp_path / "v", None, catalogue.file.state(), catalogue, lambda done, total: told.append((done, total))
    )
    assert told[-1] == (300, 300)
    snapshot = read_current(tmp_path / "v")
    assert snapshot == opened.snapshot
    assert snapshot is not None
    assert (snapshot.count, snapshot.last, snapshot.encoder) == (300, numbers[-1], "m")
    _, vectors = catalogue.vectors.of(numbers[7:8])
    found, similarities = opened.query(vectors[0], 5)
    assert found[0] == numbers[7]
    assert similarities[0] == pytest.approx(1, abs=1e-3)
    exact = catalogue.vectors.of(numbers)[1] @ vectors[0]
    np.testing.assert_allclose(similarities, np.sort(exact)[::-1][:5], atol=1e-5)
    assert opened.query(vectors[0], 9999)[0].size == 300
    opened.close()


def test_a_later_snapshot_adds_to_a_copy_of_the_one_before(tmp_path: Path, catalogue: Catalogue) -> None:
    with_vectors(catalogue, 100)
    first = written(tmp_path / "v", catalogue)
    new = with_vectors(catalogue, 50, seed=1, source="b")
    second = written(tmp_path / "v", catalogue)
    assert second.snapshot.count == 150
    assert second.snapshot.previous == first.snapshot.folder
    _, vectors = catalogue.vectors.of(new[:1])
    assert second.query(vectors[0], 1)[0][0] == new[0]
    assert first.query(vectors[0], 1)[0][0] != new[0]  # what is named in CURRENT is never written to
    sweep(tmp_path / "v")
    assert {f.name for f in (tmp_path / "v").glob("snapshot-*")} == {first.snapshot.folder, second.snapshot.folder}
    third = written(tmp_path / "v", catalogue)
    sweep(tmp_path / "v")
    assert {f.name for f in (tmp_path / "v").glob("snapshot-*")} == {second.snapshot.folder, third.snapshot.folder}
    for opened in (first, second, third):
        opened.close()


def test_sweeping_takes_what_a_stopped_writer_left(tmp_path: Path, catalogue: Catalogue) -> None:
    with_vectors(catalogue, 60)
    opened = written(tmp_path / "v", catalogue)
    opened.close()
    (tmp_path / "v" / "snapshot-unfinished" / "x").mkdir(parents=True)
    (tmp_path / "v" / "CURRENT.12345678").write_text("{")
    sweep(tmp_path / "v")
    assert {f.name for f in (tmp_path / "v").iterdir()} == {CURRENT, opened.snapshot.folder}
    forget(tmp_path / "v")
    sweep(tmp_path / "v")
    assert list((tmp_path / "v").iterdir()) == []


def harm(file: Path, how: str) -> None:
    data = file.read_bytes()
    if how == "deleted":
        file.unlink()
    elif how == "truncated":
        os.truncate(file, len(data) // 2)
    elif how == "garbage":
        file.write_bytes(random.Random(3).randbytes(len(data)))
    elif how == "zeros":
        file.write_bytes(bytes(len(data)))
    else:
        file.write_bytes(data[: len(data) // 2] + random.Random(4).randbytes(1) + data[len(data) // 2 + 1 :])


@pytest.mark.parametrize(
    "name", ["data_level0.bin", "link_lists.bin", "header.bin", "length.bin", "index_metadata.pickle"]
)
@pytest.mark.parametrize("how", ["deleted", "truncated", "garbage", "zeros", "one byte"])
def test_damage_is_noticed_before_chroma_maps_it(tmp_path: Path, catalogue: Catalogue, name: str, how: str) -> None:
    """Chroma ends the whole process (SIGSEGV) on some of these."""
    with_vectors(catalogue, 60)
    opened = written(tmp_path / "v", catalogue)
    opened.close()
    [file] = (tmp_path / "v").rglob(name)
    if not file.stat().st_size and how != "deleted":
        pytest.skip("Chroma wrote nothing into this file")
    harm(file, how)
    with pytest.raises(IndexStoreError, match=name.replace(".", r"\.")):
        OpenSnapshot(tmp_path / "v", opened.snapshot)


@pytest.mark.parametrize("how", ["deleted", "truncated", "garbage", "zeros"])
def test_a_damaged_database_is_noticed(tmp_path: Path, catalogue: Catalogue, how: str) -> None:
    numbers = with_vectors(catalogue, 60)
    opened = written(tmp_path / "v", catalogue)
    opened.close()
    harm(tmp_path / "v" / opened.snapshot.folder / "chroma.sqlite3", how)
    try:
        again = OpenSnapshot(tmp_path / "v", opened.snapshot)
    except IndexStoreError:
        return
    try:
        assert again.probe(catalogue.vectors, np.array(numbers))
    except IndexStoreError:
        pass
    finally:
        again.close()


@pytest.mark.parametrize(
    "content", [b"", b"{", b"\xff\xfe", b"[]", b"null", b'{"folder": 7}', b'{"files": {}, "folder": "../.."}']
)
def test_a_current_that_cannot_be_read(tmp_path: Path, content: bytes) -> None:
    (tmp_path / CURRENT).write_bytes(content)
    with pytest.raises(IndexStoreError, match="cannot be read"):
        read_current(tmp_path)


def test_a_current_that_leads_elsewhere(tmp_path: Path, catalogue: Catalogue) -> None:
    with_vectors(catalogue, 60)
    written(tmp_path / "v", catalogue).close()
    said = json.loads((tmp_path / "v" / CURRENT).read_text())
    (tmp_path / "v" / CURRENT).write_text(json.dumps({**said, "folder": "../elsewhere"}))
    with pytest.raises(IndexStoreError, match="elsewhere"):
        read_current(tmp_path / "v")


def test_probing_notices_other_vectors_and_missing_ones(tmp_path: Path, catalogue: Catalogue) -> None:
    numbers = with_vectors(catalogue, 60)
    opened = written(tmp_path / "v", catalogue)
    assert opened.probe(catalogue.vectors, np.array(numbers)) == ""
    assert "61" in opened.probe(catalogue.vectors, np.arange(1, 62))
    with catalogue.file.transaction() as db:
        db.execute("UPDATE vectors SET vector=zeroblob(32)")
    assert opened.probe(catalogue.vectors, np.array(numbers)) == ""  # chunks without words are near to nothing
    other = np.random.default_rng(9).normal(size=DIMENSION).astype(np.float16).tobytes()
    with catalogue.file.transaction() as db:
        db.execute("UPDATE vectors SET vector=? WHERE chunk=?", (other, numbers[0]))
    assert f"chunk {numbers[0]} " in opened.probe(catalogue.vectors, np.array(numbers))
    opened.close()


def test_many_threads_search_while_it_is_closed(tmp_path: Path, catalogue: Catalogue) -> None:
    numbers = with_vectors(catalogue, 200)
    opened = written(tmp_path / "v", catalogue)
    _, vectors = catalogue.vectors.of(numbers)
    answers: list[bool] = []
    faults: list[BaseException] = []

    def search() -> None:
        try:
            for number, vector in zip(numbers * 20, list(vectors) * 20, strict=True):
                answers.append(opened.query(vector, 3)[0][0] == number)
        except IndexStoreError as error:
            assert "closed" in str(error)
        except BaseException as error:
            faults.append(error)

    threads = [threading.Thread(target=search) for _ in range(4)]
    for thread in threads:
        thread.start()
    while len(answers) < 200:
        pass
    opened.close()
    for thread in threads:
        thread.join()
    assert not faults
    assert all(answers)


def test_what_cannot_be_written_leaves_what_was_in_use(tmp_path: Path, catalogue: Catalogue) -> None:
    with_vectors(catalogue, 60)
    opened = written(tmp_path / "v", catalogue)
    opened.close()
    before = (tmp_path / "v" / CURRENT).read_bytes()
    with_vectors(catalogue, 50, seed=1, source="b")
    with catalogue.file.transaction() as db:
        db.execute("UPDATE vectors SET vector=zeroblob(10) WHERE chunk>100")  # another dimension: Chroma refuses it
    with pytest.raises(IndexStoreError, match="cannot be written"):
        written(tmp_path / "v", catalogue)
    assert (tmp_path / "v" / CURRENT).read_bytes() == before
    assert {f.name for f in (tmp_path / "v").iterdir()} == {CURRENT, opened.snapshot.folder}
