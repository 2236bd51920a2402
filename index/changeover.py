"""Changes the embedding model: new vectors beside those in use, which they replace all at once when there are all.

Interrupted, it goes on where it was; meanwhile the catalogue is searched and written to with the model before.
"""

from __future__ import annotations

from collections.abc import Callable

from corpus.errors import NotFoundError, SpanError
from index.catalogue import Catalogue
from index.encoder import Encoder, EncoderInput
from index.ingest import encoder_input
from index.searchable import searchable_text
from index.upkeep import Progress, outlined

_TOGETHER = 256  # chunks that are embedded and stored at once; what is lost when the process is killed


def embed_next(
    catalogue: Catalogue,
    encoder: Encoder,
    progress: Progress | None = None,
    *,
    stopped: Callable[[], bool] = lambda: False,
) -> None:
    """Make what is lacking of the vectors of another model. It needs no writer's lock: others may write meanwhile.

    Args:
        catalogue: the catalogue.
        encoder: the other model.
        progress: told ("embedding", documents done, all documents).
        stopped: asked now and then whether to leave the rest for another time.

    Raises:
        OtherModelError: if another process has begun to change to a third model.
    """
    catalogue.vectors.begin_next(encoder.name)
    waiting = catalogue.vectors.without_next()
    ready: dict[int, EncoderInput] = {}

    def store() -> None:
        catalogue.vectors.put_next(list(ready), encoder.encode_passages(list(ready.values())), encoder.name)
        ready.clear()

    for done, identifier in enumerate(waiting):
        if progress is not None:
            progress("embedding", done, len(waiting))
        for number, passage in _lacking(catalogue, identifier).items():
            ready[number] = passage
            if len(ready) == _TOGETHER:
                if stopped():
                    return
                store()
    if ready and not stopped():
        store()
    if progress is not None and waiting:
        progress("embedding", len(waiting), len(waiting))


def take_over(catalogue: Catalogue, encoder: Encoder, progress: Progress | None = None) -> None:
    """Make what is still lacking and let the vectors of another model take over; under the writer's lock.

    Args:
        catalogue: the catalogue.
        encoder: the other model.
        progress: told ("embedding", documents done, all documents).
    """
    embed_next(catalogue, encoder, progress)
    catalogue.vectors.use_next(encoder.name)


def _lacking(catalogue: Catalogue, identifier: str) -> dict[int, EncoderInput]:
    """The chunks of a document that have no vector of the other model, by number.

    One that is removed or replaced while it is read gives none: its new chunks are found lacking the next time.
    """
    try:
        document = catalogue.document(identifier)
    except NotFoundError:
        return {}
    try:
        chunks = catalogue.chunks.of(document)
    except SpanError:  # chunks of another version
        if catalogue.current_version(identifier) == document.version:
            raise
        return {}
    lacking = catalogue.vectors.lacking_next(identifier)
    if catalogue.current_version(identifier) != document.version:
        return {}
    structure = outlined(document)
    found = {}
    for number, chunk in chunks:
        if number in lacking:
            plain = structure.plain(chunk.span)
            found[number] = encoder_input(plain, chunk.context, searchable_text(plain, chunk.context))
    return found
