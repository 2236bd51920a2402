from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant import Assistant
from assistant.answer import Answer
from corpus.errors import EvaluationError, NotFoundError
from index.library import Index
from ui.evaluations import Evaluations
from ui.opening import open_index
from ui.settings import Settings

ROWS: list[dict[str, Any]] = [
    {"id": "a", "question": "คลัสเตอร์คืออะไร", "must": [["รวมกลุ่ม"]], "kind": "definition"},
    {"id": "b", "question": "ราคาทองคำวันนี้บาทละเท่าไร", "answerable": False, "kind": "abstain"},
    {"id": "c", "question": "คลัสเตอร์ 17 เครือข่ายมีอะไรบ้าง"},
]
SET = "\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS).encode()


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with open_index(Settings(home=tmp_path_factory.mktemp("home"))) as opened:
        yield opened


class Held(Assistant):
    """An assistant that answers only when it is let."""

    def __init__(self, index: Index) -> None:
        super().__init__(index)
        self.go = threading.Semaphore(0)

    def ask(self, question: str, history: Any = ()) -> Answer:
        assert self.go.acquire(timeout=30)
        return super().ask(question, history)


def until(met: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not met():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.01)


def begin(evaluations: Evaluations, name: str, data: bytes) -> str:
    kept = evaluations.keep(name, data)
    assert evaluations.run(kept).fresh and len(evaluations.cases(kept)) == len(ROWS)
    evaluations.go_on(kept)
    return kept


def test_a_run_from_upload_to_report(index: Index, tmp_path: Path) -> None:
    evaluations = Evaluations(tmp_path, Assistant(index))
    begun = begin(evaluations, "ชุดแรก.jsonl", SET)
    until(lambda: evaluations.run(begun).complete)
    run = evaluations.run(begun)
    assert (run.name, run.cases, run.done, run.fault) == ("ชุดแรก", 3, 3, "")
    assert run.summary["correct"] == run.summary["abstained_rightly"] == 1.0
    assert "คลัสเตอร์คืออะไร" in evaluations.file(begun, "report.html").read_text("utf-8")
    assert {identifier: right for identifier, (_, _, right) in evaluations.verdicts(begun).items()} == {
        "a": True, "b": True, "c": None,
    }  # fmt: skip
    assert [one.id for one in evaluations.runs()] == [begun]
    evaluations.delete(begun)
    assert evaluations.runs() == []


def test_stopped_it_keeps_what_is_answered_and_goes_on(index: Index, tmp_path: Path) -> None:
    held = Held(index)
    evaluations = Evaluations(tmp_path, held)
    begun = begin(evaluations, "x.jsonl", SET)
    held.go.release()
    until(lambda: evaluations.run(begun).done == 1)
    assert evaluations.run(begun).running
    with pytest.raises(EvaluationError, match="กำลังทำ"):
        evaluations.delete(begun)
    evaluations.stop(begun)
    held.go.release()
    until(lambda: not evaluations.run(begun).running)
    stopped = evaluations.run(begun)
    assert (stopped.done, stopped.complete) == (2, False) and "หยุด" in stopped.fault
    again = Evaluations(tmp_path, held)  # as after a restart of the server
    again.go_on(begun)
    held.go.release()
    until(lambda: again.run(begun).complete)
    assert held.go.acquire(blocking=False) is False, "no question was asked twice"


def test_a_failure_is_told_and_logged(index: Index, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    class Broken(Assistant):
        def ask(self, question: str, history: Any = ()) -> Answer:
            raise RuntimeError("secret detail")

    evaluations = Evaluations(tmp_path, Broken(index))
    begun = begin(evaluations, "x.jsonl", SET)
    until(lambda: not evaluations.run(begun).running)
    assert "RuntimeError" in evaluations.run(begun).fault and "secret" not in evaluations.run(begun).fault
    assert "secret detail" in caplog.text


@pytest.mark.parametrize(
    "name, data", [("x.jsonl", b"{"), ("x.csv", b"a,b\n1,2\n"), ("x.xlsx", b"PK"), ("x.jsonl", b"")]
)
def test_what_is_no_set_is_refused_and_leaves_nothing(index: Index, tmp_path: Path, name: str, data: bytes) -> None:
    evaluations = Evaluations(tmp_path, Assistant(index))
    with pytest.raises(EvaluationError) as refused:
        evaluations.keep(name, data)
    assert str(tmp_path) not in str(refused.value) and evaluations.runs() == []


@pytest.mark.parametrize("identifier", ["", "..", "../../etc", "20260101-000000-abcdef"])
def test_no_such_run(index: Index, tmp_path: Path, identifier: str) -> None:
    evaluations = Evaluations(tmp_path, Assistant(index))
    for act in (evaluations.run, evaluations.stop, evaluations.delete, evaluations.go_on, evaluations.verdicts):
        with pytest.raises(NotFoundError):
            act(identifier)


def test_no_other_file_is_given_out(index: Index, tmp_path: Path) -> None:
    evaluations = Evaluations(tmp_path, Assistant(index))
    begun = begin(evaluations, "x.jsonl", SET)
    until(lambda: evaluations.run(begun).complete)
    for name in ("run.json", "../../inbox.sqlite3", "cases.jsonl", ""):
        with pytest.raises(NotFoundError):
            evaluations.file(begun, name)
