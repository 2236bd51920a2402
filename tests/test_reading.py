from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings

import corpus
from corpus.document import Document, Noise, NoiseReason, PartialDate, Span
from corpus.loaders import Loaded, load
from corpus.reading import document_id, loaded_hash, to_document
from tests.thai_text import ARTICLE, any_text

STARTER = sorted((Path(corpus.__file__).parent / "documents").glob("*.md"))
LONGEST_LOAN = 70  # characters; a series of nouns that must be given in full comes close to it
# Names that a restatement cannot put in other words.
NAMES = (
    "คณะกรรมการพัฒนาขีดความสามารถในการแข่งขันของประเทศ",
    "สำนักงานส่งเสริมวิสาหกิจขนาดกลางและขนาดย่อม",
    "สถาบันวิจัยวิทยาศาสตร์และเทคโนโลยีแห่งประเทศไทย",
    "มหาวิทยาลัยเทคโนโลยีพระจอมเกล้าพระนครเหนือ",
    "เครือข่ายอุตสาหกรรมแปรรูปอาหาร (Thai Food Cluster)",
    "โครงการสนับสนุนเครือข่าย SME ผ่านรูปแบบการรวมกลุ่มกันเป็นคลัสเตอร์",
    "โครงการศึกษาแนวทางพัฒนาการให้บริการปรึกษาแนะนำเพื่อส่งเสริมกลุ่มอุตสาหกรรม SME และพัฒนาภูมิภาค",
    "The Study on Development of Consulting Services to Promote SME Cluster and Regional Development",
    "National Committee on Competitive Advantage",
)


def test_what_a_file_states_wins_over_what_is_guessed() -> None:
    text = f"ข่าวจากกลุ่มเกลือ\n\nกรุงเทพฯ 3 มีนาคม 2566 – {ARTICLE}"
    guessed = to_document(Loaded("/a.txt", text))
    stated = to_document(Loaded("/a.txt", text, title="ชื่อที่ระบุ", publisher="กลุ่มเกลือ", published=PartialDate(2020)))
    assert (stated.title, stated.publisher, stated.published) == ("ชื่อที่ระบุ", "กลุ่มเกลือ", PartialDate(2020))
    assert guessed.title == "ข่าวจากกลุ่มเกลือ"
    assert guessed.published == PartialDate(2023, 3, 3)
    half = to_document(Loaded("/a.txt", text, title="ชื่อที่ระบุ"))
    assert (half.title, half.published) == ("ชื่อที่ระบุ", PartialDate(2023, 3, 3))


def test_everything_else_is_taken_over() -> None:
    noise = (Noise(Span(0, 1), NoiseReason.PAGE_FURNITURE),)
    loaded = Loaded(
        "/a.pdf",
        "ก\nขค",
        title="ก",
        language="en",
        url="https://example.org",
        note="หมายเหตุ",
        pages=(Span(0, 4),),
        noise=noise,
    )
    document = to_document(loaded)
    assert (document.source, document.language, document.url, document.note) == (
        "/a.pdf",
        "en",
        "https://example.org",
        "หมายเหตุ",
    )
    assert (document.pages, document.noise, document.version) == ((Span(0, 4),), noise, 1)
    assert document.sha256 == loaded_hash(loaded)


def test_identifier_depends_on_the_source_alone() -> None:
    first, second = to_document(Loaded("/a.txt", "ก")), to_document(Loaded("/a.txt", "ข"))
    assert first.id == second.id == document_id("/a.txt")
    assert first.sha256 != second.sha256
    assert document_id("/b.txt") != first.id
    assert document_id("/\ud800.txt")


def test_what_cannot_be_stored_is_replaced_in_place() -> None:
    document = to_document(Loaded("/a.txt", "กลุ่ม\ud800เกลือ\x00ทะเล", title="ชื่อ\n \ud800 ที่ยาว"))
    assert document.text == "กลุ่ม\ufffdเกลือ\ufffdทะเล"
    assert document.title == "ชื่อ \ufffd ที่ยาว"


@settings(deadline=None, max_examples=150)
@given(any_text)
def test_any_text_becomes_a_document(text: str) -> None:
    document = to_document(Loaded("/a.txt", text))
    assert document.text == text.replace("\x00", "\ufffd")
    assert all(a.span.end <= b.span.start for a, b in pairwise(document.noise))


def starter(path: Path) -> tuple[Loaded, Document]:
    (loaded,) = load(path)
    assert isinstance(loaded, Loaded)
    return loaded, to_document(loaded)


def test_there_are_starter_documents() -> None:
    assert len(STARTER) >= 5


@pytest.mark.parametrize("path", STARTER, ids=lambda path: path.stem)
def test_starter_document_states_what_it_is(path: Path) -> None:
    loaded, document = starter(path)
    assert loaded.title and loaded.publisher
    assert "เรียบเรียงใหม่จากต้นฉบับ" in loaded.note
    assert document.language == "th"
    assert document.noise == ()


def without_names(text: str) -> str:
    text = " ".join(text.split())
    for name in NAMES:
        text = text.replace(name, "§")
    return text


@pytest.mark.parametrize("path", STARTER, ids=lambda path: path.stem)
def test_starter_document_takes_no_passage_from_a_seed(shared: Path, path: Path) -> None:
    """Restated in own words: but for names, no clause is the same, spaces made even."""
    seeds = [without_names(seed.read_text(encoding="utf-8")) for seed in (shared / "seeds").glob("*.txt")]
    text = without_names(starter(path)[0].text)
    known = {seed[at : at + LONGEST_LOAN + 1] for seed in seeds for at in range(len(seed) - LONGEST_LOAN)}
    runs = {text[at : at + LONGEST_LOAN + 1] for at in range(len(text) - LONGEST_LOAN)}
    assert runs & known == set()
