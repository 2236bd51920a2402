from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import EvaluationError
from evals.bench_data import CALIBRATION, SETS, read_set, slice_of
from tests.bench_files import TOPICS, write_sets


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return write_sets(tmp_path / "data")


def test_xquad_paragraphs_are_documents(data: Path) -> None:
    found = read_set(data, "xquad-th")
    assert (len(found.documents), len(found.questions)) == (12, 24)
    first = found.questions[0]
    assert first.text == TOPICS[0][2] and TOPICS[0][1] in found.documents[first.document]


def test_iapp_has_the_contexts_of_all_parts_and_the_questions_of_one(data: Path) -> None:
    test, valid = read_set(data, "iapp"), read_set(data, "iapp-valid")
    assert len(test.documents) == len(valid.documents) == 12
    assert (len(test.questions), len(valid.questions)) == (18, 24)
    assert {test.documents[question.document] for question in test.questions} == {text for _, text, _ in TOPICS[6:]}


def test_thaigov_titles_are_questions_and_stand_in_no_document(data: Path) -> None:
    found = read_set(data, "thaigov-2025")
    assert [question.text for question in found.questions] == [topic for topic, _, _ in TOPICS]
    for question in found.questions:
        assert f"{question.text} " not in found.documents[question.document]


def test_a_text_that_stands_twice_is_one_document(data: Path) -> None:
    path = data / "xquad.th.json"
    path.write_text(
        path.read_text("utf-8").replace(TOPICS[1][0] + "\\n" + TOPICS[1][1], TOPICS[0][0] + "\\n" + TOPICS[0][1]),
        "utf-8",
    )
    found = read_set(data, "xquad-th")
    assert (len(found.documents), len(found.questions)) == (11, 24)
    assert found.questions[0].document == found.questions[2].document


def test_limit_takes_questions_evenly_and_keeps_the_documents(data: Path) -> None:
    whole = read_set(data, "xquad-th")
    few = whole.limited(6)
    assert [question.text for question in few.questions] == [question.text for question in whole.questions[::4]]
    assert few.documents == whole.documents
    assert whole.limited(None) is whole and whole.limited(99) is whole


@pytest.mark.parametrize("name", [*SETS, *CALIBRATION])
def test_a_missing_file_is_named_with_where_it_is_published(tmp_path: Path, name: str) -> None:
    source = SETS.get(name) or CALIBRATION[name]
    with pytest.raises(EvaluationError) as caught:
        read_set(tmp_path, name)
    assert source.file in caught.value.message and str(tmp_path) in caught.value.message
    assert "published" in caught.value.hint or "GitHub" in caught.value.hint


@pytest.mark.parametrize("name", list(SETS))
def test_a_file_of_another_form_is_refused(data: Path, name: str) -> None:
    (data / SETS[name].file).write_bytes(b'{"data": 1}')
    with pytest.raises(EvaluationError, match="cannot be read as the set"):
        read_set(data, name)


def test_a_file_without_questions_is_refused(data: Path) -> None:
    (data / "xquad.th.json").write_text('{"data": []}', "utf-8")
    with pytest.raises(EvaluationError, match="no question"):
        read_set(data, "xquad-th")


def test_an_unknown_set_is_refused_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="xquad-th"):
        read_set(tmp_path, "squad")


def test_slice_of_passes_over_records_without_text(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text(
        '{"id": "1", "body": "หนึ่ง"}\nno json\n{"id": "2", "body": "สอง"}\n{"id": "3", "body": "สาม"}\n', "utf-8"
    )
    assert [loaded.text for loaded in slice_of(file, 2)] == ["หนึ่ง", "สอง"]
    assert len(list(slice_of(file, None))) == 3


def test_the_real_sets_have_their_known_sizes(shared: Path) -> None:
    sizes = {
        name: (len(one.documents), len(one.questions)) for name in SETS for one in [read_set(shared / "data", name)]
    }
    # three of the 3,000 news items of 2025 have the body of another
    assert sizes == {"xquad-th": (240, 1190), "iapp": (1904, 739), "thaigov-2025": (2997, 3000)}
