from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.errors import EvaluationError, KlumError, LoadError
from evals.child import PeakMemory, Tell, memory_of, run_in_child

needs_proc = pytest.mark.skipif(
    not Path("/proc/self/smaps_rollup").is_file(), reason="this system does not tell memory"
)


def _work(tell: Tell, size: int) -> tuple[int, int]:
    tell("bench", 1, 2)
    held = bytearray(size)
    held[::4096] = b"x" * len(held[::4096])
    tell("bench", 2, 2)
    return os.getpid(), len(held)


def _klum_error(_: Tell) -> None:
    raise LoadError("It is broken.", hint="Mend it.")


def _other_error(_: Tell) -> None:
    raise ValueError("nine")


def _die(_: Tell) -> None:
    os._exit(3)


def test_work_is_done_in_another_process_which_tells_how_it_goes() -> None:
    told: list[tuple[str, int, int]] = []
    (pid, size), peak = run_in_child(_work, 60_000_000, tell=lambda *said: told.append(said))
    assert pid != os.getpid() and size == 60_000_000
    assert told == [("bench", 1, 2), ("bench", 2, 2)]
    assert peak is None or peak > 1_000_000


def test_a_klum_error_keeps_its_message_and_hint() -> None:
    with pytest.raises(KlumError) as caught:
        run_in_child(_klum_error)
    assert (caught.value.message, caught.value.hint) == ("It is broken.", "Mend it.")


def test_any_other_error_is_named() -> None:
    with pytest.raises(EvaluationError, match="ValueError: nine"):
        run_in_child(_other_error)


def test_a_process_that_dies_is_reported() -> None:
    with pytest.raises(EvaluationError, match="ended with code 3"):
        run_in_child(_die)


class _Deadly:
    """Ends the process that unpickles it."""

    def __init__(self, ballast: bytes) -> None:
        self.ballast = ballast

    def __setstate__(self, state: object) -> None:
        os._exit(4)


def test_a_process_that_dies_over_large_arguments_is_not_waited_for() -> None:
    with pytest.raises(EvaluationError, match="ended with code 4"):
        run_in_child(_work, _Deadly(bytes(5_000_000)))


def test_a_process_that_cannot_start_is_not_waited_for(tmp_path: Path) -> None:
    script = tmp_path / "main.py"
    script.write_text(
        "import sys\n"
        "if __name__ != '__main__':\n    raise ImportError('broken main module')\n"
        "from evals.child import run_in_child\n"
        "run_in_child(len, bytes(5_000_000))\n",
        "utf-8",
    )
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[1])}
    # a main module that fails when the child imports it, as one does that is being edited
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=60, env=environment)
    assert done.returncode == 1 and "The measuring process ended with code 1" in done.stderr


@needs_proc
def test_memory_counts_the_children_too() -> None:
    own = memory_of(os.getpid())
    code = "import sys; held = b'x' * 50_000_000; sys.stdout.write('.'); sys.stdout.flush(); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None and child.stdout.read(1) == b"."
        with PeakMemory(os.getpid()) as peak:
            together = memory_of(os.getpid())
        child.communicate(b"")
    assert own is not None and together is not None and together > own + 40_000_000
    assert peak.bytes is not None and peak.bytes > own + 40_000_000


def test_memory_of_a_process_that_is_not_there_is_unknown() -> None:
    assert memory_of(2**30) is None
