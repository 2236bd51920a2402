from __future__ import annotations

from typing import Any

import pytest

from assistant.prompt import Prompt, new_fence, prompt
from corpus.errors import AssistantError


@pytest.mark.parametrize("name", ["answer", "rewrite", "judge"])
def test_each_prompt_is_thai_and_fences_its_data(name: str) -> None:
    made = prompt(name)
    assert "fence" in made.variables and not made.system.isascii()
    values = dict.fromkeys(made.variables, "x")
    assert [message.role for message in made.messages(**values)] == ["system", "user"]


def test_what_is_put_in_is_no_template() -> None:
    system, user = prompt("judge").messages(question="$answer {fence} $$", answer="ตอบ", fence="F")
    assert "$answer {fence} $$" in user.text and "F" in system.text


@pytest.mark.parametrize(
    "data",
    [
        None,
        {"system": "x", "user": "y"},
        {"system": "x", "user": "y", "variables": [], "model": "m"},
        {"system": "$a", "user": "y", "variables": []},
        {"system": "x", "user": "y", "variables": ["a"]},
        {"system": 7, "user": "y", "variables": []},
        {"system": "100$", "user": "y", "variables": []},
    ],
)
def test_faults_of_a_file_are_told(data: Any) -> None:
    with pytest.raises(AssistantError, match="odd"):
        Prompt.of("odd", data)


@pytest.mark.parametrize("values", [{}, {"question": "x", "answer": "y", "fence": "z", "more": "q"}])
def test_variables_must_be_these(values: dict[str, str]) -> None:
    with pytest.raises(AssistantError, match="variables"):
        prompt("judge").messages(**values)


def test_nobody_can_guess_a_fence() -> None:
    assert len({new_fence() for _ in range(100)}) == 100
