from __future__ import annotations

from typing import Any

from evals.cases import Case
from ui.evaluation_run import Run, changed


def test_a_run_is_fresh_until_something_was_done() -> None:
    def run(done: int = 0, running: bool = False, fault: str = "", **summary: Any) -> Run:
        return Run("20260101-090000-abcdef", "ชุด", 3, done, running, fault, summary)

    assert run().fresh and run().begun == "2026-01-01 09:00"
    assert not any(one.fresh for one in (run(done=1), run(running=True), run(fault="หยุด"), run(cases=3)))


def test_cases_that_changed_worse_ones_first() -> None:
    def said(**right: bool | None) -> dict[str, Any]:
        return {name: (Case(name, name), {"answer": str(is_right)}, is_right) for name, is_right in right.items()}

    found = changed(said(a=False, b=True, c=True, d=None), said(a=True, b=False, c=True, d=True))
    assert [(case.id, way) for case, _, _, way in found] == [("b", -1), ("a", 1), ("d", 1)]
    assert changed(said(a=True), said(b=False)) == []
