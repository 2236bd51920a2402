"""Which embedding model is meant: the bundled one, a folder, or a name on the hub; and the models that are in use.

The vectors of a catalogue belong to one model. While another one is wanted and its vectors are not complete, the
catalogue is searched with the model before, as far as that can still be loaded.
"""

from __future__ import annotations

import json
import logging
import threading
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import EncoderError
from index.catalogue import Catalogue, other_encoder
from index.encoder import Encoder, StaticEncoder
from index.model_source import is_hub_name

_RECIPE = "encoder_recipe:"  # in the catalogue, with the model's name: where it was loaded from
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """An embedding model by where it comes from.

    Args:
        model: a folder, a name on the hub, or "" for the bundled model.
        query_prompt: what stands before a question; None for what the model states.
        passage_prompt: what stands before a passage; None for what the model states.
    """

    model: str = ""
    query_prompt: str | None = None
    passage_prompt: str | None = None

    def load(self, home: Path) -> Encoder:
        """The model; one of sentence-transformers is only looked up until it is used.

        Args:
            home: the Klum home; see `index.hub_encoder.TransformerEncoder`.

        Raises:
            EncoderError: if there is no such model.
        """
        if not self.model:
            return StaticEncoder()
        from index.hub_encoder import SETTING, TransformerEncoder, is_transformer_folder

        folder = Path(self.model).expanduser()
        if folder.is_dir() and not is_transformer_folder(folder):
            return StaticEncoder(folder)
        if folder.is_dir() or is_hub_name(self.model):
            return TransformerEncoder(
                self.model, query_prompt=self.query_prompt, passage_prompt=self.passage_prompt, home=home
            )
        raise EncoderError(
            f"{SETTING} names {self.model!r}, which is no folder and no name of a model.",
            hint="Give a folder, such as one made by `klum train`, or a name such as intfloat/multilingual-e5-small.",
        )


@dataclass(frozen=True, slots=True)
class ModelChange:
    """That the vectors of a catalogue are of another model than the one that is wanted.

    Args:
        stored: name of the model whose vectors there are.
        wanted: name of the model that is wanted.
        usable: whether the model before can be loaded; if not, only words are searched.
    """

    stored: str
    wanted: str
    usable: bool


class ModelsInUse:
    """Gives the model whose vectors a catalogue holds; safe from any thread.

    Args:
        catalogue: the catalogue.
        home: the Klum home.
    """

    def __init__(self, catalogue: Catalogue, home: Path) -> None:
        self._catalogue = catalogue
        self._home = home
        self._before: dict[str, Encoder | None] = {}
        self._loading = threading.Lock()

    def searching(self, wanted: Encoder) -> Encoder | None:
        """The model to search with.

        Args:
            wanted: the model that the settings name.

        Returns:
            It, or the one before whose vectors are stored; None if that cannot be loaded.
        """
        stored = self._catalogue.encoder
        if stored in ("", wanted.name):
            return wanted
        with self._loading:
            if stored not in self._before:
                self._before[stored] = self._loaded(stored)
            return self._before[stored]

    def writing(self, wanted: Encoder) -> Encoder:
        """The model to embed new documents with; what it was loaded from is noted in the catalogue.

        Raises:
            OtherModelError: if the stored vectors are of a model that cannot be loaded.
        """
        encoder = self.searching(wanted) if self._catalogue.chunks.count() else wanted
        if encoder is None:
            raise other_encoder(self._catalogue.encoder, wanted.name)
        self.note(encoder)
        return encoder

    def note(self, encoder: Encoder) -> None:
        """Note where a model was loaded from, so that it can be used again when another one is wanted."""
        recipe = getattr(encoder, "recipe", None)
        if recipe is None:
            return
        text = json.dumps(recipe, ensure_ascii=False, sort_keys=True)
        if self._catalogue.file.meta(_RECIPE + encoder.name) != text:
            self._catalogue.file.set_meta(_RECIPE + encoder.name, text)

    def change(self, wanted: Encoder) -> ModelChange | None:
        """How the stored vectors differ from what is wanted; None if they do not."""
        searching = self.searching(wanted)
        if searching is wanted or not self._catalogue.chunks.count():
            return None
        return ModelChange(self._catalogue.encoder, wanted.name, usable=searching is not None)

    def _loaded(self, name: str) -> Encoder | None:
        """The model that vectors are stored under; None if it is not any more where it was loaded from."""
        choices = [ModelChoice()]
        if noted := self._catalogue.file.meta(_RECIPE + name):
            choices.insert(0, ModelChoice(**json.loads(noted)))
        for choice in choices:
            try:
                encoder = choice.load(self._home)
                if encoder.name == name:
                    return encoder
            except EncoderError as error:
                _log.info("the model %s: %s", name, error)
        _log.warning("the vectors are of the model %s, which cannot be loaded: only words are searched", name)
        return None
