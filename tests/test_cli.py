from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import typer

import ui.cli
from index.catalogue import Catalogue
from tests.bad_input import BAD_INPUT, BadInput, meet, row, rows
from tests.klum_runner import (
    COMMAND,
    QUESTION,
    ROOT,
    can_be_held_back,
    environment,
    fresh_home,
    klum,
    klum_process,
    starter_home,
)

SLOW = {
    "chromadb",
    "fastapi",
    "gradio",
    "langchain",
    "langchain_core",
    "pypdfium2",
    "sentence_transformers",
    "torch",
    "trafilatura",
}
"""Packages that asking the starter documents has no use for; they take from 0.2 to ten seconds each."""


def documents(home: Path) -> list[tuple[str, str]]:
    catalogue = Catalogue(home / "catalogue.sqlite3", read_only=True)
    try:
        return [(document.id, document.sha256) for document in catalogue.documents()]
    finally:
        catalogue.close()


@pytest.mark.parametrize("case", BAD_INPUT, ids=lambda case: f"{case.what}-{case.typed[0]}")
def test_bad_input_is_met_with_the_documented_message(case: BadInput, tmp_path: Path) -> None:
    if case.permissions and not can_be_held_back():
        pytest.skip("needs permissions that hold this process back; root needs setpriv for that")
    ran, place = meet(case, tmp_path)
    assert ran.code == case.code
    assert ran.err and "Traceback" not in ran.err
    assert row(case, ran) in rows(), "if the new message is better: python -m tests.bad_input"
    if case.keeps:
        assert documents(place.home) == documents(starter_home())


def test_documentation_of_bad_input_is_complete() -> None:
    assert [line.split(" | ")[:3] for line in rows()] == [
        [f"| {case.what}", f"`{case.command}`", str(case.code)] for case in BAD_INPUT
    ]


def test_damaged_catalogue_is_left_as_it_is(tmp_path: Path) -> None:
    home = fresh_home(tmp_path)
    file = home / "catalogue.sqlite3"
    damaged = file.read_bytes()[:5000] + os.urandom(40_000) + file.read_bytes()[45_000:]
    file.write_bytes(damaged)
    for command in (["ask", QUESTION], ["search", "คลัสเตอร์"], ["ingest", __file__], ["index", "verify"], ["sources"]):
        ran = klum(*command, home=home)
        assert ran.code == 1 and "damaged" in ran.err and "Traceback" not in ran.err
        assert file.read_bytes() == damaged


@pytest.mark.parametrize("group", [[], ["index"], ["bench"]])
def test_without_a_command_the_help_is_shown(group: list[str]) -> None:
    ran = klum(*group)
    assert ran.code == 2
    assert ran.err.startswith(f"Usage: {' '.join(['klum', *group])} ") and "Error" not in ran.err


def test_help_lists_every_command() -> None:
    ran = klum("--help")
    assert ran.code == 0
    commands = {line.split()[0] for line in ran.out.partition("Commands:")[2].splitlines() if line[2:3].strip()}
    assert commands >= {"ask", "chat", "search", "ingest", "sources", "index", "eval", "train", "tune", "bench"}
    assert commands >= {"backup", "restore"}
    assert all(klum(command, "--help").code == 0 for command in commands)


def test_errors_of_the_system_are_shown_with_the_path(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", "/disk/file")

    monkeypatch.setattr(ui.cli, "app", full)
    ran = klum("sources")
    assert ran.code == 1 and "No space left on device: /disk/file" in ran.err


def test_faults_of_klum_itself_are_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(ui.cli, "app", broken)
    with pytest.raises(ZeroDivisionError):
        klum("sources")


@pytest.mark.parametrize("stop", [KeyboardInterrupt, typer.Abort])
def test_stopping_is_said_and_has_its_own_exit_code(monkeypatch: pytest.MonkeyPatch, stop: type[BaseException]) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise stop

    monkeypatch.setattr("assistant.Assistant.stream", stopped)
    ran = klum("ask", QUESTION, home=starter_home())
    assert (ran.code, ran.out) == (130, "")
    assert "stopped" in ran.err and "Traceback" not in ran.err


@pytest.mark.parametrize("arguments", [["ask", QUESTION], ["--help"]], ids=lambda arguments: arguments[0])
def test_slow_libraries_are_not_imported_for_nothing(arguments: list[str], tmp_path: Path) -> None:
    """Not even on first use, when the starter documents are taken in: start-up is what a person waits for."""
    program = "import sys; from ui.cli import main; main(); print('', *sys.modules, file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        env=environment(tmp_path / "home", {}),
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    imported = {module.partition(".")[0] for module in done.stderr.split()}
    assert not imported & SLOW
    assert ("numpy" in imported) == (arguments[0] == "ask")


def test_thai_goes_through_any_locale() -> None:
    """In the other tests the streams are ASCII too; here Python itself sets them up."""
    for arguments, locale in ((["ask", "-"], {"LC_ALL": "C"}), (["sources"], {"PYTHONIOENCODING": "cp1252"})):
        ran = klum_process(*arguments, home=starter_home(), stdin=QUESTION.encode(), settings=locale)
        assert ran.code == 0 and not ran.err
        assert "คลัสเตอร์" in ran.out and "\x1b" not in ran.out and "\ufffd" not in ran.out


@pytest.mark.skipif(os.name == "nt", reason="pipes of Windows have no SIGPIPE")
@pytest.mark.parametrize("arguments", [["search", "คลัสเตอร์", "-k", "50"], ["sources"], ["--help"]])
def test_reader_that_leaves_early_is_no_error(arguments: list[str]) -> None:
    with subprocess.Popen(
        [*COMMAND, *arguments],
        env=environment(starter_home(), {}),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        if process.stdout is None or process.stderr is None:
            raise RuntimeError("no pipe")
        process.stdout.close()  # before anything is written, as by `head -0`
        complaint = process.stderr.read().decode()
    assert complaint == "" and process.returncode == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_output_that_cannot_be_written_is_an_error() -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [*COMMAND, "sources"], env=environment(starter_home(), {}), cwd=ROOT, stdout=full, stderr=subprocess.PIPE
        )
    assert (done.returncode, done.stderr.count(b"\n")) == (1, 2)
    assert b"No space left on device" in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")
def test_closed_streams_are_no_fault(tmp_path: Path) -> None:
    command = 'exec "$@" <&- >&- 2>&-'
    done = subprocess.run(
        ["sh", "-c", command, "sh", *COMMAND, "sources"], env=environment(starter_home(), {}), cwd=ROOT, check=False
    )
    assert done.returncode == 0


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C reaches processes of Windows in another way")
def test_ctrl_c_ends_a_running_command(tmp_path: Path) -> None:
    """A question set that takes long is stopped in the middle: nothing is lost, and no traceback is shown."""
    cases = "".join(f'{{"id": "{number}", "question": "คลัสเตอร์ที่ {number} คืออะไร"}}\n' for number in range(5000))
    (tmp_path / "cases.jsonl").write_text(cases, "utf-8")
    part = tmp_path / "out" / "results.jsonl.part"
    with subprocess.Popen(
        [*COMMAND, "eval", "cases.jsonl", "--out", "out"],
        env=environment(starter_home(), {"PYTHONPATH": str(ROOT)}),
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        while not part.is_file() or part.stat().st_size < 2000:
            if process.poll() is not None:
                break
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        out, complaint = (stream.decode() for stream in process.communicate(timeout=60))
    assert (process.returncode, out) == (130, "")
    assert "--resume" in complaint and "stopped" in complaint and "Traceback" not in complaint
    assert not (tmp_path / "out" / "results.jsonl").exists()
    assert part.read_text("utf-8").endswith("}\n")
