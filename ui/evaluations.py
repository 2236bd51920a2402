"""Runs of question sets from the web: a folder each in the home, one at a time, stopped and gone on with at will."""

from __future__ import annotations

import json
import logging
import re
import secrets
import shutil
import threading
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from assistant import Assistant
from corpus.errors import EvaluationError, KlumError, NotFoundError
from evals.cases import Case, read_cases
from evals.metrics import judge, summarise
from evals.report import render_report
from evals.runs import PART, REPORT, RESULTS, SUMMARY, run_cases, write_report, write_summary
from ui.evaluation_run import Run

FOLDER = "evaluations"
DOWNLOADS = {RESULTS: "application/jsonl", SUMMARY: "application/json"}
_STATE = "run.json"
_ID = re.compile(r"\d{8}-\d{6}-[0-9a-f]{6}")
_log = logging.getLogger(__name__)


class _Stopped(Exception):
    """The run was stopped by who watches it."""


class Evaluations:
    """Keeps and runs evaluations; safe from any thread.

    Args:
        home: the Klum home.
        assistant: whom to ask.

    Attributes:
        assistant: whom they ask.
    """

    def __init__(self, home: Path, assistant: Assistant) -> None:
        self._folder = home / FOLDER
        self.assistant = assistant
        self._turn = threading.Lock()
        self._progress: dict[str, int] = {}
        self._stop: set[str] = set()
        self._faults: dict[str, str] = {}

    def keep(self, name: str, data: bytes) -> str:
        """Check a question set and keep it; `go_on` begins to run it.

        Args:
            name: of the uploaded file; its ending says what it is.
            data: its content.

        Returns:
            The run's id.

        Raises:
            EvaluationError: if it is no question set; names the line.
        """
        identifier = f"{datetime.now():%Y%m%d-%H%M%S}-{secrets.token_hex(3)}"
        folder = self._folder / identifier
        folder.mkdir(parents=True)
        path = folder / f"cases{Path(name).suffix.lower()}"
        try:
            path.write_bytes(data)
            cases = read_cases(path)
        except EvaluationError as error:
            shutil.rmtree(folder, ignore_errors=True)
            raise EvaluationError(error.message.replace(str(path), name), hint=error.hint) from error
        state = {"name": Path(name).stem, "file": path.name, "cases": len(cases)}
        (folder / _STATE).write_text(json.dumps(state, ensure_ascii=False), "utf-8")
        return identifier

    def go_on(self, identifier: str) -> None:
        """Run what is left of a run, in the background."""
        folder, state = self._opened(identifier)
        if identifier in self._progress or (folder / REPORT).exists():
            return
        self._progress[identifier] = 0
        self._faults.pop(identifier, None)
        self._stop.discard(identifier)
        run = threading.Thread(
            target=self._run, args=(identifier, folder, state), daemon=True, name=f"run-{identifier}"
        )
        run.start()

    def stop(self, identifier: str) -> None:
        """Stop a run; what is answered is kept."""
        self._opened(identifier)
        self._stop.add(identifier)

    def delete(self, identifier: str) -> None:
        """Delete a run with its results.

        Raises:
            EvaluationError: if it is running.
        """
        folder, _ = self._opened(identifier)
        if identifier in self._progress:
            raise EvaluationError("การประเมินนี้กำลังทำอยู่", hint="โปรดหยุดก่อนแล้วลบ")
        shutil.rmtree(folder, ignore_errors=True)

    def run(self, identifier: str) -> Run:
        """How a run stands.

        Raises:
            NotFoundError: if there is no such run.
        """
        folder, state = self._opened(identifier)
        summary = _read(folder / SUMMARY) if (folder / REPORT).exists() else {}
        running = identifier in self._progress
        done = self._progress.get(identifier) or _lines(folder / (RESULTS if summary else PART))
        fault = self._faults.get(identifier, "")
        return Run(identifier, state["name"], state["cases"], done, running, fault, summary)

    def runs(self) -> list[Run]:
        """All runs, newest first."""
        if not self._folder.is_dir():
            return []
        names = sorted((path.name for path in self._folder.iterdir() if _ID.fullmatch(path.name)), reverse=True)
        return [self.run(name) for name in names if (self._folder / name / _STATE).is_file()]

    def file(self, identifier: str, name: str) -> Path:
        """A file of a complete run.

        Raises:
            NotFoundError: if there is none of this name.
        """
        folder, _ = self._opened(identifier)
        if name not in {*DOWNLOADS, REPORT} or not (folder / name).is_file() or not (folder / REPORT).is_file():
            raise NotFoundError(f"There is no file {name!r} of the run {identifier!r}.")
        return folder / name

    def cases(self, identifier: str) -> list[Case]:
        """The question set of a run.

        Raises:
            NotFoundError: if there is no such run.
        """
        folder, state = self._opened(identifier)
        return read_cases(folder / state["file"])

    def verdicts(self, identifier: str) -> dict[str, tuple[Case, Mapping[str, Any], bool | None]]:
        """The cases of a complete run by id: the case, its result, and whether that is right."""
        lines = self.file(identifier, RESULTS).read_text("utf-8").split("\n")
        results = {one["id"]: one for one in map(json.loads, filter(None, lines))}
        cases = self.cases(identifier)
        return {case.id: (case, results[case.id], judge(case, results[case.id]).right) for case in cases}

    def _run(self, identifier: str, folder: Path, state: Mapping[str, Any]) -> None:
        def told(done: int, _: int) -> None:
            self._progress[identifier] = done
            if identifier in self._stop:
                raise _Stopped

        try:
            with self._turn:
                cases = read_cases(folder / state["file"])
                results = run_cases(self.assistant, cases, folder, resume=True, progress=told)
                summary = summarise(cases, results)
                write_summary(folder, summary)
                write_report(folder, render_report(state["name"], cases, results, summary, self._facts()))
        except _Stopped:
            self._faults[identifier] = "หยุดไว้ คำตอบที่ได้แล้วยังอยู่"
        except KlumError as error:
            self._faults[identifier] = str(error)
        except Exception as error:
            _log.exception("the evaluation %s failed", identifier)
            self._faults[identifier] = f"ระบบขัดข้อง ({type(error).__name__}) รายละเอียดอยู่ในบันทึกของระบบ"
        finally:
            self._progress.pop(identifier, None)

    def _facts(self) -> Sequence[str]:
        index = self.assistant.index
        counts = index.catalogue.counts()
        return [f"{datetime.now():%Y-%m-%d %H:%M}", index.encoder.name, f"เอกสาร {counts['documents']:,} ฉบับ"]

    def _opened(self, identifier: str) -> tuple[Path, dict[str, Any]]:
        folder = self._folder / identifier
        if not _ID.fullmatch(identifier) or not (folder / _STATE).is_file():
            raise NotFoundError("ไม่พบการประเมินนี้", hint="อาจถูกลบไปแล้ว")
        return folder, _read(folder / _STATE)


def _read(path: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return read


def _lines(path: Path) -> int:
    return path.read_bytes().count(b"\n") if path.is_file() else 0
