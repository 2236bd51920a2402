"""`klum ask`, `klum chat` and `klum search`: questions to the documents."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corpus.errors import AssistantError, KlumError
from ui.options import Json, Publisher, Since, Until, answering, opened
from ui.settings import load_settings

if TYPE_CHECKING:
    from assistant import Assistant
    from index.library import Hit

NEW_TOPIC = "/new"
"""What a person types in a chat to begin another topic."""

_GREETING = f"ถามเรื่องคลัสเตอร์ได้เลย (กด Enter เปล่า ๆ เพื่อจบ พิมพ์ {NEW_TOPIC} เพื่อเริ่มเรื่องใหม่)"


def ask(
    question: Annotated[str, typer.Argument(help="The question; - reads it from standard input.")],
    json_: Json = False,
    history: Annotated[
        list[str] | None, typer.Option(help="An earlier question of the conversation; may be repeated.")
    ] = None,
) -> None:
    """Answer one question from the documents, with citations."""
    asked = checked(_standard_input() if question == "-" else question)
    turns = [checked(turn) for turn in history or () if _has_word(turn)]
    with answering(load_settings()) as assistant:
        from ui.show import show_answer, show_json

        if json_:
            show_json(assistant.ask(asked, turns).to_json())
        else:
            show_answer(asked, assistant.stream(asked, turns))


def chat() -> None:
    """Ask one question after another; follow-ups are understood. An empty line or Ctrl-D ends it.

    Questions may also come from a pipe, one a line; then each is shown before its answer.
    """
    from ui.show import show_text

    by_hand = sys.stdin.isatty()
    if by_hand:
        show_text(_GREETING, "dim")
    with answering(load_settings()) as assistant:
        failed = _converse(assistant, by_hand=by_hand)
    if failed and not by_hand:
        raise typer.Exit(1)


def _converse(assistant: Assistant, *, by_hand: bool) -> int:
    """Answer question after question; the number of those that could not be taken."""
    from ui.show import show_answer, show_text, warn

    history: list[str] = []
    failed = 0
    while True:
        try:
            question = _next_question(by_hand=by_hand)
        except KeyboardInterrupt:
            if not by_hand:
                raise
            question = None
        if question is None or (by_hand and not question):
            return failed
        if not question:
            continue
        if not by_hand:
            show_text(f"> {question}", "bold")
        if question == NEW_TOPIC:
            history.clear()
            continue
        try:
            answer = show_answer(question, assistant.stream(checked(question), history))
        except KlumError as error:
            warn(error)
            failed += 1
            continue
        history.append(answer.standalone_question)
        if not by_hand:
            show_text("")


def _next_question(*, by_hand: bool) -> str | None:
    """The next line without spaces at its ends; None at the end of the input."""
    try:
        return input("\n> " if by_hand else "").strip()
    except EOFError:
        return None
    except UnicodeDecodeError as error:
        raise _no_utf8() from error


def search(
    query: Annotated[str, typer.Argument(help="What to look for; - reads it from standard input.")],
    limit: Annotated[int, typer.Option("--limit", "-k", min=1, max=200, help="How many passages.")] = 10,
    publisher: Publisher = None,
    since: Since = None,
    until: Until = None,
    json_: Json = False,
) -> None:
    """Find passages."""
    from index.library import Filter
    from ui.show import show_hits, show_json

    wanted = checked(_standard_input() if query == "-" else query)
    only = Filter(publisher=publisher, since=since, until=until)
    with opened(load_settings()) as index:
        hits = index.search(wanted, limit, only)
    if json_:
        show_json([_hit_json(hit) for hit in hits])
    else:
        show_hits(hits)


def _hit_json(hit: Hit) -> dict[str, Any]:
    stored = hit.stored
    return {
        "document_id": hit.chunk.document_id,
        "title": stored.title,
        "publisher": stored.publisher,
        "published": str(stored.published) if stored.published else None,
        "source": stored.source,
        "start": hit.chunk.span.start,
        "end": hit.chunk.span.end,
        "score": round(hit.score, 4),
        "text": hit.chunk.text,
    }


def checked(question: str) -> str:
    """A question that has something to look for in it.

    Raises:
        AssistantError: if it is empty, has no letter and no digit, or is no text.
    """
    try:
        question.encode()
    except UnicodeEncodeError as error:
        raise _no_utf8() from error
    if not question.strip():
        raise AssistantError("คำถามว่างเปล่า", hint="โปรดพิมพ์คำถาม")
    if not _has_word(question):
        raise AssistantError(f"ไม่มีคำใดในคำถาม {question.strip()[:40]}", hint="โปรดพิมพ์คำถามเป็นตัวหนังสือ")
    return question


def _has_word(text: str) -> bool:
    return any(map(str.isalnum, text))


def _standard_input() -> str:
    try:
        return sys.stdin.read().removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise _no_utf8() from error


def _no_utf8() -> AssistantError:
    return AssistantError(
        "คำถามไม่ใช่ข้อความ UTF-8 จึงอ่านไม่ได้ (the question is no UTF-8 text)",
        hint="โปรดส่งคำถามเป็น UTF-8 (send it as UTF-8)",
    )
