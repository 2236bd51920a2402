from __future__ import annotations

import json
import random
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.errors import IndexStoreError
from index.lexical import LexicalEntry, LexicalIndex, build
from index.searchable import Searchable, searchable_query, searchable_text
from index.terms import TermIndex
from tests.odd_places import as_another_account
from tests.small_corpus import code, text_of


def entry(number: int, text: str, context: str = "") -> LexicalEntry:
    return LexicalEntry(number, searchable_text(text, context))


def numbers(index: LexicalIndex, question: str, limit: int = 10, documents: list[str] | None = None) -> list[int]:
    found: list[int] = index.search(searchable_query(question), limit, documents)[0].tolist()
    return found


@pytest.fixture
def index(tmp_path: Path) -> Iterator[LexicalIndex]:
    made = LexicalIndex(tmp_path / "lexical", "this")
    made.apply([], ((f"d{n}", [entry(n, text_of(n), f"รายงานฉบับที่ {n}")]) for n in range(1, 30)))
    made.commit(3)
    made.release()
    yield made
    made.close()


def test_finds_by_words_best_first(index: LexicalIndex) -> None:
    found, scores = index.search(searchable_query(f"โครงการ {code(7)}"), 5)
    assert found[0] == 7
    assert scores.tolist() == sorted(scores.tolist(), reverse=True)
    assert (index.generation, index.size) == (3, 29)


def test_finds_inside_words_by_trigrams(index: LexicalIndex) -> None:
    index.apply([], [("d99", [entry(99, "บริษัทปูนซิเมนต์นครหลวง")])])
    index.commit(4)
    assert numbers(index, "ซิเมนต")[0] == 99


@pytest.mark.parametrize("question", ["", " \n\t", "?!…", "😀", "😀😀😀😀", "\x00", "กข", "\ud800"])
def test_questions_without_words(index: LexicalIndex, question: str) -> None:
    assert numbers(index, question) == []
    assert not any(index.score(searchable_query(question), [1, 2]).values())


def test_questions_of_any_length(index: LexicalIndex) -> None:
    long = " ".join(text_of(n) for n in range(1000, 1200))
    assert len(long) > 50_000
    assert numbers(index, long)
    assert numbers(index, "ก" * 50_000) == []
    assert numbers(index, "x" * 50_000) == []


@pytest.mark.parametrize("word", ["A" * 70_000, "ก" * 70_000, "QUJDREVG" * 9000, "\U0001f600" * 70_000, "é" * 66_000])
def test_words_that_no_person_types(index: LexicalIndex, word: str) -> None:
    index.apply([], [("long", [entry(500, f"{word} เลขที่ {code(500)}")])])
    index.commit(5)
    assert 500 in numbers(index, code(500), 30)
    numbers(index, word)
    assert max(map(len, index.vocabulary())) <= 80


def test_filter_by_document(index: LexicalIndex) -> None:
    assert numbers(index, "โครงการ พัฒนา ตลาด", 50, ["d4", "d5", "missing"]) == sorted(
        numbers(index, "โครงการ พัฒนา ตลาด", 50, ["d5", "d4"]), key=numbers(index, "โครงการ พัฒนา ตลาด", 50).index
    )
    assert set(numbers(index, "โครงการ พัฒนา ตลาด", 50, ["d4", "d5"])) <= {4, 5}
    assert numbers(index, "โครงการ", 5, []) == []


def test_a_passage_is_scored_with_its_whole_document(tmp_path: Path) -> None:
    index = LexicalIndex(tmp_path / "lexical", "this")
    index.apply([], [("long", [entry(1, "มังคุด ส่งออก"), entry(2, "ทุเรียน จันทบุรี")])])
    index.apply([], [("short", [entry(3, "มังคุด ส่งออก")]), ("other", [entry(4, "ลำไย")])])
    index.commit(1)
    query = searchable_query("มังคุด จันทบุรี")
    found = dict(zip(*(column.tolist() for column in index.search(query, 10)), strict=True))
    assert found[1] > found[3], "the same words, but its document says the rest"
    alone = index.score(query, [2, 4, 12345])
    assert 0 < alone[2] < found[2] and alone[4] == 0 and 12345 not in alone
    assert index.score(query, []) == {}
    assert index.documents == 3
    index.close()


def test_a_question_with_very_many_words_is_searched_by_the_rare_ones(index: LexicalIndex) -> None:
    question = " ".join([*(code(n) for n in range(100, 400)), code(8)])
    assert numbers(index, question)[0] == 8


def test_very_common_trigrams_do_not_count_in_a_large_index(tmp_path: Path) -> None:
    index = LexicalIndex(tmp_path / "large")
    everywhere = Searchable("", "", "กขคง")
    index.apply([], [("d", [LexicalEntry(n, everywhere) for n in range(3000)])])
    index.apply([], [("e", [LexicalEntry(9000, Searchable("", "", "จฉชซ"))])])
    index.commit(1)
    assert index.search(Searchable("", "", "กขคง"), 5)[0].tolist() == []
    assert index.search(Searchable("", "", "กขคงจฉชซ"), 5)[0].tolist() == [9000]
    index.close()


def test_words_and_how_many_chunks_have_them(index: LexicalIndex) -> None:
    assert index.document_frequency(code(7)) == 1
    assert index.document_frequency("ไม่มีคำนี้") == 0
    vocabulary = index.vocabulary()
    assert vocabulary[code(7)] == 1
    assert vocabulary["คลัสเตอร์"] == index.document_frequency("คลัสเตอร์") > 1


def test_replacing_and_removing(index: LexicalIndex) -> None:
    index.apply(["d7", "d8"], [("d7", [entry(70, f"ฉบับใหม่ {code(70)}")])])
    assert numbers(index, code(7))[0] == 7  # not before the commit
    index.commit(4)
    assert numbers(index, code(70))[0] == 70
    assert not {7, 8} & set(numbers(index, f"{code(7)} {code(8)}", 30))
    assert index.size == 28


def test_what_is_not_committed_is_dropped_and_the_lock_given_back(index: LexicalIndex) -> None:
    index.apply(["d7"], [])
    index.release()
    assert index.size == 29
    other = LexicalIndex(index.path, "this", create=False)
    other.apply(["d7"], [])
    other.commit(9)
    other.release()
    other.close()
    index.refresh()
    assert (index.generation, index.size) == (9, 28)


def test_what_a_killed_writer_left_of_its_commit_is_no_hindrance(index: LexicalIndex) -> None:
    """Killed after the lists of deleted texts were written and before the commit: their names come again."""
    for part in (index.path / "chunks", index.path / "documents"):
        committed = json.loads((part / "meta.json").read_text("utf-8"))
        segment = committed["segments"][0]["segment_id"].replace("-", "")
        for operation in range(committed["opstamp"] + 1, committed["opstamp"] + 30):
            (part / f"{segment}.{operation}.del").write_bytes(b"unfinished")
    index.apply(["d7"], [])
    index.commit(4)
    index.release()
    assert (index.generation, index.size, index.documents) == (4, 28, 28)
    assert not index.check()
    assert 7 not in numbers(index, code(7))


def test_an_index_of_another_catalogue_counts_as_empty(index: LexicalIndex) -> None:
    other = LexicalIndex(index.path, "that", create=False)
    assert other.generation == -1
    other.close()
    index.derive_from("that")
    assert index.generation == -1


def test_searching_goes_on_while_it_is_made_anew_and_deleted(index: LexicalIndex) -> None:
    faults: list[BaseException] = []
    done = threading.Event()

    def search() -> None:
        try:
            while not done.is_set():
                index.refresh()
                assert numbers(index, code(7))[0] == 7
        except BaseException as error:
            faults.append(error)

    threads = [threading.Thread(target=search) for _ in range(3)]
    for thread in threads:
        thread.start()
    for generation in range(5, 12):
        build(
            index.path,
            "this",
            lambda: iter([(f"d{n}", [entry(n, text_of(n))]) for n in range(1, 30)]),
            generation,
        )
    done.set()
    for thread in threads:
        thread.join()
    assert not faults
    index.refresh()
    assert index.generation == 11
    assert [file.name for file in index.path.parent.iterdir()] == ["lexical"]


def test_what_takes_its_place_while_a_search_looks_in_vain_is_seen_next_time(
    index: LexicalIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the look that fails and the one after it, the new index is there: only the failed one was seen."""
    other = LexicalIndex(index.path, "this", create=False)
    index.apply(["d7"], [])
    index.commit(4)
    index.release()
    aside = index.path.rename(index.path.with_name("aside"))
    reload = TermIndex._open

    def put_back_after_failing(part: TermIndex, **options: bool) -> None:
        try:
            reload(part, **options)
        except IndexStoreError:
            if aside.exists():
                aside.rename(index.path)
            raise

    with monkeypatch.context() as patch:
        patch.setattr(TermIndex, "_open", put_back_after_failing)
        other.refresh()
    assert index.path.exists()
    other.refresh()
    assert other.generation == 4
    other.close()


def files_of(path: Path, *suffixes: str) -> list[Path]:
    return [file for file in path.rglob("*") if file.suffix in suffixes]


SEGMENT = [".term", ".idx", ".fast", ".fieldnorm"]


@pytest.mark.parametrize("suffix", SEGMENT)
@pytest.mark.parametrize("harm", ["garbage", "truncated", "deleted", "one byte"])
def test_damaged_files_are_noticed_on_opening(index: LexicalIndex, suffix: str, harm: str) -> None:
    index.close()
    for file in files_of(index.path, suffix):
        data = file.read_bytes()
        if harm == "deleted":
            file.unlink()
        elif harm == "truncated":
            file.write_bytes(data[: len(data) // 2])
        elif harm == "garbage":
            file.write_bytes(random.Random(2).randbytes(len(data)))
        else:
            middle = len(data) // 2
            file.write_bytes(data[:middle] + bytes([data[middle] ^ 255]) + data[middle + 1 :])
    with pytest.raises(IndexStoreError):
        LexicalIndex(index.path, "this", create=False)


@pytest.mark.parametrize("name", ["meta.json", "files.json", "format", ".managed.json"])
@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe\x00garbage", b"[]", b"null"])
def test_damaged_descriptions_are_noticed_on_opening(index: LexicalIndex, name: str, content: bytes) -> None:
    index.close()
    for file in index.path.rglob(name):
        file.write_bytes(content)
    try:
        opened = LexicalIndex(index.path, "this", create=False)
    except IndexStoreError:
        return
    assert numbers(opened, code(7))[0] == 7  # of no use to reading it, then
    opened.close()


def test_no_index_is_made_where_there_should_be_one(tmp_path: Path) -> None:
    with pytest.raises(IndexStoreError, match="no lexical index"):
        LexicalIndex(tmp_path / "lexical", create=False)
    assert list(tmp_path.iterdir()) == []


def test_check_reads_all_files(index: LexicalIndex) -> None:
    assert index.check() == ""
    file = files_of(index.path, ".term")[0]
    file.write_bytes(file.read_bytes()[:-1] + b"?")
    assert file.name in index.check()


def test_reading_without_the_right_to_write(index: LexicalIndex, tmp_path: Path) -> None:
    code_ = (
        "from index.lexical import LexicalIndex\nfrom index.searchable import searchable_query\n"
        f"index = LexicalIndex(Path({str(index.path)!r}), 'this', create=False, read_only=True)\n"
        f"print(index.search(searchable_query('{code(7)}'), 1)[0].tolist(), index.generation)\nindex.close()"
    )
    index.close()
    assert as_another_account(tmp_path, code_) == "[7] 3"
