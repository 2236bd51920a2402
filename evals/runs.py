"""Runs a question set: one result line a case, written as it is known, so that a run can be stopped and resumed."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from assistant import Assistant
from corpus.errors import EvaluationError, KlumError
from evals.cases import Case

RETRIEVED = 10
"""Passages that a result lists of what a search alone finds."""

RESULTS = "results.jsonl"
PART = "results.jsonl.part"
SUMMARY = "summary.json"
REPORT = "report.html"
_NEEDED = {"id", "question", "answer", "abstained", "citations", "retrieved", "seconds"}


def run_cases(
    assistant: Assistant,
    cases: Sequence[Case],
    out: Path,
    *,
    resume: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> list[dict[str, Any]]:
    """Ask every question of a set.

    Results are appended to `results.jsonl.part`, each as soon as it is known; the file becomes `results.jsonl` when all
    are there. A question that the assistant refuses or fails on gets a result with `error`, and the run goes on.

    Args:
        assistant: whom to ask.
        cases: the set.
        out: folder for the results; made when it is not there.
        resume: keep the results that an earlier run left for the same questions of this set, other than failed ones.
        progress: told (cases done, all cases).

    Returns:
        The result of each case, in order: id, answer, abstained, citations, retrieved, seconds and more.

    Raises:
        EvaluationError: if the folder cannot be written to.
    """
    with _writing(out):
        out.mkdir(parents=True, exist_ok=True)
        results = kept_results(out, cases) if resume else {}
        _write(out / PART, (results[case.id] for case in cases if case.id in results))
        stream = (out / PART).open("a", encoding="utf-8")
    with stream:
        for case in cases:
            if case.id not in results:
                result = run_case(assistant, case)
                with _writing(out):
                    stream.write(_line(result))
                    stream.flush()
                results[case.id] = result
            if progress is not None:
                progress(len(results), len(cases))
    ordered = [results[case.id] for case in cases]
    with _writing(out):
        _write(out / PART, ordered)
        (out / PART).replace(out / RESULTS)
    return ordered


def run_case(assistant: Assistant, case: Case) -> dict[str, Any]:
    """Ask one question, and look up what a search alone finds for it.

    Returns:
        The result; with `error`, and without an answer, if the assistant cannot take the question.
    """
    asked = {"id": case.id, "kind": case.kind, "question": case.question, "history": list(case.history)}
    began = time.perf_counter()
    try:
        answer = assistant.ask(case.question, case.history)
        seconds = time.perf_counter() - began
        hits = assistant.index.search(answer.standalone_question, RETRIEVED)
    except KlumError as error:
        return {
            **asked,
            "answer": "",
            "abstained": False,
            "citations": [],
            "retrieved": [],
            "seconds": round(time.perf_counter() - began, 4),
            "error": str(error),
        }
    return {
        **asked,
        "standalone_question": answer.standalone_question,
        "answer": answer.text,
        "abstained": answer.abstained,
        "confidence": round(answer.confidence, 4),
        "engine": answer.engine,
        "citations": [citation.to_json() for citation in answer.citations],
        "conflicts": [conflict.to_json() for conflict in answer.conflicts],
        "retrieved": [
            {
                "source": hit.stored.source,
                "start": hit.chunk.span.start,
                "end": hit.chunk.span.end,
                "score": round(hit.score, 4),
            }
            for hit in hits
        ],
        "seconds": round(seconds, 4),
    }


def write_summary(out: Path, summary: Mapping[str, Any]) -> None:
    """Write the figures of a run beside its results.

    Raises:
        EvaluationError: if the folder cannot be written to.
    """
    _write_whole(out / SUMMARY, json.dumps(summary, ensure_ascii=False, indent=1) + "\n")


def write_report(out: Path, page: str) -> None:
    """Write the report of a run beside its results.

    Raises:
        EvaluationError: if the folder cannot be written to.
    """
    _write_whole(out / REPORT, page)


def kept_results(out: Path, cases: Sequence[Case]) -> dict[str, dict[str, Any]]:
    """What earlier runs left in a folder for the same questions, by id; failed ones are left out.

    Raises:
        OSError: if a file is there and cannot be read.
    """
    asked = {case.id: (case.question, list(case.history)) for case in cases}
    kept = {}
    for path in (out / RESULTS, out / PART):
        for line in path.read_text("utf-8", "replace").split("\n") if path.is_file() else ():
            try:
                result = json.loads(line)
            except ValueError:
                continue  # the line that was being written when the run was stopped
            if not isinstance(result, dict) or not result.keys() >= _NEEDED or "error" in result:
                continue
            identifier = str(result["id"])
            if asked.get(identifier) == (result["question"], result.get("history", [])):
                kept[identifier] = result
    return kept


def _write(path: Path, results: Iterable[Mapping[str, Any]]) -> None:
    """Write a results file that is either the old or the new one, whenever the run is stopped."""
    temporary = path.with_name(f"{path.name}.new")
    with temporary.open("w", encoding="utf-8") as stream:
        stream.writelines(map(_line, results))
    temporary.replace(path)


def _line(result: Mapping[str, Any]) -> str:
    return json.dumps(result, ensure_ascii=False) + "\n"


def _write_whole(path: Path, text: str) -> None:
    with _writing(path.parent):
        temporary = path.with_name(f"{path.name}.part")
        temporary.write_text(text, "utf-8")
        temporary.replace(path)


@contextmanager
def _writing(out: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise EvaluationError(
            f"Results cannot be written to {out}: {error.strerror}.", hint="Give another folder with --out."
        ) from error
