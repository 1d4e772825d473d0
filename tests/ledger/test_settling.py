"""A line in suspense is posted by two people, or by a rule that is certain; once, and with its
reason where a check is overruled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from tests.ledger import world
from tests.ledger.world import Someone, changed, lines, message
from tirek.ledger import intake, person_months, settling, settling_rules
from tirek.ledger.files.lines import Lines
from tirek.ledger.models import Entry, PersonMonth, Suspense
from tirek.ledger.models_settling import Proposal, RulePosting
from tirek.ledger.places import Place
from tirek.ledger.refusals import NotDone, catalogue
from tirek.ledger.verify import verify
from tirek.registry.models import Iin, Payer, Person

pytestmark = pytest.mark.django_db

AMOUNT, PERIOD = 500_000, 202501


@pytest.fixture
def staff() -> list[Someone]:
    everybody = world.people(3)
    world.register(everybody)
    return everybody


@pytest.fixture
def payer() -> Payer:
    return world.employer()


def waits(payer: str, given: Lines, **more: object) -> Suspense:
    """The line in suspense that a message makes."""
    content = world.as_file(message(payer, given, **more))  # type: ignore[arg-type]
    intake.take_in([intake.parse("a.mt102", content)], "test")
    return Suspense.objects.latest("pk")


def wrong_iin(payer: Payer, one: Someone) -> Suspense:
    return waits(payer.number, changed(lines([one], AMOUNT, PERIOD), 0, iin="850314300124"))


def place(one: Someone, payer: Payer, period: int = PERIOD, purpose: int = 12) -> Place:
    return Place(Person.objects.get(iin=one.iin).pk, payer.pk, period, purpose)


def code(does: Callable[[], object]) -> str:
    with pytest.raises(NotDone) as refused:
        does()
    assert set(catalogue()[refused.value.key]) == {"kk", "ru", "en"}
    assert refused.value.text("kk")
    return refused.value.code


def test_one_proposes_another_approves_and_the_line_is_posted(
    payer: Payer, staff: list[Someone]
) -> None:
    line = wrong_iin(payer, staff[0])
    proposal = settling.propose(line.pk, "Айгүл", place(staff[0], payer), "typed wrongly")
    done = settling.approve(proposal.pk, "Болат")
    line.refresh_from_db()
    assert (line.state, line.settled_by) == ("posted", done.batch)
    month = PersonMonth.objects.get()
    assert (month.contribution_tiyn, month.income_tiyn) == (AMOUNT, 10_000_000)
    entry = Entry.objects.get(debit=104)
    assert (entry.credit, entry.amount_tiyn, entry.batch_id) == (102, AMOUNT, done.batch_id)
    assert verify().faults == []
    before = person_months.digest()
    person_months.rebuild()
    assert person_months.digest() == before


def test_the_same_proposal_and_the_same_approval_again_change_nothing(
    payer: Payer, staff: list[Someone]
) -> None:
    line = wrong_iin(payer, staff[0])
    where = place(staff[0], payer)
    first = settling.propose(line.pk, "Айгүл", where, "typed wrongly")
    assert settling.propose(line.pk, " Айгүл ", where, "typed  wrongly") == first
    done = settling.approve(first.pk, "Болат")
    again = settling.approve(first.pk, "Гүлнар")
    assert (again.batch_id, again.answered_by) == (done.batch_id, "Болат")
    assert Entry.objects.filter(debit=104).count() == 1


def test_nobody_approves_their_own(payer: Payer, staff: list[Someone]) -> None:
    line = wrong_iin(payer, staff[0])
    proposal = settling.propose(line.pk, "Айгүл", place(staff[0], payer), "typed wrongly")
    assert code(lambda: settling.approve(proposal.pk, "АЙГҮЛ")) == "four_eyes"
    assert code(lambda: settling.decline(proposal.pk, "айгүл", "no")) == "four_eyes"
    assert code(lambda: settling.approve(proposal.pk, "rule:x")) == "no_name"
    assert code(lambda: settling.approve(proposal.pk, "  ")) == "no_name"
    with pytest.raises(IntegrityError, match="four_eyes"), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(
            answer="approved", answered_by="Айгүл", answered_at=proposal.proposed_at
        )
    assert Suspense.objects.get(pk=line.pk).state == "open"


def test_an_answer_is_final(payer: Payer, staff: list[Someone]) -> None:
    line = wrong_iin(payer, staff[0])
    where = place(staff[0], payer)
    first = settling.propose(line.pk, "Айгүл", where, "typed wrongly")
    assert code(lambda: settling.withdraw(first.pk, "Болат")) == "not_proposer"
    assert code(lambda: settling.decline(first.pk, "Болат", " ")) == "no_reason"
    settling.decline(first.pk, "Болат", "another person")
    assert code(lambda: settling.approve(first.pk, "Гүлнар")) == "answered"
    for change in ({"why": "x"}, {"answer": "approved"}, {"person_id": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Proposal.objects.filter(pk=first.pk).update(**change)
    second = settling.propose(line.pk, "Айгүл", where, "looked again")
    settling.withdraw(second.pk, "Айгүл")
    third = settling.propose(line.pk, "Айгүл", where, "and again")
    assert code(lambda: settling.propose(line.pk, "Болат", where, "me too")) == "proposal_open"
    settling.approve(third.pk, "Болат")
    assert code(lambda: settling.propose(line.pk, "Айгүл", where, "more")) == "not_open"
    with pytest.raises(IntegrityError), transaction.atomic():
        Suspense.objects.filter(pk=line.pk).update(state="open", settled_by=None)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM ledger_proposal")


def test_checks_that_still_fail_are_overruled_in_writing_or_stop_it(
    payer: Payer, staff: list[Someone]
) -> None:
    given = changed(lines(staff[:1], AMOUNT, PERIOD), 0, amount_tiyn=1000, surname="БАСҚА")
    line = waits(payer.number, given)
    where = place(staff[0], payer)
    why = "a share of the month, by the payer's letter 12"
    assert code(lambda: settling.propose(line.pk, "A", where, why)) == "checks_fail"
    some = ["under_minimum"]
    assert code(lambda: settling.propose(line.pk, "A", where, why, some)) == "checks_fail"
    both = ["under_minimum", "name_mismatch"]
    assert code(lambda: settling.propose(line.pk, "A", where, "", both)) == "no_reason"
    proposal = settling.propose(line.pk, "A", where, why, both)
    settling.approve(proposal.pk, "B")
    assert PersonMonth.objects.get().contribution_tiyn == 1000


def test_what_no_reason_overrules(payer: Payer, staff: list[Someone]) -> None:
    line = wrong_iin(payer, staff[0])
    where = place(staff[0], payer)
    for hard in ("period_wrong", "iin_unknown", "no_such_check"):
        hard_one = [hard]
        refused = code(lambda given=hard_one: settling.propose(line.pk, "A", where, "x", given))
        assert refused == "cannot_overrule"
    wrong = where._replace(period=190001)
    assert code(lambda: settling.propose(line.pk, "A", wrong, "x")) == "checks_fail"
    other = where._replace(purpose=121)
    assert code(lambda: settling.propose(line.pk, "A", other, "x")) == "other_fund"
    nobody = where._replace(person_id=10**9)
    assert code(lambda: settling.propose(line.pk, "A", nobody, "x")) == "not_found"
    kind = where._replace(kind=99)
    assert code(lambda: settling.propose(line.pk, "A", kind, "x")) == "bad_kind"


def test_a_check_that_begins_to_fail_stops_the_approval(payer: Payer, staff: list[Someone]) -> None:
    line = wrong_iin(payer, staff[0])
    proposal = settling.propose(line.pk, "A", place(staff[0], payer), "typed wrongly")
    again = world.as_file(message(payer.number, lines(staff[:1], AMOUNT, PERIOD)))
    intake.take_in([intake.parse("b.mt102", again)], "test")  # the payer paid it again himself
    assert code(lambda: settling.approve(proposal.pk, "B")) == "checks_fail"
    assert Suspense.objects.get(pk=line.pk).state == "open"


# ---------------------------------------------------------------------- rules


def test_a_line_that_passes_by_now_is_posted_by_rule(payer: Payer) -> None:
    [new] = world.people(1, first=50)
    line = waits(payer.number, lines([new], AMOUNT, PERIOD))
    assert line.reasons == ["iin_unknown"]
    assert settling_rules.run() == settling_rules.Ruled(1, 0, 0)
    world.register([new])
    assert settling_rules.run() == settling_rules.Ruled(1, 1, 0)
    assert settling_rules.run() == settling_rules.Ruled(0, 0, 0)
    kept = RulePosting.objects.get()
    assert (kept.suspense_id, kept.rule, kept.evidence) == (
        line.pk, "now_passes", {"had": ["iin_unknown"]},
    )  # fmt: skip
    assert PersonMonth.objects.get().contribution_tiyn == AMOUNT
    assert verify().faults == []


def test_two_equal_lines_that_pass_by_now_are_not_both_posted(payer: Payer) -> None:
    [new] = world.people(1, first=50)
    waits(payer.number, lines([new, new], AMOUNT, PERIOD))
    world.register([new])
    assert settling_rules.run().posted == 1
    assert settling_rules.run().posted == 0
    assert PersonMonth.objects.get().contribution_tiyn == AMOUNT


def test_what_the_registry_did_not_stop_no_rule_posts(payer: Payer, staff: list[Someone]) -> None:
    waits(payer.number, lines(staff[:1], 1000, PERIOD))
    waits(payer.number, lines([staff[1], staff[1]], AMOUNT, PERIOD))
    assert [line.reasons for line in Suspense.objects.order_by("pk")] == [
        ["under_minimum"], ["same_twice"],
    ]  # fmt: skip
    assert settling_rules.run() == settling_rules.Ruled(2, 0, 0)


def slipped(number: str, at: int) -> str:
    return number[:at] + str((int(number[at]) + 1) % 10) + number[at + 1 :]


@pytest.mark.parametrize("at", [0, 3, 6, 8, 11])
def test_one_wrong_digit_is_proposed_with_its_evidence_and_a_person_approves(
    at: int, payer: Payer, staff: list[Someone]
) -> None:
    number = slipped(staff[0].iin, at)
    line = waits(payer.number, changed(lines(staff[:1], AMOUNT, PERIOD), 0, iin=number))
    assert settling_rules.run() == settling_rules.Ruled(1, 0, 1)
    assert settling_rules.run() == settling_rules.Ruled(0, 0, 0)
    proposal = line.proposals.get()
    assert proposal.person is not None and proposal.person.iin == staff[0].iin
    assert (proposal.rule, proposal.evidence) == ("one_slip", {
        "slip": "one_digit", "digits": [at + 1], "name": "agrees", "birth_date": "agrees",
    })  # fmt: skip
    assert Entry.objects.filter(debit=104).count() == 0
    settling.approve(proposal.pk, "Болат")
    assert PersonMonth.objects.get().contribution_tiyn == AMOUNT


def test_digits_that_changed_places_are_proposed(payer: Payer, staff: list[Someone]) -> None:
    one, at = staff[1], 9
    assert one.iin[at] != one.iin[at + 1]
    number = one.iin[:at] + one.iin[at + 1] + one.iin[at] + one.iin[at + 2 :]
    line = waits(payer.number, changed(lines([one], AMOUNT, PERIOD), 0, iin=number))
    assert settling_rules.run().proposed == 1
    evidence = line.proposals.get().evidence
    assert (evidence["slip"], evidence["digits"]) == ("neighbours", [at + 1, at + 2])


def test_a_slip_is_not_proposed_on_less_than_name_and_birth_date(
    payer: Payer, staff: list[Someone]
) -> None:
    number = slipped(staff[0].iin, 8)
    given = changed(lines(staff[:1], AMOUNT, PERIOD), 0, iin=number)
    content = world.as_file(message(payer.number, given))
    without = content.replace(f"/DT/{staff[0].birth:%Y%m%d}".encode(), b"/DT/")
    assert without != content
    intake.take_in([intake.parse("without", without)], "test")
    waits(payer.number, changed(given, 0, birth_date="19701231"))
    waits(payer.number, changed(given, 0, surname="БАСҚА"))
    waits(payer.number, changed(given, 0, amount_tiyn=1000))
    waits(world.bin_of(77), given)
    twice_wrong = slipped(slipped(staff[0].iin, 8), 9)
    waits(payer.number, changed(given, 0, iin=twice_wrong))
    assert settling_rules.run() == settling_rules.Ruled(6, 0, 0)


def test_two_people_whom_a_slip_may_mean_are_left_to_people(payer: Payer) -> None:
    [one] = world.people(1)
    twins = [one]
    serial = 1
    while len(twins) < 2:
        serial += 1
        number = world.iin(one.birth, one.sex, serial)
        if sum(a != b for a, b in zip(number, one.iin, strict=True)) == 2:
            twins.append(replace(one, iin=number))
    world.register(twins)
    between = next(
        one.iin[:at] + twins[1].iin[at] + one.iin[at + 1 :]
        for at in range(12) if one.iin[at] != twins[1].iin[at]
    )  # fmt: skip
    assert not Iin.objects.filter(number=between).exists()
    waits(payer.number, changed(lines([one], AMOUNT, PERIOD), 0, iin=between))
    assert settling_rules.run() == settling_rules.Ruled(1, 0, 0)


def test_a_rules_proposal_that_was_declined_does_not_come_again(
    payer: Payer, staff: list[Someone]
) -> None:
    given = changed(lines(staff[:1], AMOUNT, PERIOD), 0, iin=slipped(staff[0].iin, 8))
    line = waits(payer.number, given)
    settling_rules.run()
    settling.decline(line.proposals.get().pk, "Болат", "not this person")
    assert settling_rules.run() == settling_rules.Ruled(1, 0, 0)


def test_the_day_of_a_payment_is_that_of_its_message(payer: Payer, staff: list[Someone]) -> None:
    line = wrong_iin(payer, staff[0])
    settling.approve(settling.propose(line.pk, "A", place(staff[0], payer), "x").pk, "B")
    assert PersonMonth.objects.get().paid_on == date(2025, 2, 20)
