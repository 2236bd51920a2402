"""Web pages (.html): the main text without menus, advertisements and scripts, by trafilatura."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpus.loaders.base import Loaded, empty, require_text, translated
from corpus.loaders.blocks import join_blocks
from corpus.loaders.encoding import decode
from corpus.loaders.html_blocks import blocks_of, prepare_tables
from corpus.loaders.published import read_published
from corpus.loaders.rows import flatten

if TYPE_CHECKING:
    from lxml.etree import _Element

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w:.-]{2,30})", re.IGNORECASE)
_NOT_XML = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"
    r"|&#(?:[xX]0*(?:[0-8bcefBCEF]|1[0-9a-fA-F])(?![0-9a-fA-F])|0*(?:[0-8]|1[124-9]|2\d|3[01])(?!\d));?"
)
"""Control characters, which pages do hold, and on which the extractor fails."""
_PUBLISHERS = ("og:site_name", "publisher", "dc.publisher", "dcterms.publisher")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_THAI_LETTER = re.compile("[\u0e01-\u0e2e]")
_LATIN_LETTER = re.compile("[A-Za-z]")
_DATES = {"extensive_search": False, "original_date": True, "max_date": "2699-12-31"}
"""Only dates that the markup states; the last day leaves room for Buddhist-era years written as if common-era."""
_SHORT = 250
"""Characters; with less than this the extractor itself does not trust its result."""
_LEAST, _MOST = 0.2, 0.9
"""Share of a page's text that a main text is taken to have."""


def read_html(data: bytes, source: str) -> Loaded:
    """Read a web page; its text is the main text with headings (``#``), list items and table rows kept.

    Title, publisher, date, language and address are those that the page's markup states.

    Args:
        data: the whole file.
        source: its name as a source.

    Raises:
        EmptyFileError: if there is no text outside scripts and markup.
        UnsupportedFileError: if it is binary.
        EncodingError: if it cannot be decoded.
        UnreadableFileError: if it cannot be parsed.
    """
    charset = _CHARSET.search(data[:4096])
    markup = require_text(decode(data, source=source, declared=charset[1].decode("ascii") if charset else ""), source)
    with translated(source, "HTML"):
        return _read(_NOT_XML.sub(" ", markup), source)


def _read(markup: str, source: str) -> Loaded:
    from lxml.etree import ParserError
    from lxml.html import HTMLParser, document_fromstring
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    # bytes, because lxml takes no str with an encoding declaration in it
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = document_fromstring(markup.encode("utf-8", "replace"), parser=parser, ensure_head_body=True)
    except ParserError as error:  # nothing but comments
        raise empty(source) from error
    prepare_tables(tree)
    body = tree.find("body")
    whole, _ = join_blocks(blocks_of(tree if body is None else body))
    page = bare_extraction(
        tree, include_comments=False, include_formatting=True, with_metadata=True, date_extraction_params=dict(_DATES)
    )
    main, title, date = "", "", None
    if isinstance(page, Document):
        main, title, date = join_blocks(blocks_of(page.body))[0], page.title or "", page.date
    # Too little: no article was found. Nearly all: nothing was left out, but the structure may be lost.
    found = len(main) >= _SHORT and _LEAST * len(whole) <= len(main) <= _MOST * len(whole)
    text = main if found else whole or main
    stated = {
        (meta.get("property") or meta.get("name") or "").lower(): flatten(meta.get("content") or "")
        for meta in tree.iter("meta")
    }
    return Loaded(
        source,
        require_text(text, source),
        title=flatten(title or tree.findtext(".//title") or ""),
        publisher=next(filter(None, (stated.get(name) for name in _PUBLISHERS)), ""),
        published=read_published(date),
        language=_language(tree.get("lang") or stated.get("og:locale", "").replace("_", "-"), text),
        url=_url(tree, stated),
    )


def _language(stated: str, text: str) -> str:
    """The language that the page states, unless its text is mainly in Thai letters: templates often state English."""
    thai, latin = len(_THAI_LETTER.findall(text)), len(_LATIN_LETTER.findall(text))
    if not _LANGUAGE.fullmatch(stated) or stated.lower().startswith("th") or thai > latin:
        return "th"
    return stated


def _url(tree: _Element, stated: dict[str, str]) -> str:
    canonical = next((link.get("href") for link in tree.iter("link") if link.get("rel") == "canonical"), None)
    url = canonical or stated.get("og:url", "")
    return url if url.startswith(("https://", "http://")) else ""
