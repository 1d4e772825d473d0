"""What would change an amount: told with what is left of it to be paid out, as the headline is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tirek.contract import assess
from tirek.contract.reading import tiyn
from tirek.pages import writing
from tirek.pages.texts import language
from tirek.portal.answers import Part
from tirek.portal.texts import text
from tirek.portal.told import money

Question = Mapping[str, Any]
_MONEY = ("average_income",)
_TENGE = 100
#: Changes that can be asked about as they are: in the question, in its event.
_OF_QUESTION, _OF_EVENT = ("participation_months",), ("degree_percent", "leave_days")


def changes(heading: str, question: Question, answer: Any) -> list[Part]:
    """The changes of the contract's answer to a question, in words."""
    points = []
    for one in answer["what_would_change_it"]:
        if one["change"] in _MONEY and _same(one, answer):
            continue
        to = money(one["to"]) if one["change"] in _MONEY else writing.number(one["to"])
        said = text(f"benefits_if.{one['change']}", to=to, sum=money(one["amount"]))
        found = _asked(question, one)
        if found is not None and found["net"] != found["amount"]:
            said += f"; {text('benefits_if.net', sum=money(found['net']))}"
        if found is not None and found["months"] != answer["months"]:
            now, count = answer["months"], found["months"]
            key = "months_new" if now is None else "months"
            said += f"; {text(f'benefits_if.{key}', count=count, now=now)}"
        points.append(said)
    if not points:
        return []
    withheld = answer["pension_contribution"] and tiyn(answer["pension_contribution"])
    intro = text("benefits_if.intro_gross" if withheld else "benefits_if.intro")
    return [Part(heading, intro, points=points)]


def _same(change: Any, answer: Any) -> bool:
    """Whether a change is one of a few tiyn, of use to nobody."""
    return abs(tiyn(change["amount"]) - tiyn(answer["amount"] or "0")) < _TENGE


def _asked(question: Question, change: Any) -> Any | None:
    """The answer to the question with the change; None where it cannot be asked so."""
    name, to = change["change"], change["to"]
    if name in _OF_QUESTION:
        asked = {**question, name: to}
    elif name in _OF_EVENT:
        asked = {**question, "event": {**question["event"], name: to}}
    else:
        return None
    found: Any = assess.answer(asked, language(), True)
    return found if found["entitled"] and found["amount"] == change["amount"] else None
