from __future__ import annotations

import logging
from pathlib import Path

import pytest

from corpus.errors import EncoderError
from index import model_source
from index.encoder import BUNDLED, StaticEncoder
from index.hub_encoder import TransformerEncoder
from index.library import Index
from index.model_choice import ModelChoice, ModelsInUse
from tests.small_corpus import corpus, write_tiny_model
from tests.tiny_transformer import put_into_cache, write_hollow_transformer


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """As if sentence-transformers were installed, with an empty cache of the hub's client."""
    monkeypatch.setattr(model_source, "find_spec", lambda name: object())
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_nothing_means_the_bundled_model(tmp_path: Path) -> None:
    encoder = ModelChoice().load(tmp_path)
    assert isinstance(encoder, StaticEncoder) and encoder.folder == BUNDLED
    assert encoder.recipe == {"model": ""}


def test_folders_are_told_apart_by_what_is_in_them(tmp_path: Path, tiny_model: Path, installed: Path) -> None:
    assert isinstance(ModelChoice(str(tiny_model)).load(tmp_path), StaticEncoder)
    folder = write_hollow_transformer(tmp_path / "model")
    assert isinstance(ModelChoice(str(folder)).load(tmp_path), TransformerEncoder)
    (tmp_path / "empty").mkdir()
    with pytest.raises(EncoderError, match="no embedding model"):
        ModelChoice(str(tmp_path / "empty")).load(tmp_path)


def test_names_are_those_of_the_hub_unless_there_is_such_a_folder(
    tmp_path: Path, installed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_into_cache(installed, "org/tiny", write_hollow_transformer(tmp_path / "model"))
    encoder = ModelChoice("org/tiny").load(tmp_path / "home")
    assert isinstance(encoder, TransformerEncoder) and encoder.name.startswith("transformer:tiny:0123456789ab:")
    write_tiny_model(tmp_path / "org" / "tiny")
    monkeypatch.chdir(tmp_path)
    assert isinstance(ModelChoice("org/tiny").load(tmp_path / "home"), StaticEncoder)


@pytest.mark.parametrize("model", ["tiny", "/no/such/folder", "a/b/c"])
def test_what_is_neither(tmp_path: Path, model: str) -> None:
    with pytest.raises(EncoderError, match="KLUM_EMBEDDING names") as caught:
        ModelChoice(model).load(tmp_path)
    assert "klum train" in caught.value.hint


def test_a_recipe_makes_the_same_model_again(tmp_path: Path, tiny_model: Path, installed: Path) -> None:
    folder = write_hollow_transformer(tmp_path / "model")
    for choice in (ModelChoice(), ModelChoice(str(tiny_model)), ModelChoice(str(folder), "q: ", "")):
        encoder = choice.load(tmp_path)
        assert isinstance(encoder, StaticEncoder | TransformerEncoder)
        assert ModelChoice(**encoder.recipe).load(tmp_path).name == encoder.name


def test_a_recipe_holds_wherever_the_program_runs(
    tmp_path: Path, tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tiny_model.parent)
    encoder = ModelChoice(tiny_model.name).load(tmp_path)
    assert isinstance(encoder, StaticEncoder)
    recipe, name = encoder.recipe, encoder.name
    monkeypatch.chdir(tmp_path)
    assert ModelChoice(**recipe).load(tmp_path).name == name


def test_the_bundled_model_is_known_without_a_recipe(
    tmp_path: Path, tiny_model: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """As in a home that was made before recipes were noted."""
    with Index.open(tmp_path / "home", StaticEncoder()) as index:
        index.ingest(corpus(1))
        with index.catalogue.file.transaction() as db:
            db.execute("DELETE FROM meta WHERE key LIKE 'encoder_recipe:%'")
        models = ModelsInUse(index.catalogue, index.home)
        found = models.searching(StaticEncoder(tiny_model))
        assert found is not None and found.name == StaticEncoder().name
        index.catalogue.file.set_meta("encoder", "static:lost:123")
        with caplog.at_level(logging.WARNING):
            assert models.searching(StaticEncoder(tiny_model)) is None
            assert models.searching(StaticEncoder(tiny_model)) is None
        assert caplog.text.count("only words are searched") == 1
