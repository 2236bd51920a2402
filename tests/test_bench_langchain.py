from __future__ import annotations

from pathlib import Path

import pytest

from evals.bench_langchain import measure_langchain, missing_packages
from index.encoder import StaticEncoder


@pytest.mark.skipif(bool(missing_packages()), reason=f"needs {', '.join(missing_packages())}")
def test_figures_of_a_small_file(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("กลุ่มทอผ้าไหมย้อมเส้นไหมด้วยเปลือกมะพูด " * 60, "utf-8")
    told: list[str] = []
    figures = measure_langchain(lambda stage, *_: told.append(stage), file, None, tmp_path / "home", StaticEncoder)
    assert figures["characters"] == len(file.read_text("utf-8")) and figures["chunks"] > 1
    assert sum(figures["seconds_of"].values()) == pytest.approx(figures["seconds"], abs=0.05)
    assert told == ["read", "vectors"]


def test_missing_packages_are_named_for_installing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evals.bench_langchain.find_spec", lambda name: None if name == "rank_bm25" else object())
    assert missing_packages() == ["rank-bm25"]
