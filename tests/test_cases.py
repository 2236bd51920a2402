from __future__ import annotations

import codecs
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import EvaluationError
from evals.cases import Case, csv_rows, json_rows, read_cases

ROOT = Path(__file__).resolve().parents[1]
FULL = {
    "id": "a1",
    "question": "ใครจัดคลัสเตอร์สัญจร",
    "kind": "factoid",
    "history": ["คลัสเตอร์สัญจรคืออะไร"],
    "must": [["สศช.", "สภาพัฒน์"], ["2548"]],
    "must_not": ["2549"],
    "doc": ["a.txt"],
    "span": ["สำนักงานคณะกรรมการ"],
    "answerable": True,
    "lang": "th",
}
CASE = Case(
    id="a1",
    question="ใครจัดคลัสเตอร์สัญจร",
    kind="factoid",
    history=("คลัสเตอร์สัญจรคืออะไร",),
    must=(("สศช.", "สภาพัฒน์"), ("2548",)),
    must_not=("2549",),
    doc=("a.txt",),
    span=("สำนักงานคณะกรรมการ",),
    extra={"lang": "th"},
)
TABLE = (
    "id,question,kind,history,must,must_not,doc,span,answerable,lang\n"
    "a1,ใครจัดคลัสเตอร์สัญจร,factoid,คลัสเตอร์สัญจรคืออะไร,สศช. | สภาพัฒน์ ; 2548,2549,a.txt,สำนักงานคณะกรรมการ,TRUE,th\n"
)


def read(folder: Path, text: str | bytes, name: str = "cases.jsonl") -> list[Case]:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_cases(path)


def jsonl(*rows: Any) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def test_all_fields_of_jsonl(tmp_path: Path) -> None:
    assert read(tmp_path, jsonl(FULL)) == [CASE]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874", "utf-16"])
def test_all_fields_of_csv_in_the_encodings_of_spreadsheets(tmp_path: Path, encoding: str) -> None:
    assert read(tmp_path, TABLE.encode(encoding), "cases.csv") == [CASE]


@pytest.mark.parametrize(("name", "separator"), [("a.csv", ";"), ("a.csv", "\t"), ("a.tsv", "\t")])
def test_other_separators(tmp_path: Path, name: str, separator: str) -> None:
    table = f"id{separator}question{separator}must\nx{separator}ใคร, เมื่อไร{separator}ก|ข\n"
    assert read(tmp_path, table, name) == [Case("x", "ใคร, เมื่อไร", must=(("ก", "ข"),))]


def test_only_id_and_question_are_required(tmp_path: Path) -> None:
    assert read(tmp_path, jsonl({"id": 7, "question": " ใคร "})) == [Case("7", "ใคร")]
    assert read(tmp_path, "question,id\nใคร,7\n\n,\n", "a.csv") == [Case("7", "ใคร")]


def test_quoted_cells_keep_commas_quotes_and_line_ends(tmp_path: Path) -> None:
    read_back = read(tmp_path, 'id,question\n1,"ใคร, ""อะไร""\nเมื่อไร"\n2,ที่ไหน\n', "a.csv")
    assert [case.question for case in read_back] == ['ใคร, "อะไร"\nเมื่อไร', "ที่ไหน"]


def test_null_is_as_if_it_were_not_there(tmp_path: Path) -> None:
    row = dict.fromkeys(["kind", "history", "must", "must_not", "doc", "span", "answerable"])
    assert read(tmp_path, jsonl({"id": "1", "question": "ใคร", **row})) == [Case("1", "ใคร")]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (False, False),
        ("false", False),
        (0, False),
        ("ไม่มี", False),
        (True, True),
        ("TRUE", True),
        ("ใช่", True),
        (1, True),
    ],
)
def test_ways_to_say_answerable(tmp_path: Path, said: object, meant: bool) -> None:
    assert read(tmp_path, jsonl({"id": "1", "question": "ใคร", "answerable": said}))[0].answerable is meant


def test_single_texts_stand_for_lists(tmp_path: Path) -> None:
    (case,) = read(tmp_path, jsonl({"id": "1", "question": "ใคร", "doc": "a.txt", "must": ["ก", ["ข", "ค"]]}))
    assert (case.doc, case.must) == (("a.txt",), (("ก",), ("ข", "ค")))


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"question": "ใคร"}, "line 2: 'id' is missing"),
        ({"id": "", "question": "ใคร"}, "line 2: 'id' is missing"),
        ({"id": True, "question": "ใคร"}, "'id' is no text: True"),
        ({"id": "1"}, "line 2: 'question' is missing"),
        ({"id": "1", "question": None}, "'question' is missing"),
        ({"id": "1", "question": 7}, "'question' is no text: 7"),
        ({"id": "1", "question": "  "}, "'question' is no text"),
        ({"id": "1", "question": "ใคร", "doc": [1]}, "'doc' is no list of texts"),
        ({"id": "1", "question": "ใคร", "must_not": [""]}, "'must_not' is no list of texts"),
        ({"id": "1", "question": "ใคร", "must": "ก"}, "'must' is no list of groups"),
        ({"id": "1", "question": "ใคร", "must": [[]]}, "'must' is no list of groups"),
        ({"id": "1", "question": "ใคร", "must": [["ก", " "]]}, "'must' is no list of groups"),
        ({"id": "1", "question": "ใคร", "answerable": "perhaps"}, "'answerable' is 'perhaps'"),
        ({"id": "0", "question": "ใคร"}, "line 2: the id '0' is that of line 1 too"),
        ([1], "line 2 is no JSON object"),
    ],
)
def test_bad_cases_are_refused_by_line(tmp_path: Path, row: object, message: str) -> None:
    with pytest.raises(EvaluationError, match=message):
        read(tmp_path, jsonl({"id": "0", "question": "อะไร"}, row))


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("id,question\n1,ใคร, เมื่อไร\n", "line 2 has 3 cells for 2 columns"),
        ('id,question\n1,ใคร\n2,"ใคร', "line 3 is no CSV: unexpected end of data"),
        ('id,question\n1,"ใคร"อะไร\n', "line 2 is no CSV"),
        ('id,question\n1,"ก\nข"\n1,ค\n', "line 4: the id '1' is that of line 2 too"),
        ("ใคร,อะไร\nก,ข\n", "line 2: 'id' is missing"),
        ("id,question\n", "holds no case"),
        ("", "holds no case"),
    ],
)
def test_bad_tables_are_refused_by_line(tmp_path: Path, table: str, message: str) -> None:
    with pytest.raises(EvaluationError, match=message):
        read(tmp_path, table, "a.csv")


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="There is no question set"):
        read_cases(tmp_path / "missing.jsonl")
    with pytest.raises(EvaluationError, match="Is a directory"):
        read_cases(tmp_path)
    with pytest.raises(EvaluationError, match="binary"):
        read(tmp_path, b"PK\x03\x04\x00\x00")
    with pytest.raises(EvaluationError, match="UTF-16"):
        read(tmp_path, codecs.BOM_UTF16_LE + b"a\xd8\x00")


@given(st.text(alphabet='ก1,;"\n\t{}[]:|ไ', max_size=60))
def test_any_text_gives_cases_or_a_message(text: str) -> None:
    for rows in (json_rows, csv_rows):
        try:
            for line, row in rows(f"id,question\n{text}", Path("any.csv")):
                assert line > 0 and isinstance(row, dict)
        except EvaluationError as error:
            assert "any.csv, line " in error.message and error.hint


@pytest.mark.parametrize("path", sorted((ROOT / "evals" / "sets").glob("*.jsonl")), ids=lambda path: path.name)
def test_own_sets_are_read_to_the_letter(path: Path) -> None:
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert [(case.id, case.question) for case in read_cases(path)] == [(row["id"], row["question"]) for row in rows]


def test_shared_set_is_read(shared: Path) -> None:
    assert len(read_cases(shared / "evals" / "seeds-dev.jsonl")) == 42


def test_a_workbook_is_read_like_a_table(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.worksheets[0]
    for row in (
        ["id", "question", "must", "answerable", ""],
        [1, " ถาม ", "ก|ข;ค", None, None],
        [None] * 5,
        ["b", "ไม่มี", "", "ไม่"],
    ):
        sheet.append(row)
    book.save(tmp_path / "set.xlsx")
    first, second = read_cases(tmp_path / "set.xlsx")
    assert (first.id, first.question, first.must) == ("1", "ถาม", (("ก", "ข"), ("ค",)))
    assert (second.id, second.answerable) == ("b", False)
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    with pytest.raises(EvaluationError, match="cannot be read"):
        read_cases(tmp_path / "broken.xlsx")
    with pytest.raises(EvaluationError, match="no question set"):
        read_cases(tmp_path / "missing.xlsx")
