"""JSON lines: records, packings, bad lines, and what stays bounded."""

from __future__ import annotations

import gzip
import lzma
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import orjson
import pytest

from corpus.errors import EmptyFileError, EncodingError, UnreadableFileError, UnsupportedFileError
from corpus.loaders import Loaded, Refused, jsonl, load, load_paths
from tests.loader_files import damaged, texts

RECORD = {
    "id": "a1",
    "title": "หัวข้อ\nยาว",
    "body": "เนื้อหา\r\n",
    "publisher": "กรม",
    "date": "2558-01-20",
    "url": "https://x.th",
}


def write(path: Path, *records: object) -> Path:
    path.write_bytes(b"".join(orjson.dumps(record) + b"\n" for record in records))
    return path


def test_fields(tmp_path: Path) -> None:
    english = {"text": "สอง", "published": "--09-09", "language": "en"}
    path = write(tmp_path / "a.jsonl", RECORD, english, {"content": "สาม", "id": 7})
    first, second, third = load(path)
    assert isinstance(first, Loaded)
    assert first.source == f"{path.as_posix()}#a1"
    assert (first.title, first.text, first.publisher, str(first.published), first.url) == (
        "หัวข้อ ยาว", "เนื้อหา\r\n", "กรม", "2015-01-20", "https://x.th",
    )  # fmt: skip
    assert isinstance(second, Loaded)
    assert (second.source, str(second.published), second.language) == (f"{path.as_posix()}#2", "--09-09", "en")
    assert third.source == f"{path.as_posix()}#7"


@pytest.mark.parametrize(
    ("name", "pack"),
    [("a.jsonl.xz", lzma.compress), ("a.ndjson.gz", gzip.compress), ("a.JSONL", bytes), ("b.jsonl", gzip.compress)],
)
def test_packings_are_known_by_content(tmp_path: Path, name: str, pack: Callable[[bytes], bytes]) -> None:
    path = tmp_path / name
    path.write_bytes(pack(orjson.dumps(RECORD) + b"\n" + orjson.dumps({"body": "สอง"})))
    assert texts(list(load(path))) == ["เนื้อหา\r\n", "สอง"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{broken", "not valid JSON"),
        (b"[1, 2]", "not a JSON object"),
        (b'"text"', "not a JSON object"),
        (b'{"id": "x"}', "no text"),
        (b'{"body": "  "}', "no text"),
        (b'{"body": 5}', "no text"),
        (b'{"body": "\xff\xfe\x00"}', "not valid JSON"),
        (b'{"id": "a1", "body": "x"}', "id 'a1' of a record before"),
        (b'{"body": "\\ud800"}', "not valid JSON"),
        (b"[" * 10_000, "not valid JSON"),
    ],
)
def test_a_bad_line_is_refused_and_the_rest_goes_on(tmp_path: Path, line: bytes, reason: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(orjson.dumps(RECORD) + b"\n\n" + line + b"\n" + orjson.dumps({"body": "ท้าย"}))
    first, bad, last = load(path)
    assert isinstance(bad, Refused)
    assert reason in bad.error.message
    assert path.as_posix() in bad.error.message
    assert texts([first, last]) == ["เนื้อหา\r\n", "ท้าย"]


def test_a_bad_line_has_its_number(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"body": "x"}\n\n\n{broken\n')
    *_, bad = load(path)
    assert isinstance(bad, Refused)
    assert bad.source == f"{path.as_posix()}#4"
    assert "Line 4" in bad.error.message


def test_cp874_lines_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes('{"body": "กระทรวงอุตสาหกรรม"}'.encode("cp874"))
    assert texts(list(load(path))) == ["กระทรวงอุตสาหกรรม"]


def test_a_byte_order_mark_is_no_part_of_the_first_record(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"body": "x"}\n')
    assert texts(list(load(path))) == ["x"]


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"\n\n", EmptyFileError),
        (b"", EmptyFileError),
        (b'[{"body": "x"}]', UnsupportedFileError),
        ('{"body": "x"}'.encode("utf-16"), EncodingError),
    ],
)
def test_whole_files_that_are_refused(tmp_path: Path, content: bytes, error: type[Exception]) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(content)
    with pytest.raises(error):
        list(load(path))


@pytest.mark.parametrize(("name", "pack"), [("a.jsonl.xz", lzma.compress), ("a.jsonl.gz", gzip.compress)])
def test_a_cut_off_archive_gives_its_first_records(tmp_path: Path, name: str, pack: Callable[[bytes], bytes]) -> None:
    path = tmp_path / name
    lines = b"".join(orjson.dumps({"body": f"ข้อความ {number * 7919}"}) + b"\n" for number in range(20_000))
    path.write_bytes(pack(lines)[:-1000])
    found = list(load_paths([path]))
    assert texts(found[:1]) == ["ข้อความ 0"]
    assert isinstance(found[-1], Refused)
    assert found[-1].error.message.startswith(f"{path.as_posix()} is damaged after record {len(found) - 1}")
    assert found[-1].error.__cause__ is not None


def test_damaged_archives_raise_load_errors_only(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    for pack in (gzip.compress, lzma.compress):
        for data in damaged(pack(orjson.dumps(RECORD) * 50), 60):
            path.write_bytes(data)
            try:
                list(load(path))
            except (UnreadableFileError, UnsupportedFileError, EmptyFileError):
                continue


def test_a_line_that_is_too_long_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonl, "MAX_LINE", 100)
    path = write(tmp_path / "a.jsonl", {"body": "x" * 1000}, {"body": "ต่อ"})
    bad, good = load(path)
    assert isinstance(bad, Refused)
    assert "longer than 100 bytes" in bad.error.message
    assert good.source == f"{path.as_posix()}#2"


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.xz"
    with lzma.open(path, "wb", preset=0) as file:
        for number in range(4000):
            file.write(orjson.dumps({"id": number, "body": "ข้อความ " * 1000}) + b"\n")
    tracemalloc.start()
    try:
        count = sum(1 for _ in load(path))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert count == 4000
    assert peak < 8_000_000  # the file unpacks to 88 MB


def test_real_records(shared: Path) -> None:
    found = [item for item, _ in zip(load(shared / "data" / "thaigov-2025.jsonl.xz"), range(500), strict=False)]
    assert len(texts(found)) == 500
    assert all(isinstance(item, Loaded) and str(item.published) == "2025" for item in found)
