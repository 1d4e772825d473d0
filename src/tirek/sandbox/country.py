"""A country from its settings to its folder, month by month."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import numpy as np
import orjson

from tirek.engine.parameters import month_text
from tirek.law.book import PAYER_KINDS
from tirek.sandbox import dues, history, registers, senders, texts, watch
from tirek.sandbox.bankfiles import Totals, Writer
from tirek.sandbox.figures import Figures
from tirek.sandbox.jobs import Jobs, Pattern, jobs, pattern
from tirek.sandbox.life import Life, life
from tirek.sandbox.lines import MOVED, REASONS, Lines
from tirek.sandbox.month import Country, Extra, Month
from tirek.sandbox.payers import Payers, payers
from tirek.sandbox.persons import NEVER, Persons, persons
from tirek.sandbox.planting import Planter
from tirek.sandbox.settings import Bool, Int, Settings, first_day

Tell = Callable[[str], None]


@dataclass
class People:
    """Everything that is drawn before the first file."""

    persons: Persons
    payers: Payers
    life: Life
    how: Pattern
    jobs: Jobs
    falls: list[watch.Fall]


def drawn(settings: Settings) -> People:
    """The people, payers, jobs and falls of staff of a country."""
    everybody = persons(settings)
    paying = payers(settings, everybody)
    lived = life(settings, everybody)
    how = pattern(settings)
    held = jobs(settings, everybody, paying, lived, how)
    falls = watch.falls(settings, paying, held) if settings.faults else []
    held = held.take(held.first <= held.last)
    return People(everybody, paying, lived, how, held, falls)


def make(settings: Settings, out: Path, tell: Tell = lambda _text: None) -> dict[str, object]:
    """Writes a country into a folder that is empty or not there; gives what ``country.json``
    holds."""
    out.mkdir(parents=True, exist_ok=True)
    if any(out.iterdir()):
        raise FileExistsError(str(out))
    people = drawn(settings)
    registers.write(
        out / "registry", settings, people.persons, people.payers, people.jobs, people.life,
        people.how,
    )  # fmt: skip
    tell("registry")
    figures = Figures(settings, people.persons, people.payers)
    country = _country(settings, people)
    habits = senders.habits(settings, people.payers)
    (out / "planted").mkdir()
    with ExitStack() as open_files:
        planted = open_files.enter_context(
            (out / "planted/planted.jsonl").open("w", encoding="utf-8")
        )
        watched = open_files.enter_context(
            (out / "planted/watch.jsonl").open("w", encoding="utf-8")
        )
        writer = Writer(out, country, habits, planted)
        staff: Int | None = None
        for number in range(settings.first, settings.last + 1):
            month, paid = _month(settings, people, country, number, figures)
            days = senders.days_of_payment(settings, people.payers, habits, number)
            staff = _watched(people, number, month, paid, staff, watched)
            writer.write(month, days)
            country.blocks.forget()
            tell(month_text(number))
    if settings.history:
        figures.before = history.write(out / "history.parquet", settings, people)
        tell("history")
    whole = _summary(settings, figures, writer.totals, people)
    (out / "country.json").write_bytes(orjson.dumps(whole, option=orjson.OPT_INDENT_2) + b"\n")
    return whole


def _country(settings: Settings, people: People) -> Country:
    """What planting knows, with the texts of everybody who can appear in a file."""
    everybody = people.persons
    first, last = first_day(settings.first), first_day(settings.last + 1)
    chance = settings.chance("people of faults")
    grown = np.arange(everybody.grown)
    old = grown[(everybody.pension_day[grown] <= first) & (everybody.death[grown] >= NEVER)]
    dead = grown[(everybody.death[grown] < last) & (everybody.pension_day[grown] > last)]
    old = np.sort(chance.permutation(old)[:20_000])
    dead = np.sort(chance.permutation(dead)[:20_000])
    able = np.unique(np.concatenate((people.jobs.person, old, dead)))
    return Country(settings, everybody, people.payers, texts.blocks(everybody, able), old, dead)


def _month(
    settings: Settings, people: People, country: Country, number: int, figures: Figures
) -> tuple[Month, Int]:
    """A month's lines with their faults, and how many each payer pays for."""
    held = people.jobs.take(dues.active(people.jobs, number))
    due = dues.due(number, held, people.persons, people.life)
    figures.add(number, held, due)
    place = country.blocks.place[held.person]
    streams = []
    for amounts in due:
        some = np.flatnonzero(amounts)
        none = np.zeros(len(some), np.int64)
        streams.append(
            Lines(held.payer[some], held.person[some], held.kind[some], place[some],
                  amounts[some], none.copy(), none.copy())
        )  # fmt: skip
    month = Month(number, streams, [texts.period(number)])
    paid = np.bincount(streams[0].payer, minlength=len(people.payers))
    planter = Planter(country, month, _fallen(settings, people, month))
    planter.plant()
    return month, paid


def _fallen(settings: Settings, people: People, month: Month) -> Bool:
    """Makes the falls of staff of the month, and gives the payers that have one."""
    far = np.zeros(len(people.payers), np.bool_)
    chance = settings.chance("falls", month.number)
    for fall in people.falls:
        if fall.month != month.number:
            continue
        far[fall.payer] = True
        if fall.reason == "paid_late":
            _late(month, fall.payer, chance)
        elif fall.reason == "error":
            _mistaken(month, fall.payer, chance)
    return far


def _late(month: Month, payer: int, chance: np.random.Generator) -> None:
    """Most of a staff is paid for only after the day on which it was due."""
    missing: set[int] = set()
    later = 34 + int(chance.integers(0, 10))  # also when the payer is used to paying early
    for number, stream in enumerate(month.streams):
        mine = _of(stream, payer)
        if not missing:
            missing = set(stream.person[mine[watch.part_of(len(mine), chance)]].tolist())
        gone = mine[np.isin(stream.person[mine], list(missing))]
        if len(gone):
            purpose = dues.purposes(month.number)[number]
            month.extras.append(
                Extra(payer, number, stream.take(gone), purpose, month.periods[0],
                      days_later=later, alone=True)
            )  # fmt: skip
            stream.mark[gone] = MOVED


def _of(stream: Lines, payer: int) -> Int:
    """The places of a payer's lines."""
    low, high = np.searchsorted(stream.payer, [payer, payer + 1])
    return np.arange(low, high)


def _mistaken(month: Month, payer: int, chance: np.random.Generator) -> None:
    """Most of a staff is paid for with a period that there is not."""
    social = month.streams[0]
    mine = _of(social, payer)
    gone = mine[watch.part_of(len(mine), chance)]
    lines = social.take(gone)
    lines.mark[:] = REASONS.index("period_wrong")
    wrong = f"13{month.periods[0][2:]}"
    month.extras.append(Extra(payer, 0, lines, dues.purposes(month.number)[0], wrong, alone=True))
    social.mark[gone] = MOVED


def _watched(
    people: People, number: int, month: Month, paid: Int, before: Int | None, file: TextIO
) -> Int:
    """Writes the falls of a month, with the staff paid for in time."""
    social = month.streams[0]
    good = (social.mark <= 0) & (social.kind == PAYER_KINDS.index("employee"))
    now = np.bincount(social.payer[good], minlength=len(people.payers))
    for fall in people.falls:
        if fall.month == number and before is not None:
            row = {
                "payer": f"{people.payers.number[fall.payer]:012d}",
                "month": month_text(number), "before": int(before[fall.payer]),
                "after": int(now[fall.payer]), "reason": fall.reason,
            }  # fmt: skip
            file.write(orjson.dumps(row).decode() + "\n")
    return paid


def _summary(
    settings: Settings, figures: Figures, totals: Totals, people: People
) -> dict[str, object]:
    return {
        "seed": settings.seed, "people": settings.people, "months": settings.months,
        "first_month": month_text(settings.first), "faults": str(settings.faults),
        "figures": {
            **figures.found(), "persons": len(people.persons), "payers": len(people.payers),
            "files": totals.files, "messages": totals.messages, "lines": totals.lines,
            "planted": totals.planted, "falls_of_staff": len(people.falls),
        },
    }  # fmt: skip
