"""The whole document as a page of its own: no script, every word escaped, the cited characters marked."""

from __future__ import annotations

import re
from itertools import pairwise

from corpus.document import Document, Span
from ui.language import Texts, thai
from ui.render import escaped, stated

_HEADING = re.compile(r"^#{1,6} .+$", re.MULTILINE)


def render_document(
    document: Document, marked: Span | None = None, *, replaced: bool = False, texts: Texts | None = None
) -> str:
    """A page that shows a document as it was read.

    Args:
        document: with its text.
        marked: characters to highlight; the browser scrolls to ``#quote``.
        replaced: whether a newer version has taken its place.
        texts: of the language of everything but the document; Thai by default.

    Raises:
        SpanError: if the span does not lie in the text.
    """
    if marked is not None:
        marked.of(document.text)
    said = texts or thai()
    facts = stated(document.publisher, document.published, document.source, texts=said)
    notes = [document.note] if document.note else []
    if replaced:
        notes.insert(0, said["document.replaced"])
    jump = f'<a class="jump" href="#quote">{escaped(said["document.jump"])}</a>' if marked else ""
    return (
        f'<!doctype html><html lang="{said.code}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escaped(document.title)} · {escaped(said['page.name'])}</title>"
        '<link rel="icon" href="/klum/icon.svg" type="image/svg+xml">'
        '<link rel="stylesheet" href="/klum/document.css"></head><body>'
        f'<header><p><a href="{said.home}">{escaped(said["document.home"])}</a></p>'
        f'<h1 lang="{escaped(document.language)}">{escaped(document.title)}</h1>'
        f'<p class="facts">{escaped(facts)}</p>'
        + "".join(f'<p class="note">{escaped(note)}</p>' for note in notes)
        + f'{jump}</header><main lang="{escaped(document.language)}">{_body(document, marked, said)}</main>'
        + "</body></html>"
    )


def _body(document: Document, marked: Span | None, texts: Texts) -> str:
    """The text cut wherever a highlight, noise, heading or page begins or ends."""
    text = document.text
    headings = [Span(*found.span()) for found in _HEADING.finditer(text)]
    noise = [noise.span for noise in document.noise]
    pages = {span.start: number for number, span in enumerate(document.pages, 1)}
    layers = [("noise", noise), ("heading", headings)]
    cuts = {0, len(text), *pages}
    for span in (*noise, *headings, *([marked] if marked else [])):
        cuts |= {span.start, span.end}
    inside = dict.fromkeys(("noise", "heading"), 0)
    parts: list[str] = []
    places = sorted(cut for cut in cuts if cut <= len(text))
    for start, end in pairwise(places):
        if start in pages:
            parts.append(
                f'<h2 class="page" lang="{texts.code}">{texts.filled("answer.page", number=pages[start])}</h2>'
            )
        classes = []
        for name, spans in layers:  # spans are in order: each is passed once
            while inside[name] < len(spans) and spans[inside[name]].end <= start:
                inside[name] += 1
            if inside[name] < len(spans) and spans[inside[name]].start <= start:
                classes.append(name)
        piece = escaped(text[start:end])
        if classes:
            piece = f'<span class="{" ".join(classes)}">{piece}</span>'
        if marked and marked.start <= start < marked.end:
            anchor = ' id="quote"' if start == marked.start else ""
            piece = f"<mark{anchor}>{piece}</mark>"
        parts.append(piece)
    return "".join(parts)
