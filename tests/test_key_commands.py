from __future__ import annotations

from pathlib import Path

from tests.klum_runner import klum


def test_make_list_revoke(tmp_path: Path) -> None:
    assert "ยังไม่มีกุญแจ" in klum("key", "list", home=tmp_path).out
    made = klum("key", "add", "line-bot", "--role", "staff", "--expires", "2600-06-30", home=tmp_path)
    key = made.out.strip()
    assert made.code == 0 and key.startswith("klum_") and "\n" not in key, "the key alone goes to standard output"
    assert "line-bot" in made.err and "30 มิถุนายน 2600" in made.err
    listed = klum("key", "list", home=tmp_path).out
    assert "line-bot\tstaff" in listed and "2057-06-30" in listed and key not in listed
    assert klum("key", "revoke", "line-bot", home=tmp_path).code == 0
    gone = klum("key", "revoke", "line-bot", home=tmp_path)
    assert gone.code == 1 and "klum key list" in gone.err


def test_wrong_use_is_told(tmp_path: Path) -> None:
    assert klum("key", "add", "a", "--role", "boss", home=tmp_path).code == 2
    assert "2027-06-30" in klum("key", "add", "bot", "--expires", "2027-06", home=tmp_path).err
    past = klum("key", "add", "bot", "--expires", "2020-01-01", home=tmp_path)
    assert past.code == 1 and "past" in past.err and not past.out
    assert klum("key", "add", "bot", home=tmp_path).code == 0
    assert "already" in klum("key", "add", "bot", home=tmp_path).err
