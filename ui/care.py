"""How the index is, and care for it: measuring, verifying, making the derived indexes anew, while pages are served."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from corpus.errors import KlumError
from index.derived import write_durably
from index.home import CATALOGUE, LEXICAL, VECTORS
from index.library import Index
from ui.reasons import in_thai
from ui.worker import Worker

FILE = "verified.json"
"""In the home: what the last check found."""

STAGES = {"embedding": "ทำเวกเตอร์", "lexical": "ทำดัชนีคำ", "vectors": "ทำดัชนีเวกเตอร์"}
"""What people call the stages of a rebuild."""

_SIZES = {
    "catalogue_bytes": f"{CATALOGUE}*",
    "lexical_bytes": f"{LEXICAL}/**/*",
    "vectors_bytes": f"{VECTORS}/**/*.*",
}
_log = logging.getLogger(__name__)


def stats(index: Index) -> dict[str, Any]:
    """Numbers of documents and chunks, sizes in bytes, the embedding model; what `klum index stats` prints."""
    snapshot = index.vectors.snapshot
    return {
        "home": str(index.home),
        "generation": index.catalogue.generation,
        "encoder": index.catalogue.encoder or index.encoder.name,
        **index.catalogue.counts(),
        "vectors_in_chroma": snapshot.count if snapshot else 0,
        **{name: _size(index.home, pattern) for name, pattern in _SIZES.items()},
    }


@dataclass(frozen=True, slots=True)
class Verified:
    """What a check found.

    Args:
        when: seconds since 1970.
        faults: what is wrong; empty if all is well.
        seconds: how long it took.
        generation: of the catalogue that was checked.
    """

    when: float
    faults: Sequence[str]
    seconds: float
    generation: int


@dataclass(frozen=True, slots=True)
class Work:
    """What is being done, or was done last.

    Args:
        what: "verify", "rebuild", or "" if nothing was.
        running: whether it goes on.
        stage: which part of it, in Thai.
        done: how much of that part is done.
        total: of how much; 0 where that is not known.
        fault: why it failed, in Thai, or "".
    """

    what: str = ""
    running: bool = False
    stage: str = ""
    done: int = 0
    total: int = 0
    fault: str = ""


class Care:
    """Verifies and rebuilds in the background, one thing at a time; safe from any thread.

    Args:
        index: an open index.
    """

    def __init__(self, index: Index) -> None:
        self._index = index
        self._worker = Worker("care")
        self.work = Work()

    @property
    def verified(self) -> Verified | None:
        """What the last check found; None if there was none."""
        try:
            return Verified(**json.loads((self._index.home / FILE).read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def begin(self, what: str) -> bool:
        """Begin to "verify" or to "rebuild"; whether it could be begun, as it cannot while something goes on."""
        if self._worker.busy:
            return False
        self.work = Work(what, True)
        self._worker.put(lambda: self._do(what))
        return True

    def _do(self, what: str) -> None:
        fault = ""
        try:
            if what == "rebuild":
                self._index.rebuild(self._tell)
            self._verify()
        except KlumError as error:
            _log.warning("%s: %s", what, error)
            fault = in_thai(error)
        except Exception:
            _log.exception("%s failed", what)
            fault = "ระบบขัดข้อง โปรดแจ้งผู้ดูแลระบบ"
        self.work = Work(what, fault=fault)

    def _verify(self) -> None:
        self.work = Work(self.work.what, True, "ตรวจสอบ" if self.work.what == "rebuild" else "")
        began, generation = time.monotonic(), self._index.catalogue.generation
        faults = self._index.verify()
        found = Verified(time.time(), faults, round(time.monotonic() - began, 2), generation)
        write_durably(self._index.home / FILE, json.dumps(asdict(found), ensure_ascii=False))

    def _tell(self, stage: str, done: int, total: int) -> None:
        self.work = Work("rebuild", True, STAGES.get(stage, stage), done, total)


def _size(home: Path, pattern: str) -> int:
    """Bytes of the files that a pattern names; one that vanishes meanwhile counts nothing."""
    size = 0
    for file in home.glob(pattern):
        try:
            size += file.stat().st_size if file.is_file() else 0
        except OSError:
            continue
    return size
