"""That a result rests on an act whose official text is not held: its articles are cited as others
tell them, and whoever reads the result is told so beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from django.urls import reverse

from tirek.law import parameters
from tirek.portal.answers import Link, Part
from tirek.portal.texts import text
from tirek.portal.told import ARTICLES, act

#: How sure a value is that was read in the text of its act.
_READ = "V-LAW"
#: Where what is not checked against the text is told at length.
_QUESTION = "Q-medical-law"


@lru_cache(maxsize=1)
def acts() -> frozenset[str]:
    """The acts of the law's data of which no value was read in their own text."""
    editions = [one for held in parameters().values() for one in held.editions]
    return frozenset(one.act for one in editions) - {
        one.act for one in editions if one.confidence == _READ
    }


def of(told: Iterable[Mapping[str, Any]]) -> list[Part]:
    """What stands near a result that rests on these lines or steps of the contract's answer, by
    the articles that they cite: a sentence and where it is told at length, or nothing."""
    citations = (citation for one in told for citation in one["citations"])
    cited = (match[1] for one in citations if (match := ARTICLES.fullmatch(one)))
    names = [one for one in dict.fromkeys(cited) if one in acts()]
    if not names:
        return []
    said = text("answer.unheld", acts="; ".join(map(act, names)))
    at = f"{reverse('portal:law_questions')}#{_QUESTION}"
    return [Part(intro=said, links=[Link(text("answer.unheld_more"), at)])]
