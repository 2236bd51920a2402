"""Blocks as Markdown-like text."""

from __future__ import annotations

from corpus.document import NoiseReason
from corpus.loaders.blocks import Block, BlockKind, join_blocks


def test_items_and_rows_stand_together_all_else_apart() -> None:
    text, noise = join_blocks(
        [
            Block(BlockKind.HEADING, "หัว\nข้อ", level=2),
            Block(BlockKind.PARAGRAPH, "ย่อหน้า\nสองบรรทัด"),
            Block(BlockKind.PARAGRAPH, "  "),
            Block(BlockKind.ITEM, "ก"),
            Block(BlockKind.ITEM, "ข\nค", level=1, label="1."),
            Block(BlockKind.ROW, "ปี: 2566"),
            Block(BlockKind.ROW, "ปี: 2567"),
            Block(BlockKind.HEADING, "ลึก", level=9),
        ]
    )
    assert text == "## หัว ข้อ\n\nย่อหน้า\nสองบรรทัด\n\n- ก\n  1. ข ค\n\nปี: 2566\nปี: 2567\n\n###### ลึก"
    assert noise == ()


def test_furniture_is_noise_in_its_place() -> None:
    contents = Block(BlockKind.PARAGRAPH, "บทที่ 1 ... 3", furniture=True)
    text, noise = join_blocks([Block(BlockKind.PARAGRAPH, "ก"), contents, Block(BlockKind.PARAGRAPH, "ข")])
    assert [item.span.of(text) for item in noise] == ["บทที่ 1 ... 3"]
    assert noise[0].reason is NoiseReason.PAGE_FURNITURE


def test_nothing() -> None:
    assert join_blocks([]) == ("", ())
