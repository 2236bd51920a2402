"""Figures of a run: answers right, cited, located and precise; abstentions; ranked retrieval."""

from __future__ import annotations

import math
import re
import statistics
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from evals.cases import Case

LONG_KINDS = frozenset({"list", "definition", "explain", "compare", "aggregate", "conflict", "how", "why", "join"})
"""Kinds whose answers may have 1,600 characters; others 500."""

_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")


def folded(text: str) -> str:
    """A text as answers are compared: NFKC, Thai digits to Arabic, without spaces and commas, lower case."""
    return re.sub(r"[\s,\u200b]", "", unicodedata.normalize("NFKC", text).translate(_DIGITS)).lower()


def judge(case: Case, result: dict[str, Any]) -> dict[str, Any]:
    """What is right about one result.

    Returns:
        For an answerable case: correct, cited (None without gold documents), located (None without gold spans), gold
        and citations (how many citations name a gold document, and how many there are), retrieved_at (rank of the first
        gold document among the retrieved, from 1, or None), abstained. For an unanswerable one: correct only, true if
        it abstained.
    """
    if not case.answerable:
        return {"correct": bool(result["abstained"])}
    said = folded(result["answer"])
    correct = (
        not result["abstained"]
        and all(any(folded(a) in said for a in group) for group in case.must)
        and not any(folded(no) in said for no in case.must_not)
        and len(result["answer"]) <= (1600 if case.kind in LONG_KINDS else 500)
    )
    gold = [any(c["source"].endswith(d) for d in case.doc) for c in result["citations"]]
    spans = [folded(s) for s in case.span]

    def locates(quote: str) -> bool:
        return any(s in quote or (len(quote) > 12 and quote in s) for s in spans)

    quotes = [folded(c["quote"]) for c, names_gold in zip(result["citations"], gold, strict=True) if names_gold]
    at = [rank for rank, r in enumerate(result["retrieved"], 1) if any(r["source"].endswith(d) for d in case.doc)]
    return {
        "correct": correct,
        "cited": any(gold) if case.doc else None,
        "located": any(map(locates, quotes)) if spans else None,
        "gold": sum(gold),
        "citations": len(gold),
        "retrieved_at": at[0] if at else None,
        "abstained": bool(result["abstained"]),
    }


def summarise(cases: Sequence[Case], results: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Figures of a whole run.

    Returns:
        Counts of cases; shares from 0 to 1, None where nothing was to be measured; `by_kind`; seconds for a question.
        `citation_precision` is the share of all citations that name a gold document, of cases that name one.
    """
    by_id = {result["id"]: result for result in results}
    verdicts = [(case, judge(case, by_id[case.id])) for case in cases if case.id in by_id]
    answerable = [(case, verdict) for case, verdict in verdicts if case.answerable]
    with_gold = [(case, verdict) for case, verdict in answerable if case.doc]
    kinds: dict[str, list[bool]] = defaultdict(list)
    for case, verdict in verdicts:
        kinds[case.kind].append(bool(verdict["correct"] and verdict.get("cited") is not False))
    seconds = sorted(float(by_id[case.id]["seconds"]) for case, _ in verdicts)
    citations = sum(v["citations"] for _, v in with_gold)
    return {
        "cases": len(verdicts),
        "failed": sum("error" in by_id[case.id] for case, _ in verdicts),
        "answerable": len(answerable),
        "correct": _mean(v["correct"] for _, v in answerable),
        "correct_and_cited": _mean(v["correct"] and v["cited"] is not False for _, v in answerable),
        "located": _mean(v["located"] for _, v in answerable if v["located"] is not None),
        "citation_precision": round(sum(v["gold"] for _, v in with_gold) / citations, 4) if citations else None,
        "abstained_rightly": _mean(v["correct"] for case, v in verdicts if not case.answerable),
        "abstained_wrongly": _mean(v["abstained"] for _, v in answerable),
        "retrieved_in_5": _mean((v["retrieved_at"] or 99) <= 5 for _, v in with_gold),
        "retrieved_mrr": _mean(1 / v["retrieved_at"] if v["retrieved_at"] else 0.0 for _, v in with_gold),
        "by_kind": {kind: {"cases": len(right), "right": _mean(right)} for kind, right in sorted(kinds.items())},
        "seconds_p50": statistics.median(seconds) if seconds else None,
        "seconds_p95": seconds[max(0, math.ceil(len(seconds) * 0.95) - 1)] if seconds else None,
    }


def ndcg(ranks: Sequence[int], relevant: int, k: int = 10) -> float:
    """Normalised discounted cumulative gain with binary relevance (Järvelin and Kekäläinen, 2002).

    Args:
        ranks: ranks of the relevant documents found, from 1.
        relevant: how many relevant documents there are.
        k: cut-off.
    """
    gain = sum(1 / math.log2(rank + 1) for rank in ranks if rank <= k)
    best = sum(1 / math.log2(rank + 1) for rank in range(1, min(relevant, k) + 1))
    return gain / best if best else 0.0


def _mean(values: Iterable[float]) -> float | None:
    numbers = [float(value) for value in values]
    return round(sum(numbers) / len(numbers), 4) if numbers else None
