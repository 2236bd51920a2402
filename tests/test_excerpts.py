"""What is quoted: enumerations to their end."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from assistant import Assistant
from assistant.evidence import Evidence
from assistant.excerpts import quotes
from tests.thai_questions import document, index_of

OPENING = "เจ้าหน้าที่กำลังเร่งช่วยเหลือผู้ประกอบการทุกรายอย่างเต็มกำลัง "
PROVINCES = "โรงงานที่ถูกน้ำท่วมอยู่ในหลายจังหวัด ได้แก่ กาฬสินธุ์ อุบลราชธานี เพชรบูรณ์ พิษณุโลก สุโขทัย และพระนครศรีอยุธยา โดยน้ำเริ่มลดลงแล้ว"
PARTS = (
    "แผนช่วยเหลือโรงงานที่ถูกน้ำท่วม ประกอบด้วย 3 ส่วน ได้แก่ ส่วนที่ 1 การพักชำระหนี้ของผู้ประกอบการทุกขนาดเป็นเวลาหกเดือน "
    "ส่วนที่ 2 การซ่อมเครื่องจักรโดยช่างของวิทยาลัยเทคนิคในพื้นที่ที่น้ำลดแล้ว ส่วนที่ 3 การฝึกอบรมแรงงานระหว่างหยุดผลิต"
)


def _quoted(tmp_path: Path, text: str, question: str, likely: str, room: int) -> str:
    """What is quoted first if only the clause that holds some words is likely to answer."""
    with index_of(tmp_path / "home", [document("a.md", f"# น้ำท่วม\n\n{text}", "น้ำท่วม")]) as index:
        evidence, _ = Assistant(index).doubted(question)
        atoms = evidence.windows[0].reading.atoms
        name = evidence.windows[0].reading.document.id
        mass = {(name, atom.place): float(likely in atom.plain) for atom in atoms}
        assert sum(mass.values()) == 1
        told: Evidence = replace(evidence, mass=mass, demanded=False, quoted={})
        window = quotes(told, room)[0]
        return window.span.of(window.reading.document.text)


def test_a_list_is_quoted_to_its_last_thing(tmp_path: Path) -> None:
    said = _quoted(tmp_path, PROVINCES, "โรงงานที่ถูกน้ำท่วมอยู่จังหวัดไหนบ้าง", "กาฬสินธุ์", 90)
    assert said.endswith("และพระนครศรีอยุธยา")


def test_numbered_parts_are_quoted_to_the_last(tmp_path: Path) -> None:
    said = _quoted(tmp_path, PARTS, "แผนช่วยเหลือโรงงานที่ถูกน้ำท่วม มี 3 ส่วนอะไรบ้าง", "ส่วนที่ 1", 150)
    assert said.endswith("การฝึกอบรมแรงงานระหว่างหยุดผลิต")


def test_a_fact_keeps_its_length_and_what_hardly_holds_it_makes_way(tmp_path: Path) -> None:
    text = OPENING + PROVINCES
    said = _quoted(tmp_path, text, "โรงงานที่ถูกน้ำท่วมอยู่ที่ไหน", "กาฬสินธุ์", 130)
    assert len(said) <= 130
    assert said.endswith("และพระนครศรีอยุธยา")
