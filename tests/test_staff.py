"""The staff's pages: over HTTP for who may do what, and in a real Chromium as the staff uses them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browsing import browser, serious, tab_to
from tests.staff_place import HOSTILE, PASSWORD, UNKNOWN, Place, add_account, staff_place
from tests.web_server import web_server
from ui.inquiry import Only
from ui.staff import COOKIE


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with staff_place(tmp_path_factory.mktemp("staff")) as opened:
        yield opened


@pytest.fixture
def staff(place: Place) -> Iterator[Place]:
    place.login("somsri")
    yield place
    place.client.cookies.clear()


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/staff"), ("GET", "/staff/search"), ("GET", "/staff/documents"), ("POST", "/staff/documents"),
        ("POST", "/staff/answer"), ("POST", "/staff/close"), ("POST", "/staff/remove"), ("POST", "/logout"),
        ("GET", "/staff/preview"), ("POST", "/staff/preview"), ("POST", "/staff/take"), ("GET", "/staff/taking"),
        ("POST", "/staff/taking"), ("GET", "/staff/document"), ("POST", "/staff/document"), ("GET", "/staff/remove"),
        ("GET", "/staff/reply"), ("GET", "/staff/overview"), ("GET", "/staff/health"), ("POST", "/staff/verify"),
        ("POST", "/staff/rebuild"),
    ],
)  # fmt: skip
def test_nobody_gets_in_without_a_session(place: Place, method: str, path: str) -> None:
    for cookie in ("", "made-up"):
        place.client.cookies.clear()
        if cookie:
            place.client.cookies.set(COOKIE, cookie)
        response = place.client.request(method, path)
        assert response.url.path == "/login" and "เข้าสู่ระบบ" in response.text
    place.client.cookies.clear()
    assert place.index.catalogue.counts()["documents"] >= 5


def test_only_an_admin_may_make_the_index_anew(staff: Place) -> None:
    assert staff.client.post("/staff/rebuild", data={"sure": "on"}).status_code == 403


def test_a_second_writer_is_told(staff: Place) -> None:
    kept = staff.ask("ปี 2570 มีคลัสเตอร์กี่กลุ่ม")
    with staff.index.writing():
        data = {"id": kept, "title": "คำถาม", "text": "คำตอบที่ยาวพอ"}
        response = staff.client.post("/staff/answer", data=data)
    assert response.status_code == 400 and "กำลังเขียนคลังเอกสาร" in response.text


def test_an_evaluator_is_no_staff(place: Place) -> None:
    place.login("eva")
    assert COOKIE in place.client.cookies
    assert place.client.get("/staff").status_code == 403


def test_login_keeps_the_cookie_from_scripts_and_other_sites(place: Place) -> None:
    place.client.cookies.clear()
    response = place.client.post("/login", data={"name": "somsri", "password": PASSWORD}, follow_redirects=False)
    cookie = response.headers["set-cookie"].lower()
    assert response.status_code == 303 and "httponly" in cookie and "samesite=strict" in cookie
    assert "script-src" not in response.headers["content-security-policy"]
    wrong = place.client.post("/login", data={"name": HOSTILE, "password": "x"})
    assert wrong.status_code == 403 and "ไม่ถูกต้อง" in wrong.text and HOSTILE not in wrong.text


@pytest.mark.parametrize("onward", ["https://evil.example/staff", "//evil.example", "/staff/../x", "javascript:x"])
def test_login_leads_to_our_own_pages_only(place: Place, onward: str) -> None:
    data = {"name": "somsri", "password": PASSWORD, "next": onward}
    assert place.client.post("/login", data=data, follow_redirects=False).headers["location"] == "/staff"


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}])
def test_forms_of_other_sites_are_refused(staff: Place, headers: dict[str, str]) -> None:
    for path in ("/staff/close", "/login"):
        assert staff.client.post(path, data={"id": "x" * 16}, headers=headers).status_code == 403


def test_a_written_answer_becomes_a_cited_document(staff: Place) -> None:
    question = "ปี 2569 สสว. ตั้งเป้าส่งเสริมคลัสเตอร์กี่กลุ่ม"
    kept = staff.ask(question)
    assert question in staff.client.get("/staff").text
    text = "ปี 2569 สสว. ตั้งเป้าส่งเสริมคลัสเตอร์ 41 กลุ่ม"
    data = {"id": kept, "title": question, "text": text, "publisher": "ฝ่ายคลัสเตอร์ สสว."}
    assert "บันทึกแล้ว" in staff.client.post("/staff/answer", data=data).text
    answered = staff.client.post("/api/ask", json={"question": question}).json()
    assert "41 กลุ่ม" in answered["answer"] and not answered["abstained"]
    assert answered["citations"][0]["source"] == f"staff/{kept}.md"
    assert answered["citations"][0]["publisher"] == "ฝ่ายคลัสเตอร์ สสว."
    assert kept not in [one.id for one in staff.inbox.inquiries(Only.OPEN)]


def test_an_empty_answer_is_not_taken(staff: Place) -> None:
    kept = staff.ask(UNKNOWN)
    response = staff.client.post("/staff/answer", data={"id": kept, "title": UNKNOWN, "text": "  "})
    assert response.status_code == 400 and "กรอก" in response.text
    assert kept in [one.id for one in staff.inbox.inquiries(Only.OPEN)]


def test_closing_takes_a_question_off_the_list(staff: Place) -> None:
    kept = staff.ask("ราคายางพาราวันนี้เท่าไร")
    assert staff.client.post("/staff/close", data={"id": kept}).status_code == 200
    assert "ราคายางพารา" not in staff.client.get("/staff").text
    assert "ราคายางพารา" in staff.client.get("/staff", params={"only": "all"}).text
    assert staff.client.post("/staff/close", data={"id": "not-there-any-more"}).status_code == 400


def test_what_visitors_write_stays_text(staff: Place) -> None:
    kept = staff.ask(f"{HOSTILE} ราคาทอง")
    staff.client.post("/api/message", json={"answer": kept, "message": HOSTILE, "contact": HOSTILE})
    page = staff.client.get("/staff").text
    assert HOSTILE not in page and page.count("&lt;script&gt;") >= 3


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
def test_a_day_at_the_desk(tmp_path: Path, width: int) -> None:
    add_account(tmp_path / "klum")
    faults: list[str] = []
    with web_server(tmp_path) as url, browser() as chromium:
        page = chromium.new_page(viewport={"width": width, "height": 844}, locale="th-TH")
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        page.request.post(f"{url}/api/ask", data={"question": UNKNOWN})
        page.goto(f"{url}/staff")
        found = serious(page, "login")
        page.keyboard.type("somsri")
        tab_to(page, "[name=password]")
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        page.get_by_role("heading", name=UNKNOWN).wait_for()
        found += serious(page, "queue")
        page.get_by_text("เขียนคำตอบให้เป็นเอกสารอ้างอิง").click()
        page.fill("textarea", "ระบบนี้ไม่มีราคาทองคำ โปรดดูที่สมาคมค้าทองคำ โทร 0 2020 9000")
        page.get_by_role("button", name="บันทึกเป็นเอกสารอ้างอิง").click()
        page.get_by_text("บันทึกแล้ว").wait_for()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.get_by_role("button", name="ออกจากระบบ").click()
        page.goto(f"{url}/staff")
        assert "/login" in page.url
    assert found == [] and faults == []
