from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from corpus.errors import EvaluationError, SettingsError
from tests.bench_files import TOPICS, write_sets
from ui.bench import bench_app
from ui.tune import tune

app = typer.Typer()
app.add_typer(bench_app, name="bench")
app.command("tune")(tune)


@pytest.fixture
def data(tmp_path: Path, klum_home: Path) -> Path:
    return write_sets(tmp_path / "data")


def run(*arguments: object) -> str:
    result = CliRunner().invoke(app, [str(one) for one in arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_retrieval_as_json_and_as_files(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    said = run(
        "bench",
        "retrieval",
        "--data",
        data,
        "--sets",
        "xquad-th",
        "--systems",
        "klum",
        "--limit",
        5,
        "--out",
        out,
        "--json",
    )
    rows = json.loads(said)["rows"]
    assert [row["system"] for row in rows] == ["klum hybrid", "klum lexical", "klum dense"]
    assert json.loads((out / "retrieval.json").read_text("utf-8"))["rows"] == rows
    assert "| klum hybrid |" in (out / "retrieval.md").read_text("utf-8")


def test_retrieval_names_a_file_that_is_missing(data: Path) -> None:
    (data / "xquad.th.json").unlink()
    with pytest.raises(EvaluationError, match=r"xquad\.th\.json"):
        run("bench", "retrieval", "--data", data)


def test_ingest_as_json(tmp_path: Path, klum_home: Path) -> None:
    file = tmp_path / "a.jsonl"
    rows = [{"id": topic, "title": topic, "body": text * 5} for topic, text, _ in TOPICS]
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    said = json.loads(run("bench", "ingest", file, "--limit", 4, "--no-peer", "--out", tmp_path / "out", "--json"))
    assert said["klum"]["documents"] == 4 and said["file"] == "a.jsonl"
    assert "characters a second" in (tmp_path / "out" / "ingest.md").read_text("utf-8")
    assert not klum_home.exists()


def test_tune_on_the_validation_questions_writes_beside_the_model(data: Path, tmp_path: Path) -> None:
    said = json.loads(run("tune", "--data", data, "--out", tmp_path, "--json"))
    assert said == json.loads((tmp_path / "fusion.json").read_text("utf-8"))
    assert said["measured"]["data"] == "iapp-valid" and said["measured"]["questions"] == 24


def test_tune_on_own_cases_uses_the_documents_in_the_home(tmp_path: Path, klum_home: Path) -> None:
    cases = tmp_path / "cases.jsonl"
    document = "dip-osmep-17-cluster-networks-2015.md"
    rows = [{"id": str(n), "question": f"เครือข่ายคลัสเตอร์ {n} มีอะไรบ้าง", "doc": [document]} for n in range(20)]
    cases.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    said = json.loads(run("tune", cases, "--dry-run", "--json"))
    assert said["measured"]["data"] == "cases.jsonl" and said["measured"]["lexical"] > 0


@pytest.mark.parametrize("both", [False, True])
def test_tune_needs_one_of_cases_and_data(tmp_path: Path, klum_home: Path, both: bool) -> None:
    with pytest.raises(SettingsError, match="either a question set or --data"):
        run("tune", *([tmp_path / "cases.jsonl", "--data", tmp_path] if both else []))
