"""What the page of a rule shows: its sentence with the law's own numbers in it, its editions with
their code, and its value where it rests on the law alone."""

from __future__ import annotations

from collections.abc import Mapping
from inspect import getsource
from string import Formatter
from typing import Any, NamedTuple

from tirek.contract import law_data, law_run
from tirek.contract.tellings import document_texts
from tirek.engine.graph import Law
from tirek.law import law
from tirek.pages import writing
from tirek.pages.tables import Table
from tirek.pages.texts import language
from tirek.portal.answers import Reason
from tirek.portal.law import written
from tirek.portal.law.chapters import held_since
from tirek.portal.law.moment import Moment
from tirek.portal.texts import text
from tirek.portal.told import capital, cited, long_day


class Piece(NamedTuple):
    """A piece of a sentence: words, or a value or name that leads somewhere."""

    text: str
    href: str = ""
    number: bool = False


class Edition(NamedTuple):
    """An edition: from when, by which articles, in the words of its code, on what it rests."""

    heading: str
    in_force: bool
    articles: list[str]
    note: str
    code: str


def told(one: dict[str, Any], moment: Moment) -> Mapping[str, Any]:
    held = law(moment.known)
    day = writing.long_day(moment.on)
    value, reasons = _computed(one, held, moment)
    return {
        "value": value, "value_label": text("law.computed", day=day), "reasons": reasons,
        "sentence": _sentence(one, held, moment),
        "sentence_note": text("law.sentence_note", day=day),
        "editions": _editions(one, held), "scales": _scales(one, held, moment),
        "dated_by": "" if one["dated_by"] == "on" else text(
            "law.dated_by", name=law_data.title(one["dated_by"], language())),
    }  # fmt: skip


def _sentence(one: dict[str, Any], held: Law, moment: Moment) -> list[Piece]:
    """What is said to people, in pieces: parameters by their value of the day, others by name."""
    words = document_texts()[one["name"]].get("text")
    if words is None:
        return []
    pieces = []
    for before, name, _, _ in Formatter().parse(words[language()]):
        if before:
            pieces.append(Piece(before))
        if name == "value":
            pieces.append(Piece(f"[{text('law.sentence_value')}]", number=True))
        elif name:
            pieces.append(_slot(name, held, moment))
    return pieces


def _slot(name: str, held: Law, moment: Moment) -> Piece:
    href = moment.href("law_entry", name)
    if name in held.parameters:
        found = law_data.entry(name, moment.day, moment.known_on, language())
        edition = next((one for one in found["editions"] if one["in_force"]), None)
        if edition is not None and not isinstance(edition["value"], list):
            return Piece(written.value(name, found["unit"], edition["value"]), href, True)
    return Piece(f"[{law_data.title(name, language())}]", href)


def _editions(one: dict[str, Any], held: Law) -> list[Edition]:
    variants = held.rules[one["name"]].variants
    found = []
    for edition, variant in zip(one["editions"], variants, strict=True):
        since = edition["since"]
        before = held_since(one["name"], held)
        heading = (
            text("law.edition_first")
            if before is None
            else text("law.edition_since", day=writing.long_day(before))
        )
        if since:
            heading = text("law.edition_since", day=long_day(since))
        found.append(
            Edition(heading, edition["in_force"], written.articles(edition["article"]),
                    edition["note"], getsource(variant.function))
        )  # fmt: skip
    return found[::-1]


def _scales(one: dict[str, Any], held: Law, moment: Moment) -> list[Table]:
    """The scales that a rule looks into, as they are on the day."""
    found = []
    for name in one["uses"]:
        parameter = held.parameters.get(name)
        edition = None if parameter is None else parameter.edition(moment.on)
        if parameter is not None and edition is not None and edition.bands:
            told = law_data.entry(name, moment.day, moment.known_on, language())
            steps = next(each["value"] for each in told["editions"] if each["in_force"])
            day = writing.long_day(moment.on)
            found.append(written.scale_table(steps, name, told["unit"], day))
    return found


def _computed(one: dict[str, Any], held: Law, moment: Moment) -> tuple[str, list[Reason]]:
    """The value of a rule that asks for nothing but the day, and how it comes about."""
    name = one["name"]
    if one["unit"] in ("flag", "day", "month"):
        return "", []
    if not _of_day_alone(name, held):
        return "", []
    found: Any = law_run.answer(name, {"on": moment.day}, moment.known_on, language())
    if found["value"] is None:
        return text("law.not_known"), []
    reasons = [
        Reason(step["text"], cited(step["citations"]), capital(step["title"]))
        for step in found["explanation"]
    ]  # fmt: skip
    return written.value(name, one["unit"], found["value"]), reasons


def _of_day_alone(name: str, held: Law) -> bool:
    """Whether a rule, and all that it rests on, asks for no fact but the day."""
    used = {one for rule in held.needed((name,)) for one in law_data.uses(held.rules[rule])}
    if used & held.book.facts.keys() - {"on"}:
        return False
    return set(held.plan((name,), (), None, None, True).needed_facts) == {"on"}
