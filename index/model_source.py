"""Finds sentence-transformers models, by folder or by name on the Hugging Face hub; their code is never run.

A name is looked up in the local cache first; only what is not there is fetched, and never anything but weights,
configuration and vocabulary. From there on every model is a folder.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from corpus.errors import EncoderError, KlumError

MODULES = "modules.json"
"""The file that lists the modules of a sentence-transformers model."""

_FILES = ("*.json", "*.safetensors", "*.txt", "*.model", "*.jinja")
_OTHER_RUNTIMES = ("onnx", "openvino", "coreml")
_NOT_THE_MODEL = {"fusion.json", "training.json"}
_HUB_NAME = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*")
_WITH_FILES = ("Transformer", "Pooling", "Dense", "StaticEmbedding")
_NO_MEMORY = ("out of memory", "can't allocate memory", "not enough memory")
_COPY = (
    "Without a network, copy the model's files into a folder on a machine that has one"
    " (`hf download NAME --local-dir FOLDER`), bring the folder here and name it instead."
)


@dataclass(frozen=True)
class ModelSource:
    """A model on disk.

    Args:
        asked: what the setting says, a name or a folder.
        setting: the setting's name, for messages.
        folder: where its files are.
        revision: commit of a model from the hub; "" for a folder.
    """

    asked: str
    setting: str
    folder: Path
    revision: str = ""

    @property
    def label(self) -> str:
        """Name of the model, without its owner or path; also of a folder in the hub's cache."""
        if self.revision:
            return self.asked.rpartition("/")[2]
        folder = self.folder.resolve()
        cached = folder.parents[1].name if folder.parent.name == "snapshots" else ""
        return cached.rpartition("--")[2] if cached.startswith("models--") else folder.name

    @cached_property
    def digest(self) -> str:
        """What tells its weights and configuration from others: the revision, or a hash of the files."""
        if self.revision:
            return self.revision[:12]
        digest = hashlib.sha256()
        try:
            for file in self._own_files():
                digest.update(f"{file.relative_to(self.folder).as_posix()}\0".encode())
                with file.open("rb") as stream:
                    digest.update(hashlib.file_digest(stream, "sha256").digest())
        except OSError as error:
            raise self.unusable(f"{error.filename}: {error.strerror}") from error
        return digest.hexdigest()[:12]

    def _own_files(self) -> list[Path]:
        """The files that make the model what it is; not those of other runtimes, nor what tools leave beside it."""
        found = []
        for file in sorted({file for pattern in _FILES for file in self.folder.rglob(pattern) if file.is_file()}):
            parts = file.relative_to(self.folder).parts
            hidden = any(part.startswith(".") for part in parts)
            if not hidden and parts[0] not in _OTHER_RUNTIMES and file.name not in _NOT_THE_MODEL:
                found.append(file)
        return found

    def json(self, name: str) -> Any:
        """Content of one of its JSON files; None if it has no such file.

        Raises:
            EncoderError: if it is there and cannot be read.
        """
        try:
            return json.loads((self.folder / name).read_text("utf-8"))
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            raise self.unusable(f"{name}: {error}") from error

    def missing(self) -> str:
        """What a model needs and this folder lacks; "" if nothing."""
        index = self.json("model.safetensors.index.json")
        shards = set(index.get("weight_map", {}).values()) if isinstance(index, dict) else set()
        if any(not (self.folder / shard).is_file() for shard in shards) or not any(self.folder.rglob("*.safetensors")):
            return "weights in safetensors format"
        for module in self.modules():
            if module["type"].rpartition(".")[2] in _WITH_FILES[1:3]:
                name = f"{module['path']}/config.json"
                if not (self.folder / name).is_file():
                    return name
        return ""

    def modules(self) -> list[dict[str, str]]:
        """Its modules as `modules.json` lists them, each with at least path and type; none for other kinds of model.

        Raises:
            EncoderError: if the list cannot be read, or a module is code that would come with the model.
        """
        listed = self.json(MODULES) or []
        try:
            modules = [{"path": str(one["path"]), "type": str(one["type"])} for one in listed]
        except (TypeError, KeyError) as error:
            raise self.unusable(f"{MODULES} lists no modules") from error
        foreign = [one["type"] for one in modules if not one["type"].startswith("sentence_transformers.")]
        if foreign:
            raise self.wants_code(f"its module {foreign[0]}")
        return modules

    # -- errors -------------------------------------------------------------------------------------------------

    def wants_code(self, what: str) -> EncoderError:
        """The error for a model that runs only with code of its own."""
        return EncoderError(
            f"The model {self.asked} needs code that comes with it ({what}), and Klum never runs such code.",
            hint=f"Set {self.setting} to a model that sentence-transformers loads without trust_remote_code.",
        )

    def unusable(self, why: object) -> EncoderError:
        """The error for a model that cannot be loaded."""
        return EncoderError(
            f"The model {self.asked} cannot be loaded: {str(why).rstrip('.')}.",
            hint=f"Download or copy it again, or set {self.setting} to another model.",
        )

    @contextmanager
    def translated(self) -> Iterator[None]:
        """Turn whatever torch and transformers raise inside the block into errors that people can act on."""
        try:
            yield
        except KlumError:
            raise
        except Exception as error:
            if no_memory(error):
                raise EncoderError(
                    f"There is not enough memory for the model {self.asked}.",
                    hint=f"Close other programs, or set {self.setting} to a smaller model.",
                ) from error
            if "trust_remote_code" in str(error):
                raise self.wants_code("as its config.json says") from error
            if "safetensors" in str(error) and not any(self.folder.rglob("*.safetensors")):
                raise self.unusable("it has no weights in safetensors format") from error
            raise self.unusable(f"{type(error).__name__}: {error}") from error


def find_model(asked: str, setting: str) -> ModelSource:
    """Find a model; one from the hub that is not in the local cache is fetched.

    Args:
        asked: a folder, or a name such as ``intfloat/multilingual-e5-small``.
        setting: the setting that says so, for messages.

    Raises:
        EncoderError: if there is none, it cannot be fetched, or the extra `models` is not installed.
    """
    folder = Path(asked).expanduser()
    if not folder.is_dir() and not is_hub_name(asked):
        raise EncoderError(
            f"{setting} names {asked!r}, which is no folder and no name of a model.",
            hint="Give a folder, or a name on the Hugging Face hub such as intfloat/multilingual-e5-small.",
        )
    if find_spec("sentence_transformers") is None:
        raise EncoderError(
            f"{setting} names {asked!r}, and sentence-transformers, which such a model needs, is not installed.",
            hint=f"`make models` installs it; or leave {setting} empty.",
        )
    if not folder.is_dir():
        return _from_hub(asked, setting)
    source = ModelSource(asked, setting, folder)
    if lacking := source.missing():
        raise source.unusable(f"the folder lacks {lacking}")
    return source


def is_hub_name(asked: str) -> bool:
    """Whether a setting can be a name on the hub: owner and model, with one slash between them."""
    return _HUB_NAME.fullmatch(asked) is not None


def without_progress_bars() -> None:
    """Keep transformers from drawing progress bars over ours."""
    import_module("transformers.utils.logging").disable_progress_bar()


def no_memory(error: BaseException) -> bool:
    """Whether an error of torch or Python says that memory is short, on the processor or on a graphics card."""
    return isinstance(error, MemoryError) or any(words in str(error).lower() for words in _NO_MEMORY)


def _from_hub(asked: str, setting: str) -> ModelSource:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import GatedRepoError, LocalEntryNotFoundError, RepositoryNotFoundError

    left_out = [f"{folder}/*" for folder in _OTHER_RUNTIMES]

    def snapshot(*, local: bool) -> ModelSource:
        folder = snapshot_download(asked, allow_patterns=[*_FILES], ignore_patterns=left_out, local_files_only=local)
        return ModelSource(asked, setting, Path(folder), revision=Path(folder).name)

    try:
        source = snapshot(local=True)
        if not source.missing():
            return source
    except LocalEntryNotFoundError:
        pass
    try:
        source = snapshot(local=False)
    except GatedRepoError as error:
        raise EncoderError(
            f"The model {asked} is given only to those who ask its owner.",
            hint="Ask on its page on the hub and log in with `hf auth login`; or choose another model.",
        ) from error
    except RepositoryNotFoundError as error:
        raise EncoderError(
            f"There is no model {asked} on the Hugging Face hub, or it is private.",
            hint=f"Correct the name in {setting}, or give a folder.",
        ) from error
    except Exception as error:  # no network, no rights, no space: the hub's client raises errors of several libraries
        raise EncoderError(
            f"{setting} names {asked}: there is no such folder here, the model is not in this machine's cache, and it"
            f" cannot be fetched: {_first_line(error)}.",
            hint=_COPY,
        ) from error
    if lacking := source.missing():
        raise source.unusable(f"it lacks {lacking}")
    return source


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")
