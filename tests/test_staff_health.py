"""The page of how the index is: over HTTP, and in a real Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browsing import browser, serious
from tests.staff_place import Place, add_account, log_in, staff_place, until
from tests.web_server import web_server
from ui.accounts import Role
from ui.staff_health import size


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with staff_place(tmp_path_factory.mktemp("health")) as opened:
        yield opened


def done(place: Place) -> str:
    return until(lambda: "http-equiv" not in (page := place.get("/staff/health")) and page)


def test_staff_see_and_check_but_do_not_rebuild(place: Place) -> None:
    place.login("somsri")
    page = place.get("/staff/health")
    assert "ยังไม่เคยตรวจสอบ" in page and "ตรงกัน" in page and "<b>5</b><span>เอกสาร" in page
    assert "static:klum-th" in page and "/staff/rebuild" not in page
    place.client.post("/staff/verify")
    assert "ดัชนีถูกต้องครบถ้วน" in done(place)
    assert place.client.post("/staff/rebuild", data={"sure": "on"}).status_code == 403


def test_an_admin_rebuilds(place: Place) -> None:
    place.login("adm")
    assert place.client.post("/staff/rebuild").status_code == 400, "not without a tick"
    assert place.client.post("/staff/rebuild", data={"sure": "on"}).status_code == 200
    assert "ดัชนีถูกต้องครบถ้วน" in done(place) and place.index.search("คลัสเตอร์คืออะไร")


def test_a_change_after_the_check_is_said(place: Place) -> None:
    place.login("somsri")
    place.index.remove(next(place.index.catalogue.documents()).id)
    assert "มีเอกสารเปลี่ยนหลังจากตรวจ" in place.get("/staff/health")


def test_faults_are_listed(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.login("somsri")
    monkeypatch.setattr(place.index, "verify", lambda: ["lexical index: <b>bad</b>"])
    place.client.post("/staff/verify")
    page = done(place)
    assert "พบ 1 ข้อผิดปกติ" in page and "&lt;b&gt;bad" in page


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 ไบต์"), (999, "999 ไบต์"), (1500, "1.5 KB"), (2_000_000, "2.0 MB"), (5e12, "5,000.0 GB")]
)
def test_sizes_as_people_read_them(count: int, said: str) -> None:
    assert size(count) == said


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
def test_check_and_rebuild(tmp_path: Path, width: int) -> None:
    add_account(tmp_path / "klum", "adm", Role.ADMIN)
    faults: list[str] = []
    with web_server(tmp_path) as url, browser() as chromium:
        page = chromium.new_page(viewport={"width": width, "height": 844}, locale="th-TH")
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        log_in(page, url, "/staff/health", "adm")
        found = serious(page, "health")
        page.get_by_role("button", name="ตรวจสอบ").click()
        page.get_by_text("ดัชนีถูกต้องครบถ้วน").wait_for()
        page.get_by_label("ยืนยัน").check()
        page.get_by_role("button", name="สร้างดัชนีใหม่").click()
        page.get_by_role("button", name="สร้างดัชนีใหม่").wait_for()
        found += serious(page, "rebuilt")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert found == [] and faults == []
