"""Prompt templates as checked data: the files in `prompts/`, with the variables that each needs and no others."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from functools import cache
from importlib import resources
from string import Template
from typing import Any

import yaml

from assistant.chat_model import Message
from corpus.errors import AssistantError

_KEYS = {"variables", "system", "user"}


@dataclass(frozen=True, slots=True)
class Prompt:
    """A template of a system and a user message; `$name` stands for a variable.

    Args:
        name: name of its file without the ending.
        variables: the variables that must be given.
        system: template of the system message.
        user: template of the user's message.

    Raises:
        AssistantError: if the templates use other variables than they name.
    """

    name: str
    variables: frozenset[str]
    system: str
    user: str

    def __post_init__(self) -> None:
        used = {*Template(self.system).get_identifiers(), *Template(self.user).get_identifiers()}
        valid = Template(self.system).is_valid() and Template(self.user).is_valid()
        if not valid or used != self.variables:
            raise AssistantError(
                f"The prompt {self.name!r} uses the variables {sorted(used)}, but names {sorted(self.variables)}.",
                hint=f"Mend prompts/{self.name}.yaml.",
            )

    @classmethod
    def of(cls, name: str, data: Any) -> Prompt:
        """Read a template from what its file holds.

        Raises:
            AssistantError: if keys are missing or unknown, or a part is no text.
        """
        if not isinstance(data, dict) or set(data) != _KEYS:
            raise AssistantError(f"The prompt {name!r} does not have the keys {sorted(_KEYS)}.")
        if not all(isinstance(data[key], str) for key in ("system", "user")) or not isinstance(data["variables"], list):
            raise AssistantError(f"The prompt {name!r} needs texts for system and user, and a list of variables.")
        return cls(name, frozenset(map(str, data["variables"])), data["system"], data["user"])

    def messages(self, **values: str) -> list[Message]:
        """The messages with the variables put in; what is put in is never read as a template.

        Raises:
            AssistantError: if a variable is missing or unknown.
        """
        if set(values) != self.variables:
            raise AssistantError(
                f"The prompt {self.name!r} needs the variables {sorted(self.variables)}, not {sorted(values)}."
            )
        return [
            Message("system", Template(self.system).substitute(values)),
            Message("user", Template(self.user).substitute(values)),
        ]


@cache
def prompt(name: str) -> Prompt:
    """A prompt that ships with Klum.

    Args:
        name: "answer", "rewrite" or "judge".
    """
    text = (resources.files("prompts") / f"{name}.yaml").read_text("utf-8")
    return Prompt.of(name, yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))


def new_fence() -> str:
    """A line that marks where data begins and ends; no document can hold it, for nobody can guess it."""
    return f"<<<{secrets.token_hex(6)}>>>"
