from __future__ import annotations

import json
import logging
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import EncoderError
from index.encoder import BUNDLED, EncoderInput, StaticEncoder, word_encoder
from index.fusion import DENSE_WEIGHT
from tests.odd_places import ROOT
from tests.small_corpus import DIMENSION, WORDS, write_tiny_model


def inputs(*texts: str) -> list[EncoderInput]:
    return [EncoderInput(text, text) for text in texts]


def test_vectors_have_length_1_or_0(tiny_model: Path) -> None:
    vectors = StaticEncoder(tiny_model).encode_passages(inputs("คลัสเตอร์ อาหาร", "ไม่มีคำใดรู้จัก", ""))
    assert vectors.dtype == np.float32
    assert vectors.shape == (3, DIMENSION)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), [1, 0, 0], atol=1e-6)
    assert StaticEncoder(tiny_model).encode_passages([]).shape == (0, DIMENSION)
    query = StaticEncoder(tiny_model).encode_query(EncoderInput("x", "คลัสเตอร์ อาหาร"))
    np.testing.assert_array_equal(query, vectors[0])


@pytest.mark.parametrize("count", [1, 700, 5000])
def test_vectors_are_those_of_model2vec(tiny_model: Path, count: int) -> None:
    from model2vec import StaticModel

    text = " ".join(WORDS[number % len(WORDS)] for number in range(count))
    expected = StaticModel.from_pretrained(tiny_model, normalize=True).encode([text], max_length=None)
    np.testing.assert_allclose(StaticEncoder(tiny_model).encode_passages(inputs(text)), expected, atol=1e-5)


def test_the_bundled_model_gives_the_vectors_of_model2vec() -> None:
    if not BUNDLED.is_dir():
        pytest.skip("the bundled model is not there")
    from model2vec import StaticModel

    text = "คลัสเตอร์ คือ กลุ่ม ของ ผู้ประกอบการ ที่ เชื่อมโยง กัน smes 2564"
    expected = StaticModel.from_pretrained(BUNDLED, normalize=True).encode([text], max_length=None)
    np.testing.assert_allclose(StaticEncoder().encode_passages(inputs(text)), expected, atol=1e-5)


@pytest.mark.parametrize("dtype", ["float32", "float16", "int8"])
@pytest.mark.parametrize("weighted", [False, True])
def test_many_passages_of_many_lengths_get_their_plain_sums(tmp_path: Path, dtype: str, weighted: bool) -> None:
    """More than are tokenized at once; empty, unknown and very long ones between them; against a loop over pieces."""
    from model2vec import StaticModel

    model = StaticModel.from_pretrained(write_tiny_model(tmp_path / "plain"))
    draw = np.random.default_rng(2)
    table = np.clip(model.embedding * 40, -127, 127).astype(dtype)
    weights = draw.uniform(0.1, 2, len(table)).astype(np.float32) if weighted else None
    StaticModel(table, model.tokenizer, weights=weights).save_pretrained(tmp_path / "model")
    lengths = [0, 1, 2, 1500, 0, *draw.integers(0, 30, 2500)]
    texts = [" ".join(draw.choice([*WORDS, "ไม่รู้จัก"], size=length)) for length in lengths]
    expected = np.zeros((len(texts), DIMENSION))
    for row, text in zip(expected, texts, strict=True):
        for word in text.split():
            piece = model.tokenizer.token_to_id(word)
            if piece is not None:
                row += table[piece].astype(np.float64) * (1 if weights is None else float(weights[piece]))
        row /= np.linalg.norm(row) or 1
    found = StaticEncoder(tmp_path / "model").encode_passages(inputs(*texts))
    np.testing.assert_allclose(found, expected, atol=1e-5)


def test_loading_imports_neither_the_hubs_client_nor_torch(tiny_model: Path) -> None:
    code = (
        "import sys\nfrom pathlib import Path\nfrom index.encoder import EncoderInput, StaticEncoder\n"
        f"StaticEncoder(Path({str(tiny_model)!r})).encode_query(EncoderInput('', 'อาหาร'))\n"
        "print([name for name in ('huggingface_hub', 'torch', 'transformers', 'sklearn') if name in sys.modules])\n"
    )
    said = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    assert said.stdout == "[]\n"


def test_words_and_clauses_are_embedded_by_a_static_model(tiny_model: Path) -> None:
    class Large:
        name = "large"

        def encode_passages(self, passages):  # type: ignore[no-untyped-def]
            raise AssertionError

        encode_query = encode_passages

    static = StaticEncoder(tiny_model)
    assert word_encoder(static) is static
    assert word_encoder(Large()).name == StaticEncoder().name


@pytest.mark.parametrize("dtype", ["float16", "int8"])
def test_weights_and_shared_rows_count(tiny_model: Path, tmp_path: Path, dtype: str) -> None:
    from model2vec import StaticModel

    model = StaticModel.from_pretrained(tiny_model)
    pieces = len(model.tokens)
    draw = np.random.default_rng(1)
    rows = np.clip(model.embedding[:50] * 30, -127, 127).astype(dtype)
    StaticModel(
        rows,
        model.tokenizer,
        weights=draw.uniform(0.1, 2, pieces).astype(np.float32),
        token_mapping=draw.integers(0, 50, pieces),
    ).save_pretrained(tmp_path / "shared")
    text = " ".join(WORDS)
    expected = StaticModel.from_pretrained(tmp_path / "shared").encode([text], max_length=None, normalize=True)
    found = StaticEncoder(tmp_path / "shared").encode_passages(inputs(text))
    np.testing.assert_allclose(found, expected, atol=2e-3)


def test_a_folder_of_sentence_transformers(tiny_model: Path, tmp_path: Path) -> None:
    from safetensors.numpy import load_file, save_file

    inner = tmp_path / "st" / "0_StaticEmbedding"
    inner.mkdir(parents=True)
    weights = load_file(tiny_model / "model.safetensors")["embeddings"]
    save_file({"embedding.weight": weights}, inner / "model.safetensors")
    shutil.copy(tiny_model / "tokenizer.json", inner)
    (tmp_path / "st" / "config_sentence_transformers.json").write_text("{}")
    text = inputs("คลัสเตอร์ อาหาร")
    np.testing.assert_allclose(
        StaticEncoder(tmp_path / "st").encode_passages(text), StaticEncoder(tiny_model).encode_passages(text), atol=1e-6
    )


def test_the_name_tells_models_apart(tiny_model: Path, tmp_path: Path) -> None:
    copy = tmp_path / tiny_model.name
    shutil.copytree(tiny_model, copy)
    assert StaticEncoder(copy).name == StaticEncoder(tiny_model).name
    other = write_tiny_model(tmp_path / "other" / tiny_model.name, seed=1)
    assert StaticEncoder(other).name != StaticEncoder(tiny_model).name
    assert StaticEncoder(other).name.startswith("static:tiny:")


def test_loading_says_nothing(
    tiny_model: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    config = json.loads((tiny_model / "config.json").read_text())
    with caplog.at_level(logging.DEBUG, "model2vec"):
        StaticEncoder(tiny_model).encode_query(EncoderInput("", "อาหาร"))
        if BUNDLED.is_dir():
            StaticEncoder().encode_query(EncoderInput("", "อาหาร"))
    assert not caplog.records
    assert capfd.readouterr() == ("", "")
    assert json.loads((tiny_model / "config.json").read_text()) == config


def test_many_threads_encode_at_once(tiny_model: Path) -> None:
    encoder = StaticEncoder(tiny_model)
    expected = encoder.encode_passages(inputs(*WORDS))
    faults: list[BaseException] = []

    def encode() -> None:
        try:
            for _ in range(30):
                np.testing.assert_array_equal(encoder.encode_passages(inputs(*WORDS)), expected)
        except BaseException as error:
            faults.append(error)

    threads = [threading.Thread(target=encode) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults


def test_the_weight_beside_the_model(tiny_model: Path, tmp_path: Path) -> None:
    assert StaticEncoder(tiny_model).dense_weight == DENSE_WEIGHT
    folder = tmp_path / "model"
    shutil.copytree(tiny_model, folder)
    (folder / "fusion.json").write_text('{"dense_weight": 0.7, "measured": {}}')
    assert StaticEncoder(folder).dense_weight == 0.7


@pytest.mark.parametrize(
    "weight", ["", "{}", '{"dense_weight": "much"}', '{"dense_weight": -1}', '{"dense_weight": NaN}', "7"]
)
def test_a_weight_that_is_none(tiny_model: Path, tmp_path: Path, weight: str) -> None:
    folder = tmp_path / "model"
    shutil.copytree(tiny_model, folder)
    (folder / "fusion.json").write_text(weight)
    with pytest.raises(EncoderError, match=r"fusion\.json"):
        StaticEncoder(folder).dense_weight  # noqa: B018


def test_folders_without_a_model(tiny_model: Path, tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="no embedding model"):
        StaticEncoder(tmp_path)
    folder = tmp_path / "model"
    shutil.copytree(tiny_model, folder)
    (folder / "model.safetensors").write_bytes(b"garbage")
    with pytest.raises(EncoderError, match="cannot be loaded"):
        StaticEncoder(folder).encode_query(EncoderInput("", "อาหาร"))
    (folder / "tokenizer.json").unlink()
    with pytest.raises(EncoderError, match="KLUM_EMBEDDING"):
        StaticEncoder(folder)
