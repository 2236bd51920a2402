"""Search and reply drafts: over HTTP, and in a real Chromium."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.document import Span
from tests.browsing import browser, serious
from tests.staff_place import HOSTILE, UNKNOWN, Place, add_account, log_in, staff_place
from tests.web_server import web_server
from ui.inquiry import Only


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with staff_place(tmp_path_factory.mktemp("reply")) as opened:
        opened.login("somsri")
        yield opened


def draft(page: str, name: str) -> str:
    found = re.search(rf'<textarea id="{name}"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
    assert found, f"there is no draft {name}"
    return html.unescape(found[1])


def test_search_marks_the_words_and_filters(place: Place) -> None:
    page = place.get("/staff/search", query="ปลากัด")
    assert "<mark>ปลากัด</mark>" in page and "/document/" in page and 'name="passage"' in page
    assert "ไม่พบข้อความ" in place.get("/staff/search", query="ปลากัด", publisher="ไม่มีหน่วยงานนี้")
    found = place.get("/staff/search", query="คลัสเตอร์", since="ม.ค. 2558", until="2558")
    assert "20 มกราคม 2558" in found and "17 กุมภาพันธ์ 2548" not in found


@pytest.mark.parametrize("date", ["เมื่อวาน", "31/2/2558", "9 กันยายน", HOSTILE])
def test_a_date_that_cannot_be_searched_by_is_said(place: Place, date: str) -> None:
    response = place.client.get("/staff/search", params={"query": "x", "since": date})
    assert response.status_code == 400 and "วันที่" in response.text and HOSTILE not in response.text


def test_a_question_of_staff_is_answered_but_not_kept(place: Place) -> None:
    before = len(place.inbox.inquiries())
    page = place.get("/staff/reply", question="คลัสเตอร์คืออะไร")
    for name in ("plain", "line", "body"):
        assert "รวมกลุ่ม" in draft(page, name) and "[1]" in draft(page, name) and "แหล่งอ้างอิง" in draft(page, name)
    assert "โปรดอ่านทวน" in page and 'href="mailto:?subject=' in page
    assert len(place.inbox.inquiries()) == before


def test_a_question_of_the_queue_brings_its_contact(place: Place) -> None:
    kept = place.ask(UNKNOWN)
    place.client.post("/api/message", json={"answer": kept, "message": HOSTILE, "contact": "somchai@example.com"})
    assert f"/staff/reply?id={kept}" in place.get("/staff")
    page = place.get("/staff/reply", id=kept)
    assert UNKNOWN in page and "somchai@example.com" in page and "ไม่พบคำตอบในเอกสาร" in page and HOSTILE not in page
    assert "mailto:somchai@example.com?subject=" in page
    assert kept in [one.id for one in place.inbox.inquiries(Only.OPEN)], "a draft is no answer yet"


def test_ticked_passages_are_quoted(place: Place) -> None:
    page = place.get("/staff/search", query="ปลากัด")
    passages = re.findall(r'name="passage" value="([^"]+)"', page)[:2]
    replied = place.client.get("/staff/reply", params={"question": "เรื่องปลากัด", "passage": passages}).text
    assert "คำต่อคำ" in replied
    for number, passage in enumerate(passages, 1):
        document, version, start, end = passage.split(":")
        quote = place.index.catalogue.document(document, int(version)).text[int(start) : int(end)]
        assert quote.strip().split("\n")[-1] in draft(replied, "plain")
        assert f"[{number}] " in draft(replied, "body")


@pytest.mark.parametrize("passage", ["x", "d0123456789abcdef:1:0:5", "../../x", HOSTILE])
def test_no_such_passage(place: Place, passage: str) -> None:
    response = place.client.get("/staff/reply", params={"question": "ถาม", "passage": passage})
    assert response.status_code == 404 and HOSTILE not in response.text


def test_a_passage_beyond_the_text_is_refused(place: Place) -> None:
    one = next(place.index.catalogue.documents())
    passage = f"{one.id}:1:0:{len(one.text) + 1}"
    assert place.client.get("/staff/reply", params={"passage": passage}).status_code == 404
    good = place.get("/staff/reply", passage=f"{one.id}:1:0:40")
    assert Span(0, 40).of(one.text).strip().split("\n")[-1].strip("# ") in draft(good, "plain")


def test_questions_stay_text_and_the_page_runs_our_script_only(place: Place) -> None:
    response = place.client.get("/staff/reply", params={"question": f"{HOSTILE} </textarea><b>คลัสเตอร์"})
    assert HOSTILE not in response.text and "<b>คลัสเตอร์" not in response.text
    assert response.text.count("<script") == 1
    policy = response.headers["content-security-policy"]
    assert "script-src 'self';" in policy and "unsafe" not in policy
    assert "script-src" not in place.client.get("/staff").headers["content-security-policy"]


def test_addresses_that_only_this_machine_knows_are_left_out(place: Place) -> None:
    asked = {"question": "คลัสเตอร์คืออะไร"}
    assert "http://testserver" not in draft(place.client.get("/staff/reply", params=asked).text, "body")
    far = place.client.get("/staff/reply", params=asked, headers={"host": "klum.example:7860"}).text
    assert "http://klum.example:7860/document/d" in draft(far, "body")
    near = place.client.get("/staff/reply", params=asked, headers={"host": "127.0.0.1:7860"}).text
    assert "127.0.0.1" not in draft(near, "body")


def test_no_question_no_draft(place: Place) -> None:
    assert "<textarea" not in place.get("/staff/reply", question="  ")
    assert place.client.get("/staff/reply", params={"id": "nothing-here"}).status_code == 404


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme"), [(1280, "dark"), (390, "light")])
def test_draft_change_and_copy(tmp_path: Path, width: int, scheme: str) -> None:
    add_account(tmp_path / "klum")
    faults: list[str] = []
    with web_server(tmp_path) as url, browser() as chromium:
        context = chromium.new_context(
            viewport={"width": width, "height": 844}, locale="th-TH", color_scheme=scheme,  # type: ignore[arg-type]
            permissions=["clipboard-read", "clipboard-write"],
        )  # fmt: skip
        page = context.new_page()
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        log_in(page, url, "/staff/search")
        page.fill("[name=query]", "ปลากัด")
        page.keyboard.press("Enter")
        page.get_by_label("ใช้ข้อความนี้ตอบ").first.check()
        found = serious(page, "search")
        page.get_by_role("button", name="ร่างคำตอบจากข้อความที่เลือก").click()
        page.get_by_text("คำต่อคำ").wait_for()
        found += serious(page, "reply")
        page.fill("#line", "ข้อความที่แก้แล้วค่ะ")
        page.get_by_role("button", name="คัดลอกข้อความ LINE").click()
        page.get_by_text("คัดลอกข้อความ LINEแล้ว").wait_for(state="attached")
        assert page.evaluate("navigator.clipboard.readText()") == "ข้อความที่แก้แล้วค่ะ"
        page.fill("#subject", "ตอบ")
        page.fill("#body", "สั้น ๆ ค่ะ")
        link = str(page.locator("#mailto").get_attribute("href"))
        assert "&body=" in link and len(link) < 2000 and page.locator("#fits").is_hidden()
        page.fill("#body", "ยาว" * 300)
        assert "&body=" not in str(page.locator("#mailto").get_attribute("href")) and page.locator("#fits").is_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert found == [] and faults == []
