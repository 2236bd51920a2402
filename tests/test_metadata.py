"""Title, publisher and date of publication as a text states them, and nothing that it does not state."""

from __future__ import annotations

import json
import lzma
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Span
from corpus.metadata import MAX_TITLE, Metadata, guess_metadata
from corpus.noise import find_noise

BODY = (
    "สำนักงานพัฒนาวิสาหกิจจัดอบรมให้ผู้ประกอบการในพื้นที่ภาคเหนือ เพื่อเพิ่มขีดความสามารถในการแข่งขัน โดยมีผู้เข้าร่วมจากหลายจังหวัด "
    "และได้รับการสนับสนุนจากหน่วยงานภาครัฐและภาคเอกชนในพื้นที่ ซึ่งผู้เข้าร่วมได้แลกเปลี่ยนความรู้และประสบการณ์ระหว่างกันอย่างต่อเนื่อง"
)
WARNING = (
    "PHP Warning: PHP Startup: Unable to load dynamic library 'D:\\ext\\php_x.dll' - not found. in Unknown on line 0"
)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"รวมกลุ่มผู้ผลิตน้ำผึ้ง\n\n{BODY}", "รวมกลุ่มผู้ผลิตน้ำผึ้ง"),
        (f"รวมกลุ่มผู้ผลิตน้ำผึ้ง\n{BODY}", "รวมกลุ่มผู้ผลิตน้ำผึ้ง"),
        (f"\ufeff \n\n  รวมกลุ่มผู้ผลิต\xa0น้ำผึ้ง  \n\n\n{BODY}", "รวมกลุ่มผู้ผลิต น้ำผึ้ง"),
        (f"# รวมกลุ่มผู้ผลิตน้ำผึ้ง\n\n{BODY}", "รวมกลุ่มผู้ผลิตน้ำผึ้ง"),
        (f"|\n\n## รวมกลุ่ม **ผู้ผลิต**\n{BODY}", "รวมกลุ่ม **ผู้ผลิต"),
        (f"Title: A plan for clusters\n{BODY}", "A plan for clusters"),
        (f"ที่ นร 0505/1234\nเรื่อง  ขอเชิญเข้าร่วมโครงการ\nเรียน ผู้ประกอบการ\n{BODY}", "ขอเชิญเข้าร่วมโครงการ"),
        (f"ประวัติความเป็นมา\n\n{BODY}", "ประวัติความเป็นมา"),
        (f"โครงการพัฒนากลุ่ม\nประจำปี 2567\n\n{BODY}", "โครงการพัฒนากลุ่ม"),
        (f"วันอาทิตย์ ที่ 18 พ.ค.68\nเตือนภัยโรคใหม่\n{BODY}", "เตือนภัยโรคใหม่"),
        (f"{WARNING}\nรวมกลุ่มผู้ผลิตน้ำผึ้ง\n\n{BODY}", "รวมกลุ่มผู้ผลิตน้ำผึ้ง"),
        (f"....\n-----\nรวมกลุ่มผู้ผลิตน้ำผึ้ง\n\n{BODY}", "รวมกลุ่มผู้ผลิตน้ำผึ้ง"),
        (f"กรุงเทพฯ 9 ก.ย. – หนุนเอสเอ็มอี 17,555 ราย\n{BODY}", "หนุนเอสเอ็มอี 17,555 ราย"),
        (f"วันนี้ (13 สิงหาคม 2564) เวลา 09.30 น. {BODY}", "สำนักงานพัฒนาวิสาหกิจจัดอบรมให้ผู้ประกอบการในพื้นที่ภาคเหนือ"),
        ("คลัสเตอร์", "คลัสเตอร์"),
        ("", ""),
        ("12345 ---\n\n***", ""),
    ],
)
def test_title(text: str, title: str) -> None:
    assert guess_metadata(text).title.startswith(title) if len(title) > 50 else guess_metadata(text).title == title


def test_a_text_without_a_title_gives_its_first_sentence() -> None:
    title = guess_metadata(BODY).title
    assert 20 < len(title) <= MAX_TITLE
    assert BODY.startswith(title)


def test_lines_broken_in_the_middle_of_a_sentence_are_joined() -> None:
    lines = [
        "สำนักงานพัฒนาวิสาหกิจได้จัดให้มีการประชุมสัมมนาผู้ประกอบการใน",
        "จังหวัดขอนแก่น โดยมีผู้เข้าร่วมประกอบด้วยภาครัฐและภาคเอกชนทั้ง",
        "จากส่วนกลางและส่วนภูมิภาค รวมทั้งสื่อมวลชนในพื้นที่ภาคอีสานและ",
        "ประชาชนทั่วไปที่สนใจเข้าร่วมการประชุมในครั้งนี้ด้วยเป็นจำนวนมาก",
    ]
    title = guess_metadata("\n".join(lines)).title
    assert title.startswith(lines[0] + "จังหวัดขอนแก่น")
    assert "\n" not in title


def test_a_cut_does_not_part_a_number_from_its_unit() -> None:
    first = "กรม" + "ส่งเสริม" * 12
    assert guess_metadata(f"{first} รวมทั้งสิ้น 1,250 ราย {BODY}").title == first


@pytest.mark.parametrize(
    ("text", "published"),
    [
        (f"กรุงเทพฯ 20 มกราคม 2558 {BODY}", "2015-01-20"),
        (f"หัวข้อ\n\nกรุงเทพฯ 9 ก.ย. – {BODY}", "--09-09"),
        (f"จังหวัดสงขลา : 18 กุมภาพันธ์ 2568 {BODY}", "2025-02-18"),
        (f"วันที่ ๑๙ สิงหาคม ๒๕๖๘ {BODY}", "2025-08-19"),
        (f"ในวันพฤหัสบดีที่ 23 มกราคม 2568 เวลา 09.00 น. {BODY}", "2025-01-23"),
        (f"May 16, 2025, {BODY}", "2025-05-16"),
        (f"หัวข้อ\n{BODY}\nวันนี้ (13 สิงหาคม 2564) {BODY}", "2021-08-13"),
        (f"หัวข้อ\nเผยแพร่เมื่อ 12/05/2566\n{BODY}", "2023-05-12"),
        (f"หัวข้อ\nวันที่เผยแพร่ : 1 มี.ค. 66\nวันนี้ (2 มีนาคม 2566) {BODY}", "2023-03-01"),
        (f"หัวข้อ\n{BODY}\nประกาศ ณ วันที่ 5 มีนาคม พ.ศ. 2564", "2021-03-05"),
        (f"หัวข้อ\n{BODY}\nPublished: 2023-01-20", "2023-01-20"),
        (f"ประกาศกรม\nลงวันที่ 5 มีนาคม 2564\n{BODY}", "2021-03-05"),
        (f"หัวข้อ\n{BODY}\n******* 28 กรกฎาคม 2568", "2025-07-28"),
        (f"หัวข้อ\n{BODY}\nสำนักโฆษกกระทรวง : 9 กรกฎาคม 2568", "2025-07-09"),
        (f"หัวข้อ\n\nกรมจัดสัมมนาขึ้นเมื่อวันพฤหัสบดีที่ 17\nกุมภาพันธ์ 2548 {BODY}", "2005-02-17"),
    ],
)
def test_published(text: str, published: str) -> None:
    assert str(guess_metadata(text).published) == published


@pytest.mark.parametrize(
    "text",
    [
        f"หัวข้อ\n\n{BODY} ตั้งแต่ปี 2549",
        f"หัวข้อ\n\nตามบันทึกข้อตกลง ลงวันที่ 10 มิถุนายน 2547 {BODY}",
        f"หัวข้อ\n\nเปิดรับสมัครตั้งแต่วันที่ 10 มิถุนายน 2567 {BODY}",
        f"หัวข้อ\n\nระหว่างวันที่ 10 - 12 มิถุนายน 2567 {BODY}",
        f"หัวข้อ\n\n{BODY} {BODY} จัดขึ้นเมื่อวันที่ 17 กุมภาพันธ์ 2548 {BODY}",
        f"หัวข้อ\n\nเมื่อวันที่ 31 กุมภาพันธ์ 2548 {BODY}",
        BODY,
    ],
)
def test_a_date_that_the_text_only_tells_about_is_not_its_own(text: str) -> None:
    assert guess_metadata(text).published is None


@pytest.mark.parametrize(
    ("ending", "publisher"),
    [
        (".-สำนักข่าวไทย", "สำนักข่าวไทย"),
        ("\n--สำนักงานพัฒนาวิสาหกิจแห่งชาติ--\n-กข-", "สำนักงานพัฒนาวิสาหกิจแห่งชาติ"),
        ("\nที่มา : กรมส่งเสริมสหกรณ์", "กรมส่งเสริมสหกรณ์"),
        ("\nที่มา: กลุ่มประชาสัมพันธ์ กรมส่งเสริมสหกรณ์ โทร. 0 2281 3292 / เผยแพร่", "กลุ่มประชาสัมพันธ์ กรมส่งเสริมสหกรณ์"),
        ("\nอ้างอิงจาก :กองสื่อสาร กรมส่งเสริมสหกรณ์ 02-281-3292", "กองสื่อสาร กรมส่งเสริมสหกรณ์"),
        ("\nแหล่งข่าว : “หนังสือพิมพ์ประชาชน”", "หนังสือพิมพ์ประชาชน"),
        ("\nข้อมูลโดย: ฝ่ายวิชาการ | อ่าน 25 ครั้ง", "ฝ่ายวิชาการ"),
        ("\nSource: Department of Industry", "Department of Industry"),
        (f"\n--กรมส่งเสริมสหกรณ์--\n{WARNING}", "กรมส่งเสริมสหกรณ์"),
        ("\nสำนักโฆษกกระทรวง : 9 กรกฎาคม 2568", "สำนักโฆษกกระทรวง"),
        ("\n- กรมส่งเสริมสหกรณ์\n- กรมการข้าว", ""),  # a list
        ("\n-กข-", ""),
        ("\nที่มา : https://example.org", ""),
        ("\nโทร. 1358", ""),
        ("", ""),
    ],
)
def test_publisher(ending: str, publisher: str) -> None:
    assert guess_metadata(f"หัวข้อ\n\n{BODY}{ending}").publisher == publisher


def test_publisher_at_the_top() -> None:
    assert guess_metadata(f"หัวข้อ\nที่มา : กรมส่งเสริมสหกรณ์\n\n{BODY * 6}").publisher == "กรมส่งเสริมสหกรณ์"


def test_noise_is_passed_over() -> None:
    """The credit before a second copy of the text is still its end."""
    text = f"เมนู\nหัวข้อ\n\n{BODY}\n--กรมส่งเสริมสหกรณ์--\n{BODY * 8}"
    copy = Span(text.index("--\n") + 3, len(text))
    assert guess_metadata(text, noise=[Span(0, 4), copy]) == Metadata("หัวข้อ", "กรมส่งเสริมสหกรณ์", None)


SEEDS = [
    (
        "000_",
        "สำนักงานคณะกรรมการพัฒนาการเศรษฐกิจและสังคมแห่งชาติ",
        "สำนักงานคณะกรรมการพัฒนาการเศรษฐกิจและสังคมแห่งชาติ",
        "2005-02-17",
    ),
    ("001_", "ประวัติความเป็นมา", "", "None"),
    ("002_", "รวมคลัสเตอร์เพิ่มศักยภาพ", "", "None"),
    ("003_", "สสว.โชว์ผลงานหนุนเอสเอ็มอีรวมกลุ่มเป็นคลัสเตอร์", "สำนักข่าวไทย", "--09-09"),
    ("004_", "กสอ.จับมือ สสว. สร้างคลัสเตอร์ 17 เครือข่าย", "กลุ่มประชาสัมพันธ์ สำนักบริหารกลาง กรมส่งเสริมอุตสาหกรรม", "2015-01-20"),
]


@pytest.mark.parametrize(("name", "title", "publisher", "published"), SEEDS)
@pytest.mark.parametrize("with_noise", [True, False])
def test_saved_pages(shared: Path, name: str, title: str, publisher: str, published: str, with_noise: bool) -> None:
    [path] = (shared / "seeds").glob(f"{name}*.txt")
    text = path.read_text(encoding="utf-8")
    found = guess_metadata(text, noise=[noise.span for noise in find_noise(text)] if with_noise else ())
    assert found.title.startswith(title)
    assert (found.publisher, str(found.published)) == (publisher, published)


def test_news_articles(shared: Path) -> None:
    """The title that the collection states is found again; nearly every date is of the year that it states."""
    with lzma.open(shared / "data" / "thaigov-2025.jsonl.xz", "rt", encoding="utf-8") as lines:
        articles = [json.loads(line) for line in islice(lines, 0, 3000, 30)]
    found = [guess_metadata(f"{article['title']}\n{article['body']}") for article in articles]
    titles = ["".join(article["title"].split()).strip("\u200b.") for article in articles]
    assert sum("".join(f.title.split()).strip(".") == title for f, title in zip(found, titles, strict=True)) >= 80
    years = [f.published.year for f in found if f.published]
    assert len(years) >= 60
    assert sum(year == 2025 for year in years) >= 0.95 * len(years)


@given(
    st.one_of(
        st.text(max_size=200),
        st.lists(
            st.sampled_from(["\n", "\n\n", " ", "# ", "12 ม.ค. 66", "วันนี้ (", "ที่มา : ", "--กรม", "กรม", "--", BODY[:70]])
        ).map("".join),
    )
)
def test_any_text_is_taken(text: str) -> None:
    found = guess_metadata(text)
    assert len(found.title) <= 200
    assert "\n" not in found.title + found.publisher
