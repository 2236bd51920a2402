"""Questions as Hypothesis draws them, and small real indexes with the bundled model to ask them of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from hypothesis import strategies as st

from corpus.document import PartialDate
from corpus.loaders.base import Loaded
from index.library import Index

_PIECES = [
    "แล้ว",
    "คลัสเตอร์",
    "สสว.",
    "กสอ.",
    "สสว",
    "ปี",
    "63",
    "2563",
    "๒๕๖๓",
    "ครั้งที่",
    "4",
    "ครั้งแรก",
    "รอบสอง",
    "ล่ะ",
    "คะ",
    "ครับ",
    "นะ",
    "อะไร",
    "บ้าง",
    "กี่",
    "กลุ่ม",
    "บาท",
    "เท่าไร",
    "เท่าไหร่",
    "ใคร",
    "ที่ไหน",
    "เมื่อไร",
    "กับ",
    "และ",
    "หรือ",
    "เทียบกับ",
    "ต่างกัน",
    "อันไหน",
    "มากกว่า",
    "มีอะไรบ้าง",
    "คืออะไร",
    "ไหม",
    "ทำไม",
    "อย่างไร",
    "น้ำผึ้ง",
    "ข้าว",
    "ไทย",
    "เชียงใหม่",
    "แพร่",
    "ตาก",
    "เลย",
    "17",
    "เครือข่าย",
    "1,811",
    "ล้านบาท",
    "ร้อยละ",
    "%",
    "(",
    ")",
    "-",
    ".",
    ",",
    "?",
    "ฯ",
    "ๆ",
    "็",
    "่",
    "์",
    "ํา",
    "เเ",
    "สภาอุตฯ",
    "M81",
    "DIP",
    "how",
    "many",
    "what",
    "is",
    "the",
    "8]ylg9viN",
    "xx",
    "ก",
    "ผ้าไหม",
    "ปีที่แล้ว",
    "3",
    "ปีที่ผ่านมา",
    "เขา",
    "นี้",
    "โครงการนี้",
    "ขอบคุณ",
    "สวัสดี",
]
_pieces = st.lists(st.sampled_from([*_PIECES, " ", "  ", "\n", "\u200b", "\u00a0", "\x00"]), max_size=24).map("".join)
_characters = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)


def question_texts() -> st.SearchStrategy[str]:
    """Any text of a question's length; most of the time made of what questions are made of."""
    return _pieces | _characters | st.tuples(_pieces, _characters).map(" ".join)


def document(source: str, text: str, title: str = "", *, publisher: str = "", year: int | None = None) -> Loaded:
    """A made-up document."""
    published = PartialDate(year) if year else None
    return Loaded(source=source, text=text, title=title, publisher=publisher, published=published)


@contextmanager
def index_of(home: Path, documents: Sequence[Loaded]) -> Iterator[Index]:
    """An index of some documents, with the bundled model."""
    with Index.open(home) as index:
        index.ingest(documents, workers=1)
        yield index


SEMINAR = document(
    "made/seminar.md",
    """# สัมมนาเครือข่ายสัญจร ครั้งที่ 2

สำนักงานส่งเสริมเครือข่ายธุรกิจจัดสัมมนาเครือข่ายสัญจร ครั้งที่ 2 เมื่อวันที่ 9 สิงหาคม 2561 ณ โรงแรมดอยคำ จังหวัดลำปาง \
มีผู้เข้าร่วมประมาณ 180 คน

ปัจจัยแห่งความสำเร็จของเครือข่าย ประกอบด้วย

1. ผู้นำที่สมาชิกไว้ใจ
2. ผู้ประสานงานที่ทำงานเต็มเวลา
3. กิจกรรมแรกที่เห็นผลเร็ว

สอบถามเพิ่มเติม กลุ่มประสานเครือข่าย โทร. 0-5422-1234
""",
    "สัมมนาเครือข่ายสัญจร ครั้งที่ 2",
    publisher="สำนักงานส่งเสริมเครือข่ายธุรกิจ",
    year=2018,
)
RESULTS = document(
    "made/results.md",
    """# ผลงานเครือข่ายธุรกิจ ปี 2562

ในปี 2562 สำนักงานส่งเสริมเครือข่ายธุรกิจพัฒนาเครือข่ายธุรกิจ 14 เครือข่าย มีผู้ประกอบการเข้าร่วม 920 ราย ลดต้นทุนได้ 45 ล้านบาท

เครือข่ายเซรามิกลำปาง ดำเนินการโดยมหาวิทยาลัยดอยคำ
""",
    "ผลงานเครือข่ายธุรกิจ ปี 2562",
    publisher="สำนักงานส่งเสริมเครือข่ายธุรกิจ",
    year=2019,
)
PLAN = document(
    "made/plan.md",
    """# แผนเครือข่ายธุรกิจ ปี 2563

ในปี 2563 สำนักงานส่งเสริมเครือข่ายธุรกิจมีแผนพัฒนาเครือข่ายธุรกิจ 21 เครือข่าย ใช้งบประมาณ 60 ล้านบาท
""",
    "แผนเครือข่ายธุรกิจ ปี 2563",
    publisher="สำนักงานส่งเสริมเครือข่ายธุรกิจ",
    year=2020,
)
_NEWS = "การประชุมเครือข่ายไม้ไผ่แห่งชาติ จัดที่จังหวัดน่าน มีผู้เข้าร่วมประชุมเครือข่ายไม้ไผ่แห่งชาติ {} คน"
RIVALS = (
    document("made/news-a.md", _NEWS.format(300), "ข่าวเครือข่ายไม้ไผ่ [1]", year=2018),
    document("made/news-b.md", _NEWS.format(450), "ข่าวเครือข่ายไม้ไผ่ [2]", year=2018),
)
MADE = (SEMINAR, RESULTS, PLAN, *RIVALS)
"""A small made-up corpus: an event, results, a plan, and two news that differ."""
