from __future__ import annotations

from evals.cases import Case
from ui.set_check import checked


def test_what_a_set_holds_and_what_does_not_fit() -> None:
    cases = [
        Case("a", "ก", "factoid", must=(("ข",),), doc=("a.md", "b.md"), extra={"musts": "x", "lang": "th"}),
        Case("b", "ค", "factoid", answerable=False),
        Case("c", "ง"),
    ]
    check = checked(cases, ["corpus/documents/a.md"])
    assert {name: count for name, _, count in check.columns} == {
        "kind": 2, "history": 0, "must": 1, "must_not": 0, "doc": 1, "span": 0,
    }  # fmt: skip
    assert (check.unanswerable, check.judged) == (1, 2)
    assert check.kinds == [("factoid", 2), ("", 1)]
    assert dict(check.unknown) == {"musts": "must", "lang": ""}
    assert check.missing == ["b.md"]
