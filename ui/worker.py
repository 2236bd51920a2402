"""Work that goes on while pages are served: one task after another in a thread that ends when there is none left."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable

_log = logging.getLogger(__name__)


class Worker:
    """Does tasks one after another in the background; a daemon thread, so that it never holds up the server's end.

    Args:
        name: of its thread, for the log.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._tasks: deque[Callable[[], object]] = deque()
        self._changing = threading.Lock()
        self._busy = False

    @property
    def busy(self) -> bool:
        """Whether there is work going on or waiting."""
        return self._busy

    def put(self, task: Callable[[], object]) -> None:
        """Do a task when those before it are done; one that raises is logged and does not hold up the next."""
        with self._changing:
            self._tasks.append(task)
            if self._busy:
                return
            self._busy = True
        threading.Thread(target=self._run, daemon=True, name=self._name).start()

    def _run(self) -> None:
        while True:
            with self._changing:
                if not self._tasks:
                    self._busy = False
                    return
                task = self._tasks.popleft()
            try:
                task()
            except Exception:
                _log.exception("a task of %s failed", self._name)
