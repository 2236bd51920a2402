from __future__ import annotations

import json
import math
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from evals.cases import Case, read_cases
from evals.metrics import folded, judge, ndcg, summarise

CASE = Case(
    "1",
    "ปีใด",
    "factoid",
    must=(("2548", "๒๕๔๘"), ("ก.พ.", "กุมภาพันธ์")),
    must_not=("2549",),
    doc=("a.txt",),
    span=("เมื่อ 17 ก.พ.",),
)


def result(answer: str = "17 กุมภาพันธ์ 2548", *, abstained: bool = False, **more: Any) -> dict[str, Any]:
    given: dict[str, Any] = {
        "id": "1",
        "answer": answer,
        "abstained": abstained,
        "citations": [{"source": "in/a.txt", "quote": "จัดเมื่อ 17 ก.พ. 48"}],
        "retrieved": [{"source": "in/b.txt"}, {"source": "in/a.txt"}],
        "seconds": 0.5,
    }
    return given | more


def test_texts_are_compared_folded() -> None:
    assert folded("๑,๒๐๐ ล้าน\u200bบาท\n") == folded("1200 ล้านบาท")
    assert folded("น้ำ") == folded("นํ้า").replace("ํ้", "้ํ") and folded("ABC") == "abc"


@pytest.mark.parametrize(
    ("answer", "correct"),
    [
        ("17 กุมภาพันธ์ 2548", True),
        ("17 ก.พ. ๒๕๔๘", True),
        ("ก. พ. 2,548", True),
        ("2548", False),
        ("17 กุมภาพันธ์ 2548 หรือ 2549", False),
        ("17 กุมภาพันธ์ 2548 " + "ก" * 500, False),
    ],
)
def test_correct_answers(answer: str, correct: bool) -> None:
    assert judge(CASE, result(answer)).correct is correct


def test_lists_may_be_longer() -> None:
    case = Case("1", "มีอะไรบ้าง", "list", must=(("ก",),))
    assert judge(case, result("ก" * 1600)).correct and not judge(case, result("ก" * 1601)).correct


def test_abstaining_is_right_only_where_there_is_no_answer() -> None:
    assert judge(CASE, result(abstained=True)).correct is False
    assert judge(Case("1", "ใคร", answerable=False), result(abstained=True)).right is True
    assert judge(Case("1", "ใคร", answerable=False), result()).right is False


def test_what_a_case_does_not_say_is_not_judged() -> None:
    verdict = judge(Case("1", "ใคร"), result())
    assert (verdict.correct, verdict.cited, verdict.located, verdict.right) == (None, None, None, None)
    assert judge(Case("1", "ใคร"), result(error="no model")).correct is False
    assert judge(Case("1", "ใคร"), result(abstained=True)).correct is False


@pytest.mark.parametrize(
    ("source", "quote", "cited", "located"),
    [
        ("in/a.txt", "จัดเมื่อ 17 ก.พ. ที่อุบล", True, True),
        ("in/a.txt", "เมื่อ ๑๗ ก.พ.", True, True),
        ("in/a.txt", "17 ก.พ.", True, False),  # too short to tell
        ("in/a.txt", "ที่อุบล", True, False),
        ("in/b.txt", "จัดเมื่อ 17 ก.พ. ที่อุบล", False, False),
    ],
)
def test_citations(source: str, quote: str, cited: bool, located: bool) -> None:
    verdict = judge(CASE, result(citations=[{"source": source, "quote": quote}]))
    assert (verdict.cited, verdict.located, verdict.right) == (cited, located, cited)


def test_part_of_a_span_that_is_long_enough_locates_it() -> None:
    case = Case("1", "ใคร", must=(("ก",),), doc=("a.txt",), span=("คณะกรรมการพัฒนาการเศรษฐกิจและสังคม",))
    cited = [{"source": "a.txt", "quote": "พัฒนาการเศรษฐกิจ"}]
    assert judge(case, result("ก", citations=cited)).located


def test_figures_of_a_run() -> None:
    cases = [
        CASE,
        Case("2", "ใคร", "who", must=(("ก",),), doc=("a.txt",)),
        Case("3", "เท่าไร", "none", answerable=False),
    ]
    other = result("ข", id="2", citations=[{"source": "b.txt", "quote": "ข"}] * 3, retrieved=[], seconds=1.5)
    figures = summarise(cases, [result(), other, result(id="3", abstained=True, seconds=1.0)])
    assert figures == {
        "cases": 3,
        "failed": 0,
        "answerable": 2,
        "correct": 0.5,
        "correct_and_cited": 0.5,
        "located": 1.0,
        "citation_precision": 0.25,
        "abstained_rightly": 1.0,
        "abstained_wrongly": 0.0,
        "retrieved_in_5": 0.5,
        "retrieved_mrr": 0.25,
        "by_kind": {
            "factoid": {"cases": 1, "right": 1.0},
            "none": {"cases": 1, "right": 1.0},
            "who": {"cases": 1, "right": 0.0},
        },
        "seconds_p50": 1.0,
        "seconds_p95": 1.5,
    }


def test_nothing_measured_is_none_and_failures_are_counted() -> None:
    figures = summarise([Case("1", "ใคร")], [result(error="no model", answer="")])
    assert (figures["failed"], figures["correct"], figures["seconds_p50"]) == (1, 0.0, None)
    assert summarise([], [])["correct"] is None


def test_ndcg_against_the_formula() -> None:
    assert ndcg([1], 1) == 1.0
    assert ndcg([2], 1) == pytest.approx(1 / math.log2(3))
    assert ndcg([1, 3], 2) == pytest.approx((1 + 0.5) / (1 + 1 / math.log2(3)))
    assert ndcg([11], 1) == 0.0 and ndcg([], 1) == 0.0 and ndcg([], 0) == 0.0


def test_figures_agree_with_the_shared_scorer(shared: Path, tmp_path: Path) -> None:
    """Answers that are half right in all ways there are; the kinds whose answers may be long are alike in the set."""
    path = shared / "evals" / "seeds-dev.jsonl"
    cases = read_cases(path)
    results = []
    for number, case in enumerate(cases):
        said = " ".join(group[0] for group in case.must) if number % 3 else "ไม่ทราบ"
        quote = case.span[0] if case.span and number % 2 else "ข้อความอื่น"
        sources = [f"/in/{case.doc[0]}", "/in/other.txt"] if case.doc and number % 5 else ["/in/other.txt"]
        citations = [{"source": source, "quote": quote} for source in sources]
        results.append(result(said, id=case.id, abstained=number % 7 == 0, citations=citations))
    file = tmp_path / "results.jsonl"
    file.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in results), "utf-8")
    done = subprocess.run(
        [sys.executable, str(shared / "evals" / "score.py"), str(path), str(file)],
        capture_output=True,
        encoding="utf-8",
        env={"PYTHONIOENCODING": "utf-8"},
        check=True,
    )
    scored = dict(re.findall(r"([a-z+ ]+[a-z]) ([\d.]+)%", done.stdout))
    figures = summarise(cases, results)
    ours = {
        "correct": figures["correct"],
        "correct+cited": figures["correct_and_cited"],
        "located": figures["located"],
        "citation precision": figures["citation_precision"],
        "abstain": figures["abstained_rightly"],
        "false abstain": figures["abstained_wrongly"],
    }
    theirs = {name.strip(): float(value) / 100 for name, value in scored.items()}
    assert theirs == {name: pytest.approx(value, abs=0.0006) for name, value in ours.items()}
