"""Checks and translations that all loaders share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from corpus.errors import EmptyFileError, EncodingError, UnreadableFileError
from corpus.loaders.base import check_file, read_bytes, require_text, source_of, translated, unreadable


def test_source_is_the_absolute_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert source_of(Path("ก/../ข.txt")) == f"{tmp_path.as_posix()}/ข.txt"


@pytest.mark.skipif(os.name != "posix", reason="only POSIX names can be bytes that are no UTF-8")
def test_names_that_are_no_utf8_can_be_stored_and_stay_apart() -> None:
    first, second = (source_of(Path(os.fsdecode(b"/x/" + name))) for name in (b"\xa1\xd2", b"\xa1\xd3"))
    assert first == "/x/\\xa1\\xd2"
    assert first != second
    first.encode()


def test_read_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"12345")
    assert read_bytes(path, "a") == b"12345"
    assert check_file(path, "a") == 5
    with pytest.raises(UnreadableFileError, match="5 bytes, more than the limit of 4"):
        read_bytes(path, "a", max_bytes=4)


def test_what_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    with pytest.raises(EmptyFileError):
        check_file(tmp_path / "empty.txt", "a")
    with pytest.raises(UnreadableFileError, match="does not exist"):
        check_file(tmp_path / "none.txt", "a")
    with pytest.raises(UnreadableFileError, match="does not exist"):
        check_file(tmp_path / "empty.txt" / "below", "a")
    with pytest.raises(UnreadableFileError, match="not a regular file"):
        check_file(tmp_path, "a")
    with pytest.raises(UnreadableFileError, match="cannot be read"):
        check_file(Path("a\x00b"), "a")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(UnreadableFileError, match="not a regular file"):
        check_file(tmp_path / "pipe.txt", "a")


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (FileNotFoundError(), "does not exist"),
        (PermissionError(13, "Permission denied"), "No permission"),
        (OSError(5, "Input/output error"), "Input/output error"),
        (ValueError("embedded null byte"), "embedded null byte"),
    ],
)
def test_unreadable_says_what_the_system_said(error: Exception, message: str) -> None:
    assert message in unreadable("/a", error).message


def test_require_text() -> None:
    assert require_text(" ก", "a") == " ก"
    with pytest.raises(EmptyFileError, match="a has no text"):
        require_text("\ufeff \n\u200b", "a")


@pytest.mark.parametrize("error", [KeyError("x"), RecursionError(), AttributeError(), MemoryError()])
def test_library_errors_are_translated_with_their_cause(error: Exception) -> None:
    with pytest.raises(UnreadableFileError, match=f"damaged .{type(error).__name__}") as caught, translated("a", "PDF"):
        raise error
    assert caught.value.__cause__ is error


def test_load_errors_pass() -> None:
    with pytest.raises(EncodingError), translated("a", "PDF"):
        raise EncodingError("x")


def test_interruption_passes() -> None:
    with pytest.raises(KeyboardInterrupt), translated("a", "PDF"):
        raise KeyboardInterrupt
