"""Backup and restore of the catalogue; the derived indexes are made anew from it."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.errors import CatalogueError, LockedError
from index.catalogue import Catalogue


def write_backup(home: Path, file: Path) -> int:
    """Copy the catalogue into one file.

    Returns:
        Its size in bytes.

    Raises:
        CatalogueError: if there is no catalogue, the file exists already, or it cannot be written.
    """
    if file.exists():
        raise CatalogueError(f"{file} exists already.", hint="Give a new name; nothing was overwritten.")
    catalogue = Catalogue(home / "catalogue.sqlite3", read_only=True)
    partial = file.with_name(file.name + ".part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        partial.unlink(missing_ok=True)
        catalogue.backup(partial)
        os.replace(partial, file)
    except OSError as error:
        raise CatalogueError(
            f"{file} cannot be written: {error.strerror}.", hint="Check the folder and its free space."
        ) from error
    finally:
        catalogue.close()
        partial.unlink(missing_ok=True)
    return file.stat().st_size


def read_backup(home: Path, file: Path) -> Path | None:
    """Put a backup in the catalogue's place.

    Args:
        home: the Klum home.
        file: the backup; checked before anything is moved.

    Returns:
        Where the catalogue that was there is now; None if there was none.

    Raises:
        CatalogueError: if the backup is no sound catalogue.
        LockedError: if another process is writing.
    """
    checked = Catalogue(file, read_only=True)
    try:
        faults = checked.check()
    finally:
        checked.close()
    if faults:
        raise CatalogueError(
            f"The backup {file} is damaged: {faults[0]}.", hint="Use another backup; nothing was changed."
        )
    home.mkdir(parents=True, exist_ok=True)
    current = home / "catalogue.sqlite3"
    kept = home / f"catalogue-before-restore-{time.strftime('%Y%m%d-%H%M%S')}.sqlite3" if current.exists() else None
    try:
        with FileLock(home / "writer.lock", timeout=0):
            incoming = home / "catalogue.incoming"
            shutil.copyfile(file, incoming)
            if kept is not None:
                _set_aside(current, kept)
            os.replace(incoming, current)
            for derived in ("lexical", "vectors"):
                shutil.rmtree(home / derived, ignore_errors=True)
    except Timeout as error:
        raise LockedError(f"Another process is writing to {home}.", hint="Stop it first.") from error
    return kept


def _set_aside(current: Path, kept: Path) -> None:
    for suffix in ("-wal", "-shm"):
        side = current.with_name(current.name + suffix)
        if side.exists():
            os.replace(side, kept.with_name(kept.name + suffix))
    os.replace(current, kept)
