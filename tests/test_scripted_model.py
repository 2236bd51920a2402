from __future__ import annotations

from typing import Any

import httpx
import pytest

from evals.scripted_model import Reply, passages_of, scripted_model


def test_it_speaks_the_protocol_and_remembers_what_it_was_asked() -> None:
    with scripted_model(lambda reply, body: reply.say("สวัสดีค่ะ", size=3)) as model:
        body = {"model": "x", "messages": [{"role": "user", "content": "ถาม"}]}
        with httpx.stream("POST", f"{model.url}/chat/completions", json=body) as response:
            lines = [line for line in response.iter_lines() if line]
    assert lines[-1] == "data: [DONE]" and sum('"content"' in line for line in lines) == 3
    assert model.prompt() == "ถาม"


def test_it_fails_as_it_is_told() -> None:
    def script(reply: Reply, body: dict[str, Any]) -> None:
        reply.error(429, Retry_After="1")

    with scripted_model(script) as model:
        response = httpx.post(f"{model.url}/chat/completions", json={"messages": []})
    assert response.status_code == 429 and response.headers["Retry-After"] == "1"


@pytest.mark.parametrize(
    ("prompt", "found"),
    [("<<<a1>>>\n[1] หนึ่ง\n<<<a1>>>\n<<<a1>>>\n[2] สอง\n<<<a1>>>", {1: "หนึ่ง", 2: "สอง"}), ("ไม่มี [1]", {})],
)
def test_the_passages_of_a_prompt(prompt: str, found: dict[int, str]) -> None:
    passages = passages_of({"messages": [{"role": "user", "content": prompt}]})
    assert {number: text.partition("]")[2].strip() for number, text in passages.items()} == found
