"""`klum ingest`, `sources`, `index …`, `backup` and `restore`: the documents, and care for the stores."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corpus.document import PartialDate
from ui.options import Json, opened, read_date, read_text
from ui.settings import load_settings

if TYPE_CHECKING:
    from corpus.document import Document
    from corpus.loaders import Loaded, Refused

index_app = typer.Typer(no_args_is_help=True, help="Look after the index.")


def ingest(
    paths: Annotated[
        list[Path],
        typer.Argument(readable=False, help="Files and folders: txt, md, html, pdf, docx, csv, xlsx, jsonl."),
    ],
    title: Annotated[
        str | None,
        typer.Option(
            parser=read_text, metavar="TEXT", help="Title, instead of what the file states (one document only)."
        ),
    ] = None,
    publisher: Annotated[
        str | None,
        typer.Option(parser=read_text, metavar="TEXT", help="Publisher, instead of what the files state."),
    ] = None,
    published: Annotated[
        PartialDate | None,
        typer.Option(
            parser=read_date, metavar="DATE", help="Date, instead of what the files state (2015-01-20, --09-09)."
        ),
    ] = None,
    json_: Annotated[
        bool, typer.Option("--json", help="Print one JSON object for each file as it becomes safe.")
    ] = False,
) -> None:
    """Take documents in. What is there already is left alone; what has changed becomes a new version."""
    from corpus.loaders import load_paths
    from ui.corrections import Corrections
    from ui.show import note, progress, show_json, show_text

    if title and (len(paths) != 1 or paths[0].is_dir() or ".jsonl" in paths[0].suffixes):
        raise typer.BadParameter("it names one document; give one file, or leave it out.", param_hint="'--title'")

    def tell_event(event: str, source: str, detail: str) -> None:
        if json_:
            show_json({"event": event, "source": source, "detail": detail})
        elif event == "refused":
            note(f"ไม่รับ (refused): {source}\n    {detail}")

    with opened(load_settings()) as index, progress() as tell:
        files = _stated(Corrections(index.catalogue).applied(load_paths(paths)), title, publisher, published)
        report = index.ingest(files, on_event=tell_event, progress=tell)
    if not json_:
        show_text(
            f"รับเข้า {len(report.stored):,} · เหมือนเดิม {len(report.unchanged):,} · "
            f"ซ้ำกับที่มี {len(report.duplicates):,} · ไม่รับ {len(report.refused):,} ฉบับ "
            f"({report.characters:,} ตัวอักษร)"
        )
    if report.interrupted:
        note("เอกสารที่รับเข้าแล้วไม่หาย สั่งเหมือนเดิมอีกครั้งเพื่อทำต่อ (what was stored is safe; the same command goes on)")
        raise typer.Exit(130)
    if report.refused:
        raise typer.Exit(1)


def _stated(
    files: Iterable[Loaded | Refused], title: str | None, publisher: str | None, published: PartialDate | None
) -> Iterator[Loaded | Refused]:
    """The files with what the options state instead of what they state themselves."""
    from corpus.loaders import Refused

    for one in files:
        if not isinstance(one, Refused):
            one = replace(
                one,
                title=title or one.title,
                publisher=publisher or one.publisher,
                published=published or one.published,
            )
        yield one


def sources(
    remove: Annotated[
        list[str] | None,
        typer.Option(
            parser=read_text, metavar="ID", help="Take this document out of the index (its id); may be repeated."
        ),
    ] = None,
    json_: Json = False,
) -> None:
    """List the documents, or take some out."""
    from ui.show import show_json, show_text, table

    with opened(load_settings()) as index:
        for identifier in remove or ():
            index.remove(identifier)
            if not json_:
                show_text(f"เอาออกแล้ว (removed): {identifier}")
        if remove and not json_:
            return
        documents = list(index.catalogue.documents(with_text=False))
    if json_:
        show_json([_document_json(document) for document in documents])
        return
    table(
        f"เอกสาร {len(documents):,} ฉบับ",
        ["id", "ชื่อเรื่อง", "ผู้เผยแพร่", "วันที่", "ที่มา"],
        [[d.id, d.title, d.publisher, d.published.thai() if d.published else "", d.source] for d in documents],
    )


def _document_json(document: Document) -> dict[str, Any]:
    return {
        "id": document.id,
        "source": document.source,
        "title": document.title,
        "publisher": document.publisher,
        "version": document.version,
        "published": str(document.published) if document.published else None,
        "sha256": document.sha256,
    }


@index_app.command("verify")
def index_verify() -> None:
    """Check the stores against each other; exits with 1 if something is wrong."""
    from ui.show import fail, show_text

    with opened(load_settings(), starter=False) as index:
        faults = index.verify()
    for fault in faults:
        fail(fault)
    if faults:
        fail(f"{len(faults)} faults.", "`klum index rebuild` makes the derived indexes anew.")
        raise typer.Exit(1)
    show_text("ดัชนีถูกต้องครบถ้วน (the index is sound)")


@index_app.command("rebuild")
def index_rebuild() -> None:
    """Make the derived indexes anew from the catalogue."""
    from ui.show import progress, show_text

    with opened(load_settings(), starter=False, told=False) as index, progress() as tell:
        index.rebuild(tell)
        counts = index.catalogue.counts()
    show_text(f"สร้างดัชนีใหม่แล้ว: {counts['documents']:,} เอกสาร {counts['chunks']:,} ตอน")


@index_app.command("stats")
def index_stats(json_: Json = False) -> None:
    """Numbers of documents and chunks, sizes on disk, the embedding model."""
    from ui.care import stats
    from ui.show import show_json, table

    with opened(load_settings(), starter=False) as index:
        said = stats(index)
    if json_:
        show_json(said)
        return
    rows = [[key, f"{value:,}" if isinstance(value, int) else str(value)] for key, value in said.items()]
    table("ดัชนี", ["รายการ", "ค่า"], rows)


def backup(file: Annotated[Path, typer.Argument(readable=False, help="File to write; must not exist.")]) -> None:
    """Copy the catalogue into one file; safe while Klum is in use."""
    from ui.backup import write_backup
    from ui.show import show_text

    size = write_backup(load_settings().home, file)
    show_text(f"สำรองแล้ว: {file} ({size:,} ไบต์)")


def restore(file: Annotated[Path, typer.Argument(readable=False, help="A file that `klum backup` wrote.")]) -> None:
    """Put a backup back; the catalogue that was there is kept beside it."""
    from ui.backup import read_backup
    from ui.show import show_text

    settings = load_settings()
    kept = read_backup(settings.home, file)
    show_text(f"คืนค่าแล้วจาก {file}" + (f" · ของเดิมเก็บไว้ที่ {kept.name}" if kept else ""))
    with opened(settings, starter=False):
        pass  # opening makes the derived indexes anew
