"""The answer to a scenario: what it changes, in words; why some sums change by less or stay; what
is taken for granted. What is paid in and out stands in ``funds``, for whom in ``gaining``."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from tirek.law import parameters
from tirek.pages import writing
from tirek.portal.answers import Answer, Link, Part
from tirek.portal.texts import text
from tirek.portal.told import cited
from tirek.portal.what_if.amounts import percent, share
from tirek.portal.what_if.asked import title
from tirek.portal.what_if.comparing import Compared
from tirek.portal.what_if.funds import (
    balance_of,
    benefit_name,
    change_of,
    places_of,
    sums_table,
)
from tirek.portal.what_if.gaining import of_bands, of_examples
from tirek.portal.what_if.levers import DAY, LEVERS
from tirek.portal.what_if.people import LEAVE_DAYS, YEAR, nation
from tirek.portal.what_if.reforms import LINES, Changes

#: How exactly it is said at which income a limit is reached (minimum wages).
_HUNDREDTH = Decimal("0.01")


def told(found: Compared, changes: Changes, links: Sequence[Link]) -> Answer:
    """The answer to a scenario; to one that changes nothing the year as it is."""
    heading = text("jobs.what_if")
    return Answer(heading, _lead(found, changes), under=_under(changes), parts=[
        *([Part(text("what_if.changed"), points=_described(changes))] if changes else []),
        Part(text("what_if.sums"), f"{text('what_if.sums_funds')} {text('what_if.rounded')}",
             table=sums_table(found, bool(changes))),
        *_of_the_rate(found, changes),
        *(of_bands(found, changes) if changes else []),
        *_of_childcare(changes),
        of_examples(found, bool(changes)),
        Part(text("what_if.taken"), points=_assumptions(), links=links),
    ])  # fmt: skip


def _described(changes: Changes) -> list[str]:
    """The reform in words."""
    return [
        text("what_if.change", what=title(name), now=LEVERS[name].shown(LEVERS[name].present),
             then=LEVERS[name].shown(value))
        for name, value in changes
    ]  # fmt: skip


def _of_childcare(changes: Changes) -> list[Part]:
    """Where contributions are taken on more, or more of an income is replaced, this benefit stays
    at a limit of its own; where the income counted from one employer does not reach it, it holds
    nobody back but some of those who have several."""
    then = {name: dict(changes).get(name, lever.present) for name, lever in LEVERS.items()}
    cap, rate = LEVERS["social_cap_multiple"], LEVERS["childcare_replacement_rate"]
    most, own = LEVERS["childcare_maximum_multiple"], LEVERS["childcare_maximum_share"]
    paid = then[own.name] * then[most.name]
    if then[rate.name] * then[cap.name] <= paid:
        return []
    reached = (paid / then[rate.name]).quantize(_HUNDREDTH)
    found = []
    if then[cap.name] > max(cap.present, reached):
        found.append(text(
            "what_if.childcare_limited", lever=title(most.name), limit=most.shown(reached),
        ))  # fmt: skip
    if then[rate.name] > max(rate.present, then[own.name]):
        found.append(text(
            "what_if.childcare_own_share", lever=title(own.name), then=rate.shown(then[rate.name]),
            share=own.shown(then[own.name]), limit=most.shown(then[most.name]),
        ))  # fmt: skip
    return [Part(benefit_name("childcare"), points=found)] if found else []


def _of_the_rate(found: Compared, changes: Changes) -> list[Part]:
    """Why contributions change by less than their rate, and why another rate changes benefits at
    all: some have a rate of their own, by way of which the income of some of them counts."""
    lever = LEVERS["social_rate"]
    if lever.name not in dict(changes):
        return []
    own = parameters()["self_employed_social_rate"].at(DAY)
    assert own is not None
    then = dict(changes)[lever.name]
    own_percent = Decimal(100 * own.numerator) / own.denominator
    counted = (percent(round(1000 * own_percent / rate), 1) for rate in (lever.present, then))
    social = next(one for one in found.contributions if LINES[one.name] == "social")
    sums = text(
        "what_if.rate_and_sums_why", rate=share(float(lever.present), float(then)),
        sums=share(social.now, social.then),
    )  # fmt: skip
    benefits = text(
        "what_if.rate_and_benefits_why", article=cited(["SC 118(3)"])[0],
        own=writing.percent(f"{float(own):g}"), **dict(zip(("now", "then"), counted, strict=True)),
    )  # fmt: skip
    return [
        *([Part(text("what_if.rate_and_sums"), sums)] if len(changes) == 1 else []),
        Part(text("what_if.rate_and_benefits"), benefits),
    ]


def _lead(found: Compared, changes: Changes) -> str:
    if not changes:
        return text("what_if.lead_now", year=YEAR)
    places = places_of(found)
    return text(
        "what_if.lead_changed", paid=change_of(found.contributions, places),
        received=change_of(found.benefits, places),
        balance=change_of([balance_of(found)], places),
    )  # fmt: skip


def _under(changes: Changes) -> str:
    return text("what_if.under_changed" if changes else "what_if.under_now", year=YEAR)


def _assumptions() -> list[str]:
    """What is taken for granted."""
    people = nation().people
    each = round(nation().weight.sum() / people)
    return [
        text("what_if.taken_people", people=writing.number(people), each=writing.number(each)),
        text("what_if.taken_law", year=YEAR),
        text("what_if.taken_behaviour"),
        text("what_if.taken_year", year=YEAR, days=LEAVE_DAYS),
        text("what_if.taken_left_out"),
    ]
