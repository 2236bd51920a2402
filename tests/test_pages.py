from __future__ import annotations

import pytest
from jinja2.exceptions import UndefinedError

from ui.accounts import Role, User
from ui.pages import Pages, missing_page

HOSTILE = "<script>alert(1)</script>"


def test_what_is_said_is_escaped_and_sets_the_status() -> None:
    page = Pages().page("login", said=HOSTILE, failed=True, next="/staff", name=HOSTILE)
    assert page.status_code == 400 and page.headers["cache-control"] == "no-store"
    assert HOSTILE.encode() not in page.body and b'role="alert"' in page.body


def test_the_menu_shows_what_an_account_may_open() -> None:
    def menu(role: Role) -> str:
        page = Pages().page("evaluations", User("x", role), runs=[], key=None, refresh=3)
        assert "content-security-policy" not in page.headers, "that of the guard holds"
        return bytes(page.body).decode()

    assert "/staff/documents" not in menu(Role.EVALUATOR) and "/evaluate" in menu(Role.EVALUATOR)
    assert "/staff/documents" in menu(Role.ADMIN) and "/evaluate" in menu(Role.ADMIN)
    assert '<meta http-equiv="refresh" content="3">' in menu(Role.ADMIN)


def test_a_value_that_a_template_lacks_is_a_fault() -> None:
    with pytest.raises(UndefinedError):
        Pages().page("login")


def test_a_page_with_a_script_may_run_our_files_only() -> None:
    page = Pages().page("login", script="copy.js", next="/staff", name="")
    policy = page.headers["content-security-policy"]
    assert "script-src 'self';" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy
    assert b'<script src="/klum/copy.js" defer></script>' in page.body and bytes(page.body).count(b"<script") == 1


def test_an_address_that_leads_nowhere_has_a_page_with_a_reference() -> None:
    page = missing_page()
    assert page.status_code == 404 and b"K-" in page.body and b'href="/"' in page.body
    assert b"/login" not in page.body and b"<script" not in page.body
