"""The evaluators' pages: upload a question set, look it through, watch it run, read figures and cases, compare runs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import quote

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.responses import RedirectResponse, Response

from corpus.errors import KlumError
from evals.charts import Bar
from evals.report import LABELS, figure, kind_bars, row_of
from evals.runs import REPORT
from ui.accounts import User
from ui.evaluation_run import Run, changed
from ui.evaluations import DOWNLOADS, Evaluations
from ui.pages import Pages, read_form
from ui.set_check import checked

LARGEST_SET = 10_000_000
"""Upper length of a question set, in bytes."""

_REFRESH, _SAMPLE, _LISTED = 2, 5, 50
_STATES = {"": "ทั้งหมด", "wrong": "ผิด", "right": "ถูก", "open": "ไม่มีเฉลย"}
_REPORT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"


class Evaluator:
    """What the evaluators' pages do.

    Args:
        evaluations: keeps and runs them.

    Attributes:
        assistant: whom they ask.
    """

    def __init__(self, evaluations: Evaluations) -> None:
        self._evaluations = evaluations
        self.assistant = evaluations.assistant
        self._page = Pages().page

    async def runs(self, request: Request, user: User) -> Response:
        """All runs; a file in the request is kept for a new one."""
        said = ""
        if request.method == "POST":
            form = await read_form(request)
            file = form.get("file")
            name = file.filename if isinstance(file, UploadFile) else ""
            data = await file.read(LARGEST_SET + 1) if isinstance(file, UploadFile) else b""
            await form.close()
            try:
                if name:
                    kept = await run_in_threadpool(self._evaluations.keep, name, data)
                    return RedirectResponse(f"/evaluate/run?id={kept}", 303)
                said = "โปรดเลือกไฟล์ชุดคำถาม"
            except KlumError as error:
                said = f"{error.message} {error.hint}"
        runs = await run_in_threadpool(self._evaluations.runs)
        refresh = _REFRESH if any(run.running for run in runs) and request.method == "GET" else 0
        return self._page("evaluations", user, said=said, failed=bool(said), refresh=refresh, runs=runs, key=_key)

    async def run(self, request: Request, user: User) -> Response:
        """One run: what is to be run, how far it is, or its figures."""
        return await run_in_threadpool(self._run, user, request.query_params.get("id", ""))

    def _run(self, user: User, identifier: str) -> Response:
        run = self._evaluations.run(identifier)
        if run.fresh:
            cases = self._evaluations.cases(identifier)
            sources = [one.source for one in self.assistant.index.catalogue.documents(with_text=False)]
            return self._page("checked", user, run=run, check=checked(cases, sources), cases=cases[:_SAMPLE])
        others = [one for one in self._evaluations.runs() if one.complete and one.id != run.id]
        figures = [(label, figure(key, run.summary.get(key))) for key, label in LABELS.items()] if run.complete else []
        return self._page(
            "evaluation", user, refresh=_REFRESH if run.running else 0, run=run, figures=figures, others=others,
            files=list(DOWNLOADS), report=REPORT, kinds=kind_bars(run.summary) if run.complete else [],
        )  # fmt: skip

    async def cases(self, request: Request, user: User) -> Response:
        """The cases of a run with answer, gold and citations."""
        asked = request.query_params
        only = asked.get("only", "")
        number = int(asked["page"]) if asked.get("page", "").isdecimal() else 1
        return await run_in_threadpool(self._cases, user, asked.get("id", ""), only if only in _STATES else "", number)

    def _cases(self, user: User, identifier: str, only: str, number: int) -> Response:
        run = self._evaluations.run(identifier)
        rows = [row_of(case, result) for case, result, _ in self._evaluations.verdicts(identifier).values()]
        counts = {state: sum(row.state == state for row in rows) for state in _STATES if state} | {"": len(rows)}
        chosen = [row for row in rows if not only or row.state == only]
        pages = max(1, -(-len(chosen) // _LISTED))
        number = min(max(1, number), pages)
        return self._page(
            "cases", user, run=run, only=only, number=number, pages=pages,
            states=[(state, label, counts[state]) for state, label in _STATES.items()],
            rows=chosen[(number - 1) * _LISTED : number * _LISTED],
            turns=[("ก่อนหน้า", number - 1), ("ถัดไป", number + 1)],
        )  # fmt: skip

    async def act(self, request: Request, user: User) -> Response:
        """Stop, go on with, or delete a run."""
        form = await read_form(request)
        identifier, what = str(form.get("id", "")), str(form.get("what", ""))
        acts = {"stop": self._evaluations.stop, "resume": self._evaluations.go_on, "delete": self._evaluations.delete}
        if what in acts:
            await run_in_threadpool(acts[what], identifier)
        return RedirectResponse("/evaluate" if what == "delete" else f"/evaluate/run?id={quote(identifier)}", 303)

    async def file(self, request: Request, user: User) -> Response:
        """The report to read, or results to download."""
        name = request.query_params.get("name", "")
        path = await run_in_threadpool(self._evaluations.file, request.query_params.get("id", ""), name)
        data = await run_in_threadpool(path.read_bytes)
        if name == REPORT:
            return Response(data, media_type="text/html", headers={"Content-Security-Policy": _REPORT_POLICY})
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(data, media_type=DOWNLOADS[name], headers=headers)

    async def compare(self, request: Request, user: User) -> Response:
        """Two runs side by side: their figures, and the cases that one has right and the other not."""
        ids = [request.query_params.get(name, "") for name in ("first", "second")]
        first, second = [await run_in_threadpool(self._evaluations.run, one) for one in ids]
        before, now = [await run_in_threadpool(self._evaluations.verdicts, one) for one in ids]
        figures = [
            (label, figure(key, first.summary.get(key)), figure(key, second.summary.get(key)), _way(key, first, second))
            for key, label in LABELS.items()
        ]
        return self._page(
            "comparison", user, first=first, second=second, figures=figures, changed=changed(before, now),
            kinds=_by_kind(first, second),
        )  # fmt: skip


_LESS_IS_BETTER = frozenset({"failed", "abstained_wrongly", "seconds_p50", "seconds_p95"})
_NEITHER = frozenset({"cases", "answerable"})


def _way(key: str, first: Run, second: Run) -> str:
    """What a figure of the second run is: "better", "worse" or ""."""
    before, now = first.summary.get(key), second.summary.get(key)
    if before is None or now is None or before == now or key in _NEITHER:
        return ""
    return "better" if (now > before) != (key in _LESS_IS_BETTER) else "worse"


def _by_kind(first: Run, second: Run) -> list[tuple[str, list[Bar]]]:
    """For each kind of question of either run, its bar in the first and in the second, named by when that was."""
    runs = [(run.begun, {bar.name: bar for bar in kind_bars(run.summary)}) for run in (first, second)]
    kinds = dict.fromkeys(name for _, bars in runs for name in bars)
    nothing = Bar("", "–", None)
    return [(kind, [replace(bars.get(kind, nothing), name=begun) for begun, bars in runs]) for kind in kinds]


def _key(run: Run) -> dict[str, Any]:
    """The figures of a run that a list shows."""
    wanted = ("correct_and_cited", "abstained_rightly", "abstained_wrongly")
    return {LABELS[one]: figure(one, run.summary.get(one)) for one in wanted}
