"""`klum train`: trains an embedding for one's own documents."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.errors import EvaluationError
from ui.options import Json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.training_data import TrainingQuestion, TrainingText


def train(
    corpus: Annotated[
        list[Path], typer.Option(readable=False, help="Files and folders with documents, 50 texts or more.")
    ],
    out: Annotated[Path, typer.Option(readable=False, help="Folder for the model; an older model there is replaced.")],
    more: Annotated[
        list[Path] | None, typer.Argument(readable=False, help="Further files and folders for --corpus.")
    ] = None,
    questions: Annotated[
        Path | None,
        typer.Option(
            readable=False, help="JSONL with questions by people: question, context, answer_start (SQuAD's form works)."
        ),
    ] = None,
    steps: Annotated[int | None, typer.Option(min=1, help="Batches; by default as many as the corpus needs.")] = None,
    dimension: Annotated[int, typer.Option(min=2, help="Length of a vector.")] = 256,
    vocabulary: Annotated[int, typer.Option(min=2, help="Entries of the tokenizer, at most.")] = 48_000,
    hard_negatives: Annotated[int, typer.Option(min=0, help="Texts to mine hard negatives for.")] = 0,
    seed: Annotated[int, typer.Option(help="Seed of everything random.")] = 0,
    data: Annotated[str, typer.Option(help="What the corpus is, for the model card.")] = "The user's own corpus.",
    licence: Annotated[str, typer.Option(help="Licence of the model, as an SPDX identifier.")] = "other",
    json_: Json = False,
) -> None:
    """Train an embedding model on documents; needs the extra `models` (see `make models`)."""
    from dataclasses import asdict

    from index.training import TrainingConfig
    from index.training import train as train_model
    from ui.show import note, show_json, show_text
    from ui.show import steps as steps_bar

    check_folder(out)
    asked = list(read_questions(questions)) if questions is not None else []
    config = TrainingConfig(
        dimension=dimension,
        vocabulary=vocabulary,
        steps=steps,
        hard_negatives=hard_negatives,
        seed=seed,
        data=data,
        licence=licence,
    )
    with steps_bar() as tell:
        texts = read_texts([*corpus, *(more or ())], note)
        report = train_model(texts, out, config, questions=asked, progress=tell)
    if json_:
        show_json({**asdict(report), "folder": str(report.folder)})
        return
    show_text(
        f"ฝึกแบบจำลองแล้ว: {report.folder} จากเอกสาร {report.texts:,} ฉบับ คำถาม {report.questions:,} ข้อ "
        f"({report.words:,} คำ {report.steps:,} รอบ {report.seconds:,.0f} วินาที)\n"
        f"ใช้งานด้วย (use it with) KLUM_EMBEDDING={report.folder} แล้วสั่ง klum index rebuild"
    )


def check_folder(out: Path) -> None:
    """Make sure that a model written to a folder replaces nothing but a model.

    Raises:
        BadParameter: if something else is there.
    """
    if not out.exists() or ((out / "tokenizer.json").is_file() and (out / "model.safetensors").is_file()):
        return
    if not out.is_dir() or any(out.iterdir()):
        raise typer.BadParameter(
            f"{out} is there and is no model; nothing of it was touched. Give a new folder.", param_hint="'--out'"
        )


def read_texts(paths: Sequence[Path], refused: Callable[[str], None]) -> Iterator[TrainingText]:
    """Texts to train on, without what is marked as noise.

    Args:
        paths: files and folders.
        refused: told of each file that could not be read.
    """
    from corpus.loaders import Refused, load_paths
    from corpus.reading import to_document
    from index.training_data import TrainingText

    for one in load_paths(paths):
        if isinstance(one, Refused):
            refused(f"ไม่รับ (refused): {one.source}\n    {one.error}")
            continue
        document = to_document(one)
        kept, start = [], 0
        for noise in document.noise:
            kept.append(document.text[start : noise.span.start])
            start = noise.span.end
        yield TrainingText(document.title, "\n".join([*kept, document.text[start:]]))


def read_questions(path: Path) -> Iterator[TrainingQuestion]:
    """Questions by people with the passages that answer them.

    Args:
        path: JSONL with `question`, `context` and, if known, `answer_start` in characters of the context; or
            `answers` as in SQuAD.

    Raises:
        EvaluationError: if the file cannot be read, or a line is no such question.
    """
    from evals.cases import json_rows, read_set
    from index.training_data import TrainingQuestion

    for line, row in json_rows(read_set(path), path):
        answers = row.get("answers")
        starts = answers.get("answer_start") if isinstance(answers, dict) else None
        start = row.get("answer_start", starts[0] if isinstance(starts, list) and starts else 0)
        question, context = row.get("question"), row.get("context")
        if not isinstance(question, str) or not isinstance(context, str) or not isinstance(start, int):
            raise EvaluationError(
                f"{path}, line {line} is no question to train on.",
                hint='Write {"question": "…", "context": "…", "answer_start": 0}.',
            )
        yield TrainingQuestion(question, context, start)
