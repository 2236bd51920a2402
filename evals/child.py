"""Runs one measurement in a process of its own, and watches the memory of that process and its children.

A process of its own keeps one system's libraries and caches out of another's figures.
"""

from __future__ import annotations

import multiprocessing
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from corpus.errors import EvaluationError, KlumError

Tell = Callable[[str, int, int], None]
"""Told (stage, done, all), from the measured process to the one that waits for it."""

_EVERY = 0.1  # seconds between two looks at the memory; reading a large process takes a few milliseconds


def run_in_child(work: Callable[..., Any], *arguments: Any, tell: Tell | None = None) -> tuple[Any, int | None]:
    """Call ``work(tell, *arguments)`` in a new process.

    Args:
        work: a function of a module; its arguments and result must be picklable.
        arguments: its arguments after the first.
        tell: told what ``work`` tells.

    Returns:
        Its result, and the peak memory of the process and its children in bytes (proportional set size, so that pages
        they share count once); None where the system does not say.

    Raises:
        KlumError: what ``work`` raised.
        EvaluationError: if ``work`` raised anything else, or the process died.
    """
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_child, args=(there,), name="klum-bench")
    process.start()
    there.close()
    peak = PeakMemory(process.pid or 0)
    try:
        with peak:
            # through the pipe, because `start` waits for ever on a child that dies before it has read large arguments
            here.send((work, arguments))
            while True:
                kind, value = here.recv()
                if kind == "told":
                    if tell is not None:
                        tell(*value)
                elif kind == "done":
                    return value, peak.bytes
                elif isinstance(value, KlumError):
                    raise value
                else:
                    raise EvaluationError(f"The measurement failed: {value}.")
    except (EOFError, BrokenPipeError, ConnectionResetError) as error:
        process.join()
        raise EvaluationError(
            f"The measuring process ended with code {process.exitcode}.",
            hint="Was it killed, or is the memory too small?",
        ) from error
    finally:
        here.close()
        process.join(timeout=30)
        if process.is_alive():
            process.terminate()
            process.join()
        process.close()


def _child(pipe: Connection) -> None:
    def tell(stage: str, done: int, total: int) -> None:
        pipe.send(("told", (stage, done, total)))

    try:
        work, arguments = pipe.recv()
        outcome: tuple[str, Any] = ("done", work(tell, *arguments))
    except KlumError as error:
        outcome = ("failed", _plain(error))
    except Exception as error:  # whatever a measured library raises
        outcome = ("failed", f"{type(error).__name__}: {error}")
    pipe.send(outcome)
    pipe.close()


def _plain(error: KlumError) -> KlumError:
    """The same error in a form that goes through a pipe whole."""
    return EvaluationError(error.message, hint=error.hint)


class PeakMemory:
    """Watches the memory of a process and its children while the ``with`` block runs; `bytes` is the peak so far.

    Args:
        pid: the process.
    """

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self.bytes: int | None = None

    def __enter__(self) -> PeakMemory:
        self._look()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stop.wait(_EVERY):
            began = time.monotonic()
            self._look()
            self._stop.wait(5 * (time.monotonic() - began))  # never more than a sixth of the time

    def _look(self) -> None:
        now = memory_of(self._pid)
        if now is not None:
            self.bytes = max(self.bytes or 0, now)


def memory_of(pid: int) -> int | None:
    """Proportional set size of a process and its children in bytes (Linux); None where it cannot be read."""
    total: int | None = None
    waiting = [pid]
    while waiting:
        place = Path("/proc") / str(waiting.pop())
        try:
            lines = (place / "smaps_rollup").read_text("ascii").splitlines()
            kilobytes = next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
            for thread in (place / "task").iterdir():
                waiting.extend(int(child) for child in (thread / "children").read_text("ascii").split())
        except (OSError, StopIteration, ValueError):
            continue  # it ended while we looked, or this system does not say
        total = (total or 0) + 1024 * kilobytes
    return total
