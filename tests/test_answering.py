"""An answer while it is made, behind the door that lets a few in at a time."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant import Assistant
from assistant.budget import Ledger, Limits
from assistant.caller import Caller
from assistant.events import Said, Understood
from assistant.langchain_model import LangChainModel
from index.library import Index
from tests.fake_model import FakeModel, Reply, fake_model, says, with_numbers
from tests.klum_runner import starter_home
from ui.answering import Answering, Failure, Streaming, Told

QUESTION = "ปี 2563 สสว. พัฒนาคลัสเตอร์ได้กี่คลัสเตอร์"
GOOD = "ปี 2563 สสว. พัฒนาคลัสเตอร์ได้ 30 คลัสเตอร์ [{4,246 ราย}]\n"


@pytest.fixture(scope="module")
def index() -> Iterator[Index]:
    with Index.open(starter_home()) as opened:
        yield opened


@pytest.fixture
def server() -> Iterator[FakeModel]:
    with fake_model(says(GOOD)) as model:
        yield model


def answering(index: Index, server: FakeModel, tmp_path: Path) -> Answering:
    model = LangChainModel("openai:fake-1", server.url, has_key=False)
    model.check()
    caller = Caller(model, Ledger(tmp_path / "used.sqlite3", Limits()))
    return Answering(Assistant(index, model=caller), at_once=1, waiting=0, patience=0.2)


def begun(door: Answering, question: str = QUESTION) -> Streaming:
    streaming = door.stream(question)
    assert isinstance(streaming, Streaming)
    return streaming


def test_a_sentence_is_given_while_the_model_still_writes(index: Index, server: FakeModel, tmp_path: Path) -> None:
    go = threading.Event()

    def slow(reply: Reply, body: dict[str, Any]) -> None:
        reply.begin()
        reply.pieces(with_numbers(GOOD, body))
        go.wait(10)
        reply.end()

    server.script = slow
    door = answering(index, server, tmp_path)
    events = iter(begun(door))
    assert isinstance(next(events), Understood)
    said = next(events)
    assert isinstance(said, Said) and "30 คลัสเตอร์ [1]" in said.text and not go.is_set()
    busy = door.stream(QUESTION)
    assert isinstance(busy, Failure) and busy.status == 503
    go.set()
    *_, told = events
    assert isinstance(told, Told) and told.answer.text == said.text


def test_a_visitor_who_leaves_ends_the_call_and_makes_room(index: Index, server: FakeModel, tmp_path: Path) -> None:
    def endless(reply: Reply, body: dict[str, Any]) -> None:
        reply.begin()
        for _ in range(2_000):
            reply.pieces(with_numbers(GOOD, body), pause=0.01)

    server.script = endless
    door = answering(index, server, tmp_path)
    streaming = begun(door)
    events = iter(streaming)
    assert isinstance(next(events), Understood) and isinstance(next(events), Said)
    events.close()  # type: ignore[attr-defined]
    streaming.close()  # a second time, as the web does
    server.script = says(GOOD)
    *_, told = begun(door)
    assert isinstance(told, Told) and told.answer.engine == "openai:fake-1"


def test_an_empty_question_is_told_before_anything_is_sent(index: Index, server: FakeModel, tmp_path: Path) -> None:
    door = answering(index, server, tmp_path)
    for _ in range(2):
        failed = door.stream(" ")
        assert isinstance(failed, Failure) and failed.status == 400
    assert not server.requests


def test_an_error_on_the_way_has_a_reference(
    index: Index, server: FakeModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secret detail")

    door = answering(index, server, tmp_path)
    monkeypatch.setattr("assistant.blend.Blend.write", broken)
    *_, failed = begun(door)
    assert isinstance(failed, Failure) and failed.status == 500 and "secret" not in str(failed.to_json())
    monkeypatch.undo()
    assert isinstance([*begun(door)][-1], Told)
