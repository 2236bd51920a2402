"""Runs a question set: one result line a case, written as it is known, so that a run can be stopped and resumed."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from assistant import Assistant
from corpus.errors import EvaluationError
from evals.cases import Case

RETRIEVED = 10


def run_cases(
    assistant: Assistant,
    cases: Sequence[Case],
    out: Path,
    *,
    resume: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> list[dict[str, Any]]:
    """Ask every question of a set.

    Args:
        assistant: whom to ask.
        cases: the set.
        out: folder for `results.jsonl`; made when it is not there.
        resume: keep the results that a stopped run left for cases of this set.
        progress: told (cases done, all cases).

    Returns:
        The result of each case, in order: id, answer, abstained, citations, retrieved, seconds and more.

    Raises:
        EvaluationError: if the folder cannot be written to.
    """
    file = out / "results.jsonl"
    try:
        out.mkdir(parents=True, exist_ok=True)
        there = _kept(file, cases) if resume else {}
        temporary = out / "results.jsonl.part"
        with temporary.open("w", encoding="utf-8") as stream:
            results = []
            for done, case in enumerate(cases, 1):
                result = there.get(case.id) or run_case(assistant, case)
                stream.write(json.dumps(result, ensure_ascii=False) + "\n")
                stream.flush()
                results.append(result)
                if progress is not None:
                    progress(done, len(cases))
        temporary.replace(file)
    except OSError as error:
        raise EvaluationError(f"Results cannot be written to {out}: {error.strerror}.", hint="Give another --out.") from error
    return results


def run_case(assistant: Assistant, case: Case) -> dict[str, Any]:
    """Ask one question, and look up what a search alone finds for it."""
    began = time.perf_counter()
    answer = assistant.ask(case.question, case.history)
    seconds = time.perf_counter() - began
    hits = assistant.index.search(answer.standalone_question, RETRIEVED)
    return {
        "id": case.id,
        "kind": case.kind,
        "question": case.question,
        "standalone_question": answer.standalone_question,
        "answer": answer.text,
        "abstained": answer.abstained,
        "confidence": round(answer.confidence, 4),
        "engine": answer.engine,
        "citations": [citation.to_json() for citation in answer.citations],
        "conflicts": [conflict.to_json() for conflict in answer.conflicts],
        "retrieved": [
            {"source": h.stored.source, "start": h.chunk.span.start, "end": h.chunk.span.end, "score": round(h.score, 4)}
            for h in hits
        ],
        "seconds": round(seconds, 4),
    }


def _kept(file: Path, cases: Sequence[Case]) -> dict[str, dict[str, Any]]:
    asked = {case.id: case.question for case in cases}
    kept = {}
    for path in (file, file.with_suffix(".jsonl.part")):
        if path.is_file():
            for line in path.read_text("utf-8").splitlines():
                try:
                    result = json.loads(line)
                except ValueError:
                    continue  # the line that was being written when the run was stopped
                if asked.get(result.get("id")) == result.get("question"):
                    kept[result["id"]] = result
    return kept
