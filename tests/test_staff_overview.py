"""The charts of the inbox: over HTTP, and in a real Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from tests.browsing import browser, serious
from tests.staff_place import HOSTILE, UNKNOWN, Place, add_account, log_in, staff_place
from tests.web_server import web_server
from ui.figures import Day
from ui.inbox import FILE, Inbox, Verdict
from ui.staff_overview import percent


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with staff_place(tmp_path_factory.mktemp("overview")) as opened:
        opened.login("somsri")
        yield opened


def test_nothing_was_asked_yet(place: Place) -> None:
    assert "ยังไม่มีคำถามใน 30 วัน" in place.get("/staff/overview")


def test_charts_count_what_was_asked(place: Place) -> None:
    for question in ("คลัสเตอร์คืออะไร", "คลัสเตอร์คืออะไร", UNKNOWN, f"{HOSTILE} ราคาทอง"):
        kept = place.ask(question)
    place.inbox.judge(kept, Verdict.BAD)
    page = place.get("/staff/overview", days=90)
    assert "<b>4</b><span>คำถาม" in page and "50 % (2)" in page and "median" in page
    assert "4 คำถาม ไม่พบคำตอบ 2" in page and page.count("<g><title>") == 2 * 90
    assert "คลัสเตอร์คืออะไร</a>" in page and "2 ครั้ง" in page and "/staff/document?id=d" in page
    assert HOSTILE not in page and "style=" not in page and "<script" not in page


def test_a_removed_document_is_still_counted(place: Place) -> None:
    cited = place.client.post("/api/ask", json={"question": "คลัสเตอร์คืออะไร"}).json()["citations"][0]
    place.index.remove(cited["document_id"])
    page = place.get("/staff/overview")
    assert "เอาออกจากคลังแล้ว" in page and cited["source"] in page


@pytest.mark.parametrize("days", ["", "0", "-1", "31", "1e9", "๓๐", HOSTILE])
def test_other_periods_are_the_usual_one(place: Place, days: str) -> None:
    page = place.get("/staff/overview", days=days)
    assert 'href="/staff/overview?days=30" aria-current="page"' in page and HOSTILE not in page


def test_shares_as_people_read_them() -> None:
    assert percent(1, 3) == "33 % (1)" and percent(0, 5) == "0 % (0)" and percent(0, 0) == "–"
    assert Day(date(2026, 1, 1)).questions == 0


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_look_at_the_charts(tmp_path: Path, width: int, scheme: str) -> None:
    add_account(tmp_path / "klum")
    faults: list[str] = []
    with web_server(tmp_path) as url, browser() as chromium:
        page = chromium.new_page(
            viewport={"width": width, "height": 844}, locale="th-TH", color_scheme=scheme  # type: ignore[arg-type]
        )  # fmt: skip
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        for question in ("คลัสเตอร์คืออะไร", "คลัสเตอร์ 17 เครือข่ายมีอะไรบ้าง", UNKNOWN):
            page.request.post(f"{url}/api/ask", data={"question": question})
        with closing(Inbox(tmp_path / "klum" / FILE)) as inbox:
            inbox.judge(inbox.inquiries()[-1].id, Verdict.GOOD)
        log_in(page, url, "/staff/overview")
        page.get_by_role("link", name="90 วัน").click()
        chart = page.get_by_role("img", name="คำถามต่อวันใน 90 วัน มากที่สุดวันละ 3")
        chart.wait_for()
        drawn = chart.locator(".fill").bounding_box() or {"height": 0}
        assert drawn["height"] > 100, "the bar of today is as high as the chart"
        assert page.locator(".bars .fill").first.bounding_box() is not None
        page.get_by_text("ดูเป็นตาราง").first.click()
        assert page.get_by_role("cell", name="3 คำถาม ไม่พบคำตอบ 1").is_visible()
        assert serious(page, "overview") == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.get_by_role("list", name="เรื่องที่ถามบ่อย").get_by_role("link").first.click()
        page.get_by_role("heading", name="ร่างคำตอบ").wait_for()
    assert faults == []
