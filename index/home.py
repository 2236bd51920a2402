"""The folder that an index lives in: its parts by name, whether it may be written to, opening what can be remade."""

from __future__ import annotations

import logging
import os
import tempfile
import time
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.errors import IndexStoreError
from index.catalogue import Catalogue
from index.lexical import LexicalIndex
from index.upkeep import Progress, make_lexical

CATALOGUE = "catalogue.sqlite3"
LEXICAL = "lexical"
VECTORS = "vectors"
LOCK = "writer.lock"

_PATIENCE = 120.0
"""Seconds to wait for another process that is making an index without which nothing can be searched."""

_log = logging.getLogger(__name__)


def make_home(home: Path) -> bool:
    """Make the folder if it is not there.

    Returns:
        Whether it may be written to.

    Raises:
        IndexStoreError: if it cannot be made.
    """
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise IndexStoreError(
            f"The folder {home} cannot be used: {error.strerror}.", hint="Set KLUM_HOME to a folder you may write to."
        ) from error
    catalogue = home / CATALOGUE
    return os.access(home, os.W_OK) and (not catalogue.exists() or os.access(catalogue, os.W_OK))


def open_lexical(home: Path, catalogue: Catalogue, writable: bool, progress: Progress | None) -> LexicalIndex:
    """Open the lexical index; where there is none that can be opened, it is made anew.

    Args:
        home: the folder.
        catalogue: the truth.
        writable: whether the folder may be written to.
        progress: told how it goes.

    Raises:
        IndexStoreError: if another process is making it, and does not finish in time.
    """
    path = home / LEXICAL
    identity = catalogue.file.state().identity
    if not writable:
        return _open_lexical_for_reading(path, identity, catalogue, progress)
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            return LexicalIndex(path, identity, create=False)
        except IndexStoreError as error:
            fault = error
        try:
            with FileLock(home / LOCK, timeout=0):
                _log.info("the lexical index is made anew: %s", fault)
                make_lexical(catalogue, path, progress)
                return LexicalIndex(path, identity, create=False)
        except Timeout:
            if time.monotonic() > deadline:
                raise IndexStoreError(
                    f"The lexical index in {home} cannot be searched yet: another process is making it anew.",
                    hint="Try again when it has finished.",
                ) from fault
            time.sleep(0.1)


def _open_lexical_for_reading(
    path: Path, identity: str, catalogue: Catalogue, progress: Progress | None
) -> LexicalIndex:
    """The lexical index of a folder that may not be written to; one that is of no use is made anew elsewhere."""
    try:
        index = LexicalIndex(path, identity, create=False, read_only=True)
        if index.generation == catalogue.generation:
            return index
        index.close()
        fault = f"the index in {path} is behind"
    except IndexStoreError as error:
        fault = error.message
    _log.warning("the lexical index is made anew in a temporary folder: %s", fault)
    folder = tempfile.TemporaryDirectory(prefix="klum-lexical-")
    make_lexical(catalogue, Path(folder.name) / "lexical", progress)
    return LexicalIndex(Path(folder.name) / "lexical", identity, create=False, owned=folder)
