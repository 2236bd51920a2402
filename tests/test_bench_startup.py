from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import EvaluationError
from ui.bench_startup import imports_by_package, measure_startup, time_stages

IMPORTTIME = """\
import time: self [us] | cumulative | imported package
import time:     20000 |      20000 |     numpy._core
import time:     15000 |      35000 |   numpy
import time:       300 |        300 |   site
other line
import time:     12000 |      47300 | index.library
"""


def test_imports_are_added_up_by_top_level_package() -> None:
    assert imports_by_package(IMPORTTIME) == {"numpy": 0.035, "index": 0.012, "others": 0.0}


def test_stages_of_one_question(klum_home: Path) -> None:
    stages = time_stages(klum_home, "คลัสเตอร์คืออะไร")
    assert stages["opening the index"] > 0 and stages["first answer"] > 0
    assert klum_home.is_dir()


@pytest.mark.slow
def test_a_second_question_in_a_new_process(tmp_path: Path) -> None:
    found = measure_startup(runs=1, under=tmp_path)
    assert 0 < found["interpreter"] < found["second"]
    assert "numpy" in found["imports"] and found["stages"]["first answer"] > 0
    assert list(tmp_path.iterdir()) == []


def test_a_process_that_fails_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "klum.toml").write_text("no_such_setting = 1\n", "utf-8")
    with pytest.raises(EvaluationError, match="new process failed"):
        measure_startup(runs=1)
