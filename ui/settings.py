"""Settings from `klum.toml` and `KLUM_*`; the only place that reads the environment and configuration files."""

from __future__ import annotations

from pathlib import Path

import platformdirs
from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from corpus.errors import SettingsError


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
