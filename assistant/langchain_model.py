"""Any chat model that LangChain knows, behind our protocol; the only module that imports langchain.

LangChain's own tracing stays usable: callbacks, tags and metadata go with each call; LangSmith and OpenTelemetry are
switched on by their own environment variables.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from assistant.chat_model import Message, Piece, Usage
from corpus.errors import ModelError

if TYPE_CHECKING:
    from langchain_core.callbacks import BaseCallbackHandler
    from langchain_core.language_models import BaseChatModel
    from langchain_core.runnables import RunnableConfig

EXTRAS = {"openai": "langchain-openai", "ollama": "langchain-ollama", "anthropic": "langchain-anthropic"}
"""Providers that Klum has an extra for, and the package behind it."""
_KEYLESS = "none"
"""What a server without keys of its own is sent, because the client asks for one."""
_PASSING = frozenset([408, 409, 425, 429])
_ENDS = ("finish_reason", "stop_reason", "done_reason")
"""How providers tell that an answer is whole."""
_REFUSED = frozenset([401, 403])


@dataclass(frozen=True)
class LangChainModel:
    """A chat model by its LangChain name.

    Args:
        name: provider and model, for example "openai:gpt-5-mini"; any OpenAI-compatible server is "openai:…" with an
            address.
        base_url: address of the server; "" for the provider's own.
        stall: seconds without a byte after which a call fails.
        has_key: whether the environment has a key of this provider, which its client reads by itself.
        callbacks: handlers that LangChain tells about each call.
    """

    name: str
    base_url: str = ""
    stall: float = 20.0
    has_key: bool = True
    callbacks: tuple[BaseCallbackHandler, ...] = ()

    @property
    def provider(self) -> str:
        """The part of the name before the colon."""
        return self.name.partition(":")[0]

    def check(self) -> None:
        """Load the provider's package now, so that a missing one is told when Klum starts.

        Raises:
            ModelError: if the package is missing, or the model cannot be set up.
        """
        _ = self._client

    def stream(self, messages: Sequence[Message], *, most_tokens: int, purpose: str) -> Iterator[Piece]:
        """Answer messages; see `ChatModel.stream`."""
        config: RunnableConfig = {
            "tags": ["klum", purpose],
            "metadata": {"klum_purpose": purpose},
            "run_name": f"klum-{purpose}",
        }
        if self.callbacks:
            config["callbacks"] = list(self.callbacks)
        limit = {"num_predict": most_tokens} if self.provider == "ollama" else {"max_tokens": most_tokens}
        sent = [(message.role, message.text) for message in messages]
        try:
            chunks: Any = self._client.stream(sent, config=config, **limit)  # type: ignore[arg-type]
            ended = self.provider not in EXTRAS
            with closing(chunks):
                for chunk in chunks:
                    ended = ended or any(chunk.response_metadata.get(key) for key in _ENDS)
                    told = getattr(chunk, "usage_metadata", None)
                    usage = Usage(told["input_tokens"], told["output_tokens"]) if told else None
                    yield Piece(str(chunk.text), usage)
            if not ended:  # a connection that closes early looks like an end
                raise ModelError(f"The answer of the model {self.name!r} broke off.", passing=True)
        except ModelError:
            raise
        except Exception as error:  # each provider has its own errors
            raise _told(error, self.name) from error

    @cached_property
    def _client(self) -> BaseChatModel:
        from langchain.chat_models import init_chat_model

        options: dict[str, Any] = {"max_retries": 0, "timeout": self.stall, "temperature": 0}
        if self.provider == "openai":
            options["stream_usage"] = True
        if self.provider == "ollama":
            options = {"temperature": 0, "client_kwargs": {"timeout": self.stall}}
        if self.base_url:
            options["base_url"] = self.base_url
            if self.provider == "openai" and not self.has_key:
                options["api_key"] = _KEYLESS
        try:
            made: BaseChatModel = init_chat_model(self.name, **options)
        except ImportError as error:
            extra = self.provider if self.provider in EXTRAS else ""
            hint = f"pip install 'klum[{extra}]'" if extra else f"Known providers: {', '.join(EXTRAS)}."
            raise ModelError(f"The package for the model {self.name!r} is not installed.", hint=hint) from error
        except Exception as error:  # an unknown provider, a missing key: told by each in its own way
            raise ModelError(
                f"The model {self.name!r} cannot be set up ({type(error).__name__}).",
                hint="Look at KLUM_MODEL and at the provider's key in the environment (docs/language-models.md).",
            ) from error
        return made


def _told(error: Exception, name: str) -> ModelError:
    """A provider's error in our words; what the server said is left out, for it may repeat a key or the question."""
    status = getattr(error, "status_code", None) or getattr(getattr(error, "response", None), "status_code", None)
    kind = type(error).__name__
    if isinstance(status, int) and status > 0:
        passing = status in _PASSING or status >= 500
        hint = "Check the provider's key in the environment." if status in _REFUSED else ""
        return ModelError(f"The model {name!r} answered with status {status} ({kind}).", hint=hint, passing=passing)
    return ModelError(f"The call to the model {name!r} failed ({kind}).", passing=True)
