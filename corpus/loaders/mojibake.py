"""Thai text that came through a wrong encoding or an old font, put right where that is certain.

The tables are Windows' Thai extension of TIS-620 (libthai, ``th_winthai2uni``) and the private-use code points that
Windows and Macintosh fonts gave to shifted glyphs (HarfBuzz, ``hb-ot-shaper-thai``).
"""

from __future__ import annotations

import re

_CONSONANT = "\u0e01-\u0e2e"
_MARK = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
_TONE = "\u0e48-\u0e4b"

_SAMPLE = 1_000_000
"""Characters; how much of a long text is judged."""

_THAI = re.compile("[\u0e01-\u0e5b]")
_BASE = re.compile(f"[{_CONSONANT}]")
_DEPENDENT = re.compile(f"[\u0e33{_MARK}]")
_ORPHAN = re.compile(f"(?<![{_CONSONANT}{_MARK}])[\u0e33{_MARK}]|[{_MARK}]{{4,}}")
_BARE_LEAD = re.compile(f"[\u0e40-\u0e44](?![{_CONSONANT}])")
_GLUED = re.compile("[A-Za-z][\u0e01-\u0e5b]|[\u0e01-\u0e5b][A-Za-z]")
_UNMAPPED = re.compile("[\ufffd\ufffe\uffff\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ue000-\uf8ff\U000f0000-\U0010fffd]")
_FOREIGN = re.compile("[\u00a1-\u02ff\u0192\u2030-\u203a\u20ac\u2122\u2202-\u22ff\ufb01\ufb02]")

# U+F700 to U+F71A: base letters without their foot, then marks moved left (over tall letters) or down
_WINDOWS_GLYPHS = dict(
    zip(
        range(0xF700, 0xF71B),
        "\u0e10\u0e34\u0e35\u0e36\u0e37\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e0d"
        "\u0e31\u0e4d\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e38\u0e39\u0e3a",
        strict=True,
    )
)
_MAC_GLYPHS = dict(
    zip(
        range(0xF884, 0xF89F),
        "\u0e31\u0e34\u0e35\u0e36\u0e37\u0e47\u0e48\u0e48\u0e48\u0e49\u0e49\u0e49\u0e4a\u0e4a\u0e4a\u0e4b\u0e4b\u0e4b"
        "\u0e4c\u0e4c\u0e4c\u0e4d\u0e0d\u0e38\u0e39\u0e3a\u0e10",
        strict=True,
    )
)
_GLYPHS = _WINDOWS_GLYPHS | _MAC_GLYPHS

# byte of a Windows Thai font -> Thai character; the bytes left out are punctuation, as cp1252 has it
_WINDOWS_THAI = {byte: chr(byte - 0xA0 + 0x0E00) for byte in (*range(0xA1, 0xDB), *range(0xDF, 0xFC))} | dict(
    zip(
        (*range(0x80, 0x85), *range(0x86, 0x91), *range(0x98, 0xA0), 0xFC, 0xFD, 0xFE),
        _WINDOWS_GLYPHS.values(),
        strict=True,
    )
)


def _to_bytes(codec: str, high: range) -> dict[str, int]:
    """Character to byte for the upper half of a code page; bytes it leaves open stand for themselves."""
    table = {chr(byte): byte for byte in range(0x80, 0xA0)}
    for byte in high:
        character = bytes((byte,)).decode(codec, "ignore")
        if character:
            table[character] = byte
    return table


_CP1252 = _to_bytes("cp1252", range(0x80, 0x100))
_C1_AS_CP1252 = {byte: char for char, byte in _CP1252.items() if byte < 0xA0}  # the later, true ones win
_CP874 = _to_bytes("cp874", range(0x80, 0x100))
_FONT = {ord(char): _WINDOWS_THAI[byte] for char, byte in _CP1252.items() if byte in _WINDOWS_THAI}
_FONT |= {0xF000 + byte: thai for byte, thai in _WINDOWS_THAI.items()}  # fonts with the symbol encoding
_FONT_WORD = re.compile(f"[{re.escape(''.join(map(chr, _FONT)))}]+")

_CP1252_ONLY = "".join(char for char, byte in _CP1252.items() if byte < 0xA0)
_UTF8_AS_CP1252 = re.compile(f"à[¸¹][\xa0-\xbf\ufffd{re.escape(_CP1252_ONLY)}]")
_UTF8_AS_CP874 = re.compile("เ[ธน][\x80-\xa0ก-ฟ€…‘’“”•–—\ufffd]")

_SPLIT = re.compile(f"(?<=[{_CONSONANT}{_MARK}])(?:[ \u00a0]|\r?\n)(?=[\u0e33{_MARK}])")
_SARA_AM = re.compile(f"\u0e4d ?([{_TONE}]?) ?\u0e32|([{_TONE}])\u0e4d ?\u0e32|\u0e33([{_TONE}])")
_MARK_ORDER = re.compile(f"([{_TONE}\u0e4c])([\u0e31\u0e34-\u0e39])")


def is_thai(text: str) -> bool:
    """Whether a text is Thai as it can be written: marks on consonants, leading vowels before them.

    In each of 3,000 real Thai articles 1 % of the letters or fewer break one of these rules; wrongly decoded text
    breaks far more. One letter in twenty may be out of place here.
    """
    text = text[:_SAMPLE]
    thai = _count(_THAI, text)
    if thai == 0 or _count(_BASE, text) * 3 < thai:
        return False
    wrong = _count(_ORPHAN, text) + _count(_BARE_LEAD, text) + _count(_GLUED, text)
    return wrong * 20 <= thai


def is_broken(text: str) -> bool:
    """Whether a text is beyond use: mostly signs that make no words, or Thai marks without their consonants."""
    text = text[:_SAMPLE]
    visible = len(text) - sum(map(text.count, " \n\r\t\f"))
    if _count(_UNMAPPED, text) * 10 > visible * 3:
        return True
    orphans = _count(_ORPHAN, text)
    if orphans > 3 and orphans * 10 > _count(_DEPENDENT, text) * 3:
        return True
    foreign = _count(_FOREIGN, text)  # accents and signs that old encodings put where other letters were
    return foreign > 10 and foreign * 2 > visible


def beyond_ascii(text: str) -> int:
    """Number of characters that are not ASCII."""
    return len(text) - len(text.encode("ascii", "ignore"))


def _count(pattern: re.Pattern[str], text: str) -> int:
    return sum(1 for _ in pattern.finditer(text))


def read_latin(data: bytes) -> str:
    """Decode bytes as cp1252; the five bytes that it leaves open become C1 controls, as browsers do it."""
    return data.decode("latin-1").translate(_C1_AS_CP1252)


def undo_mojibake(text: str) -> str:
    r"""Put right a text that is Thai read in a wrong encoding from beginning to end.

    Three ways of getting it wrong are known: TIS-620 read as Latin-1 or cp1252 (``¡ÃÐ·ÃÇ§``), UTF-8 read so
    (``à¸\x81à¸£``), and UTF-8 read as cp874 (``เธ\x81เธฃ``). A text that only quotes such a passage stays as it is.

    Args:
        text: a decoded text.

    Returns:
        The text as it was meant, with U+FFFD for what was lost, or ``text`` itself where nothing is certainly wrong.
    """
    for pattern, table in ((_UTF8_AS_CP1252, _CP1252), (_UTF8_AS_CP874, _CP874)):
        found = _count(pattern, text[:_SAMPLE])
        if found >= 3 and found * 15 > beyond_ascii(text[:_SAMPLE]) * 4:
            return _read_again(text, table)
    repaired = undo_font_thai(text)
    if repaired is text:
        return text
    return repaired if _count(_THAI, repaired[:_SAMPLE]) > 2 * _count(_THAI, text[:_SAMPLE]) else text


def _read_again(text: str, table: dict[str, int]) -> str:
    """Turn runs of characters back into the bytes they were and read those as UTF-8."""

    def read(match: re.Match[str]) -> str:
        return bytes(map(table.__getitem__, match.group())).decode("utf-8", "replace")

    return re.sub(f"[{re.escape(''.join(table))}]+", read, text)


def undo_font_thai(text: str) -> str:
    """Put right the passages of a text that are TIS-620 read as Latin-1, cp1252 or a symbol font.

    PDF files made with old Thai fonts give such text, often beside sound text in other fonts; hence line by line.

    Args:
        text: a text; a passage is taken for Thai if it reads as Thai (see `is_thai`) and cannot well be Latin.

    Returns:
        The text, of the same length.
    """
    strong = total = 0
    for match in _FONT_WORD.finditer(text):
        word = match.group()
        total += len(word)
        if len(word) >= 4 and len(set(word)) >= 3 and is_thai(word.translate(_FONT)):
            strong += len(word)
    if strong < 6 or strong * 3 < total:
        return text
    return "".join(_font_line(line) for line in re.split("([\n\f])", text))


def _font_line(line: str) -> str:
    words = _FONT_WORD.findall(line)
    size = sum(map(len, words))
    whole = size >= 4 and size > _count(_THAI, line) and is_thai(" ".join(words).translate(_FONT))
    minimum = 1 if whole else 2  # lone signs in a sound line are what they look like

    def put_right(match: re.Match[str]) -> str:
        word, thai = match.group(), match.group().translate(_FONT)
        around = line[max(0, match.start() - 1) : match.start()] + line[match.end() : match.end() + 1]
        in_latin = len(word) < 3 and any(char.isascii() and char.isalpha() for char in around)
        is_bullet = len(word) == 1 and word >= "\uf000"
        if len(word) < minimum or is_bullet or in_latin or not (whole or is_thai(thai)):
            return word
        return thai

    return _FONT_WORD.sub(put_right, line)


def repair_glyphs(text: str) -> str:
    """Put right what PDF files do to Thai: private-use glyphs, old fonts, marks cut off or in drawing order.

    Only what is certain: a mark cannot begin a word, so a space before it is none (``น ้ำ``); NIKHAHIT and AA are
    SARA AM; a tone mark stands after the vowel above or below the same consonant.

    Args:
        text: text as a PDF reader gives it; form feeds stay in place.

    Returns:
        The text in standard spelling.
    """
    text = undo_font_thai(text.translate(_GLYPHS))
    text = _SPLIT.sub("", text)
    text = _SARA_AM.sub(lambda match: "".join(filter(None, match.groups())) + "\u0e33", text)
    return _MARK_ORDER.sub(r"\2\1", text)
