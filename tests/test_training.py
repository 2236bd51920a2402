"""Training end to end on a tiny corpus: a folder that model2vec reads, that finds what it was trained on."""

from __future__ import annotations

import builtins
import importlib.util
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from corpus.errors import EncoderError
from corpus.normalise import normalise
from corpus.words import words
from index.cooccurrence import initial_table
from index.model_folder import eight_bit, write_model
from index.training import TrainingConfig, TrainingReport, train
from index.training_data import TrainingQuestion, TrainingText, segment_corpus
from index.vocabulary import PieceTable, build_tokenizer

needs_trainer = pytest.mark.skipif(
    any(importlib.util.find_spec(name) is None for name in ("torch", "sentence_transformers", "datasets", "scipy")),
    reason="needs the extra `models` (torch, sentence-transformers, datasets)",
)
PRODUCTS = ("กาแฟ", "ข้าวหอมมะลิ", "ผ้าไหม", "อัญมณี", "ยางพารา", "กุ้ง", "เซรามิก", "สมุนไพร", "ทุเรียน", "เฟอร์นิเจอร์")
PLACES = ("เชียงใหม่", "สุรินทร์", "ขอนแก่น", "จันทบุรี", "สงขลา", "ตราด", "ลำปาง")
TEXTS = [
    TrainingText(
        f"คลัสเตอร์{product}จังหวัด{place}",
        f"ผู้ประกอบการ{product}ในจังหวัด{place} รวมกลุ่มกันเพื่อลดต้นทุน และหาตลาดใหม่ "
        f"กรมส่งเสริมอุตสาหกรรม (กสอ.) สนับสนุนการผลิต{product}ให้ได้มาตรฐาน โดยมีสถาบันการศึกษาใน{place}เป็นที่ปรึกษา",
    )
    for product in PRODUCTS
    for place in PLACES
]
CONFIG = TrainingConfig(dimension=32, vocabulary=1_500, pieces=200, steps=40, batch_size=32, hard_negatives=10)


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[TrainingReport, list[tuple[str, float]]]:
    stages: list[tuple[str, float]] = []
    question = TrainingQuestion("ใครสนับสนุนการผลิต", TEXTS[0].body, TEXTS[0].body.index("กรมส่งเสริม"))
    report = train(
        TEXTS,
        tmp_path_factory.mktemp("model") / "tiny",
        CONFIG,
        questions=[question],
        scores={"made up for the test": 0.5},
        progress=lambda stage, share: stages.append((stage, share)),
    )
    return report, stages


def vectors(folder: Path, texts: list[str]) -> np.ndarray:
    from model2vec import StaticModel

    model = StaticModel.from_pretrained(folder, normalize=True)
    found: np.ndarray = model.encode([" ".join(words(normalise(text))) for text in texts], max_length=None)
    return found


@needs_trainer
def test_trained_model_finds_bodies_by_titles(trained: tuple[TrainingReport, Any]) -> None:
    folder = trained[0].folder
    scores = vectors(folder, [text.title for text in TEXTS]) @ vectors(folder, [text.body for text in TEXTS]).T
    assert (scores.argmax(axis=1) == np.arange(len(TEXTS))).mean() > 0.8


@needs_trainer
def test_report_and_progress_say_what_was_done(trained: tuple[TrainingReport, list[tuple[str, float]]]) -> None:
    report, stages = trained
    assert (report.texts, report.questions, report.steps) == (70, 1, 40)
    assert 0 < report.loss < 10
    assert stages[-1] == ("done", 1.0)
    names = {stage.split(",")[0] for stage, _ in stages}
    assert {"segmenting", "choosing the vocabulary", "mining hard negatives", "training"} <= names
    assert all(0 <= share <= 1 for _, share in stages)


@needs_trainer
def test_folder_holds_card_and_facts_and_eight_bit_weights(trained: tuple[TrainingReport, Any]) -> None:
    folder = trained[0].folder
    assert not folder.with_name("tiny.new").exists()
    card = (folder / "README.md").read_text(encoding="utf-8")
    assert "made up for the test | 0.5" in card and "seed | 0" in card
    facts = json.loads((folder / "training.json").read_text(encoding="utf-8"))
    assert facts["texts"] == 70 and facts["abbreviations"] >= 1
    assert json.loads((folder / "config.json").read_text())["embedding_dtype"] == "int8"
    assert "StaticEmbedding" in (folder / "modules.json").read_text()


@needs_trainer
def test_sentence_transformers_reads_the_folder_too(trained: tuple[TrainingReport, Any]) -> None:
    from sentence_transformers import SentenceTransformer

    folder = trained[0].folder
    text = " ".join(words(normalise(TEXTS[3].body)))
    theirs = SentenceTransformer(str(folder), device="cpu").encode([text])
    assert np.allclose(theirs, vectors(folder, [TEXTS[3].body]), atol=1e-4)


@needs_trainer
def test_same_seed_gives_the_same_model(trained: tuple[TrainingReport, Any], tmp_path: Path) -> None:
    again = train(TEXTS, tmp_path / "again", CONFIG, questions=[TrainingQuestion("ใครสนับสนุนการผลิต", TEXTS[0].body, 60)])
    texts = [text.title for text in TEXTS[:5]]
    same = (vectors(again.folder, texts) * vectors(trained[0].folder, texts)).sum(axis=1)
    assert same.min() > 0.95


def test_without_the_libraries_the_message_names_the_command(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    real = builtins.__import__

    def refuse(name: str, *args: Any, **kwargs: Any) -> Any:
        if name == "torch":
            raise ModuleNotFoundError("No module named 'torch'", name="torch")
        return real(name, *args, **kwargs)

    monkeypatch.delitem(sys.modules, "index.contrastive", raising=False)
    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(EncoderError, match=r"not installed: torch.*`make models`.*pip install 'klum\[models\]'"):
        train(TEXTS, tmp_path / "model", CONFIG)


@needs_trainer
def test_too_small_a_corpus_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="at least 50"):
        train(TEXTS[:20], tmp_path / "model", CONFIG)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"dimension": 0}, "dimension"),
        ({"steps": 0}, "1 step"),
        ({"mix": {}}, "kind of pair"),
        ({"blend": 1.5}, "blend=1.5"),
        ({"matryoshka": (512,)}, "below the dimension"),
    ],
)
def test_settings_that_cannot_work_are_refused(options: dict[str, Any], message: str) -> None:
    with pytest.raises(EncoderError, match=message):
        TrainingConfig(**options)


@needs_trainer
def test_words_in_the_same_company_start_near_each_other() -> None:
    corpus = segment_corpus(TEXTS)
    tokenizer = build_tokenizer(corpus.vocabulary, corpus.counts(), size=1_000, pieces=50)
    table = initial_table(corpus, PieceTable(tokenizer, corpus.vocabulary), dimension=16, blend=1.0)

    def alike(left: str, right: str) -> float:
        a, b = table[tokenizer.token_to_id(left)], table[tokenizer.token_to_id(right)]
        return float(a @ b / np.linalg.norm(a) / np.linalg.norm(b))

    assert alike("ต้นทุน", "ตลาด") > alike("ต้นทุน", "กาแฟ")


def test_eight_bits_keep_directions() -> None:
    table = np.random.default_rng(0).standard_normal((50, 64)).astype(np.float32)
    rounded, scale = eight_bit(table)
    assert rounded.dtype == np.int8 and np.abs(rounded).max() == 127
    assert np.abs(rounded * scale - table).max() <= scale / 2 + 1e-6
    cosine = (table * rounded).sum(1) / np.linalg.norm(table, axis=1) / np.linalg.norm(rounded.astype(float), axis=1)
    assert cosine.min() > 0.999


def test_older_model_is_replaced_and_a_bad_folder_is_named(tmp_path: Path) -> None:
    corpus = segment_corpus(TEXTS)
    tokenizer = build_tokenizer(corpus.vocabulary, corpus.counts(), size=1_000, pieces=0)
    table = np.ones((tokenizer.get_vocab_size(), 4), np.float32)
    for steps in (1, 2):
        write_model(tmp_path / "m", table, tokenizer, data="d", licence="mit", training={"steps": steps})
    assert json.loads((tmp_path / "m" / "training.json").read_text()) == {"steps": 2}
    assert [path.name for path in tmp_path.iterdir()] == ["m"]
    (tmp_path / "file").write_text("")
    with pytest.raises(EncoderError, match="cannot be written"):
        write_model(tmp_path / "file" / "m", table, tokenizer, data="d", licence="mit", training={})
