from __future__ import annotations

from pathlib import Path

import pytest

from assistant import Assistant
from corpus.errors import EvaluationError
from evals.true_sentences import of_documents, passages_of_documents, sentences_by_hand, written
from tests.thai_questions import document, index_of

TEXT = """# บันทึกเครือข่ายไผ่หวาน

เครือข่ายไผ่หวานมีสมาชิก 58 ราย ในปี 2566 ดูที่ https://example.org/a

สั้น

*****
"""


def test_every_sentence_of_a_document_is_taken_as_a_models_is_read(tmp_path: Path) -> None:
    with index_of(tmp_path / "home", [document("a.md", TEXT)]) as index:
        assistant = Assistant(index)
        passages = passages_of_documents(assistant, index)
        [case] = of_documents(assistant, index, passages)
        assert case.text == "เครือข่ายไผ่หวานมีสมาชิก 58 ราย ในปี 2566 ดูที่" and "58 ราย" in case.passage
        with pytest.raises((EvaluationError, KeyError)):
            list(written(index, passages))


def test_the_sentences_by_hand_are_in_two_languages_and_each_once() -> None:
    said = sentences_by_hand()
    assert {one.language for one in said} == {"th", "en"} and len({one.text for one in said}) == len(said) >= 90
