"""`klum user`: accounts of staff and evaluators."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from ui.account_file import FILE
from ui.accounts import Accounts, Role
from ui.settings import load_settings

user_app = typer.Typer(no_args_is_help=True, help="Accounts for the staff's pages of the web app.")
Name = Annotated[str, typer.Argument(help="What one logs in with.")]


@user_app.command()
def add(name: Name, role: Annotated[Role, typer.Option(help="What the account may do.")] = Role.STAFF) -> None:
    """Make an account; the password is asked for, or read from standard input."""
    from ui.show import show_text

    with _accounts() as accounts:
        accounts.add(name, _password(), role)
    show_text(f"สร้างบัญชีแล้ว (made): {name} ({role})")


@user_app.command()
def password(name: Name) -> None:
    """Give an account another password; it is unlocked, and its sessions end."""
    from ui.show import show_text

    with _accounts() as accounts:
        accounts.set_password(name, _password())
    show_text(f"เปลี่ยนรหัสผ่านแล้ว (changed): {name}")


@user_app.command()
def remove(name: Name) -> None:
    """Delete an account; its sessions end."""
    from ui.show import show_text

    with _accounts() as accounts:
        accounts.remove(name)
    show_text(f"ลบบัญชีแล้ว (deleted): {name}")


@user_app.command("list")
def list_() -> None:
    """List the accounts."""
    from ui.show import show_text, table

    with _accounts() as accounts:
        found = accounts.users()
    if not found:
        show_text("ยังไม่มีบัญชี สร้างด้วย klum user add ชื่อ (no accounts yet)")
        return
    rows = [[one.name, one.role, "ล็อกชั่วคราว (locked)" if one.locked_until > time.time() else ""] for one in found]
    table("บัญชี", ["ชื่อ", "บทบาท", ""], rows)


@contextmanager
def _accounts() -> Iterator[Accounts]:
    home = load_settings().home
    home.mkdir(parents=True, exist_ok=True)
    accounts = Accounts(home / FILE)
    try:
        yield accounts
    finally:
        accounts.close()


def _password() -> str:
    if sys.stdin.isatty():
        said: str = typer.prompt("รหัสผ่าน (password)", hide_input=True, confirmation_prompt=True)
        return said
    return sys.stdin.readline().rstrip("\r\n")
