"""Prompt templates as data; this package holds no code."""
