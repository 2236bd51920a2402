"""Takes the pictures in docs/images: every page, wide and narrow, of a real server with the starter documents.

`python -m tests.screenshots` (or `make screenshots`) writes them all; `python -m tests.screenshots chat staff` some.
"""

from __future__ import annotations

import io
import json
import random
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Literal

import httpx
from PIL import Image
from playwright.sync_api import Browser, Page

from tests.browsing import browser
from tests.staff_place import UNKNOWN, add_account, log_in
from tests.web_server import ROOT, web_server
from ui.accounts import Role
from ui.inbox import FILE, Inbox, Verdict

IMAGES = ROOT / "docs" / "images"
WIDTHS = {1280: 860, 390: 844}
"""Heights by width, in pixels."""

QUESTION = "ปัจจัยแห่งความสำเร็จของคลัสเตอร์มีอะไรบ้าง"
ASKED = (
    QUESTION, "คลัสเตอร์ 17 เครือข่ายมีอะไรบ้าง", "ใครดูแลคลัสเตอร์ปลากัดให้ สสว.", "คลัสเตอร์คืออะไร", UNKNOWN,
    "จะเข้าร่วมโครงการพัฒนาคลัสเตอร์ต้องทำอย่างไร", "ขอกู้เงินดอกเบี้ยเท่าไร", "คลัสเตอร์กาแฟมีสมาชิกกี่ราย",
    "คลัสเตอร์ สสว. ปี 2563 ช่วยลดต้นทุนได้เท่าไร", "ติดต่อสอบถามเรื่องคลัสเตอร์ได้ที่ไหน",
)  # fmt: skip
UPLOAD = """แผนส่งเสริมคลัสเตอร์ ปี 2569

หน้าแรก | เข้าสู่ระบบ | ติดต่อเรา

ปี 2569 สสว. ส่งเสริมคลัสเตอร์ใหม่ 12 กลุ่ม ใน 9 จังหวัด งบประมาณ 88 ล้านบาท โดยเน้นกลุ่มอาหาร สมุนไพร และสิ่งทอ

เพิ่มเพื่อน
"""

Scheme = Literal["light", "dark"]


class Camera:
    """Takes pictures of one width and scheme.

    Args:
        chromium: the browser.
        url: of the server.
        width: of the window, in pixels.
        scheme: light or dark.
    """

    def __init__(self, chromium: Browser, url: str, width: int, scheme: Scheme = "light") -> None:
        self.url, self._width, self._scheme = url, width, scheme
        context = chromium.new_context(
            viewport={"width": width, "height": WIDTHS[width]}, locale="th-TH", color_scheme=scheme,
            reduced_motion="reduce",
        )  # fmt: skip
        self.page: Page = context.new_page()

    def take(self, name: str, *, whole: bool = False) -> None:
        """Save what is to be seen, in 256 colours, which is a third of the size."""
        self.page.wait_for_timeout(300)
        taken = Image.open(io.BytesIO(self.page.screenshot(full_page=whole)))
        suffix = "-dark" if self._scheme == "dark" else ""
        taken.convert("RGB").quantize(256).save(IMAGES / f"{name}-{self._width}{suffix}.png", optimize=True)

    def ask(self, question: str, turn: int) -> None:
        """Ask on the chat page and wait for the answer."""
        self.page.fill("#question textarea", question)
        self.page.press("#question textarea", "Enter")
        self.page.locator(f"#klum-past #t{turn} .answer").wait_for(timeout=20_000)


def chat(camera: Camera) -> None:
    """The chat page in Thai: the greeting, an answer with its source, no answer, sources that differ."""
    page = camera.page
    page.goto(camera.url)
    page.locator("[data-ask]").first.wait_for()
    camera.take("welcome")
    camera.ask(QUESTION, 1)
    page.locator("#t1 .cite").first.click()
    page.locator("#t1").evaluate("one => one.scrollIntoView({block: 'start'})")
    page.mouse.move(0, 0)
    camera.take("chat")
    camera.ask("สสว. พัฒนาคลัสเตอร์กี่กลุ่ม", 2)
    page.locator("#t2").evaluate("one => one.scrollIntoView({block: 'start'})")
    camera.take("conflict")
    camera.ask(UNKNOWN, 3)
    page.locator("#t3 .leave summary").click()
    page.locator("#t3").evaluate("one => one.scrollIntoView({block: 'start'})")
    camera.take("abstained")


def english(camera: Camera) -> None:
    """The chat page in English, a document and the login."""
    page = camera.page
    page.goto(f"{camera.url}/language/en?next=/en/")
    page.locator("[data-ask]").first.wait_for()
    camera.take("english-welcome")
    camera.ask("What are the success factors of a cluster?", 1)
    camera.take("english")
    page.goto(camera.url + str(page.locator("#t1 a.whole").first.get_attribute("href")))
    camera.take("document")
    page.goto(f"{camera.url}/login")
    camera.take("login")


def staff(camera: Camera) -> None:
    """The staff's pages."""
    page = camera.page
    log_in(page, camera.url, "/staff", "adm")
    camera.take("staff-queue")
    page.goto(f"{camera.url}/staff/search?query=ปลากัด")
    camera.take("staff-search")
    page.goto(f"{camera.url}/staff/reply?question={QUESTION}")
    page.locator("#line").wait_for()
    camera.take("staff-reply")
    page.goto(f"{camera.url}/staff/documents")
    camera.take("staff-documents")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "แผน-2569.txt"
        file.write_text(UPLOAD, "utf-8")
        page.set_input_files("[type=file]", file)
        page.get_by_role("button", name="อัปโหลดเพื่อตรวจ").click()
        page.get_by_role("button", name="เพิ่มเข้าคลัง").wait_for()
    camera.take("staff-preview")
    page.goto(f"{camera.url}/staff/documents")
    page.locator("table a, main li a").first.click()
    camera.take("staff-document")
    page.goto(f"{camera.url}/staff/overview")
    camera.take("staff-overview")
    page.goto(f"{camera.url}/staff/health")
    camera.take("staff-health")


def evaluator(camera: Camera) -> None:
    """The evaluators' pages: two runs, one of them with wrong expectations."""
    page = camera.page
    rows = [json.loads(line) for line in (ROOT / "evals/sets/starter.jsonl").read_text("utf-8").splitlines()[:40]]
    changed = [{**row, "must": [["ไม่มีคำนี้แน่นอน"]]} if row.get("must") else row for row in rows[:5]] + rows[5:]
    log_in(page, camera.url, "/evaluate", "adm")
    with tempfile.TemporaryDirectory() as folder:
        for name, cases in (("ชุดเริ่มต้น", rows), ("ชุดเริ่มต้น-แก้", changed)):
            file = Path(folder) / f"{name}.jsonl"
            file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in cases), "utf-8")
            page.set_input_files("[type=file]", file)
            page.get_by_role("button", name="ตรวจชุดคำถาม").click()
            page.get_by_text("คอลัมน์ที่อ่านได้").wait_for()
            camera.take("evaluate-checked")
            page.get_by_role("button", name="เริ่มประเมิน").click()
            page.get_by_role("link", name="เปิดรายงาน").wait_for(timeout=120_000)
            camera.take("evaluate-run")
            page.get_by_role("link", name="ประเมินผล", exact=True).click()
    camera.take("evaluate-runs")
    page.get_by_role("link", name="ชุดเริ่มต้น-แก้").first.click()
    page.get_by_role("link", name="ดูรายข้อ").click()
    camera.take("evaluate-cases")
    page.go_back()
    page.get_by_role("button", name="เปรียบเทียบ").click()
    page.get_by_text("แย่ลง").first.wait_for()
    camera.take("evaluate-comparison")


SCENES: dict[str, tuple[Callable[[Camera], None], tuple[Scheme, ...]]] = {
    "chat": (chat, ("light", "dark")), "english": (english, ("light",)), "staff": (staff, ("light",)),
    "evaluator": (evaluator, ("light",)),
}  # fmt: skip


@contextmanager
def place() -> Iterator[str]:
    """A server with accounts, and with a month of questions behind it."""
    with tempfile.TemporaryDirectory(prefix="klum-screenshots-") as folder:
        home = Path(folder) / "klum"
        add_account(home, "adm", Role.ADMIN)
        with web_server(Path(folder), {"KLUM_RATE_QUESTIONS": "off"}) as url:
            _past(url, home)
            yield url


def _past(url: str, home: Path) -> None:
    draw = random.Random(7)
    for question in [*ASKED, *draw.choices(ASKED, k=30)]:
        httpx.post(f"{url}/api/ask", json={"question": question}, timeout=30).raise_for_status()
    with closing(Inbox(home / FILE)) as inbox:
        for number, one in enumerate(inbox.inquiries(limit=200)):
            if not one.abstained and number % 3:
                inbox.judge(one.id, Verdict.GOOD if number % 7 else Verdict.BAD, "" if number % 7 else "ข้อมูลไม่ครบ")
            if one.abstained and number % 4 == 0:
                inbox.leave(one.id, "อยากทราบว่ามีโครงการแบบนี้ในจังหวัดเชียงรายไหมคะ ทำร้านกาแฟค่ะ", "08x-xxx-xxxx")
    with closing(sqlite3.connect(home / FILE)) as db, db:
        for (identifier,) in db.execute("SELECT id FROM questions").fetchall():
            ago = draw.randrange(26) * 86_400.0
            db.execute("UPDATE questions SET asked=asked-? WHERE id=?", (ago, identifier))


def main(names: list[str]) -> None:
    """Take the pictures of the scenes that are named, or all.

    Args:
        names: of scenes.
    """
    IMAGES.mkdir(parents=True, exist_ok=True)
    with browser() as chromium:
        for name in names or SCENES:
            take, schemes = SCENES[name]
            for width in WIDTHS:
                for scheme in schemes:
                    with place() as url:
                        camera = Camera(chromium, url, width, scheme)
                        take(camera)
                        camera.page.context.close()  # before the server stops: a page keeps a stream open


if __name__ == "__main__":
    main(sys.argv[1:])
