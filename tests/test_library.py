from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from corpus.document import PartialDate
from corpus.errors import CatalogueError, IndexStoreError, LockedError, NotFoundError, UnreadableFileError
from corpus.loaders.base import Loaded, Refused
from corpus.reading import document_id
from index.encoder import EncoderInput, StaticEncoder
from index.library import Filter, Index
from index.model_choice import ModelChange
from index.records import StoredChunk
from index.snapshot import CURRENT
from tests.odd_places import ROOT, as_another_account, small_disk
from tests.small_corpus import PUBLISHERS, code, corpus, made, text_of, write_tiny_model

COMPACT_AT = 50


@pytest.fixture
def encoder(tiny_model: Path) -> StaticEncoder:
    return StaticEncoder(tiny_model)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory, tiny_model: Path) -> Path:
    """A closed home with 60 documents, 120 chunks, in a snapshot, and 10 documents after it."""
    home = tmp_path_factory.mktemp("template") / "home"
    with opened(home, StaticEncoder(tiny_model)) as index:
        index.ingest(corpus(60))
        index.ingest(corpus(10, first=60))
        assert index.vectors.snapshot is not None
        assert index.vectors.tail
    return home


@pytest.fixture
def home(tmp_path: Path, template: Path) -> Path:
    """A copy of the template."""
    return shutil.copytree(template, tmp_path / "home")


def opened(home: Path, encoder: StaticEncoder) -> Index:
    return Index.open(home, encoder, compact_at=COMPACT_AT)


def sources(
    index: Index, question: str, limit: int = 10, only: Filter | None = None, mode: str = "hybrid"
) -> list[str]:
    return [hit.stored.source for hit in index.search(question, limit, only, mode=mode)]


def by_own_vector(index: Index, source: str) -> bool:
    """Whether every chunk of a document is the first that its own vector finds."""
    document = index.catalogue.document(document_id(source))
    numbers = [number for number, _ in index.catalogue.chunks.of(document)]
    assert numbers
    found, vectors = index.catalogue.vectors.of(numbers)
    assert found.tolist() == numbers
    return all(number in index.vectors.search(vector, 5)[0] for number, vector in zip(numbers, vectors, strict=True))


def is_whole(index: Index, numbers: range = range(70)) -> bool:
    return index.verify(500) == [] and all(
        sources(index, code(number), 1) == [f"made/{number}.txt"]
        and sources(index, code(number), 1, mode="lexical") == [f"made/{number}.txt"]
        and by_own_vector(index, f"made/{number}.txt")
        for number in numbers
    )


# -- taking in and searching ---------------------------------------------------------------------------------------


def test_taking_in_twice_changes_nothing(home: Path, encoder: StaticEncoder) -> None:
    with opened(home, encoder) as index:
        before = index.catalogue.counts(), index.catalogue.generation
        report = index.ingest(corpus(70))
        assert len(report.unchanged) == 70
        assert (report.stored, report.duplicates, report.refused) == ([], [], [])
        assert (index.catalogue.counts(), index.catalogue.generation) == before
        assert is_whole(index)


def test_hits_say_where_they_are_from(home: Path, encoder: StaticEncoder) -> None:
    with opened(home, encoder) as index:
        [hit] = index.search(code(7), 1)
        document = index.catalogue.document(hit.chunk.document_id)
        assert hit.chunk.text == hit.chunk.span.of(document.text)
        assert isinstance(hit.stored, StoredChunk)
        stated = made(7)
        assert (hit.stored.source, hit.stored.title) == (stated.source, stated.title)
        assert (hit.stored.publisher, hit.stored.published) == (stated.publisher, stated.published)
        assert hit.lexical > 0


@pytest.mark.parametrize("mode", ["hybrid", "lexical", "dense"])
def test_limits(home: Path, encoder: StaticEncoder, mode: str) -> None:
    with opened(home, encoder) as index:
        question = text_of(5)[:200]
        for limit in (1, 10, 100):
            assert len(sources(index, question, limit, mode=mode)) == limit
        assert sources(index, question, 0, mode=mode) == sources(index, question, -1, mode=mode) == []
        hits = index.search(question, 140, mode=mode)
        assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
        assert len({hit.stored.number for hit in hits}) == len(hits)


@pytest.mark.parametrize("question", ["", "   \n\t", "😀", "😀😀😀😀😀", "…?!", "\x00\x01", "\ud800\udfff", "ๆๆๆ", "่้"])
@pytest.mark.parametrize("mode", ["hybrid", "lexical", "dense"])
def test_questions_without_words_find_nothing(home: Path, encoder: StaticEncoder, question: str, mode: str) -> None:
    with opened(home, encoder) as index:
        assert sources(index, question, mode=mode) == []


def test_questions_of_any_length(home: Path, encoder: StaticEncoder) -> None:
    with opened(home, encoder) as index:
        for question in ("ก" * 50_000, "x" * 50_000, "😀" * 50_000, " " * 50_000):
            sources(index, question)
        assert len(sources(index, text_of(3, paragraphs=200)[:50_000])) == 10


def test_an_unknown_mode_is_named(home: Path, encoder: StaticEncoder) -> None:
    with opened(home, encoder) as index, pytest.raises(IndexStoreError, match="'semantic'"):
        index.search("อาหาร", mode="semantic")


@pytest.mark.parametrize("mode", ["hybrid", "lexical", "dense"])
@pytest.mark.parametrize(
    ("only", "passes"),
    [
        (Filter(publisher="สภาพัฒน์"), lambda one: one.publisher == "สภาพัฒน์"),
        (Filter(since=PartialDate(2015)), lambda one: one.published.year >= 2015),
        (Filter(until=PartialDate(2012, 6)), lambda one: (one.published.year, one.published.month) <= (2012, 6)),
        (Filter(documents=(document_id("made/4.txt"),)), lambda one: one.source == "made/4.txt"),
        (Filter(documents=()), lambda one: False),
        (Filter(), lambda one: True),
        (
            Filter(publisher=PUBLISHERS[0], since=PartialDate(2011), until=PartialDate(2013)),
            lambda one: one.publisher == PUBLISHERS[0] and 2011 <= one.published.year <= 2013,
        ),
    ],
)
def test_filters(home: Path, encoder: StaticEncoder, mode: str, only: Filter, passes: Callable[[Loaded], bool]) -> None:
    expected = {one.source for one in corpus(70) if passes(one)}
    with opened(home, encoder) as index:
        found = sources(index, "โครงการ พัฒนา ตลาด อาหาร จังหวัด", 500, only, mode)
        assert set(found) <= expected
        assert len(set(found)) == len(expected) if mode != "lexical" else bool(found) == bool(expected)


def test_a_filter_sees_documents_that_came_after_it_was_first_used(home: Path, encoder: StaticEncoder) -> None:
    only = Filter(publisher="กระทรวงใหม่")
    with opened(home, encoder) as index:
        assert sources(index, "โครงการ", only=only) == []
        index.ingest([Loaded("new.txt", text_of(90), publisher="กระทรวงใหม่")])
        assert set(sources(index, "โครงการ ตลาด", only=only)) == {"new.txt"}


def test_the_same_content_twice_is_one_document(home: Path, encoder: StaticEncoder) -> None:
    copy = Loaded(**{**{name: getattr(made(7), name) for name in Loaded.__slots__}, "source": "copy.txt"})
    late = [
        Loaded("first.txt", text_of(200), title="เรื่อง"),
        Loaded("second.txt", text_of(200), title="เรื่อง"),
    ]
    told: list[tuple[str, str]] = []
    with opened(home, encoder) as index:
        report = index.ingest([copy, *late], on_event=lambda event, source, _: told.append((event, source)))
        assert told == [("duplicate", "copy.txt"), ("stored", "first.txt"), ("duplicate", "second.txt")]
        assert report.duplicates == [
            ("copy.txt", document_id("made/7.txt")),
            ("second.txt", document_id("first.txt")),
        ]
        assert index.catalogue.counts()["documents"] == 71
        again = index.ingest([copy, *late])
        assert len(again.unchanged) == 3
        assert set(sources(index, code(7), 2)) == {"made/7.txt"}


def test_changed_content_replaces_and_the_old_version_stays(home: Path, encoder: StaticEncoder) -> None:
    with opened(home, encoder) as index:
        report = index.ingest([made(7, text_of(300))])
        assert [document.version for document in report.stored] == [2]
        identifier = document_id("made/7.txt")
        assert index.catalogue.document(identifier, 1).text == text_of(7)
        assert index.catalogue.document(identifier).text == text_of(300)
        assert sources(index, code(300), 1) == ["made/7.txt"]
        assert "made/7.txt" not in sources(index, code(7), 3, mode="lexical")[:1]
        assert index.verify(500) == []


def test_a_copy_outlives_the_file_it_was_a_copy_of(home: Path, encoder: StaticEncoder) -> None:
    """In one run, in either order: what only the copy still says must be found."""
    fields = {name: getattr(made(7), name) for name in Loaded.__slots__}
    copy = Loaded(**{**fields, "source": "copy.txt"})
    late = Loaded(**{**fields, "source": "late.txt"})
    with opened(home, encoder) as index:
        index.ingest([copy])
        index.ingest([made(7, text_of(300)), copy, late])
        assert sources(index, code(7), 1) == ["copy.txt"]
        assert sources(index, code(7), 1, mode="lexical") == ["copy.txt"]
        assert sources(index, code(300), 1) == ["made/7.txt"]
        assert index.verify(500) == []
        assert by_own_vector(index, "copy.txt")
        assert len(index.ingest([made(7, text_of(300)), copy, late]).unchanged) == 3
    with opened(home, encoder) as index:
        assert index.verify(500) == []


def test_a_file_that_becomes_a_copy_gives_up_its_own_content(home: Path, encoder: StaticEncoder) -> None:
    fields = {name: getattr(made(7), name) for name in Loaded.__slots__}
    with opened(home, encoder) as index:
        report = index.ingest([Loaded(**{**fields, "source": "made/8.txt"})])
        assert report.duplicates == [("made/8.txt", document_id("made/7.txt"))]
        assert "made/8.txt" not in sources(index, code(8), 20)
        assert index.verify(500) == []


def test_removing(home: Path, encoder: StaticEncoder) -> None:
    with opened(home, encoder) as index:
        index.remove(document_id("made/7.txt"))
        for mode in ("hybrid", "lexical", "dense"):
            assert "made/7.txt" not in sources(index, text_of(7), 200, mode=mode)
        assert index.verify(500) == []
        with pytest.raises(NotFoundError):
            index.remove(document_id("made/7.txt"))
    with opened(home, encoder) as index:
        assert index.verify(500) == []
        assert "made/7.txt" not in sources(index, code(7), 5)


def test_a_search_gives_as_many_as_asked_after_most_were_removed(home: Path, encoder: StaticEncoder) -> None:
    with opened(home, encoder) as index:
        for number in range(50):
            if number % 5:
                index.remove(document_id(f"made/{number}.txt"))
        for mode in ("hybrid", "lexical", "dense"):
            assert len(sources(index, "โครงการ พัฒนา ตลาด ผู้ประกอบการ อาหาร จังหวัด", 30, mode=mode)) == 30


def test_refused_files_are_told_and_hold_nothing_up(tmp_path: Path, encoder: StaticEncoder) -> None:
    told: list[tuple[str, str, str]] = []
    files: list[Loaded | Refused] = [Refused("bad.pdf", UnreadableFileError("bad.pdf cannot be read.")), *corpus(2)]
    with opened(tmp_path / "home", encoder) as index:
        report = index.ingest(files, on_event=lambda *event: told.append(event))
        assert [one.source for one in report.refused] == ["bad.pdf"]
        assert told[0] == ("refused", "bad.pdf", "bad.pdf cannot be read.")
        assert len(report.stored) == 2
        assert report.characters == sum(len(one.text) for one in corpus(2))


def test_empty_and_odd_texts(tmp_path: Path, encoder: StaticEncoder) -> None:
    texts = ["", " \n", "😀" * 10, "x" * 80_000, "ก" * 80_000, "\ud800 ข้อความ\x00", "่้๊๋", "A" * 70_000 + " " + code(1)]
    with opened(tmp_path / "home", encoder) as index:
        report = index.ingest(Loaded(f"{number}.txt", text) for number, text in enumerate(texts))
        assert len(report.stored) + len(report.refused) == len(texts)
        assert index.verify(500) == []
        assert sources(index, code(1), 1, mode="lexical") == ["7.txt"]


# -- interruption and failure --------------------------------------------------------------------------------------


def stopping(files: list[Loaded], after: int, error: type[BaseException]) -> Iterator[Loaded]:
    yield from files[:after]
    raise error


@pytest.mark.parametrize("after", [0, 1, 40, 180])
def test_ctrl_c_keeps_what_was_stored(tmp_path: Path, encoder: StaticEncoder, after: int) -> None:
    files = corpus(200, paragraphs=12)
    told: list[str] = []
    with opened(tmp_path / "home", encoder) as index:
        report = index.ingest(
            stopping(files, after, KeyboardInterrupt),
            workers=0,
            on_event=lambda event, source, _: told.append(source) if event == "stored" else None,
        )
        assert report.interrupted
        assert [document.source for document in report.stored] == told
        assert len(told) >= after // 2 - 20
        for source in told[::7]:
            assert sources(index, code(int(source[5:-4])), 1) == [source]
        assert index.verify(500) == []
        assert not index.ingest(files, workers=0).interrupted
        assert index.catalogue.counts()["documents"] == 200


def test_ctrl_c_between_storing_and_indexing(tmp_path: Path, encoder: StaticEncoder) -> None:
    def event(name: str, source: str, detail: str) -> None:
        raise KeyboardInterrupt

    with opened(tmp_path / "home", encoder) as index:
        report = index.ingest(corpus(30), on_event=event)
        assert report.interrupted
        assert len(report.stored) == 30
        assert index.catalogue.counts()["documents"] == 30
        assert is_whole(index, range(30))


def test_a_failure_keeps_what_was_stored_and_gives_the_lock_back(tmp_path: Path, encoder: StaticEncoder) -> None:
    with opened(tmp_path / "home", encoder) as index:
        with pytest.raises(RuntimeError):
            index.ingest(stopping(corpus(200, paragraphs=12), 150, RuntimeError), workers=0)
        stored = index.catalogue.counts()["documents"]
        assert 0 < stored <= 150
        assert index.verify(500) == []
        assert sources(index, code(3), 1) == ["made/3.txt"]
        index.ingest(corpus(5, first=1000))
        assert index.verify(500) == []


def test_a_full_disk(tmp_path: Path, encoder: StaticEncoder) -> None:
    with small_disk(tmp_path / "disk", "24m") as disk:
        told: list[str] = []
        index = Index.open(disk / "home", encoder, compact_at=200)
        with pytest.raises(IndexStoreError) as caught:
            index.ingest(
                corpus(4000, paragraphs=30),
                workers=0,
                on_event=lambda event, source, _: told.append(source) if event == "stored" else None,
            )
        assert "space" in caught.value.hint
        assert told
        index.close()
        subprocess.run(["mount", "-o", "remount,size=200m", str(disk)], check=True)
        with Index.open(disk / "home", encoder, compact_at=200) as index:
            assert index.verify(200) == []
            assert index.catalogue.counts()["documents"] >= len(told)
            for source in random.Random(0).sample(told, min(20, len(told))):
                assert sources(index, code(int(source[5:-4])), 1) == [source]
                assert by_own_vector(index, source)


# -- several processes and threads ---------------------------------------------------------------------------------


def test_a_second_writer_is_told_and_searching_goes_on(home: Path, encoder: StaticEncoder, tiny_model: Path) -> None:
    writer = (
        "import sys\nfrom pathlib import Path\nfrom index.library import Index\n"
        "from index.encoder import StaticEncoder\n"
        f"with Index.open(Path({str(home)!r}), StaticEncoder(Path({str(tiny_model)!r}))) as index, index.writing():\n"
        "    print('writing', flush=True)\n    sys.stdin.read()\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", writer], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "writing\n"
        with opened(home, encoder) as index:
            assert sources(index, code(7), 1) == ["made/7.txt"]
            for write in (lambda: index.ingest(corpus(1, first=500)), lambda: index.remove("d"), index.rebuild):
                with pytest.raises(LockedError, match="is writing to"):
                    write()
            assert sources(index, code(7), 1) == ["made/7.txt"]
            process.communicate("", timeout=30)
            index.ingest(corpus(1, first=500))
            assert sources(index, code(500), 1) == ["made/500.txt"]
    finally:
        process.kill()
        process.wait()


def test_an_open_index_sees_what_another_process_stores(home: Path, encoder: StaticEncoder, tiny_model: Path) -> None:
    store = (
        "import sys\nfrom pathlib import Path\nfrom index.library import Index\n"
        "from index.encoder import StaticEncoder\n"
        "from tests.small_corpus import corpus\n"
        f"with Index.open(Path({str(home)!r}), StaticEncoder(Path({str(tiny_model)!r})), compact_at=50) as index:\n"
        "    index.ingest(corpus(60, first=500))\n    index.remove(index.search(sys.argv[1], 1)[0].chunk.document_id)\n"
    )
    with opened(home, encoder) as index:
        subprocess.run([sys.executable, "-c", store, code(7)], cwd=ROOT, check=True)
        assert sources(index, code(510), 1) == ["made/510.txt"]
        assert by_own_vector(index, "made/510.txt")
        assert "made/7.txt" not in sources(index, code(7), 50)
        index.ingest(corpus(1, first=900))
        assert index.verify(500) == []


def test_many_threads_search_while_one_stores(home: Path, encoder: StaticEncoder) -> None:
    faults: list[BaseException] = []
    done = threading.Event()
    searched = 0

    def search(index: Index, seed: int) -> None:
        nonlocal searched
        draw = random.Random(seed)
        try:
            while not done.is_set():
                number = draw.randrange(40)
                assert sources(index, code(number), 1) == [f"made/{number}.txt"]
                sources(index, "โครงการ ตลาด", 20, Filter(publisher="สภาพัฒน์"))
                searched += 1
        except BaseException as error:
            faults.append(error)

    with opened(home, encoder) as index:
        threads = [threading.Thread(target=search, args=(index, seed)) for seed in range(6)]
        for thread in threads:
            thread.start()
        for first in range(1000, 1120, 30):
            index.ingest(corpus(30, first=first))
        index.remove(document_id("made/50.txt"))
        index.rebuild()
        done.set()
        for thread in threads:
            thread.join()
        assert not faults
        assert searched > 6
        assert index.verify(500) == []


def test_two_threads_do_not_write_at_once(home: Path, encoder: StaticEncoder) -> None:
    caught: list[BaseException] = []

    def write(index: Index) -> None:
        try:
            index.ingest(corpus(1, first=500))
        except BaseException as error:
            caught.append(error)

    with opened(home, encoder) as index, index.writing():
        thread = threading.Thread(target=write, args=(index,))
        thread.start()
        thread.join()
        assert isinstance(caught[0], LockedError)
        with opened(home, encoder) as other:  # opening needs no lock
            assert sources(other, code(7), 1) == ["made/7.txt"]


# -- repair --------------------------------------------------------------------------------------------------------


def spoil_all(folder: Path, data: Callable[[bytes], bytes]) -> None:
    for file in folder.rglob("*"):
        if file.is_file():
            file.write_bytes(data(file.read_bytes()))


def no_vectors(home: Path) -> None:
    shutil.rmtree(home / "vectors")


def no_lexical(home: Path) -> None:
    shutil.rmtree(home / "lexical")


def nothing_derived(home: Path) -> None:
    no_vectors(home)
    no_lexical(home)


def truncated(home: Path) -> None:
    for name in ("vectors", "lexical"):
        spoil_all(home / name, lambda data: data[: len(data) // 2])


def garbage(home: Path) -> None:
    for name in ("vectors", "lexical"):
        spoil_all(home / name, lambda data: random.Random(5).randbytes(len(data)))


def emptied(home: Path) -> None:
    for name in ("vectors", "lexical"):
        spoil_all(home / name, lambda data: b"")


def one_byte_each(home: Path) -> None:
    for name in ("vectors", "lexical"):
        spoil_all(home / name, lambda data: data[:-9] + b"?" + data[-8:] if len(data) > 9 else data)


def no_hnsw_folder(home: Path) -> None:
    for folder in (home / "vectors").glob("snapshot-*/*"):
        if folder.is_dir():
            shutil.rmtree(folder)


def no_chroma_database(home: Path) -> None:
    for file in (home / "vectors").glob("snapshot-*/chroma.sqlite3"):
        file.unlink()


def current_garbage(home: Path) -> None:
    (home / "vectors" / CURRENT).write_bytes(b"\xff\x00garbage")


def meta_garbage(home: Path) -> None:
    for file in (home / "lexical").rglob("meta.json"):
        file.write_text("garbage")


def files_in_place_of_folders(home: Path) -> None:
    nothing_derived(home)
    (home / "lexical").write_text("")
    (home / "vectors").write_text("")


def odd_leftovers(home: Path) -> None:
    (home / "vectors" / "snapshot-unfinished").mkdir()
    (home / "lexical.new-12345678").mkdir()
    (home / "lexical").rename(home / "lexical.old-12345678")


@pytest.mark.parametrize(
    "harm",
    [
        no_vectors, no_lexical, nothing_derived, truncated, garbage, emptied, one_byte_each, no_hnsw_folder,
        no_chroma_database, current_garbage, meta_garbage, files_in_place_of_folders, odd_leftovers,
    ],
)  # fmt: skip
def test_opening_repairs(home: Path, encoder: StaticEncoder, harm: Callable[[Path], None]) -> None:
    harm(home)
    with opened(home, encoder) as index:
        assert is_whole(index)
        index.ingest(corpus(5, first=600))
        assert is_whole(index, range(600, 605))
    with opened(home, encoder) as index:
        assert is_whole(index)
        assert not index.vectors.fault


@contextmanager
def put_back(folder: Path) -> Iterator[None]:
    """A folder that is afterwards as it was before."""
    older = folder.parent.with_name("older")
    shutil.copytree(folder, older)
    yield
    shutil.rmtree(folder)
    older.rename(folder)


def test_an_older_lexical_index_catches_up(home: Path, encoder: StaticEncoder) -> None:
    with put_back(home / "lexical"), opened(home, encoder) as index:
        index.ingest([*corpus(20, first=100), made(3, text_of(300))])
        index.remove(document_id("made/5.txt"))
    with opened(home, encoder) as index:
        assert index.verify(500) == []
        assert sources(index, code(110), 1) == ["made/110.txt"]
        assert sources(index, code(300), 1) == ["made/3.txt"]
        assert "made/5.txt" not in sources(index, code(5), 9)


def test_an_older_lexical_index_that_cannot_catch_up_is_made_anew(home: Path, encoder: StaticEncoder) -> None:
    with put_back(home / "lexical"), opened(home, encoder) as index:
        index.ingest(corpus(20, first=100))
        index.remove(document_id("made/5.txt"))
    for part in (home / "lexical" / "chunks", home / "lexical" / "documents"):
        for segment in [file.stem for file in part.glob("*.term")]:
            lists = (part / f"{segment}.{operation}.del" for operation in range(2000))
            for place in (one for one in lists if not one.exists()):
                place.mkdir()  # nothing can be deleted there
    with opened(home, encoder) as index:
        assert index.verify(500) == []
        assert sources(index, code(110), 1) == ["made/110.txt"]
        assert "made/5.txt" not in sources(index, code(5), 9)


def test_older_vectors_catch_up(home: Path, encoder: StaticEncoder) -> None:
    with put_back(home / "vectors"), opened(home, encoder) as index:
        index.ingest([*corpus(60, first=100), made(3, text_of(300))])
        index.remove(document_id("made/5.txt"))
    with opened(home, encoder) as index:
        assert index.verify(500) == []
        assert all(by_own_vector(index, f"made/{number}.txt") for number in (0, 3, 59, 69, 100, 159))


def test_an_older_catalogue_put_back_by_hand(home: Path, encoder: StaticEncoder) -> None:
    with opened(home, encoder) as index:
        index.catalogue.backup(home.parent / "older.sqlite3")
        index.ingest(corpus(60, first=100))
    for file in home.glob("catalogue.sqlite3*"):
        file.unlink()
    shutil.copy(home.parent / "older.sqlite3", home / "catalogue.sqlite3")
    with opened(home, encoder) as index:
        assert is_whole(index)
        assert "made/110.txt" not in sources(index, code(110), 20)
        index.ingest(corpus(60, first=200))
        assert is_whole(index, range(200, 260))


def test_a_catalogue_of_another_home(home: Path, encoder: StaticEncoder) -> None:
    with opened(home.parent / "other", encoder) as index:
        for first in range(300, 400, 10):
            index.ingest(corpus(10, first=first))
        index.catalogue.backup(home.parent / "other.sqlite3")
    for file in home.glob("catalogue.sqlite3*"):
        file.unlink()
    shutil.copy(home.parent / "other.sqlite3", home / "catalogue.sqlite3")
    with opened(home, encoder) as index:
        assert is_whole(index, range(300, 400))
        assert "made/7.txt" not in sources(index, code(7), 20)


@pytest.mark.parametrize("how", ["garbage", "truncated"])
def test_a_damaged_catalogue_is_left_as_it_is(home: Path, encoder: StaticEncoder, how: str) -> None:
    file = home / "catalogue.sqlite3"
    data = file.read_bytes()
    file.write_bytes(b"garbage" * 20 + data[140:] if how == "garbage" else data[: len(data) // 3])
    before = file.read_bytes()
    with pytest.raises(CatalogueError, match=r"catalogue\.sqlite3") as caught:
        opened(home, encoder)
    assert "klum restore" in caught.value.hint
    assert file.read_bytes() == before
    file.write_bytes(data)
    with opened(home, encoder) as index:
        assert is_whole(index)


def test_verify_names_what_is_wrong(home: Path, encoder: StaticEncoder) -> None:
    with opened(home, encoder) as index:
        assert index.verify() == []
        with index.catalogue.file.transaction() as db:
            db.execute("DELETE FROM vectors WHERE chunk=1")
        for file in (home / "lexical").rglob("*.term"):
            file.write_bytes(file.read_bytes()[:-1] + b"?")
        for file in (home / "vectors").rglob("data_level0.bin"):
            file.write_bytes(file.read_bytes()[:-1] + b"?")
        faults = "\n".join(index.verify())
        for part in ("catalogue: 1 chunks have no vector", "lexical index: ", "vector index: ", "altered"):
            assert part in faults


# -- another model -------------------------------------------------------------------------------------------------


def test_the_model_before_is_used_until_the_index_is_rebuilt(
    home: Path, encoder: StaticEncoder, tmp_path: Path
) -> None:
    other = StaticEncoder(write_tiny_model(tmp_path / "other", seed=5, dimension=48))
    with opened(home, other) as index:
        assert (change := index.model_change) == ModelChange(encoder.name, other.name, usable=True), change
        assert sources(index, text_of(7), 1, mode="dense") == ["made/7.txt"]
        index.ingest(corpus(1, first=500))
        assert sources(index, text_of(500), 1, mode="dense") == ["made/500.txt"]
        assert index.catalogue.encoder == encoder.name
        assert any("static:tiny" in fault for fault in index.verify())
        stages: list[str] = []
        index.rebuild(lambda stage, done, total: stages.append(stage))
        assert list(dict.fromkeys(stages)) == ["embedding", "lexical", "vectors"]
        assert index.vectors.snapshot is not None
        assert index.vectors.snapshot.encoder == index.catalogue.encoder == other.name
        assert index.model_change is None
        assert is_whole(index)
        vector = other.encode_query(EncoderInput("", code(7)))
        assert vector.shape == (48,)
    with opened(home, other) as index:
        assert is_whole(index)
        assert sources(index, text_of(500), 1, mode="dense") == ["made/500.txt"]
    with opened(home, encoder) as index:
        assert index.model_change == ModelChange(other.name, encoder.name, usable=True)
        assert sources(index, code(7), 1) == ["made/7.txt"]


def test_a_change_of_model_that_was_stopped_goes_on(home: Path, encoder: StaticEncoder, tmp_path: Path) -> None:
    class Stopping(StaticEncoder):
        left = 1

        def encode_passages(self, passages):  # type: ignore[no-untyped-def]
            if not self.left:
                raise KeyboardInterrupt
            self.left -= 1
            return super().encode_passages(passages)

    folder = write_tiny_model(tmp_path / "other", seed=5)
    with opened(home, encoder) as index:
        index.ingest(corpus(100, first=200))
    with opened(home, Stopping(folder)) as index, pytest.raises(KeyboardInterrupt):
        index.rebuild()
    with opened(home, encoder) as index:
        assert is_whole(index)  # the model before is in use until the other one is complete
        index.remove(document_id("made/5.txt"))
        index.ingest([made(3, text_of(400))])
    with opened(home, StaticEncoder(folder)) as index:
        index.rebuild()
        assert index.verify(500) == []
        assert sources(index, code(400), 1) == ["made/3.txt"]


def test_an_empty_index_takes_any_model(tmp_path: Path, encoder: StaticEncoder) -> None:
    with opened(tmp_path / "home", encoder) as index:
        index.ingest(corpus(1))
        index.remove(document_id("made/0.txt"))
    other = StaticEncoder(write_tiny_model(tmp_path / "other", seed=5))
    with opened(tmp_path / "home", other) as index:
        index.ingest(corpus(3))
        assert is_whole(index, range(3))


# -- folders -------------------------------------------------------------------------------------------------------


def test_a_home_that_cannot_be_made(tmp_path: Path, encoder: StaticEncoder) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(IndexStoreError, match="KLUM_HOME"):
        opened(tmp_path / "file" / "home", encoder)
    with pytest.raises(IndexStoreError, match="KLUM_HOME"):
        opened(tmp_path / "file", encoder)


@pytest.mark.parametrize("state", ["whole", "no lexical index"])
def test_a_home_of_another_account_can_be_searched(home: Path, tiny_model: Path, state: str) -> None:
    if state != "whole":
        no_lexical(home)
    load = f"encoder = StaticEncoder(Path({str(tiny_model)!r})); encoder.encode_query(EncoderInput('', ''))"
    load += "; encoder.name; encoder.dense_weight"
    before = sorted(home.rglob("*"))
    code_ = (
        f"with Index.open(Path({str(home)!r}), encoder) as index:\n"
        f"    print(*(index.search('{code(7)}', 1, mode=m)[0].stored.source for m in ('hybrid', 'lexical')))\n"
        "    print(len(index.search('โครงการ ตลาด', 30, mode='dense')), index.verify())\n"
        "    try:\n        index.ingest([])\n"
        "    except Exception as error:\n        print(type(error).__name__, error)\n"
    )
    printed = as_another_account(home.parent, code_, before=load).splitlines()
    assert printed[:2] == ["made/7.txt made/7.txt", "30 []"]
    assert printed[2].startswith("IndexStoreError")
    assert "KLUM_HOME" in printed[2]
    assert sorted(home.rglob("*")) == before


def test_a_home_on_a_read_only_disk_can_be_searched(tmp_path: Path, encoder: StaticEncoder) -> None:
    with small_disk(tmp_path / "disk", "40m") as disk:
        with opened(disk / "home", encoder) as index:
            index.ingest(corpus(70))
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        with opened(disk / "home", encoder) as index:
            assert is_whole(index)
            with pytest.raises(IndexStoreError, match="reading only"):
                index.remove("d")
        subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)


def test_closing_leaves_nothing_open(home: Path, encoder: StaticEncoder) -> None:
    def held() -> set[str]:
        links = [Path("/proc/self/fd") / name for name in os.listdir("/proc/self/fd")]
        return {target for link in links if (target := os.path.realpath(link)).startswith(str(home))}

    if not Path("/proc/self/fd").is_dir():
        pytest.skip("needs /proc")
    with opened(home, encoder) as index:
        index.ingest(corpus(60, first=500))
        sources(index, code(7))
        assert held()
    assert held() == set()
