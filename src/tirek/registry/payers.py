"""Commands about payers: registering, changes, the end; who works for them. Each may be given
again and changes nothing then."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction

from tirek.law.book import MOST_MONEY, PAYER_KINDS
from tirek.registry import dated
from tirek.registry.iin import is_bin, told_by
from tirek.registry.models import Employment, Payer, PayerKind, PayerVersion, Person, Size
from tirek.registry.people import REGION, find, hold_number
from tirek.registry.problems import Refused

LONGEST_NAME = 200


@dataclass(frozen=True)
class PayerFacts:
    """What is registered of a payer."""

    name: str
    kind: str
    size: str
    region: str
    branch: str = ""

    def check(self) -> None:
        """:raises Refused: what cannot be"""
        if not self.name.strip() or len(self.name) > LONGEST_NAME:
            raise Refused("bad_payer_name", "/name", hi=LONGEST_NAME)
        if self.kind not in PayerKind.values:
            raise Refused("unknown_payer_kind", "/kind", value=self.kind)
        if self.size not in Size.values:
            raise Refused("unknown_size", "/size", value=self.size)
        if not REGION.fullmatch(self.region):
            raise Refused("bad_region", "/region", value=self.region)


@transaction.atomic
def register(
    number: str, facts: PayerFacts, since: date, until: date | None = None, *,
    at: datetime | None = None, source: str = "",
) -> Payer:  # fmt: skip
    """A payer is registered from a day on, for the first time or again.

    :raises Refused: no БИН or ИИН, a person whom the registry does not know, facts that cannot be
    """
    facts.check()
    person = None
    if told_by(number) is not None:
        person = find(number)
        if person is None:
            raise Refused("person_unknown", "/number")
    elif not is_bin(number):
        raise Refused("bad_bin", "/number")
    hold_number(number)
    payer = Payer.objects.filter(number=number).first()
    if payer is None:
        payer = Payer.objects.create(number=number, person=person, **_shown(facts))
    if dated.put(PayerVersion, {"payer": payer}, since, until, asdict(facts), at=at, source=source):
        refresh([payer.pk])
        payer.refresh_from_db()
    return payer


@transaction.atomic
def change(
    payer: Payer, since: date, *, at: datetime | None = None, source: str = "", **values: str
) -> bool:
    """From a day on some facts of a registered payer are others. Gives whether that was news.

    :raises Refused: what cannot be
    """
    news = dated.alter(PayerVersion, {"payer": payer}, since, values, at=at, source=source)
    if news:
        for version in PayerVersion.objects.known().filter(payer=payer):
            PayerFacts(**{name: getattr(version, name) for name in PayerVersion.VALUES}).check()
        refresh([payer.pk])
        payer.refresh_from_db()
    return news


def deregister(payer: Payer, since: date, *, at: datetime | None = None, source: str = "") -> bool:
    """From a day on a payer is not registered."""
    return dated.end(PayerVersion, {"payer": payer}, since, at=at, source=source)


def refresh(ids: Iterable[int]) -> None:
    """Makes the rows of payers anew from the newest versions known."""
    versions = (
        PayerVersion.objects.known()
        .filter(payer__in=list(ids))
        .order_by("payer", "-valid_from")
        .distinct("payer")
    )
    fields = ("name", "kind", "region", "size")
    rows = [Payer(id=v.payer_id, **{name: getattr(v, name) for name in fields}) for v in versions]
    Payer.objects.bulk_update(rows, fields, batch_size=2000)


def employ(
    payer: Payer, person: Person, kind: str, since: date, until: date | None = None,
    income_tiyn: int | None = None, *, at: datetime | None = None, source: str = "",
) -> bool:  # fmt: skip
    """Somebody works for a payer, or for himself, and what is accrued a month.

    :raises Refused: a kind that the law does not have, an income out of bounds
    """
    if kind not in PAYER_KINDS:
        raise Refused("unknown_employment", "/kind", value=kind)
    if income_tiyn is not None and not 0 <= income_tiyn <= MOST_MONEY:
        raise Refused("income_out_of_bounds", "/income_tiyn", hi=MOST_MONEY)
    key = {"person": person, "payer": payer, "kind": kind}
    values = {"income_tiyn": income_tiyn}
    return dated.put(Employment, key, since, until, values, at=at, source=source)


def dismiss(
    payer: Payer, person: Person, kind: str, since: date, *, at: datetime | None = None,
    source: str = "",
) -> bool:  # fmt: skip
    """From a day on somebody does not work for a payer."""
    key = {"person": person, "payer": payer, "kind": kind}
    return dated.end(Employment, key, since, at=at, source=source)


def _shown(facts: PayerFacts) -> dict[str, str]:
    return {"name": facts.name, "kind": facts.kind, "region": facts.region, "size": facts.size}
