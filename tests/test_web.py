"""The chat page in a real Chromium, served by `serve` in a process of its own."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest

from corpus.errors import SettingsError
from tests.browsing import ask, browser, serious, tab_to
from tests.web_server import web_server
from ui.settings import Settings
from ui.web import serve

_HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script> **คลัสเตอร์** คืออะไร"


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with web_server(tmp_path_factory.mktemp("web")) as address:
        yield address


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
def test_ask_an_example_open_a_source_read_the_document(url: str, width: int) -> None:
    faults: list[str] = []
    with browser() as chromium:
        page = chromium.new_page(viewport={"width": width, "height": 844}, locale="th-TH")
        page.on("console", lambda said: faults.append(f"console: {said.text}") if said.type == "error" else None)
        page.on("pageerror", lambda error: faults.append(f"error: {error}"))
        page.on("dialog", lambda dialog: faults.append(f"a script of the question ran: {dialog.message}"))
        page.on("request", lambda asked: None if asked.url.startswith((url, "data:")) else faults.append(asked.url))
        page.on("response", lambda got: faults.append(f"{got.status} {got.url}") if got.status >= 400 else None)

        page.goto(url)
        example = page.locator("[data-ask]").first
        question = example.inner_text()
        example.click()
        answer = page.locator(".answer.found").first
        answer.locator(".words").wait_for(timeout=20_000)
        assert page.locator(".ask p").first.inner_text() == question

        source = page.locator("details#t1-1")
        assert source.get_attribute("open") is None
        answer.locator(".cite").first.click()
        quote = source.locator("mark").inner_text()
        assert source.locator("blockquote").is_visible() and "ปัจจัยแห่งความสำเร็จ" in quote
        assert page.evaluate("document.activeElement.closest('details').id") == "t1-1"

        page.locator("#t1 [data-verdict=bad]").click()
        page.locator("#t1 [data-reason]").first.click()
        page.locator("#t1 .reasons").wait_for(state="hidden")

        page.fill("#question textarea", "แล้วปี 2599 ล่ะ")
        page.press("#question textarea", "Enter")
        second = page.locator("#t2 .answer")
        second.wait_for(timeout=20_000)
        assert "เข้าใจคำถามว่า" in second.inner_text() and "2599" in second.locator(".understood").inner_text()
        assert source.get_attribute("open") is not None, "an opened source stays open when the next answer comes"

        assert page.locator("#t1 [data-verdict=bad]").get_attribute("aria-pressed") == "true", "a verdict stays"
        page.locator("#t2 .leave summary").click()
        page.fill("#t2 [name=message]", _HOSTILE)
        page.press("#t2 [name=contact]", "Enter")
        page.get_by_text("ส่งถึงเจ้าหน้าที่แล้ว ขอบคุณค่ะ").wait_for()

        page.fill("#question textarea", _HOSTILE)
        page.press("#question textarea", "Enter")
        page.locator("#t3 .answer").wait_for(timeout=20_000)
        assert page.locator("#t3 .ask p").inner_text() == _HOSTILE
        assert page.locator("#klum-talk :is(img, script, strong)").count() == 0

        with page.expect_download() as saved:
            page.locator("[data-export]").click()
        text = Path(saved.value.path()).read_text("utf-8")
        assert question in text and "แหล่งอ้างอิง" in text and text.index(question) < text.index(_HOSTILE)

        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.goto(url + str(source.locator("a.whole").get_attribute("href")))
        shown = page.locator("mark#quote")
        assert shown.is_visible() and 0 <= (shown.bounding_box() or {"y": -1})["y"] < 844
    assert not faults


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_axe_finds_nothing_serious(url: str, width: int, scheme: Literal["light", "dark"]) -> None:
    with browser() as chromium:
        page = chromium.new_page(viewport={"width": width, "height": 844}, color_scheme=scheme)
        page.goto(url)
        page.locator("[data-ask]").first.wait_for()
        found = serious(page, "welcome")
        page.locator("[data-ask]").first.click()
        page.locator("#t1 .answer").wait_for(timeout=20_000)
        page.locator("#t1 summary").first.click()
        ask(page, "ราคาทองคำวันนี้บาทละเท่าไร", "#t2 .answer.abstained")
        page.locator("#t2 .leave summary").click()
        page.wait_for_timeout(1300)  # the mark that an opened source gets fades
        found += serious(page, "conversation")
        page.goto(url + str(page.locator("#t1 a.whole").first.get_attribute("href")))
        assert found + serious(page, "document") == []


@pytest.mark.browser
def test_the_keyboard_is_enough(url: str) -> None:
    with browser() as chromium:
        page = chromium.new_page(viewport={"width": 1280, "height": 844})
        page.goto(url)
        page.locator("[data-ask]").first.wait_for()
        tab_to(page, "[data-ask]")
        page.keyboard.press("Enter")
        page.locator("#t1 .answer").wait_for(timeout=20_000)
        tab_to(page, "#t1 a.cite")
        page.keyboard.press("Enter")
        card = page.locator("#t1 .sources details").first
        assert card.get_attribute("open") is not None
        assert page.evaluate("document.activeElement.closest('details') !== null"), "the source has the focus"
        tab_to(page, "#t1 [data-verdict=good]")
        page.keyboard.press("Space")
        page.locator("#t1 [data-verdict=good][aria-pressed=true]").wait_for()
        tab_to(page, "#question textarea")
        page.keyboard.type("ราคาทองคำวันนี้บาทละเท่าไร")
        page.keyboard.press("Enter")
        page.locator("#t2 .answer.abstained").wait_for(timeout=20_000)
        tab_to(page, "#t2 .leave summary", back=True)
        page.keyboard.press("Enter")
        tab_to(page, "#t2 [name=message]")
        page.keyboard.type("ช่วยด้วย")
        tab_to(page, "#t2 .leave button")
        page.keyboard.press("Enter")
        page.get_by_text("ส่งถึงเจ้าหน้าที่แล้ว ขอบคุณค่ะ").wait_for()


def test_address_in_use_is_said(klum_home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(SettingsError, match="cannot be used"):
        serve(Settings(home=klum_home), host="127.0.0.1", port=taken.getsockname()[1], open_browser=False)
