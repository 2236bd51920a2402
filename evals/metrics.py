"""Figures of a run: answers right, cited, located and precise; abstentions; ranked retrieval."""

from __future__ import annotations

import math
import re
import statistics
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evals.cases import Case

LONG_KINDS = frozenset({"list", "definition", "explain", "compare", "aggregate", "conflict", "how", "why", "join"})
"""Kinds whose answers list, define, explain or compare."""

LONGEST_LISTING = 1600
"""Characters that an answer of such a kind may have; a longer one is a dump of its source."""

LONGEST = 500
"""Characters that any other answer may have."""

_TELLING = 12  # characters of a quote inside a gold span from which it counts as found

_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")


def folded(text: str) -> str:
    """A text as answers are compared: NFKC, Thai digits to Arabic, without spaces and commas, lower case."""
    return re.sub(r"[\s,\u200b]", "", unicodedata.normalize("NFKC", text).translate(_DIGITS)).lower()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is right about one result.

    Args:
        correct: whether it says what it must; None where the case does not say what that is. For an unanswerable case
            whether it abstained.
        abstained: whether it abstained.
        cited: whether a gold document is cited; None without gold documents.
        located: whether a quote from a gold document overlaps a gold span; None without gold spans.
        gold: citations that name a gold document.
        citations: all citations.
        retrieved_at: rank of the first gold document among the retrieved, from 1; None if it is not there.
    """

    correct: bool | None
    abstained: bool
    cited: bool | None = None
    located: bool | None = None
    gold: int = 0
    citations: int = 0
    retrieved_at: int | None = None

    @property
    def right(self) -> bool | None:
        """Whether it is correct and, where gold documents are named, cites one; None where that is not known."""
        return self.correct if self.correct is None else self.correct and self.cited is not False


def judge(case: Case, result: Mapping[str, Any]) -> Verdict:
    """Judge one result.

    Args:
        case: what is expected.
        result: answer, abstained, citations and retrieved, as `evals.runs.run_case` gives them.
    """
    abstained = bool(result["abstained"])
    if not case.answerable:
        return Verdict(correct=abstained, abstained=abstained)
    gold = [citation["source"].endswith(case.doc) for citation in result["citations"]]
    quotes = [folded(c["quote"]) for c, names_gold in zip(result["citations"], gold, strict=True) if names_gold]
    found = [rank for rank, hit in enumerate(result["retrieved"], 1) if hit["source"].endswith(case.doc)]
    return Verdict(
        correct=_correct(case, result),
        abstained=abstained,
        cited=any(gold) if case.doc else None,
        located=any(_overlap(quote, folded(span)) for quote in quotes for span in case.span) if case.span else None,
        gold=sum(gold),
        citations=len(gold),
        retrieved_at=found[0] if found else None,
    )


def _correct(case: Case, result: Mapping[str, Any]) -> bool | None:
    if result["abstained"] or "error" in result:
        return False
    if not case.must and not case.must_not:
        return None
    said = folded(result["answer"])
    return (
        all(any(folded(alternative) in said for alternative in group) for group in case.must)
        and not any(folded(wrong) in said for wrong in case.must_not)
        and len(result["answer"]) <= (LONGEST_LISTING if case.kind in LONG_KINDS else LONGEST)
    )


def _overlap(quote: str, span: str) -> bool:
    """Whether a quote covers a span, or is a part of it that is long enough to tell."""
    return span in quote or (len(quote) > _TELLING and quote in span)


def summarise(cases: Sequence[Case], results: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Figures of a whole run.

    Returns:
        Counts of cases; shares from 0 to 1, None where nothing was to be measured; `by_kind`; seconds for a question.
        `citation_precision` is the share of all citations that name a gold document, of cases that name one.
    """
    by_id = {result["id"]: result for result in results}
    verdicts = [(case, judge(case, by_id[case.id])) for case in cases if case.id in by_id]
    answerable = [verdict for case, verdict in verdicts if case.answerable]
    with_gold = [verdict for case, verdict in verdicts if case.answerable and case.doc]
    kinds: dict[str, list[bool | None]] = defaultdict(list)
    for case, verdict in verdicts:
        kinds[case.kind].append(verdict.right)
    seconds = sorted(float(by_id[case.id]["seconds"]) for case, _ in verdicts if "error" not in by_id[case.id])
    citations = sum(verdict.citations for verdict in with_gold)
    return {
        "cases": len(verdicts),
        "failed": sum("error" in by_id[case.id] for case, _ in verdicts),
        "answerable": len(answerable),
        "correct": _share(verdict.correct for verdict in answerable),
        "correct_and_cited": _share(verdict.right for verdict in answerable),
        "located": _share(verdict.located for verdict in answerable),
        "citation_precision": round(sum(verdict.gold for verdict in with_gold) / citations, 4) if citations else None,
        "abstained_rightly": _share(verdict.correct for case, verdict in verdicts if not case.answerable),
        "abstained_wrongly": _share(verdict.abstained for verdict in answerable),
        "retrieved_in_5": _share((verdict.retrieved_at or math.inf) <= 5 for verdict in with_gold),
        "retrieved_mrr": _share(1 / (verdict.retrieved_at or math.inf) for verdict in with_gold),
        "by_kind": {kind: {"cases": len(right), "right": _share(right)} for kind, right in sorted(kinds.items())},
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


def _share(values: Iterable[float | None]) -> float | None:
    """Mean of what was measured, to four places; None if nothing was."""
    measured = [float(value) for value in values if value is not None]
    return round(sum(measured) / len(measured), 4) if measured else None
