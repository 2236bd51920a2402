"""`klum tune`: calibrates how much the embedding model counts in the fused search score."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.errors import EvaluationError, SettingsError
from ui.bench import Json, wanted_encoder, write_json
from ui.settings import load_settings

if TYPE_CHECKING:
    from evals.tuning import Tuning
    from index.encoder import Encoder

Data = Annotated[Path | None, typer.Option(help="Folder with the public sets (docs/benchmarks.md).")]


def tune(
    cases: Annotated[
        Path | None, typer.Argument(help="Question set on your own documents whose cases name a document.")
    ] = None,
    data: Data = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Questions, at most.")] = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder for fusion.json; by default that of the embedding model.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Measure, and write nothing.")] = False,
    json_: Json = False,
) -> None:
    """Calibrate the weight of the embedding model in the fused search score; stored beside the model."""
    from evals.bench_report import markdown_table
    from evals.tuning import write_fusion
    from ui.show import out as console
    from ui.show import plain, table

    if (cases is None) == (data is None):
        raise SettingsError(
            "`klum tune` needs either a question set or --data.",
            hint="Give your own cases, or the folder with iapp-wiki-qa-squad.zip, whose validation questions are used.",
        )
    encoder = wanted_encoder()()
    folder = out or getattr(encoder, "folder", None)
    if folder is None and not dry_run:
        raise EvaluationError(
            "The embedding model has no folder of its own.", hint="Say with --out where fusion.json goes."
        )
    tuning = _tuned_on_cases(cases, limit) if cases is not None else _tuned_on_set(data or Path(), limit, encoder)
    file = None
    if not dry_run and folder is not None:
        if out is None:
            Path(folder).mkdir(parents=True, exist_ok=True)  # of a model from the hub, below the Klum home
        file = write_fusion(Path(folder), tuning)
    if json_:
        write_json(tuning.to_json())
        return
    rows = [["lexical alone", f"{tuning.lexical:.4f}"], ["dense alone", f"{tuning.dense:.4f}"]]
    rows += [
        [f"weight {weight:g}" + (" (chosen)" if weight == tuning.dense_weight else ""), f"{value:.4f}"]
        for weight, value in tuning.by_weight.items()
    ]
    title = f"{tuning.encoder} on {tuning.data}, {tuning.questions:,} questions"
    if plain():
        console.print(f"{title}\n{markdown_table(['', 'nDCG@10'], rows)}", markup=False)
    else:
        table(title, ["", "nDCG@10"], rows)
    if file is not None:
        console.print(f"บันทึกแล้ว (written): {file}", markup=False)


def _tuned_on_cases(cases: Path, limit: int | None) -> Tuning:
    from evals.cases import read_cases
    from evals.tuning import questions_of_cases, tune
    from ui.opening import open_index
    from ui.show import progress

    questions = questions_of_cases(read_cases(cases))[:limit]
    with progress() as tell, open_index(load_settings(), progress=tell) as index:
        return tune(index, questions, cases.name, progress=tell)


def _tuned_on_set(data: Path, limit: int | None, encoder: Encoder) -> Tuning:
    from evals.bench_data import CALIBRATION, read_set
    from evals.tuning import index_of_set, tune
    from ui.show import progress

    name = next(iter(CALIBRATION))
    one = read_set(data, name).limited(limit)
    with tempfile.TemporaryDirectory(prefix="klum-tune-") as home, progress() as tell:
        index, questions = index_of_set(Path(home) / "home", one, encoder)
        with index:
            return tune(index, questions, name, progress=tell)
