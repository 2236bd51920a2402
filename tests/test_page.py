"""The chat page while answers are made, in both languages, in a real Chromium before a real server."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import ask, browser, serious
from tests.fake_model import Reply, fake_model, with_numbers
from tests.web_server import web_server

QUESTION = "ปี 2563 สสว. พัฒนาคลัสเตอร์ได้กี่คลัสเตอร์"
FIRST = "ปี 2563 สสว. พัฒนาคลัสเตอร์ได้ 30 คลัสเตอร์ [{4,246 ราย}]\n"
SECOND = "ในปีนั้นมีผู้ประกอบการได้รับการพัฒนาองค์ความรู้ 4,246 ราย [{4,246 ราย}]\n"
SIZES = pytest.mark.parametrize("width", [1280, 390])

pytestmark = pytest.mark.browser


@dataclass
class Script:
    """A model that waits before its first and before its second sentence until it is let go; it never rewrites."""

    url: str = ""
    first: threading.Event = field(default_factory=threading.Event)
    second: threading.Event = field(default_factory=threading.Event)

    def __call__(self, reply: Reply, body: dict[str, Any]) -> None:
        if "ผู้ช่วยตอบคำถาม" not in str(body["messages"][0]["content"]):
            reply.error(400)
            return
        reply.begin()
        for sentence, go in ((FIRST, self.first), (SECOND, self.second)):
            go.wait(20)
            reply.pieces(with_numbers(sentence, body))
        reply.end()

    def hold(self) -> None:
        self.first.clear()
        self.second.clear()


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Script]:
    made = Script()
    with fake_model(made) as model:
        settings = {
            "KLUM_MODEL": "openai:fake", "KLUM_MODEL_URL": model.url, "KLUM_MODEL_RETRIES": "0", "OPENAI_API_KEY": "x",
            "KLUM_RATE_QUESTIONS": "60/minute",
        }  # fmt: skip
        with web_server(tmp_path_factory.mktemp("page"), settings) as made.url:
            yield made


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with web_server(tmp_path_factory.mktemp("languages"), {"KLUM_RATE_QUESTIONS": "12/minute"}) as address:
        yield address


def begun(page: Page, question: str) -> None:
    page.fill("#question textarea", question)
    page.press("#question textarea", "Enter")


@SIZES
def test_each_piece_is_seen_as_it_is_said(script: Script, width: int) -> None:
    script.hold()
    with browser() as chromium:
        page = chromium.new_page(viewport={"width": width, "height": 844})
        page.goto(script.url)
        begun(page, QUESTION)
        now = page.locator("#klum-now .turn")
        expect(now.locator(".searching")).to_be_visible()
        expect(page.locator("#stop")).to_be_visible()
        expect(page.locator("#send")).to_be_hidden()
        script.first.set()
        expect(now.locator(".writing .words")).to_contain_text("30 คลัสเตอร์", timeout=10_000)
        assert "4,246" not in now.inner_text() and now.locator(".sources, a").count() == 0
        script.second.set()
        answer = page.locator("#klum-past #t1 .answer.found")
        expect(answer).to_contain_text("4,246 ราย", timeout=10_000)
        expect(answer.locator(".sources details").first).to_be_visible()
        expect(page.locator("#send")).to_be_visible()

        script.hold()
        begun(page, "แล้วปี 2562 ล่ะ")
        expect(page.locator("#klum-now .understood")).to_contain_text("2562", timeout=10_000)
        expect(page.locator("#klum-now .searching")).to_be_visible()
        script.first.set()
        script.second.set()
        expect(page.locator("#klum-past #t2 .answer")).to_be_visible(timeout=10_000)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@SIZES
def test_stopped_the_page_keeps_what_was_said_and_goes_on(script: Script, width: int) -> None:
    script.hold()
    with browser() as chromium:
        page = chromium.new_page(viewport={"width": width, "height": 844})
        page.goto(script.url)
        begun(page, QUESTION)
        script.first.set()
        expect(page.locator("#klum-now .words")).to_contain_text("30 คลัสเตอร์", timeout=10_000)
        page.click("#stop")
        stopped = page.locator("#klum-past #t1 .answer.stopped")
        expect(stopped).to_contain_text("30 คลัสเตอร์", timeout=2_000)
        assert "ยังไม่ครบ" in stopped.inner_text() and page.locator("#klum-now .turn").count() == 0
        assert serious(page, "stopped") == []
        script.second.set()
        stopped.get_by_role("button", name="ถามใหม่อีกครั้ง").click()
        expect(page.locator("#klum-past #t2 .answer.found")).to_contain_text("4,246", timeout=10_000)
        assert page.locator("#klum-past .turn").count() == 2


def test_a_new_conversation_begins_with_the_greeting(url: str) -> None:
    with browser() as chromium:
        page = chromium.new_page(viewport={"width": 390, "height": 844})
        page.goto(f"{url}/en/")
        ask(page, "คลัสเตอร์คืออะไร", "#klum-past #t1 .answer")
        page.click("#new")
        page.locator(".welcome").wait_for()
        ask(page, "แล้วมีกี่แห่ง", "#klum-past #t1 .answer")
        assert page.locator(".understood").count() == 0, "what was asked before is forgotten"


def test_a_new_conversation_leaves_the_answer_that_is_being_made(script: Script) -> None:
    script.hold()
    with browser() as chromium:
        page = chromium.new_page(viewport={"width": 1280, "height": 844})
        page.goto(script.url)
        begun(page, QUESTION)
        expect(page.locator("#klum-now .turn")).to_be_visible()
        page.click("#new")
        expect(page.locator(".welcome")).to_be_visible()
        script.first.set()
        script.second.set()
        page.wait_for_timeout(1500)
        expect(page.locator(".turn")).to_have_count(0)
        assert page.locator(".welcome").is_visible()


@SIZES
def test_english_is_kept_and_everything_but_the_documents_is_english(url: str, width: Literal[1280, 390]) -> None:
    with browser() as chromium:
        context = chromium.new_context(viewport={"width": width, "height": 844}, locale="en-GB")
        page = context.new_page()
        page.goto(url)
        page.locator("[data-ask]").first.wait_for()
        assert language(page) == "th" and page.title().startswith("กลุ่ม"), "Thai comes first, whatever the browser says"
        page.get_by_role("link", name="English").click()
        page.get_by_role("heading", name="What would you like to know").wait_for()
        page.reload()
        page.get_by_role("heading", name="What would you like to know").wait_for()
        page.goto(url)
        page.get_by_role("heading", name="What would you like to know").wait_for()
        assert language(page) == "en" and thai_text(page) == "ไทย"
        found = serious(page, "welcome")
        page.get_by_role("button", name="What are the 17 cluster networks?").click()
        answer = page.locator("#klum-past #t1 .answer.found")
        answer.wait_for(timeout=20_000)
        assert answer.get_attribute("aria-label") == "Answer from the documents"
        answer.get_by_role("button", name="Copy answer with sources").wait_for()
        ask(page, "ราคาทองคำวันนี้บาทละเท่าไร", "#t2 .answer.abstained")
        page.locator("#t2 .leave summary").click()
        page.fill("#t2 [name=message]", "please help")
        page.get_by_role("button", name="Send to the staff").click()
        page.get_by_text("Sent to the staff, thank you").wait_for()
        found += serious(page, "conversation")
        page.goto(url + str(answer.locator("a.whole").first.get_attribute("href")))
        page.get_by_role("link", name="Go to the cited text").wait_for()
        page.goto(f"{url}/document/none")
        page.get_by_role("heading", name="There is no such document or page").wait_for()
        found += serious(page, "missing")
        page.goto(f"{url}/login")
        page.fill("[name=name]", "nobody")
        page.fill("[name=password]", "nothing at all")
        page.get_by_role("button", name="Log in").click()
        page.get_by_text("The user name or the password is wrong").wait_for()
        assert language(page) == "en"
        found += serious(page, "login")
        page.get_by_role("link", name="ไทย").click()
        page.get_by_role("button", name="เข้าสู่ระบบ").wait_for()
        page.goto(url)
        page.get_by_role("heading", name="อยากทราบเรื่องอะไร").wait_for()
        assert found == [] and [cookie["name"] for cookie in context.cookies()] == ["klum_language"]


def test_who_asks_too_often_is_told_on_the_page(url: str) -> None:
    with browser() as chromium:
        page = chromium.new_page(viewport={"width": 390, "height": 844})
        page.goto(f"{url}/en/")
        for number in range(1, 14):
            ask(page, "คลัสเตอร์คืออะไร", f"#klum-past #t{number} .answer")
        expect(page.locator("#t13 .answer.failed")).to_contain_text("too many requests")
        expect(page.locator("#t13 .answer.failed")).to_contain_text("Please wait")


def language(page: Page) -> str:
    said: str = page.evaluate("document.documentElement.lang")
    return said


def thai_text(page: Page) -> str:
    """The Thai letters that are to be seen."""
    return "".join(letter for letter in page.inner_text("body") if "ก" <= letter <= "๛")
