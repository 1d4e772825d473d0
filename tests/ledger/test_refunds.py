"""A refund: what may not be returned stays, two people decide, it goes out once and is settled by
what the bank shows."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Sum

from tests.ledger import world
from tests.ledger.test_corrections import sound
from tests.ledger.test_settling import AMOUNT, PERIOD, code, place, waits, wrong_iin
from tests.ledger.world import Someone, lines, message
from tirek.ledger import (
    corrections,
    deciding,
    intake,
    refund_files,
    refunds,
    settling,
    settling_rules,
    used,
)
from tirek.ledger.chart import Fund, Part
from tirek.ledger.files import mt102
from tirek.ledger.models import Entry, PersonMonth, Suspense
from tirek.ledger.models_refunds import OutgoingMessage, Refund, RefundDecision
from tirek.ledger.refund_lines import Asked
from tirek.project import clock
from tirek.registry.models import Payer, Person

pytestmark = pytest.mark.django_db

DAY = date(2025, 3, 3)
WAGE = 10_000_000  # tiyn a month: 5,000 tenge are due


@pytest.fixture(autouse=True)
def account(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIREK_SOCIAL_FUND_ACCOUNT", "KZ12009NPS0413609816")
    monkeypatch.setenv("TIREK_SOCIAL_FUND_NUMBER", "970740001013")


@pytest.fixture
def staff() -> list[Someone]:
    everybody = world.people(3)
    world.register(everybody)
    return everybody


@pytest.fixture
def payer() -> Payer:
    return world.employer()


def paid(payer: Payer, one: Someone, amount: int = AMOUNT, period: int = PERIOD,
         purpose: str = "012") -> Entry:  # fmt: skip
    """A posted payment."""
    content = world.as_file(message(payer.number, lines([one], amount, period), purpose))
    [taken] = intake.take_in([intake.parse("a.mt102", content)], "test")
    return Entry.objects.get(batch_id=taken.file.batch.pk, line=1)


def at(entry: Entry, amount: int | None = None) -> Asked:
    return Asked((entry.batch_id, entry.line), amount_tiyn=amount)


def apply(payer: Payer, *asked: Asked, reason: str = "other", reference: str = "1") -> Refund:
    return refunds.apply(payer.number, reason, asked, reference, DAY, "Clerk")


def told(refund: Refund) -> list[tuple[str, str, int]]:
    """What the last check says: verdict, code, the most that may be returned."""
    found = refunds.of_round(refund, refunds.round_of(refund))
    return [(one.verdict, one.code, one.may_tiyn) for one in found]


def decided(refund: Refund, grants: dict[int, int] | None = None) -> RefundDecision:
    return deciding.sign(deciding.decide(refund.pk, "A", "seen", grants).pk, "B")


def balance(part: Part, fund: int = 1) -> int:
    number = fund * 100 + part
    into, out = (
        Entry.objects.filter(**{side: number}).aggregate(s=Sum("amount_tiyn"))["s"] or 0
        for side in ("credit", "debit")
    )
    return into - out


# ---------------------------------------------------------------------- what may be returned


def test_what_is_due_by_law_is_not_returned(payer: Payer, staff: list[Someone]) -> None:
    world.employ(payer, staff[0], "employee", date(2024, 1, 1), WAGE)
    due = 450_000  # 5 % of the wage less the pension contribution
    refund = apply(payer, at(paid(payer, staff[0], due)))
    assert told(refund) == [("not", "due_by_law", 0)]
    decided(refund)
    assert refunds.state(refund) == "refused"
    assert PersonMonth.objects.get().contribution_tiyn == due
    assert refund_files.send(DAY, "A") == []


def test_of_too_much_the_excess_is_returned_and_the_rest_stays(
    payer: Payer, staff: list[Someone]
) -> None:
    world.employ(payer, staff[0], "employee", date(2024, 1, 1), WAGE)
    entry = paid(payer, staff[0], 600_000)
    refund = apply(payer, at(entry))
    assert told(refund) == [("part", "due_by_law", 150_000)]
    assert code(lambda: deciding.decide(refund.pk, "A", "x", {1: 150_001})) == "verdict_forbids"
    decided(refund)
    month = PersonMonth.objects.get()
    assert (month.contribution_tiyn, month.income_tiyn, month.entries) == (450_000, 9_000_000, 1)
    assert (balance(Part.REFUNDS), balance(Part.SUSPENSE)) == (150_000, 0)
    assert code(lambda: apply(payer, at(entry), reference="2")) == "reversed_already"
    rest = Entry.objects.get(debit=104, credit=102)
    assert told(apply(payer, at(rest), reference="3")) == [("not", "due_by_law", 0)]
    sound()


def test_lines_of_one_month_share_its_excess(payer: Payer, staff: list[Someone]) -> None:
    world.employ(payer, staff[0], "employee", date(2024, 1, 1), WAGE)
    some = [paid(payer, staff[0], amount) for amount in (430_000, 431_000, 432_000)]
    refund = apply(payer, *map(at, some), reason="paid_twice")
    assert told(refund) == [
        ("may", "overpaid", 430_000), ("part", "due_by_law", 413_000), ("not", "due_by_law", 0),
    ]  # fmt: skip
    decided(refund)
    assert PersonMonth.objects.get().contribution_tiyn == 450_000
    sound()


@pytest.mark.parametrize("kind", ["ended", "pension", "dead"])
def test_what_nobody_owed_is_returned(kind: str, payer: Payer, staff: list[Someone]) -> None:
    entry = paid(payer, staff[0])
    world.employ(payer, staff[0], "employee", date(2025, 2, 1), WAGE)
    expected = "no_work_then"
    person = place(staff[0], payer).person_id
    if kind != "ended":
        change = {"birth_date": date(1950, 1, 1)} if kind == "pension" else {
            "died_on": date(2024, 12, 31)
        }  # fmt: skip
        Person.objects.filter(pk=person).update(**change)
        expected = "pension_age" if kind == "pension" else "after_death"
    refund = apply(payer, at(entry))
    assert told(refund) == [("may", expected, AMOUNT)]


def test_a_month_that_a_benefit_used_is_not_returned_unless_its_excess_was_left_out(
    payer: Payer, staff: list[Someone]
) -> None:
    world.employ(payer, staff[0], "employee", date(2025, 2, 1), WAGE)
    entry = paid(payer, staff[0])
    person = place(staff[0], payer).person_id
    used.record(person, [PERIOD], Fund.SOCIAL, "childcare", "case 1", left_out=True)
    refund = apply(payer, at(entry))
    assert told(refund) == [("may", "no_work_then", AMOUNT)]
    decision = deciding.decide(refund.pk, "A", "left out of it")
    used.record(person, [PERIOD], Fund.SOCIAL, "job_loss", "case 2")
    assert code(lambda: deciding.sign(decision.pk, "B")) == "verdict_changed"
    deciding.decline(decision.pk, "B", "a benefit uses it by now")
    refunds.check(refund.pk, "A")
    assert told(refund) == [("not", "used_for_benefit", 0)]
    used.release("job_loss", "case 2")
    refunds.check(refund.pk, "A")
    decided(refund)
    [flag] = used.open_flags(reference="case 1")
    assert (flag.period, flag.used and flag.used.what) == (PERIOD, "childcare")


def test_what_tirek_does_not_hold_a_person_tells(payer: Payer, staff: list[Someone]) -> None:
    refund = apply(payer, at(paid(payer, staff[0])))
    assert told(refund) == [("ask", "work_not_held", AMOUNT)]
    assert code(lambda: deciding.decide(refund.pk, "A", "x")) == "sum_needed"
    assert code(lambda: deciding.decide(refund.pk, "A", "x", {2: 1})) == "sum_needed"
    assert code(lambda: deciding.decide(refund.pk, "A", "x", {1: 1, 2: 1})) == "not_found"
    decided(refund, {1: AMOUNT})
    assert balance(Part.REFUNDS) == AMOUNT
    assert PersonMonth.objects.get().contribution_tiyn == 0
    again = paid(payer, staff[0])  # paid anew, and rightly: nothing is in force
    assert again.credit % 100 == Part.CONTRIBUTIONS
    sound()


@pytest.mark.parametrize(("purpose", "amount", "may"), [("121", 300_000, 0), ("122", 200_000, 0),
                                                        ("121", 400_000, 100_000)])  # fmt: skip
def test_medical_contributions_are_held_against_their_own_law(
    purpose: str, amount: int, may: int, payer: Payer, staff: list[Someone]
) -> None:
    world.employ(payer, staff[0], "employee", date(2024, 1, 1), WAGE)
    refund = apply(payer, at(paid(payer, staff[0], amount, purpose=purpose)))
    assert told(refund)[0][2] == may
    assert refunds.terms(refund) == []


def test_a_penalty_is_for_a_person_to_judge(payer: Payer, staff: list[Someone]) -> None:
    refund = apply(payer, at(paid(payer, staff[0], 12_345, purpose="017")))
    assert told(refund) == [("ask", "penalty_not_worked_out", 12_345)]
    decided(refund, {1: 345})
    assert (balance(Part.PENALTIES), balance(Part.REFUNDS)) == (12_000, 345)


def test_money_in_suspense_is_returned_unless_it_may_be_due(
    payer: Payer, staff: list[Someone]
) -> None:
    unknown = wrong_iin(payer, staff[0])
    assert told(apply(payer, Asked(suspense=unknown.pk))) == [("may", "not_credited", AMOUNT)]
    world.employ(payer, staff[1], "employee", date(2024, 1, 1), WAGE)
    given = world.changed(lines(staff[1:2], AMOUNT, PERIOD), 0, surname="БАСҚА")
    named = waits(payer.number, given)
    refund = apply(payer, Asked(suspense=named.pk), reference="2")
    assert told(refund) == [("ask", "may_be_due", AMOUNT)]


# ---------------------------------------------------------------------- the application


def test_the_same_application_again_is_the_one_that_is_there(
    payer: Payer, staff: list[Someone]
) -> None:
    entry = paid(payer, staff[0])
    refund = apply(payer, at(entry))
    assert apply(payer, at(entry)) == refund
    assert apply(payer, at(entry, AMOUNT)) == refund
    assert code(lambda: apply(payer, at(entry, 1))) == "refund_differs"
    assert code(lambda: apply(payer, at(entry), reason="paid_twice")) == "refund_differs"
    assert code(lambda: apply(payer, at(entry), reference="2")) == "in_refund"
    refunds.withdraw(refund.pk, "Clerk")
    refunds.withdraw(refund.pk, "Clerk")
    assert apply(payer, at(entry), reference="2") != refund


def test_what_no_application_may_ask(payer: Payer, staff: list[Someone]) -> None:
    entry, line = paid(payer, staff[0]), wrong_iin(payer, staff[1])
    other = world.employer(9)
    medical = paid(payer, staff[0], 300_000, purpose="121")
    for asked, expected in (
        ([], "no_lines"),
        ([Asked()], "no_lines"),
        ([Asked((entry.batch_id, 1), line.pk)], "no_lines"),
        ([Asked((entry.batch_id, 9))], "not_found"),
        ([Asked(suspense=10**9)], "not_found"),
        ([at(entry, 0)], "amount_not_possible"),
        ([at(entry, AMOUNT + 1)], "amount_not_possible"),
        ([Asked(suspense=line.pk, amount_tiyn=AMOUNT - 1)], "amount_not_possible"),
        ([at(entry), at(entry)], "in_refund"),
        ([at(entry), at(medical)], "two_funds"),
    ):
        given = asked
        assert code(lambda: apply(payer, *given)) == expected  # noqa: B023
    assert code(lambda: apply(payer, at(entry), reason="none")) == "bad_reason"
    assert code(lambda: apply(other, at(entry))) == "not_payers_line"
    assert code(lambda: apply(other, Asked(suspense=line.pk))) == "not_payers_line"
    assert Refund.objects.count() == 0


def test_what_stands_in_an_application_nothing_else_touches(
    payer: Payer, staff: list[Someone]
) -> None:
    entry, line = paid(payer, staff[0]), wrong_iin(payer, staff[1])
    refund = apply(payer, at(entry), Asked(suspense=line.pk))
    where = place(staff[1], payer)
    key = entry.batch_id, entry.line
    assert code(lambda: corrections.propose(*key, "A", "x")) == "in_refund"
    assert code(lambda: settling.propose(line.pk, "A", where, "x")) == "in_refund"
    assert settling_rules.run().looked_at == 0
    decided(refund, {1: 0, 2: AMOUNT})
    assert Suspense.objects.get().state == "refunded"
    corrections.propose(*key, "A", "free again, since the decision left it")
    sound()


def test_one_does_not_sign_alone(payer: Payer, staff: list[Someone]) -> None:
    line = wrong_iin(payer, staff[0])
    refund = apply(payer, Asked(suspense=line.pk))
    decision = deciding.decide(refund.pk, "A", "seen")
    assert deciding.decide(refund.pk, "A", "seen") == decision
    assert code(lambda: deciding.decide(refund.pk, "B", "seen")) == "proposal_open"
    assert code(lambda: deciding.sign(decision.pk, "a")) == "four_eyes"
    assert refund_files.send(DAY, "A") == []
    signed = deciding.sign(decision.pk, "B")
    assert deciding.sign(decision.pk, "C").batch_id == signed.batch_id
    assert code(lambda: deciding.decide(refund.pk, "A", "again")) == "wrong_step"
    assert code(lambda: refunds.withdraw(refund.pk, "A")) == "wrong_step"
    with pytest.raises(IntegrityError, match="one_outcome"), transaction.atomic():
        refunds.step(refund, refunds.Step.REFUSED, "A")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_refundevent SET step = 'sent'")
    sound()


def test_a_line_in_suspense_is_sent_to_refund_by_two(payer: Payer, staff: list[Someone]) -> None:
    line = wrong_iin(payer, staff[0])
    assert code(lambda: settling.propose_refund(line.pk, "A", "none", "x")) == "bad_reason"
    proposal = settling.propose_refund(line.pk, "A", "not_contributions", "a loan paid back")
    settling.approve(proposal.pk, "B")
    settling.approve(proposal.pk, "B")
    refund = Refund.objects.get()
    assert (refund.reason, refund.by, refund.payer) == ("not_contributions", "B", payer)
    decided(refund)
    assert Suspense.objects.get().state == "refunded"
    sound()


# ---------------------------------------------------------------------- out, and paid


def test_refunds_go_out_together_once_and_the_bank_settles_them(
    payer: Payer, staff: list[Someone]
) -> None:
    entry, medical = paid(payer, staff[0]), paid(payer, staff[1], 300_000, purpose="121")
    line, penalty = wrong_iin(payer, staff[2]), paid(payer, staff[1], 777, purpose="017")
    one = apply(payer, at(entry), Asked(suspense=line.pk), at(penalty))
    two = apply(payer, at(medical), reference="2")
    decided(one, {1: AMOUNT, 3: 700})
    decided(two, {1: 1000})
    files = refund_files.send(DAY, "A")
    assert [(f.fund, f.number, f.name) for f in files] == [
        (1, 1, "refunds-social-2025-03-03-1.mt102"), (2, 1, "refunds-medical-2025-03-03-1.mt102"),
    ]  # fmt: skip
    assert refund_files.send(DAY, "A") == []
    read = [list(mt102.messages(BytesIO(refund_files.content_of(f)))) for f in files]
    said = [(m.header.purpose, m.header.total_tiyn, len(m.lines), m.problems)
            for some in read for m in some]  # fmt: skip
    assert said == [("012", 2 * AMOUNT, 2, ()), ("017", 700, 1, ()), ("121", 1000, 1, ())]
    header = read[1][0].header
    assert (header.sender.number, header.sender.account, header.beneficiary.account) == (
        "160940025485", "KZ33125KZT1001313313", world.MEDICAL,
    )  # fmt: skip
    assert payer.number in header.assignment
    assert read[0][0].lines.iin == [staff[0].iin, "850314300124"]
    owed = balance(Part.REFUNDS)
    first, second, third = OutgoingMessage.objects.order_by("pk")
    refund_files.settle(first.pk, DAY, "bank")
    assert refund_files.settle(first.pk, date(2025, 3, 9), "bank").paid_on == DAY
    assert balance(Part.REFUNDS) == owed - 2 * AMOUNT
    assert (refunds.state(one), refunds.state(two)) == ("sent", "sent")
    refund_files.settle(second.pk, date(2025, 3, 4), "bank")
    refund_files.settle(third.pk, DAY, "bank")
    assert (refunds.state(one), refunds.state(two)) == ("settled", "settled")
    assert (balance(Part.REFUNDS), balance(Part.REFUNDS, 2)) == (0, 0)
    sound()


def test_the_next_refunds_of_a_day_have_a_file_of_their_own(
    payer: Payer, staff: list[Someone]
) -> None:
    for number in range(2):
        line = wrong_iin(payer, staff[number])
        decided(apply(payer, Asked(suspense=line.pk), reference=str(number)))
        [file] = refund_files.send(DAY, "A")
        assert file.number == number + 1


def test_without_the_funds_account_nothing_goes_out(
    payer: Payer, staff: list[Someone], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TIREK_SOCIAL_FUND_ACCOUNT")
    refund = apply(payer, Asked(suspense=wrong_iin(payer, staff[0]).pk))
    decided(refund)
    assert code(lambda: refund_files.send(DAY, "A")) == "fund_account_missing"
    assert refunds.state(refund) == "decided"


def test_a_person_whom_a_message_cannot_name_is_named_by_the_payer(payer: Payer) -> None:
    [nobody] = world.people(1, first=70)
    content = world.as_file(message(payer.number, lines([nobody], AMOUNT, PERIOD)))
    content = content.replace(nobody.iin.encode(), b"12-34")
    intake.take_in([intake.parse("a", content)], "test")
    decided(apply(payer, Asked(suspense=Suspense.objects.get().pk)))
    [file] = refund_files.send(DAY, "A")
    [said] = mt102.messages(BytesIO(refund_files.content_of(file)))
    assert (said.lines.iin, said.problems) == ([payer.number], ())


def test_terms_are_those_of_the_day_or_not_held(payer: Payer, staff: list[Someone]) -> None:
    refund = apply(payer, Asked(suspense=wrong_iin(payer, staff[0]).pk))
    [term] = refunds.terms(refund)
    assert (term.days, term.day, term.confirmed) == (None, None, False)
    old = Refund(fund=Fund.SOCIAL, applied_on=date(2022, 5, 2), pk=0)
    [term] = refunds.terms(old)
    assert (term.days, term.day) == (7, date(2022, 5, 13))


def test_what_happened_is_kept_with_who_and_when(payer: Payer, staff: list[Someone]) -> None:
    with clock.at(date(2025, 3, 5)):
        refund = apply(payer, Asked(suspense=wrong_iin(payer, staff[0]).pk))
        decided(refund)
    steps = refund.events.order_by("pk")
    assert [(step.step, step.by) for step in steps] == [
        ("applied", "Clerk"), ("checked", "Clerk"), ("decided", "B"),
    ]  # fmt: skip
    assert {step.at.astimezone(clock.ZONE).date() for step in steps} == {date(2025, 3, 5)}
