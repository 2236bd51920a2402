"""What the command line shows: colours and boxes in a terminal, plain lines when piped."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape
from rich.panel import Panel
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from assistant.answer import MARK, Answer, Citation
from index.library import Hit
from index.library import Progress as Told

out = Console(highlight=False, soft_wrap=not sys.stdout.isatty())
err = Console(stderr=True, highlight=False, soft_wrap=not sys.stderr.isatty())


def plain() -> bool:
    """Whether the output goes to a pipe or file."""
    return not out.is_terminal


def show_answer(answer: Answer) -> None:
    """An answer with its sources."""
    if answer.standalone_question != answer.question:
        out.print(Text(f"เข้าใจคำถามว่า: {answer.standalone_question}", style="dim"))
    if plain():
        out.print(Text(answer.text))
    else:
        body = Text(answer.text)
        body.highlight_regex(MARK, "bold cyan")
        colour = "yellow" if answer.abstained else "green"
        out.print(Panel(body, border_style=colour, padding=(1, 2)))
    for conflict in answer.conflicts:
        out.print(Text(f"แหล่งข้อมูลให้ข้อมูลไม่ตรงกัน: {conflict.about}", style="yellow"))
        for says, number in conflict.statements:
            out.print(Text(f"  - {says} [{number}]"))
    if answer.citations:
        out.print()
        out.print(Text("แหล่งอ้างอิง", style="bold"))
        for citation in answer.citations:
            out.print(_citation(citation))


def _citation(citation: Citation) -> Text:
    line = Text(f"[{citation.number}] ", style="bold cyan")
    said = [citation.title or citation.source, citation.publisher, citation.published.thai() if citation.published else ""]
    line.append(" · ".join(part for part in said if part), style="bold")
    if citation.page:
        line.append(f" · หน้า {citation.page}")
    line.append(f"\n    {citation.source} ({citation.span.start}-{citation.span.end})", style="dim")
    return line


def show_hits(hits: list[Hit]) -> None:
    """Passages that a search found."""
    if not hits:
        out.print("ไม่พบข้อความที่ตรงกับคำค้น")
        return
    for place, hit in enumerate(hits, 1):
        stored = hit.stored
        date = stored.published.thai() if stored.published else ""
        said = " · ".join(part for part in (stored.title, stored.publisher, date) if part)
        out.print(Text(f"{place}. {said}", style="bold"))
        span = hit.chunk.span
        out.print(Text(f"   {stored.source} ({span.start}-{span.end}) · คะแนน {hit.score:.2f}", style="dim"))
        text = " ".join(hit.chunk.text.split())
        out.print(Text(f"   {text[:400]}{'…' if len(text) > 400 else ''}\n"))


def table(title: str, columns: list[str], rows: list[list[str]]) -> None:
    """A table in a terminal, tab-separated lines in a pipe."""
    if plain():
        for row in [columns, *rows]:
            out.print(Text("\t".join(row)))
        return
    shown = Table(title=title, title_justify="left", header_style="bold")
    for column in columns:
        shown.add_column(column, overflow="fold")
    for row in rows:
        shown.add_row(*(escape(cell) for cell in row))
    out.print(shown)


def fail(message: str, hint: str = "") -> None:
    """An error, and what to do about it."""
    err.print(Text.assemble(("ผิดพลาด: " if not message.isascii() else "Error: ", "bold red"), message))
    if hint:
        err.print(Text(hint, style="yellow"))


_STAGES = {"read": "อ่านเอกสาร", "lexical": "สร้างดัชนีคำ", "vectors": "สร้างดัชนีความหมาย", "cases": "ถามตามชุดคำถาม", "bench": "วัดผล"}


@contextmanager
def progress() -> Iterator[Told]:
    """A progress bar on standard error; yields what to tell (stage, done, all)."""
    columns = (
        SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
    )  # fmt: skip
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        tasks = {}

        def tell(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(_STAGES.get(stage, stage), total=total or None)
            bar.update(tasks[stage], completed=done, total=total or None)

        yield tell
