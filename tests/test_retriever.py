from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import ValidationError

from corpus.document import Span
from corpus.loaders.base import Loaded
from index.encoder import StaticEncoder
from index.library import Index
from index.records import Filter
from index.retriever import KlumRetriever
from tests.small_corpus import code, corpus, text_of


@pytest.fixture
def index(tmp_path: Path, tiny_model: Path) -> Iterator[Index]:
    text = f"{text_of(90)}\n\n{text_of(91)}"
    cut = text.index(code(91))
    paged = Loaded("paged.pdf", text, pages=(Span(0, cut), Span(cut, len(text))))
    with Index.open(tmp_path / "home", StaticEncoder(tiny_model)) as opened:
        opened.ingest([*corpus(20), paged])
        yield opened


def test_passages_as_documents_of_langchain(index: Index) -> None:
    [document] = KlumRetriever(index=index, limit=1).invoke(f"โครงการ {code(7)}")
    found = document.metadata
    assert set(found) == {
        "document_id", "title", "publisher", "published", "source", "page", "start", "end", "score",
    }  # fmt: skip
    whole = index.catalogue.document(found["document_id"])
    assert document.page_content == whole.text[found["start"] : found["end"]]
    assert (found["source"], found["title"], found["publisher"]) == (whole.source, whole.title, whole.publisher)
    assert (found["published"], found["page"]) == (str(whole.published), None)
    assert isinstance(found["score"], float)


def test_pages(index: Index) -> None:
    [document] = KlumRetriever(index=index, limit=1, mode="lexical").invoke(code(91))
    assert (document.metadata["source"], document.metadata["page"]) == ("paged.pdf", 2)


def test_filter_mode_and_limit(index: Index) -> None:
    only = Filter(publisher="สภาพัฒน์")
    for mode in ("hybrid", "lexical", "dense"):
        found = KlumRetriever(index=index, limit=5, only=only, mode=mode).invoke("โครงการ ตลาด อาหาร")
        assert len(found) == 5
        assert {document.metadata["publisher"] for document in found} == {"สภาพัฒน์"}


def test_asynchronous_and_in_parallel(index: Index) -> None:
    retriever = KlumRetriever(index=index, limit=1)

    async def ask() -> list[str]:
        answers = await asyncio.gather(*(retriever.ainvoke(code(number)) for number in range(20)))
        return [documents[0].metadata["source"] for documents in answers]

    assert asyncio.run(ask()) == [f"made/{number}.txt" for number in range(20)]
    assert [one[0].metadata["source"] for one in retriever.batch([code(3), code(4)])] == ["made/3.txt", "made/4.txt"]


def test_as_a_part_of_a_chain(index: Index) -> None:
    chain = KlumRetriever(index=index, limit=2) | (lambda documents: [one.metadata["source"] for one in documents])
    assert chain.invoke(code(7))[0] == "made/7.txt"
    assert chain.invoke("") == []


@pytest.mark.parametrize("wrong", [{"limit": 0}, {"mode": "semantic"}, {"index": None}])
def test_wrong_fields_are_named(index: Index, wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError, match=next(iter(wrong))):
        KlumRetriever.model_validate({"index": index, **wrong})
