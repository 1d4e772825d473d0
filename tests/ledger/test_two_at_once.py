"""Two people, or two machines, at the same moment: one does it, the other gets the same answer."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.db import connection

from tests.ledger import world
from tests.ledger.test_settling import AMOUNT, PERIOD, place, wrong_iin
from tests.ledger.world import lines, message
from tirek.ledger import corrections, deciding, reconciling, refund_files, refunds, settling
from tirek.ledger.models import Batch, Entry, PersonMonth
from tirek.ledger.models_refunds import OutgoingFile
from tirek.ledger.models_settling import Reversal
from tirek.ledger.refund_lines import Asked
from tirek.ledger.refusals import NotDone
from tirek.ledger.verify import verify

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """What each gives, or the code of what refused it."""
    ready = threading.Barrier(len(works))
    found: list[Any] = [None] * len(works)

    def do(number: int, work: Callable[[], Any]) -> None:
        ready.wait()
        try:
            found[number] = work()
        except NotDone as refused:
            found[number] = refused.code
        finally:
            connection.close()

    threads = [threading.Thread(target=do, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def same(found: Sequence[Any]) -> bool:
    return len({one.batch_id for one in found}) == 1


def test_whoever_comes_second_gets_what_the_first_one_did() -> None:
    staff, payer = world.people(2), world.employer()
    world.register(staff)
    line = wrong_iin(payer, staff[0])
    proposal = settling.propose(line.pk, "A", place(staff[0], payer), "x").pk
    assert same(at_once(*(lambda by=by: settling.approve(proposal, by) for by in "BCDE")))
    assert Entry.objects.filter(debit=104).count() == 1

    world.take(world.as_file(message(payer.number, lines(staff[1:], AMOUNT, PERIOD))))
    entry = Entry.objects.latest("batch_id")
    key = entry.batch_id, entry.line
    asked = [Asked(key)]
    day = world.date(2025, 3, 3)
    settled = Batch.objects.get(kind="suspense").pk
    tries = at_once(
        lambda: corrections.propose(*key, "A", "x").pk,
        lambda: refunds.apply(payer.number, "other", asked, "1", day, "A").pk,
        lambda: corrections.propose(*key, "B", "y").pk,
    )
    assert sum(isinstance(one, int) for one in tries) in (1, 2)  # a correction, a refund may wait
    other = corrections.propose(settled, 1, "A", "x").pk
    assert same(at_once(*(lambda by=by: corrections.approve(other, by) for by in "BCD")))
    assert Reversal.objects.filter(entry_batch=settled).count() == 1
    assert verify().faults == []


def test_a_refund_is_signed_sent_and_paid_once() -> None:
    staff, payer = world.people(1), world.employer()
    world.register(staff)
    line = wrong_iin(payer, staff[0])
    day = world.date(2025, 3, 3)
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("TIREK_SOCIAL_FUND_ACCOUNT", "KZ12009NPS0413609816")
        patched.setenv("TIREK_SOCIAL_FUND_NUMBER", "970740001013")
        asked = [Asked(suspense=line.pk)]
        refund, again = at_once(
            *[lambda: refunds.apply(payer.number, "other", asked, "1", day, "A")] * 2
        )
        assert refund == again
        decision = deciding.decide(refund.pk, "A", "x").pk
        assert same(at_once(*(lambda by=by: deciding.sign(decision, by) for by in "BCD")))
        files = at_once(*[lambda: refund_files.send(day, "A")] * 3)
        assert sorted(len(some) for some in files) == [0, 0, 1]
        out = OutgoingFile.objects.get().messages.get()
        row = f"{out.reference},{out.account},{out.sender_number},{AMOUNT // 100}.00"
        text = f"reference,account,payer,amount\n{row}\n".encode()
        compared = at_once(*[lambda: reconciling.reconcile(day, text, "bank")] * 3)
        assert sorted(one.settled for one in compared) == [0, 0, 1]
        assert all(one.differences == [] for one in compared)
    assert refunds.state(refund) == "settled"
    assert PersonMonth.objects.count() == 0
    assert verify().faults == []
