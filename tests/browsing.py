"""A real Chromium, and what tests do with a page in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")


@contextmanager
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip(f"needs Chromium at {CHROMIUM}")
    with sync_playwright() as started:
        launched = started.chromium.launch(
            executable_path=str(CHROMIUM),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"],
        )
        yield launched
        launched.close()


def ask(page: Page, question: str, answer: str) -> None:
    page.fill("#question textarea", question)
    page.press("#question textarea", "Enter")
    page.locator(answer).wait_for(timeout=20_000)


def serious(page: Page, where: str) -> list[str]:
    """What axe-core finds that keeps people out."""
    response = Axe().run(page).response
    assert len(response["passes"]) > 10, "axe has looked at the page"
    return [
        f"{where}: {one['id']} at {one['nodes'][0]['html'][:100]}"
        for one in response["violations"]
        if one["impact"] in ("serious", "critical")
    ]


def tab_to(page: Page, selector: str, *, back: bool = False) -> None:
    """Press Tab until an element has the focus."""
    for _ in range(80):
        if page.evaluate("chosen => document.activeElement.matches(chosen)", selector):
            return
        page.keyboard.press("Shift+Tab" if back else "Tab")
    pytest.fail(f"Tab does not reach {selector}")
