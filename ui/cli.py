"""The command line `klum`; see docs/cli.md. Slow libraries are imported where they are needed."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.errors import KlumError, LoadError, SettingsError
from ui.settings import Settings, load_settings

if TYPE_CHECKING:
    from assistant import Assistant
    from index.library import Filter, Index

app = typer.Typer(
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None,
    help="Klum (กลุ่ม): ask Thai cluster-programme documents, and get answers with checked citations.",
)  # fmt: skip
index_app = typer.Typer(no_args_is_help=True, help="Look after the index.")
app.add_typer(index_app, name="index")

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
Publisher = Annotated[str | None, typer.Option(help="Only documents of this publisher (part of its name).")]
Since = Annotated[str | None, typer.Option(help="Only documents published on or after this date (2015-01-20, 2015-01, 2015).")]
Until = Annotated[str | None, typer.Option(help="Only documents published on or before this date.")]


def main() -> None:
    """Run the command line; errors are shown as a message, without a traceback, and exit with 1."""
    try:
        app(standalone_mode=False)
    except KlumError as error:
        _fail(error.message, error.hint)
        sys.exit(1)
    except typer.Exit as error:
        sys.exit(error.exit_code)
    except typer.Abort:
        sys.exit(130)
    except KeyboardInterrupt:
        _fail("หยุดตามคำสั่ง (stopped)")
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    except Exception as error:
        if type(error).__module__.startswith(("click", "typer")) and hasattr(error, "format_message"):
            _fail(error.format_message(), "`klum --help` lists what there is.")
            sys.exit(2)
        raise


def _fail(message: str, hint: str = "") -> None:
    from ui.show import fail

    fail(message, hint)


def _open(settings: Settings, *, starter: bool = True) -> Index:
    from ui.opening import open_index
    from ui.show import progress

    with progress() as tell:
        return open_index(settings, progress=tell, starter=starter)


def _assistant(settings: Settings) -> Assistant:
    from assistant import Assistant

    return Assistant(_open(settings), contact=settings.contact)


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="The question; - reads it from standard input.")],
    json_: Json = False,
    history: Annotated[list[str] | None, typer.Option(help="An earlier question of the conversation; may be repeated.")] = None,
) -> None:
    """Answer one question from the documents, with citations."""
    if question == "-":
        question = sys.stdin.read()
    answer = _assistant(load_settings()).ask(question, tuple(history or ()))
    if json_:
        sys.stdout.write(json.dumps(answer.to_json(), ensure_ascii=False) + "\n")
        return
    from ui.show import show_answer

    show_answer(answer)


@app.command()
def chat() -> None:
    """Ask one question after another; follow-ups are understood. An empty line or Ctrl-D ends it."""
    from rich.text import Text

    from ui.show import err, out, show_answer

    assistant = _assistant(load_settings())
    history: list[str] = []
    out.print(Text("ถามเรื่องคลัสเตอร์ได้เลย (กด Enter เปล่า ๆ เพื่อจบ, /new เริ่มเรื่องใหม่)", style="dim"))
    while True:
        try:
            question = input("\n> " if sys.stdin.isatty() else "")
        except (EOFError, KeyboardInterrupt):
            break
        if not question.strip():
            break
        if question.strip() == "/new":
            history.clear()
            continue
        try:
            answer = assistant.ask(question, history)
        except KlumError as error:
            err.print(Text(str(error), style="yellow"))
            continue
        history.append(answer.standalone_question)
        show_answer(answer)


@app.command()
def search(
    query: Annotated[str, typer.Argument(help="What to look for.")],
    limit: Annotated[int, typer.Option("--limit", "-k", min=1, max=200, help="How many passages.")] = 10,
    publisher: Publisher = None,
    since: Since = None,
    until: Until = None,
    json_: Json = False,
) -> None:
    """Find passages."""
    from ui.show import show_hits

    hits = _open(load_settings()).search(query, limit, _filter(publisher, since, until))
    if not json_:
        show_hits(hits)
        return
    found = [
        {
            "document_id": h.chunk.document_id, "title": h.stored.title, "publisher": h.stored.publisher,
            "published": str(h.stored.published) if h.stored.published else None, "source": h.stored.source,
            "start": h.chunk.span.start, "end": h.chunk.span.end, "score": round(h.score, 4), "text": h.chunk.text,
        }
        for h in hits
    ]  # fmt: skip
    sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")


def _filter(publisher: str | None, since: str | None, until: str | None) -> Filter:
    from corpus.document import PartialDate
    from index.library import Filter

    return Filter(
        publisher=publisher,
        since=PartialDate.parse(since) if since else None,
        until=PartialDate.parse(until) if until else None,
    )


@app.command()
def sources(
    remove: Annotated[list[str] | None, typer.Option(help="Take this document out of the index (its id).")] = None,
    json_: Json = False,
) -> None:
    """List the documents, or take some out."""
    from ui.show import out, table

    index = _open(load_settings())
    for document_id in remove or ():
        index.remove(document_id)
        out.print(f"เอาออกแล้ว (removed): {document_id}")
    if remove:
        return
    documents = list(index.catalogue.documents(with_text=False))
    if json_:
        rows = [
            {"id": d.id, "source": d.source, "title": d.title, "publisher": d.publisher, "version": d.version,
             "published": str(d.published) if d.published else None, "sha256": d.sha256}
            for d in documents
        ]  # fmt: skip
        sys.stdout.write(json.dumps(rows, ensure_ascii=False) + "\n")
        return
    table(
        f"เอกสาร {len(documents):,} ฉบับ",
        ["id", "ชื่อเรื่อง", "ผู้เผยแพร่", "วันที่", "ที่มา"],
        [[d.id, d.title, d.publisher, d.published.thai() if d.published else "", d.source] for d in documents],
    )


@app.command()
def ingest(
    paths: Annotated[list[Path], typer.Argument(help="Files and folders: txt, md, html, pdf, docx, csv, xlsx, jsonl.")],
    title: Annotated[str | None, typer.Option(help="Title, instead of what the file states (one file only).")] = None,
    publisher: Annotated[str | None, typer.Option(help="Publisher, instead of what the files state.")] = None,
    published: Annotated[str | None, typer.Option(help="Date, instead of what the files state (2015-01-20, --09-09).")] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print one JSON object for each file as it becomes safe.")] = False,
) -> None:
    """Take documents in. What is there already is left alone; what has changed becomes a new version."""
    from dataclasses import replace

    from corpus.document import PartialDate
    from corpus.loaders import Loaded, Refused, load_paths
    from ui.show import err, out, progress

    stated = {"title": title, "publisher": publisher, "published": PartialDate.parse(published) if published else None}
    given = {key: value for key, value in stated.items() if value}
    if title and len(paths) != 1:
        raise SettingsError("--title is for one file.", hint="Give one file, or leave --title out.")

    def event(name: str, source: str, detail: str) -> None:
        if json_:
            sys.stdout.write(json.dumps({"event": name, "source": source, "detail": detail}, ensure_ascii=False) + "\n")
            sys.stdout.flush()
        elif name == "refused":
            err.print(f"ไม่รับ (refused): {source}\n    {detail}", style="yellow", markup=False)

    with _open(load_settings()) as index, progress() as tell:
        files = (replace(one, **given) if given and isinstance(one, Loaded) else one for one in load_paths(paths))
        report = index.ingest(files, on_event=event, progress=tell)
    if not json_:
        out.print(
            f"รับเข้า {len(report.stored):,} · เหมือนเดิม {len(report.unchanged):,} · ซ้ำกับที่มี {len(report.duplicates):,} · "
            f"ไม่รับ {len(report.refused):,} ไฟล์ ({report.characters:,} ตัวอักษร)"
        )
    if report.interrupted:
        _fail("หยุดก่อนเสร็จ ที่รับเข้าแล้วไม่หาย (stopped; what was stored is safe)", "Run the same command again to go on.")
        raise typer.Exit(130)
    if report.refused:
        raise typer.Exit(1 if any(isinstance(one, Refused) and isinstance(one.error, LoadError) for one in report.refused) else 0)


@app.command("eval")
def evaluate(
    cases: Annotated[Path, typer.Argument(help="Question set, JSONL or CSV; only id and question are required.")],
    out: Annotated[Path, typer.Option(help="Folder for results.jsonl and summary.json.")],
    resume: Annotated[bool, typer.Option(help="Go on with a run that was stopped.")] = False,
    json_: Json = False,
) -> None:
    """Run a question set."""
    from evals.cases import read_cases
    from evals.metrics import summarise
    from evals.runs import run_cases
    from ui.show import plain, progress, table

    read = read_cases(cases)
    assistant = _assistant(load_settings())
    with progress() as tell:
        results = run_cases(assistant, read, out, resume=resume, progress=lambda done, total: tell("cases", done, total))
    summary = summarise(read, results)
    (out / "summary.json").write_text(json.dumps(summary, ensure_ascii=False, indent=1) + "\n", "utf-8")
    if json_:
        sys.stdout.write(json.dumps(summary, ensure_ascii=False) + "\n")
        return
    rows = [[name, _figure(value)] for name, value in summary.items() if not isinstance(value, dict)]
    table(f"ผลของ {cases.name}", ["ตัวชี้วัด", "ค่า"], rows)
    if not plain():
        table("ตามชนิดคำถาม", ["ชนิด", "จำนวน", "ถูก"], [[k, str(v["cases"]), _figure(v["right"])] for k, v in summary["by_kind"].items()])


def _figure(value: object) -> str:
    return "–" if value is None else f"{value:.3f}" if isinstance(value, float) else str(value)


@index_app.command("verify")
def index_verify() -> None:
    """Check the stores against each other; exits with 1 if something is wrong."""
    from ui.show import out

    faults = _open(load_settings(), starter=False).verify()
    for fault in faults:
        _fail(fault)
    if faults:
        _fail(f"{len(faults)} faults.", "`klum index rebuild` makes the derived indexes anew.")
        raise typer.Exit(1)
    out.print("ดัชนีถูกต้องครบถ้วน (the index is sound)")


@index_app.command("rebuild")
def index_rebuild() -> None:
    """Make the derived indexes anew from the catalogue."""
    from ui.show import out, progress

    with _open(load_settings(), starter=False) as index, progress() as tell:
        index.rebuild(tell)
        counts = index.catalogue.counts()
    out.print(f"สร้างดัชนีใหม่แล้ว: {counts['documents']:,} เอกสาร {counts['chunks']:,} ตอน")


@index_app.command("stats")
def index_stats(json_: Json = False) -> None:
    """Numbers of documents and chunks, sizes on disk, the embedding model."""
    from ui.show import table

    settings = load_settings()
    index = _open(settings, starter=False)
    sizes = {name: sum(f.stat().st_size for f in settings.home.glob(pattern)) for name, pattern in (
        ("catalogue_bytes", "catalogue.sqlite3*"), ("lexical_bytes", "lexical/*"), ("vectors_bytes", "vectors/**/*.*"),
    )}  # fmt: skip
    snapshot = index.vectors.snapshot
    stats = {
        "home": str(settings.home), "generation": index.catalogue.generation, "encoder": index.catalogue.encoder or index.encoder.name,
        **index.catalogue.counts(), "vectors_in_chroma": snapshot.count if snapshot else 0, **sizes,
    }  # fmt: skip
    if json_:
        sys.stdout.write(json.dumps(stats, ensure_ascii=False) + "\n")
        return
    table("ดัชนี", ["", ""], [[key, f"{value:,}" if isinstance(value, int) else str(value)] for key, value in stats.items()])


@app.command()
def backup(file: Annotated[Path, typer.Argument(help="File to write; must not exist.")]) -> None:
    """Copy the catalogue into one file; safe while Klum is in use."""
    from ui.backup import write_backup
    from ui.show import out

    size = write_backup(load_settings().home, file)
    out.print(f"สำรองแล้ว: {file} ({size:,} ไบต์)")


@app.command()
def restore(file: Annotated[Path, typer.Argument(help="A file that `klum backup` wrote.")]) -> None:
    """Put a backup back; the catalogue that was there is kept beside it."""
    from ui.backup import read_backup
    from ui.show import out

    kept = read_backup(load_settings().home, file)
    out.print(f"คืนค่าแล้วจาก {file}" + (f" · ของเดิมเก็บไว้ที่ {kept.name}" if kept else ""))
    _open(load_settings(), starter=False).close()


if __name__ == "__main__":
    main()
