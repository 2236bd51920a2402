from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.errors import EncoderError
from corpus.loaders.base import Loaded
from index import model_source
from index.encoder import BUNDLED, StaticEncoder
from index.hub_encoder import TransformerEncoder
from index.reranker import CrossEncoderReranker
from tests.odd_places import ROOT
from tests.small_corpus import corpus
from tests.tiny_transformer import put_into_cache, write_hollow_transformer
from ui import opening
from ui.opening import STARTER, encoder_for, open_index, starter_documents, warm
from ui.settings import Settings


@pytest.fixture
def settings(klum_home: Path, tiny_model: Path) -> Settings:
    return Settings(home=klum_home, embedding=str(tiny_model))


def sources(settings: Settings, *, starter: bool = True) -> list[str]:
    with open_index(settings, starter=starter) as index:
        return [document.source for document in index.catalogue.documents(with_text=False)]


def test_an_empty_home_takes_in_the_starter_documents_once(settings: Settings) -> None:
    found = sources(settings)
    assert found
    assert all(source.startswith(f"{STARTER}/") for source in found)
    with open_index(settings) as index:
        generation = index.catalogue.generation
        index.remove(next(index.catalogue.documents()).id)
    assert len(sources(settings)) == len(found) - 1
    with open_index(settings) as index:
        assert index.catalogue.generation == generation + 1


def test_their_sources_do_not_tell_where_klum_is_installed() -> None:
    found = list(starter_documents())
    assert found
    for one in found:
        assert isinstance(one, Loaded)
        assert str(ROOT) not in one.source


def test_starter_documents_can_be_left_out(settings: Settings) -> None:
    assert sources(settings, starter=False) == []
    assert sources(settings.model_copy(update={"starter_corpus": False})) == []
    assert sources(settings)  # it is still empty


def test_a_home_with_documents_gets_none(settings: Settings) -> None:
    with open_index(settings, starter=False) as index:
        index.ingest(corpus(1))
    assert sources(settings) == ["made/0.txt"]


def test_an_intake_that_was_stopped_goes_on(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = starter_documents

    def stopping() -> Iterator[object]:
        for number, one in enumerate(whole()):
            if number == 2:
                raise KeyboardInterrupt
            yield one

    monkeypatch.setattr(opening, "starter_documents", stopping)
    with pytest.raises(KeyboardInterrupt):
        open_index(settings)
    monkeypatch.undo()
    assert len(sources(settings.model_copy(update={"starter_corpus": False}))) < len(list(whole()))
    assert len(sources(settings)) == len(list(whole()))


def test_several_first_uses_at_once(settings: Settings) -> None:
    code = (
        "from pathlib import Path\nfrom ui.opening import open_index\nfrom ui.settings import Settings\n"
        f"with open_index(Settings(home=Path({str(settings.home)!r}), embedding={settings.embedding!r})) as index:\n"
        "    print(index.catalogue.counts()['documents'], len(index.search('คลัสเตอร์', 5)), index.verify())\n"
    )
    run = [sys.executable, "-c", code]
    processes = [subprocess.Popen(run, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    printed = {process.communicate(timeout=120)[0].strip() for process in processes}
    assert len(printed) == 1
    assert printed.pop() == f"{len(list(starter_documents()))} 5 []"


def test_a_progress_is_told(settings: Settings) -> None:
    told: list[str] = []
    open_index(settings, progress=lambda stage, done, total: told.append(stage)).close()
    assert "read" in told


def test_the_embedding_model(settings: Settings, tiny_model: Path, tmp_path: Path) -> None:
    assert encoder_for(settings).name == StaticEncoder(tiny_model).name
    if BUNDLED.is_dir():
        assert encoder_for(settings.model_copy(update={"embedding": ""})).name == StaticEncoder().name
    with pytest.raises(EncoderError, match="KLUM_EMBEDDING"):
        encoder_for(settings.model_copy(update={"embedding": str(tmp_path / "missing")}))
    with pytest.raises(EncoderError, match="no embedding model"):
        encoder_for(settings.model_copy(update={"embedding": str(tmp_path)}))


def test_prompts_and_models_of_the_hub_come_from_the_settings(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model_source, "find_spec", lambda name: object())
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "cache"))
    put_into_cache(tmp_path / "cache", "org/e5-small", write_hollow_transformer(tmp_path / "model"))
    encoder = encoder_for(settings.model_copy(update={"embedding": "org/e5-small", "query_prompt": "ถาม: "}))
    assert isinstance(encoder, TransformerEncoder)
    assert (encoder.query_prompt, encoder.passage_prompt) == ("ถาม: ", "passage: ")
    assert encoder.folder == settings.home / "models" / "org--e5-small"
    with pytest.raises(EncoderError, match="cannot be fetched"):
        encoder_for(settings.model_copy(update={"embedding": "org/unknown"}))


def test_a_reranker_that_is_set_is_used(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_index(settings) as index:
        assert index.reranker is None
    monkeypatch.setattr(model_source, "find_spec", lambda name: object())
    folder = write_hollow_transformer(tmp_path / "cross")
    with open_index(settings.model_copy(update={"reranker": str(folder), "rerank_best": 7})) as index:
        assert isinstance(index.reranker, CrossEncoderReranker) and index.rerank_best == 7
    with pytest.raises(EncoderError, match="KLUM_RERANKER"):
        open_index(settings.model_copy(update={"reranker": str(tmp_path / "missing")}))
    assert sources(settings)  # and the index is closed


def test_warming_loads_what_is_set(settings: Settings, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(settings.embedding, broken)
    with open_index(settings) as index:
        warm(index)
    (broken / "model.safetensors").write_bytes(b"garbage")
    with (
        open_index(settings.model_copy(update={"embedding": str(broken)})) as index,
        pytest.raises(EncoderError, match="cannot be loaded"),
    ):
        warm(index)


def test_a_failure_closes_the_index(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing() -> Iterator[object]:
        raise RuntimeError("no documents")

    monkeypatch.setattr(opening, "starter_documents", failing)
    with pytest.raises(RuntimeError):
        open_index(settings)
    monkeypatch.undo()
    assert sources(settings)
