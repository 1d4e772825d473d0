"""Whatever is done with money, in whatever order and however often: the books stay right."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.db.models import F, Sum
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from tests.ledger import world
from tests.ledger.world import changed, lines, message
from tirek.ledger import (
    corrections,
    deciding,
    person_months,
    refund_files,
    refunds,
    settling,
    settling_rules,
    used,
)
from tirek.ledger.chart import Fund, Part
from tirek.ledger.models import Entry, PaymentFile, PersonMonth, Suspense
from tirek.ledger.models_refunds import (
    OutgoingMessage,
    Refund,
    RefundDecision,
    RefundGrant,
)
from tirek.ledger.models_settling import Correction, Flag, Proposal, Reversal
from tirek.ledger.places import HARD, Place
from tirek.ledger.refund_lines import Asked
from tirek.ledger.refusals import NotDone
from tirek.ledger.verify import verify
from tirek.registry.models import Payer, Person

SOFT = sorted(
    {"under_minimum", "over_maximum", "name_mismatch", "birth_date_mismatch", "nothing_due",
     "same_twice", "period_future", "self_employed_not_registered"} - HARD
)  # fmt: skip
WHO = st.sampled_from(["A", "B", "C"])
ANY = st.integers(0, 10**6)
ANSWER = st.sampled_from(["approve", "approve", "approve", "decline", "withdraw"])
PERIODS = st.sampled_from([202411, 202412, 202501, 202507])


class Work(RuleBasedStateMachine):
    """Three people at work on the payments of two payers for five persons, one of them unknown."""

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.people = world.people(5)
        world.register(self.people[:4])
        self.payers = [world.employer(n) for n in range(2)]
        world.employ(self.payers[0], self.people[0], "employee", world.date(2024, 1, 1), 10_000_000)
        world.employ(
            self.payers[0], self.people[1], "employee", world.date(2024, 12, 1), 10_000_000
        )
        world.employ(self.payers[1], self.people[1], "employee", world.date(2025, 3, 1), 10_000_000)
        self.take_in(0, 202412, True, 600_000, "012", False, [0, 1, 2])
        self.take_in(1, 202501, False, 500_000, "012", True, [0, 1, 4])

    def teardown(self) -> None:
        try:
            assert verify().faults == []
            before = person_months.digest()
            person_months.rebuild()
            assert person_months.digest() == before
        finally:
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    # ------------------------------------------------------------------ what can be done

    @rule(
        payer=st.integers(0, 1), period=PERIODS, again=st.booleans(),
        amount=st.sampled_from([500_000, 450_000, 600_000, 1000]),
        purpose=st.sampled_from(["012", "012", "121", "017"]), slip=st.booleans(),
        some=st.lists(st.integers(0, 4), min_size=1, max_size=4),
    )  # fmt: skip
    def take_in(
        self, payer: int, period: int, again: bool, amount: int, purpose: str, slip: bool,
        some: list[int],
    ) -> None:  # fmt: skip
        given = lines([self.people[n] for n in some], amount, period)
        if slip:
            given = changed(given, 0, iin=f"{(int(given.iin[0]) + 10):012d}")
        content = world.as_file(message(self.payers[payer].number, given, purpose))
        first = world.take(content)
        if again:
            assert world.take(content).file == first.file

    @rule()
    def register_the_unknown(self) -> None:
        if not Person.objects.filter(iin=self.people[4].iin).exists():
            world.register(self.people[4:])

    @rule()
    def rules(self) -> None:
        settling_rules.run()
        assert settling_rules.run().posted == 0

    @rule(line=ANY, person=ANY, payer=ANY, period=PERIODS, by=WHO, other=st.booleans())
    def propose(
        self, line: int, person: int, payer: int, period: int, by: str, other: bool
    ) -> None:
        waits = self.one(Suspense.objects.filter(state="open"), line)
        if waits is not None:
            purpose = 12 if (Suspense.objects.get(pk=waits).fund == 1) != other else 121
            place = self.place(person, payer, period, purpose)
            self.may(settling.propose, waits, by, place, "why", SOFT)

    @rule(line=ANY, by=WHO)
    def propose_refund(self, line: int, by: str) -> None:
        self.may(settling.propose_refund, self.one(Suspense.objects, line), by, "other", "why")

    @rule(which=ANY, by=WHO, does=ANSWER)
    def answer(self, which: int, by: str, does: str) -> None:
        self.twice(getattr(settling, does), self.unanswered(Proposal, which), by, "because")

    @rule(which=ANY, person=ANY, payer=ANY, period=PERIODS, waits=st.booleans(), by=WHO)
    def correct(
        self, which: int, person: int, payer: int, period: int, waits: bool, by: str
    ) -> None:
        entry = self.entry(which)
        purpose = 12 if Entry.objects.filter(
            batch_id=entry[0], line=entry[1], credit__lt=200
        ) else 121  # fmt: skip
        place = None if waits else self.place(person, payer, period, purpose)
        self.may(corrections.propose, *entry, by, "why", place, SOFT)

    @rule(which=ANY, by=WHO, does=ANSWER)
    def answer_correction(self, which: int, by: str, does: str) -> None:
        self.twice(getattr(corrections, does), self.unanswered(Correction, which), by, "because")

    @rule(which=st.lists(ANY, min_size=1, max_size=2), line=ANY, part=st.booleans(), by=WHO,
          reference=st.sampled_from("12345"))  # fmt: skip
    def apply(self, which: list[int], line: int, part: bool, by: str, reference: str) -> None:
        asked = [Asked(entry, amount_tiyn=500 if part else None)
                 for entry in map(self.entry, which)]  # fmt: skip
        waits = self.one(Suspense.objects, line)
        if waits is not None and line % 2:
            asked = [Asked(suspense=waits)]
        for payer in self.payers:
            self.may(refunds.apply, payer.number, "other", asked, reference,
                     world.date(2025, 3, 1), by)  # fmt: skip

    @rule(which=ANY, part=st.integers(0, 2), by=WHO)
    def decide(self, which: int, part: int, by: str) -> None:
        open_ones = Refund.objects.exclude(events__step__in=["decided", "refused", "withdrawn"])
        refund = Refund.objects.filter(pk=self.one(open_ones, which)).first()
        if refund:
            found = refunds.of_round(refund, refunds.round_of(refund))
            grants = {one.line.number: one.may_tiyn * part // 2 for one in found}
            self.may(deciding.decide, refund.pk, by, "why", grants)

    @rule(which=ANY, by=WHO, signs=st.sampled_from([True, True, True, False]))
    def answer_decision(self, which: int, by: str, signs: bool) -> None:
        key = self.unanswered(RefundDecision, which)
        if signs:
            self.twice(deciding.sign, key, by)
        else:
            self.twice(deciding.decline, key, by, "no")

    @rule(which=ANY, by=WHO, withdrawn=st.booleans())
    def look_again(self, which: int, by: str, withdrawn: bool) -> None:
        key = self.one(Refund.objects, which)
        self.may(refunds.withdraw if withdrawn and which % 3 == 0 else refunds.check, key, by)

    @rule(person=ANY, period=PERIODS, reference=st.sampled_from("xyz"), left_out=st.booleans())
    def use(self, person: int, period: int, reference: str, left_out: bool) -> None:
        key = self.one(Person.objects, person)
        assert key is not None
        used.record(key, [period], Fund.SOCIAL, "childcare", reference, left_out=left_out)

    @rule(which=ANY, part=st.integers(1, 2), paid=st.booleans())
    def all_the_way(self, which: int, part: int, paid: bool) -> None:
        """An entry asked back, decided, sent, and maybe paid."""
        entry = self.entry(which)
        payer = Payer.objects.get(
            pk=Entry.objects.get(batch_id=entry[0], line=entry[1]).payer_id
        ).number  # fmt: skip
        day = world.date(2025, 3, 1)
        refund = self.may(refunds.apply, payer, "other", [Asked(entry)], f"{which}", day, "A")
        if refund and refunds.state(refund) == "checked":
            self.decide_all(refund, part)
            self.send("A")
            if paid:
                for out in refund.messages.all():
                    self.twice(refund_files.settle, out.pk, world.date(2025, 3, 3), "bank")
                    assert refunds.state(refund) == "settled"

    def decide_all(self, refund: Refund, part: int) -> None:
        found = refunds.of_round(refund, refunds.round_of(refund))
        grants = {one.line.number: one.may_tiyn * part // 2 for one in found}
        decision = self.may(deciding.decide, refund.pk, "A", "why", grants)
        if decision:
            self.twice(deciding.sign, decision.pk, "B")

    @rule(by=WHO)
    def send(self, by: str) -> None:
        refund_files.send(world.date(2025, 3, 3), by)
        assert refund_files.send(world.date(2025, 3, 3), by) == []

    @rule(which=ANY)
    def paid_by_the_bank(self, which: int) -> None:
        key = self.one(OutgoingMessage.objects, which)
        self.twice(refund_files.settle, key, world.date(2025, 3, 3), "bank")

    # ------------------------------------------------------------------ what always holds

    @invariant()
    def the_books_balance(self) -> None:
        for fund in Fund:
            balance = {part: self.balance(fund, part) for part in Part}
            assert sum(balance.values()) == 0
            waits = Suspense.objects.filter(fund=fund, state="open")
            assert balance[Part.SUSPENSE] == total(waits)
            purposes = [12] if fund == Fund.SOCIAL else [121, 122]
            months = PersonMonth.objects.filter(purpose__in=purposes)
            in_force = months.aggregate(s=Sum("contribution_tiyn"))["s"] or 0
            assert balance[Part.CONTRIBUTIONS] == in_force
            granted = RefundGrant.objects.filter(
                decision__answer="approved", decision__refund__fund=fund
            )
            paid = OutgoingMessage.objects.filter(refund__fund=fund, paid_on__isnull=False)
            assert balance[Part.REFUNDS] == total(granted) - total(paid)
            came = Entry.objects.filter(debit=fund * 100 + Part.BANK)
            assert balance[Part.BANK] == total(paid) - total(came)

    @invariant()
    def nothing_goes_back_twice(self) -> None:
        assert Reversal.objects.filter(batch_id=F("entry_batch")).count() == 0
        for payer in self.payers:
            came = Entry.objects.filter(payer_id=payer.pk, debit__in=[101, 201])
            back = RefundGrant.objects.filter(
                decision__answer="approved", decision__refund__payer=payer
            )
            assert total(back) <= total(came)

    @invariant()
    def what_used_a_changed_month_is_flagged(self) -> None:
        for back in Reversal.objects.all():
            entry = Entry.objects.get(batch_id=back.batch_id, line=back.line)
            if entry.debit % 100 == Part.CONTRIBUTIONS:
                assert Flag.objects.filter(
                    batch=back.batch, person_id=entry.person_id, period=entry.period
                ).exists()

    # ------------------------------------------------------------------ helpers

    def balance(self, fund: int, part: Part) -> int:
        number = fund * 100 + part
        return total(Entry.objects.filter(credit=number)) - total(
            Entry.objects.filter(debit=number)
        )

    def one(self, rows: Any, which: int) -> int | None:
        keys = list(rows.order_by("pk").values_list("pk", flat=True).distinct())
        return keys[which % len(keys)] if keys else None

    def unanswered(self, model: Any, which: int) -> int | None:
        """One that waits; now and then any."""
        waits = self.one(model.objects.filter(answer=None), which)
        return waits if which % 5 and waits is not None else self.one(model.objects, which)

    def entry(self, which: int) -> tuple[int, int]:
        posted = Entry.objects.filter(credit__in=[102, 103, 202, 203])
        keys = list(posted.order_by("batch_id", "line").values_list("batch_id", "line"))
        return keys[which % len(keys)]

    def place(self, person: int, payer: int, period: int, purpose: int) -> Place:
        who, pays = self.one(Person.objects, person), self.one(Payer.objects, payer)
        assert who is not None and pays is not None
        return Place(who, pays, period, purpose)

    def may(self, does: Any, *given: Any) -> Any:
        """Does it, if it may be done; what is refused changes nothing and says why."""
        if given[0] is None:
            return None
        before = Entry.objects.count()
        try:
            return does(*given)
        except NotDone as refused:
            assert refused.text("en")
            assert Entry.objects.count() == before
            return None

    def twice(self, does: Any, *given: Any) -> None:
        """The second time gives what the first one gave."""
        first = self.may(does, *given)
        if first is not None:
            entries = Entry.objects.count()
            assert does(*given).batch_id == first.batch_id
            assert Entry.objects.count() == entries


def total(rows: Any) -> int:
    return int(rows.aggregate(s=Sum("amount_tiyn"))["s"] or 0)


def run(examples: int, steps: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIREK_SOCIAL_FUND_ACCOUNT", "KZ12009NPS0413609816")
    monkeypatch.setenv("TIREK_SOCIAL_FUND_NUMBER", "970740001013")
    given = settings(max_examples=examples, stateful_step_count=steps)
    run_state_machine_as_test(Work, settings=given)
    assert PaymentFile.objects.count() == 0


@pytest.mark.django_db
def test_the_books_stay_right(monkeypatch: pytest.MonkeyPatch) -> None:
    run(6, 25, monkeypatch)


@pytest.mark.long
@pytest.mark.django_db
def test_the_books_stay_right_over_long_work(monkeypatch: pytest.MonkeyPatch) -> None:
    run(40, 50, monkeypatch)
