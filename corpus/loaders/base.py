"""What every loader gives back, and the checks and translations they share."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from corpus.document import Noise, PartialDate, Span
from corpus.errors import EmptyFileError, LoadError, UnreadableFileError

MAX_BYTES = 200_000_000
"""Largest file that is read whole, in bytes; JSONL is streamed and has no such limit."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """One text as a file gives it, before noise marking and metadata guessing.

    Args:
        source: absolute path as a POSIX string, or ``path#record`` for a record of a JSONL file.
        text: what the file says, decoded.
        title: the title that the file states, or "".
        publisher: the publisher that the file states, or "".
        published: the date that the file states, as far as it does, or None.
        language: BCP 47 code; Thai unless the file states another.
        url: address that the file states for itself, or "".
        note: a remark to show with the text, or "".
        pages: span of each page in order; empty for formats without pages.
        noise: parts that the format itself knows to be furniture, in order, without overlap.
    """

    source: str
    text: str = field(repr=False)
    title: str = ""
    publisher: str = ""
    published: PartialDate | None = None
    language: str = "th"
    url: str = ""
    note: str = ""
    pages: tuple[Span, ...] = ()
    noise: tuple[Noise, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Refused:
    """A file or record that could not be taken in.

    Args:
        source: the file, or ``path#record``.
        error: why, and what to do about it.
    """

    source: str
    error: LoadError


def source_of(path: Path) -> str:
    """The name of a file as a source: its absolute path in POSIX form.

    A name that is no valid UTF-8 (Linux allows it) gets backslash escapes, so that it can be stored and stays unique.
    """
    absolute = Path(os.path.abspath(path)).as_posix()
    return os.fsencode(absolute).decode("utf-8", "backslashreplace")


def check_file(path: Path, source: str) -> int:
    """Make sure that a path is a file with something in it.

    Returns:
        Its size in bytes.

    Raises:
        UnreadableFileError: if it does not exist, is no regular file, or may not be looked at.
        EmptyFileError: if it has 0 bytes.
    """
    try:
        status = path.stat()
    except (OSError, ValueError) as error:
        raise unreadable(source, error) from error
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableFileError(
            f"{source} is not a regular file.",
            hint="Give the path of a file. โปรดระบุพาธของไฟล์ (พาธนี้ไม่ใช่ไฟล์ทั่วไป)",
        )
    if status.st_size == 0:
        raise empty(source)
    return status.st_size


def read_bytes(path: Path, source: str, *, max_bytes: int = MAX_BYTES) -> bytes:
    """Read a whole file.

    Args:
        path: the file.
        source: its name for messages.
        max_bytes: largest size that is accepted, in bytes.

    Raises:
        UnreadableFileError: if it may not be read, or is larger than ``max_bytes``.
        EmptyFileError: if it has 0 bytes.
    """
    size = check_file(path, source)
    if size > max_bytes:
        raise UnreadableFileError(
            f"{source} has {size:,} bytes, more than the limit of {max_bytes:,}.",
            hint="Split it into smaller files, or make the pictures in it smaller. "
            "ไฟล์มีขนาดใหญ่เกินกำหนด โปรดแบ่งเป็นไฟล์ย่อย หรือลดขนาดรูปภาพในไฟล์",
        )
    try:
        return path.read_bytes()
    except OSError as error:
        raise unreadable(source, error) from error


def unreadable(source: str, error: Exception) -> UnreadableFileError:
    """The error for a path that the system will not open, by what the system said."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return UnreadableFileError(
            f"{source} does not exist.", hint="Check the path. ไม่พบไฟล์หรือโฟลเดอร์นี้ โปรดตรวจสอบพาธอีกครั้ง"
        )
    if isinstance(error, PermissionError):
        return UnreadableFileError(
            f"No permission to read {source}.",
            hint="Give this account the right to read it. ไม่มีสิทธิ์อ่าน โปรดขอสิทธิ์การอ่านไฟล์หรือโฟลเดอร์นี้ก่อน",
        )
    reason = (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__
    return UnreadableFileError(
        f"{source} cannot be read: {reason}.",
        hint="Check the path and the disk. อ่านไม่ได้ โปรดตรวจสอบพาธและดิสก์",
    )


def empty(source: str) -> EmptyFileError:
    """The error for a file with nothing to read in it."""
    return EmptyFileError(
        f"{source} has no text in it.",
        hint="Check that the right file was saved. ไม่มีข้อความในไฟล์นี้ โปรดตรวจสอบว่าบันทึกไฟล์ถูกต้องแล้ว",
    )


def require_text(text: str, source: str) -> str:
    """Return ``text`` if there is something to read in it.

    Raises:
        EmptyFileError: if it is blank.
    """
    if not text.strip("\ufeff \t\r\n\f\v\u00a0\u200b"):
        raise empty(source)
    return text


@contextmanager
def translated(source: str, form: str) -> Iterator[None]:
    """Turn whatever a third-party reader raises inside the block into a `LoadError`.

    Damaged input makes these libraries raise nearly anything (KeyError, AttributeError, RecursionError, ...), none of
    which a user can act on; the block should hold nothing but the library's work.

    Args:
        source: the file that is read.
        form: what it is read as, for the message, such as "PDF".

    Raises:
        UnreadableFileError: from any exception that is not a `LoadError` already.
    """
    try:
        yield
    except LoadError:
        raise
    except Exception as error:
        raise UnreadableFileError(
            f"{source} cannot be read as {form}: it is damaged ({type(error).__name__}).",
            hint="Open it in the program that made it, save it anew, and try again. "
            "ไฟล์เสียหาย โปรดเปิดด้วยโปรแกรมต้นทาง บันทึกใหม่ แล้วลองอีกครั้ง",
        ) from error
