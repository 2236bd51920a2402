"""`klum eval`: runs a question set, and shows its figures."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from ui.options import Json, answering
from ui.settings import load_settings

_LABELS = {
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


def evaluate(
    cases: Annotated[
        Path, typer.Argument(readable=False, help="Question set, JSONL or CSV; only id and question are required.")
    ],
    out: Annotated[Path, typer.Option(readable=False, help="Folder for results.jsonl and summary.json.")],
    resume: Annotated[bool, typer.Option(help="Go on with a run that was stopped.")] = False,
    json_: Json = False,
) -> None:
    """Run a question set."""
    from evals.cases import read_cases
    from evals.metrics import summarise
    from evals.runs import RESULTS, run_cases, write_summary
    from ui.show import fail, note, progress, show_json

    read = read_cases(cases)
    try:
        with answering(load_settings()) as assistant, progress() as tell:
            results = run_cases(
                assistant, read, out, resume=resume, progress=lambda done, total: tell("cases", done, total)
            )
    except KeyboardInterrupt:
        note(f"คำตอบที่ได้แล้วยังอยู่ใน {out} เติม --resume เพื่อทำต่อ (the answers so far are kept; --resume goes on)")
        raise
    summary = summarise(read, results)
    write_summary(out, summary)
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


def _show(summary: dict[str, Any], name: str) -> None:
    from ui.show import plain, table

    if plain():  # one table, under the names that summary.json has
        rows = [[key, _figure(value)] for key, value in summary.items() if key != "by_kind"]
        rows += [[f"right: {kind}", _figure(value["right"])] for kind, value in summary["by_kind"].items()]
        table(name, ["figure", "value"], rows)
        return
    rows = [[label, _figure(summary[key])] for key, label in _LABELS.items()]
    table(f"ผลของ {name}", ["ตัวชี้วัด", "ค่า"], rows)
    kinds = summary["by_kind"].items()
    table("ตามชนิดคำถาม", ["ชนิด", "จำนวน", "ถูก"], [[k, str(v["cases"]), _figure(v["right"])] for k, v in kinds])


def _figure(value: object) -> str:
    return "–" if value is None else f"{value:.3f}" if isinstance(value, float) else str(value)
