"""The staff's pages: over HTTP for who may do what, and in a real Chromium as the staff uses them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from docx import Document as Word
from fastapi.testclient import TestClient

from index.library import Index
from tests.test_web import browser, serious, tab_to
from tests.web_server import web_server
from ui.accounts import FILE, Accounts, Role
from ui.inbox import Inbox, Only
from ui.opening import open_index
from ui.settings import Settings
from ui.staff import COOKIE
from ui.web import build_app

PASSWORD = "ถามอะไรก็ได้นะ"
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
UNKNOWN = "ราคาทองคำวันนี้บาทละเท่าไร"
HOSTILE = "<script>alert(1)</script>"


@dataclass
class Place:
    client: TestClient
    index: Index
    inbox: Inbox


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    home = tmp_path_factory.mktemp("staff")
    with (
        open_index(Settings(home=home)) as index,
        closing(Inbox(home / "inbox.sqlite3")) as inbox,
        closing(Accounts(home / FILE, CHEAP)) as accounts,
        TestClient(build_app(index, inbox, accounts), raise_server_exceptions=False, follow_redirects=True) as client,
    ):
        accounts.add("somsri", PASSWORD, Role.STAFF)
        accounts.add("eva", PASSWORD, Role.EVALUATOR)
        yield Place(client, index, inbox)


@pytest.fixture
def staff(place: Place) -> Iterator[Place]:
    place.client.cookies.clear()
    place.client.post("/login", data={"name": "somsri", "password": PASSWORD})
    yield place
    place.client.cookies.clear()


def ask(place: Place, question: str) -> str:
    kept: str = place.client.post("/api/ask", json={"question": question}).headers["x-klum-answer"]
    return kept


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/staff"), ("GET", "/staff/search"), ("GET", "/staff/documents"), ("POST", "/staff/documents"),
        ("POST", "/staff/answer"), ("POST", "/staff/close"), ("POST", "/staff/remove"), ("POST", "/logout"),
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


def test_an_evaluator_is_no_staff(place: Place) -> None:
    place.client.cookies.clear()
    place.client.post("/login", data={"name": "eva", "password": PASSWORD})
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
    kept = ask(staff, question)
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
    kept = ask(staff, UNKNOWN)
    response = staff.client.post("/staff/answer", data={"id": kept, "title": UNKNOWN, "text": "  "})
    assert response.status_code == 400 and "กรอก" in response.text
    assert kept in [one.id for one in staff.inbox.inquiries(Only.OPEN)]


def test_closing_takes_a_question_off_the_list(staff: Place) -> None:
    kept = ask(staff, "ราคายางพาราวันนี้เท่าไร")
    assert staff.client.post("/staff/close", data={"id": kept}).status_code == 200
    assert "ราคายางพารา" not in staff.client.get("/staff").text
    assert "ราคายางพารา" in staff.client.get("/staff", params={"only": "all"}).text
    assert staff.client.post("/staff/close", data={"id": "not-there-any-more"}).status_code == 400


def test_what_visitors_write_stays_text(staff: Place) -> None:
    kept = ask(staff, f"{HOSTILE} ราคาทอง")
    staff.client.post("/api/message", json={"answer": kept, "message": HOSTILE, "contact": HOSTILE})
    page = staff.client.get("/staff").text
    assert HOSTILE not in page and page.count("&lt;script&gt;") >= 3


def test_search_marks_the_words_and_filters(staff: Place) -> None:
    page = staff.client.get("/staff/search", params={"query": "ปลากัด"}).text
    assert "<mark>ปลากัด</mark>" in page and "/document/" in page
    empty = staff.client.get("/staff/search", params={"query": "ปลากัด", "publisher": "ไม่มีหน่วยงานนี้"})
    assert "ไม่พบข้อความ" in empty.text
    assert staff.client.get("/staff/search", params={"query": "x", "since": "2558/1"}).status_code == 400


def word(text: str) -> bytes:
    made, file = Word(), io.BytesIO()
    made.add_paragraph(text)
    made.save(file)
    return file.getvalue()


def test_uploading_replacing_and_removing(staff: Place) -> None:
    def upload(*files: tuple[str, bytes]) -> str:
        return staff.client.post("/staff/documents", files=[("file", file) for file in files]).text

    first = upload(("แผน.docx", word("ปี 2569 มีคลัสเตอร์ใหม่ 12 กลุ่ม")), ("bad.pdf", b""), ("../../x.txt", b"\x00\x01"))
    assert first.count("นำเข้าแล้ว") == 1 and first.count('class="warn"') == 2
    assert str(staff.index.home) not in first
    assert "ฉบับที่ 2" in upload(("แผน.docx", word("ปี 2569 มีคลัสเตอร์ใหม่ 15 กลุ่ม")))
    assert "มีเนื้อหานี้อยู่แล้ว" in upload(("แผน.docx", word("ปี 2569 มีคลัสเตอร์ใหม่ 15 กลุ่ม")))
    [document] = [one for one in staff.index.catalogue.documents() if one.source == "uploads/แผน.docx"]
    assert "15 กลุ่ม" in document.text
    assert sorted(file.name for file in (staff.index.home / "uploads").iterdir()) == ["แผน.docx"]
    assert staff.client.post("/staff/remove", data={"id": document.id}).status_code == 400, "not without a tick"
    assert "เอาเอกสารออกแล้ว" in staff.client.post("/staff/remove", data={"id": document.id, "sure": "on"}).text
    assert staff.client.post("/staff/remove", data={"id": document.id, "sure": "on"}).status_code == 400


def test_a_second_writer_is_told(staff: Place) -> None:
    with staff.index.writing():
        page = staff.client.post("/staff/documents", files=[("file", ("busy.txt", "ข้อความใหม่".encode()))]).text
    assert 'class="warn"' in page and "writing" in page


def test_uploads_are_not_served_back(staff: Place) -> None:
    staff.client.post("/staff/documents", files=[("file", ("page.html", b"<html><body><p>" + b"text " * 90))])
    for path in ("/uploads/page.html", "/staff/uploads/page.html", "/gradio_api/file=uploads/page.html"):
        assert staff.client.get(path).status_code == 404


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
def test_a_day_at_the_desk(tmp_path: Path, width: int) -> None:
    (tmp_path / "klum").mkdir()
    with closing(Accounts(tmp_path / "klum" / FILE, CHEAP)) as accounts:
        accounts.add("somsri", PASSWORD, Role.STAFF)
    file = tmp_path / "แผน.txt"
    file.write_text("แผนปี 2569\n\nปี 2569 มีคลัสเตอร์ใหม่ 12 กลุ่ม งบประมาณ 88 ล้านบาท\n", "utf-8")
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
        page.get_by_role("link", name="เอกสาร", exact=True).click()
        page.set_input_files("[type=file]", file)
        page.get_by_role("button", name="นำเข้า").click()
        page.get_by_text("นำเข้าแล้ว").wait_for()
        found += serious(page, "documents")
        page.get_by_role("link", name="ค้นหา", exact=True).click()
        page.fill("[name=query]", "คลัสเตอร์ใหม่")
        page.keyboard.press("Enter")
        page.locator("mark").first.wait_for()
        found += serious(page, "search")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.get_by_role("button", name="ออกจากระบบ").click()
        page.goto(f"{url}/staff")
        assert "/login" in page.url
    assert found == [] and faults == []
