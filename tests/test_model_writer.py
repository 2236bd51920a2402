from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from assistant.budget import Ledger, Limits
from assistant.caller import Caller, Patience
from assistant.chat_model import Message, Piece
from assistant.model_writer import ModelWriter
from assistant.question import read_question
from assistant.units import Passage
from corpus.document import Span
from corpus.errors import ModelError
from tests.passages import Place, place_of

QUESTION = "ปี 2563 สสว. พัฒนาเครือข่ายไผ่หวานได้กี่กลุ่ม"
TRUE = "ปี 2563 สสว. พัฒนาเครือข่ายไผ่หวานได้ 21 กลุ่ม"
COST = "ปี 2563 ใช้งบประมาณ 5 ล้านบาท"


@dataclass
class Scripted:
    """A model that says one thing for each purpose; an error is raised behind the words before it."""

    said: dict[str, str]
    name: str = "made:up"
    breaks: bool = False
    asked: list[str] = field(default_factory=list)

    def stream(self, messages: Sequence[Message], *, most_tokens: int, purpose: str) -> Iterator[Piece]:
        self.asked.append("\n".join(message.text for message in messages))
        text = self.said[purpose]
        yield from (Piece(text[at : at + 5]) for at in range(0, len(text), 5))
        if self.breaks:
            raise ModelError("It broke.")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with place_of(tmp_path_factory.mktemp("made") / "home", publisher="สำนักไผ่หวาน", year=2021) as place:
        yield place


def writer(
    made: Place, tmp_path: Path, model: Scripted, question: str = QUESTION, *, doubtful: bool = False
) -> ModelWriter:
    atoms = made.shown.reading.atoms
    whole = Passage(made.shown.reading, Span(0, atoms[-1].span.end), "", 0, 1.0, 1.0, 1.0, 0, len(atoms))
    session = Caller(model, Ledger(tmp_path / "used.sqlite3", Limits()), Patience(backoff=0.01)).session()
    read = read_question(question, made.glossary)
    return ModelWriter(read, [whole], made.verifier, made.glossary, session, doubtful=doubtful)


@pytest.mark.parametrize(
    ("answer", "shown", "outcomes"),
    [
        (f"{TRUE} [1]\n", f"{TRUE} [1]", ["kept"]),
        (f"{TRUE} [1]\n{TRUE} [1]\n", f"{TRUE} [1]", ["kept"]),
        (f"- {TRUE} [1]\n- {COST} [1]\n", f"- {TRUE} [1]\n- {COST} [1]", ["kept", "kept"]),
        (f"{TRUE} [7]\n", f"{TRUE} [1]", ["repaired"]),
        (f"{TRUE}\n", f"{TRUE} [1]", ["repaired"]),
        (f"**{TRUE}** <script>x</script>[1]\n", f"{TRUE} [1]", ["kept"]),
        ("ปี 2563 มีนักวิทยาศาสตร์ค้นพบดาวเคราะห์ดวงใหม่ [1]\n", "", ["dropped"]),
        ("In 2020, OSMEP developed 21 networks. [1]\n", "", ["dropped"]),
        (f"{COST} [1]\n", "", ["dropped"]),
        (f"{COST} [1]\n{TRUE} [1]\n", f"{COST} [1]\n{TRUE} [1]", ["kept", "kept"]),
    ],
)
def test_what_is_shown_of_a_models_answer(
    answer: str, shown: str, outcomes: list[str], made: Place, tmp_path: Path
) -> None:
    one = writer(made, tmp_path, Scripted({"answer": answer}))
    text = "".join(one.write())
    # a quote of its own for each sentence: only the marks' numbers may differ
    assert text == one.made.text and text.replace("[2]", "[1]") == shown
    assert [check.outcome for check in one.made.checks] == outcomes


def test_a_misquoted_figure_is_said_in_the_words_of_the_source(made: Place, tmp_path: Path) -> None:
    one = writer(made, tmp_path, Scripted({"answer": "ปี 2563 สสว. พัฒนาเครือข่ายไผ่หวานได้ 99 กลุ่ม [1]\n"}))
    text = "".join(one.write())
    assert "21 กลุ่ม" in text and "99" not in text and one.made.checks[0].outcome == "repaired"


@pytest.mark.parametrize(("verdict", "shown"), [("YES", True), ("NO", False), ("maybe", False)])
def test_where_the_evidence_is_weak_the_judge_must_agree(
    verdict: str, shown: bool, made: Place, tmp_path: Path
) -> None:
    model = Scripted({"answer": f"{TRUE} [1]\n", "judge": verdict})
    one = writer(made, tmp_path, model, doubtful=True)
    assert bool("".join(one.write())) is shown and len(model.asked) == 2


def test_a_model_that_finds_no_answer_is_taken_at_its_word(made: Place, tmp_path: Path) -> None:
    one = writer(made, tmp_path, Scripted({"answer": "NO_ANSWER"}))
    assert not list(one.write()) and one.made.refused and not one.made.failed


def test_what_was_shown_before_a_model_broke_stays(made: Place, tmp_path: Path) -> None:
    one = writer(made, tmp_path, Scripted({"answer": f"{TRUE} [1]\nและยัง"}, breaks=True))
    assert "".join(one.write()).startswith(TRUE) and one.made.failed


def test_passages_stand_between_fences_with_number_and_publisher(made: Place, tmp_path: Path) -> None:
    model = Scripted({"answer": f"{TRUE} [1]\n"})
    list(writer(made, tmp_path, model).write())
    assert "[1] " in model.asked[0] and "สำนักไผ่หวาน" in model.asked[0] and "20,000 บาท" in model.asked[0]
    assert model.asked[0].count("<<<") >= 2
