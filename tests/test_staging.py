from __future__ import annotations

import io
import time
from pathlib import Path

import pytest

from corpus.errors import LoadError, NotFoundError
from tests.staff_place import HOSTILE, word
from ui.staging import KEPT_DAYS, Staged, Staging, safe_name

TEXT = "แผนคลัสเตอร์ ปี 2569\n\nปี 2569 มีคลัสเตอร์ใหม่ 12 กลุ่ม\n".encode()


def add(staging: Staging, name: str = "แผน.txt", data: bytes = TEXT) -> Staged:
    return staging.add(name, io.BytesIO(data), "somsri")


def test_a_file_waits_is_read_and_says_what_it_is(tmp_path: Path) -> None:
    staging = Staging(tmp_path)
    staged = add(staging, "แผน.docx", word("แผนคลัสเตอร์ ปี 2569 มีคลัสเตอร์ใหม่ 12 กลุ่ม"))
    assert (staged.state, staged.source) == ("waiting", "uploads/แผน.docx") and staging.all() == [staged]
    read = staging.read(staged)
    assert (read.state, read.chunks) == ("ready", 1) and read.characters == len(staging.loaded(read).text)
    assert Staging(tmp_path).get(staged.id) == read, "also after a restart"
    assert staging.loaded(read).source == "uploads/แผน.docx" and len(read.sha256) == 64
    staging.drop(staged.id)
    assert staging.all() == [] and list((tmp_path / "staging").iterdir()) == []


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("รูป.png", b"x", "ไม่รับไฟล์ชนิดนี้"), ("x.exe", b"MZ", "ไม่รับไฟล์ชนิดนี้"), ("x.jsonl", b"{}", "ไม่รับไฟล์ชนิดนี้"),
        ("x.txt", b"", "ไฟล์ว่างเปล่า"), ("x", b"x", "ไม่รับไฟล์ชนิดนี้"),
    ],
)  # fmt: skip
def test_what_is_not_taken_leaves_nothing(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    staging = Staging(tmp_path)
    with pytest.raises(LoadError, match=said):
        add(staging, name, data)
    assert staging.all() == [] and not list(tmp_path.rglob("content*"))


def test_a_file_that_is_too_large_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.staging.LARGEST_FILE", 10)
    with pytest.raises(LoadError, match="ใหญ่เกินไป"):
        add(Staging(tmp_path))
    assert not list(tmp_path.rglob("content*"))


@pytest.mark.parametrize(
    ("name", "data"), [("เสีย.pdf", b"%PDF-1.4 broken"), ("x.docx", b"PK\x03\x04"), ("x.txt", b"\x00\x01\x02" * 99)]
)
def test_what_cannot_be_read_says_why_in_thai(tmp_path: Path, name: str, data: bytes) -> None:
    staging = Staging(tmp_path)
    read = staging.read(add(staging, name, data))
    assert read.state == "refused" and any("ก" <= sign <= "ฮ" for sign in read.said)
    assert str(tmp_path) not in read.said and staging.get(read.id) == read


def test_a_fault_of_ours_is_logged_and_holds_up_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("secret")

    staging = Staging(tmp_path)
    staged = add(staging)
    monkeypatch.setattr("ui.staging.load", broken)
    read = staging.read(staged)
    assert read.state == "refused" and "secret" not in read.said and "secret" in caplog.text


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd.txt", "passwd.txt"), ("C:\\Users\\x\\แผน.docx", "แผน.docx"),
        (f"{HOSTILE}.txt", "script_.txt"),
        ("..", "file"), ("a\x00b\n.txt", "a_b_.txt"), ("ก" * 300 + ".txt", "ก" * 65 + ".txt"),
    ],
)  # fmt: skip
def test_names_become_harmless(tmp_path: Path, name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_what_was_forgotten_is_deleted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    staging = Staging(tmp_path)
    add(staging)
    then = time.time()
    monkeypatch.setattr("ui.staging.time.time", lambda: then + (KEPT_DAYS - 1) * 86_400)
    assert len(staging.all()) == 1
    monkeypatch.setattr("ui.staging.time.time", lambda: then + (KEPT_DAYS + 1) * 86_400)
    assert staging.all() == [] and list((tmp_path / "staging").iterdir()) == []


@pytest.mark.parametrize("identifier", ["", "..", "../../etc", "0123456789abcdef", "x" * 16])
def test_no_such_file(tmp_path: Path, identifier: str) -> None:
    staging = Staging(tmp_path)
    with pytest.raises(NotFoundError):
        staging.get(identifier)
    staging.drop(identifier)
    assert tmp_path.is_dir()


def test_thrown_away_while_it_is_read_it_stays_away(tmp_path: Path) -> None:
    staging = Staging(tmp_path)
    staged = add(staging)
    staging.drop(staged.id)
    assert staging.read(staged).state == "refused" and staging.all() == []


def test_a_file_that_brought_the_server_down_twice_is_not_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Crash(BaseException):
        """The process ends here."""

    def crashing(*_: object, **__: object) -> None:
        raise Crash

    staging = Staging(tmp_path)
    staged = add(staging)
    monkeypatch.setattr("ui.staging.load", crashing)
    for _ in range(2):
        with pytest.raises(Crash):
            staging.read(staging.get(staged.id))
    assert staging.read(staging.get(staged.id)).state == "refused"
    assert "หยุดกลางคัน" in Staging(tmp_path).get(staged.id).said


def test_what_a_stopped_upload_left_is_deleted_in_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    left = tmp_path / "staging" / "0123456789abcdef"
    left.mkdir(parents=True)
    assert Staging(tmp_path).all() == [] and left.is_dir()
    then = time.time()
    monkeypatch.setattr("ui.staging.time.time", lambda: then + (KEPT_DAYS + 1) * 86_400)
    assert Staging(tmp_path).all() == [] and not left.exists()
