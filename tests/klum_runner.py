"""Runs the command line as a person would: in this process with streams of its own, or in one of its own."""

from __future__ import annotations

import atexit
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from unittest import mock

from ui.cli import main

ROOT = Path(__file__).resolve().parents[1]
QUESTION = "ปัจจัยแห่งความสำเร็จของคลัสเตอร์มีอะไรบ้าง"
COMMAND = [sys.executable, "-c", "import sys; from ui.cli import main; sys.exit(main())"]

NO_OVERRIDE = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"]
"""Runs a program as a root whom permissions hold back."""

_LOCK = """
import sys
from filelock import FileLock
with FileLock(sys.argv[1]):
    print("held", flush=True)
    sys.stdin.read()
"""


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command left: its exit code and what it wrote."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        """Standard output, which must be exactly one line of JSON."""
        line, end = self.out[:-1], self.out[-1:]
        if end != "\n" or "\n" in line:
            raise AssertionError(f"not one line: {self.out!r}")
        return json.loads(line)


@cache
def starter_home() -> Path:
    """A home that has taken in the starter documents, made once; for commands that only read."""
    folder = Path(tempfile.mkdtemp(prefix="klum-starter-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    ran = klum("search", "คลัสเตอร์", home=folder / "home")
    if ran.code:
        raise RuntimeError(ran.err)
    return folder / "home"


def fresh_home(folder: Path) -> Path:
    """A copy of the starter home, for commands that write."""
    return Path(shutil.copytree(starter_home(), folder / "home"))


def environment(home: Path, settings: Mapping[str, str]) -> dict[str, str]:
    """The environment of this process with a Klum home and settings, and no other settings of Klum."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KLUM_")}
    return {**kept, "KLUM_HOME": str(home), **settings}


def klum(
    *arguments: str | Path,
    home: Path | None = None,
    stdin: str | bytes = "",
    cwd: Path | None = None,
    settings: Mapping[str, str] | None = None,
) -> Ran:
    """Run a command in this process.

    Args:
        arguments: what is typed after `klum`.
        home: the Klum home; the one for tests that forget it by default.
        stdin: standard input, which is no terminal.
        cwd: the working folder.
        settings: environment variables.
    """
    typed = stdin.encode() if isinstance(stdin, str) else stdin
    written, complained = io.BytesIO(), io.BytesIO()
    # ASCII, as under LANG=C: the command line has to see to Thai by itself
    given, out, err = (io.TextIOWrapper(raw, encoding="ascii") for raw in (io.BytesIO(typed), written, complained))
    with (
        mock.patch.dict(os.environ, environment(home or Path(os.environ["KLUM_HOME"]), settings or {}), clear=True),
        mock.patch.object(sys, "stdin", given),
        redirect_stdout(out),
        redirect_stderr(err),
        chdir(cwd or Path.cwd()),
    ):
        code = main([str(argument) for argument in arguments])
        out.flush()
        err.flush()
        return Ran(code, written.getvalue().decode("utf-8"), complained.getvalue().decode("utf-8"))


def klum_process(
    *arguments: str | Path,
    home: Path,
    stdin: bytes = b"",
    cwd: Path = ROOT,
    before: Sequence[str] = (),
    settings: Mapping[str, str] | None = None,
) -> Ran:
    """Run a command in a process of its own.

    Args:
        arguments: what is typed after `klum`.
        home: the Klum home.
        stdin: standard input.
        cwd: the working folder.
        before: a program that runs the command, with its arguments.
        settings: environment variables.
    """
    done = subprocess.run(
        [*before, *COMMAND, *map(str, arguments)],
        env=environment(home, {"PYTHONPATH": str(ROOT), **(settings or {})}),
        cwd=cwd,
        input=stdin,
        capture_output=True,
        timeout=120,
        check=False,
    )
    return Ran(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


def can_be_held_back() -> bool:
    """Whether permissions can hold a process back here: of a person always, of root with the help of setpriv."""
    if not hasattr(os, "geteuid") or os.geteuid():
        return hasattr(os, "geteuid")
    return bool(shutil.which("setpriv")) and not subprocess.run([*NO_OVERRIDE, "true"], check=False).returncode


@contextmanager
def writer(lock: Path) -> Iterator[None]:
    """Another process that holds the writer's lock."""
    with subprocess.Popen(
        [sys.executable, "-c", _LOCK, str(lock)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        if process.stdout is None or process.stdout.readline().strip() != b"held":
            raise RuntimeError("the lock was not taken")
        try:
            yield
        finally:
            process.communicate()
