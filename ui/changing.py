"""Changes the embedding model of an index that is being served, in a thread of its own; questions are answered on."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from corpus.errors import KlumError, LockedError
from index.library import Index

_PAUSE = 5.0  # seconds until the next try when another process is writing
_log = logging.getLogger(__name__)


@contextmanager
def changing_model(index: Index, *, pause: float = _PAUSE) -> Iterator[threading.Thread | None]:
    """Make the vectors of the model that is wanted while the block runs, if those that are stored are of another one.

    Args:
        index: an open index; it is searched with the model before until the vectors are complete.
        pause: seconds until the next try when another process is writing.

    Yields:
        The thread that does it; None if there is nothing to do. It is told to stop at the end of the block, and what it
        made is kept for the next time.
    """
    change = None if index.catalogue.file.read_only else index.model_change
    if change is None:
        yield None
        return
    _log.warning("the embedding model changes from %s to %s while questions are answered", change.stored, change.wanted)
    stop = threading.Event()
    thread = threading.Thread(target=_change, args=(index, stop, pause), name="change-of-model")
    thread.start()
    try:
        yield thread
    finally:
        stop.set()
        thread.join()


def _change(index: Index, stop: threading.Event, pause: float) -> None:
    while not stop.is_set():
        try:
            if index.change_model(stopped=stop.is_set):
                _log.warning("the embedding model is %s now", index.encoder.name)
            return
        except LockedError:
            stop.wait(pause)
        except KlumError as error:
            _log.error("the embedding model stays as it was: %s", error)
            return
        except Exception:
            _log.exception("the embedding model stays as it was")
            return
