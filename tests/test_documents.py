from __future__ import annotations

import json
import os
import signal
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.loaders import Loaded, load
from corpus.reading import loaded_hash
from index.library import Index
from tests.klum_runner import COMMAND, ROOT, Ran, environment, fresh_home, klum, starter_home
from ui.corrections import Corrections, corrected
from ui.stated import Stated

TEXT = "กลุ่มกาแฟดอยช้างเริ่มรวมตัวในปี 2549 มีสมาชิก 120 ราย และส่งออกไปญี่ปุ่น\n"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return fresh_home(tmp_path)


def listed(home: Path) -> dict[str, dict[str, str | int | None]]:
    """The documents by the name of their file."""
    return {Path(str(row["source"])).name: row for row in klum("sources", "--json", home=home).json()}


def events(ran: Ran) -> list[tuple[str, str]]:
    rows = [json.loads(line) for line in ran.out.splitlines()]
    assert all(row.keys() == {"event", "source", "detail"} for row in rows)
    return [(row["event"], Path(row["source"]).name) for row in rows]


def test_ingest_takes_what_is_new_and_says_so(home: Path, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "a.txt").write_text(TEXT, "utf-8")
    (inbox / "b.txt").write_text(TEXT, "utf-8")
    (inbox / "c.pdf").write_bytes(b"")
    ran = klum("ingest", inbox, "--json", home=home)
    assert ran.code == 1 and ran.err == ""
    assert sorted(events(ran)) == [("duplicate", "b.txt"), ("refused", "c.pdf"), ("stored", "a.txt")]
    again = klum("ingest", inbox, "--json", home=home)
    assert ("unchanged", "a.txt") in events(again)
    hits = klum("search", "กาแฟดอยช้าง", "--json", "-k", "1", home=home).json()
    assert hits[0]["source"].endswith("a.txt")


def test_ingest_in_words(home: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    ran = klum("ingest", "a.txt", home=home, cwd=tmp_path)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == f"รับเข้า 1 · เหมือนเดิม 0 · ซ้ำกับที่มี 0 · ไม่รับ 0 ฉบับ ({len(TEXT)} ตัวอักษร)\n"


def test_one_bad_file_does_not_hold_up_the_others(home: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    ran = klum("ingest", "missing.txt", "a.txt", home=home, cwd=tmp_path)
    assert ran.code == 1 and "missing.txt does not exist" in ran.err
    assert "a.txt" in listed(home)


def test_options_win_over_what_the_file_states(home: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    options = ["--title", "กาแฟดอยช้าง", "--publisher", "กลุ่มกาแฟ", "--published", "2558-01-20"]
    assert klum("ingest", "a.txt", *options, home=home, cwd=tmp_path).code == 0
    row = listed(home)["a.txt"]
    assert (row["title"], row["publisher"], row["published"]) == ("กาแฟดอยช้าง", "กลุ่มกาแฟ", "2015-01-20")
    assert klum("ingest", "a.txt", "--published", "--09-09", home=home, cwd=tmp_path).code == 0
    row = listed(home)["a.txt"]
    assert (row["published"], row["version"]) == ("--09-09", 2)


def test_what_staff_corrected_holds_when_the_same_file_is_taken_in_again(tmp_path: Path) -> None:
    home, file = tmp_path / "home", tmp_path / "a.txt"
    file.write_text(TEXT, "utf-8")
    klum("ingest", "a.txt", home=home, cwd=tmp_path)
    [loaded] = load(file)
    with Index.open(home) as index:
        read = Stated.of(next(one for one in index.catalogue.documents() if one.source.endswith("a.txt")))
        wanted = replace(read, publisher="กลุ่มกาแฟ")
        assert isinstance(loaded, Loaded)
        Corrections(index.catalogue).note(loaded.source, loaded_hash(loaded), read, wanted)
        index.ingest([corrected(loaded, read, wanted)])
    assert '"event": "unchanged"' in klum("ingest", "a.txt", "--json", home=home, cwd=tmp_path).out
    assert listed(home)["a.txt"]["publisher"] == "กลุ่มกาแฟ"


@pytest.mark.parametrize("name", ["inbox", "rows.jsonl", "rows.jsonl.xz"])
def test_one_title_is_for_one_document(tmp_path: Path, name: str) -> None:
    (tmp_path / "inbox").mkdir()
    ran = klum("ingest", name, "--title", "รายงาน", home=tmp_path / "home", cwd=tmp_path)
    assert ran.code == 2 and "--title" in ran.err and not (tmp_path / "home").exists()


def test_sources_are_tab_separated_in_a_pipe() -> None:
    rows = [line.split("\t") for line in klum("sources", home=starter_home()).out.splitlines()]
    assert rows[0] == ["id", "ชื่อเรื่อง", "ผู้เผยแพร่", "วันที่", "ที่มา"]
    assert len(rows) == 6 and {len(row) for row in rows} == {5}
    assert "20 มกราคม 2558" in {row[3] for row in rows}


def test_sources_removed_are_gone(home: Path) -> None:
    before = listed(home)
    gone = str(before["dip-cluster-hub-column.md"]["id"])
    ran = klum("sources", "--remove", gone, home=home)
    assert ran.code == 0 and gone in ran.out
    assert listed(home).keys() == before.keys() - {"dip-cluster-hub-column.md"}
    assert klum("sources", "--remove", gone, home=home).code == 1
    assert klum("index", "verify", home=home).code == 0
    left = klum("sources", "--json", "--remove", str(before["nesdc-cluster-roadshow-4.md"]["id"]), home=home).json()
    assert len(left) == 3


def test_index_commands_on_a_sound_index(home: Path) -> None:
    assert klum("index", "verify", home=home).out == "ดัชนีถูกต้องครบถ้วน (the index is sound)\n"
    stats = klum("index", "stats", "--json", home=home).json()
    assert stats["documents"] == 5 and stats["vectors"] == stats["chunks"] > 0 and stats["catalogue_bytes"] > 0
    assert "documents\t5\n" in klum("index", "stats", home=home).out
    rebuilt = klum("index", "rebuild", home=home)
    assert rebuilt.code == 0 and f"5 เอกสาร {stats['chunks']} ตอน" in rebuilt.out
    assert klum("index", "verify", home=home).code == 0


def test_index_commands_take_no_starter_documents_in(tmp_path: Path) -> None:
    assert klum("index", "stats", "--json", home=tmp_path / "home").json()["documents"] == 0
    assert klum("index", "verify", home=tmp_path / "home").code == 0


def test_verify_shows_faults(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.library.Index.verify", lambda self: ["lexical index: holds 3 chunks, the catalogue 50"])
    ran = klum("index", "verify", home=home)
    assert ran.code == 1 and "holds 3 chunks" in ran.err and "index rebuild" in ran.err


def test_backup_and_restore(home: Path, tmp_path: Path) -> None:
    before = listed(home)
    file = tmp_path / "all [1].klum"  # brackets are no markup
    ran = klum("backup", file, home=home)
    assert ran.code == 0 and str(file) in ran.out and f"{file.stat().st_size:,}" in ran.out
    klum("sources", "--remove", str(before["dip-cluster-hub-column.md"]["id"]), home=home)
    ran = klum("restore", file, home=home)
    assert ran.code == 0 and "catalogue-before-restore-" in ran.out
    assert listed(home) == before
    assert klum("index", "verify", home=home).code == 0
    assert klum("restore", file, home=tmp_path / "new").code == 0
    assert listed(tmp_path / "new") == before


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C reaches processes of Windows in another way")
def test_stopped_ingest_keeps_what_it_told(tmp_path: Path) -> None:
    """Every file whose "stored" event was read is there afterwards, and the same command goes on."""
    rows = [json.dumps({"id": str(n), "body": f"บทความที่ {n} {TEXT * 30}"}, ensure_ascii=False) for n in range(3000)]
    (tmp_path / "rows.jsonl").write_text("\n".join(rows), "utf-8")
    home = fresh_home(tmp_path)
    with subprocess.Popen(
        [*COMMAND, "ingest", "rows.jsonl", "--json"],
        env=environment(home, {"PYTHONPATH": str(ROOT)}),
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        bufsize=0,  # communicate() would not see what readline() had read ahead
    ) as process:
        if process.stdout is None:
            raise RuntimeError("no pipe")
        told = [process.stdout.readline() for _ in range(40)]
        process.send_signal(signal.SIGINT)
        rest, complaint = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "the same command goes on" in complaint.decode() and "Traceback" not in complaint.decode()
    stored = [json.loads(line) for line in (*told, *rest.splitlines()) if line]
    there = {row["source"] for row in klum("sources", "--json", home=home).json()}
    assert 40 <= len(stored) < 3000
    assert {row["source"] for row in stored if row["event"] == "stored"} <= there
    assert klum("index", "verify", home=home).code == 0


def test_two_first_uses_at_once(tmp_path: Path) -> None:
    """Whoever comes second waits for the starter documents, or finds them there."""
    command = [*COMMAND, "search", "คลัสเตอร์", "--json"]
    given = environment(tmp_path / "home", {"PYTHONPATH": str(ROOT)})
    both = [
        subprocess.Popen(command, env=given, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    ends = [(process.communicate(timeout=60), process.returncode) for process in both]
    for (out, complaint), code in ends:
        assert code == 0, complaint.decode()
        assert len(json.loads(out)) == 10
