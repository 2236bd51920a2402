"""A text as it was read from a file, kept as JSON, so that what was shown is what is taken in."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

from corpus.document import Noise, NoiseReason, PartialDate, Span
from corpus.loaders.base import Loaded


def to_text(loaded: Loaded) -> str:
    """The JSON of a text; ASCII, so that what cannot be encoded in UTF-8 is kept too."""
    said: dict[str, Any] = {field.name: getattr(loaded, field.name) for field in fields(loaded)}
    said |= {
        "published": str(loaded.published) if loaded.published else None,
        "pages": [[page.start, page.end] for page in loaded.pages],
        "noise": [[one.span.start, one.span.end, one.reason.value] for one in loaded.noise],
    }
    return json.dumps(said)


def from_text(text: str) -> Loaded:
    """The text that `to_text` wrote down."""
    said = json.loads(text)
    said |= {
        "published": PartialDate.parse(said["published"]) if said["published"] else None,
        "pages": tuple(Span(start, end) for start, end in said["pages"]),
        "noise": tuple(Noise(Span(start, end), NoiseReason(reason)) for start, end, reason in said["noise"]),
    }
    return Loaded(**said)
