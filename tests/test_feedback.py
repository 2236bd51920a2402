from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from ui.inbox import Inbox
from ui.inquiry import Only
from ui.opening import open_index
from ui.settings import Settings
from ui.web import build_app

UNKNOWN = "ราคาทองคำวันนี้บาทละเท่าไร"


@pytest.fixture
def inbox(tmp_path: Path) -> Iterator[Inbox]:
    made = Inbox(tmp_path / "inbox.sqlite3")
    yield made
    made.close()


@pytest.fixture
def client(inbox: Inbox, tmp_path: Path) -> Iterator[TestClient]:
    with (
        open_index(Settings(home=tmp_path / "home")) as index,
        TestClient(build_app(index, inbox), raise_server_exceptions=False) as opened,
    ):
        yield opened


def test_a_verdict_and_a_message_name_the_answer(client: TestClient, inbox: Inbox) -> None:
    asked = client.post("/api/ask", json={"question": UNKNOWN})
    kept = asked.headers["x-klum-answer"]
    assert client.post("/api/feedback", json={"answer": kept, "verdict": "bad", "reason": "ไม่ครบ"}).status_code == 204
    assert client.post("/api/message", json={"answer": kept, "message": "ช่วยด้วย"}).status_code == 204
    [one] = inbox.inquiries(Only.MESSAGES)
    assert (one.id, one.question, one.verdict, one.abstained, one.door) == (kept, UNKNOWN, "bad", True, "api")


def test_other_doors_are_kept_too(client: TestClient, inbox: Inbox) -> None:
    client.get("/api/ask", params={"question": "คลัสเตอร์คืออะไร"})
    client.post("/v1/chat/completions", json={"messages": [{"role": "user", "content": UNKNOWN}]})
    assert [one.door for one in inbox.inquiries()] == ["openai", "api"]
    assert inbox.inquiries()[1].sources.startswith("corpus/documents/")


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("feedback", {"answer": "not-there-at-all", "verdict": "good"}, 404),
        ("feedback", {"answer": "not-there-at-all", "verdict": "great"}, 422),
        ("feedback", {"answer": "../../etc", "verdict": "good"}, 422),
        ("message", {"answer": "not-there-at-all", "message": "x"}, 404),
        ("message", {"answer": "not-there-at-all", "message": ""}, 422),
        ("message", {"answer": "not-there-at-all", "message": "ก" * 2001}, 422),
    ],
)
def test_what_cannot_be_kept(client: TestClient, path: str, body: dict[str, Any], status: int) -> None:
    response = client.post(f"/api/{path}", json=body)
    assert response.status_code == status and response.json()["error"]["reference"].startswith("K-")


def test_without_an_inbox_nothing_is_kept_and_nothing_asked_for(tmp_path: Path) -> None:
    with open_index(Settings(home=tmp_path / "home")) as index, TestClient(build_app(index)) as client:
        assert "x-klum-answer" not in client.post("/api/ask", json={"question": UNKNOWN}).headers
        body = {"answer": "not-there-at-all", "verdict": "good"}
        assert client.post("/api/feedback", json=body).status_code == 404
