"""``tirek demo``: made-up people's lives played through every command.

Each file of ``people/`` is one person: who they are, where they worked, and the moments that
are asked about. ``--people N`` counts N more random people in one batch. Then a made-up country's
bank files are taken in (:mod:`.demo_country`), and without ``--once`` its pages are served. With
a folder of your own people (``--files``) the demo waits instead, and plays a changed file again.
"""

from __future__ import annotations

import json
import os
import time
from collections import Counter
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from random import Random
from typing import Any

from rich.console import Console
from rich.rule import Rule
from rich.text import Text

from tirek.cli import demo_country, serve, tables
from tirek.contract import writing
from tirek.contract.commands import COMMANDS
from tirek.contract.messages import say
from tirek.contract.problems import Problem
from tirek.contract.reading import MONTHS
from tirek.law.acts import kinds

Person = dict[str, Any]
_PAUSE_SECONDS = 0.5
_WIDE = 180  # columns of what is not shown to a terminal


def play(once: bool, people: int, folder: Path | None, lang: str, port: int = 0) -> int:
    """Plays every person's file and counts ``people`` random ones; gives the status to end with.

    Our own people: then a country's year of bank files, and unless ``once`` its pages are served.
    People of a ``folder``: unless ``once``, a file that changes is played again.
    """
    own = folder is None
    console = Console(highlight=False)
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console = Console(highlight=False, width=_WIDE)
    if folder is not None and not folder.is_dir():
        raise Problem("cannot_read", "", value=str(folder), key="—")
    folder = folder or Path(str(resources.files("tirek.cli").joinpath("people")))
    console.print(Text(say("words", "demo_title", lang), style="bold"))
    console.print(Text(say("words", "demo_intro", lang)))
    seen = {}
    for file in sorted(folder.glob("*.json")):
        seen[file] = _look(file)
        _play_file(file, lang, console)
    if people:
        _count(people, lang, console)
    if own:
        demo_country.play(lang, console)
        return 0 if once else serve.serve(port, lang)
    console.print(Text(f"\n{say('words', 'demo_changed_hint', lang)}\n{folder}", style="dim"))
    while not once:
        time.sleep(_PAUSE_SECONDS)
        for file in sorted(folder.glob("*.json")):
            changed = _look(file)
            if seen.get(file) != changed:
                seen[file] = changed
                _play_file(file, lang, console)
    return 0


def _look(file: Path) -> tuple[int, int]:
    """What tells a file from what it was; one caught half written is longer a moment later."""
    found = file.stat()
    return found.st_mtime_ns, found.st_size


def _play_file(file: Path, lang: str, console: Console) -> None:
    """Plays one person; a file that cannot be read is said, and the others go on."""
    try:
        person: Person = json.loads(file.read_text(encoding="utf-8"))
        console.print()
        console.print(Rule(Text(person["name"][lang], style="bold")))
        console.print(Text(person["about"][lang], style="italic"))
        for moment in person["moments"]:
            console.print()
            console.print(Text(f"▸ {moment['title'][lang]}", style="bold blue"))
            question = question_of(person, moment)
            tables.show(
                moment["command"], _answer(moment["command"], question, lang), lang, console
            )
    except Problem as problem:
        message = problem.as_dict()["error"]["message"][lang]  # type: ignore[index]
        console.print(Text(f"{file.name}: {message}", style="red"))
    except (ValueError, KeyError, TypeError) as error:
        console.print(Text(f"{file.name}: {type(error).__name__}: {error}", style="red"))


def _answer(command: str, question: Person, lang: str) -> dict[str, object]:
    chosen = COMMANDS[command]
    return chosen.answers([chosen.read(question)], lang, False)[0]


def question_of(person: Person, moment: Person) -> Person:
    """The contract's question for one moment of a person's life."""
    asked = {key: value for key, value in moment.items() if key not in ("command", "title")}
    command = moment["command"]
    if command == "contributions":
        month = asked["month"]
        job = next((j for j in person["work"] if j["from"] <= month <= j["until"]), None)
        if job is None:
            raise Problem("missing_fact", f"/work ({month})", key="work")
        return {
            "payer_kind": job["kind"], "income": job["income"],
            "birth_date": person["birth_date"], "sex": person["sex"], **asked,
        }  # fmt: skip
    if command == "assess":
        return {
            "person": {"birth_date": person["birth_date"], "sex": person["sex"]},
            "contributions": list(_rows(person, asked["on"])),
            **asked,
        }
    status = {
        "on": asked["on"],
        "person": {"birth_date": person["birth_date"]},
        "payments": list(_payments(person, asked["on"])),
        "categories": person["categories"],
    }
    if command == "insured-status":
        return status
    insured = _answer("insured-status", status, "en")["insured"]
    return {"insured": bool(insured), **asked}


def _payments(person: Person, on: str) -> Iterator[Person]:
    """The months of work for which medical insurance was paid, since there was one."""
    for row in _rows(person, on):
        if MONTHS[row["period"]] >= kinds()[row["kind"]]["medical"].first:
            yield {"period": row["period"], "kind": row["kind"]}


def _rows(person: Person, on: str) -> Iterator[Person]:
    """A contribution for each month of work before the month of ``on``."""
    months = list(MONTHS)
    for job in person["work"]:
        for month in months[months.index(job["from"]) : months.index(job["until"]) + 1]:
            if month < on[:7]:
                yield {
                    "period": month, "payer": job["payer"], "kind": job["kind"],
                    "income": job["income"],
                }  # fmt: skip


# ---------------------------------------------------------------------- many people


def _count(people: int, lang: str, console: Console) -> None:
    """Random lives in one batch: how many are entitled, and to how much."""
    rng = Random(people)
    chosen = COMMANDS["assess"]
    begun = time.perf_counter()
    questions = [chosen.read(_random_question(rng)) for _ in range(people)]
    answers = chosen.answers(questions, lang, True)
    seconds = time.perf_counter() - begun
    entitled: Counter[str] = Counter()
    amounts: Counter[str] = Counter()
    for one in answers:
        if one["entitled"]:
            entitled[str(one["benefit"])] += 1
            amounts[str(one["benefit"])] += int(str(one["amount"]).replace(".", ""))
    console.print()
    console.print(Rule(Text(f"{people:,} × assess, {seconds:.2f} s")))
    for benefit, count in sorted(entitled.items()):
        mean = writing.spoken_money(amounts[benefit] // count, lang)
        console.print(Text(f"{say('benefits', benefit, lang)}: {count:,} × {mean}"))


def _random_question(rng: Random) -> Person:
    """A made-up person of working age with one payer and a chance event in 2024 or 2025."""
    year, month = rng.choice((2024, 2025)), rng.randrange(1, 13)
    income = str(rng.randrange(70, 900) * 1000)
    worked = rng.randrange(3, 150)
    names = list(MONTHS)
    here = names.index(f"{year}-{month:02d}")
    on = f"{year}-{month:02d}-{rng.randrange(1, 29):02d}"
    event = rng.choice(
        (
            {"kind": "job_loss"},
            {"kind": "maternity", "leave_days": 126},
            {"kind": "childcare", "child_birth_date": on, "child_order": rng.randrange(1, 5)},
            {"kind": "disability", "degree_percent": rng.randrange(30, 101), "until": None},
        )
    )
    return {
        "on": on,
        "person": {
            "birth_date": f"{rng.randrange(1970, 2004)}-{rng.randrange(1, 13):02d}-15",
            "sex": rng.choice(("female", "male")),
        },
        "contributions": [
            {"period": name, "payer": "050340001235", "income": income}
            for name in names[max(here - min(worked, 24), 0) : here]
        ],
        "participation_months": worked,
        "event": event,
    }
