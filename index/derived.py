"""What the two derived indexes share: fingerprints that tell damage, durable small files, errors of Rust libraries."""

from __future__ import annotations

import ctypes
import os
import uuid
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from corpus.errors import IndexStoreError, KlumError

Fingerprint = tuple[int, int, int]
"""Size in bytes, time of the last change in nanoseconds, CRC-32."""

_PART = 1 << 20


@contextmanager
def translated(what: str) -> Iterator[None]:
    """Turn whatever tantivy or Chroma raises inside the block into an `IndexStoreError`, Rust panics too.

    A panic reaches Python as an exception that is no `Exception`, hence the wide net.

    Args:
        what: what cannot be done, the beginning of the message.
    """
    try:
        yield
    except (KlumError, KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:
        full = "No space left" in str(error) or "disk is full" in str(error)
        hint = "Free some space on the disk; " if full else ""
        raise IndexStoreError(
            f"{what}: {error}".rstrip(".") + ".", hint=f"{hint}it is made again from the catalogue, nothing is lost."
        ) from error


def fingerprints(
    folder: Path, files: Iterable[Path], known: Mapping[str, Fingerprint] | None = None
) -> dict[str, Fingerprint]:
    """Fingerprints of files by their name within a folder.

    Args:
        folder: the folder.
        files: files in it that will not be written to any more.
        known: fingerprints taken before; a file that has not been touched since is not read again.
    """
    found: dict[str, Fingerprint] = {}
    for file in files:
        name = file.relative_to(folder).as_posix()
        status = file.stat()
        before = (known or {}).get(name)
        if before is not None and before[:2] == (status.st_size, status.st_mtime_ns):
            found[name] = before
        else:
            found[name] = (status.st_size, status.st_mtime_ns, _crc(file))
    return found


def damage(folder: Path, recorded: Mapping[str, Fingerprint], *, may_miss: bool = False, thorough: bool = False) -> str:
    """What is wrong with files that were fingerprinted; "" if nothing is.

    Libraries that map such files into memory can crash the process on damaged ones, so this comes before opening.

    Args:
        folder: the folder.
        recorded: fingerprints by name.
        may_miss: whether files may have been deleted since.
        thorough: read also those whose size and time have not changed.
    """
    for name, (size, changed, crc) in recorded.items():
        file = folder / name
        try:
            status = file.stat()
            if status.st_size != size:
                return f"{name} has {status.st_size} bytes instead of {size}"
            if (thorough or status.st_mtime_ns != changed) and _crc(file) != crc:
                return f"{name} has been altered"
        except FileNotFoundError:
            if not may_miss:
                return f"{name} is missing"
        except OSError as error:
            return f"{name} cannot be read: {error.strerror}"
    return ""


def stamp(file: Path) -> tuple[int, int, int] | None:
    """What changes whenever a file is replaced; None if there is no such file."""
    try:
        status = file.stat()
    except OSError:
        return None
    return status.st_ino, status.st_mtime_ns, status.st_size


def write_durably(file: Path, text: str) -> None:
    """Write a small file so that readers, and the next start after a power cut, see the old or the new one whole."""
    temporary = file.with_name(f"{file.name}.{uuid.uuid4().hex[:8]}")
    try:
        temporary.write_text(text, encoding="utf-8")
        sync(temporary)
        os.replace(temporary, file)
        sync(file.parent)
    finally:
        temporary.unlink(missing_ok=True)


def sync(path: Path) -> None:
    """Bring a file, or the list of names of a folder, safely to disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def give_memory_back() -> None:
    """Return freed memory to the system where the C library is glibc, which keeps what each thread has freed.

    The writer threads of tantivy and Chroma come and go; without this a long ingest holds a third more.
    """
    with suppress(OSError, AttributeError):
        ctypes.CDLL("libc.so.6").malloc_trim(0)


def _crc(file: Path) -> int:
    crc = 0
    with file.open("rb") as stream:
        while part := stream.read(_PART):
            crc = zlib.crc32(part, crc)
    return crc
