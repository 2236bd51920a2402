from __future__ import annotations

from pathlib import Path

from tests.klum_runner import klum


def test_make_list_change_remove(tmp_path: Path) -> None:
    assert "ยังไม่มีบัญชี" in klum("user", "list", home=tmp_path).out
    made = klum("user", "add", "somsri", "--role", "evaluator", stdin="a long password\n", home=tmp_path)
    assert made.code == 0 and "somsri" in made.out
    assert klum("user", "password", "somsri", stdin="another password\n", home=tmp_path).code == 0
    assert "somsri\tevaluator" in klum("user", "list", home=tmp_path).out
    assert klum("user", "remove", "somsri", home=tmp_path).code == 0
    gone = klum("user", "remove", "somsri", home=tmp_path)
    assert gone.code == 1 and "klum user list" in gone.err


def test_a_short_password_is_refused_and_never_shown(tmp_path: Path) -> None:
    ran = klum("user", "add", "somsri", stdin="abc123\n", home=tmp_path)
    assert ran.code == 1 and "10" in ran.err and "abc123" not in ran.out + ran.err
    assert "somsri" not in klum("user", "list", home=tmp_path).out
