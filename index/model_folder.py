"""Writes a trained embedding: eight-bit weights, tokenizer and model card, in one folder that appears at once.

The layout is model2vec's with `modules.json`, so that sentence-transformers loads it too, as a `StaticEmbedding`.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from corpus.errors import EncoderError

if TYPE_CHECKING:
    from tokenizers import Tokenizer

_CARD = """---
language: [{language}]
library_name: model2vec
license: {licence}
pipeline_tag: sentence-similarity
tags: [static-embedding, retrieval, sentence-transformers]
---

# {name}

A static text embedding for search, trained by `klum train`: the vector of a text is the mean of the vectors of its
words. It is read by model2vec, without torch and without a network.

## Use

Text must be prepared as it was for training: the search copy (`corpus.normalise.normalise`), cut into words
(`corpus.words.words`), joined with single spaces; spaces and line ends of the original do not matter.

```python
from model2vec import StaticModel

model = StaticModel.from_pretrained("{name}", normalize=True)
model.weights = None  # they are all the same; without them encoding is three times as fast
vectors = model.encode(prepared_texts, max_length=None)
```

`sentence_transformers.SentenceTransformer("{name}")` reads the folder too.

## Size

| pieces | dimension | weights | folder |
| --- | --- | --- | --- |
| {pieces:,} | {dimension} | int8, one scale for all | {megabytes:.1f} MB |

## Data and licence

{data}

## Training

{training}

## Scores

{scores}

## Limits

Word order and negation are not seen, and words that are neither in the vocabulary nor made of its pieces are ignored.
It belongs beside a lexical index, not in its place.
"""


def eight_bit(table: np.ndarray) -> tuple[np.ndarray, float]:
    """Round a table to eight bits with one scale.

    Args:
        table: vectors, shape (pieces, dimension), float32.

    Returns:
        The table as int8, from -127 to 127, and the scale to multiply it with.
    """
    scale = max(float(np.abs(table).max(initial=0.0)), 1e-12) / 127.0
    rounded: np.ndarray = np.rint(table / scale).astype(np.int8)
    return rounded, scale


def write_model(
    out: Path,
    table: np.ndarray,
    tokenizer: Tokenizer,
    *,
    data: str,
    licence: str,
    training: Mapping[str, Any],
    scores: Mapping[str, float] | None = None,
) -> None:
    """Write the folder; one that is there already is replaced only when the new one is complete.

    Args:
        out: the folder.
        table: trained vectors, shape (pieces, dimension).
        tokenizer: the tokenizer whose pieces they are.
        data: what it was trained on and under which licences, Markdown.
        licence: licence of the model, as an SPDX identifier or "other".
        training: what is known of the training, for the card and for `training.json`.
        scores: measured scores by name, for the card.

    Raises:
        EncoderError: if the folder cannot be written.
    """
    from model2vec import StaticModel

    new = out.with_name(f"{out.name}.new")
    old = out.with_name(f"{out.name}.old")
    try:
        for folder in (new, old):
            shutil.rmtree(folder, ignore_errors=True)
        out.parent.mkdir(parents=True, exist_ok=True)
        rounded, scale = eight_bit(table)
        # the same weight for all pieces: sentence-transformers needs it to make numbers with a point of the bytes
        weights = np.full(len(rounded), scale, dtype=np.float32)
        model = StaticModel(rounded, tokenizer, {"max_length": None}, normalize=True, weights=weights, max_length=None)
        model.save_pretrained(new)
        (new / "training.json").write_text(json.dumps(training, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        size = sum(file.stat().st_size for file in new.rglob("*") if file.is_file())
        card = _CARD.format(
            language="th",
            licence=licence,
            name=out.name,
            pieces=table.shape[0],
            dimension=table.shape[1],
            megabytes=size / 1e6,
            data=data,
            training=_table("setting", "value", training),
            scores=_table("set", "score", scores) if scores else "Not measured; run `klum bench retrieval`.",
        )
        (new / "README.md").write_text(card, encoding="utf-8")
        for file in new.rglob("*"):
            file.chmod(0o755 if file.is_dir() else 0o644)
        if out.exists():
            out.rename(old)
        new.rename(out)
        shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        raise EncoderError(
            f"The model cannot be written to {out}: {error}", hint="Choose another folder with --out."
        ) from error


def _table(left: str, right: str, values: Mapping[str, Any]) -> str:
    rows = [f"| {left} | {right} |", "| --- | --- |"]
    for name, value in values.items():
        shown = ", ".join(f"{key} {share}" for key, share in value.items()) if isinstance(value, Mapping) else value
        rows.append(f"| {name} | {shown} |")
    return "\n".join(rows)
