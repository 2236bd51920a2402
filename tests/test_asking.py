from __future__ import annotations

import os
from pathlib import Path

import pytest

from corpus.document import Span
from index.catalogue import Catalogue
from tests.klum_runner import COMMAND, QUESTION, ROOT, environment, klum, starter_home
from ui.asking import checked

ANSWER = {
    "question", "standalone_question", "answer", "abstained", "engine", "citations", "conflicts", "seconds",
}  # fmt: skip
CITATION = {
    "number", "document_id", "title", "publisher", "published", "source", "page", "start", "end", "quote",
}  # fmt: skip
UNKNOWN = "ราคาทองคำวันนี้เท่าไร"


def test_json_is_one_object_with_the_keys_of_the_contract() -> None:
    ran = klum("ask", "--json", QUESTION, home=starter_home())
    assert (ran.code, ran.err) == (0, "")
    answer = ran.json()
    assert answer.keys() == ANSWER
    assert answer["question"] == QUESTION and not answer["abstained"]
    catalogue = Catalogue(starter_home() / "catalogue.sqlite3", read_only=True)
    for citation in answer["citations"]:
        assert citation.keys() == CITATION
        text = catalogue.document(citation["document_id"]).text
        assert Span(citation["start"], citation["end"]).of(text) == citation["quote"]
        assert f"[{citation['number']}]" in answer["answer"]
    catalogue.close()


def test_plain_answer_names_its_sources() -> None:
    ran = klum("ask", QUESTION, home=starter_home())
    assert (ran.code, ran.err) == (0, "") and "\x1b" not in ran.out
    assert "ผู้ประสานงาน" in ran.out and "\n\nแหล่งอ้างอิง\n[1] " in ran.out
    assert all(line == line.rstrip() for line in ran.out.splitlines())


def test_abstaining_is_no_error() -> None:
    assert klum("ask", UNKNOWN, "--json", home=starter_home()).json()["abstained"]
    assert klum("ask", UNKNOWN, home=starter_home()).code == 0


@pytest.mark.parametrize("typed", [QUESTION, f"\ufeff{QUESTION}\n", f"\n  {QUESTION}\r\n"])
def test_question_from_standard_input(typed: str) -> None:
    answer = klum("ask", "-", "--json", home=starter_home(), stdin=typed).json()
    assert answer["question"] == QUESTION and answer["citations"]


def test_text_that_begins_with_a_hyphen() -> None:
    answer = klum("ask", "--json", "--", "-5 คืออะไร", home=starter_home()).json()
    assert answer["question"] == "-5 คืออะไร"


def test_history_makes_a_follow_up_stand_alone() -> None:
    earlier = "คลัสเตอร์สัญจรครั้งที่ 4 จัดวันที่เท่าไร"
    answer = klum("ask", "แล้วจัดที่ไหน", "--history", earlier, "--json", home=starter_home()).json()
    assert "คลัสเตอร์สัญจร" in answer["standalone_question"] and "อุบลราชธานี" in answer["answer"]
    with_blank = klum("ask", "แล้วจัดที่ไหน", "--history", earlier, "--history", " ", "--json", home=starter_home())
    assert with_blank.json()["standalone_question"] == answer["standalone_question"]


@pytest.mark.parametrize(
    "question",
    ["", " \n", "?!", "😀", "\u200b", "\udce0\udcb8"],
    ids=["empty", "blank", "marks", "emoji", "zero", "bytes"],
)
@pytest.mark.parametrize("command", ["ask", "search"])
def test_question_without_a_word_is_refused_before_anything_is_opened(
    command: str, question: str, tmp_path: Path
) -> None:
    ran = klum(command, question, "--json", home=tmp_path / "home")
    assert (ran.code, ran.out) == (1, "") and ran.err
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("question", ["ก", "5", "cluster", " ๑ ", "คลัสเตอร์ 😀"])
def test_one_letter_or_digit_is_enough(question: str) -> None:
    assert checked(question) == question


def test_chat_through_a_pipe() -> None:
    """Blank lines do not end it, what cannot be asked does not stop it, and the exit code tells."""
    typed = f"{QUESTION}\n\n  \n😀\nคลัสเตอร์สัญจรครั้งที่ 4 จัดวันที่เท่าไร\nแล้วจัดที่ไหน\n/new\n{UNKNOWN}"
    ran = klum("chat", home=starter_home(), stdin=typed)
    assert ran.code == 1 and "😀" in ran.err and "Traceback" not in ran.err
    assert [line[2:] for line in ran.out.splitlines() if line.startswith("> ")] == [
        QUESTION,
        "😀",
        "คลัสเตอร์สัญจรครั้งที่ 4 จัดวันที่เท่าไร",
        "แล้วจัดที่ไหน",
        "/new",
        UNKNOWN,
    ]
    assert "อุบลราชธานี" in ran.out and "/new เ" not in ran.out
    assert klum("chat", home=starter_home(), stdin=f"{QUESTION}\n").code == 0


def test_chat_through_a_pipe_that_is_no_utf8() -> None:
    ran = klum("chat", home=starter_home(), stdin=QUESTION.encode("cp874"))
    assert ran.code == 1 and "UTF-8" in ran.err and "Traceback" not in ran.err


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo-terminals")
def test_chat_in_a_terminal() -> None:
    """A greeting, a prompt, an answer in a box, and an empty line that ends it."""
    import pty
    import subprocess

    mine, theirs = pty.openpty()
    with subprocess.Popen(
        [*COMMAND, "chat"],
        env=environment(starter_home(), {"PYTHONPATH": str(ROOT), "TERM": "xterm", "COLUMNS": "100"}),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    ) as process:
        os.close(theirs)
        os.write(mine, f"{QUESTION}\n\n".encode())
        shown = b""
        while True:
            try:
                shown += os.read(mine, 65536)
            except OSError:  # what Linux says at the end of a pseudo-terminal
                break
        os.close(mine)
    text = shown.decode("utf-8", "replace")
    assert process.returncode == 0
    assert "/new" in text and "> " in text and "╭" in text and "\x1b[" in text and "แหล่งอ้างอิง" in text


def test_search_as_json() -> None:
    found = klum("search", "บทเรียนของคลัสเตอร์", "-k", "3", "--json", home=starter_home()).json()
    assert len(found) == 3
    assert found[0].keys() == {
        "document_id", "title", "publisher", "published", "source", "start", "end", "score", "text",
    }  # fmt: skip
    assert found[0]["score"] >= found[1]["score"] >= found[2]["score"]
    assert len(found[0]["text"]) == found[0]["end"] - found[0]["start"]


@pytest.mark.parametrize(
    ("options", "published"),
    [
        (["--since", "2015"], {"2015-01-20"}),
        (["--since", "2558-01-20", "--until", "2558"], {"2015-01-20"}),
        (["--since", "2558-01-21", "--until", "2559"], set()),
        (["--since", "2558-01", "--until", "2558-02"], {"2015-01-20"}),
        (["--until", "๒๕๔๘-12-31"], {"2005-02-17"}),
        (["--publisher", "กรมส่งเสริม", "--since", "2015"], {"2015-01-20"}),
        (["--publisher", "ไม่มีหน่วยงานนี้"], set()),
    ],
)
def test_search_filters_take_years_of_both_eras(options: list[str], published: set[str]) -> None:
    found = klum("search", "คลัสเตอร์", "--json", *options, home=starter_home()).json()
    assert {hit["published"] for hit in found} == published


def test_search_that_finds_nothing_is_no_error() -> None:
    ran = klum("search", "คลัสเตอร์", "--publisher", "ไม่มีหน่วยงานนี้", home=starter_home())
    assert (ran.code, ran.out) == (0, "ไม่พบข้อความที่ตรงกับคำค้น\n")


def test_hits_are_numbered_lines() -> None:
    ran = klum("search", "-", "-k", "2", home=starter_home(), stdin="คลัสเตอร์สัญจร")
    assert ran.code == 0 and ran.out.startswith("1. ") and "\n2. " in ran.out and "\n3. " not in ran.out
    assert "คะแนน" in ran.out
