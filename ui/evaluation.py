"""`klum eval`: runs a question set, and shows its figures."""

from __future__ import annotations

from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ui.options import Json, answering
from ui.settings import load_settings

if TYPE_CHECKING:
    from index.library import Index


def evaluate(
    cases: Annotated[
        Path, typer.Argument(readable=False, help="Question set, JSONL or CSV; only id and question are required.")
    ],
    out: Annotated[Path, typer.Option(readable=False, help="Folder for results.jsonl, summary.json and report.html.")],
    resume: Annotated[bool, typer.Option(help="Go on with a run that was stopped.")] = False,
    json_: Json = False,
) -> None:
    """Run a question set."""
    from evals.cases import read_cases
    from evals.metrics import summarise
    from evals.report import render_report
    from evals.runs import RESULTS, run_cases, write_report, write_summary
    from ui.show import fail, note, progress, show_json

    read = read_cases(cases)
    try:
        with answering(load_settings()) as assistant, progress() as tell:
            results = run_cases(
                assistant, read, out, resume=resume, progress=lambda done, total: tell("cases", done, total)
            )
            facts = _facts(assistant.index)
    except KeyboardInterrupt:
        note(f"คำตอบที่ได้แล้วยังอยู่ใน {out} เติม --resume เพื่อทำต่อ (the answers so far are kept; --resume goes on)")
        raise
    summary = summarise(read, results)
    write_summary(out, summary)
    write_report(out, render_report(cases.stem, read, results, summary, facts))
    if json_:
        show_json(summary)
    else:
        _show(summary, cases.name)
    for result in results:
        if "error" in result:
            note(f"ถามไม่สำเร็จ (failed): {result['id']}\n    {result['error']}")
    if summary["failed"]:
        fail(
            f"ถามไม่สำเร็จ {summary['failed']:,} ข้อจาก {summary['cases']:,} ข้อ (questions failed; see {out / RESULTS})",
            "Mend them and run again with --resume. โปรดแก้ไขแล้วสั่งใหม่โดยเติม --resume",
        )
        raise typer.Exit(1)


def _facts(index: Index) -> list[str]:
    """When, with what, on which documents."""
    counts = index.catalogue.counts()
    return [
        datetime.now().astimezone().strftime("%Y-%m-%d %H:%M %Z"),
        f"Klum {version('klum')}",
        index.encoder.name,
        f"เอกสาร {counts['documents']:,} ฉบับ {counts['chunks']:,} ช่วงข้อความ",
    ]


def _show(summary: dict[str, Any], name: str) -> None:
    from evals.report import LABELS
    from ui.show import plain, table

    if plain():  # one table, under the names that summary.json has
        rows = [[key, _figure(value)] for key, value in summary.items() if key != "by_kind"]
        rows += [[f"right: {kind}", _figure(value["right"])] for kind, value in summary["by_kind"].items()]
        table(name, ["figure", "value"], rows)
        return
    rows = [[label, _figure(summary[key])] for key, label in LABELS.items()]
    table(f"ผลของ {name}", ["ตัวชี้วัด", "ค่า"], rows)
    kinds = summary["by_kind"].items()
    table("ตามชนิดคำถาม", ["ชนิด", "จำนวน", "ถูก"], [[k, str(v["cases"]), _figure(v["right"])] for k, v in kinds])


def _figure(value: object) -> str:
    return "–" if value is None else f"{value:.3f}" if isinstance(value, float) else str(value)
