"""Tiny models of sentence-transformers with random weights; made by the tests that load them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.small_corpus import WORDS

CLASSES = "sentence_transformers.models"


def _transformer(folder: Path, *, seed: int, labels: int | None = None) -> None:
    """A two-layer BERT that knows the words of the small corpus."""
    torch = pytest.importorskip("torch", reason="needs the extra `models` (make models), which is not installed")
    transformers = pytest.importorskip("transformers", reason="needs the extra `models` (make models)")
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import WhitespaceSplit
    from tokenizers.processors import TemplateProcessing

    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    vocabulary = {piece: number for number, piece in enumerate([*special, "query:", "passage:", *WORDS])}
    tokenizer = Tokenizer(WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = WhitespaceSplit()
    tokenizer.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    wrapped = transformers.PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]", cls_token="[CLS]", sep_token="[SEP]",
        mask_token="[MASK]", model_max_length=128,
    )  # fmt: skip
    torch.manual_seed(seed)
    config = transformers.BertConfig(
        vocab_size=len(vocabulary), hidden_size=32, num_hidden_layers=2, num_attention_heads=2, intermediate_size=64,
        max_position_embeddings=128, initializer_range=0.5, **({} if labels is None else {"num_labels": labels}),
    )  # fmt: skip
    kind = transformers.BertModel if labels is None else transformers.BertForSequenceClassification
    kind(config).save_pretrained(folder)
    wrapped.save_pretrained(folder)


def write_tiny_transformer(folder: Path, *, seed: int = 0, prompts: dict[str, str] | None = None) -> Path:
    """An embedding model: transformer and mean pooling."""
    _transformer(folder, seed=seed)
    write_frame(folder, prompts=prompts)
    return folder


def write_tiny_cross_encoder(folder: Path, *, seed: int = 0, labels: int = 1) -> Path:
    """A reranker: a transformer with a score for each pair."""
    _transformer(folder, seed=seed, labels=labels)
    return folder


def write_frame(folder: Path, *, prompts: dict[str, str] | None = None, pooling: str = f"{CLASSES}.Pooling") -> Path:
    """What lies around the weights of an embedding model; needs no torch."""
    (folder / "1_Pooling").mkdir(parents=True, exist_ok=True)
    modules = [
        {"idx": 0, "name": "0", "path": "", "type": f"{CLASSES}.Transformer"},
        {"idx": 1, "name": "1", "path": "1_Pooling", "type": pooling},
    ]
    (folder / "modules.json").write_text(json.dumps(modules))
    pool = {"word_embedding_dimension": 32, "pooling_mode_mean_tokens": True}
    (folder / "1_Pooling" / "config.json").write_text(json.dumps(pool))
    (folder / "sentence_bert_config.json").write_text(json.dumps({"max_seq_length": 64, "do_lower_case": False}))
    if prompts is not None:
        (folder / "config_sentence_transformers.json").write_text(json.dumps({"prompts": prompts}))
    return folder


def write_hollow_transformer(folder: Path, *, prompts: dict[str, str] | None = None) -> Path:
    """A folder that looks like an embedding model until it is loaded; needs no torch."""
    write_frame(folder, prompts=prompts)
    (folder / "config.json").write_text('{"model_type": "bert"}')
    (folder / "model.safetensors").write_bytes(b"\x02\0\0\0\0\0\0\0{}")
    return folder


def put_into_cache(cache: Path, name: str, model: Path, revision: str = "0123456789abcdef") -> Path:
    """Copy a model to where the hub's client keeps what it fetched."""
    kept = cache / f"models--{name.replace('/', '--')}"
    shutil.copytree(model, kept / "snapshots" / revision)
    (kept / "refs").mkdir()
    (kept / "refs" / "main").write_text(revision)
    return kept / "snapshots" / revision
