from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ui.bench import bench_app
from ui.bench_web import COLUMNS, Asked, Load, WebRun


def test_the_table_tells_percentiles_by_door() -> None:
    asked = [Asked("POST /api/ask", number / 100, number / 50, number == 100) for number in range(101)]
    run = WebRun(Load(users=1), 2.0, [0.1, 0.2], asked)
    [row, whole] = run.rows()
    assert row == ["POST /api/ask", "101", "0.50", "0.95", "1.00", "1.90", "1"] and whole[1:] == row[1:]
    assert len(row) == len(COLUMNS)
    assert run.to_json()["page"] == {"p50": 0.15, "p95": 0.195}


@pytest.mark.slow
def test_visitors_ask_a_real_server_at_every_door(tmp_path: Path) -> None:
    typed = ["web", "--users", "3", "--questions", "3", "--least", "0", "--most", "0.2", "--json"]
    ran = CliRunner().invoke(bench_app, [*typed, "--out", str(tmp_path / "out")], catch_exceptions=False)
    assert ran.exit_code == 0, ran.output
    doors = json.loads(ran.stdout)["doors"]
    assert [(door["questions"], door["errors"]) for door in doors] == [("3", "0")] * 3 + [("9", "0")]
    assert all(float(door["whole answer p50 s"]) > 0 for door in doors)
    assert "3 visitors" in (tmp_path / "out" / "web.md").read_text("utf-8")
