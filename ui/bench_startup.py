"""Measures how long `klum ask` takes in a new process, and where the time goes.

Run as a module (``python -m ui.bench_startup HOME QUESTION``) it is the process that times its own stages.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from statistics import median
from typing import Any

from corpus.errors import EvaluationError

TARGET = 2.5
"""Seconds that a second `klum ask` may take (measured end to end in a new process)."""

QUESTION = "ปัจจัยแห่งความสำเร็จของคลัสเตอร์มีอะไรบ้าง"
_IMPORT = re.compile(r"import time:\s+(\d+) \|\s+\d+ \|\s+(\S+)")


def measure_startup(question: str = QUESTION, *, runs: int = 3, under: Path | None = None) -> dict[str, Any]:
    """Ask in new processes, in one fresh home.

    Args:
        question: what to ask.
        runs: how many runs after the first the median is taken of.
        under: folder that the home is made in; the system's temporary folder by default.

    Returns:
        Seconds: ``first`` (takes the starter documents in), ``second`` (median of the runs after it) with all
        ``seconds`` of them, ``target``, ``interpreter`` (Python alone), ``stages`` (one run, part by part) and
        ``imports`` (one run, own time by package, largest first; Python's import timer makes them a little longer).

    Raises:
        EvaluationError: if asking fails.
    """
    if under is not None:
        under.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="klum-bench-", dir=under) as home:
        ask = ["-m", "ui.cli", "ask", question, "--json"]
        first, _ = _run(home, ask)
        seconds = [_run(home, ask)[0] for _ in range(max(1, runs))]
        stages = json.loads(_run(home, ["-m", "ui.bench_startup", home, question])[1].stdout)
        timed = _run(home, ["-X", "importtime", *ask])[1].stderr
        interpreter, _ = _run(home, ["-c", ""])
    return {
        "first": round(first, 2),
        "second": round(median(seconds), 2),
        "seconds": [round(one, 2) for one in seconds],
        "target": TARGET,
        "interpreter": round(interpreter, 3),
        "stages": stages,
        "imports": imports_by_package(timed),
    }


def imports_by_package(report: str, least: float = 0.01) -> dict[str, float]:
    """Own import time by top-level package, from what ``python -X importtime`` writes.

    Args:
        report: standard error of the run.
        least: packages below this many seconds are added up as "others".

    Returns:
        Seconds, largest first.
    """
    microseconds: Counter[str] = Counter()
    for own, module in _IMPORT.findall(report):
        microseconds[module.partition(".")[0]] += int(own)
    large = {package: round(took / 1e6, 3) for package, took in microseconds.most_common() if took >= least * 1e6}
    rest = sum(took for took in microseconds.values() if took < least * 1e6) / 1e6
    return large | {"others": round(rest, 3)}


def _run(home: str, arguments: list[str]) -> tuple[float, subprocess.CompletedProcess[str]]:
    """Run Python with a Klum home; seconds and what it wrote."""
    # `env` sets the home for the child alone; only ui/settings.py deals with this process's environment
    command = ["env", f"KLUM_HOME={home}", "PYTHONIOENCODING=utf-8", sys.executable, *arguments]
    began = time.perf_counter()
    try:
        done = subprocess.run(command, capture_output=True, encoding="utf-8", stdin=subprocess.DEVNULL, check=True)
    except subprocess.CalledProcessError as error:
        said = error.stderr.strip().splitlines()
        raise EvaluationError(
            f"Asking in a new process failed: {said[-1] if said else error.returncode}.",
            hint="Try `klum ask` by itself.",
        ) from error
    except FileNotFoundError as error:
        raise EvaluationError(
            "The start-up benchmark needs the command `env`.", hint="Run it on Linux or macOS."
        ) from error
    return time.perf_counter() - began, done


def time_stages(home: Path, question: str) -> dict[str, float]:
    """What `klum ask` does, part by part, in this process; seconds."""
    stages: dict[str, float] = {}
    since = time.perf_counter()

    def lap(stage: str) -> None:
        nonlocal since
        stages[stage] = round(time.perf_counter() - since, 3)
        since = time.perf_counter()

    import ui.cli  # noqa: F401 - what the command imports first

    lap("import of the command line")
    from ui.settings import load_settings

    settings = load_settings().model_copy(update={"home": home})
    lap("settings")
    from assistant.assistant import Assistant
    from ui.opening import open_index

    lap("import of assistant and index")
    index = open_index(settings)
    lap("opening the index")
    answering = Assistant(index, contact=settings.contact)
    lap("making the assistant")
    answering.ask(question)
    lap("first answer")
    answering.ask(question)
    lap("the same answer once more")
    return stages


if __name__ == "__main__":
    sys.stdout.write(json.dumps(time_stages(Path(sys.argv[1]), sys.argv[2])))
