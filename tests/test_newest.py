from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator

import pytest

from ui.newest import Newest


def test_the_last_item_always_comes_and_who_is_slow_skips_some() -> None:
    async def read() -> list[int | None]:
        seen = []
        async for item in Newest(range(1000)):
            seen.append(item)
            await asyncio.sleep(0.01)
        return seen

    seen = asyncio.run(read())
    assert seen[-1] == 999 and len(seen) < 1000


def test_what_is_slow_to_come_leaves_a_breath() -> None:
    go = threading.Event()

    def items() -> Iterator[str]:
        yield "first"
        go.wait(10)
        yield "last"

    async def read() -> list[str | None]:
        seen: list[str | None] = []
        async for item in Newest(items(), breath=0.05):
            seen.append(item)
            if seen[-2:] == [None, None]:
                go.set()
        return seen

    seen = asyncio.run(read())
    assert [item for item in seen if item] == ["first", "last"] and None in seen


def test_an_error_is_raised_where_the_items_are_read() -> None:
    def items() -> Iterator[int]:
        yield 1
        raise ValueError("broken")

    async def read() -> None:
        async for _ in Newest(items()):
            pass

    with pytest.raises(ValueError, match="broken"):
        asyncio.run(read())


def test_ended_it_gives_nothing_any_more() -> None:
    def items() -> Iterator[int]:
        for number in range(100):
            yield number
            time.sleep(0.01)

    async def read() -> int:
        newest, seen = Newest(items()), 0
        async for _ in newest:
            seen += 1
            newest.end()
        return seen

    began = time.monotonic()
    assert asyncio.run(read()) == 1 and time.monotonic() - began < 0.5
