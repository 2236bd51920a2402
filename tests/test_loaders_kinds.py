"""File names and the formats they stand for."""

from __future__ import annotations

import pytest

from corpus.loaders.kinds import KINDS, suffix_of


@pytest.mark.parametrize(
    ("name", "suffix"),
    [
        ("a.txt", ".txt"),
        ("A.PDF", ".pdf"),
        ("a.jsonl.xz", ".jsonl.xz"),
        ("a.b.ndjson.gz", ".ndjson.gz"),
        ("a.tar.gz", ".gz"),
        ("รายงาน.docx", ".docx"),
        ("README", ""),
        (".hidden", ""),
        (".md", ".md"),
    ],
)
def test_suffix(name: str, suffix: str) -> None:
    assert suffix_of(name) == suffix


def test_every_suffix_is_its_own() -> None:
    assert all(suffix_of(f"a{suffix}") == suffix for suffix in KINDS)
