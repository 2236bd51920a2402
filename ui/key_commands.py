"""`klum key`: keys for programs that use the API."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime
from typing import Annotated

import typer

from corpus.document import PartialDate
from ui.account_file import FILE
from ui.keys import Key, Keys, Right
from ui.options import read_date
from ui.settings import load_settings

key_app = typer.Typer(no_args_is_help=True, help="Keys for programs that use the API.")
Name = Annotated[str, typer.Argument(help="Of the program, or of whom the key is for.")]
Expires = Annotated[
    PartialDate | None,
    typer.Option(parser=read_date, metavar="DATE", help="Last day of the key (2027-06-30 or 2570-06-30)."),
]


@key_app.command()
def add(
    name: Name,
    role: Annotated[Right, typer.Option(help="What the key may do.")] = Right.PUBLIC,
    expires: Expires = None,
) -> None:
    """Make a key and show it, this once; only its hash is kept."""
    import sys

    from ui.show import note

    last_day = _day(expires)
    with _keys() as keys:
        key = keys.add(name, role, last_day)
    until = f" ใช้ได้ถึง {expires.thai()} (until {expires})" if expires else ""
    note(f"สร้างกุญแจแล้ว (made): {name} ({role}){until}\nเก็บไว้ให้ดี จะไม่แสดงอีก (keep it: it is not shown again)", "")
    sys.stdout.write(f"{key}\n")


@key_app.command()
def revoke(name: Name) -> None:
    """Make a key useless at once."""
    from ui.show import show_text

    with _keys() as keys:
        keys.revoke(name)
    show_text(f"ยกเลิกกุญแจแล้ว (revoked): {name}")


@key_app.command("list")
def list_() -> None:
    """List the keys, without what is secret."""
    from ui.show import show_text, table

    with _keys() as keys:
        found = keys.keys()
    if not found:
        show_text("ยังไม่มีกุญแจ สร้างด้วย klum key add ชื่อ (no keys yet)")
        return
    rows = [[one.name, one.role, _on(one.made), _on(one.used) or "-", _end(one)] for one in found]
    table("กุญแจ", ["ชื่อ", "บทบาท", "สร้างเมื่อ", "ใช้ล่าสุด", "หมดอายุ"], rows)


@contextmanager
def _keys() -> Iterator[Keys]:
    home = load_settings().home
    home.mkdir(parents=True, exist_ok=True)
    with closing(Keys(home / FILE)) as keys:
        yield keys


def _day(stated: PartialDate | None) -> date | None:
    if stated is None:
        return None
    if stated.year is None or stated.month is None or stated.day is None:
        raise typer.BadParameter(f"{stated} names no day; write it as 2027-06-30.", param_hint="--expires")
    return date(stated.year, stated.month, stated.day)


def _on(seconds: float) -> str:
    return f"{datetime.fromtimestamp(seconds):%Y-%m-%d}" if seconds else ""


def _end(key: Key) -> str:
    if not key.expires:
        return "-"
    return f"{_on(key.expires - 1)}{' หมดอายุแล้ว (expired)' if key.expired else ''}"
