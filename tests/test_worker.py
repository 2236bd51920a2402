from __future__ import annotations

import threading

import pytest

from tests.staff_place import until
from ui.worker import Worker


def test_one_after_another_until_none_is_left(caplog: pytest.LogCaptureFixture) -> None:
    done: list[int] = []
    go = threading.Event()
    worker = Worker("test-worker")
    worker.put(lambda: go.wait(20))
    worker.put(lambda: 1 / 0)
    for number in range(3):
        worker.put(lambda number=number: done.append(number))  # type: ignore[misc]
    assert worker.busy and len(done) == 0
    go.set()
    until(lambda: not worker.busy)
    assert done == [0, 1, 2] and "ZeroDivisionError" in caplog.text
    assert "test-worker" not in [thread.name for thread in threading.enumerate() if not thread.daemon]
    worker.put(lambda: done.append(3))
    until(lambda: done[-1] == 3)
