"""The contrastive training itself, with sentence-transformers' trainer and losses. Imported only when training."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch
from datasets import Dataset
from sentence_transformers import SentenceTransformer, SentenceTransformerTrainer, SentenceTransformerTrainingArguments
from sentence_transformers.sentence_transformer import losses
from sentence_transformers.sentence_transformer.data_collator import SentenceTransformerDataCollator
from sentence_transformers.sentence_transformer.modules import StaticEmbedding
from tokenizers import Tokenizer
from transformers import TrainerCallback

from index.pairs import PairSampler


def fit(
    table: np.ndarray,
    tokenizer: Tokenizer,
    sampler: PairSampler,
    *,
    steps: int,
    learning_rate: float,
    scale: float,
    matryoshka: Sequence[int],
    seed: int,
    on_step: Callable[[int, float], None],
) -> tuple[np.ndarray, float]:
    """Train a table of piece vectors.

    Args:
        table: vectors to start from, shape (pieces, dimension), float32.
        tokenizer: the tokenizer whose pieces they are.
        sampler: draws the batches.
        steps: how many batches.
        learning_rate: highest rate; warmed up over the first twentieth, then falling to nothing.
        scale: inverse temperature of the loss.
        matryoshka: shorter lengths at which the vectors are to be usable too; may be empty.
        seed: seed of the trainer.
        on_step: called with the number of steps done and the loss.

    Returns:
        The trained table and the mean loss.
    """
    model = SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_weights=table.copy())], device="cpu")
    model.model_card_data.widget = ["none"]  # or the trainer looks for example texts, with a progress bar of its own
    # both directions: each question among the passages, and each passage among the questions
    loss: torch.nn.Module = losses.MultipleNegativesRankingLoss(
        model, scale=scale, directions=("query_to_doc", "doc_to_query"), partition_mode="per_direction"
    )
    if matryoshka:
        loss = losses.MatryoshkaLoss(model, loss, [table.shape[1], *matryoshka])
    # one row is one batch: the collator draws its pairs from the row's number
    rows = Dataset.from_dict({"anchor": list(range(steps)), "positive": list(range(steps))})
    with tempfile.TemporaryDirectory(prefix="klum-training-") as folder:
        trainer = SentenceTransformerTrainer(
            model=model,
            args=SentenceTransformerTrainingArguments(
                output_dir=folder,
                num_train_epochs=1,
                per_device_train_batch_size=1,
                learning_rate=learning_rate,
                warmup_steps=max(1, steps // 20),
                lr_scheduler_type="linear",
                optim="adamw_torch_fused",
                weight_decay=0.0,
                max_grad_norm=0.0,
                seed=seed,
                use_cpu=True,
                dataloader_pin_memory=False,
                save_strategy="no",
                logging_strategy="steps",
                logging_steps=max(1, steps // 100),
                report_to="none",
                disable_tqdm=True,
            ),
            train_dataset=rows,
            loss=loss,
            data_collator=_BatchDrawer(model.preprocess, sampler=sampler),
            callbacks=[_Reporter(on_step)],
        )
        trainer.remove_callback(_printer())
        outcome = trainer.train()
    trained: np.ndarray = model[0].embedding.weight.detach().numpy().astype(np.float32)
    return trained, float(outcome.training_loss)


def _printer() -> type[TrainerCallback]:
    from transformers.trainer_callback import PrinterCallback

    printer: type[TrainerCallback] = PrinterCallback
    return printer


class _BatchDrawer(SentenceTransformerDataCollator):  # type: ignore[misc]
    """Turns the number of a batch into its pairs, already in pieces: text is tokenized once, not in every batch."""

    def __init__(self, preprocess: Callable[..., Any], *, sampler: PairSampler) -> None:
        super().__init__(preprocess_fn=preprocess)
        self._sampler = sampler

    def __call__(self, features: list[dict[str, Any]]) -> dict[str, Any]:
        batch = self._sampler.batch(int(features[0]["anchor"]))
        return {
            "anchor_input_ids": torch.from_numpy(batch.anchors),
            "anchor_offsets": torch.from_numpy(batch.anchor_offsets),
            "positive_input_ids": torch.from_numpy(batch.positives),
            "positive_offsets": torch.from_numpy(batch.positive_offsets),
        }


class _Reporter(TrainerCallback):  # type: ignore[misc]
    def __init__(self, on_step: Callable[[int, float], None]) -> None:
        self._on_step = on_step

    def on_log(self, args: Any, state: Any, control: Any, logs: dict[str, Any] | None = None, **_: Any) -> None:
        if logs and "loss" in logs:
            self._on_step(int(state.global_step), float(logs["loss"]))
