"""The evaluators' pages: over HTTP, and in a real Chromium as an evaluator uses them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tests.browsing import browser, serious
from tests.staff_place import CHEAP, PASSWORD
from tests.test_evaluations import ROWS
from tests.web_server import web_server
from ui.account_file import FILE
from ui.accounts import Accounts, Role
from ui.opening import open_index
from ui.settings import Settings
from ui.web import build_app


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    home = tmp_path_factory.mktemp("evaluator")
    with (
        open_index(Settings(home=home)) as index,
        closing(Accounts(home / FILE, CHEAP)) as accounts,
        TestClient(build_app(index, None, accounts), raise_server_exceptions=False) as opened,
    ):
        accounts.add("somsri", PASSWORD, Role.STAFF)
        accounts.add("eva", PASSWORD, Role.EVALUATOR)
        yield opened


def login(client: TestClient, name: str) -> None:
    client.cookies.clear()
    client.post("/login", data={"name": name, "password": PASSWORD}, follow_redirects=False)


def test_only_evaluators_get_in(client: TestClient) -> None:
    client.cookies.clear()
    assert client.get("/evaluate").url.path == "/login"
    login(client, "somsri")
    assert client.get("/evaluate").status_code == 403
    login(client, "eva")
    assert client.get("/evaluate").status_code == 200 and client.get("/staff").status_code == 403


def test_what_is_wrong_with_a_set_is_said(client: TestClient) -> None:
    login(client, "eva")
    page = client.post("/evaluate", files={"file": ("x.csv", "id,question\n1,ก\n1,ข\n".encode())})
    assert page.status_code == 400 and "line 3" in page.text and "x.csv" in page.text
    assert client.post("/evaluate").status_code == 400
    large = client.post("/evaluate", files={"file": ("x.csv", b"x" * 11_000_000)})
    assert large.status_code == 413 and "<h1>" in large.text and "เล็กลง" in large.text, "a page for who sent a form"


def test_a_set_is_looked_through_before_it_is_run(client: TestClient) -> None:
    login(client, "eva")
    rows = "id,question,musts,doc\n1,<b>ก</b>,ข,ไม่มี.md\n2,ค,,\n"
    page = client.post("/evaluate", files={"file": ("ชุด.csv", rows.encode())})
    assert page.status_code == 200 and "เริ่มประเมิน" in page.text and "<b>ก</b>" not in page.text
    assert "อาจหมายถึง <b>must</b>" in page.text and "ไม่มี.md</b> ซึ่งไม่มีในคลัง" in page.text
    assert "<b>1</b> จาก 2 ข้อ" in page.text and "ยังไม่ได้เริ่ม" in client.get("/evaluate").text


@pytest.mark.parametrize("path", ["run?id=x", "cases?id=x", "file?id=x&name=report.html", "compare?first=x&second=y"])
def test_no_such_run(client: TestClient, path: str) -> None:
    login(client, "eva")
    assert client.get(f"/evaluate/{path}").status_code == 404


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
def test_upload_watch_read_compare(tmp_path: Path, width: int) -> None:
    (tmp_path / "klum").mkdir()
    with closing(Accounts(tmp_path / "klum" / FILE, CHEAP)) as accounts:
        accounts.add("eva", PASSWORD, Role.EVALUATOR)
    sets = []
    for number, must in enumerate(["รวมกลุ่ม", "ไม่มีคำนี้แน่นอน"]):
        changed = [{**ROWS[0], "must": [[must]]}, *ROWS[1:]]
        sets.append(tmp_path / f"ชุด{number}.jsonl")
        sets[-1].write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in changed), "utf-8")
    faults: list[str] = []
    with web_server(tmp_path) as url, browser() as chromium:
        page = chromium.new_page(viewport={"width": width, "height": 844}, locale="th-TH")
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        page.goto(f"{url}/login?next=/evaluate")
        page.fill("[name=name]", "eva")
        page.fill("[name=password]", PASSWORD)
        page.keyboard.press("Enter")
        for file in sets:
            page.set_input_files("[type=file]", file)
            page.get_by_role("button", name="ตรวจชุดคำถาม").click()
            page.get_by_text("คอลัมน์ที่อ่านได้").wait_for()
            found = serious(page, "checked")
            page.get_by_role("button", name="เริ่มประเมิน").click()
            page.get_by_role("link", name="เปิดรายงาน").wait_for(timeout=30_000)
            found += serious(page, "run")
            page.get_by_role("link", name="ประเมินผล", exact=True).click()
        found += serious(page, "runs")
        page.get_by_role("link", name="ชุด1").click()
        page.get_by_role("link", name="ดูรายข้อ").click()
        assert page.locator("article").count() == 1 and ROWS[0]["question"] in page.locator("article").inner_text()
        found += serious(page, "cases")
        page.go_back()
        with page.expect_download() as saved:
            page.get_by_role("link", name="results.jsonl").click()
        assert len(Path(saved.value.path()).read_text("utf-8").splitlines()) == len(ROWS)
        page.get_by_role("button", name="เปรียบเทียบ").click()
        page.get_by_text("แย่ลง").first.wait_for()
        assert page.locator("article").count() == 1 and ROWS[0]["question"] in page.locator("article").inner_text()
        found += serious(page, "comparison")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.go_back()
        page.get_by_role("link", name="เปิดรายงาน").click()
        page.locator(".case.wrong").first.wait_for()
        found += serious(page, "report")
    assert found == [] and faults == []
