"""Words that can be said for one another: both ways, as search copies, never a word for itself."""

from __future__ import annotations

from assistant.glossary import reviewed_glossary
from assistant.thesaurus import thesaurus
from corpus.normalise import normalise


def test_either_word_stands_for_the_other() -> None:
    assert "ถึงแก่กรรม" in thesaurus()["เสียชีวิต"]
    assert "เสียชีวิต" in thesaurus()["ถึงแก่กรรม"]
    assert "โรงพยาบาล" not in thesaurus()["แพทย์"]  # of the same field only


def test_entries_are_search_copies_of_words() -> None:
    for word, others in thesaurus().items():
        assert others and word not in others
        assert len(set(others)) == len(others)
        assert all(other == normalise(other) and other.strip() and " " not in other for other in (word, *others))


def test_no_word_stands_for_its_opposite() -> None:
    opposites = reviewed_glossary().opposites
    assert not [
        (word, other) for word, others in thesaurus().items() for other in others if other in opposites.get(word, ())
    ]
