"""Lets asynchronous code follow an iterator that runs in a thread; who is slow sees the newest item, not every one."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Iterable
from typing import Generic, TypeVar

T = TypeVar("T")


class Newest(Generic[T]):
    """Runs an iterable in a thread of its own.

    Args:
        items: iterated over in the thread.
        breath: seconds after which None is given when nothing new came, so that who reads can look up.
    """

    def __init__(self, items: Iterable[T], *, breath: float = 1.0) -> None:
        self._items, self._breath = items, breath
        self._loop = asyncio.get_running_loop()
        self._changed = asyncio.Event()
        self._newest: T | None = None
        self._ended = False
        self._failed: BaseException | None = None
        threading.Thread(target=self._run, daemon=True, name="newest").start()

    def end(self) -> None:
        """Give nothing any more, whatever the thread still does."""
        self._ended = True
        self._newest = None
        self._changed.set()

    async def __aiter__(self) -> AsyncIterator[T | None]:
        while True:
            try:
                await asyncio.wait_for(self._changed.wait(), self._breath)
            except TimeoutError:
                yield None
                continue
            self._changed.clear()
            item, self._newest, ended = self._newest, None, self._ended
            if item is not None:
                yield item
            if self._failed is not None:
                raise self._failed
            if ended:
                return

    def _run(self) -> None:
        failed: BaseException | None = None
        try:
            for item in self._items:
                self._tell(item, ended=False)
        except Exception as error:  # raised where the items are read
            failed = error
        self._tell(None, ended=True, failed=failed)

    def _tell(self, item: T | None, *, ended: bool, failed: BaseException | None = None) -> None:
        try:
            self._loop.call_soon_threadsafe(self._take, item, ended, failed)
        except RuntimeError:  # the loop is closed: nobody reads any more
            return

    def _take(self, item: T | None, ended: bool, failed: BaseException | None) -> None:
        if self._ended:
            return
        self._newest = item if item is not None else self._newest
        self._ended, self._failed = ended, failed
        self._changed.set()
