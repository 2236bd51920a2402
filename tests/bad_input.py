"""What people give by mistake, command by command; `python -m tests.bad_input` writes `docs/bad-input.md` from it."""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.klum_runner import NO_OVERRIDE, ROOT, Ran, fresh_home, klum, klum_process, writer

DOCUMENT = ROOT / "docs" / "bad-input.md"
_CASE = '{"id": "a", "question": "คลัสเตอร์คืออะไร"}\n'


@dataclass(frozen=True, slots=True)
class Place:
    """Where a case happens: a working folder and, in it, a home with the starter documents."""

    folder: Path
    home: Path

    def file(self, name: str, content: str | bytes) -> None:
        """Write a file into the working folder."""
        (self.folder / name).write_bytes(content.encode() if isinstance(content, str) else content)


Arrange = Callable[[Place], None]


def _nothing(place: Place) -> None:
    del place


@dataclass(frozen=True, slots=True)
class BadInput:
    """One mistake.

    Args:
        what: what is wrong, in the words of the documentation.
        typed: the arguments after `klum`.
        code: the exit code.
        arrange: brings about what is wrong.
        stdin: standard input.
        settings: environment variables.
        shown: how the command is written in the documentation, where the arguments are too long for it.
        locked: whether another process is writing.
        permissions: whether the case is about permissions, which do not hold root back.
        keeps: whether documents that were there can be listed afterwards.
    """

    what: str
    typed: Sequence[str]
    code: int = 1
    arrange: Arrange = _nothing
    stdin: bytes = b""
    settings: dict[str, str] = field(default_factory=dict)
    shown: str = ""
    locked: bool = False
    permissions: bool = False
    keeps: bool = True

    @property
    def command(self) -> str:
        """The command as a person types it."""
        before = "".join(f"{name}={value} " for name, value in self.settings.items())
        words = [f'"{word}"' if not word or " " in word else word for word in self.typed]
        return self.shown or f"{before}klum {' '.join(words)}"


def _writes(name: str, content: str | bytes) -> Arrange:
    def arrange(place: Place) -> None:
        place.file(name, content)

    return arrange


def _large(place: Place) -> None:
    with (place.folder / "large.txt").open("wb") as file:
        file.truncate(210_000_000)


def _folder(name: str, mode: int) -> Arrange:
    def arrange(place: Place) -> None:
        (place.folder / name).mkdir()
        (place.folder / name).chmod(mode)

    return arrange


def _damaged_docx(place: Place) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("word/document.xml", "<w:document")
    place.file("report.docx", data.getvalue())


def _damaged_catalogue(place: Place) -> None:
    (place.home / "catalogue.sqlite3").write_bytes(b"not a database, and longer than its header" * 100)


def _closed_results(place: Place) -> None:
    place.file("a.jsonl", _CASE)
    _folder("r", 0o555)(place)


def _closed_home(place: Place) -> None:
    shutil.rmtree(place.home)
    _folder("home", 0o555)(place)


def _notes(place: Place) -> None:
    _folder("notes", 0o755)(place)
    place.file("notes/mine.txt", "mine")


def _no_catalogue(place: Place) -> None:
    shutil.rmtree(place.home)


def _home_is_a_file(place: Place) -> None:
    shutil.rmtree(place.home)
    place.home.write_text("a file", "utf-8")


BAD_INPUT = (
    BadInput("no command of this name", ["aks", "คลัสเตอร์คืออะไร"], 2),
    BadInput("no question", ["ask"], 2),
    BadInput("an empty question", ["ask", ""]),
    BadInput("a question of emoji", ["ask", "😀🎉"]),
    BadInput("a question of 3,000 characters", ["ask", "กลุ่ม" * 600], shown='klum ask "กลุ่มกลุ่มกลุ่ม…"'),
    BadInput("a question that begins with a hyphen", ["ask", "-5 คืออะไร"], 2),
    BadInput("a question that is no UTF-8", ["ask", "-"], stdin="คลัสเตอร์".encode("cp874")),
    BadInput("an empty query", ["search", " "]),
    BadInput("a date that is none", ["search", "คลัสเตอร์", "--since", "2015-13"], 2),
    BadInput("a date in another form", ["search", "คลัสเตอร์", "--until", "31/12/2558"], 2),
    BadInput("a number out of range", ["search", "คลัสเตอร์", "--limit", "0"], 2),
    BadInput("an empty file", ["ingest", "empty.txt"], arrange=_writes("empty.txt", " \n\n")),
    BadInput("a PDF of 0 bytes", ["ingest", "report.pdf"], arrange=_writes("report.pdf", b"")),
    BadInput(
        "a picture with the name of a PDF",
        ["ingest", "report.pdf"],
        arrange=_writes("report.pdf", b"\x89PNG\r\n\x1a\n" + bytes(200)),
    ),
    BadInput("a text with the name of a Word file", ["ingest", "a.docx"], arrange=_writes("a.docx", "คลัสเตอร์ " * 9)),
    BadInput("a type that is not read", ["ingest", "data.parquet"], arrange=_writes("data.parquet", b"PAR1" * 9)),
    BadInput("binary data", ["ingest", "notes.txt"], arrange=_writes("notes.txt", bytes(range(256)) * 9)),
    BadInput("a damaged Word file", ["ingest", "report.docx"], arrange=_damaged_docx),
    BadInput("a text of 210 MB", ["ingest", "large.txt"], arrange=_large),
    BadInput("a path that is not there", ["ingest", "missing.txt"]),
    BadInput("an empty folder", ["ingest", "inbox"], arrange=_folder("inbox", 0o755)),
    BadInput("a folder that may not be read", ["ingest", "inbox"], arrange=_folder("inbox", 0), permissions=True),
    BadInput("one title for two files", ["ingest", "a.txt", "b.txt", "--title", "รายงาน"], 2),
    BadInput("another process is writing", ["ingest", "a.txt"], arrange=_writes("a.txt", "กาแฟ " * 20), locked=True),
    BadInput("another process is writing", ["index", "rebuild"], locked=True),
    BadInput("no document of this id", ["sources", "--remove", "d0"]),
    BadInput("a question set that is not there", ["eval", "missing.jsonl", "--out", "r"]),
    BadInput("no folder for the results", ["eval", "a.jsonl"], 2, _writes("a.jsonl", _CASE)),
    BadInput("a case without an id", ["eval", "a.csv", "--out", "r"], 1, _writes("a.csv", "id,question\n,ใคร\n")),
    BadInput("a broken line", ["eval", "a.jsonl", "--out", "r"], 1, _writes("a.jsonl", _CASE + '{"id": "b"')),
    BadInput("an id that stands twice", ["eval", "a.jsonl", "--out", "r"], 1, _writes("a.jsonl", _CASE * 2)),
    BadInput(
        "a comma outside quotation marks",
        ["eval", "a.csv", "--out", "r"],
        arrange=_writes("a.csv", "id,question\n1,ใคร, เมื่อไร\n"),
    ),
    BadInput("a question set without cases", ["eval", "a.jsonl", "--out", "r"], 1, _writes("a.jsonl", "\n")),
    BadInput("a question set that is no text", ["eval", "a.csv", "--out", "r"], 1, _writes("a.csv", b"PK\x03\x04\0")),
    BadInput(
        "a case that cannot be asked",
        ["eval", "a.jsonl", "--out", "r"],
        arrange=_writes("a.jsonl", json.dumps({"id": "long", "question": "กลุ่ม" * 600}) + "\n"),
    ),
    BadInput(
        "results in a folder that is a file",
        ["eval", "a.jsonl", "--out", "a.jsonl/r"],
        arrange=_writes("a.jsonl", _CASE),
    ),
    BadInput(
        "results in a folder that may not be written to",
        ["eval", "a.jsonl", "--out", "r"],
        arrange=_closed_results,
        permissions=True,
    ),
    BadInput("a backup that would overwrite a file", ["backup", "a.klum"], arrange=_writes("a.klum", "mine")),
    BadInput("a backup of nothing", ["backup", "a.klum"], arrange=_no_catalogue, keeps=False),
    BadInput("a backup that is not there", ["restore", "missing.klum"]),
    BadInput("a file that is no backup", ["restore", "a.txt"], arrange=_writes("a.txt", "no backup " * 50)),
    *(
        BadInput("a damaged catalogue", typed, arrange=_damaged_catalogue, keeps=False)
        for typed in (["ask", "คลัสเตอร์คืออะไร"], ["search", "คลัสเตอร์"], ["index", "verify"], ["backup", "a.klum"])
    ),
    *(
        BadInput("a home that is a file", typed, arrange=_home_is_a_file, keeps=False)
        for typed in (["ask", "คลัสเตอร์คืออะไร"], ["backup", "a.klum"], ["index", "verify"])
    ),
    BadInput("a home that may not be written to", ["sources"], arrange=_closed_home, permissions=True, keeps=False),
    BadInput("a setting that cannot be", ["sources"], settings={"KLUM_STARTER_CORPUS": "maybe"}, keeps=False),
    BadInput("an embedding model that is not there", ["sources"], settings={"KLUM_EMBEDDING": "m"}, keeps=False),
    BadInput("an unknown key in klum.toml", ["sources"], arrange=_writes("klum.toml", 'hoem = "x"\n'), keeps=False),
    BadInput("a klum.toml that is no TOML", ["sources"], arrange=_writes("klum.toml", "home = \n"), keeps=False),
    BadInput(
        "a model in the place of other files", ["train", "--corpus", "a.txt", "--out", "notes"], 2, arrange=_notes
    ),
)


def meet(case: BadInput, folder: Path) -> tuple[Ran, Place]:
    """Make the mistake, in an empty folder.

    Returns:
        What the command left, its standard error with the folder written as `…`; and where it happened.
    """
    place = Place(folder, fresh_home(folder))
    case.arrange(place)
    with writer(place.home / "writer.lock") if case.locked else contextlib.nullcontext():
        if case.permissions and not os.geteuid():
            ran = klum_process(*case.typed, home=place.home, cwd=folder, before=NO_OVERRIDE)
        else:
            ran = klum(*case.typed, home=place.home, cwd=folder, stdin=case.stdin, settings=case.settings)
    for path in folder.iterdir():
        if path.is_dir():
            path.chmod(0o755)
    return Ran(ran.code, ran.out, ran.err.replace(str(folder), "…")), place


def row(case: BadInput, ran: Ran) -> str:
    """The line of the documentation's table."""
    said = "<br>".join(line.strip() for line in ran.err.replace("<", "&lt;").replace("|", "\\|").splitlines())
    return f"| {case.what} | `{case.command}` | {ran.code} | {said} |"


def rows() -> list[str]:
    """The lines that the documentation holds, in order."""
    return [line for line in DOCUMENT.read_text("utf-8").splitlines() if line.startswith("| ")][2:]


_INTRODUCTION = """\
# What you see when the input is bad

Every mistake ends with a message on standard error and an exit code: 1 for an error, 2 for wrong usage, 130 when you
stopped the command with Ctrl-C. Nothing that was stored is lost, and a file that cannot be read does not hold up the
others that were given with it. `…` is the working folder.

This table is made by `python -m tests.bad_input`, which makes each mistake; `tests/test_cli.py` fails when the messages
are others than these.

| mistake | command | exit code | message |
| --- | --- | --- | --- |
"""


def write_document() -> None:
    """Make every mistake, and write down what is shown."""
    lines = []
    for case in BAD_INPUT:
        with tempfile.TemporaryDirectory(prefix="klum-bad-") as folder:
            lines.append(row(case, meet(case, Path(folder))[0]))
    DOCUMENT.write_text(_INTRODUCTION + "\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    write_document()
