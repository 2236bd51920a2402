from __future__ import annotations

from pathlib import Path

import pytest

from corpus.document import PartialDate
from corpus.errors import SettingsError
from ui.language import COOKIE, chosen, languages, read_texts, thai

ROOT = Path(__file__).resolve().parents[1]


def test_thai_is_spoken_to_whoever_has_not_chosen() -> None:
    assert chosen({}).code == chosen({COOKIE: "xx"}).code == "th"
    assert chosen({COOKIE: "en"}).code == "en"
    assert {texts.home for texts in languages().values()} == {"/", "/en/"}


def test_no_thai_in_english_but_where_it_is_named() -> None:
    english = languages()["en"]
    assert not [key for key in english.values if any("ก" <= letter <= "๛" for letter in english[key])]


@pytest.mark.parametrize(
    ("second", "named"),
    [
        ('a = "x"', "b.c"),
        ('a = "x"\n[b]\nc = "{n}"\nd = "y"', "b.d"),
        ('a = "x"\n[b]\nc = "{m}"', "b.c"),
        ('a = " "\n[b]\nc = "{n}"', "a"),
        ('a = ["x", "y"]\n[b]\nc = "{n}"', "a"),
        ("a = ", "cannot be read"),
    ],
)
def test_languages_that_do_not_fit_each_other_are_refused(second: str, named: str) -> None:
    with pytest.raises(SettingsError, match=named):
        read_texts({"th": 'a = "ก"\n[b]\nc = "{n} ข้อ"', "en": second})


def test_each_failure_is_still_said_so() -> None:
    """The Thai sentences that are translated are those of the code; one that was changed there would stay Thai."""
    code = "".join(path.read_text("utf-8") for folder in ("ui", "assistant") for path in (ROOT / folder).glob("*.py"))
    for key in thai().values:
        if key.startswith("failures."):
            for part in thai()[key].split("{")[0].split("}")[-1:]:
                assert part in code, f"{key}: {part!r} is not said anywhere"


@pytest.mark.parametrize(
    ("said", "english"),
    [
        ("ขออภัย ระบบขัดข้องชั่วคราว", "Sorry, something broke down"),
        ("โปรดลองใหม่ในอีก 15 นาที", "Please try again in 15 minutes"),
        ("โปรดรอ 60 วินาทีแล้วลองใหม่", "Please wait 60 seconds and try again"),
        ("ไม่รู้จัก", "ไม่รู้จัก"),
    ],
)
def test_failures_are_found_by_their_thai_sentence(said: str, english: str) -> None:
    assert languages()["en"].failure(said) == english
    assert thai().failure(said) == said


def test_dates() -> None:
    assert [texts.date(PartialDate(2015, 1, 20)) for texts in languages().values()] == [
        "20 มกราคม 2558",
        "20 January 2015",
    ]
    assert languages()["en"].date(PartialDate(2015)) == "2015"
