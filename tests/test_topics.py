from __future__ import annotations

import numpy as np

from index.encoder import StaticEncoder
from ui.topics import MOST, topics

HONEY = ["เมืองไทยผลิตน้ำผึ้งปีนึงได้กี่ตัน", "ส่งออกน้ำผึ้งกี่ตัน", "ไทยนำเข้าน้ำผึ้งปีละกี่ตัน"]


def test_questions_of_like_meaning_are_one_topic_named_by_one_of_them() -> None:
    asked = [(HONEY[0], False), (HONEY[1], False), (HONEY[1], True), (HONEY[2], True), ("คลัสเตอร์คืออะไร", False)]
    first, second = topics(asked, StaticEncoder())
    assert first.name in HONEY and set(first.others) == set(HONEY) - {first.name}
    assert (first.questions, first.abstained) == (4, 2)
    assert (second.name, second.questions, second.abstained, second.others) == ("คลัสเตอร์คืออะไร", 1, 0, ())


def test_each_question_is_counted_once() -> None:
    asked = [(f"{word} ปี {year}", False) for word in ("คลัสเตอร์", "น้ำผึ้ง", "งบประมาณ") for year in range(2550, 2570)]
    found = topics(asked, StaticEncoder(), most=1000)
    assert sum(topic.questions for topic in found) == len(asked)
    assert [topic.questions for topic in found] == sorted((one.questions for one in found), reverse=True)


def test_no_questions_and_questions_without_words() -> None:
    assert topics([], StaticEncoder()) == []
    assert sorted(one.name for one in topics([("", False), ("???", True)], StaticEncoder())) == ["", "???"]


def test_the_newest_different_questions_count() -> None:
    class Apart:
        name = "apart"

        def encode_passages(self, passages: object) -> np.ndarray:
            return np.eye(len(list(passages)), dtype=np.float32)  # type: ignore[call-overload]

        def encode_query(self, query: object) -> np.ndarray:
            raise NotImplementedError

    found = topics([(str(number), False) for number in range(MOST + 5)], Apart(), most=2 * MOST)
    assert len(found) == MOST and {one.name for one in found} == {str(number) for number in range(MOST)}
