"""What people ask about: questions of like meaning put together, each group named by the one nearest to the rest.

The groups are Butina's (J. Chem. Inf. Comput. Sci. 1999, 39, 747): the question with the most neighbours takes them
with it, then the next. So each name is a question that somebody really asked, and no list of words has to be kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.encoder import Encoder, EncoderInput
from index.searchable import searchable_query

MOST = 2000
"""Different questions that are compared with each other, at most."""

ALIKE = 0.45
"""Cosine similarity from which two questions are of one topic; read off the questions of `evals/sets`."""


@dataclass(frozen=True, slots=True)
class Topic:
    """Questions of like meaning.

    Args:
        name: the question that is nearest to the others.
        questions: how often they were asked.
        abstained: how often no answer was found.
        others: the most frequent of the other questions.
    """

    name: str
    questions: int
    abstained: int
    others: tuple[str, ...]


def topics(asked: Sequence[tuple[str, bool]], encoder: Encoder, *, most: int = 10, others: int = 3) -> list[Topic]:
    """The topics that were asked about most.

    Args:
        asked: (question, whether no answer was found), newest first; beyond `MOST` different ones, older are left out.
        encoder: gives the vectors of the questions.
        most: how many topics at most.
        others: how many other questions are named with each.

    Returns:
        Topics, the one asked about most first.
    """
    times = Counter(question for question, _ in asked)
    unanswered = Counter(question for question, abstained in asked if abstained)
    texts = list(times)[:MOST]
    if not texts:
        return []
    vectors = encoder.encode_passages([EncoderInput(text, searchable_query(text).encoder_text) for text in texts])
    weights = np.array([times[text] for text in texts])
    near = vectors @ vectors.T >= ALIKE
    np.fill_diagonal(near, True)  # a question without words is like no other, but it is itself
    left = np.ones(len(texts), bool)
    found: list[Topic] = []
    while left.any():
        centre = int(np.argmax((near[:, left] @ weights[left]) * left))
        members = np.flatnonzero(near[centre] & left)
        left[members] = False
        names = sorted((texts[member] for member in members if member != centre), key=lambda name: -times[name])
        everyone = [texts[centre], *names]
        found.append(
            Topic(
                texts[centre],
                sum(times[name] for name in everyone),
                sum(unanswered[name] for name in everyone),
                tuple(names[:others]),
            )
        )
    return sorted(found, key=lambda topic: -topic.questions)[:most]
