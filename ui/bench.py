"""`klum bench`: measures speed and search quality on this machine."""

from __future__ import annotations

import json
import sys
from functools import partial
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ui.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from evals.bench_retrieval import RetrievalRun
    from index.encoder import Encoder

bench_app = typer.Typer(no_args_is_help=True, help="Measure speed and search quality on this machine.")

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")]
Out = Annotated[Path | None, typer.Option(help="Folder to write the results to, as JSON and as Markdown.")]
Under = Annotated[
    Path | None, typer.Option("--home", help="Folder that the fresh home is made in; it is deleted afterwards.")
]


def wanted_encoder() -> Callable[[], Encoder]:
    """Makes the embedding model that the settings name; can be sent to another process."""
    from ui.opening import encoder_for

    return partial(encoder_for, load_settings())


def write_json(values: dict[str, Any]) -> None:
    """One line of JSON on standard output, with no colours and no wrapping."""
    sys.stdout.write(json.dumps(values, ensure_ascii=False) + "\n")


@bench_app.command()
def retrieval(
    data: Annotated[Path, typer.Option(help="Folder with the public sets (docs/benchmarks.md).")],
    sets: Annotated[str | None, typer.Option(help="Sets, with commas between them; all by default.")] = None,
    systems: Annotated[str | None, typer.Option(help="Systems, with commas between them; all by default.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Questions of each set, at most.")] = None,
    out: Out = None,
    json_: Json = False,
) -> None:
    """Compare search systems on public sets: quality, time, memory."""
    from evals.bench_data import SETS, read_set
    from evals.bench_report import COLUMNS, retrieval_markdown, retrieval_rows, set_names, write_results
    from evals.bench_retrieval import run_retrieval
    from ui.show import err, progress, table

    read = [read_set(data, name).limited(limit) for name in (_names(sets) or SETS)]

    def keep(run: RetrievalRun) -> None:
        if out is not None:
            write_results(out, "retrieval", run.to_json(), retrieval_markdown(run))

    with progress() as tell:
        run = run_retrieval(read, wanted_encoder(), systems=_names(systems), tell=tell, keep=keep)
    if json_:
        write_json(run.to_json())
        return
    for name, title in set_names(run).items():
        table(title, list(COLUMNS), retrieval_rows(run, name))
    for line in run.skipped:
        err.print(line, style="yellow", markup=False)


@bench_app.command()
def verification(
    documents: Annotated[Path | None, typer.Option(help="Other documents than the starter ones.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="Sentences of these documents that are taken.")] = 200,
    under: Under = None,
    out: Out = None,
    json_: Json = False,
) -> None:
    """Falsify true sentences in one place each; tell what the check of citations lets through."""
    from evals.bench_report import write_results
    from evals.bench_verification import COLUMNS, run_verification, verification_markdown, verification_rows
    from ui.show import note, progress, table

    with progress() as tell:
        run = run_verification(
            under, lambda _, done, every: tell("bench", done, every), documents=documents, limit=limit
        )
    if out is not None:
        write_results(out, "verification", run.to_json(), verification_markdown(run))
    if json_:
        write_json(run.to_json())
        return
    table("Falsified sentences", list(COLUMNS), verification_rows(run))
    for line in run.summary():
        note(line, "")


@bench_app.command()
def answers(
    cases: Annotated[
        Path | None, typer.Argument(help="Question set to time answers with; that of the starter documents by default.")
    ] = None,
    documents: Annotated[Path | None, typer.Option(help="What it is on; the starter documents by default.")] = None,
    data: Annotated[
        Path | None, typer.Option(help="Folder with the public sets (docs/benchmarks.md): reading tests instead.")
    ] = None,
    sets: Annotated[str | None, typer.Option(help="Reading tests, with commas between them; both by default.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Questions of each set, at most.")] = None,
    under: Under = None,
    out: Out = None,
    json_: Json = False,
) -> None:
    """Time answers beside the search alone; with --data, tell how many of them are right in reading tests."""
    from corpus.loaders import Loaded
    from evals.bench_answers import ANSWERS_COLUMNS, READING_SETS, run_reading, run_times
    from evals.bench_data import read_set, slice_of
    from evals.bench_report import markdown_table, write_results
    from evals.bench_retrieval import machine
    from evals.cases import read_cases
    from ui.opening import starter_documents
    from ui.show import progress, table

    with progress() as tell:
        if data is not None:
            read = [read_set(data, name).limited(limit) for name in (_names(sets) or READING_SETS)]
            rows = run_reading(read, wanted_encoder(), under=under, tell=tell)
        else:
            file = cases or Path(str(resources.files("evals") / "sets" / "starter.jsonl"))
            there = slice_of(documents, None) if documents else starter_documents()
            texts = [one for one in there if isinstance(one, Loaded)]
            asked = [case.question for case in read_cases(file)][:limit]
            rows = [run_times(file.stem, texts, asked, wanted_encoder(), under=under, tell=tell)]
    values = {"machine": machine(), "rows": [row.to_json() for row in rows]}
    cells = [row.cells() for row in rows]
    if out is not None:
        write_results(out, "answers", values, f"{machine()}.\n\n{markdown_table(ANSWERS_COLUMNS, cells)}\n")
    if json_:
        write_json(values)
        return
    table(f"Answers; {machine()}", list(ANSWERS_COLUMNS), cells)


def _names(text: str | None) -> list[str] | None:
    return [name.strip() for name in text.split(",") if name.strip()] if text else None


@bench_app.command()
def ingest(
    file: Annotated[Path, typer.Argument(help="Documents, best a JSONL file (also packed with xz or gzip).")],
    limit: Annotated[int | None, typer.Option(min=1, help="Records, at most.")] = None,
    under: Under = None,
    peer: Annotated[bool, typer.Option(help="Measure LangChain's plain path on the same slice too.")] = True,
    out: Out = None,
    json_: Json = False,
) -> None:
    """Take documents in from end to end in a fresh home, then search them."""
    from evals.bench_ingest import run_ingest
    from evals.bench_report import ingest_rows, markdown_table, write_results
    from evals.bench_retrieval import machine
    from ui.show import err, progress, table

    with progress() as tell:
        figures = run_ingest(file, wanted_encoder(), limit=limit, under=under, peer=peer, tell=tell)
    values = {"file": file.name, "machine": machine(), **figures.to_json()}
    columns, rows = ["", "value"], ingest_rows(figures)
    if out is not None:
        write_results(out, "ingest", values, f"{file.name}; {machine()}.\n\n{markdown_table(columns, rows)}\n")
    if json_:
        write_json(values)
        return
    table(f"Ingest of {file.name}", columns, rows)
    if figures.skipped:
        err.print(figures.skipped, style="yellow", markup=False)


@bench_app.command()
def startup(
    question: Annotated[str | None, typer.Option(help="What to ask.")] = None,
    runs: Annotated[int, typer.Option(min=1, help="Runs after the first that the median is taken of.")] = 3,
    under: Under = None,
    out: Out = None,
    json_: Json = False,
) -> None:
    """Time `klum ask` in a new process, and show where the time goes."""
    from evals.bench_report import markdown_table, write_results
    from evals.bench_retrieval import machine
    from ui.bench_startup import QUESTION, measure_startup
    from ui.show import table

    found = measure_startup(question or QUESTION, runs=runs, under=under)
    columns = ["", "seconds"]
    rows = [
        ["first `klum ask`, taking the starter documents in", f"{found['first']:.2f}"],
        ["`klum ask` after that, median", f"{found['second']:.2f}"],
        ["target", f"{found['target']:.2f}"],
        ["Python alone", f"{found['interpreter']:.2f}"],
        *([f"stage: {stage}", f"{took:.2f}"] for stage, took in found["stages"].items()),
        *([f"import: {package}", f"{took:.2f}"] for package, took in found["imports"].items()),
    ]
    if out is not None:
        write_results(
            out, "startup", {"machine": machine(), **found}, f"{machine()}.\n\n{markdown_table(columns, rows)}\n"
        )
    if json_:
        write_json(found)
        return
    table("Start-up of `klum ask`", columns, rows)


@bench_app.command()
def web(
    users: Annotated[int, typer.Option(min=1, max=1000, help="Visitors at the same time.")] = 50,
    questions: Annotated[int, typer.Option(min=1, help="Questions of each.")] = 6,
    least: Annotated[float, typer.Option(min=0, help="Seconds between an answer and the next question.")] = 1.0,
    most: Annotated[float, typer.Option(min=0, help="The same, at most.")] = 5.0,
    under: Under = None,
    out: Out = None,
    json_: Json = False,
) -> None:
    """Let visitors ask a real server on this machine, at all doors; tell how long they wait."""
    from evals.bench_report import markdown_table, write_results
    from evals.bench_retrieval import machine
    from ui.bench_web import COLUMNS, TARGET, Load, run_web
    from ui.show import table

    run = run_web(Load(users, questions, least, max(least, most)), under=under)
    values, rows = {"machine": machine(), **run.to_json()}, run.rows()
    page = values["page"]
    title = (
        f"{users} visitors, {questions} questions each, {least:g} to {max(least, most):g} s between them; "
        f"page p50 {page['p50']:.2f} s, p95 {page['p95']:.2f} s; target for an answer: p95 under {TARGET:g} s"
    )
    if out is not None:
        write_results(out, "web", values, f"{machine()}; {title}.\n\n{markdown_table(COLUMNS, rows)}\n")
    if json_:
        write_json(values)
        return
    table(title, list(COLUMNS), rows)


@bench_app.command()
def embedding(
    file: Annotated[Path | None, typer.Argument(help="Documents to embed; the starter documents by default.")] = None,
    seconds: Annotated[float, typer.Option(min=0.1, help="How long each model embeds, at least.")] = 3.0,
    out: Out = None,
    json_: Json = False,
) -> None:
    """Time the embedding model: loading, short passages a second, a question; beside all-MiniLM-L6-v2."""
    from corpus.loaders import Loaded, load
    from evals.bench_embedding import run_embedding
    from evals.bench_report import EMBEDDING_COLUMNS, embedding_rows, markdown_table, write_results
    from evals.bench_retrieval import machine
    from ui.opening import starter_documents
    from ui.show import err, progress, table

    texts = [one.text for one in (load(file) if file else starter_documents()) if isinstance(one, Loaded)]
    with progress() as tell:
        run = run_embedding(texts, wanted_encoder(), seconds=seconds, tell=tell)
    rows = embedding_rows(run)
    title = f"{machine()}; cutting into words: {run.segmented_a_second:,.0f} passages a second"
    if out is not None:
        values = {"machine": machine(), **run.to_json()}
        write_results(out, "embedding", values, f"{title}.\n\n{markdown_table(EMBEDDING_COLUMNS, rows)}\n")
    if json_:
        write_json(run.to_json())
        return
    table(title, list(EMBEDDING_COLUMNS), rows)
    for line in run.skipped:
        err.print(line, style="yellow", markup=False)
