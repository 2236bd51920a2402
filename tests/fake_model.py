"""Scripted models for tests, behind the loopback server of `evals.scripted_model`."""

from __future__ import annotations

import re
from typing import Any

from evals.scripted_model import Reply, Script, passages_of
from evals.scripted_model import ScriptedModel as FakeModel
from evals.scripted_model import scripted_model as fake_model

__all__ = ["FakeModel", "Reply", "Script", "fake_model", "says", "with_numbers"]


def says(text: str, **options: Any) -> Script:
    """A model that always says the same; `{แผน}` is the number of the passage that holds these words."""

    def script(reply: Reply, body: dict[str, Any]) -> None:
        reply.say(with_numbers(text, body), **options)

    return script


def with_numbers(text: str, body: dict[str, Any]) -> str:
    """A text with `{words}` replaced by the number of the passage in the prompt that holds the words."""

    def number(match: re.Match[str]) -> str:
        for found, passage in passages_of(body).items():
            if match[1] in passage:
                return str(found)
        raise AssertionError(f"no passage holds {match[1]!r}")

    return re.sub(r"\{([^{}]+)\}", number, text)
