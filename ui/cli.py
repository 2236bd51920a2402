"""The command line `klum`: its commands, and what happens when one fails. Slow libraries are imported where needed."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from typing import TextIO

import typer

from corpus.errors import KlumError
from ui import asking, documents, evaluation, inquiries, serving, train
from ui.bench import bench_app
from ui.key_commands import key_app
from ui.tune import tune
from ui.users import user_app

WRONG_USAGE = 2
INTERRUPTED = 130

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Klum (กลุ่ม): ask Thai cluster-programme documents, and get answers with checked citations.",
)
app.command()(asking.ask)
app.command()(asking.chat)
app.command()(asking.search)
app.command()(documents.ingest)
app.command()(documents.sources)
app.add_typer(documents.index_app, name="index")
app.command("eval")(evaluation.evaluate)
app.command()(documents.backup)
app.command()(documents.restore)
app.command()(serving.serve)
app.command()(inquiries.questions)
app.add_typer(user_app, name="user")
app.add_typer(key_app, name="key")
app.command()(train.train)
app.command()(tune)
app.add_typer(bench_app, name="bench")


def main(args: Sequence[str] | None = None) -> int:
    """Run the command line; errors are shown as a message and a hint, without a traceback.

    Args:
        args: arguments after the program's name; those of this process by default.

    Returns:
        The exit code: 0, 1 for an error, 2 for wrong usage, 130 if it was stopped with Ctrl-C.
    """
    _speak_utf8()
    try:
        code = _run(args)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader has seen enough, as in `klum search … | head`
        _discard(sys.stdout, sys.stderr)
        return 1
    except OSError as error:
        _discard(sys.stdout)
        where = f": {error.filename}" if error.filename else ""
        return _failed(
            f"The system refused: {error.strerror or error}{where}.",
            "Check the path, its permissions and the free space. โปรดตรวจสอบพาธ สิทธิ์การเข้าถึง และพื้นที่ว่าง",
        )
    return code


def _run(args: Sequence[str] | None) -> int:
    try:
        code = app(args=args, prog_name="klum", standalone_mode=False)
    except KlumError as error:
        return _failed(error.message, error.hint)
    except typer.TyperException as error:
        return _misused(error)
    except typer.Abort:
        code = INTERRUPTED
    except SystemExit as error:  # Typer and Rich leave so when the reader of a pipe has gone
        code = error.code
    if code == INTERRUPTED:
        _failed("หยุดตามคำสั่ง (stopped)")
    return code if isinstance(code, int) else 0


def _failed(message: str, hint: str = "") -> int:
    from ui.show import fail

    fail(message, hint)
    return 1


def _misused(error: typer.TyperException) -> int:
    """Show wrong usage, or the help that was asked for by naming a group of commands without one of them."""
    from ui.show import err

    message = error.format_message()
    if message.startswith("Usage:"):
        err.print(message)
        return WRONG_USAGE
    context = getattr(error, "ctx", None)
    hint = f"See `{context.command_path if context else 'klum'} --help`."
    if message.startswith("No such option"):
        hint += ' Before a text that begins with a hyphen write -- : klum ask -- "-5 …"'
    _failed(message, hint)
    return error.exit_code


def _speak_utf8() -> None:
    """Thai goes through any locale: what cannot be written is replaced, and never stops a command."""
    for name, mode, errors in (("stdin", "r", "strict"), ("stdout", "w", "replace"), ("stderr", "w", "replace")):
        stream = getattr(sys, name)
        if stream is None:  # closed by whoever started us
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 - as long as the process
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=errors)


def _discard(*streams: TextIO) -> None:
    """Let what is still in the buffers go nowhere; else Python complains about the closed pipe at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in streams:
        try:
            os.dup2(nowhere, stream.fileno())
        except (OSError, ValueError):  # a stream without a file: nothing is behind it that could complain
            continue
    os.close(nowhere)


if __name__ == "__main__":
    sys.exit(main())
