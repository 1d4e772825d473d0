"""A payer's account: due, paid, missing and over to the tiyn; each day late; the law's steps."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction
from io import StringIO

import numpy as np
import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.console import Console

from tests.ledger import world
from tests.ledger.world import Someone, changed, lines, message
from tirek.contract.messages import LANGUAGES
from tirek.engine.parameters import day_number
from tirek.law import law
from tirek.law.working_days import add_working_days
from tirek.ledger import intake, payer_debt
from tirek.ledger.files import mt102
from tirek.ledger.payer_debt import Balance, Layer
from tirek.ledger.payer_due import Dues
from tirek.ledger.payer_paid import Paid
from tirek.ledger.payer_text import as_dict, show
from tirek.ledger.payers import Account, account
from tirek.ledger.words import NotShown
from tirek.project import clock
from tirek.registry.models import Category, Payer, Person

TODAY = date(2025, 7, 10)
#: 100,000 tenge a month in 2025: 5 % of (100,000 - 10,000), 3 % and 2 % of 100,000.
INCOME, SOCIAL, EMPLOYER, PERSONAL = 100_000_00, 4_500_00, 3_000_00, 2_000_00


@pytest.fixture(autouse=True)
def today() -> object:
    with clock.at(TODAY):
        yield


@pytest.fixture
def staff(db: None) -> list[Someone]:
    everybody = world.people(3)
    world.register(everybody)
    return everybody


@pytest.fixture
def payer(staff: list[Someone]) -> Payer:
    payer = world.employer()
    for one in staff:
        world.employ(payer, one, "employee", date(2025, 1, 1), INCOME)
    return payer


def take(*messages: mt102.Message) -> None:
    intake.take_in([intake.parse("a", world.as_file(*messages))], "test")


def pay(
    payer: Payer, who: list[Someone], amount: int, period: int, paid: date, purpose: str = "012"
) -> None:
    reference = f"{period}{paid:%m%d}{purpose}"
    take(message(payer.number, lines(who, amount, period), purpose, paid, reference=reference))


def line(one: Account, period: int, purpose: int = 12) -> object:
    (found,) = (found for found in one.lines if (found.period, found.purpose) == (period, purpose))
    return found.sums


def sums(one: Account, period: int, purpose: int = 12) -> tuple[int, ...]:
    found = line(one, period, purpose)
    return tuple(
        getattr(found, f"{name}_tiyn") for name in ("due", "paid", "missing", "over")
    )  # fmt: skip


def test_what_is_due_follows_the_law_for_each_fund(payer: Payer) -> None:
    one = account(payer.number, 202501, 202505)
    for period in (202501, 202505):
        assert sums(one, period) == (3 * SOCIAL, 0, 3 * SOCIAL, 0)
        assert sums(one, period, 121) == (3 * EMPLOYER, 0, 3 * EMPLOYER, 0)
        assert sums(one, period, 122) == (3 * PERSONAL, 0, 3 * PERSONAL, 0)
    assert one.totals[12].due_tiyn == 15 * SOCIAL
    assert [found.due_on for found in one.lines[:1]] == [date(2025, 2, 25)]


def test_a_surplus_for_one_pays_nobody_elses_debt(payer: Payer, staff: list[Someone]) -> None:
    pay(payer, staff[:1], 2 * SOCIAL, 202501, date(2025, 2, 20))
    pay(payer, staff[1:2], SOCIAL, 202501, date(2025, 2, 21))
    one = account(payer.number, 202501, 202502)
    assert sums(one, 202501) == (3 * SOCIAL, 3 * SOCIAL, SOCIAL, SOCIAL)
    assert sums(one, 202502) == (3 * SOCIAL, 0, 3 * SOCIAL, 0)


def test_money_for_people_not_on_the_list_is_told_apart(payer: Payer, staff: list[Someone]) -> None:
    stranger = world.people(1, first=500)
    world.register(stranger)
    undeclared = world.people(1, first=501)
    world.register(undeclared)
    job = world.employ(payer, undeclared[0], "employee", date(2025, 1, 1), INCOME)
    type(job).objects.filter(pk=job.pk)
    pay(payer, stranger, SOCIAL, 202501, date(2025, 2, 20))
    found = line(account(payer.number, 202501, 202501), 202501)
    assert (found.over_tiyn, found.unlisted_tiyn, found.people) == (SOCIAL, SOCIAL, 5)  # type: ignore[attr-defined]


def test_an_income_not_declared_is_not_guessed(payer: Payer, staff: list[Someone]) -> None:
    silent = world.people(1, first=600)
    world.register(silent)
    world.employ(payer, silent[0], "employee", date(2025, 1, 1), None)  # type: ignore[arg-type]
    found = line(account(payer.number, 202501, 202501), 202501)
    assert (found.unknown, found.due_tiyn) == (1, 3 * SOCIAL)  # type: ignore[attr-defined]


def test_the_state_insures_some_people(payer: Payer, staff: list[Someone]) -> None:
    Category.objects.create(
        person=Person.objects.get(iin=staff[0].iin), code="child", known_from=world.KNOWN,
        valid_from=date(2025, 2, 15), valid_until=date(2025, 4, 1),
    )  # fmt: skip
    one = account(payer.number, 202501, 202504)
    assert [sums(one, p, 121)[0] // EMPLOYER for p in (202501, 202502, 202503, 202504)] == [
        3, 2, 2, 3,
    ]  # fmt: skip
    assert sums(one, 202502)[0] == 3 * SOCIAL


def test_suspense_is_shown_and_counts_for_nobody(payer: Payer, staff: list[Someone]) -> None:
    given_lines = changed(lines(staff, SOCIAL, 202501), 0, name="БАСҚА")
    take(message(payer.number, given_lines, paid=date(2025, 2, 20)))
    take(message(payer.number, lines(staff[:1], SOCIAL, 190001), paid=date(2025, 2, 20),
                 reference="R9"))  # fmt: skip
    one = account(payer.number, 202501, 202501)
    found = line(one, 202501)
    assert (found.missing_tiyn, found.waiting_tiyn) == (SOCIAL, SOCIAL)  # type: ignore[attr-defined]
    assert one.other_waiting_tiyn == SOCIAL


def by_day(amount: int, due: date, paid: date) -> int:
    """The penalty day by day from the articles: 1.25 of the rate of each day, a 365th of it."""
    rate = law().parameters["base_rate"]
    total = Fraction(0)
    day = due + timedelta(days=1)
    while day <= paid:
        value = rate.at(day)
        assert value is not None
        total += Fraction(amount) * Fraction(value) * Fraction(5, 4) / 365
        day += timedelta(days=1)
    return int(total + Fraction(1, 2))


def test_each_day_late_costs_the_day_of_payment_included(
    payer: Payer, staff: list[Someone]
) -> None:
    pay(payer, staff, SOCIAL, 202501, date(2025, 4, 3))
    found = line(account(payer.number, 202501, 202501), 202501)
    due = date(2025, 2, 25)
    assert found.late_days == (date(2025, 4, 3) - due).days  # type: ignore[attr-defined]
    assert found.penalty_tiyn == by_day(3 * SOCIAL, due, date(2025, 4, 3))  # type: ignore[attr-defined]
    pay(payer, staff, 500_00, 202501, date(2025, 5, 1), "017")
    assert line(account(payer.number, 202501, 202501), 202501).penalty_paid_tiyn == 3 * 500_00  # type: ignore[attr-defined]


def test_parts_paid_late_cost_until_each_was_paid(payer: Payer, staff: list[Someone]) -> None:
    due = date(2025, 2, 25)
    pay(payer, staff[:1], SOCIAL, 202501, due)
    pay(payer, staff[1:2], SOCIAL, 202501, date(2025, 3, 5))
    found = line(account(payer.number, 202501, 202501, on=date(2025, 6, 30)), 202501)
    expected = by_day(SOCIAL, due, date(2025, 3, 5)) + by_day(SOCIAL, due, date(2025, 6, 30))
    assert found.penalty_tiyn == expected  # type: ignore[attr-defined]
    assert found.missing_tiyn == SOCIAL  # type: ignore[attr-defined]


def test_a_rate_that_is_not_held_leaves_the_penalty_open(payer: Payer) -> None:
    with clock.at(date(2026, 6, 1)):
        one = account(payer.number, 202512, 202512)
    found = line(one, 202512)
    assert found.penalty_tiyn is None  # type: ignore[attr-defined]
    assert one.undetermined[0]["parameter"] == "base_rate"
    assert line(one, 202512, 121).penalty_tiyn is None  # type: ignore[attr-defined]


def test_steps_of_the_law_run_in_working_days(payer: Payer) -> None:
    one = account(payer.number, 202501, 202501, on=date(2025, 3, 20))
    assert one.arrears and one.arrears.since == date(2025, 2, 26)
    assert one.arrears.amount_tiyn == 3 * SOCIAL
    steps = {step.name: step for step in one.arrears.steps["high"]}
    assert steps["arrears_notice"].day == add_working_days(date(2025, 2, 26), 5).day
    assert steps["arrears_accounts_stopped"].day is None
    assert [step.name for step in one.arrears.steps["low"]] == ["arrears_published"]
    served = account(
        payer.number, 202501, 202501, risk="medium", notice_served=date(2025, 3, 5),
        list_received=date(2025, 3, 17),
    )  # fmt: skip
    assert served.arrears and list(served.arrears.steps) == ["medium"]
    days = {step.name: step.day for step in served.arrears.steps["medium"]}
    assert days["arrears_accounts_stopped"] == add_working_days(date(2025, 3, 5), 10).day
    assert days["arrears_list"] == add_working_days(date(2025, 3, 5), 15).day
    assert days["arrears_collected"] == add_working_days(date(2025, 3, 17), 5).day


def test_before_the_due_day_nothing_is_a_debt(payer: Payer) -> None:
    one = account(payer.number, 202501, 202501, on=date(2025, 2, 25))
    assert one.arrears is None
    assert line(one, 202501).late_days == 0  # type: ignore[attr-defined]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_text_and_json(lang: str, payer: Payer, staff: list[Someone]) -> None:
    pay(payer, staff, SOCIAL, 202501, date(2025, 4, 3))
    one = account(payer.number, 202501)
    out = StringIO()
    show(one, lang, Console(file=out, width=140))
    assert payer.number in out.getvalue()
    data = orjson.loads(orjson.dumps(as_dict(one, lang)))
    assert data["lines"][0]["period"] == "2025-01"
    assert data["totals"]["12"]["due"] == "81000.00"
    assert data["arrears"]["steps"]["high"][0]["title"]


def test_months_before_the_journal_begins_are_no_debts(payer: Payer, staff: list[Someone]) -> None:
    assert account(payer.number).first == 202501  # the journal is empty: since work began
    pay(payer, staff, SOCIAL, 202503, date(2025, 4, 26))
    assert account(payer.number).first == 202504
    pay(payer, staff, SOCIAL, 202502, date(2025, 4, 25))
    assert account(payer.number).first == 202503
    assert account(payer.number, 202501).first == 202501


def test_refusals(payer: Payer) -> None:
    for call, code in (
        (lambda: account("000000000000"), "unknown_payer"),
        (lambda: account(payer.number, 202502, 202501), "months_reversed"),
        (lambda: account(payer.number, on=date(2025, 7, 11)), "day_ahead"),
    ):
        with pytest.raises(NotShown) as refused:
            call()
        assert refused.value.code == code
        assert all(refused.value.text(lang) for lang in LANGUAGES)


# ---------------------------------------------------------------------- any payments

_DAY = st.dates(date(2024, 12, 20), date(2025, 12, 31))
_DUE = st.tuples(
    st.sampled_from((202501, 202502)), st.integers(1, 4), st.sampled_from((0, 1)),
    st.integers(0, 10**7),
)  # fmt: skip
_PAID = st.tuples(
    st.sampled_from((202501, 202502)), st.integers(1, 5), _DAY, st.integers(-(10**6), 10**7)
)
_DUE_ON = {202501: date(2025, 2, 25), 202502: date(2025, 3, 25)}


def column(rows: list[tuple[int, ...]], at: int) -> np.ndarray:  # type: ignore[type-arg]
    return np.array([row[at] for row in rows], np.int64)


def worked_out(
    due: list[tuple[int, int, int, int]], paid: list[tuple[int, int, date, int]], on: date
) -> tuple[Balance, list[Layer]]:
    numbers = [(p, who, day_number(day), amount) for p, who, day, amount in paid if day <= on]
    dues = Dues(column(due, 0), column(due, 1), np.full(len(due), 12), column(due, 2),
                column(due, 3), np.ones(len(due), np.bool_))  # fmt: skip
    given_paid = Paid(column(numbers, 0), column(numbers, 1), np.full(len(numbers), 12),
                      column(numbers, 2), column(numbers, 3))  # fmt: skip
    balance, of_paid = payer_debt.balances(dues, given_paid)
    due_day = np.array([day_number(_DUE_ON[p]) for p in balance.period.tolist()], np.int64)
    changes = payer_debt.changes(balance, due_day, given_paid, of_paid)
    return balance, payer_debt.layers(changes, day_number(on))


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_DUE, max_size=12), st.lists(_PAID, max_size=12), _DAY)
def test_any_payments_add_up_and_cost_what_they_cost_day_by_day(
    due: list[tuple[int, int, int, int]], paid: list[tuple[int, int, date, int]], on: date
) -> None:
    balance, late = worked_out(due, paid, on)
    missing = np.maximum(balance.due - balance.paid, 0)
    over = np.maximum(balance.paid - balance.due, 0)
    assert int((balance.due - balance.paid).sum()) == int(missing.sum()) - int(over.sum())
    assert int(balance.due.sum()) == sum(amount for *_, amount in due)
    assert int(balance.paid.sum()) == sum(a for _, _, day, a in paid if day <= on)
    # By hand: each evening each person's debt of a month; a debt costs on each day that it stood
    # at its beginning, the day of payment too.
    owed: dict[tuple[int, int], int] = defaultdict(int)
    owed |= {(period, who): 0 for period, who, _, _ in paid}
    for period, who, _, amount in due:
        owed[period, who] += amount
    rate = law().parameters["base_rate"]
    by_hand: dict[date, int] = {}
    for period in (202501, 202502):
        day = _DUE_ON[period] + timedelta(days=1)
        while day <= on:
            came = {
                who: sum(a for p, w, d, a in paid if p == period and w == who and d < day)
                for who in range(1, 6)
            }
            stood = sum(
                max(amount - came[who], 0) for (of, who), amount in owed.items() if of == period
            )
            by_hand[day] = by_hand.get(day, 0) + stood
            day += timedelta(days=1)
    layered: dict[date, int] = defaultdict(int)
    for layer in late:
        for number in range(layer.since + 1, layer.until + 1):
            layered[date(1970, 1, 1) + timedelta(days=number)] += layer.amount
    assert {day: amount for day, amount in by_hand.items() if amount} == {
        day: amount for day, amount in layered.items() if amount
    }
    values, unknown = payer_debt.penalties(late)
    assert not unknown
    exact = sum(
        (amount * Fraction(rate.at(day) or 0) * Fraction(5, 4 * 365)
         for day, amount in by_hand.items()), Fraction(0)
    )  # fmt: skip
    charged = sum(value for value in values if value is not None)
    assert abs(charged - exact) <= Fraction(len(late), 2)
    for layer, value in zip(late, values, strict=True):
        since, until = (date(1970, 1, 1) + timedelta(days=n) for n in (layer.since, layer.until))
        assert value == by_day(layer.amount, since, until)
