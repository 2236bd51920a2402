"""Uploaded files that wait for a look before they are taken in: a folder each in the home, never served.

Only the names that we give stand on disk; what a file was called is data beside it.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
import shutil
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

from corpus.chunking import chunk_document
from corpus.errors import KlumError, LoadError, NotFoundError, UnreadableFileError, UnsupportedFileError
from corpus.loaders import Loaded, load
from corpus.loaders.kinds import KINDS, Kind, suffix_of
from corpus.reading import loaded_hash, to_document
from index.derived import write_durably
from ui.reasons import in_thai
from ui.staged_text import from_text, to_text
from ui.stated import Stated

FOLDER, UPLOADS = "staging", "uploads"
LARGEST_FILE = 50_000_000
"""Upper length of one file, in bytes."""

LARGEST_UPLOAD = 200_000_000
"""Upper length of all files of one form together, in bytes."""

KEPT_DAYS = 14
"""Days after which a file that nobody took in is deleted."""

TYPES = tuple(sorted(suffix for suffix, kind in KINDS.items() if kind is not Kind.JSONL))
"""Ends of names that may be uploaded; JSON lines hold many documents, `klum ingest` takes them."""

_STATE, _TEXT = "staged.json", "text.json"
_ID = re.compile(r"[0-9a-f]{16}")
_UNSAFE = re.compile(r"[^\w.() \u0e00-\u0e7f-]")
_PART = 1 << 20
_MOST_ATTEMPTS = 2
_LONGEST_NAME = 200  # bytes; file systems take 255
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Staged:
    """A file that waits.

    Args:
        id: names its folder.
        name: what it was called, without anything that a path or a page could stumble over.
        user: who uploaded it.
        when: seconds since 1970.
        size: in bytes.
        source: of the document that it becomes; that of another document if it is to replace it.
        state: "waiting" to be read, "ready", or "refused".
        said: why it was refused, in Thai.
        characters: length of its text.
        chunks: how many passages it is cut into.
        sha256: hash of what it states, by which the same content is known again.
        read: title, publisher, date and address as read; see `Stated.texts`.
        stated: the same as staff corrected them; empty before that.
        attempts: how often reading it was begun.
    """

    id: str
    name: str
    user: str
    when: float
    size: int
    source: str
    state: str = "waiting"
    said: str = ""
    characters: int = 0
    chunks: int = 0
    sha256: str = ""
    read: Mapping[str, str] = field(default_factory=dict)
    stated: Mapping[str, str] = field(default_factory=dict)
    attempts: int = 0


class Staging:
    """Keeps uploaded files; safe from any thread.

    Args:
        home: the Klum home.
    """

    def __init__(self, home: Path) -> None:
        self._folder = home / FOLDER

    def add(self, name: str, stream: BinaryIO, user: str, source: str = "") -> Staged:
        """Keep an uploaded file.

        Args:
            name: as the browser gives it.
            stream: its content.
            user: who uploaded it.
            source: of the document that it is to replace; by default the one of this name.

        Raises:
            LoadError: if it is too large, or not of a type that is read; says so in Thai.
            OSError: if it cannot be written.
        """
        shown = safe_name(name)
        suffix = suffix_of(shown)
        if suffix not in TYPES:
            raise UnsupportedFileError("ไม่รับไฟล์ชนิดนี้", hint=f"รับเฉพาะ {', '.join(TYPES)}")
        identifier = secrets.token_hex(8)
        folder = self._folder / identifier
        folder.mkdir(parents=True)
        try:
            size = _copied(stream, folder / f"content{suffix}")
            staged = Staged(identifier, shown, user, time.time(), size, source or f"{UPLOADS}/{shown}")
            self.save(staged)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return staged

    def all(self) -> list[Staged]:
        """The files that wait, newest first; those that waited for too long are deleted."""
        found = []
        for folder in self._folder.iterdir() if self._folder.is_dir() else ():
            staged: Staged | None = None
            try:
                staged = self.get(folder.name)
                when = staged.when
            except NotFoundError:  # being written, or left by a server that was stopped meanwhile
                when = _changed(folder)
            if time.time() - when > KEPT_DAYS * 86_400:
                self.drop(folder.name)
            elif staged is not None:
                found.append(staged)
        return sorted(found, key=lambda staged: -staged.when)

    def get(self, identifier: str) -> Staged:
        """One file.

        Raises:
            NotFoundError: if there is none.
        """
        try:
            if _ID.fullmatch(identifier):
                return Staged(**json.loads((self._folder / identifier / _STATE).read_text("utf-8")))
        except (OSError, ValueError, TypeError) as error:
            _log.info("no staged file %s: %s", identifier, error)
        raise NotFoundError("ไม่พบไฟล์ที่รอตรวจนี้แล้ว", hint="อาจเพิ่มเข้าคลังหรือถูกลบไปแล้ว")

    def file(self, staged: Staged) -> Path:
        """Where its content lies."""
        return self._folder / staged.id / f"content{suffix_of(staged.name)}"

    def read(self, staged: Staged) -> Staged:
        """Read a file, so that it can be looked at; what cannot be read is refused with the reason.

        A file that brought the server down twice, as a fault in a library that reads PDF may, is not tried again.
        """
        if staged.attempts >= _MOST_ATTEMPTS:
            refused = replace(staged, state="refused", said="ระบบหยุดกลางคันขณะอ่านไฟล์นี้ จึงไม่อ่านซ้ำ โปรดแจ้งผู้ดูแลระบบ")
            self.save(refused)
            return refused
        staged = replace(staged, attempts=staged.attempts + 1)
        try:
            self.save(staged)
            loaded = self._loaded(staged)
            document = to_document(loaded)
            chunks, _ = chunk_document(document)
            shown = replace(loaded, noise=document.noise)
            write_durably(self._folder / staged.id / _TEXT, to_text(shown))
        except KlumError as error:
            _log.info("staged file %s: %s", staged.id, error)
            done = replace(staged, state="refused", said=in_thai(error))
        except Exception:  # a file that we fail on must not hold up the others
            _log.exception("the staged file %s cannot be read", staged.id)
            done = replace(staged, state="refused", said="ระบบอ่านไฟล์นี้ไม่สำเร็จ โปรดแจ้งผู้ดูแลระบบ")
        else:
            done = replace(
                staged, state="ready", characters=len(document.text), chunks=len(chunks), sha256=loaded_hash(loaded),
                read=Stated.of(document).texts,
            )  # fmt: skip
        self.save(done)
        return done

    def loaded(self, staged: Staged) -> Loaded:
        """What was read of a file that is ready.

        Raises:
            NotFoundError: if it is not there.
        """
        try:
            return from_text((self._folder / staged.id / _TEXT).read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise NotFoundError("ไม่พบข้อความของไฟล์นี้แล้ว", hint="โปรดอัปโหลดใหม่") from error

    def drop(self, identifier: str) -> None:
        """Delete a file that waits."""
        if _ID.fullmatch(identifier):
            shutil.rmtree(self._folder / identifier, ignore_errors=True)

    def save(self, staged: Staged) -> None:
        """Write down what is known of a file, unless it was thrown away meanwhile."""
        if (self._folder / staged.id).is_dir():
            write_durably(self._folder / staged.id / _STATE, json.dumps(asdict(staged), ensure_ascii=False))

    def _loaded(self, staged: Staged) -> Loaded:
        records = list(load(self.file(staged), max_bytes=LARGEST_FILE))
        if len(records) != 1 or not isinstance(records[0], Loaded):
            raise UnsupportedFileError("ไฟล์นี้ไม่ใช่เอกสารหนึ่งฉบับ", hint="โปรดแยกเป็นไฟล์ละหนึ่งเอกสาร")
        return replace(records[0], source=staged.source)


def _changed(folder: Path) -> float:
    try:
        return folder.stat().st_mtime
    except OSError:
        return time.time()


def safe_name(name: str) -> str:
    """A file name without folders and without signs that a path could stumble over, its end if it is too long."""
    plain = _UNSAFE.sub("_", Path(name.replace("\\", "/")).name).strip(". ")
    return plain.encode()[-_LONGEST_NAME:].decode("utf-8", "ignore") or "file"


def _copied(stream: BinaryIO, target: Path) -> int:
    """Write a stream to a file; its length in bytes."""
    size = 0
    with target.open("xb") as file:
        while part := stream.read(_PART):
            size += len(part)
            if size > LARGEST_FILE:
                raise UnreadableFileError("ไฟล์ใหญ่เกินไป", hint=f"รับไฟล์ละไม่เกิน {LARGEST_FILE // 1_000_000} MB")
            file.write(part)
    if not size:
        raise LoadError("ไฟล์ว่างเปล่า", hint="โปรดตรวจว่าบันทึกไฟล์ถูกต้องแล้ว")
    return size
