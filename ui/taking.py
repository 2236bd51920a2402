"""Takes staged files in while pages are served: one after another, each on its own, stopped at will.

A file is the unit: the writer's lock is free between two of them, one that fails leaves the others alone, and what was
not begun when it is stopped goes back to the files that wait.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from corpus.errors import KlumError, LockedError
from corpus.loaders import Loaded
from corpus.loaders.kinds import suffix_of
from corpus.reading import document_id
from index.library import Index, IngestReport
from ui.corrections import Corrections, corrected
from ui.reasons import in_thai
from ui.staging import UPLOADS, Staged, Staging, safe_name
from ui.stated import Stated
from ui.worker import Worker

_PAUSE = 1.0
"""Seconds until the next try when another process is writing."""

_PATIENCE = 120.0
"""Seconds after which a file is given back to those that wait, if another process is still writing."""

_KEPT = 500
"""Lines that are remembered."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Line:
    """What becomes of one file.

    Args:
        id: of the staged file.
        name: of the file.
        state: "waiting", "taking", "stored", "same", "failed" or "stopped".
        said: what became of it, in Thai.
        document: id of the document that it became, or "".
    """

    id: str
    name: str
    state: str = "waiting"
    said: str = ""
    document: str = ""


class TakingIn:
    """Takes staged files in; safe from any thread.

    Args:
        index: where to.
        staging: where from.
        corrections: what staff corrected.
    """

    def __init__(self, index: Index, staging: Staging, corrections: Corrections) -> None:
        self._index, self._staging, self._corrections = index, staging, corrections
        self._worker = Worker("taking-in")
        self._lines: dict[str, Line] = {}
        self._changing = threading.Lock()
        self._stopping = False

    @property
    def running(self) -> bool:
        """Whether files are being taken in."""
        return self._worker.busy

    @property
    def lines(self) -> list[Line]:
        """What became of the files, in the order they were given; those of before a restart are not known."""
        return list(self._lines.values())

    def waits(self, identifier: str) -> bool:
        """Whether a staged file is being taken in, or is about to be."""
        line = self._lines.get(identifier)
        return line is not None and line.state in ("waiting", "taking")

    def take(self, files: Sequence[Staged]) -> None:
        """Take files in, after those that are waiting; one that waits already is left alone."""
        with self._changing:
            if not self._worker.busy:
                self._lines.clear()
                self._stopping = False
            for staged in files:
                if staged.state == "ready" and not self.waits(staged.id):
                    self._lines.pop(staged.id, None)
                    self._lines[staged.id] = Line(staged.id, staged.name)
                    self._worker.put(partial(self._take, staged))
            for identifier in list(self._lines)[:-_KEPT]:
                del self._lines[identifier]

    def stop(self) -> None:
        """Leave the files that are not begun yet among those that wait."""
        self._stopping = self._worker.busy

    def _take(self, staged: Staged) -> None:
        if self._stopping:
            self._tell(staged, "stopped", "ยังไม่ได้เพิ่ม ไฟล์ยังอยู่ในรายการรอตรวจ")
            return
        self._tell(staged, "taking", "กำลังเพิ่ม")
        try:
            loaded = self._staging.loaded(staged)
            read = Stated.from_texts(staged.read)
            stated = Stated.from_texts(staged.stated) if staged.stated else self._corrections.proposed(loaded, read)
            wanted = corrected(loaded, read, stated)
            report = self._ingested(wanted)
            if report.refused:
                self._tell(staged, "failed", in_thai(report.refused[0].error))
                return
            if report.unchanged and wanted.url:  # the address is no part of what tells contents apart
                self._index.catalogue.set_url(document_id(wanted.source), wanted.url)
            self._corrections.note(staged.source, staged.sha256, read, stated)
            self._keep(staged)
        except KlumError as error:
            _log.info("staged file %s: %s", staged.id, error)
            self._tell(staged, "failed", in_thai(error))
        except Exception:  # the others must go on
            _log.exception("the staged file %s cannot be taken in", staged.id)
            self._tell(staged, "failed", "ระบบขัดข้อง โปรดแจ้งผู้ดูแลระบบ ไฟล์ยังอยู่ในรายการรอตรวจ")
        else:
            self._told(staged, report)

    def _ingested(self, loaded: Loaded) -> IngestReport:
        deadline = time.monotonic() + _PATIENCE
        while True:
            try:
                return self._index.ingest([loaded], workers=0)
            except LockedError:  # another process, or a colleague's answer that is being stored
                if self._stopping or time.monotonic() > deadline:
                    raise
                time.sleep(_PAUSE)

    def _told(self, staged: Staged, report: IngestReport) -> None:
        if report.stored:
            document = report.stored[0]
            which = f" เป็นฉบับที่ {document.version}" if document.version > 1 else ""
            self._tell(staged, "stored", f"เพิ่มแล้ว{which} {report.characters:,} ตัวอักษร", document.id)
        else:
            holder = report.duplicates[0][1] if report.duplicates else document_id(staged.source)
            self._tell(staged, "same", "มีเนื้อหานี้อยู่แล้ว ไม่มีอะไรเปลี่ยน", holder)

    def _keep(self, staged: Staged) -> None:
        """Keep the file itself beside the index; the one before is replaced only now that its text is."""
        folder = self._index.home / UPLOADS
        folder.mkdir(exist_ok=True)
        head, _, name = staged.source.rpartition("/")
        if head != UPLOADS:  # of another folder, where a file of this name may be another document
            name = f"{document_id(staged.source)}-{safe_name(name)}"
        suffix = suffix_of(staged.name)
        self._staging.file(staged).replace(folder / (name if suffix_of(name) == suffix else f"{name}{suffix}"))
        self._staging.drop(staged.id)

    def _tell(self, staged: Staged, state: str, said: str, document: str = "") -> None:
        with self._changing:
            self._lines[staged.id] = replace(
                self._lines.get(staged.id, Line(staged.id, staged.name)), state=state, said=said, document=document
            )
