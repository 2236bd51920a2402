"""The staff's pages over HTTP: an application with accounts, logged in as one of them."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeVar

from argon2 import PasswordHasher
from docx import Document as Word
from fastapi.testclient import TestClient
from playwright.sync_api import Page

from index.library import Index
from ui.account_file import FILE
from ui.accounts import Accounts, Role
from ui.inbox import Inbox
from ui.opening import open_index
from ui.settings import Settings
from ui.web import build_app

T = TypeVar("T")
PASSWORD = "ถามอะไรก็ได้นะ"
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
HOSTILE = "<script>alert(1)</script>"
UNKNOWN = "ราคาทองคำวันนี้บาทละเท่าไร"


@dataclass
class Place:
    client: TestClient
    index: Index
    inbox: Inbox

    def login(self, name: str) -> None:
        self.client.cookies.clear()
        self.client.post("/login", data={"name": name, "password": PASSWORD})

    def ask(self, question: str) -> str:
        kept: str = self.client.post("/api/ask", json={"question": question}).headers["x-klum-answer"]
        return kept

    def get(self, path: str, **query: str | int) -> str:
        return self.client.get(path, params=query).text


@contextmanager
def staff_place(home: Path) -> Iterator[Place]:
    """The application on the starter documents; somsri is staff, eva an evaluator, adm an admin."""
    with (
        open_index(Settings(home=home)) as index,
        closing(Inbox(home / "inbox.sqlite3")) as inbox,
        closing(Accounts(home / FILE, CHEAP)) as accounts,
        TestClient(build_app(index, inbox, accounts), raise_server_exceptions=False, follow_redirects=True) as client,
    ):
        for name, role in (("somsri", Role.STAFF), ("eva", Role.EVALUATOR), ("adm", Role.ADMIN)):
            accounts.add(name, PASSWORD, role)
        yield Place(client, index, inbox)


def add_account(home: Path, name: str = "somsri", role: Role = Role.STAFF) -> None:
    """Make an account in a home that a server is going to use."""
    home.mkdir(exist_ok=True)
    with closing(Accounts(home / FILE, CHEAP)) as accounts:
        accounts.add(name, PASSWORD, role)


def log_in(page: Page, url: str, onward: str, name: str = "somsri") -> None:
    """Log in with a browser, and go to a page."""
    page.goto(f"{url}/login?next={onward}")
    page.fill("[name=name]", name)
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="ออกจากระบบ").wait_for()


def until(look: Callable[[], T | Literal[False]]) -> T:
    """What a look gives as soon as it is something."""
    end = time.monotonic() + 30
    while not (found := look()):
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)
    return found


def word(text: str) -> bytes:
    """A Word file."""
    made, file = Word(), io.BytesIO()
    made.add_paragraph(text)
    made.save(file)
    return file.getvalue()
