from __future__ import annotations

import stat
from contextlib import closing
from pathlib import Path

import pytest

from corpus.errors import AccountError
from ui.account_file import AccountFile

SCHEMA = "CREATE TABLE IF NOT EXISTS a(b TEXT);"


def test_a_change_that_fails_leaves_nothing(tmp_path: Path) -> None:
    with closing(AccountFile(tmp_path / "f", SCHEMA)) as file:
        with pytest.raises(ValueError), file.changing() as db:
            db.execute("INSERT INTO a VALUES('x')")
            raise ValueError
        with file.reading() as db:
            assert db.execute("SELECT * FROM a").fetchall() == []
    assert stat.S_IMODE((tmp_path / "f").stat().st_mode) == 0o600


def test_a_file_that_is_none_of_ours_is_told(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(b"no database" * 100)
    with pytest.raises(AccountError, match="cannot be used"):
        AccountFile(tmp_path / "f", SCHEMA)
    with pytest.raises(AccountError, match="cannot be used"):
        AccountFile(tmp_path / "missing" / "f", SCHEMA)
