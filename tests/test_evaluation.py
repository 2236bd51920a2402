from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.klum_runner import ROOT, klum, starter_home

CSV = (
    "\ufeffid,question,kind,must,must_not,doc,span,answerable\n"
    "1,คลัสเตอร์สัญจรครั้งที่ 4 จัดวันที่เท่าไร,factoid,17 กุมภาพันธ์;2548|๒๕๔๘,2549|2550,"
    "nesdc-cluster-roadshow-4.md,17 กุมภาพันธ์ 2548,\n"
    "2,ราคาทองคำวันนี้เท่าไร,abstain,,,,,ไม่\n"
)


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    file = tmp_path / "cases.csv"
    file.write_text(CSV, "utf-8")
    return file


def evaluate(*arguments: str | Path, out: Path) -> Any:
    return klum("eval", *arguments, "--out", out, home=starter_home())


def test_csv_from_a_spreadsheet_is_run_and_judged(cases: Path, tmp_path: Path) -> None:
    ran = evaluate(cases, "--json", out=tmp_path / "out")
    assert (ran.code, ran.err) == (0, "")
    summary = ran.json()
    assert (summary["cases"], summary["answerable"], summary["correct"], summary["abstained_rightly"]) == (
        2,
        1,
        1.0,
        1.0,
    )
    assert summary["retrieved_in_5"] == 1.0
    report = (tmp_path / "out" / "report.html").read_text("utf-8")
    assert "คลัสเตอร์สัญจรครั้งที่ 4" in report and "5 ฉบับ" in report
    assert json.loads((tmp_path / "out" / "summary.json").read_text("utf-8")) == summary
    results = [json.loads(line) for line in (tmp_path / "out" / "results.jsonl").read_text("utf-8").splitlines()]
    assert [result["id"] for result in results] == ["1", "2"]


def test_figures_in_a_pipe_are_tab_separated(cases: Path, tmp_path: Path) -> None:
    ran = evaluate(cases, out=tmp_path / "out")
    rows = dict(line.split("\t") for line in ran.out.splitlines())
    assert rows["cases"] == "2" and rows["correct"] == "1.000" and rows["right: abstain"] == "1.000"


def test_failed_questions_are_named_and_asked_again(tmp_path: Path) -> None:
    file = tmp_path / "cases.jsonl"
    rows = [{"id": "long", "question": "กลุ่ม" * 600}, {"id": "good", "question": "ใครจัดคลัสเตอร์สัญจร"}]
    file.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    ran = evaluate(file, "--json", out=tmp_path / "out")
    assert ran.code == 1 and "long\n" in ran.err and "1 ข้อจาก 2 ข้อ" in ran.err
    assert ran.json()["failed"] == 1
    rows[0]["question"] = "คลัสเตอร์คืออะไร"
    file.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    ran = evaluate(file, "--json", "--resume", out=tmp_path / "out")
    assert ran.code == 0 and ran.json()["failed"] == 0


def test_own_set_on_the_starter_documents(tmp_path: Path) -> None:
    """A slice of the set: the run is whole, and nearly all gold documents are found."""
    lines = (ROOT / "evals" / "sets" / "starter.jsonl").read_text("utf-8").splitlines()[::12]
    (tmp_path / "slice.jsonl").write_text("\n".join(lines), "utf-8")
    ran = evaluate(tmp_path / "slice.jsonl", "--json", out=tmp_path / "out")
    assert ran.code == 0
    assert ran.json()["cases"] == len(lines) and ran.json()["retrieved_in_5"] >= 0.8
