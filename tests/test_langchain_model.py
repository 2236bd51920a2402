from __future__ import annotations

from typing import Any

import pytest
from langchain_core.callbacks import BaseCallbackHandler

from assistant.chat_model import Message, Usage
from assistant.langchain_model import LangChainModel
from corpus.errors import ModelError
from tests.fake_model import Reply, fake_model, says

ASKED = [Message("system", "กฎ"), Message("user", "ถาม")]


def test_pieces_and_usage_come_through() -> None:
    with fake_model(says("ตอบหนึ่ง ตอบสอง")) as server:
        model = LangChainModel("openai:fake-1", server.url, has_key=False)
        pieces = list(model.stream(ASKED, most_tokens=50, purpose="answer"))
    assert "".join(piece.text for piece in pieces) == "ตอบหนึ่ง ตอบสอง"
    assert [piece.usage for piece in pieces if piece.usage] == [Usage(100, 7)]
    [body] = server.requests
    assert body["model"] == "fake-1" and body["stream"] is True and 50 in body.values()
    assert [message["role"] for message in body["messages"]] == ["system", "user"]
    assert server.headers[0]["authorization"] == "Bearer none"


def test_callbacks_see_each_call_with_its_purpose() -> None:
    seen: list[Any] = []

    class Handler(BaseCallbackHandler):
        def on_chat_model_start(self, serialized: Any, messages: Any, **more: Any) -> None:
            seen.append((more["tags"], more["metadata"]["klum_purpose"]))

        def on_llm_end(self, response: Any, **more: Any) -> None:
            seen.append("end")

    with fake_model(says("ตอบ")) as server:
        model = LangChainModel("openai:fake-1", server.url, has_key=False, callbacks=(Handler(),))
        list(model.stream(ASKED, most_tokens=50, purpose="judge"))
    assert seen == [(["klum", "judge"], "judge"), "end"]


@pytest.mark.parametrize(("status", "passing"), [(429, True), (503, True), (400, False), (401, False)])
def test_errors_are_told_without_what_the_server_said(status: int, passing: bool) -> None:
    with fake_model(lambda reply, _: reply.error(status, "secret detail")) as server:
        model = LangChainModel("openai:fake-1", server.url, has_key=False)
        with pytest.raises(ModelError, match=str(status)) as caught:
            list(model.stream(ASKED, most_tokens=50, purpose="answer"))
    assert caught.value.passing is passing and "secret" not in str(caught.value)
    assert len(server.requests) == 1  # retries are the caller's


def test_an_answer_without_an_end_broke_off() -> None:
    def breaks_off(reply: Reply, _: dict[str, Any]) -> None:
        reply.begin()
        reply.pieces("ตอ")

    with fake_model(breaks_off) as server:
        model = LangChainModel("openai:fake-1", server.url, has_key=False)
        with pytest.raises(ModelError, match="broke off"):
            list(model.stream(ASKED, most_tokens=50, purpose="answer"))


@pytest.mark.parametrize(
    ("name", "said"),
    [("anthropic:claude", r"klum\[anthropic\]"), ("ollama:qwen3", r"klum\[ollama\]"), ("nope:x", "KLUM_MODEL")],
)
def test_a_missing_package_names_its_extra(name: str, said: str) -> None:
    try:
        __import__(f"langchain_{name.partition(':')[0]}")
    except ImportError:
        with pytest.raises(ModelError, match=said):
            LangChainModel(name).check()
    else:
        pytest.skip("the package is installed here")
