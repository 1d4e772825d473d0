"""A posted entry is taken back whole, once, by two people; what rested on its month is flagged."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from tests.ledger import world
from tests.ledger.test_settling import AMOUNT, PERIOD, code, place, wrong_iin
from tests.ledger.world import Someone, lines, message
from tirek.ledger import corrections, intake, journal, person_months, settling, settling_rules, used
from tirek.ledger.chart import Fund, Part
from tirek.ledger.models import Batch, Entry, PersonMonth, Suspense
from tirek.ledger.models_settling import Reversal
from tirek.ledger.places import Move, entries_of
from tirek.ledger.verify import verify
from tirek.project import clock
from tirek.registry.models import Payer, Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff() -> list[Someone]:
    everybody = world.people(3)
    world.register(everybody)
    return everybody


@pytest.fixture
def payer() -> Payer:
    return world.employer()


@pytest.fixture
def entry(staff: list[Someone], payer: Payer) -> Entry:
    """The second person's of three posted ones."""
    content = world.as_file(message(payer.number, lines(staff, AMOUNT, PERIOD)))
    intake.take_in([intake.parse("a.mt102", content)], "test")
    return Entry.objects.get(line=2)


def in_force() -> dict[tuple[int, int], int]:
    return {(m.person_id, m.period): m.contribution_tiyn for m in PersonMonth.objects.all()}


def sound() -> None:
    assert verify().faults == []
    before = person_months.digest()
    person_months.rebuild()
    assert person_months.digest() == before


def test_an_entry_goes_to_the_right_month(entry: Entry, staff: list[Someone], payer: Payer) -> None:
    right = place(staff[1], payer, 202412)
    asked = corrections.propose(entry.batch_id, entry.line, "A", "letter 7", right)
    assert corrections.propose(entry.batch_id, entry.line, "A", "letter 7", right) == asked
    assert code(lambda: corrections.approve(asked.pk, "a")) == "four_eyes"
    done = corrections.approve(asked.pk, "B")
    assert corrections.approve(asked.pk, "C").batch_id == done.batch_id
    assert (in_force()[right.person_id, PERIOD], in_force()[right.person_id, 202412]) == (
        0, AMOUNT,
    )  # fmt: skip
    assert Suspense.objects.count() == 0
    sound()
    back = Reversal.objects.get()
    assert (back.entry_batch, back.entry_line, back.batch_id, back.line) == (
        entry.batch_id, 2, done.batch_id, 1,
    )  # fmt: skip


def test_an_entry_goes_to_suspense_as_its_line_stood_and_no_rule_brings_it_back(
    entry: Entry, staff: list[Someone], payer: Payer
) -> None:
    asked = corrections.propose(entry.batch_id, entry.line, "A", "not this person")
    corrections.approve(asked.pk, "B")
    line = Suspense.objects.get()
    assert (line.iin, line.surname, line.number, line.amount_tiyn, line.reasons) == (
        staff[1].iin, staff[1].surname.upper(), 2, AMOUNT, ["corrected"],
    )  # fmt: skip
    assert settling_rules.run().posted == 0
    sound()
    proposal = settling.propose(line.pk, "A", place(staff[1], payer), "it was he after all")
    settling.approve(proposal.pk, "B")
    assert set(in_force().values()) == {AMOUNT}
    sound()
    settled = Entry.objects.latest("batch_id")
    asked = corrections.propose(settled.batch_id, settled.line, "A", "no, it was not")
    corrections.approve(asked.pk, "B")
    again = Suspense.objects.latest("pk")
    assert again.pk != line.pk and (again.iin, again.state) == (staff[1].iin, "open")
    sound()


def test_no_entry_is_taken_back_twice(entry: Entry, staff: list[Someone], payer: Payer) -> None:
    at = entry.batch_id, entry.line
    asked = corrections.propose(*at, "A", "x")
    other = place(staff[0], payer, 202412)
    assert code(lambda: corrections.propose(*at, "B", "y", other)) == "proposal_open"
    corrections.approve(asked.pk, "B")
    assert code(lambda: corrections.propose(*at, "A", "x")) == "reversed_already"
    with pytest.raises(IntegrityError, match="reversed_once"), transaction.atomic():
        Reversal.objects.create(
            entry_batch=at[0], entry_line=at[1], batch_id=entry.batch_id, line=9
        )
    reversal = Reversal.objects.get()
    back = reversal.batch_id, reversal.line
    assert code(lambda: corrections.propose(*back, "A", "x")) == "not_reversible"
    assert code(lambda: corrections.propose(999, 1, "A", "x")) == "not_found"


def test_the_right_place_has_to_pass_the_checks(
    entry: Entry, staff: list[Someone], payer: Payer
) -> None:
    at = entry.batch_id, entry.line
    same = place(staff[1], payer)
    assert code(lambda: corrections.propose(*at, "A", "x", same)) == "same_place"
    taken = place(staff[0], payer)
    assert code(lambda: corrections.propose(*at, "A", "x", taken)) == "checks_fail"
    future = place(staff[1], payer, 202512)
    assert code(lambda: corrections.propose(*at, "A", "x", future)) == "checks_fail"
    medical = place(staff[1], payer, PERIOD, 121)
    assert code(lambda: corrections.propose(*at, "A", "x", medical)) == "other_fund"
    corrections.approve(corrections.propose(*at, "A", "x", taken, ["same_twice"]).pk, "B")
    assert in_force()[taken.person_id, PERIOD] == 2 * AMOUNT
    sound()


def test_another_kind_in_the_same_month_is_no_second_payment(
    entry: Entry, staff: list[Someone], payer: Payer
) -> None:
    other = place(staff[1], payer)._replace(kind=2)  # a civil contract
    at = entry.batch_id, entry.line
    corrections.approve(corrections.propose(*at, "A", "x", other).pk, "B")
    kinds = PersonMonth.objects.filter(person_id=other.person_id).order_by("kind")
    assert [(m.kind, m.contribution_tiyn) for m in kinds] == [(0, 0), (2, AMOUNT)]
    sound()


def test_a_declined_or_withdrawn_correction_changes_nothing(entry: Entry) -> None:
    at = entry.batch_id, entry.line
    asked = corrections.propose(*at, "A", "x")
    corrections.decline(asked.pk, "B", "no")
    assert corrections.decline(asked.pk, "B", "no").answer == "declined"
    assert code(lambda: corrections.approve(asked.pk, "B")) == "answered"
    corrections.withdraw(corrections.propose(*at, "A", "x").pk, "a")
    assert Batch.objects.count() == 1


def test_what_no_message_brought_goes_to_the_right_place_only(
    staff: list[Someone], payer: Payer
) -> None:
    person = Person.objects.get(iin=staff[0].iin)
    opening = Move(
        Fund.SOCIAL, Part.OPENING, Part.CONTRIBUTIONS, AMOUNT, world.date(2024, 2, 1), 12, 0,
        202401, person.pk, payer.pk, 10_000_000,
    )  # fmt: skip
    command = journal.Command("opening", Batch.Kind.OPENING, entries_of([opening]))
    [batch] = journal.post([command], clock.now())
    assert code(lambda: corrections.propose(batch.pk, 1, "A", "x")) == "no_message"
    right = place(staff[0], payer, 202312)
    corrections.approve(corrections.propose(batch.pk, 1, "A", "x", right).pk, "B")
    assert in_force() == {(person.pk, 202401): 0, (person.pk, 202312): AMOUNT}
    sound()


# ---------------------------------------------------------------------- what rested on a month


def test_what_used_a_month_is_flagged_when_it_changes(
    entry: Entry, staff: list[Someone], payer: Payer
) -> None:
    one, two = (Person.objects.get(iin=s.iin).pk for s in staff[1:])
    months = [202411, 202412, PERIOD]
    for _ in range(2):
        used.record(one, months, Fund.SOCIAL, "childcare", "case 1")
        used.record(two, months, Fund.SOCIAL, "childcare", "case 2")
        used.record(one, [PERIOD], Fund.MEDICAL, "insured", "case 3")
        used.record(one, [PERIOD], Fund.SOCIAL, "job_loss", "case 4", payer_id=payer.pk + 1)
        used.record(one, [PERIOD], Fund.SOCIAL, "job_loss", "case 5", payer_id=payer.pk)
        used.record(one, [PERIOD], Fund.SOCIAL, "disability", "case 6")
    assert used.release("disability", "case 6") == 1
    asked = corrections.propose(
        entry.batch_id, entry.line, "A", "letter 7", place(staff[1], payer, 202410)
    )
    corrections.approve(asked.pk, "B")
    told = {(f.period, f.used.reference if f.used else None) for f in used.open_flags()}
    assert told == {(PERIOD, "case 1"), (PERIOD, "case 5"), (202410, None)}
    assert used.open_flags(person_id=two).count() == 0
    assert used.open_flags(what="childcare").count() == 1
    [flag] = used.open_flags(reference="case 5")
    assert used.seen([flag.pk], "A") == 1
    assert used.seen([flag.pk], "B") == 0
    assert used.open_flags().count() == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        type(flag).objects.filter(pk=flag.pk).update(seen_by="C")


def test_a_late_payment_flags_only_what_had_used_its_month(
    staff: list[Someone], payer: Payer
) -> None:
    line = wrong_iin(payer, staff[0])
    where = place(staff[0], payer)
    proposal = settling.propose(line.pk, "A", where, "x")
    used.record(where.person_id, [PERIOD], Fund.SOCIAL, "childcare", "case 1")
    settling.approve(proposal.pk, "B")
    [flag] = used.open_flags()
    assert flag.used is not None and flag.used.reference == "case 1"
