"""The benchmark of answers: reading tests, and how long answers take."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from corpus.errors import EvaluationError
from evals.bench_answers import AnswersRow
from tests.bench_files import TOPICS, write_sets
from ui.bench import bench_app

app = typer.Typer()
app.add_typer(bench_app, name="bench")


@pytest.fixture
def data(tmp_path: Path, klum_home: Path) -> Path:
    return write_sets(tmp_path / "data")


def run(*arguments: object) -> str:
    result = CliRunner().invoke(app, ["bench", "answers", *map(str, arguments)], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_a_reading_test_counts_what_is_right(data: Path, tmp_path: Path) -> None:
    said = json.loads(run("--data", data, "--sets", "xquad-th", "--out", tmp_path / "out", "--json"))
    [row] = said["rows"]
    assert (row["set"], row["documents"], row["questions"]) == ("xquad-th", len(TOPICS), 2 * len(TOPICS))
    assert row["right"] >= 0.5
    assert row["right"] + row["refused"] + row["too_long"] <= 1.0
    assert row["right"] <= row["cites"]
    assert 0 < row["answer_ms_p50"] <= row["answer_ms_p95"]
    assert row["times_a_search"] == pytest.approx(row["answer_ms_p50"] / row["search_ms_p50"], abs=0.01)
    assert "| xquad-th |" in (tmp_path / "out" / "answers.md").read_text("utf-8")


def test_answers_are_timed_on_documents_of_ones_own(data: Path, tmp_path: Path) -> None:
    cases = tmp_path / "mine.jsonl"
    lines = [{"id": str(n), "question": question} for n, (_, _, question) in enumerate(TOPICS)]
    cases.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), "utf-8")
    shown = run(cases, "--documents", data / "thaigov-2025.jsonl.xz", "--limit", 3)
    assert "mine" in shown
    assert str(len(TOPICS)) in shown


def test_what_cannot_be_measured_is_said(data: Path, tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="does not tell the words"):
        run("--data", data, "--sets", "thaigov-2025")
    empty = tmp_path / "empty.jsonl"
    empty.write_text("", "utf-8")
    with pytest.raises(EvaluationError):
        run(empty)


def test_a_row_without_answers_shows_no_share() -> None:
    row = AnswersRow("mine", 1, 2, None, None, 0.5, 0.0, 60.0, 90.0, 4.0)
    assert row.cells()[3:5] == ["–", "–"]
    assert row.ratio == 15.0
