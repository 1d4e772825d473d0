"""A comparison of two dates as tables: the old beside the new."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse

from tirek.pages import writing
from tirek.pages.tables import Cell, Column, Table
from tirek.pages.texts import language
from tirek.portal import told
from tirek.portal.law import files, packages, written
from tirek.portal.law.moment import Moment
from tirek.portal.law.rates import CHIEF, UNITS
from tirek.portal.texts import text
from tirek.portal.told import long_day

Row = dict[str, Any]
#: Kinds of changes and their headings, in the order of the page.
_HEADINGS = (
    ("value", "changed_parameters"), ("edition", "changed_rules"), ("ground", "renamed_ground"),
    ("unknown", "held_for_one"),
)  # fmt: skip
_SIDES = ("first", "second")


def tables(
    rows: list[Row], moved: tuple[packages.Moved, ...], first: date, second: date, moment: Moment
) -> list[Table]:
    """A table for each kind of change that there is."""
    found = []
    for change, heading in _HEADINGS:
        some = sorted((row for row in rows if row["change"] == change), key=_weight)
        if not some:
            continue
        table = _table(heading, "rule" if change == "edition" else "parameter", first, second)
        for row in some:
            name = Cell(written.title(row["name"]), moment.href("law_entry", row["name"]))
            table.add([name, _cell(row, "first", moment), _cell(row, "second", moment)])
        found.append(table)
    if moved:
        found.insert(min(len(found), 2), _packages(moved, first, second))
    return found


def columns(first: date, second: date) -> dict[str, str]:
    """The columns of a file of differences."""
    days = {"first": writing.day(first), "second": writing.day(second)}
    found = files.headed("kind", "title", "name", "unit", "change")
    for side, day in days.items():
        found[side] = text("law.as_of", day=day)
        found[f"{side}_article"] = f"{text('law.act')}, {day}"
    return found


def in_words(row: Row) -> Row:
    """A difference for a file that people open, as the page tells it."""
    name, unit = row["name"], row["unit"]
    found: Row = {"name": name, "title": told.capital(row["title"])}
    if row["kind"] == "care":
        found |= {"kind": text("law.care"), "change": text("law.changed_packages")}
        return found | {side: text(f"law.package_{row[side]}") for side in _SIDES}
    found |= {
        "kind": text(f"law.{row['kind']}"), "unit": written.unit(name, unit),
        "change": text(f"law.{dict(_HEADINGS)[row['change']]}"),
    }  # fmt: skip
    for side in _SIDES:
        article = row[f"{side}_article"]
        if row["kind"] == "rule":
            found[side] = _said_of_edition(row, side)
            found[f"{side}_article"] = written.articles(article)
        else:
            found[side] = written.cell(name, unit, row[side])
            found[f"{side}_article"] = _ground(row, side)
    return found


def without_article(rows: list[Row]) -> str:
    """Said once: the acts that stand without an article, and why; "" where there are none."""
    acts = {
        row[f"{side}_act"] for row in rows if row["kind"] == "parameter"
        for side in ("first", "second") if row[f"{side}_act"] == row[f"{side}_article"]
    } - {None}  # fmt: skip
    if not acts:
        return ""
    return text(
        "law.no_article", acts="; ".join(written.act_short(one, "") for one in sorted(acts))
    )


def _weight(row: Row) -> tuple[bool, bool, bool]:
    """What people look for stands first: what everybody pays by, rates and amounts, the others;
    what is in force on one of the days alone stands last."""
    if row["kind"] != "parameter":
        return False, False, False
    known = row["first"] is not None and row["second"] is not None
    return not known, row["name"] not in CHIEF, row["unit"] not in UNITS


def _table(heading: str, of: str, first: date, second: date) -> Table:
    columns = [text(f"law.{of}"), writing.long_day(first), writing.long_day(second)]
    return Table(text(f"law.{heading}"), [Column(one) for one in columns])


def _packages(moved: tuple[packages.Moved, ...], first: date, second: date) -> Table:
    """The packages of care; each row leads to the page that answers for one's own disease."""
    table = _table("changed_packages", "care", first, second)
    for (named, before, after), diseases in packages.together(moved).items():
        table.add([
            Cell(named, reverse("portal:care"), "; ".join(diseases)),
            Cell(text(f"law.package_{before}")), Cell(text(f"law.package_{after}")),
        ])  # fmt: skip
    return table


def _cell(row: Row, side: str, moment: Moment) -> Cell:
    if row["kind"] == "rule":
        return _edition(row, side, moment)
    value, note = row[side], _ground(row, side)
    if value is None:
        unknown = row[f"{side}_unknown"]
        return Cell(text("law.not_known" if unknown else "law.not_in_law"), note=note)
    if isinstance(value, list):
        steps = written.scale(value, row["name"], row["unit"])
        return Cell("\n".join(f"{bound}+ → {step}" for bound, step in steps), note=note)
    said = written.value(row["name"], row["unit"], value)
    if row["name"].endswith("cap_multiple"):
        said = text("what_if.unit_multiple", value=said)
    return Cell(said, note=note)


def _ground(row: Row, side: str) -> str:
    """The act and article that set a value."""
    act = row[f"{side}_act"]
    if act is None:
        return ""
    return written.act(act, row[f"{side}_article"].removeprefix(act).strip())


def _said_of_edition(row: Row, side: str) -> str:
    """An edition by its first day, or that the law has no such rule then."""
    if not row[f"{side}_applies"]:
        return text("law.rule_not_applied")
    day = row[side]
    if day is None:
        return text("law.edition_first")
    return text("law.edition_since", day=long_day(day))


def _edition(row: Row, side: str, moment: Moment) -> Cell:
    """An edition: its articles, its own note (written in English), at the later of the two days
    what it takes into account and the earlier one did not, and the other way round; it leads to
    the rule's page on that day, which has the edition's code."""
    said = ["; ".join(written.articles(row[f"{side}_article"]))]
    if language() == "en":
        said.append(row[f"{side}_note"].removesuffix("."))
    earlier, later = sorted(_SIDES, key=lambda one: str(row[f"{one}_on"]))
    if side == later and row[f"{later}_applies"]:
        said.extend(_moved(row, earlier, later))
    href = moment.href("law_entry", row["name"], on=row[f"{side}_on"])
    noted = ". ".join(one for one in said if one)
    return Cell(_said_of_edition(row, side), f"{href}#editions", noted)


def _moved(row: Row, earlier: str, later: str) -> Iterator[str]:
    """What the later edition newly takes into account, and what no longer."""
    # The day asked about stands at the head of the column: a rule that looks at it says no more.
    taken = {one: [name for name in row[f"{one}_rests_on"] if name != "on"] for one in _SIDES}
    for one, key in ((later, "newly_counted"), (earlier, "no_longer_counted")):
        if taken[one]:
            named = "; ".join(written.title(name) for name in taken[one])
            yield text(f"law.{key}", names=named)
    if not any(taken.values()):
        yield text("law.worked_out_otherwise")
