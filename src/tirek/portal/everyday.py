"""Everyday words for things of the law and for questions: ``everyday.yaml``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from tirek.pages.documents import document
from tirek.portal.searching import is_word, split


def also(
    title: str, *, law: str = "", percent: bool = False, question: str = "", job: str = "",
    benefit: str = "",
) -> list[str]:  # fmt: skip
    """The words by which people look for something, beside its own: by its Russian title, by its
    name in the law and whether it is known as per cent, by the code of a question, by the page of
    a job, by the kind of a benefit."""
    said = title.casefold()
    return [
        word for one in _read()
        if any(phrase in said for phrase in one.get("titles", ()))
        or (law and "law" in one and re.search(one["law"], law))
        or (percent and one.get("percent"))
        or (question and question in one.get("questions", ()))
        or (job and job in one.get("jobs", ()))
        or (benefit and benefit in one.get("benefits", ()))
        for words in one["words"].values() for word in words
    ]  # fmt: skip


def is_known(part: str) -> bool:
    """Whether a word, its letters evened out, is an everyday one of anything: then it is no slip
    of another."""
    return any(is_word(part, word) for word in _every_word())


@lru_cache(maxsize=1)
def _every_word() -> frozenset[str]:
    said = (word for one in _read() for words in one["words"].values() for word in words)
    return frozenset(part for word in said for part in split(word))


@lru_cache(maxsize=1)
def _read() -> Sequence[Mapping[str, Any]]:
    found: Sequence[Mapping[str, Any]] = document("tirek.portal", "everyday.yaml")
    return found
