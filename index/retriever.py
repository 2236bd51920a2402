"""Klum's search as a LangChain retriever, for chains and agents made with LangChain."""

from __future__ import annotations

from typing import Any, Literal

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, Field

from index.library import Index
from index.records import Filter
from index.search import Hit


class KlumRetriever(BaseRetriever):
    """Finds passages in an open index.

    `invoke` and `ainvoke` give LangChain documents: the text of a passage, and as metadata `document_id`, `title`,
    `publisher`, `published` (ISO 8601 as far as stated, or None), `source`, `page` (from 1, or None), `start` and `end`
    (characters of the document's text, half-open) and `score` (comparable within one question).

    Args:
        index: an open index.
        limit: how many passages at most.
        only: what to search in; everything by default.
        mode: "hybrid", "lexical" or "dense".
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    index: Index
    limit: int = Field(default=10, ge=1)
    only: Filter | None = None
    mode: Literal["hybrid", "lexical", "dense"] = "hybrid"

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        return [_document(hit) for hit in self.index.search(query, self.limit, self.only, mode=self.mode)]


def _document(hit: Hit) -> Document:
    stored, span = hit.stored, hit.chunk.span
    metadata: dict[str, Any] = {
        "document_id": hit.chunk.document_id,
        "title": stored.title,
        "publisher": stored.publisher,
        "published": str(stored.published) if stored.published else None,
        "source": stored.source,
        "page": stored.page,
        "start": span.start,
        "end": span.end,
        "score": hit.score,
    }
    return Document(page_content=hit.chunk.text, metadata=metadata)
