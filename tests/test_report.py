from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, sync_playwright

from evals.cases import Case
from evals.metrics import summarise
from evals.report import LABELS, render_report

CHROMIUM = Path("/usr/bin/chromium")
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"
CASES = [
    Case("a", "งบเท่าไร", "factoid", must=(("5 ล้าน", "ห้าล้าน"),), must_not=("6 ล้าน",), doc=("x.md",), span=("5 ล้านบาท",)),
    Case("b", f"ใคร {HOSTILE}", "factoid", history=("ถามก่อน",), must=(("ใจดี",),)),
    Case("c", "ราคาทอง", "abstain", answerable=False),
    Case("d", "เล่าให้ฟัง"),
]


def result(identifier: str, answer: str, *, abstained: bool = False, **more: Any) -> dict[str, Any]:
    cited = {"number": 1, "title": f"เรื่อง {HOSTILE}", "source": "x.md", "start": 3, "end": 12, "quote": "5 ล้านบาท"}
    return {
        "id": identifier, "question": identifier, "answer": answer, "abstained": abstained, "citations": [cited],
        "retrieved": [{"source": "x.md"}], "seconds": 0.02, "standalone_question": identifier, **more,
    }  # fmt: skip


RESULTS = [
    result("a", "5 ล้านบาท [1]"),
    result("b", HOSTILE),
    result("c", "ไม่พบ", abstained=True),
    result("d", "", error="ถามไม่ได้"),
]


@pytest.fixture
def page(tmp_path: Path) -> str:
    return render_report(f"ชุด {HOSTILE}", CASES, RESULTS, summarise(CASES, RESULTS), ["วันนี้"])


def test_figures_and_cases_are_there(page: str) -> None:
    assert all(label in page for label in (LABELS["correct"], LABELS["abstained_rightly"], "ต้องไม่ตอบ", "วันนี้"))
    assert "“5 ล้าน” หรือ “ห้าล้าน”" in page and "ต้องไม่มี: “6 ล้าน”" in page and "ถามไม่ได้" in page
    assert [re.findall(rf'class="case {state}"', page).__len__() for state in ("right", "wrong", "open")] == [2, 2, 0]


def test_everything_from_outside_stays_text(page: str) -> None:
    assert "<script" not in page and "<img" not in page
    assert page.count("&lt;script&gt;alert(1)") >= 3
    assert "http://" not in page and "https://" not in page


def test_a_share_is_never_rounded_to_all_or_none() -> None:
    many = [Case(str(n), "ถาม", must=(("ใช่",),)) for n in range(3000)]
    answers = [result(str(n), "ใช่" if n else "ไม่") for n in range(3000)]
    assert "&gt; 99.9 %" in render_report("x", many, answers, summarise(many, answers))


@pytest.mark.browser
@pytest.mark.skipif(not CHROMIUM.exists(), reason=f"needs Chromium at {CHROMIUM}")
@pytest.mark.parametrize("width", [1280, 390])
def test_in_a_browser_the_wrong_ones_can_be_chosen(page: str, tmp_path: Path, width: int) -> None:
    file = tmp_path / "report.html"
    file.write_text(page, "utf-8")
    said: list[str] = []
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"])
        shown: Page = browser.new_page(viewport={"width": width, "height": 800})
        shown.on("console", lambda message: said.append(message.text))
        shown.on("dialog", lambda dialog: said.append(dialog.message))
        shown.goto(file.as_uri())
        assert shown.locator(".case:visible").count() == 4
        shown.keyboard.press("Tab")
        shown.keyboard.press("ArrowRight")
        assert shown.locator(".case:visible").count() == shown.locator(".case.wrong:visible").count() == 2
        assert shown.evaluate("document.documentElement.scrollWidth") == width
        browser.close()
    assert said == []
