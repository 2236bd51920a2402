"""Keys and rates over HTTP, with a server of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import openai
import pytest

from tests.staff_place import add_account
from tests.web_server import web_server
from ui.account_file import FILE
from ui.gate import is_closed
from ui.keys import Keys, Right

QUESTION = "ปัจจัยแห่งความสำเร็จของคลัสเตอร์มีอะไรบ้าง"
BODY = {"question": QUESTION}


class Place:
    def __init__(self, url: str, home: Path) -> None:
        self.url, self._home = url, home
        with self.keys() as keys:
            self.bot, self.staff = keys.add("bot"), keys.add("desk", Right.STAFF)

    def keys(self) -> closing[Keys]:
        return closing(Keys(self._home / FILE))

    def ask(self, key: str = "") -> httpx.Response:
        return httpx.post(f"{self.url}/api/ask", json=BODY, headers=bearer(key), timeout=30)

    def get(self, path: str, key: str = "") -> httpx.Response:
        return httpx.get(f"{self.url}{path}", headers=bearer(key))


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"} if key else {}


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    home = tmp_path_factory.mktemp("closed")
    with web_server(home, {"KLUM_API": "keys", "KLUM_RATE_QUESTIONS": "20/minute"}) as url:
        yield Place(url, home / "klum")


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    home = tmp_path_factory.mktemp("opened")
    rates = {"KLUM_RATE_QUESTIONS": "3/minute", "KLUM_RATE_LOGIN": "2/minute", "KLUM_RATE_FEEDBACK": "2/minute"}
    add_account(home / "klum")
    with web_server(home, rates) as url:
        yield Place(url, home / "klum")


@pytest.mark.parametrize("key", ["", "none", "klum_" + "x" * 43])
def test_without_a_key_nobody_asks(closed: Place, key: str) -> None:
    for said in (closed.ask(key), closed.get("/api/sources", key), closed.get("/api/search?query=x", key)):
        assert said.status_code == 401 and said.headers["www-authenticate"] == "Bearer"
        error = said.json()["error"]
        assert "กุญแจ" in error["message"] and error["reference"].startswith("K-")
    said = closed.get("/v1/models", key)
    assert said.status_code == 401 and said.json()["error"]["type"] == "authentication_error"


def test_with_a_key_one_asks_at_every_door(closed: Place) -> None:
    answered = closed.ask(closed.bot)
    assert answered.is_success and answered.json()["citations"]
    assert closed.get("/api/sources", closed.bot).is_success
    with openai.OpenAI(base_url=f"{closed.url}/v1", api_key=closed.bot, max_retries=0) as client:
        assert [model.id for model in client.models.list()] == ["klum"]
    stranger = openai.OpenAI(base_url=f"{closed.url}/v1", api_key="none", max_retries=0)
    with stranger, pytest.raises(openai.AuthenticationError, match="K-"):
        stranger.models.list()


def test_what_needs_no_key(closed: Place) -> None:
    assert closed.get("/api/health").is_success and closed.get("/").is_success
    kept = closed.ask(closed.bot).headers["x-klum-answer"]
    judged = httpx.post(f"{closed.url}/api/feedback", json={"answer": kept, "verdict": "good"})
    assert judged.status_code == 204, "the answer's id is known to who asked alone"


def test_the_staffs_door_takes_the_staffs_keys(closed: Place, opened: Place) -> None:
    for place in (closed, opened):
        assert place.get("/api/questions").status_code == 401
        assert place.get("/api/questions", place.bot).status_code == 403
    closed.ask(closed.bot)
    listed = closed.get("/api/questions?limit=1", closed.staff).json()
    assert [one["question"] for one in listed] == [QUESTION]


def test_a_revoked_key_is_refused_at_once(closed: Place) -> None:
    with closed.keys() as keys:
        key = keys.add("short-lived")
        assert closed.get("/api/sources", key).is_success
        keys.revoke("short-lived")
    assert closed.get("/api/sources", key).status_code == 401


def test_the_description_names_the_scheme(closed: Place) -> None:
    described = closed.get("/api/openapi.json").json()
    assert described["components"]["securitySchemes"]["key"]["scheme"] == "bearer"
    assert described["paths"]["/api/ask"]["post"]["security"] == [{"key": []}]
    assert "security" not in described["paths"]["/api/health"]["get"]


def test_too_many_questions_wait_and_a_key_counts_apart(opened: Place) -> None:
    said = [opened.ask() for _ in range(4)]
    assert [one.status_code for one in said] == [200, 200, 200, 429]
    assert 0 < int(said[-1].headers["retry-after"]) <= 60 and "โปรดรอ" in said[-1].json()["error"]["hint"]
    openai_said = httpx.post(f"{opened.url}/v1/chat/completions", json={"messages": [{"role": "user", "content": "ก"}]})
    assert openai_said.status_code == 429 and openai_said.json()["error"]["type"] == "rate_limit_error"
    assert opened.ask(opened.bot).is_success
    behind = {"X-Forwarded-For": "192.0.2.7"}
    assert httpx.post(f"{opened.url}/api/ask", json=BODY, headers=behind).is_success, (
        "a proxy on this machine is believed"
    )


def test_too_many_logins_wait(opened: Place) -> None:
    form = {"name": "nobody", "password": "x", "next": "/staff"}
    said = [httpx.post(f"{opened.url}/login", data=form) for _ in range(3)]
    assert [one.status_code for one in said] == [403, 403, 429]
    assert int(said[-1].headers["retry-after"]) > 0 and "โปรดรอ" in said[-1].text


def test_too_much_feedback_waits(opened: Place) -> None:
    body = {"answer": "nothing-kept", "verdict": "good"}
    said = [httpx.post(f"{opened.url}/api/feedback", json=body).status_code for _ in range(3)]
    assert said == [404, 404, 429]


@pytest.mark.parametrize(
    ("api", "host", "closed"),
    [
        ("auto", "127.0.0.1", False), ("auto", "localhost", False), ("auto", "::1", False), ("auto", "0.0.0.0", True),
        ("auto", "", True), ("auto", "192.0.2.7", True), ("open", "0.0.0.0", False), ("keys", "127.0.0.1", True),
    ],
)  # fmt: skip
def test_when_keys_are_needed(api: str, host: str, closed: bool) -> None:
    assert is_closed(api, host) is closed
