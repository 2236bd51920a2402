"""Small talk is told from questions, and answered with what can be asked."""

from __future__ import annotations

import pytest

from assistant.smalltalk import SmallTalk, reply, small_talk


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("สวัสดี", SmallTalk.GREETING),
        ("สวัสดีครับ", SmallTalk.GREETING),
        ("หวัดดีค่ะแอดมิน", SmallTalk.GREETING),
        ("Hello!", SmallTalk.GREETING),
        ("ขอบคุณมากๆ ค่ะ", SmallTalk.THANKS),
        ("thank you", SmallTalk.THANKS),
        ("โอเค ขอบคุณครับ", SmallTalk.THANKS),
        ("บ๊ายบาย", SmallTalk.FAREWELL),
        ("ทำอะไรได้บ้าง", SmallTalk.HELP),
        ("คุณช่วยอะไรได้บ้างคะ", SmallTalk.HELP),
        ("สวัสดีค่ะ ถามอะไรได้บ้าง", SmallTalk.HELP),
        ("คุณคือใคร", SmallTalk.HELP),
        ("What can you do?", SmallTalk.HELP),
        ("สวัสดีครับ ขอเบอร์กรมส่งเสริมอุตสาหกรรม", None),
        ("ขอบคุณค่ะ แล้วปี 2562 ล่ะ", None),
        ("คลัสเตอร์ทำอะไรได้บ้าง", None),
        ("กองทุนช่วยอะไรได้บ้าง", None),
        ("ประธานคือใคร", None),
        ("ดีเอสไอคืออะไร", None),
        ("", None),
    ],
)
def test_small_talk(said: str, kind: SmallTalk | None) -> None:
    assert small_talk(said) is kind


@pytest.mark.parametrize("kind", list(SmallTalk))
@pytest.mark.parametrize("titles", [(), ("แผนเครือข่าย [1]", "ก" * 300)])
def test_a_reply_is_short_and_holds_no_mark(kind: SmallTalk, titles: tuple[str, ...]) -> None:
    text = reply(kind, 5, titles)
    assert 0 < len(text) <= 500
    assert "[1]" not in text


def test_a_greeting_names_what_can_be_asked() -> None:
    assert "แผนเครือข่าย" in reply(SmallTalk.GREETING, 5, ["แผนเครือข่าย"])
    assert "ยังไม่มีเอกสาร" in reply(SmallTalk.HELP, 0, [])
