"""What several commands share: options, the open index, the assistant."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.document import PartialDate
from corpus.errors import CorpusError

if TYPE_CHECKING:
    from assistant import Assistant
    from index.library import Index
    from ui.settings import Settings


BUDDHIST_ERA = 543
"""Years that the Buddhist era is ahead of the common era."""

FIRST_BUDDHIST_YEAR = 2400
"""No document is of the common-era year 2400; from there on a year is one of the Buddhist era."""


def read_date(text: str) -> PartialDate:
    """Read a date that an option gives, with a year of the common or the Buddhist era.

    Raises:
        BadParameter: if it is none; that is wrong usage.
    """
    year, rest = text.strip()[:4], text.strip()[4:]
    if year.isdecimal() and int(year) >= FIRST_BUDDHIST_YEAR:
        year = f"{int(year) - BUDDHIST_ERA:04d}"
    try:
        return PartialDate.parse(year + rest)
    except CorpusError as error:
        hint = error.hint or "Write it as 2015-01-20, 2015-01 or 2015."
        raise typer.BadParameter(f"{text!r} cannot be used: {error.message} {hint}") from error


def read_text(text: str) -> str:
    """Read a text that an option gives.

    Raises:
        BadParameter: if its bytes are no UTF-8; Python hands them on as surrogates, which nothing can store.
    """
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise typer.BadParameter("it is no UTF-8 text.") from error
    return text


Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
Publisher = Annotated[
    str | None,
    typer.Option(parser=read_text, metavar="TEXT", help="Only documents of this publisher (part of its name)."),
]
Since = Annotated[
    PartialDate | None,
    typer.Option(
        parser=read_date,
        metavar="DATE",
        help="Only documents published on or after this date (2015-01-20, 2015-01, 2015 or 2558).",
    ),
]
Until = Annotated[
    PartialDate | None,
    typer.Option(parser=read_date, metavar="DATE", help="Only documents published on or before this date."),
]


@contextmanager
def opened(settings: Settings, *, starter: bool = True, told: bool = True) -> Iterator[Index]:
    """The index that the settings name, closed at the end; repairs and the first intake show their progress.

    Args:
        settings: the settings.
        starter: whether an empty index takes in the starter documents, if the settings allow it.
        told: whether to tell of a change of the embedding model that is still to be made.
    """
    from ui.opening import open_index
    from ui.show import note, progress

    with progress() as tell:
        index = open_index(settings, progress=tell, starter=starter)
    with index:
        if told and (change := index.model_change) is not None:
            how = "ยังค้นด้วยแบบจำลองเดิม" if change.usable else "เปิดแบบจำลองเดิมไม่ได้ จึงค้นด้วยคำอย่างเดียว"
            kind = "the model before is used" if change.usable else "the model before is gone: only words are searched"
            note(
                f"แบบจำลองเปลี่ยนจาก {change.stored} เป็น {change.wanted} แต่ดัชนียังไม่เปลี่ยน {how} ({kind})\n"
                "สั่ง klum index rebuild เพื่อเปลี่ยน หรือตั้ง KLUM_EMBEDDING กลับ (to change it, or set it back)"
            )
        yield index


@contextmanager
def answering(settings: Settings) -> Iterator[Assistant]:
    """An assistant on the index that the settings name."""
    from assistant import Assistant
    from ui.language_model import caller_for

    model = caller_for(settings)
    with opened(settings) as index:
        yield Assistant(index, contact=settings.contact, model=model)
