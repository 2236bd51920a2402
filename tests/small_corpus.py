"""A small made-up corpus and an embedding model that knows its words, for the tests of the stores."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np

from corpus.document import PartialDate
from corpus.loaders.base import Loaded

PUBLISHERS = ("กรมส่งเสริมอุตสาหกรรม", "สำนักงานส่งเสริมวิสาหกิจขนาดกลางและขนาดย่อม", "สภาพัฒน์")
_WORDS = """การ ความ ผู้ประกอบการ คลัสเตอร์ อุตสาหกรรม อาหาร สิ่งทอ เซรามิก สมุนไพร ยางพารา กาแฟ ข้าว ผลไม้ เครื่องจักร
    ชิ้นส่วน ยานยนต์ ดิจิทัล ท่องเที่ยว ชุมชน เครือข่าย พัฒนา ส่งเสริม สนับสนุน งบประมาณ โครงการ กิจกรรม อบรม ตลาด ส่งออก มาตรฐาน
    คุณภาพ ต้นทุน รายได้ สมาชิก จังหวัด ภาคเหนือ ภาคใต้ เชียงใหม่ ขอนแก่น สงขลา ลำปาง ระยอง ชลบุรี วิจัย นวัตกรรม
    มหาวิทยาลัย ธนาคาร สินเชื่อ กู้ยืม ประชุม แผน ยุทธศาสตร์ ตัวชี้วัด ประเมิน รายงาน ผลผลิต วัตถุดิบ โรงงาน แรงงาน ทักษะ"""
WORDS = tuple(_WORDS.split())
FIRST_CODE = 500_000
CODES = 6_000
DIMENSION = 32


def code(number: int) -> str:
    """The word that stands in one document only."""
    return str(FIRST_CODE + number)


def text_of(number: int, *, paragraphs: int = 2, words: int = 40) -> str:
    """The text of a document: random words, and its code in every paragraph."""
    draw = random.Random(number)
    lines = [" ".join([code(number), *draw.choices(WORDS, k=words)]) for _ in range(paragraphs)]
    return "\n\n".join(lines) + "\n"


def made(number: int, text: str | None = None, *, paragraphs: int = 2, words: int = 40) -> Loaded:
    """A document of the corpus."""
    return Loaded(
        source=f"made/{number}.txt",
        text=text_of(number, paragraphs=paragraphs, words=words) if text is None else text,
        title=f"รายงานฉบับที่ {number}",
        publisher=PUBLISHERS[number % len(PUBLISHERS)],
        published=PartialDate(2010 + number % 10, 1 + number % 12, 15),
    )


def corpus(count: int, *, first: int = 0, paragraphs: int = 2, words: int = 40) -> list[Loaded]:
    """Documents in order of their number."""
    return [made(number, paragraphs=paragraphs, words=words) for number in range(first, first + count)]


def write_tiny_model(folder: Path, *, seed: int = 0, dimension: int = DIMENSION) -> Path:
    """A real static embedding: one random vector for each word of the corpus."""
    from model2vec import StaticModel
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import WhitespaceSplit

    pieces = ["[UNK]", *WORDS, "รายงาน", "ฉบับ", "ที่", *(code(number) for number in range(CODES))]
    vocabulary = {piece: number for number, piece in enumerate(dict.fromkeys(pieces))}
    tokenizer = Tokenizer(WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = WhitespaceSplit()
    vectors = np.random.default_rng(seed).normal(size=(len(vocabulary), dimension)).astype(np.float32)
    StaticModel(vectors, tokenizer, normalize=True).save_pretrained(folder)
    return folder
