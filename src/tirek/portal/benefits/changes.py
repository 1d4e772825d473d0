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
#: Changes that can be asked about as they are: in the question, in its event.
_OF_QUESTION, _OF_EVENT = ("participation_months",), ("degree_percent", "leave_days")


def changes(heading: str, question: Question, answer: Any) -> list[Part]:
    """The changes of the contract's answer to a question, in words."""
    points = []
    for one in answer["what_would_change_it"]:
        to = money(one["to"]) if one["change"] in _MONEY else writing.number(one["to"])
        said = text(f"benefits_if.{one['change']}", to=to, sum=money(one["amount"]))
        net = _net(question, one)
        points.append(f"{said}; {text('benefits_if.net', sum=money(net))}" if net else said)
    if not points:
        return []
    withheld = answer["pension_contribution"] and tiyn(answer["pension_contribution"])
    intro = text("benefits_if.intro_gross" if withheld else "benefits_if.intro")
    return [Part(heading, intro, points=points)]


def _net(question: Question, change: Any) -> str | None:
    """What would be paid out; None where the same question cannot be asked with the change, or
    nothing is withheld."""
    name, to = change["change"], change["to"]
    if name in _OF_QUESTION:
        asked = {**question, name: to}
    elif name in _OF_EVENT:
        asked = {**question, "event": {**question["event"], name: to}}
    else:
        return None
    found: Any = assess.answer(asked, language(), True)
    if not found["entitled"] or found["amount"] != change["amount"]:
        return None
    return str(found["net"]) if found["net"] != found["amount"] else None
