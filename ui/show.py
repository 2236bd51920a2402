"""What the command line shows: colours and boxes in a terminal, plain lines when piped."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.live import Live
from rich.panel import Panel
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.style import Style
from rich.table import Table
from rich.text import Text

from corpus.errors import AssistantError

if TYPE_CHECKING:
    from assistant.answer import Answer, Citation
    from assistant.events import Event
    from corpus.errors import KlumError
    from index.library import Hit
    from index.library import Progress as Told

# Documents and paths hold square brackets and colons of their own: nothing in a text is read as markup.
out = Console(highlight=False, markup=False, emoji=False, soft_wrap=not sys.stdout.isatty())
err = Console(highlight=False, markup=False, emoji=False, soft_wrap=not sys.stderr.isatty(), stderr=True)

_PASSAGE = 400
"""Characters of a passage that a list of hits shows."""

_STAGES = {
    "read": "อ่านเอกสาร",
    "lexical": "สร้างดัชนีคำ",
    "embedding": "เปลี่ยนแบบจำลอง",
    "vectors": "สร้างดัชนีความหมาย",
    "cases": "ถามตามชุดคำถาม",
    "bench": "วัดผล",
}
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def plain() -> bool:
    """Whether the output goes to a pipe or file."""
    return not out.is_terminal


def safe(text: str) -> str:
    """A text without what could take over a terminal or show it in another order.

    Documents may hold anything: control characters other than tabs and line ends, and those that turn the direction of
    writing around, are shown as U+FFFD.
    """
    return _UNSAFE.sub("\ufffd", text.replace("\r\n", "\n"))


def show_json(value: Any) -> None:
    """One line of JSON on standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def show_text(text: str, style: str = "") -> None:
    """Lines on standard output."""
    _show(Text(safe(text), style))


def _show(text: Text) -> None:
    if plain():  # to the letter: the console would make spaces of tabs
        sys.stdout.write(f"{text.plain}\n")
    else:
        out.print(text)


def note(text: str, style: str = "yellow") -> None:
    """Lines on standard error that are no error: what was left out, what to know."""
    err.print(Text(safe(text), style))


def show_answer(question: str, events: Iterable[Event]) -> Answer:
    """An answer as it comes in, then its sources.

    Args:
        question: as it was asked.
        events: the answer while it is made.
    """
    from assistant.events import Said, Understood

    text = ""
    answer: Answer | None = None
    with Live(console=out, refresh_per_second=8, transient=True) if not plain() else nullcontext() as live:
        for event in events:
            if isinstance(event, Understood):
                if event.standalone_question != " ".join(question.split()):
                    show_text(f"เข้าใจคำถามว่า: {event.standalone_question}", "dim")
            elif isinstance(event, Said):
                text += event.text
                if live is not None:
                    live.update(_panel(text, abstained=False))
                else:
                    sys.stdout.write(safe(event.text))
                    sys.stdout.flush()
            else:
                answer = event
    if answer is None:
        raise AssistantError("The answer was not finished.")
    if plain():
        sys.stdout.write("\n")
    else:
        out.print(_panel(answer.text, abstained=answer.abstained))
    _show_sources(answer)
    return answer


def _panel(text: str, *, abstained: bool) -> Panel:
    from assistant.answer import MARK

    body = Text(safe(text))
    body.highlight_regex(MARK, Style(color="cyan", bold=True))
    return Panel(body, border_style="yellow" if abstained else "green", padding=(1, 2))


def _show_sources(answer: Answer) -> None:
    """What sources differ on, and the sources."""
    for conflict in answer.conflicts:
        show_text(f"แหล่งข้อมูลให้ข้อมูลไม่ตรงกัน: {conflict.about}", "yellow")
        for says, number in conflict.statements:
            show_text(f"  - {says} [{number}]")
    if answer.citations:
        show_text("\nแหล่งอ้างอิง", "bold")
        for citation in answer.citations:
            _show(_citation(citation))


def _citation(citation: Citation) -> Text:
    said = [
        citation.title or citation.source,
        citation.publisher,
        citation.published.thai() if citation.published else "",
        f"หน้า {citation.page}" if citation.page else "",
    ]
    return Text.assemble(
        (f"[{citation.number}] ", "bold cyan"),
        (safe(" · ".join(part for part in said if part)), "bold"),
        (safe(f"\n    {citation.source} ({citation.span.start}-{citation.span.end})"), "dim"),
    )


def show_hits(hits: Sequence[Hit]) -> None:
    """Passages that a search found."""
    if not hits:
        show_text("ไม่พบข้อความที่ตรงกับคำค้น")
    for place, hit in enumerate(hits, 1):
        stored, span = hit.stored, hit.chunk.span
        said = [stored.title, stored.publisher, stored.published.thai() if stored.published else ""]
        show_text(f"{place}. {' · '.join(part for part in said if part)}", "bold")
        show_text(f"   {stored.source} ({span.start}-{span.end}) · คะแนน {hit.score:.2f}", "dim")
        text = _on_one_line(hit.chunk.text)
        show_text(f"   {text[:_PASSAGE]}{'…' if len(text) > _PASSAGE else ''}\n")


def table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table in a terminal, tab-separated lines in a pipe."""
    if plain():
        for row in (columns, *rows):
            _show(Text("\t".join(map(_on_one_line, row))))
        return
    shown = Table(title=title, title_justify="left", header_style="bold")
    for column in columns:
        shown.add_column(column, overflow="fold")
    for row in rows:
        shown.add_row(*map(_on_one_line, row))
    out.print(shown)


def _on_one_line(text: str) -> str:
    return safe(" ".join(text.split()))


def fail(message: str, hint: str = "") -> None:
    """An error, and what to do about it, on standard error."""
    label = "Error: " if message.isascii() else "ผิดพลาด: "
    err.print(Text.assemble((label, "bold red"), safe(message)))
    if hint:
        note(hint)


def warn(error: KlumError) -> None:
    """An error that does not end the command."""
    note(str(error))


def _bar(*columns: TextColumn | MofNCompleteColumn) -> Progress:
    shown = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), *columns, TimeElapsedColumn())
    return Progress(*shown, console=err, transient=True, disable=not err.is_terminal)


@contextmanager
def progress() -> Iterator[Told]:
    """Progress bars on standard error, one for each stage; yields what to tell (stage, done, all)."""
    with _bar(MofNCompleteColumn()) as bar:
        tasks = {}

        def tell(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(_STAGES.get(stage, stage), total=total or None)
            bar.update(tasks[stage], completed=done, total=total or None)

        yield tell


@contextmanager
def steps() -> Iterator[Callable[[str, float], None]]:
    """One progress bar on standard error; yields what to tell (what is being done, share done from 0 to 1)."""
    with _bar(TextColumn("{task.percentage:>3.0f}%")) as bar:
        task = bar.add_task("", total=1.0)

        def tell(doing: str, share: float) -> None:
            bar.update(task, description=doing, completed=share)

        yield tell
