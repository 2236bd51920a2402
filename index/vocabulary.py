"""The tokenizer of a static embedding: the frequent words whole, and pieces of words for the rest.

Whole words carry more than pieces do in Thai once the text is segmented (docs/embedding.md has the figures). A
WordPiece model looks a whole word up at once, so it loads in a tenth of the time of a Unigram model of that size.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from tokenizers import Tokenizer

UNKNOWN = "[UNK]"
_MAX_WORD = 60


def build_tokenizer(vocabulary: Sequence[str], counts: np.ndarray, *, size: int, pieces: int) -> Tokenizer:
    """Choose the vocabulary and make the tokenizer.

    Args:
        vocabulary: the words of the corpus.
        counts: how often each stands there, shape (words,).
        size: entries of the tokenizer at most.
        pieces: of these, about how many for pieces of words that have no entry of their own.

    Returns:
        A tokenizer for text whose words are joined with spaces.
    """
    from tokenizers import Tokenizer, models, pre_tokenizers

    order = [int(number) for number in np.lexsort((np.arange(len(counts)), -counts)) if counts[number] > 0]
    characters = sorted({character for number in order for character in vocabulary[number]})
    whole = {vocabulary[number] for number in order[: max(0, size - pieces)]}
    subwords = _subwords([(vocabulary[number], int(counts[number])) for number in order], pieces)
    entries = dict.fromkeys([UNKNOWN, *characters])
    for number in order:
        if len(entries) >= size - len(subwords):
            break
        if len(vocabulary[number]) <= _MAX_WORD:
            entries[vocabulary[number]] = None
    for piece in subwords:
        if len(entries) < size and piece not in whole:
            entries[piece] = None
    for number in order:  # pieces that are words themselves left room for more words
        if len(entries) >= size:
            break
        entries[vocabulary[number]] = None
    model = models.WordPiece(
        {entry: number for number, entry in enumerate(entries)},
        unk_token=UNKNOWN,
        continuing_subword_prefix="",
        max_input_chars_per_word=_MAX_WORD,
    )
    tokenizer = Tokenizer(model)
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    return tokenizer


def _subwords(words: Sequence[tuple[str, int]], number: int) -> list[str]:
    """Frequent pieces of words by a Unigram model, without single characters, the most frequent first."""
    import json

    from tokenizers import Tokenizer, models, pre_tokenizers, trainers

    if number <= 0:
        return []
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    alphabet = {character for word, _ in words for character in word}  # the trainer wants room for all of them
    trainer = trainers.UnigramTrainer(
        vocab_size=number + len(alphabet) + 1,
        special_tokens=[UNKNOWN],
        unk_token=UNKNOWN,
        show_progress=False,
        max_piece_length=16,
    )

    def texts() -> Iterator[str]:
        for word, count in words:  # damped, so that rare words have a say and training takes seconds
            yield " ".join([word] * min(max(1, count // 4), 500))

    tokenizer.train_from_iterator(texts(), trainer)
    found = json.loads(tokenizer.to_str())["model"]["vocab"]
    return [piece for piece, _ in found[1:] if len(piece) > 1][:number]


class PieceTable:
    """For each word of a corpus the numbers of its pieces, so that training never tokenizes text again.

    Args:
        tokenizer: the tokenizer.
        vocabulary: the words of the corpus; the first, the clause end, has no pieces.
    """

    def __init__(self, tokenizer: Tokenizer, vocabulary: Sequence[str]) -> None:
        unknown = tokenizer.token_to_id(UNKNOWN)
        encodings = tokenizer.encode_batch(list(vocabulary), add_special_tokens=False)
        found = [[piece for piece in encoding.ids if piece != unknown] for encoding in encodings]
        found[0] = []
        self.size = int(tokenizer.get_vocab_size())
        self.pieces = np.array([piece for word in found for piece in word], dtype=np.int64)
        self.offsets = np.concatenate([[0], np.cumsum([len(word) for word in found])]).astype(np.int64)

    def counts(self, word_counts: np.ndarray) -> np.ndarray:
        """How often each piece stands in the corpus, shape (pieces,)."""
        weights = np.repeat(word_counts, np.diff(self.offsets))
        counted: np.ndarray = np.bincount(self.pieces, weights=weights, minlength=self.size)
        return counted

    def of(self, numbers: np.ndarray, owners: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Pieces of words, one after the other, and for each piece the owner of its word."""
        positions, lengths = ragged(self.offsets[numbers], self.offsets[numbers + 1])
        return self.pieces[positions], np.repeat(owners, lengths)


def ragged(starts: np.ndarray, ends: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """All positions of many half-open ranges, one after the other, and the length of each range."""
    lengths = np.maximum(ends - starts, 0)
    first = np.cumsum(lengths) - lengths
    return np.arange(int(lengths.sum())) - np.repeat(first - starts, lengths), lengths
