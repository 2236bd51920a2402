"""Answers questions from an index: `Assistant.ask` gives an `Answer` whose every mark is an exact citation."""

from assistant.answer import Answer, Citation, Conflict
from assistant.assistant import Assistant

__all__ = ["Answer", "Assistant", "Citation", "Conflict"]
