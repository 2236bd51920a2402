"""Loaders: files of many types as text with what they state about themselves; see `load` and `load_paths`."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from pathlib import Path

from corpus.errors import EmptyFileError, LoadError
from corpus.loaders.base import MAX_BYTES, Loaded, Refused, check_file, read_bytes, source_of, unreadable
from corpus.loaders.kinds import KINDS, Kind, suffix_of
from corpus.loaders.sniff import HEAD, sniff

__all__ = ["MAX_BYTES", "SUFFIXES", "Loaded", "Refused", "load", "load_paths"]

SUFFIXES = frozenset(KINDS)
"""Ends of the file names that are supported, in lower case (``.jsonl.xz`` counts as one)."""

_READERS = {
    Kind.TEXT: ("text", "read_text"),
    Kind.MARKDOWN: ("markdown", "read_markdown"),
    Kind.HTML: ("html", "read_html"),
    Kind.PDF: ("pdf", "read_pdf"),
    Kind.DOCX: ("docx", "read_docx"),
    Kind.XLSX: ("xlsx", "read_xlsx"),
    Kind.CSV: ("tables", "read_csv"),
}
_SYSTEM_FILES = {"thumbs.db", "desktop.ini", "__macosx"}


def load(path: Path, *, max_bytes: int = MAX_BYTES) -> Iterator[Loaded | Refused]:
    """Read one file. Its content decides what it is read as; its name only tells kinds of plain text apart.

    Args:
        path: the file.
        max_bytes: largest size that is accepted, in bytes; JSONL is streamed and may be larger.

    Returns:
        Its texts: one, or for JSONL one for each record, with a `Refused` for each record that is none.

    Raises:
        LoadError: if the file as a whole cannot be taken in; for JSONL also in the middle of it.
    """
    source = source_of(path)
    check_file(path, source)
    suffix = suffix_of(path.name)
    if KINDS.get(suffix) is Kind.JSONL and sniff(_head(path, source), suffix, source) is Kind.JSONL:
        from corpus.loaders.jsonl import read_jsonl

        return read_jsonl(path, source)
    data = read_bytes(path, source, max_bytes=max_bytes)
    module, function = _READERS[sniff(data, suffix, source)]
    read: Callable[[bytes, str], Loaded] = getattr(import_module(f"corpus.loaders.{module}"), function)
    return iter((read(data, source),))


def load_paths(paths: Iterable[Path], *, max_bytes: int = MAX_BYTES) -> Iterator[Loaded | Refused]:
    """Read files and folders; what cannot be taken in is refused by name, and the rest goes on.

    Folders are read with all that is in them, in the order of their names. Hidden files and those that operating
    systems and Office leave behind are left out, as is a file that was there before.

    Args:
        paths: files and folders.
        max_bytes: as for `load`.

    Yields:
        A text or a refusal for each file or record.
    """
    seen: set[str] = set()
    for path in paths:
        count = 0
        for found in _files(path, set()):
            count += 1
            if isinstance(found, Refused):
                yield found
            elif (source := source_of(found)) not in seen:
                seen.add(source)
                yield from _load_or_refuse(found, source, max_bytes)
        if count == 0:
            yield Refused(
                source_of(path),
                EmptyFileError(f"The folder {source_of(path)} has no files.", hint="Check the path. ไม่มีไฟล์ในโฟลเดอร์นี้"),
            )


def _load_or_refuse(path: Path, source: str, max_bytes: int) -> Iterator[Loaded | Refused]:
    try:
        yield from load(path, max_bytes=max_bytes)
    except LoadError as error:
        yield Refused(source, error)


def _files(path: Path, above: set[tuple[int, int]]) -> Iterator[Path | Refused]:
    """The files under a path, sorted; a folder that links back to one it stands in is not entered again."""
    try:
        status = path.stat()
        if not stat.S_ISDIR(status.st_mode):
            yield path
            return
        here = (status.st_dev, status.st_ino)
        names = sorted(os.listdir(path)) if here not in above else []
    except (OSError, ValueError) as error:
        yield Refused(source_of(path), unreadable(source_of(path), error))
        return
    for name in names:
        if not name.startswith((".", "~$")) and name.lower() not in _SYSTEM_FILES:
            yield from _files(path / name, above | {here})


def _head(path: Path, source: str) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(HEAD)
    except OSError as error:
        raise unreadable(source, error) from error
