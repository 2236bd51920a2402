"""Pairs cut out of a corpus: ranges stay inside their text, batches repeat, no text stands in a batch twice."""

from __future__ import annotations

import numpy as np
import pytest

from corpus.errors import EncoderError
from index.pairs import DEFAULT_MIX, PairKind, PairSampler
from index.training_data import (
    CLAUSE_END,
    SegmentedCorpus,
    TrainingQuestion,
    TrainingText,
    segment_corpus,
    with_wordings,
)
from index.vocabulary import UNKNOWN, PieceTable, build_tokenizer, ragged

FULL_NAME = "กรมส่งเสริมอุตสาหกรรม"


def text(number: int) -> TrainingText:
    body = (
        f"โครงการที่ {number} สนับสนุนผู้ประกอบการให้รวมกลุ่มเป็นคลัสเตอร์ {FULL_NAME} (กสอ.) จัดสรรงบประมาณ "
        f"{number * 1000} บาท ในจังหวัดเชียงใหม่ เพื่อพัฒนาการตลาด และการผลิตของสมาชิกกลุ่มที่ {number}"
    )
    return TrainingText(f"กลุ่มที่ {number} รับงบประมาณ", body)


@pytest.fixture(scope="module")
def corpus() -> SegmentedCorpus:
    questions = [
        TrainingQuestion("งบประมาณเท่าไร", text(1).body, text(1).body.index("1000")),
        TrainingQuestion("จังหวัดอะไร", text(1).body, text(1).body.index("เชียงใหม่")),
        TrainingQuestion("ใครจัดสรรงบประมาณ", text(2).body, text(2).body.index(FULL_NAME)),
    ]
    return with_wordings(segment_corpus([text(number) for number in range(60)], questions), [("เข้ากลุ่ม", "การรวมกลุ่ม")])


@pytest.fixture(scope="module")
def pieces(corpus: SegmentedCorpus) -> PieceTable:
    return PieceTable(build_tokenizer(corpus.vocabulary, corpus.counts(), size=2_000, pieces=0), corpus.vocabulary)


def words_of(corpus: SegmentedCorpus, pieces: PieceTable, numbers: np.ndarray) -> str:
    lengths = np.diff(pieces.offsets)
    by_piece = {int(pieces.pieces[pieces.offsets[word]]): word for word in np.flatnonzero(lengths == 1)}
    return " ".join(corpus.vocabulary[by_piece[int(number)]] for number in numbers if int(number) in by_piece)


def test_ragged_lists_every_position_of_every_range() -> None:
    positions, lengths = ragged(np.array([3, 10, 5]), np.array([5, 10, 8]))
    assert positions.tolist() == [3, 4, 5, 6, 7]
    assert lengths.tolist() == [2, 0, 3]


def test_corpus_keeps_titles_apart_from_bodies(corpus: SegmentedCorpus) -> None:
    assert len(corpus.bodies) == len(corpus.titles) == 60
    assert corpus.text(corpus.titles[7]).replace(" ", "") == "กลุ่มที่7รับงบประมาณ"
    assert "7000" in corpus.text(corpus.bodies[7])


def test_title_repeated_at_the_start_of_its_body_is_taken_off() -> None:
    texts = [TrainingText(one.title, f"{one.title}\n{one.body}") for one in map(text, range(60))]
    found = segment_corpus(texts)
    assert "รับ" not in found.text(found.bodies[3]).split()


def test_repeated_and_empty_texts_are_left_out() -> None:
    found = segment_corpus([*map(text, range(60)), text(1), TrainingText("ว่าง", ""), TrainingText("สั้น", "สั้นไป")])
    assert len(found.bodies) == 60


def test_too_few_texts_say_how_many_are_needed() -> None:
    with pytest.raises(EncoderError, match=r"found 49 usable texts.*at least 50"):
        segment_corpus([text(number) for number in range(49)])


def test_full_names_are_found_with_their_abbreviation(corpus: SegmentedCorpus) -> None:
    pairs = {
        (corpus.text(name).replace(" ", ""), corpus.text(short).replace(" ", ""))
        for name, short in zip(corpus.names, corpus.abbreviations, strict=True)
    }
    assert (FULL_NAME, "กสอ.") in pairs


def test_wordings_are_added_without_moving_what_was_there(corpus: SegmentedCorpus) -> None:
    assert corpus.text(corpus.official[0]).replace(" ", "") == "การรวมกลุ่ม"
    assert "7000" in corpus.text(corpus.bodies[7])
    assert len(corpus.vocabulary) == len(set(corpus.vocabulary))


def test_questions_share_their_context_and_know_their_answer(corpus: SegmentedCorpus) -> None:
    assert corpus.answered_by.tolist() == [0, 0, 1]
    assert len(corpus.contexts) == 2
    start, end = corpus.contexts[0]
    assert start <= corpus.answers[0] < corpus.answers[1] < end


@pytest.mark.parametrize("kind", list(PairKind))
def test_every_kind_gives_texts_with_words(kind: PairKind, corpus: SegmentedCorpus, pieces: PieceTable) -> None:
    sampler = PairSampler(corpus, pieces, mix={kind: 1.0}, batch_size=32, max_words=30, word_drop=0.0)
    batch = sampler.batch(0)
    count = len(batch.anchor_offsets)
    assert count == len(batch.positive_offsets) > 0
    assert len(batch.positives) >= count
    assert (np.diff(batch.positive_offsets) >= 0).all()
    assert batch.positives.max() < pieces.size


def test_same_number_gives_the_same_batch_and_another_number_another(
    corpus: SegmentedCorpus, pieces: PieceTable
) -> None:
    sampler = PairSampler(corpus, pieces, batch_size=32, seed=5)
    again = PairSampler(corpus, pieces, batch_size=32, seed=5)
    assert np.array_equal(sampler.batch(3).anchors, again.batch(3).anchors)
    assert not np.array_equal(sampler.batch(3).anchors, sampler.batch(4).anchors)


def test_no_text_stands_in_a_batch_twice(corpus: SegmentedCorpus, pieces: PieceTable) -> None:
    mix = {PairKind.TITLE: 0.5, PairKind.CLOZE: 0.5}
    batch = PairSampler(corpus, pieces, mix=mix, batch_size=60, word_drop=0.0).batch(1)
    assert len(batch.anchor_offsets) <= 60
    title = PairSampler(corpus, pieces, mix={PairKind.TITLE: 1.0}, batch_size=60, word_drop=0.0).batch(1)
    cuts = [*title.anchor_offsets[1:], len(title.anchors)]
    found = [words_of(corpus, pieces, title.anchors[a:b]) for a, b in zip(title.anchor_offsets, cuts, strict=True)]
    assert len(set(found)) == len(found) == 60


def test_statement_question_asks_with_a_question_word(corpus: SegmentedCorpus, pieces: PieceTable) -> None:
    sampler = PairSampler(corpus, pieces, mix={PairKind.STATEMENT: 1.0}, batch_size=32, word_drop=0.0)
    batch = sampler.batch(0)
    asked = words_of(corpus, pieces, batch.anchors).split()
    assert {"อะไร", "ใคร", "เท่าไร"} & set(asked)


def test_cloze_takes_the_clauses_out_of_the_passage(corpus: SegmentedCorpus, pieces: PieceTable) -> None:
    sampler = PairSampler(corpus, pieces, mix={PairKind.CLOZE: 1.0}, batch_size=16, max_words=200, word_drop=0.0)
    batch = sampler.batch(0)
    anchor_ends = [*batch.anchor_offsets[1:], len(batch.anchors)]
    positive_ends = [*batch.positive_offsets[1:], len(batch.positives)]
    whole = {
        tuple(pieces.of(numbers[numbers != CLAUSE_END], np.zeros(int((numbers != CLAUSE_END).sum()), np.int64))[0])
        for numbers in (corpus.flat[start:end] for start, end in corpus.bodies)
    }
    for a, b, c, d in zip(batch.anchor_offsets, anchor_ends, batch.positive_offsets, positive_ends, strict=True):
        parts = sorted([*batch.anchors[a:b], *batch.positives[c:d]])
        assert any(set(parts) <= set(body) and len(parts) <= len(body) for body in whole)


def test_hard_negatives_join_the_batch(corpus: SegmentedCorpus, pieces: PieceTable) -> None:
    hard = np.full((60, 1), 59)
    sampler = PairSampler(
        corpus, pieces, mix={PairKind.TITLE: 1.0}, batch_size=8, word_drop=0.0, hard_negatives=hard, seed=1
    )
    joined = sum("59" in words_of(corpus, pieces, sampler.batch(number).anchors).split() for number in range(20))
    assert joined == 20


def test_kinds_without_material_are_left_out() -> None:
    found = segment_corpus([TrainingText("", text(number).body.replace("(กสอ.)", "")) for number in range(60)])
    pieces = PieceTable(build_tokenizer(found.vocabulary, found.counts(), size=900, pieces=100), found.vocabulary)
    batch = PairSampler(found, pieces, mix=DEFAULT_MIX, batch_size=20).batch(0)
    assert len(batch.anchor_offsets) > 10


def test_tokenizer_keeps_frequent_words_whole_and_cuts_the_others(corpus: SegmentedCorpus) -> None:
    tokenizer = build_tokenizer(corpus.vocabulary, corpus.counts(), size=150, pieces=40)
    assert tokenizer.get_vocab_size() <= 150
    assert tokenizer.encode("งบประมาณ", add_special_tokens=False).tokens == ["งบประมาณ"]
    cut = tokenizer.encode("งบประมาณกลุ่ม", add_special_tokens=False).tokens
    assert "".join(cut) == "งบประมาณกลุ่ม" and len(cut) > 1
    assert tokenizer.encode("漢字", add_special_tokens=False).tokens == [UNKNOWN]
