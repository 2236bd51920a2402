"""The API through a real ASGI client: answers, limits, errors, headers."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx_sse import connect_sse

from assistant import Assistant
from assistant.answer import Answer
from index.library import Index
from ui.answering import Answering, Failure, Told
from ui.opening import open_index
from ui.settings import Settings
from ui.web import build_app

QUESTION = "ปัจจัยแห่งความสำเร็จของคลัสเตอร์มีอะไรบ้าง"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with open_index(Settings(home=tmp_path_factory.mktemp("home"))) as opened:
        yield opened


@pytest.fixture(scope="module")
def client(index: Index) -> Iterator[TestClient]:
    with TestClient(build_app(index), raise_server_exceptions=False) as opened:
        yield opened


def error_of(response: Any) -> dict[str, str]:
    error: dict[str, str] = response.json()["error"]
    assert error["reference"].startswith("K-") and not error["message"].isascii()
    return error


def test_ask_is_what_the_command_line_prints(client: TestClient, index: Index) -> None:
    posted = client.post("/api/ask", json={"question": QUESTION}).json()
    got = client.get("/api/ask", params={"question": QUESTION}).json()
    own = Assistant(index).ask(QUESTION).to_json()
    for one in (posted, got, own):
        assert one.pop("seconds") > 0
    assert posted == got == own
    cited = posted["citations"][0]
    assert index.catalogue.document(cited["document_id"]).text[cited["start"] : cited["end"]] == cited["quote"]


def test_ask_as_events_gives_the_same_answer_piece_by_piece(client: TestClient) -> None:
    whole = client.post("/api/ask", json={"question": QUESTION}).json()
    accept = {"Accept": "text/event-stream"}
    for method, more in (("POST", {"json": {"question": QUESTION}}), ("GET", {"params": {"question": QUESTION}})):
        with connect_sse(client, method, "/api/ask", headers=accept, **more) as source:  # type: ignore[arg-type]
            events = list(source.iter_sse())
        assert [one.event for one in (events[0], events[-1])] == ["standalone_question", "answer"]
        assert "".join(one.json()["text"] for one in events if one.event == "text") == whole["answer"]
        assert events[-1].json() | {"seconds": 0} == whole | {"seconds": 0}
    assert client.post("/api/ask", json={"question": " "}, headers=accept).status_code == 400


def test_follow_up_uses_the_history(client: TestClient) -> None:
    body = {"question": "แล้วปี 2560 ล่ะ", "history": ["งบประมาณคลัสเตอร์ปี 2559 เท่าไร"]}
    assert "2560" in client.post("/api/ask", json=body).json()["standalone_question"]


def test_search_and_sources(client: TestClient, index: Index) -> None:
    hits = client.get("/api/search", params={"query": "ปลากัด", "limit": 3}).json()
    assert 0 < len(hits) <= 3
    assert index.catalogue.document(hits[0]["document_id"]).text[hits[0]["start"] : hits[0]["end"]] == hits[0]["text"]
    assert {hit["document_id"] for hit in hits} <= {source["id"] for source in client.get("/api/sources").json()}


def test_search_filters(client: TestClient) -> None:
    hits = client.get("/api/search", params={"query": "คลัสเตอร์", "since": "2015", "until": "2015-12"}).json()
    assert hits and all(hit["published"].startswith("2015") for hit in hits)


def test_health(client: TestClient) -> None:
    assert client.get("/api/health").json()["documents"] == 5


@pytest.mark.parametrize(
    ("method", "path", "more", "status"),
    [
        ("POST", "/api/ask", {"json": {}}, 422),
        ("POST", "/api/ask", {"json": {"question": ""}}, 422),
        ("POST", "/api/ask", {"json": {"question": "  "}}, 400),
        ("POST", "/api/ask", {"json": {"question": "ก" * 2001}}, 422),
        ("POST", "/api/ask", {"json": {"question": "ก", "history": ["ก"] * 9}}, 422),
        ("POST", "/api/ask", {"json": {"question": "ก", "role": "admin"}}, 422),
        ("POST", "/api/ask", {"content": b"{"}, 422),
        ("POST", "/api/ask", {"content": b"x" * 70_000}, 413),
        ("GET", "/api/search", {"params": {"query": "x", "limit": 51}}, 422),
        ("GET", "/api/search", {"params": {"query": "x", "since": "2558/01"}}, 422),
        ("GET", "/api/nothing", {}, 404),
        ("DELETE", "/api/nothing", {}, 404),
        ("GET", "/gradio_api/file=/etc/passwd", {}, 404),
        ("POST", "/gradio_api/upload", {}, 404),
    ],
)
def test_errors_are_thai_with_a_reference(
    client: TestClient, method: str, path: str, more: dict[str, Any], status: int
) -> None:
    response = client.request(method, path, **more)
    assert response.status_code == status
    error_of(response)


def test_unexpected_error_is_told_in_the_log_only(
    client: TestClient, index: Index, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(index, "search", broken)
    with caplog.at_level(logging.ERROR):
        response = client.get("/api/search", params={"query": "x"})
    assert response.status_code == 500 and "secret" not in response.text
    assert error_of(response)["reference"] in caplog.text and "secret detail" in caplog.text


def test_openapi_describes_answers_and_errors(client: TestClient) -> None:
    described = client.get("/api/openapi.json").json()
    assert set(described["paths"]) == {
        "/api/ask", "/api/search", "/api/sources", "/api/health",
        "/v1/models", "/v1/models/{name}", "/v1/chat/completions",
    }  # fmt: skip
    assert {"AnswerOut", "ErrorOut"} <= set(described["components"]["schemas"])


def test_headers(client: TestClient) -> None:
    for path in ("/", "/api/health", "/klum/klum.css", "/nothing"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff" and headers["referrer-policy"] == "no-referrer"
        policy = headers["content-security-policy"]
        assert "frame-ancestors 'none'" in policy and "unsafe-eval" not in policy and "http" not in policy


def test_page_has_a_fresh_nonce_and_names_no_other_host(client: TestClient) -> None:
    first, second = client.get("/"), client.get("/")
    assert first.headers["content-security-policy"] != second.headers["content-security-policy"]
    head = first.text[: first.text.index("window.gradio_config")]
    assert 'lang="th"' in head and "http" not in head
    assert first.text.count("<script") == first.text.count("<script nonce=")


def test_document_page_marks_the_span_and_runs_nothing(client: TestClient) -> None:
    cited = client.post("/api/ask", json={"question": QUESTION}).json()["citations"][0]
    where = {"start": cited["start"], "end": cited["end"], "version": 1}
    response = client.get(f"/document/{cited['document_id']}", params=where)
    assert '<mark id="quote">' in response.text and "<script" not in response.text
    assert "script-src" not in response.headers["content-security-policy"]
    assert client.get(f"/document/{cited['document_id']}", params=where | {"end": 10**8}).status_code == 404
    assert client.get("/document/none").status_code == 404


class Slow(Assistant):
    """An assistant that waits to be let go."""

    def __init__(self) -> None:
        self.go = threading.Event()

    def ask(self, question: str, history: Any = ()) -> Answer:
        self.go.wait(10)
        return Answer(question, question, "ตอบ")


def test_too_many_questions_are_turned_away_politely() -> None:
    slow = Slow()
    answering = Answering(slow, at_once=1, waiting=1)
    with ThreadPoolExecutor(3) as pool:
        held = [pool.submit(answering.ask, "ก") for _ in range(2)]
        while sum(future.running() for future in held) < 2 or answering._room._value:
            pass
        refused = answering.ask("ก")
        slow.go.set()
        assert all(isinstance(future.result(), Told) for future in held)
    assert isinstance(refused, Failure) and refused.status == 503


def test_questions_at_once_get_the_same_answers_as_one_by_one(client: TestClient) -> None:
    questions = [QUESTION, "คลัสเตอร์ 17 เครือข่ายมีอะไรบ้าง", "ใครดูแลคลัสเตอร์ปลากัดให้ สสว.", "ดอกเบี้ยเงินกู้เท่าไร"]

    def text(question: str) -> str:
        answer: str = client.post("/api/ask", json={"question": question}).json()["answer"]
        return answer

    alone = [text(question) for question in questions]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(text, questions * 6)) == alone * 6
