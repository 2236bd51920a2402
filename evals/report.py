"""A run as one HTML file that can be mailed and printed: figures, a chart by kind, every case with answer and gold."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from evals.cases import Case
from evals.charts import Bar
from evals.metrics import judge

LABELS: Mapping[str, str] = {
    "cases": "คำถามทั้งหมด",
    "failed": "ถามไม่สำเร็จ",
    "answerable": "คำถามที่มีคำตอบ",
    "correct": "ตอบถูก",
    "correct_and_cited": "ตอบถูกและอ้างอิงถูกเอกสาร",
    "located": "อ้างอิงถูกข้อความ",
    "citation_precision": "การอ้างอิงที่ถูกเอกสาร",
    "abstained_rightly": "ไม่ตอบเมื่อไม่มีคำตอบ",
    "abstained_wrongly": "ไม่ตอบทั้งที่มีคำตอบ",
    "retrieved_in_5": "ค้นพบเอกสารใน 5 อันดับแรก",
    "retrieved_mrr": "ค้นพบเอกสาร (MRR)",
    "seconds_p50": "วินาทีต่อคำถาม (มัธยฐาน)",
    "seconds_p95": "วินาทีต่อคำถาม (เปอร์เซ็นไทล์ที่ 95)",
}
"""What people call the figures of `evals.metrics.summarise`."""

_COUNTS = frozenset({"cases", "failed", "answerable"})
_SECONDS = frozenset({"seconds_p50", "seconds_p95"})
_STATES = {True: ("right", "ถูก"), False: ("wrong", "ผิด"), None: ("open", "ไม่มีเฉลย")}


@dataclass(frozen=True, slots=True)
class Row:
    """What the report shows of one case.

    Args:
        case: the case.
        state: "right", "wrong", or "open" where the case does not say what is right.
        verdict: the same in Thai.
        understood: the standalone question, if it is another than the one asked.
        answer: what was answered, or why there is none.
        abstained: whether it abstained.
        gold: what was expected.
        citations: as `klum ask --json` gives them.
        seconds: how long it took.
    """

    case: Case
    state: str
    verdict: str
    understood: str
    answer: str
    abstained: bool
    gold: str
    citations: Sequence[Mapping[str, Any]]
    seconds: float


def render_report(
    name: str,
    cases: Sequence[Case],
    results: Sequence[Mapping[str, Any]],
    summary: Mapping[str, Any],
    facts: Sequence[str] = (),
) -> str:
    """The report of a run.

    Args:
        name: of the question set.
        cases: the set.
        results: as `evals.runs.run_cases` gives them.
        summary: as `evals.metrics.summarise` gives it.
        facts: when, with what, on which documents; shown below the name.

    Returns:
        An HTML page that runs no script and loads nothing; every text in it is escaped.
    """
    environment = Environment(
        loader=PackageLoader("evals"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    by_id = {result["id"]: result for result in results}
    return environment.get_template("report.html").render(
        name=name,
        facts=facts,
        figures=[(label, figure(key, summary[key])) for key, label in LABELS.items() if summary[key] is not None],
        kinds=kind_bars(summary),
        rows=[row_of(case, by_id[case.id]) for case in cases if case.id in by_id],
    )


def figure(key: str, value: float | None) -> str:
    """A figure of `evals.metrics.summarise` as people read it.

    Args:
        key: its name.
        value: the figure; None where nothing was to be measured.
    """
    if value is None:
        return "–"
    if key in _COUNTS:
        return f"{value:,}"
    return f"{value:.2f}" if key in _SECONDS or key == "retrieved_mrr" else _percent(value)


def _percent(share: float) -> str:
    """A share as people read it; 100 % and 0 % only where it is all or none."""
    percent = 100 * share
    rounded = math.floor(percent * 10 + 0.5) / 10
    return (
        f"{rounded:g} %" if rounded not in (0, 100) or share in (0, 1) else ("< 0.1 %" if share < 0.5 else "> 99.9 %")
    )


def kind_bars(summary: Mapping[str, Any]) -> list[Bar]:
    """The chart by kind of question, from what `evals.metrics.summarise` gives."""
    return [_bar(kind, said) for kind, said in summary["by_kind"].items()]


def _bar(kind: str, said: Mapping[str, Any]) -> Bar:
    right, name = said["right"], kind or "ไม่ระบุชนิด"
    if right is None:
        return Bar(name, f"– ({said['cases']})", None)
    return Bar(name, f"{_percent(right)} ({said['cases']})", round(100 * right, 1))


def row_of(case: Case, result: Mapping[str, Any]) -> Row:
    """What is shown of a case and its result, as `evals.runs.run_cases` gives it."""
    state, verdict = _STATES[judge(case, result).right]
    understood = result.get("standalone_question", "")
    return Row(
        case=case,
        state=state,
        verdict=verdict,
        understood="" if understood == case.question else understood,
        answer=str(result.get("error") or result["answer"]),
        abstained=bool(result["abstained"]),
        gold=_gold(case),
        citations=result["citations"],
        seconds=result["seconds"],
    )


def _gold(case: Case) -> str:
    if not case.answerable:
        return "ไม่มีคำตอบในเอกสาร ต้องไม่ตอบ"
    lines = []
    if case.must:
        lines.append("ต้องมี: " + " และ ".join(" หรือ ".join(f"“{one}”" for one in group) for group in case.must))
    if case.must_not:
        lines.append("ต้องไม่มี: " + ", ".join(f"“{one}”" for one in case.must_not))
    if case.doc:
        lines.append("เอกสาร: " + " หรือ ".join(case.doc))
    lines += [f"ข้อความ: “{span}”" for span in case.span]
    return "\n".join(lines) or "ไม่ได้ระบุ"
