from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant import Assistant
from corpus.document import Span
from corpus.errors import EvaluationError
from evals.cases import Case
from evals.runs import PART, RESULTS, kept_results, run_case, run_cases, write_summary
from index.library import Index
from tests.klum_runner import COMMAND, ROOT, environment, klum, starter_home

CASES = [
    Case("a", "ปัจจัยแห่งความสำเร็จของคลัสเตอร์มีอะไรบ้าง", "list"),
    Case("b", "แล้วจัดที่ไหน", "followup", history=("คลัสเตอร์สัญจรครั้งที่ 4 จัดวันที่เท่าไร",)),
    Case("c", "ราคาทองคำวันนี้เท่าไร", "abstain", answerable=False),
]
CONTRACT = {"id", "answer", "abstained", "citations", "retrieved", "seconds"}


@pytest.fixture(scope="module")
def assistant() -> Iterator[Assistant]:
    with Index.open(starter_home()) as index:
        yield Assistant(index)


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_results_have_the_fields_of_the_contract(assistant: Assistant, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    results = run_cases(assistant, CASES, tmp_path / "new" / "out", progress=lambda *now: told.append(now))
    assert lines(tmp_path / "new" / "out" / RESULTS) == results
    assert [path.name for path in (tmp_path / "new" / "out").iterdir()] == [RESULTS]
    assert [result["id"] for result in results] == ["a", "b", "c"]
    assert told == [(1, 3), (2, 3), (3, 3)]
    for result in results:
        assert result.keys() >= CONTRACT and isinstance(result["seconds"], float)
        assert len(result["retrieved"]) == 10
        assert all(hit.keys() == {"source", "start", "end", "score"} for hit in result["retrieved"])
        scores = [hit["score"] for hit in result["retrieved"]]
        assert scores == sorted(scores, reverse=True)
    assert [result["abstained"] for result in results] == [False, False, True]


def test_citations_are_the_words_of_their_sources(assistant: Assistant) -> None:
    texts = {document.id: document.text for document in assistant.index.catalogue.documents()}
    citations = run_case(assistant, CASES[0])["citations"]
    assert citations
    for citation in citations:
        assert Span(citation["start"], citation["end"]).of(texts[citation["document_id"]]) == citation["quote"]


def test_question_that_cannot_be_asked_fails_alone(assistant: Assistant, tmp_path: Path) -> None:
    results = run_cases(assistant, [Case("long", "กลุ่ม" * 600), CASES[2]], tmp_path)
    assert "ยาวเกินไป" in results[0]["error"] and results[0].keys() >= CONTRACT
    assert (results[0]["answer"], results[0]["abstained"], results[0]["citations"]) == ("", False, [])
    assert "error" not in results[1]
    assert kept_results(tmp_path, [Case("long", "กลุ่ม" * 600), CASES[2]]).keys() == {"c"}


def test_resume_keeps_what_was_asked_alike(assistant: Assistant, tmp_path: Path) -> None:
    """Kept: the same id, question and history. The order of the set is that of the results."""
    first = run_cases(assistant, CASES, tmp_path)
    changed = [CASES[2], Case("b", CASES[1].question, history=("คลัสเตอร์คืออะไร",)), Case("d", "ใครจัด"), CASES[0]]
    told: list[tuple[int, int]] = []
    second = run_cases(assistant, changed, tmp_path, resume=True, progress=lambda *now: told.append(now))
    assert [result["id"] for result in second] == ["c", "b", "d", "a"]
    assert (second[0], second[3]) == (first[2], first[0])
    assert second[1]["history"] == ["คลัสเตอร์คืออะไร"]
    assert told == [(2, 4), (3, 4), (4, 4), (4, 4)]


def test_without_resume_all_is_asked_anew(assistant: Assistant, tmp_path: Path) -> None:
    (tmp_path / PART).write_text(json.dumps({"id": "a"}) + "\n", "utf-8")
    first = run_cases(assistant, CASES[:1], tmp_path)
    stale = {**first[0], "answer": "เก่า"}
    (tmp_path / RESULTS).write_text(json.dumps(stale) + "\n", "utf-8")
    assert run_cases(assistant, CASES[:1], tmp_path, resume=True) == [stale]
    assert run_cases(assistant, CASES[:1], tmp_path)[0]["answer"] == first[0]["answer"]


@pytest.mark.parametrize("spoilt", [b'{"id": "b", "ques', b"7\n", b"\xff\xfe\n", b'{"id": ["a"]}\n', b"\n\n"])
def test_spoilt_lines_are_passed_over(assistant: Assistant, tmp_path: Path, spoilt: bytes) -> None:
    first = run_cases(assistant, CASES[:1], tmp_path)
    (tmp_path / RESULTS).rename(tmp_path / PART)
    with (tmp_path / PART).open("ab") as file:
        file.write(spoilt)
    assert run_cases(assistant, CASES, tmp_path, resume=True)[0] == first[0]
    assert len(lines(tmp_path / RESULTS)) == 3


def test_stopping_leaves_what_was_answered(assistant: Assistant, tmp_path: Path) -> None:
    def stop(done: int, total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_cases(assistant, CASES, tmp_path, progress=stop)
    left = lines(tmp_path / PART)
    assert [result["id"] for result in left] == ["a", "b"] and not (tmp_path / RESULTS).exists()
    assert run_cases(assistant, CASES, tmp_path, resume=True)[:2] == left
    assert not (tmp_path / PART).exists()


def test_folder_that_cannot_be_written_to(assistant: Assistant, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", "utf-8")
    for out in (tmp_path / "file", tmp_path / "file" / "out"):
        with pytest.raises(EvaluationError, match="cannot be written"):
            run_cases(assistant, CASES, out)
    with pytest.raises(EvaluationError, match="cannot be written"):
        write_summary(tmp_path / "missing", {})
    assert (tmp_path / "file").read_text("utf-8") == "mine"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_run_goes_on_after_sigkill(tmp_path: Path) -> None:
    """Killed in the middle twice: every answer that was there is kept to the letter, and none is missing."""
    rows = [{"id": f"q{number}", "question": f"คลัสเตอร์ลำดับที่ {number} อยู่จังหวัดใด"} for number in range(60)]
    (tmp_path / "cases.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    part = tmp_path / "out" / PART
    known: dict[str, dict[str, Any]] = {}
    for _ in range(2):
        with subprocess.Popen(
            [*COMMAND, "eval", "cases.jsonl", "--out", "out", "--resume"],
            env=environment(starter_home(), {"PYTHONPATH": str(ROOT)}),
            cwd=tmp_path,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as process:
            while process.poll() is None and (not part.is_file() or part.read_bytes().count(b"\n") < len(known) + 8):
                time.sleep(0.02)
            process.send_signal(signal.SIGKILL)
        for line in part.read_text("utf-8", "replace").splitlines(keepends=True):
            if line.endswith("\n"):
                result = json.loads(line)
                assert known.setdefault(result["id"], result) == result
    assert 16 <= len(known) < 60
    ran = klum("eval", "cases.jsonl", "--out", "out", "--resume", home=starter_home(), cwd=tmp_path)
    assert ran.code == 0
    results = lines(tmp_path / "out" / RESULTS)
    assert [result["id"] for result in results] == [row["id"] for row in rows]
    assert all(result == known.get(result["id"], result) for result in results)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["report.html", RESULTS, "summary.json"]
