from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest
import typer

from corpus.errors import EvaluationError
from index.training_data import TrainingQuestion
from tests.klum_runner import klum
from ui.train import check_folder, read_questions, read_texts

HAS_TRAINER = all(importlib.util.find_spec(name) for name in ("torch", "sentence_transformers", "datasets", "scipy"))
PLACES = ("เชียงใหม่", "สุรินทร์", "ขอนแก่น", "จันทบุรี", "สงขลา", "ตราด", "ลำปาง")
PRODUCTS = ("กาแฟ", "ข้าวหอมมะลิ", "ผ้าไหม", "อัญมณี", "ยางพารา", "กุ้ง", "เซรามิก", "สมุนไพร", "ทุเรียน")


def write_corpus(path: Path) -> Path:
    rows = [
        {
            "title": f"คลัสเตอร์{product}จังหวัด{place}",
            "body": f"ผู้ประกอบการ{product}ในจังหวัด{place} รวมกลุ่มกันลดต้นทุนและหาตลาดใหม่",
        }
        for product in PRODUCTS
        for place in PLACES
    ]
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    return path


@pytest.mark.skipif(HAS_TRAINER, reason="the extra `models` is installed")
def test_missing_libraries_are_named_with_the_command_that_brings_them(tmp_path: Path) -> None:
    ran = klum("train", "--corpus", write_corpus(tmp_path / "a.jsonl"), "--out", tmp_path / "model")
    assert ran.code == 1 and not (tmp_path / "model").exists()
    assert "make models" in ran.err and "klum[models]" in ran.err and "Traceback" not in ran.err


@pytest.mark.skipif(not HAS_TRAINER, reason="needs the extra `models` (torch, sentence-transformers, datasets)")
@pytest.mark.slow
def test_a_model_is_trained_and_used(tmp_path: Path) -> None:
    options = ["--steps", "5", "--dimension", "16", "--vocabulary", "800", "--json"]
    corpus = write_corpus(tmp_path / "a.jsonl")
    ran = klum("train", "--corpus", corpus, "--out", tmp_path / "model", *options)
    assert ran.code == 0
    assert ran.json()["texts"] == len(PLACES) * len(PRODUCTS)
    ran = klum("search", "กาแฟเชียงใหม่", home=tmp_path / "home", settings={"KLUM_EMBEDDING": str(tmp_path / "model")})
    assert ran.code == 0


def test_texts_are_read_without_noise_and_refusals_are_told(tmp_path: Path) -> None:
    lines = [
        f"กลุ่มผู้ผลิต{product}ในจังหวัด{place}รวมตัวกันเพื่อลดต้นทุนและหาตลาดใหม่" for product in PRODUCTS[:3] for place in PLACES
    ]
    (tmp_path / "a.txt").write_text("\n".join(lines * 2), "utf-8")
    (tmp_path / "b.pdf").write_bytes(b"")
    told: list[str] = []
    (text,) = read_texts([tmp_path], told.append)
    assert text.title and text.body.split() == lines
    assert len(told) == 1 and "b.pdf" in told[0]


@pytest.mark.parametrize(
    "row",
    [
        {"question": "ใคร", "context": "ใครก็ได้", "answer_start": 4},
        {"question": "ใคร", "context": "ใครก็ได้", "answers": {"text": ["ก็"], "answer_start": [4]}},
    ],
)
def test_questions_in_both_forms(tmp_path: Path, row: dict[str, object]) -> None:
    (tmp_path / "q.jsonl").write_text(json.dumps(row), "utf-8")
    assert list(read_questions(tmp_path / "q.jsonl")) == [TrainingQuestion("ใคร", "ใครก็ได้", 4)]


@pytest.mark.parametrize("row", ['{"question": "ใคร"}', '{"question": 1, "context": "ก"}', "[]", "{"])
def test_lines_that_are_no_question_are_named(tmp_path: Path, row: str) -> None:
    (tmp_path / "q.jsonl").write_text(f'{{"question": "ก", "context": "ข"}}\n{row}\n', "utf-8")
    with pytest.raises(EvaluationError, match="line 2"):
        list(read_questions(tmp_path / "q.jsonl"))


def test_only_a_model_is_replaced(tmp_path: Path) -> None:
    check_folder(tmp_path / "new")
    (tmp_path / "empty").mkdir()
    check_folder(tmp_path / "empty")
    for name in ("tokenizer.json", "model.safetensors"):
        (tmp_path / "empty" / name).write_text("", "utf-8")
    check_folder(tmp_path / "empty")
    for out in (tmp_path, tmp_path / "empty" / "tokenizer.json"):
        with pytest.raises(typer.BadParameter, match="is no model"):
            check_folder(out)
