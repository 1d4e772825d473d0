"""Of a survivor benefit: who has a right, and what is left when the first right ends."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tirek.contract import assess
from tirek.contract.messages import say
from tirek.pages import writing
from tirek.pages.tables import Column, Table
from tirek.pages.texts import language
from tirek.portal.answers import Part
from tirek.portal.steps import Answers
from tirek.portal.texts import text
from tirek.portal.told import long_day, money, word


def dependants(answers: Answers, answer: Any) -> list[Part]:
    """Of each dependant whether there is a right, the share, and until when."""
    if not answer.get("dependants"):
        return []
    columns = [
        Column(text("benefits.who")), Column(text("benefits.has_right")),
        Column(word("share"), True), Column(word("until")),
    ]  # fmt: skip
    table = Table(word("dependants"), columns, wide=True)
    for one in answer["dependants"]:
        right = text("fields.yes") if one["eligible"] else text("fields.no")
        if one["reason"]:
            right += f": {say('dependant_reasons', one['reason'], language())}"
        share = money(one["share"]) if one.get("share") else writing.NOTHING
        table.add([_dependant(one["index"] + 1, answers), right, share, long_day(one["until"])])
    return [Part(word("dependants"), table=table)]


def _dependant(number: int, answers: Answers) -> str:
    """Which of the dependants told of it is."""
    relation, birth = answers[f"d{number}_relation"], answers[f"d{number}_birth"]
    return f"{number}. {text(f'relations.{relation}')}, {writing.day(birth)}"


def fewer(question: Mapping[str, Any], answer: Any) -> str:
    """The day after which fewer dependants are left, and what they get by the same values."""
    there = [one for one in answer.get("dependants") or () if one["eligible"]]
    end = min((one["until"] for one in there if one["until"]), default=None)
    event = question["event"]
    left = [event["dependants"][one["index"]] for one in there if one["until"] != end]
    if end is None or not left:
        return ""
    asked = {**question, "event": {**event, "dependants": left}}
    found: Any = assess.answer(asked, language(), True)
    if not found["entitled"]:  # a right that rests on another's
        return ""
    return text("benefits.fewer", day=long_day(end), sum=money(found["net"]))
