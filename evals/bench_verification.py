"""Measures the check of sentences against their citations: what false ones get through, what true ones are kept.

True sentences are those of `verification.jsonl`, written by hand, and every sentence of the starter documents; each is
also said otherwise by rule, and falsified in one place in every way of `evals.corruptions`.
"""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any

from assistant import Assistant
from assistant.cited import Shown
from assistant.claims import alike, read_numbers, readable
from assistant.verify import Finding, Verifier
from corpus.loaders import load_paths
from evals.bench_model import DisplayRun, run_display
from evals.corruptions import FIGURES, Changed, corruptions, paraphrases
from evals.true_sentences import of_documents, passages_of_documents, written
from index.library import Index

_KEPT_EXAMPLES = 60
MOVED = "citation moved"
CITES_NOTHING_ELSE = 3
"""Other passages that a citation is moved to, for each sentence."""


@dataclass(slots=True)
class VerificationRun:
    """What was measured.

    Attributes:
        made: falsified sentences by kind.
        excluded: of these, how many turned out true: one paragraph or item states all their figures.
        through: of the others, how many were not caught.
        kept: true sentences by origin that were kept, and how many there were.
        examples: falsified sentences that got through, and true ones that were not kept.
        milliseconds: time of each check, p50, p95 and maximum.
        display: time from a model's last token of a sentence to its display; None for other documents.
    """

    made: Counter[str] = field(default_factory=Counter)
    excluded: Counter[str] = field(default_factory=Counter)
    through: Counter[str] = field(default_factory=Counter)
    kept: dict[str, list[int]] = field(default_factory=dict)
    examples: list[dict[str, str]] = field(default_factory=list)
    milliseconds: dict[str, float] = field(default_factory=dict)
    display: DisplayRun | None = None

    @property
    def figures(self) -> tuple[int, int]:
        """Unsupported figures that were tried, and those that got through."""
        tried = sum(self.made[kind] - self.excluded[kind] for kind in FIGURES)
        return tried, sum(self.through[kind] for kind in FIGURES)

    def summary(self) -> list[str]:
        """What is not in the table, one line each."""
        tried, through = self.figures
        lines = [f"unsupported figures: {through} of {tried:,} let through"]
        lines += [f"true sentences kept ({form}): {kept} of {n}" for form, (kept, n) in self.kept.items()]
        times = ", ".join(f"{name} {value} ms" for name, value in self.milliseconds.items())
        lines.append(f"time of one check: {times}")
        return [*lines, self.display.summary()] if self.display is not None else lines

    def to_json(self) -> dict[str, Any]:
        """The run as `klum bench verification --json` prints it."""
        tried, through = self.figures
        return {
            "kinds": {
                kind: {"made": n, "excluded": self.excluded[kind], "let_through": self.through[kind]}
                for kind, n in self.made.items()
            },
            "unsupported_figures": {"tried": tried, "let_through": through},
            "true_sentences": {origin: {"kept": kept, "all": n} for origin, (kept, n) in self.kept.items()},
            "milliseconds": self.milliseconds,
            "display": self.display.to_json() if self.display is not None else None,
            "examples": self.examples,
        }


COLUMNS = ("kind", "made", "true after all", "caught", "let through")


def verification_rows(run: VerificationRun) -> list[list[str]]:
    """The table of falsified sentences, a row for each kind."""
    return [
        [
            kind,
            f"{n:,}",
            f"{run.excluded[kind]:,}",
            f"{n - run.excluded[kind] - run.through[kind]:,}",
            f"{run.through[kind]:,}",
        ]
        for kind, n in run.made.items()
    ]


def verification_markdown(run: VerificationRun) -> str:
    """The run as Markdown."""
    rows = [COLUMNS, ["---"] * len(COLUMNS), *verification_rows(run)]
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    return "\n\n".join([table, *run.summary()]) + "\n"


def run_verification(
    folder: Path | None = None,
    tell: Callable[[str, int, int], None] | None = None,
    *,
    documents: Path | None = None,
    limit: int = 200,
) -> VerificationRun:
    """Measure the check.

    Args:
        folder: where the index is made; a temporary folder by default.
        tell: told (what, done, all).
        documents: a file or folder of other documents than the starter ones; there are no sentences by hand then.
        limit: sentences of other documents that are taken, evenly spread.
    """
    with tempfile.TemporaryDirectory(dir=folder) as home, Index.open(Path(home)) as index:
        with resources.as_file(resources.files("corpus") / "documents") as starter:
            index.ingest(load_paths([documents or starter]), workers=1)
        assistant = Assistant(index)
        verifier, glossary = assistant.verifier()
        passages = passages_of_documents(assistant, index)
        own = list(of_documents(assistant, index, passages))
        cases = own[:: max(1, len(own) // limit)] if documents else [*written(index, passages), *own]
        run = VerificationRun()
        times: list[float] = []
        for number, case in enumerate(cases):
            verifier.prepare([*case.cited, *case.elsewhere])
            for text in dict.fromkeys(paraphrases(case.text)):
                finding, seconds = _timed(verifier, text, case.cited)
                times.append(seconds)
                form = case.origin if text == case.text else f"{case.origin}, said otherwise"
                counts = run.kept.setdefault(form, [0, 0])
                counts[0] += finding.ok
                counts[1] += 1
                if not finding.ok:
                    run.examples.append({"lost": text, "reason": f"{finding.reason} {finding.about}"})
            blocks = [_numbers(block) for block in _blocks(case.cited)]
            for changed in corruptions(case.text, case.passage, glossary):
                _try(run, changed, verifier.check(changed.text, case.cited), blocks)
            for other in case.elsewhere[:CITES_NOTHING_ELSE]:
                moved = Changed(MOVED, case.text, 0, case.text)
                _try(run, moved, verifier.check(case.text, [other]), [_numbers(block) for block in _blocks([other])])
            if tell is not None:
                tell("verifying", number + 1, len(cases))
        times.sort()
        run.milliseconds = {
            name: round(1000 * times[min(len(times) - 1, int(share * len(times)))], 1)
            for name, share in (("p50", 0.5), ("p95", 0.95), ("max", 1.0))
        }
        if documents is None:
            run.display = run_display(index, Path(home))
    return run


def _timed(verifier: Verifier, text: str, cited: Sequence[Shown]) -> tuple[Finding, float]:
    began = time.perf_counter()
    finding = verifier.check(text, cited)
    return finding, time.perf_counter() - began


def _try(run: VerificationRun, changed: Changed, finding: Finding, blocks: Sequence[Sequence[Any]]) -> None:
    run.made[changed.kind] += 1
    if changed.kind in (*FIGURES, MOVED) and _states_all(changed.text, blocks):
        run.excluded[changed.kind] += 1
    elif finding.ok:
        run.through[changed.kind] += 1
        if sum(changed.kind == one.get("kind") for one in run.examples) < _KEPT_EXAMPLES:
            run.examples.append({"through": changed.text, "kind": changed.kind})


def _numbers(text: str) -> list[Any]:
    """What a text states in figures: (value, end, unit, limit) of amounts, (from, until) of dates, digits of others."""
    found: list[Any] = []
    for claim in read_numbers(readable(text)):
        if claim.quantity is not None:
            found.append((claim.quantity.value, claim.quantity.upper, claim.quantity.unit, claim.quantity.qualifier))
        elif claim.date is not None:
            found.append((claim.date.date, claim.date.until))
        else:
            found.append(claim.keys)
    return found


def _states_all(text: str, blocks: Sequence[Sequence[Any]]) -> bool:
    """Whether one paragraph or item states every figure of a sentence; a date may be told less exactly."""
    said = _numbers(text)
    return any(all(any(_same(one, other) for other in block) for one in said) for block in blocks)


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, frozenset) or isinstance(other, frozenset):
        return bool(one == other)
    if len(one) != len(other):
        return False
    if len(one) == 4:
        return bool(
            one[:2] == other[:2] and (alike(one[2], other[2]) or not (one[2] and other[2])) and one[3] == other[3]
        )
    date, there = one[0], other[0]
    parts = ((date.year, there.year), (date.month, there.month), (date.day, there.day))
    return bool(one[1] == other[1]) and all(mine is None or mine == theirs for mine, theirs in parts)


def _blocks(cited: Sequence[Shown]) -> list[str]:
    """The paragraphs and items of passages, each with the headings and the lead-in that it stands under."""
    found: dict[tuple[int, int], list[str]] = {}
    for shown in cited:
        for atom in shown.atoms:
            found.setdefault((shown.number, atom.block), [atom.context]).append(atom.plain)
    return [" ".join(parts) for parts in found.values()]
