"""Names that no dictionary holds are whole words of a question again where the documents write them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.joining import joined
from assistant.question import read_question
from assistant.units import Reader
from index.library import Index
from tests.thai_questions import document, index_of

_Read = tuple[Index, Reader]
_TEXT = """# กลุ่มผู้ผลิตเซรามิกโควาลสกี

กลุ่มผู้ผลิตเซรามิกตั้งโดย ยูริส โควาลสกี ช่างปั้นจากวอร์มีนสค์ และเปิดร้านที่วอร์มีนสค์ในปี 2560 ต่อมาโควาลสกีพากลุ่มไปวอร์มีนสค์อีกครั้ง

บริษัท ซุนเดอร์บลุม จำกัด รับซื้อเซรามิกของกลุ่มทั้งหมด
"""


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[_Read]:
    with index_of(tmp_path_factory.mktemp("home"), [document("a.md", _TEXT)]) as index:
        yield index, Reader(index.catalogue, index.encoder)


@pytest.mark.parametrize(
    ("question", "name", "without"),
    [
        ("ใครคือภรรยาของโควาลสกี", "โควาลสกี", "ของโควาลสกี"),
        ("ร้านในวอร์มีนสค์เปิดปีไหน", "วอร์มีนสค์", "ในวอร์มีนสค์"),
        ("ซุนเดอร์บลุมรับซื้ออะไร", "ซุนเดอร์บลุม", "ซุนเดอร์บลุมรับซื้อ"),
    ],
)
def test_a_name_that_the_documents_write_is_one_word(reader: _Read, question: str, name: str, without: str) -> None:
    index, read = reader
    asked = read_question(question)
    assert name not in asked.content
    found = joined(asked, read.passages(index.search(question, 3)))
    assert name in found.content and name in found.nouns
    assert without not in found.content
    assert not any(word != name and word in name for word in found.content)
    assert all(word in found.content for word in asked.content if word in ("ภรรยา", "ร้าน", "เปิด", "รับซื้อ"))


@pytest.mark.parametrize("question", ["กลุ่มผู้ผลิตเปิดร้านปีไหน", "ใครคือภรรยาของคุชเนอร์มันน์", "วงเงินเท่าไร"])
def test_a_question_without_such_a_name_stays_as_it_is(reader: _Read, question: str) -> None:
    index, read = reader
    asked = read_question(question)
    assert joined(asked, read.passages(index.search(question, 3))) is asked


def test_nothing_was_found() -> None:
    asked = read_question("ใครคือภรรยาของโควาลสกี")
    assert joined(asked, []) is asked
