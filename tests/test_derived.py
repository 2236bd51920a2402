from __future__ import annotations

import os
from pathlib import Path

import pytest

from corpus.errors import CatalogueError, IndexStoreError
from index.derived import damage, fingerprints, stamp, translated, write_durably


class Panic(BaseException):
    """As pyo3's PanicException, which is no Exception."""


@pytest.mark.parametrize("error", [ValueError("odd"), Panic("odd"), MemoryError("odd"), OSError(5, "odd")])
def test_errors_of_libraries_are_translated(error: BaseException) -> None:
    with (
        pytest.raises(IndexStoreError, match=r"The index cannot be opened: .*odd") as caught,
        translated("The index cannot be opened"),
    ):
        raise error
    assert caught.value.__cause__ is error


@pytest.mark.parametrize("error", [KeyboardInterrupt(), SystemExit(1), CatalogueError("ours")])
def test_what_is_no_library_error_passes(error: BaseException) -> None:
    with pytest.raises(type(error)) as caught, translated("x"):
        raise error
    assert caught.value is error


def test_a_full_disk_is_told() -> None:
    with pytest.raises(IndexStoreError) as caught, translated("x"):
        raise ValueError("An IO error occurred: 'No space left on device (os error 28)'")
    assert caught.value.hint.startswith("Free some space")


def test_damage(tmp_path: Path) -> None:
    file = tmp_path / "a" / "data.bin"
    file.parent.mkdir()
    file.write_bytes(b"0123456789" * 1000)
    recorded = fingerprints(tmp_path, [file])
    assert list(recorded) == ["a/data.bin"]
    assert damage(tmp_path, recorded) == ""
    os.utime(file)
    assert damage(tmp_path, recorded, thorough=True) == ""  # copied: another time, the same content
    status = file.stat()
    file.write_bytes(b"0123456789" * 999 + b"012345678?")
    assert "altered" in damage(tmp_path, recorded)
    os.utime(file, ns=(status.st_atime_ns, recorded["a/data.bin"][1]))
    assert damage(tmp_path, recorded) == ""
    assert "altered" in damage(tmp_path, recorded, thorough=True)
    file.write_bytes(b"short")
    assert "5 bytes instead of 10000" in damage(tmp_path, recorded)
    file.unlink()
    assert "missing" in damage(tmp_path, recorded)
    assert damage(tmp_path, recorded, may_miss=True) == ""


def test_files_that_were_not_touched_are_not_read_again(tmp_path: Path) -> None:
    file = tmp_path / "data.bin"
    file.write_bytes(b"x")
    size, time, _ = fingerprints(tmp_path, [file])["data.bin"]
    known = {"data.bin": (size, time, 12345)}
    assert fingerprints(tmp_path, [file], known) == known
    os.utime(file, ns=(time, time + 1))
    assert fingerprints(tmp_path, [file], known) != known


def test_writing_durably(tmp_path: Path) -> None:
    file = tmp_path / "CURRENT"
    assert stamp(file) is None
    write_durably(file, "one")
    first = stamp(file)
    write_durably(file, "two")
    assert file.read_text() == "two"
    assert stamp(file) != first
    assert [one.name for one in tmp_path.iterdir()] == ["CURRENT"]
    with pytest.raises(OSError, match="missing"):
        write_durably(tmp_path / "missing" / "CURRENT", "x")
