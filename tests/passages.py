"""Made-up documents as passages that a model is shown, for the tests of the check of citations."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from assistant import Assistant
from assistant.cited import Shown
from assistant.claims import Claim, read_claims, readable
from assistant.glossary import Glossary
from assistant.support import Scale
from assistant.verify import Verifier
from index.library import Index
from tests.thai_questions import document, index_of

NETWORKS = """# ผลงานเครือข่ายไผ่หวาน

ปี 2562 สสว. พัฒนาเครือข่ายไผ่หวานได้ 14 กลุ่ม ใช้งบประมาณ 3.5 ล้านบาท

ปี 2563 สสว. พัฒนาเครือข่ายไผ่หวานได้ 21 กลุ่ม ใช้งบประมาณ 5 ล้านบาท

## สิทธิประโยชน์ของสมาชิก

สมาชิกได้รับสิทธิประโยชน์ดังนี้

- ค่าเดินทางไปดูงานร้อยละ 50
- เงินทุนหมุนเวียนรายละ 20,000 บาท
"""


@dataclass(frozen=True, slots=True)
class Place:
    """One made-up document, all of it shown as passage 1."""

    index: Index
    assistant: Assistant
    shown: Shown
    verifier: Verifier
    glossary: Glossary
    scale: Scale

    def claims(self, text: str) -> list[Claim]:
        """What a sentence claims."""
        return read_claims(readable(text), self.glossary)

    def place(self, words: str) -> int:
        """The place of the clause that holds some words."""
        return next(atom.place for atom in self.shown.reading.atoms if words in atom.plain)


@contextmanager
def place_of(home: Path, text: str = NETWORKS, *, publisher: str = "", year: int | None = None) -> Iterator[Place]:
    """A document in an index of its own."""
    with index_of(home, [document("a.md", text, publisher=publisher, year=year)]) as index:
        assistant = Assistant(index)
        [stored] = index.catalogue.documents()
        reading = assistant.reading(stored.id, stored.version)
        verifier, glossary = assistant.verifier()
        shown = Shown(1, reading, 0, len(reading.atoms))
        yield Place(index, assistant, shown, verifier, glossary, verifier.scale)
