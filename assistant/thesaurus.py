"""Words that can mostly be said for one another, as assistant/data/thesaurus.txt lists them.

They count less than those of the glossary, which mean the same in questions about cluster programmes; no search looks
for them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from importlib import resources


@cache
def thesaurus() -> Mapping[str, tuple[str, ...]]:
    """For a word the others that can be said for it, the likeliest first; all are search copies."""
    text = (resources.files("assistant") / "data" / "thesaurus.txt").read_text("utf-8")
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    entries = [(word, others.split()) for word, _, others in (line.partition(":") for line in text.splitlines())]
    for word, others in entries:
        found[word] |= dict.fromkeys(others)
    for word, others in entries:
        for other in others:
            found[other][word] = None
    return {word: tuple(others) for word, others in found.items()}
