"""A small fund to look at: one payer, three people, a file with faults, a file sent back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.ledger import world
from tests.ledger.world import Someone, changed, lines, message
from tirek.ledger import intake
from tirek.ledger.models import PaymentFile, Suspense
from tirek.office.texts import catalogue
from tirek.portal.texts import catalogue as portal_catalogue
from tirek.project import clock
from tirek.registry import people
from tirek.registry.models import Payer

TODAY = date(2025, 7, 10)
INCOME, SOCIAL = 100_000_00, 4_500_00
#: Of an ИИН that nobody has.
STRANGER = world.iin(date(1990, 5, 6), "female", 4321)


@dataclass
class Fund:
    """What the pages tell of."""

    payer: Payer
    staff: list[Someone]
    taken: PaymentFile
    rejected: PaymentFile
    line: Suspense


@pytest.fixture(autouse=True)
def today(settings: Any, tmp_path: Path) -> Iterator[None]:
    """A day of its own, and a data folder."""
    settings.DATA = tmp_path
    with clock.at(TODAY):
        yield


@pytest.fixture
def fund(db: None) -> Fund:
    staff = world.people(3)
    for one in staff:
        people.register(
            people.Facts(
                one.iin, one.surname, one.name, one.patronymic, one.sex, one.birth, "75"
            ),
            at=world.KNOWN,
        )  # fmt: skip
    payer = world.employer()
    for one in staff:
        world.employ(payer, one, "employee", date(2025, 1, 1), INCOME)
    given = changed(lines(staff, SOCIAL, 202501), 2, iin=STRANGER)
    good = world.as_file(message(payer.number, given, paid=date(2025, 2, 20)))
    bad = good.replace(b":32A:250220", b":32A:259920").replace(b"R1", b"R2")
    taken, rejected = intake.take_in(
        [intake.parse("good.mt102", good), intake.parse("bad.mt102", bad)], "tester"
    )
    assert (taken.posted, taken.suspense, rejected.file.status) == (2, 1, "rejected")
    return Fund(payer, staff, taken.file, rejected.file, Suspense.objects.get())


@pytest.fixture
def office() -> Client:
    """A browser that reads English."""
    return browser("en")


def browser(lang: str) -> Client:
    return Client(headers={"accept-language": lang})


def shown(client: Client, address: str, status: int = 200) -> str:
    """The page at an address."""
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def words(name: str, lang: str = "en", **values: object) -> str:
    """A text of the pages; where nothing can be shown they are the portal's."""
    section, key = name.split(".")
    held = portal_catalogue() if section == "errors" else catalogue()
    return held[section][key][lang].format(**values)
