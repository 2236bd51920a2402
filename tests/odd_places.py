"""Disks and accounts that a test cannot always have: a small or read-only disk, an account without rights."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
_NOBODY = 65534


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """A disk of its own in memory, such as "1m"; the test is skipped where that is not allowed."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("needs the right to mount a small disk")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def as_another_account(folder: Path, code: str, *, before: str = "") -> str:
    """Run code as an account that may read a folder but not write to it; what it prints.

    Args:
        folder: a folder of the test; it and all in it may be read afterwards.
        code: Python; `Path`, `CatalogueFile`, `Index`, `StaticEncoder` and `EncoderInput` are there.
        before: what is run first, with all rights: the other account may not be able to import.
    """
    if os.geteuid() != 0:
        pytest.skip("needs root to become another account")
    for above in folder.parents:
        if above == Path(tempfile.gettempdir()):
            break
        above.chmod(above.stat().st_mode | 0o011)
    for file in folder.rglob("*"):
        file.chmod(0o755 if file.is_dir() else 0o644)
    folder.chmod(0o755)
    preamble = (
        "import os\nfrom pathlib import Path\nimport model2vec, tantivy, numpy.random\n"
        "from index.catalogue_file import CatalogueFile\nfrom index.library import Index\n"
        "from index.encoder import EncoderInput, StaticEncoder\nfrom index.search import Finder\n"
        "from corpus.words import words\nwords('ไทย')\n"
        f"{before}\n"
        f"os.setgroups([]); os.setgid({_NOBODY}); os.setuid({_NOBODY})\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", preamble + code], cwd=ROOT, capture_output=True, text=True, check=False, timeout=120
    )
    if done.returncode:
        pytest.fail(done.stderr)
    return done.stdout.strip()
