"""The measurement itself, whole: it takes a minute, and holds the goals of the check of citations."""

from __future__ import annotations

import pytest

from evals.bench_verification import run_verification, verification_markdown


@pytest.mark.slow
def test_no_unsupported_figure_gets_through_and_true_sentences_are_kept() -> None:
    run = run_verification()
    tried, through = run.figures
    assert tried >= 10_000 and through == 0, [one for one in run.examples if "through" in one]
    assert not run.through["negation"] and run.through["name"] <= 0.06 * run.made["name"]
    for form, (kept, every) in run.kept.items():
        assert kept >= 0.9 * every, form
    assert sum(kept for kept, _ in run.kept.values()) >= 0.97 * sum(every for _, every in run.kept.values())
    assert "let through" in verification_markdown(run)
