"""The assistant: a question in, a cited answer or an honest abstention out."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from assistant.answer import Answer
from assistant.blend import Blend, Whole, is_answerable
from assistant.caller import Caller, Session
from assistant.compare import asks_of_each, sides_of, write_comparison
from assistant.doubt import Verdict, judge, signs
from assistant.draft import Draft
from assistant.events import Event, Said, Understood
from assistant.everyday import officially
from assistant.evidence import Evidence, Finder
from assistant.extractive import Writer
from assistant.features import SIZE
from assistant.followup import standalone
from assistant.glossary import Glossary, explained_abbreviations, reviewed_glossary
from assistant.guidance import with_contact_first, write_abstention, write_guidance
from assistant.lens import Lens
from assistant.loanwords import loans
from assistant.question import Kind, Question, read_question
from assistant.rewriting import rewritten
from assistant.scorer import Scorer, bundled_scorer
from assistant.smalltalk import reply, small_talk
from assistant.spelling import Speller
from assistant.units import Reader, Reading
from assistant.verify import Verifier
from corpus.errors import AssistantError
from corpus.normalise import normalise
from index.encoder import word_encoder
from index.library import Index

LONGEST_QUESTION = 2000
"""Upper length of a question, in characters."""

_MINED_DOCUMENTS = 3000
"""Documents that are read for abbreviations that they explain; a larger corpus uses the first ones."""

_WRITTEN_IN = 5
"""Passages that are looked at for a piece of a question that no dictionary has."""

_TITLES = 3
"""Titles that the help text names as examples."""


@dataclass(frozen=True, slots=True, eq=False)
class _Knowledge:
    """What is derived from one generation of the index."""

    generation: int
    glossary: Glossary
    speller: Speller
    finder: Finder
    writer: Writer
    documents: int
    titles: tuple[str, ...]


class Assistant:
    """Answers questions from an index.

    Args:
        index: an open index.
        contact: whom to contact when the documents hold no answer; by default what the documents name.
        scorer: ranks evidence; the bundled one by default.
        model: a language model that writes the answers, each sentence checked; None for the extractive engine alone.
    """

    def __init__(
        self, index: Index, *, contact: str = "", scorer: Scorer | None = None, model: Caller | None = None
    ) -> None:
        self.index = index
        self._model = model
        self._contact = contact
        self._scorer = scorer or bundled_scorer()
        self._words = word_encoder(index.encoder)
        self._reader = Reader(index.catalogue, self._words)
        self._knowledge: _Knowledge | None = None
        self._lock = threading.Lock()

    def ask(self, question: str, history: Sequence[str] = ()) -> Answer:
        """Answer a question.

        Args:
            question: in everyday language.
            history: the earlier questions of the same conversation, oldest first.

        Returns:
            The answer; `abstained` when the documents do not hold it.

        Raises:
            AssistantError: if the question is empty or too long.
        """
        *_, answer = self.stream(question, history)
        if not isinstance(answer, Answer):
            raise AssistantError("The answer was not finished.")
        return answer

    def stream(self, question: str, history: Sequence[str] = ()) -> Iterator[Event]:
        """Answer a question while its text is being made: `Understood`, then `Said` for each piece, then the `Answer`.

        What is shown once is never taken back, and all pieces together are the answer's text.

        Args:
            question: in everyday language.
            history: the earlier questions of the same conversation, oldest first.

        Raises:
            AssistantError: if the question is empty or too long.
        """
        began = time.perf_counter()
        asked = " ".join(question.split())
        if not asked:
            raise AssistantError("คำถามว่างเปล่า", hint="โปรดพิมพ์คำถาม")
        if len(asked) > LONGEST_QUESTION:
            raise AssistantError(
                f"คำถามยาว {len(asked):,} ตัวอักษร ยาวเกินไป", hint=f"โปรดถามไม่เกิน {LONGEST_QUESTION:,} ตัวอักษร"
            )
        know = self._know()
        talk = small_talk(asked)
        if talk is not None:
            text = reply(talk, know.documents, know.titles)
            yield from (Understood(asked), Said(text))
            yield Answer(asked, asked, text, confidence=1.0, seconds={"total": round(time.perf_counter() - began, 4)})
            return
        session = self._model.session() if self._model is not None else None
        alone = self._alone(asked, history, know, session)
        yield Understood(alone)
        read = self._read(alone, know)
        compared = self._compared(read, know)
        evidence = None if compared is not None and session is None else self._evidence(read, know)
        found = time.perf_counter()
        draft, verdict = compared or self._write(read, evidence or self._evidence(read, know), know)
        seconds = {"search": round(found - began, 4)}
        whole = Whole(draft.text, tuple(draft.citations), bool(verdict.reason), tuple(draft.conflicts))
        if session is None or evidence is None or not is_answerable(know.finder.lens, evidence, verdict):
            yield Said(whole.text)
        else:
            verifier = Verifier(know.finder.lens, know.glossary)
            whole = yield from Blend(self.index, session, verifier, know.glossary).write(evidence, whole, verdict)
        done = time.perf_counter()
        yield Answer(
            question=asked,
            standalone_question=alone,
            text=whole.text,
            citations=whole.citations,
            abstained=whole.abstained,
            conflicts=whole.conflicts,
            engine=whole.engine,
            confidence=round(verdict.confidence, 3),
            seconds=seconds | {"answer": round(done - found, 4), "total": round(done - began, 4)},
            checks=whole.checks,
        )

    def weighed(self, question: str, history: Sequence[str] = ()) -> tuple[Evidence, np.ndarray]:
        """What an answer would be chosen from, for training: stretches as they are ranked, and their features.

        Args:
            question: in everyday language.
            history: the earlier questions, oldest first.
        """
        know = self._know()
        read = self._read(self._alone(question, history, know), know)
        evidence = know.finder.find(read, features=True)
        return evidence, evidence.features if evidence.features is not None else np.zeros((0, SIZE), np.float32)

    def doubted(self, question: str, history: Sequence[str] = ()) -> tuple[Evidence, dict[str, float]]:
        """What an answer would be written from, and the signs that speak for and against it, for training.

        Args:
            question: in everyday language.
            history: the earlier questions, oldest first.
        """
        know = self._know()
        evidence = self._evidence(self._read(self._alone(question, history, know), know), know)
        return evidence, signs(know.finder.lens, evidence) if evidence.windows else {}

    def reading(self, document_id: str, version: int) -> Reading:
        """A document of the index as the engine reads it."""
        return self._reader.reading(document_id, version)

    def verifier(self) -> tuple[Verifier, Glossary]:
        """What checks sentences against their citations, and the glossary that it knows names from."""
        know = self._know()
        return Verifier(know.finder.lens, know.glossary), know.glossary

    def _alone(self, question: str, history: Sequence[str], know: _Knowledge, session: Session | None = None) -> str:
        earlier = [know.speller.repair(officially(turn)) for turn in history if small_talk(turn) is None]
        asked = know.speller.repair(officially(question))
        alone = rewritten(asked, earlier, session, know.glossary) if session is not None and earlier else ""
        return alone or standalone(asked, earlier, sureness=lambda text: self._sureness(text, know))

    def _sureness(self, text: str, know: _Knowledge) -> float:
        """How sure the documents make an answer to a question: 0 to 1."""
        return judge(know.finder.lens, self._evidence(self._read(text, know), know)).confidence

    def _evidence(self, read: Question, know: _Knowledge) -> Evidence:
        evidence = know.finder.find(read)
        return with_contact_first(evidence) if read.kind is Kind.CONTACT else evidence

    def _read(self, alone: str, know: _Knowledge) -> Question:
        return read_question(alone, know.glossary)

    def _compared(self, read: Question, know: _Knowledge) -> tuple[Draft, Verdict] | None:
        """Both sides of a comparison; None for other questions, and where one of the sides is not found."""
        if read.kind is not Kind.COMPARISON and not (read.wants_number and asks_of_each(read.text)):
            return None
        asked = sides_of(read.text)
        if len(asked) != 2:
            return None
        sides = [know.finder.find(self._read(side, know)) for side in asked]
        verdicts = [judge(know.finder.lens, side) for side in sides]
        if any(verdict.reason for verdict in verdicts):
            return None
        return write_comparison(sides), Verdict(min(v.confidence for v in verdicts), "")

    def _write(self, read: Question, evidence: Evidence, know: _Knowledge) -> tuple[Draft, Verdict]:
        lens = know.finder.lens
        if read.kind is Kind.JOIN:
            guided = write_guidance(know.finder, evidence, lambda text: self._read(text, know))
            if guided is not None:
                return guided, Verdict(0.7, "")
        verdict = judge(lens, evidence)
        if verdict.reason:
            return write_abstention(evidence, verdict.reason, self._contact, know.finder), verdict
        return know.writer.write(evidence), verdict

    def _know(self) -> _Knowledge:
        with self._lock:
            generation = self.index.catalogue.generation
            if self._knowledge is None or self._knowledge.generation != generation:
                self._knowledge = self._learn(generation)
            return self._knowledge

    def _texts(self, piece: str) -> Iterator[str]:
        """Search copies of the passages that hold the words of a piece best."""
        return (normalise(hit.chunk.text) for hit in self.index.search(piece, _WRITTEN_IN, mode="lexical"))

    def _learn(self, generation: int) -> _Knowledge:
        explained: list[tuple[str, str]] = []
        titles: list[str] = []
        for number, document in enumerate(self.index.catalogue.documents()):
            if number >= _MINED_DOCUMENTS:
                break
            explained += explained_abbreviations(document.text)
            if len(titles) < _TITLES and document.title.strip():
                titles.append(document.title.strip())
        vocabulary = self.index.lexical.vocabulary()
        glossary = reviewed_glossary().extended(explained, vocabulary)
        known = frozenset(w for word, others in glossary.same.items() for w in (word, *others) if " " not in w)
        known |= frozenset(word for phrase in glossary.english for word in phrase.split()) | frozenset(glossary.short)
        speller = Speller(vocabulary, known, self._texts)
        glossary = replace(glossary, variants=lru_cache(10_000)(lambda word: speller.variants(word) | loans(word)))
        lens = Lens(self.index, self._words, glossary)
        finder = Finder(self.index, self._reader, lens, self._scorer, glossary)
        documents = self.index.catalogue.counts()["documents"]
        return _Knowledge(generation, glossary, speller, finder, Writer(lens, glossary), documents, tuple(titles))
