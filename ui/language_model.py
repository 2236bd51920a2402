"""The language model that the settings name, with its limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.settings import Settings, has_key

if TYPE_CHECKING:
    from assistant.caller import Caller


def caller_for(settings: Settings) -> Caller | None:
    """The model that writes the answers; None if the settings name none.

    Args:
        settings: the model, its limits, and the home that its use is noted in.

    Raises:
        ModelError: if the provider's package is missing, or the model cannot be set up.
    """
    if not settings.model:
        return None
    from assistant.budget import FILE, Ledger, Limits
    from assistant.caller import Caller, Patience
    from assistant.langchain_model import LangChainModel

    provider = settings.model.partition(":")[0]
    model = LangChainModel(settings.model, settings.model_url, settings.model_timeout, has_key=has_key(provider))
    model.check()
    limits = Limits(
        tokens_question=settings.model_tokens_question,
        tokens_day=settings.model_tokens_day,
        cost_question=settings.model_cost_question,
        cost_day=settings.model_cost_day,
        price_in=settings.model_price_in,
        price_out=settings.model_price_out,
    )
    patience = Patience(settings.model_timeout, settings.model_deadline, settings.model_retries)
    return Caller(model, Ledger(settings.home / FILE, limits), patience)
