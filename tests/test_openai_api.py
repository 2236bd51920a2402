"""OpenAI's door through the clients that people use: openai, langchain-openai, and plain HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import openai
import pytest
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage
from langchain_openai import ChatOpenAI
from openai.types.chat import ChatCompletionMessageParam

from tests.web_server import web_server

QUESTION = "ปัจจัยแห่งความสำเร็จของคลัสเตอร์มีอะไรบ้าง"
UNKNOWN = "ราคาทองคำวันนี้บาทละเท่าไร"


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with web_server(tmp_path_factory.mktemp("openai")) as address:
        yield address


@pytest.fixture(scope="module")
def client(url: str) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=f"{url}/v1", api_key="none", max_retries=0) as made:
        yield made


def said(text: str) -> list[ChatCompletionMessageParam]:
    return [{"role": "user", "content": text}]


def test_an_answer_with_its_citations(client: openai.OpenAI, url: str) -> None:
    whole = client.chat.completions.create(model="klum", messages=said(QUESTION))
    own = httpx.post(f"{url}/api/ask", json={"question": QUESTION}).json()
    choice = whole.choices[0]
    text = choice.message.content or ""
    assert choice.finish_reason == "stop" and whole.model == "klum"
    assert text.startswith(own["answer"]) and own["citations"][0]["title"] in text.split("แหล่งอ้างอิง")[1]
    assert (whole.model_extra or {})["klum"]["citations"] == own["citations"]
    assert whole.usage is not None and whole.usage.total_tokens > whole.usage.completion_tokens > 0
    for note in choice.message.annotations or []:
        cited = note.url_citation
        assert text[cited.start_index : cited.end_index] in ("[1]", "[2]", "[3]", "[4]", "[5]")
        assert '<mark id="quote">' in httpx.get(cited.url).text


def test_streamed_it_is_the_same_text(client: openai.OpenAI) -> None:
    whole = client.chat.completions.create(model="klum", messages=said(QUESTION))
    stream = client.chat.completions.create(
        model="klum", messages=said(QUESTION), stream=True, stream_options={"include_usage": True}
    )
    chunks = list(stream)
    pieces = [chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices]
    assert len([piece for piece in pieces if piece]) > 5
    assert "".join(pieces) == whole.choices[0].message.content
    assert chunks[-2].choices[0].finish_reason == "stop" and (chunks[-2].model_extra or {})["klum"]["citations"]
    assert chunks[-1].usage == whole.usage and not chunks[-1].choices


def test_the_conversation_is_the_history(client: openai.OpenAI) -> None:
    messages: list[ChatCompletionMessageParam] = [
        {"role": "system", "content": "You are a pirate."},
        {"role": "user", "content": "งบประมาณคลัสเตอร์ปี 2559 เท่าไร"},
        {"role": "assistant", "content": "..."},
        {"role": "user", "content": [{"type": "text", "text": "แล้วปี 2560 ล่ะ"}]},
    ]
    whole = client.chat.completions.create(model="klum", messages=messages, temperature=0.3, max_tokens=5)
    alone = (whole.model_extra or {})["klum"]["standalone_question"]
    assert "2560" in alone and "งบประมาณ" in alone


def test_what_the_documents_do_not_hold(client: openai.OpenAI) -> None:
    whole = client.chat.completions.create(model="klum", messages=said(UNKNOWN))
    assert (whole.model_extra or {})["klum"]["abstained"]


def test_models(client: openai.OpenAI) -> None:
    assert [model.id for model in client.models.list()] == ["klum"]
    assert client.models.retrieve("klum").owned_by == "klum"
    with pytest.raises(openai.NotFoundError, match="K-"):
        client.models.retrieve("gpt-4")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"messages": [{"role": "system", "content": "x"}]}, 400),
        ({"messages": [{"role": "user", "content": "  "}]}, 400),
        ({"messages": [{"role": "user", "content": "ก" * 2001}]}, 400),
        ({"messages": []}, 422),
        ({"messages": [{"role": "boss", "content": "x"}]}, 422),
        ({"messages": [{"role": "user", "content": {"a": 1}}]}, 422),
        ({"messages": "x"}, 422),
        ({"messages": [{"role": "user", "content": "x" * 1_100_000}]}, 413),
    ],
)
def test_refusals_have_openais_form(url: str, body: dict[str, Any], status: int) -> None:
    response = httpx.post(f"{url}/v1/chat/completions", json=body)
    assert response.status_code == status
    error = response.json()["error"]
    if status != 413:  # refused before it is known which door it is for
        assert error["type"] == "invalid_request_error" and error["code"].startswith("K-")
    assert not error["message"].isascii()


def test_the_client_raises_its_own_errors(client: openai.OpenAI) -> None:
    with pytest.raises(openai.BadRequestError, match="K-"):
        client.chat.completions.create(model="klum", messages=said(" "))


def test_a_long_conversation_is_taken(client: openai.OpenAI) -> None:
    messages: list[ChatCompletionMessageParam] = []
    for _ in range(40):
        messages += [{"role": "user", "content": QUESTION}, {"role": "assistant", "content": "ก" * 1600}]
    whole = client.chat.completions.create(model="klum", messages=[*messages, *said(QUESTION)])
    assert (whole.model_extra or {})["klum"]["citations"]


def test_langchain(url: str) -> None:
    model = ChatOpenAI(model="klum", base_url=f"{url}/v1", api_key="none", max_retries=0)  # type: ignore[arg-type]
    messages = [SystemMessage("ตอบสั้นๆ"), HumanMessage(QUESTION)]
    answered = model.invoke(messages)
    assert isinstance(answered, AIMessage) and "[1]" in answered.text
    assert "".join(chunk.text for chunk in model.stream(messages)) == answered.text
