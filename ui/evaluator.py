"""The evaluators' pages: upload a question set, watch it run, read figures and report, compare two runs."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.responses import RedirectResponse, Response

from corpus.errors import KlumError
from evals.report import LABELS, figure
from evals.runs import REPORT
from ui.accounts import User
from ui.evaluations import DOWNLOADS, Evaluations, Run, changed
from ui.pages import Pages, read_form

LARGEST_SET = 10_000_000
"""Upper length of a question set, in bytes."""

_REFRESH = 2
_REPORT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"


class Evaluator:
    """What the evaluators' pages do.

    Args:
        evaluations: keeps and runs them.
    """

    def __init__(self, evaluations: Evaluations) -> None:
        self._evaluations = evaluations
        self._page = Pages().page

    async def runs(self, request: Request, user: User) -> Response:
        """All runs; with a file in the request, a new one is begun."""
        said = ""
        if request.method == "POST":
            form = await read_form(request)
            file = form.get("file")
            name = file.filename if isinstance(file, UploadFile) else ""
            data = await file.read(LARGEST_SET + 1) if isinstance(file, UploadFile) else b""
            await form.close()
            try:
                if name:
                    begun = await run_in_threadpool(self._evaluations.begin, name, data)
                    return RedirectResponse(f"/evaluate/run?id={begun}", 303)
                said = "โปรดเลือกไฟล์ชุดคำถาม"
            except KlumError as error:
                said = f"{error.message} {error.hint}"
        runs = await run_in_threadpool(self._evaluations.runs)
        refresh = _REFRESH if any(run.running for run in runs) and request.method == "GET" else 0
        return self._page("evaluations", user, said=said, failed=bool(said), refresh=refresh, runs=runs, key=_key)

    async def run(self, request: Request, user: User) -> Response:
        """One run: how far it is, or its figures."""
        run = await run_in_threadpool(self._evaluations.run, request.query_params.get("id", ""))
        others = [one for one in await run_in_threadpool(self._evaluations.runs) if one.complete and one.id != run.id]
        figures = [(label, figure(key, run.summary.get(key))) for key, label in LABELS.items()] if run.complete else []
        return self._page(
            "evaluation", user, refresh=_REFRESH if run.running else 0, run=run, figures=figures, others=others,
            files=list(DOWNLOADS), report=REPORT,
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
            "comparison", user, first=first, second=second, figures=figures, changed=changed(before, now)
        )  # fmt: skip


_LESS_IS_BETTER = frozenset({"failed", "abstained_wrongly", "seconds_p50", "seconds_p95"})
_NEITHER = frozenset({"cases", "answerable"})


def _way(key: str, first: Run, second: Run) -> str:
    """What a figure of the second run is: "better", "worse" or ""."""
    before, now = first.summary.get(key), second.summary.get(key)
    if before is None or now is None or before == now or key in _NEITHER:
        return ""
    return "better" if (now > before) != (key in _LESS_IS_BETTER) else "worse"


def _key(run: Run) -> dict[str, Any]:
    """The figures of a run that a list shows."""
    wanted = ("correct_and_cited", "abstained_rightly", "abstained_wrongly")
    return {LABELS[one]: figure(one, run.summary.get(one)) for one in wanted}
