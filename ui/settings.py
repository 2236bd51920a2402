"""Settings from `klum.toml` and `KLUM_*`; the only place that reads the environment and configuration files."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

import platformdirs
from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from corpus.errors import SettingsError

_ONE = r"[1-9]\d*/(?:second|minute|hour|day)"
_RATE = rf"^(?:off|{_ONE}(?:;{_ONE})*)$"


class Settings(BaseSettings):
    """What can be set. Each field is read from ``KLUM_<NAME>``, else from ``klum.toml`` in the working folder.

    Attributes:
        home: folder for the catalogue and the indexes; by default the platform's user data folder.
        starter_corpus: whether an empty home takes in the starter documents on first use.
        embedding: folder of an embedding model, or its name on the Hugging Face hub; "" is the bundled one.
        query_prompt: what stands before a question for that model; None leaves it to the model.
        passage_prompt: what stands before a passage; None leaves it to the model.
        reranker: folder or name of a cross-encoder that scores the best hits anew; "" is none.
        rerank_best: how many hits it scores.
        contact: whom to contact when the documents hold no answer, shown with an abstention; "" leaves it to the
            contacts that the documents name.
        keep_questions: days that the web app keeps questions for the staff; 0 keeps none.
        model: language model that writes the answers, as LangChain names it ("openai:gpt-5-mini"); "" is none. Its key
            is read from the provider's own variable, never from here.
        model_url: address of an OpenAI-compatible or Ollama server; "" is the provider's own.
        model_timeout: seconds without a piece of text after which a call to the model fails.
        model_deadline: seconds for a whole call with its retries.
        model_retries: how often a call is tried again before it has sent anything.
        model_tokens_question: tokens that the model may use for one question; 0 is no limit.
        model_tokens_day: tokens that it may use in a day; 0 is no limit.
        model_price_in: price of a million tokens sent to it.
        model_price_out: price of a million tokens that it sends.
        model_cost_question: money that it may cost for one question; 0 is no limit.
        model_cost_day: money that it may cost in a day; 0 is no limit.
        api: whether `/api` and `/v1` need a key: "open", "keys", or "auto" for open on this machine and keys elsewhere.
        rate_questions: how often one address or key may ask, as "60/minute;2000/day"; "off" is as often as one likes.
        rate_login: how often one address may try to log in.
        rate_feedback: how often one address may send feedback and messages.
        proxies: addresses, with commas between them, whose word about a visitor's address is taken; "" is nobody's.
        at_once: questions answered at the same time; None leaves it to whether a language model writes the answers.
        waiting: questions that may wait for their turn; the next one is turned away.
    """

    model_config = SettingsConfigDict(
        env_prefix="KLUM_", env_ignore_empty=True, toml_file="klum.toml", extra="forbid", frozen=True
    )

    home: Path = Field(default_factory=lambda: Path(platformdirs.user_data_dir("klum", appauthor=False)))
    starter_corpus: bool = True
    embedding: str = ""
    query_prompt: str | None = None
    passage_prompt: str | None = None
    reranker: str = ""
    rerank_best: int = Field(default=20, ge=2, le=200)
    contact: str = ""
    keep_questions: int = Field(default=180, ge=0, le=36_500)
    model: str = Field(default="", pattern=r"^$|^[a-z_]+:\S+$")
    model_url: str = Field(default="", pattern=r"^$|^https?://[^\s@]+$")
    model_timeout: float = Field(default=20.0, gt=0, le=600)
    model_deadline: float = Field(default=60.0, gt=0, le=3600)
    model_retries: int = Field(default=2, ge=0, le=10)
    model_tokens_question: int = Field(default=16_000, ge=0)
    model_tokens_day: int = Field(default=2_000_000, ge=0)
    model_price_in: float = Field(default=0.0, ge=0)
    model_price_out: float = Field(default=0.0, ge=0)
    model_cost_question: float = Field(default=0.0, ge=0)
    model_cost_day: float = Field(default=0.0, ge=0)
    api: Literal["auto", "open", "keys"] = "auto"
    rate_questions: str = Field(default="60/minute", pattern=_RATE)
    rate_login: str = Field(default="10/minute", pattern=_RATE)
    rate_feedback: str = Field(default="30/minute", pattern=_RATE)
    proxies: str = "127.0.0.1,::1"
    at_once: int | None = Field(default=None, ge=1, le=64)
    waiting: int = Field(default=64, ge=0, le=1000)

    @field_validator("home")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.expanduser().absolute()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Environment before file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def has_key(provider: str) -> bool:
    """Whether the environment holds a key of a model's provider, which its client reads by itself.

    Args:
        provider: the part of a model's name before the colon.
    """
    return bool(os.environ.get(f"{provider.upper()}_API_KEY"))


def load_settings() -> Settings:
    """Read the settings.

    Raises:
        SettingsError: if a setting is unknown or has no valid value; names each.
    """
    try:
        return Settings()
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
        raise SettingsError(
            f"The settings cannot be used: {faults}.",
            hint="Look at klum.toml and the KLUM_ variables (docs/settings.md).",
        ) from error
    except (ValueError, OSError) as error:  # a klum.toml that is no TOML, or may not be read
        raise SettingsError(f"klum.toml cannot be read: {error}.", hint="Mend it or move it away.") from error
