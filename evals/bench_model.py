"""Measures the time from a model's last token of a sentence to its display, through the whole path.

A server on loopback speaks OpenAI's protocol and streams the true sentences of `verification.jsonl`: through the HTTP
client, LangChain, the splitter and the check, up to the event that shows the sentence.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant import Assistant
from assistant.budget import FILE, Ledger, Limits
from assistant.caller import Caller
from assistant.events import Said
from assistant.langchain_model import LangChainModel
from corpus.errors import ModelError
from evals.scripted_model import Reply, passages_of, scripted_model
from evals.true_sentences import Sentence, sentences_by_hand
from index.library import Index

TARGET = 50.0
"""Milliseconds within which 95 of 100 sentences are to be shown."""
_PIECE, _PAUSE = 7, 0.01
"""Characters of a streamed piece, and seconds behind it: about 200 tokens a second."""


@dataclass(frozen=True, slots=True)
class DisplayRun:
    """What was measured.

    Args:
        milliseconds: from the last token of each sentence that was shown to its display, ascending.
        streamed: sentences that the model streamed; those not shown failed the check or waited for the judge.
        hint: what is missing where nothing could be measured; "" otherwise.
    """

    milliseconds: tuple[float, ...]
    streamed: int
    hint: str = ""

    def at(self, share: float) -> float:
        """A percentile, for example 0.95; in milliseconds."""
        times = self.milliseconds
        return round(times[min(len(times) - 1, int(share * len(times)))], 1) if times else 0.0

    def summary(self) -> str:
        """The run in one line."""
        if not self.milliseconds:
            return f"from the last token to the display: not measured. {self.hint}".strip()
        times = f"p50 {self.at(0.5)} ms, p95 {self.at(0.95)} ms, max {self.at(1)} ms"
        return f"from the last token to the display, n {len(self.milliseconds)} of {self.streamed}: {times}"

    def to_json(self) -> dict[str, Any]:
        """The run as JSON values."""
        times = {"p50": self.at(0.5), "p95": self.at(0.95), "max": self.at(1)}
        told = {"milliseconds": times} if self.milliseconds else {"hint": self.hint}
        return {"n": len(self.milliseconds), "streamed": self.streamed, "target": TARGET, **told}


class _Quoting:
    """A model that streams those true sentences of its passages that it has not streamed yet, one a line.

    Attributes:
        asked: the sentence that comes first.
        ended: when the last piece of each sentence went out, by sentence.
    """

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self._sentences = sentences
        self.asked = sentences[0]
        self.ended: dict[str, float] = {}

    def __call__(self, reply: Reply, body: dict[str, Any]) -> None:
        passages = {number: " ".join(text.split()) for number, text in passages_of(body).items()}
        reply.begin()
        for one in sorted(self._sentences, key=lambda one: one is not self.asked):
            span = " ".join(one.span.split())
            number = next((number for number, text in passages.items() if span in text), 0)
            if number and one.language == self.asked.language and one.text not in self.ended:
                line = f"{one.text} [{number}]\n"
                last = (len(line) - 1) // _PIECE * _PIECE
                reply.pieces(line[:last], size=_PIECE, pause=_PAUSE)
                self.ended[one.text] = time.perf_counter()
                reply.pieces(line[last:], size=_PIECE, pause=_PAUSE)
        reply.end()


def run_display(index: Index, folder: Path, sentences: Sequence[Sentence] | None = None) -> DisplayRun:
    """Measure; each sentence is streamed once, in the answer to itself as a question or to an earlier one.

    Args:
        index: an index of the starter documents.
        folder: where the budget is kept.
        sentences: what the model says; those by hand by default.
    """
    said = list(sentences if sentences is not None else sentences_by_hand())
    script = _Quoting(said)
    shown: dict[str, float] = {}
    with scripted_model(script) as server:
        model = LangChainModel("openai:scripted", server.url, has_key=False)
        try:
            model.check()
        except ModelError as error:
            return DisplayRun((), 0, f"{error.message} {error.hint}")
        unlimited = Limits(tokens_question=0, tokens_day=0)
        assistant = Assistant(index, model=Caller(model, Ledger(folder / FILE, unlimited)))
        for one in said:
            if one.text in script.ended:
                continue
            script.asked = one
            earlier = frozenset(script.ended)
            for event in assistant.stream(one.text):
                at = time.perf_counter()
                if isinstance(event, Said):
                    new = [text for text in list(script.ended) if text not in earlier and text not in shown]
                    shown |= {text: at for text in new if event.text.lstrip().startswith(f"{text} [")}
    times = sorted(1000 * (at - script.ended[text]) for text, at in shown.items())
    return DisplayRun(tuple(times), len(script.ended))
