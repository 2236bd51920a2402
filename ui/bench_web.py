"""Measures the web app under load: a server of its own on loopback, and visitors who ask and think in between."""

from __future__ import annotations

import asyncio
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import quantiles
from typing import Any

import httpx

from corpus.errors import EvaluationError
from ui.language import languages
from ui.options import BUDDHIST_ERA

TARGET = 2.0
"""Seconds within which 95 of 100 answers are to be there, with 50 visitors on two cores."""

COLUMNS = ("door", "questions", "first words p50 s", "p95 s", "whole answer p50 s", "p95 s", "errors")
_JSON, _EVENTS, _OPENAI = "POST /api/ask", "the same as events", "POST /v1/chat/completions, streamed"
_DOORS = (_JSON, _EVENTS, _OPENAI)
_ADDRESS = re.compile(r"http://\S+")
_PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: where, seconds to the first words and to the end, and whether it went wrong."""

    door: str
    first: float
    whole: float
    failed: bool


@dataclass(frozen=True, slots=True)
class Load:
    """How much is asked of the server.

    Args:
        users: who ask at the same time.
        questions: of each.
        least: seconds between an answer and the next question, at least.
        most: and at most.
    """

    users: int = 50
    questions: int = 6
    least: float = 1.0
    most: float = 5.0


@dataclass(frozen=True, slots=True)
class WebRun:
    """What was measured.

    Args:
        load: how much was asked.
        start: seconds from starting the server until it answered.
        pages: seconds in which each visitor got the page.
        asked: every question.
    """

    load: Load
    start: float
    pages: list[float]
    asked: list[Asked]

    def rows(self) -> list[list[str]]:
        """The table; the columns are `COLUMNS`."""
        doors = [(door, [one for one in self.asked if one.door == door]) for door in _DOORS]
        return [_row(door, found) for door, found in [*doors, ("all", self.asked)] if found]

    def to_json(self) -> dict[str, Any]:
        """The run as JSON values."""
        return {
            "load": asdict(self.load),
            "target": TARGET,
            "start": round(self.start, 2),
            "page": {"p50": _at(self.pages, 50), "p95": _at(self.pages, 95)},
            "doors": [dict(zip(COLUMNS, row, strict=True)) for row in self.rows()],
        }


def run_web(load: Load, *, under: Path | None = None, seed: int = 1) -> WebRun:
    """Start a server with the starter documents, let visitors ask, and stop it.

    Args:
        load: how much is asked.
        under: folder that the home is made in; the system's temporary folder by default.
        seed: for who asks what, and how long they think.

    Raises:
        EvaluationError: if the server does not start.
    """
    if under is not None:
        under.mkdir(parents=True, exist_ok=True)
    began = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="klum-bench-", dir=under) as home, _served(Path(home)) as address:
        httpx.get(f"{address}api/health").raise_for_status()
        start = time.perf_counter() - began
        # the first visitor comes to a server that has made what it makes only once
        httpx.post(f"{address}api/ask", json={"question": _questions()[0]}, timeout=_PATIENCE).raise_for_status()
        pages, asked = asyncio.run(_crowd(address, load, random.Random(seed)))
    return WebRun(load, start, pages, asked)


@contextmanager
def _served(home: Path) -> Iterator[str]:
    """A server on a free port; gives its address."""
    # `env` sets these for the child alone; only ui/settings.py deals with this process's environment
    settings = [f"KLUM_HOME={home / 'home'}", "KLUM_RATE_QUESTIONS=off", "KLUM_API=open", "KLUM_MODEL="]
    command = ["env", *settings, sys.executable, "-m", "ui.cli", "serve", "--port", "0", "--no-browser"]
    with (home / "log").open("w") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        try:
            end = time.monotonic() + _PATIENCE
            while time.monotonic() < end and process.poll() is None:
                said = _ADDRESS.search((home / "log").read_text("utf-8"))
                if said is not None:
                    yield said[0]
                    return
                time.sleep(0.05)
            raise EvaluationError("The server did not start.", hint=(home / "log").read_text("utf-8")[-500:])
        finally:
            process.terminate()
            process.wait(20)


async def _crowd(address: str, load: Load, draw: random.Random) -> tuple[list[float], list[Asked]]:
    limits = httpx.Limits(max_connections=None)
    async with httpx.AsyncClient(base_url=address, timeout=_PATIENCE, limits=limits) as client:
        visits = [_visit(client, load, number, random.Random(draw.random())) for number in range(load.users)]
        done = await asyncio.gather(*visits)
    return [page for page, _ in done], [one for _, asked in done for one in asked]


async def _visit(client: httpx.AsyncClient, load: Load, number: int, draw: random.Random) -> tuple[float, list[Asked]]:
    """One visitor: the page, then question after question, each at another door."""
    await asyncio.sleep(draw.uniform(0, load.most))
    began = time.perf_counter()
    (await client.get("/")).raise_for_status()
    page = time.perf_counter() - began
    asked = []
    for turn in range(load.questions):
        await asyncio.sleep(draw.uniform(load.least, load.most))
        asked.append(await _ask(client, _DOORS[(number + turn) % len(_DOORS)], draw.choice(_questions())))
    return page, asked


async def _ask(client: httpx.AsyncClient, door: str, question: str) -> Asked:
    began = time.perf_counter()
    if door == _OPENAI:
        body: dict[str, Any] = {"messages": [{"role": "user", "content": question}], "stream": True}
        path, words = "/v1/chat/completions", '"content": "'
    else:
        body, path, words = {"question": question}, "/api/ask", "event: text"
    headers = {"Accept": "text/event-stream" if door == _EVENTS else "application/json"}
    first = 0.0
    try:
        async with client.stream("POST", path, json=body, headers=headers) as response:
            failed = not response.is_success
            async for line in response.aiter_lines():
                if not first and words in line and f'{words}"' not in line:
                    first = time.perf_counter() - began
                failed = failed or line.startswith("event: error")
    except httpx.HTTPError:
        failed = True
    whole = time.perf_counter() - began
    return Asked(door, first or whole, whole, failed)


def _questions() -> list[str]:
    """What is asked: the example questions in both languages, and some that no document answers."""
    examples = [text for texts in languages().values() for _, questions in texts.examples for text in questions]
    return [*examples, *(f"งบประมาณคลัสเตอร์ปี {year + BUDDHIST_ERA} เท่าไร" for year in range(2010, 2026))]


def _row(door: str, found: list[Asked]) -> list[str]:
    first, whole = [one.first for one in found], [one.whole for one in found]
    figures = (_at(first, 50), _at(first, 95), _at(whole, 50), _at(whole, 95))
    failed = sum(one.failed for one in found)
    return [door, str(len(found)), *(f"{figure:.2f}" for figure in figures), str(failed)]


def _at(seconds: list[float], percent: int) -> float:
    """A percentile of some durations."""
    return round(quantiles(seconds, n=100, method="inclusive")[percent - 1] if len(seconds) > 1 else seconds[0], 3)
