"""Backup and restore of the catalogue; the derived indexes are made anew from it."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.errors import CatalogueError, LockedError
from index.catalogue import Catalogue
from index.catalogue_file import adopt
from index.derived import sync
from index.home import CATALOGUE, LOCK


def write_backup(home: Path, file: Path) -> int:
    """Copy the catalogue into one file, while it may be in use.

    Args:
        home: the Klum home.
        file: the file to write; it appears when it is complete.

    Returns:
        Its size in bytes.

    Raises:
        CatalogueError: if there is no catalogue, the file exists already, or it cannot be written.
    """
    if file.exists():
        raise CatalogueError(f"{file} exists already.", hint="Give a new name; nothing was overwritten.")
    catalogue = Catalogue(home / CATALOGUE, read_only=True)
    partial = file.with_name(f"{file.name}.{os.getpid()}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        catalogue.backup(partial)
        sync(partial)
        os.replace(partial, file)
        sync(file.parent)
        return file.stat().st_size
    except OSError as error:
        raise CatalogueError(
            f"{file} cannot be written: {error.strerror}.", hint="Check the folder and its free space."
        ) from error
    finally:
        catalogue.close()
        with suppress(OSError):
            partial.unlink()


def read_backup(home: Path, file: Path) -> Path | None:
    """Put a backup in the catalogue's place, all at once; processes that are searching go on with the new content.

    Args:
        home: the Klum home.
        file: the backup; checked before anything is changed.

    Returns:
        A copy of the catalogue that was there; None if there was none.

    Raises:
        CatalogueError: if the backup is no sound catalogue, or the home cannot be written to.
        LockedError: if another process is writing.
    """
    current = home / CATALOGUE
    if current.exists() and file.exists() and current.samefile(file):
        raise CatalogueError(f"{file} is the catalogue itself.", hint="Give a file that `klum backup` wrote.")
    checked = Catalogue(file, read_only=True)
    try:
        faults = checked.check()
    finally:
        checked.close()
    if faults:
        raise CatalogueError(
            f"The backup {file} is damaged: {faults[0]}.", hint="Use another backup; nothing was changed."
        )
    try:
        home.mkdir(parents=True, exist_ok=True)
        with FileLock(home / LOCK, timeout=0):
            return _replace(current, file)
    except Timeout as error:
        raise LockedError(f"Another process is writing to {home}.", hint="Stop it first.") from error
    except OSError as error:
        raise CatalogueError(
            f"{home} cannot be written to: {error.strerror}.", hint="Check the folder and its free space."
        ) from error


def _replace(current: Path, file: Path) -> Path | None:
    if not current.exists():
        adopt(file, current)
        return None
    kept = _unused(current.with_name(f"catalogue-before-restore-{time.strftime('%Y%m%d-%H%M%S')}.sqlite3"))
    try:
        catalogue = Catalogue(current)
    except CatalogueError:  # damaged: it is kept as it is
        for suffix in ("-wal", "-shm", ""):
            if (part := current.with_name(current.name + suffix)).exists():
                os.replace(part, kept.with_name(kept.name + suffix))
        adopt(file, current)
        return kept
    try:
        catalogue.backup(kept)
        catalogue.file.take_over(file)
    finally:
        catalogue.close()
    return kept


def _unused(path: Path) -> Path:
    """The path itself, or with a number if something is there."""
    others = (path.with_name(f"{path.stem}-{number}{path.suffix}") for number in range(2, 1000))
    return next((one for one in (path, *others) if not one.exists()), path)
