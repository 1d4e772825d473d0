"""What a search of the questions is about beside them: benefits, each with a calculator, and one's
own status, which a page works out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.urls import reverse

from tirek.portal.answers import Link
from tirek.portal.benefits.flows import KINDS
from tirek.portal.everyday import also
from tirek.portal.searching import is_word, split
from tirek.portal.texts import catalogue, text


def benefits(typed: str) -> list[Link]:
    """The calculators of the benefits that a text has everyday words of."""
    wanted = split(typed)
    return [
        Link(text(f"benefits.{kind}"), reverse("portal:benefit", args=[kind]))
        for kind in KINDS
        if any(_says(wanted, words) for words in _words(kind))
    ]


def own_status(typed: str) -> list[Link]:
    """“Am I insured?”, where a text has words of one's own status."""
    wanted = split(typed)
    about = any(_says(wanted, words) for words in map(split, also("", job="insured")))
    return [Link(text("jobs.insured"), reverse("portal:insured"))] if about else []


def _words(kind: str) -> Iterator[list[str]]:
    """What each says a benefit: a word, or several together."""
    return map(split, also(catalogue()["benefits"][kind]["ru"], benefit=kind))


def _says(wanted: Sequence[str], words: Sequence[str]) -> bool:
    """Whether a text has all of some words in some form of theirs: work is no “without work”, and
    what is begun is no word (ана is no анализ)."""
    return all(any(is_word(part, word) for part in wanted) for word in words)
