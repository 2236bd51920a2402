"""Who may use the API, and how often: keys and rates as FastAPI dependencies of the routes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import Depends, HTTPException, Request, Security
from fastapi.security import HTTPBearer

from ui.answering import Failure, failure
from ui.keys import Key, Keys, Right
from ui.rates import Counted, Rates, address

_BEARER = HTTPBearer(
    scheme_name="key", description="A key that `klum key add` made.", bearerFormat="klum_…", auto_error=False
)


class Gate:
    """Lets requests in.

    Args:
        keys: the keys that there are; None for none.
        closed: whether questions, search and sources need a key; those of the staff always do.
        rates: how often one may ask.

    Attributes:
        asks: dependencies of a route that answers questions: the key and the rate must allow it.
        reads: of a route that shows what the documents hold: the key must allow it.
        staffs: of a route of the staff: a key of theirs is needed.
        judges: of a route that takes feedback; it needs no key, because it names the answer by an id that only who
            asked has.
    """

    def __init__(self, keys: Keys | None = None, *, closed: bool = False, rates: Rates | None = None) -> None:
        self._keys, self._closed = keys, closed
        self.rates = rates or Rates()
        self.asks = self._needing(self._ask, described=closed)
        self.reads = self._needing(self._read, described=closed)
        self.staffs = self._needing(self._staff, described=True)
        self.judges = self._needing(self._judge, described=False)

    def _needing(self, act: Callable[[Request], None], *, described: bool) -> list[Any]:
        """Dependencies, with the scheme for OpenAPI where a key is a must."""
        return [*([Security(_BEARER)] if described else []), Depends(act)]

    def _ask(self, request: Request) -> None:
        self._count(Counted.QUESTION, request, self._known(request, Right.PUBLIC, needed=self._closed))

    def _read(self, request: Request) -> None:
        self._known(request, Right.PUBLIC, needed=self._closed)

    def _staff(self, request: Request) -> None:
        self._known(request, Right.STAFF, needed=True)

    def _judge(self, request: Request) -> None:
        self._count(Counted.FEEDBACK, request, None)

    def _known(self, request: Request, role: Right, *, needed: bool) -> Key | None:
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        key = self._keys.found(given) if self._keys is not None and scheme.lower() == "bearer" else None
        if not needed or (key is not None and key.may(role)):
            return key
        if key is not None:
            raise refused(failure(403, "กุญแจนี้ไม่มีสิทธิ์ใช้บริการนี้", "โปรดใช้กุญแจของเจ้าหน้าที่", key.name))
        hint = "โปรดส่งกุญแจมาในส่วนหัว Authorization: Bearer … ขอกุญแจได้จากผู้ดูแลระบบ"
        missing = failure(401, "กุญแจใช้ไม่ได้หรือหมดอายุ" if given else "บริการนี้ต้องใช้กุญแจ", hint)
        raise refused(missing, {"WWW-Authenticate": "Bearer"})

    def _count(self, act: Counted, request: Request, key: Key | None) -> None:
        who = f"key {key.name}" if key is not None else address(request.client.host if request.client else None)
        refusal = self.rates.refusal(act, who)
        if refusal is not None:
            raise refused(refusal[0], {"Retry-After": str(refusal[1])})


def refused(failed: Failure, headers: dict[str, str] | None = None) -> HTTPException:
    """A refusal as an exception; the API tells it in the form of the door that was used."""
    return HTTPException(failed.status, failed, headers)


def is_closed(api: str, host: str) -> bool:
    """Whether the API needs keys.

    Args:
        api: the setting: "open", "keys", or "auto" for open on this machine and keys elsewhere.
        host: the address that is listened on.
    """
    return api == "keys" or (api == "auto" and not (host == "localhost" or host == "::1" or host.startswith("127.")))
