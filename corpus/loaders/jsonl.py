"""JSON lines (.jsonl, .ndjson, also packed with xz or gzip): one record is one text; read as a stream."""

from __future__ import annotations

import gzip
import lzma
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

import orjson

from corpus.errors import EmptyFileError, EncodingError, LoadError, UnreadableFileError, UnsupportedFileError
from corpus.loaders.base import Loaded, Refused, empty, require_text, unreadable
from corpus.loaders.encoding import decode
from corpus.loaders.published import read_published

MAX_LINE = 64_000_000
"""Longest record that is read, in bytes; so that memory stays bounded whatever the file holds."""

_BODY = ("body", "text", "content")
_DATE = ("published", "date", "year")
_RECORD_HINT = (
    'Write one JSON object a line, such as {"id": "1", "title": "...", "body": "..."}. '
    "โปรดเขียนหนึ่งระเบียนต่อหนึ่งบรรทัดเป็น JSON และตรวจบรรทัดนี้อีกครั้ง"
)


def read_jsonl(path: Path, source: str) -> Iterator[Loaded | Refused]:
    """Read the records of a file one by one.

    A record has its text in ``body``, ``text`` or ``content``; it may have id, title, publisher, published (or date, or
    year), url, language and note. It is named ``source#id``, or ``source#line`` without an id.

    Args:
        path: the file; gzip and xz are known by their content.
        source: its name as a source.

    Yields:
        A text for each record; a refusal for each line that is none, or whose id was there before.

    Raises:
        EmptyFileError: if there is no record.
        UnsupportedFileError: if it is one JSON array.
        EncodingError: if it is UTF-16.
        UnreadableFileError: if it cannot be opened, or its packing is damaged; records before the damage come first.
    """
    seen: set[int] = set()
    count = 0
    try:
        with path.open("rb") as raw:
            for number, line in _lines(_unpacked(raw)):
                if number == 1:
                    _check_start(line, source)
                    line = line.removeprefix(b"\xef\xbb\xbf")
                if not line.strip():
                    continue
                count += 1
                yield _record(line, number, source, seen)
    except (lzma.LZMAError, zlib.error, EOFError, gzip.BadGzipFile) as error:
        raise UnreadableFileError(
            f"{source} is damaged after record {count}: {error}.",
            hint="Get or pack the file anew. ไฟล์บีบอัดเสียหาย โปรดขอหรือบีบอัดไฟล์ใหม่อีกครั้ง",
        ) from error
    except OSError as error:
        raise unreadable(source, error) from error
    if count == 0:
        raise empty(source)


def _unpacked(raw: BinaryIO) -> BinaryIO:
    magic = raw.read(6)
    raw.seek(0)
    if magic.startswith(b"\x1f\x8b"):
        return cast(BinaryIO, gzip.open(raw))
    if magic == b"\xfd7zXZ\x00":
        return cast(BinaryIO, lzma.open(raw))
    return raw


def _lines(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Lines with their number from 1; of a line that is too long only the beginning, and one byte over the limit."""
    number = 0
    while line := stream.readline(MAX_LINE + 1):
        number += 1
        yield number, line
        while len(line) > MAX_LINE and not line.endswith(b"\n"):
            line = stream.readline(MAX_LINE + 1)


def _check_start(line: bytes, source: str) -> None:
    if line.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise EncodingError(f"{source} is UTF-16.", hint="Save it as UTF-8. โปรดบันทึกไฟล์ใหม่เป็น UTF-8")
    if line.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"["):
        raise UnsupportedFileError(f"{source} is a JSON array, not one JSON object a line.", hint=_RECORD_HINT)


def _record(line: bytes, number: int, source: str, seen: set[int]) -> Loaded | Refused:
    where = f"{source}#{number}"
    if len(line) > MAX_LINE:
        return _refused(where, number, source, f"is longer than {MAX_LINE:,} bytes")
    try:
        record = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        try:  # orjson takes UTF-8 only
            record = orjson.loads(decode(line, source=where))
        except (orjson.JSONDecodeError, LoadError):
            return _refused(where, number, source, f"is not valid JSON: {error}")
    if not isinstance(record, dict):
        return _refused(where, number, source, "is not a JSON object")
    identifier = _line(record.get("id"))
    if identifier:
        where = f"{source}#{identifier}"
        mark = hash(identifier)
        if mark in seen:
            return _refused(f"{source}#{number}", number, source, f"has the id {identifier!r} of a record before it")
        seen.add(mark)
    body = next((record[key] for key in _BODY if isinstance(record.get(key), str) and record[key]), "")
    try:
        require_text(body, f"Record {where}")
    except EmptyFileError as error:
        return Refused(where, error)
    return Loaded(
        where,
        body,
        title=_line(record.get("title")),
        publisher=_line(record.get("publisher")),
        published=next(filter(None, (read_published(record.get(key)) for key in _DATE)), None),
        language=_line(record.get("language")) or "th",
        url=_line(record.get("url")),
        note=_line(record.get("note")),
    )


def _line(value: object) -> str:
    """A scalar on one line; "" for anything else."""
    return " ".join(str(value).split()) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _refused(where: str, number: int, source: str, what: str) -> Refused:
    return Refused(where, UnreadableFileError(f"Line {number} of {source} {what}.", hint=_RECORD_HINT))
