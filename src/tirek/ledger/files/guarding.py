"""Texts in CSV that a spreadsheet would take for a formula stand behind an apostrophe."""

from __future__ import annotations

_FORMULA = ("=", "+", "-", "@")


def guarded(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.lstrip("'").startswith(_FORMULA) else text


def unguarded(text: str) -> str:
    """What :func:`guarded` was given."""
    if text.startswith("'") and text.lstrip("'").startswith(_FORMULA):
        return text[1:]
    return text
