"""A circuit breaker: after some failures in a row nothing is tried for a while, then one call tries again."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable


class Breaker:
    """Counts failures of one service. Safe from any thread.

    Args:
        failures: failures in a row after which it opens.
        rest: seconds that it stays open; then one call is let through, the others wait for how it goes.
        clock: tells the time, in seconds.
    """

    def __init__(self, failures: int = 3, rest: float = 60.0, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._rest, self._clock = failures, rest, clock
        self._failed = 0
        self._until = 0.0
        self._trying = False
        self._lock = threading.Lock()

    def allows(self) -> bool:
        """Whether a call may be tried now; who is allowed must tell `record` how it went."""
        with self._lock:
            if self._failed < self._most:
                return True
            if self._trying or self._clock() < self._until:
                return False
            self._trying = True
            return True

    def record(self, *, ok: bool) -> None:
        """Tell how a call went."""
        with self._lock:
            self._trying = False
            self._failed = 0 if ok else self._failed + 1
            if self._failed >= self._most:
                self._until = self._clock() + self._rest
