"""Benefits that a search of the questions is about: no question is, each has a calculator."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.urls import reverse

from tirek.portal.answers import Link
from tirek.portal.benefits.flows import KINDS
from tirek.portal.everyday import also
from tirek.portal.searching import BEGINNING, SHORT, fits, split
from tirek.portal.texts import catalogue, text


def benefits(typed: str) -> list[Link]:
    """The calculators of the benefits that a text has everyday words of."""
    wanted = split(typed)
    return [
        Link(text(f"benefits.{kind}"), reverse("portal:benefit", args=[kind]))
        for kind in KINDS
        if any(_says(wanted, words) for words in _words(kind))
    ]


def _words(kind: str) -> Iterator[list[str]]:
    """What each says a benefit: a word, or several together."""
    return map(split, also(catalogue()["benefits"][kind]["ru"]))


def _says(wanted: Sequence[str], words: Sequence[str]) -> bool:
    """Whether a text has all of some words; one as short as an ending stands as it is (ана is no
    анализ)."""
    return all(
        any(fits(part, word) >= (1 if len(word) > SHORT else BEGINNING) for part in wanted)
        for word in words
    )
