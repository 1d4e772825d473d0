"""The bank's statement against the files: each row and message once, and what differs is told."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ledger import world
from tests.ledger.test_refunds import account, apply, balance, decided  # noqa: F401
from tests.ledger.test_settling import AMOUNT, PERIOD, code, wrong_iin
from tests.ledger.world import SOCIAL, Someone, lines, message
from tirek.ledger import intake, reconciling, refund_files, refunds
from tirek.ledger.chart import Part
from tirek.ledger.models_reconciling import BankDifference, BankStatement, BankTotal
from tirek.ledger.models_refunds import OutgoingMessage
from tirek.ledger.reconciling import Compared, Named, Payment, Result
from tirek.ledger.refund_lines import Asked
from tirek.registry.models import Payer

DAY = date(2025, 2, 20)
PEOPLE = world.people(2)


@pytest.fixture
def staff(db: None) -> list[Someone]:
    world.register(PEOPLE)
    return PEOPLE


@pytest.fixture
def payer(db: None) -> Payer:
    return world.employer()


def take(payer: Payer, *references: str, amount: int = AMOUNT, paid: date = DAY) -> None:
    """A file with a message for each reference."""
    some = [
        message(payer.number, lines(PEOPLE[:1], amount, PERIOD), reference=reference, paid=paid)
        for reference in references
    ]
    intake.take_in([intake.parse("a.mt102", world.as_file(*some))], "test")


def row(payer: Payer, reference: str, tiyn: int = AMOUNT, to: str = SOCIAL) -> str:
    return f"{reference},{to},{payer.number},{tiyn // 100}.{tiyn % 100:02d}"


def compared(*rows: str, day: date = DAY) -> Compared:
    text = "\n".join(["reference,account,payer,amount", *rows, ""])
    return reconciling.reconcile(day, text.encode(), "bank")


def told(found: Compared) -> list[tuple[str, str, int | None, int | None]]:
    return [(d.result, d.reference, d.bank_tiyn, d.file_tiyn) for d in found.differences]


def test_what_agrees_and_each_way_not_to(payer: Payer, staff: list[Someone]) -> None:
    take(payer, "R1", "R2", "R3")
    found = compared(row(payer, "R1"), row(payer, "R2", AMOUNT + 5), row(payer, "R9", 100))
    assert found.matched == 1
    assert told(found) == [
        ("missing_file", "R9", 100, None), ("missing_money", "R3", None, AMOUNT),
        ("other_amount", "R2", AMOUNT + 5, AMOUNT),
    ]  # fmt: skip
    [total] = found.totals
    assert (total.account, total.bank_rows, total.bank_tiyn, total.file_messages,
            total.file_tiyn, total.matched, total.matched_tiyn) == (
        SOCIAL, 3, 2 * AMOUNT + 105, 3, 3 * AMOUNT, 1, AMOUNT,
    )  # fmt: skip


def test_another_account_payer_or_day_is_another_payment(
    payer: Payer, staff: list[Someone]
) -> None:
    take(payer, "R1", "R2", "R3")
    take(payer, "R4", paid=date(2025, 2, 21))
    other = world.employer(7)
    found = compared(
        row(payer, "R1", to=world.MEDICAL), row(other, "R2"), row(payer, "R4"),
        row(payer, "R3"),
    )  # fmt: skip
    assert found.matched == 1
    kinds = Counter(result for result, *_ in told(found))
    assert kinds == {"missing_file": 3, "missing_money": 2}
    assert {total.account for total in found.totals} == {SOCIAL, world.MEDICAL}


def test_the_same_statement_again_changes_nothing(payer: Payer, staff: list[Someone]) -> None:
    take(payer, "R1", "R2")
    first, second = (compared(row(payer, "R1"), row(payer, "R8")) for _ in range(2))
    assert (first.again, second.again) == (False, True)
    assert told(first) == told(second)
    assert [d.pk for d in first.differences] == [d.pk for d in second.differences]
    assert (BankStatement.objects.count(), BankTotal.objects.count()) == (1, 1)
    assert BankDifference.objects.count() == 2
    assert b"R8" in reconciling.content_of(BankStatement.objects.get())


def test_what_comes_later_ends_a_difference_and_leaves_its_trace(
    payer: Payer, staff: list[Someone]
) -> None:
    compared(row(payer, "R1"), row(payer, "R2"))
    take(payer, "R1")
    found = compared(row(payer, "R1"), row(payer, "R2"))
    assert told(found) == [("missing_file", "R2", AMOUNT, None)]
    gone = BankDifference.objects.get(gone_at__isnull=False)
    assert (gone.result, gone.reference) == ("missing_file", "R1")
    assert told(compared(row(payer, "R1"))) == []  # the bank has corrected its statement
    assert (BankStatement.objects.count(), BankTotal.objects.get().matched) == (2, 1)


@pytest.mark.parametrize(
    "content",
    [
        b"", b"a,b\n", b"reference,account,payer,amount\nR1,A,1\n",
        b"reference,account,payer,amount\nR1,A,1,1,00\n",
        b"reference,account,payer,amount\nR1,A,1,12\n",
        b"reference,account,payer,amount\nR1,A,1,-12.00\n",
        b"reference,account,payer,amount\nR1,A,1,12345678901234.00\n",
        b"reference,account,payer,amount\n,A,1,12.00\n",
        b"reference,account,payer,amount\nR\x00,A,1,12.00\n",
        b"reference,account,payer,amount\n" + b"R" * 36 + b",A,1,12.00\n",
        b'reference,account,payer,amount\n"R1,A,1,12.00\n', b"\xff\xfe", b"\x1f\x8b\x00",
    ],
)  # fmt: skip
def test_a_statement_that_cannot_be_read_is_refused_whole(db: None, content: bytes) -> None:
    assert code(lambda: reconciling.reconcile(DAY, content, "bank")) == "bad_statement"
    assert BankStatement.objects.count() == 0


def test_a_statement_tells_its_day_by_its_name() -> None:
    assert reconciling.day_of_name("out/statements/2026-01-15.csv") == date(2026, 1, 15)
    for name in ("2026-02-30.csv", "a.csv", "2026-01-15.txt", ""):
        given = name
        assert code(lambda: reconciling.day_of_name(given)) == "bad_statement"  # noqa: B023


def test_a_refund_is_settled_by_its_row_once(payer: Payer, staff: list[Someone]) -> None:
    refund = apply(payer, Asked(suspense=wrong_iin(payer, staff[0]).pk))
    decided(refund)
    refund_files.send(DAY, "A")
    out = OutgoingMessage.objects.get()
    missing = compared(row(payer, "R1"))
    assert told(missing) == [("missing_money", out.reference, None, AMOUNT)]
    said = f"{out.reference},{out.account},{out.sender_number},{AMOUNT // 100}.00"
    wrong = said[:-1] + "1"
    assert told(compared(wrong, row(payer, "R1")))[0][0] == "other_amount"
    assert balance(Part.REFUNDS) == AMOUNT
    later = date(2025, 2, 21)
    found = compared(said, day=later)
    assert (found.settled, told(found), found.totals) == (1, [], [])
    assert (refunds.state(refund), balance(Part.REFUNDS)) == ("settled", 0)
    assert compared(said, day=later).settled == 0
    assert told(compared(row(payer, "R1"))) == []
    twice = compared(said, day=date(2025, 2, 24))  # the bank paid it a second time
    assert told(twice) == [("missing_file", out.reference, AMOUNT, None)]


NAMES = st.builds(
    Named, st.sampled_from(["R1", "R2"]), st.sampled_from("AB"), st.sampled_from("12")
)
PAYMENTS = st.lists(st.builds(Payment, NAMES, st.integers(1, 3)), max_size=12)


@given(PAYMENTS, PAYMENTS)
def test_nothing_is_counted_twice_or_left_out(bank: list[Payment], files: list[Payment]) -> None:
    agreed, differences = reconciling.compare(bank, files)
    pairs = Counter((one.name, one.tiyn) for one in agreed)
    from_bank = pairs + Counter((d.name, d.bank) for d in differences if d.bank is not None)
    from_files = pairs + Counter((d.name, d.file) for d in differences if d.file is not None)
    assert from_bank == Counter((one.name, one.tiyn) for one in bank)
    assert from_files == Counter((one.name, one.tiyn) for one in files)
    for name in {one.name for one in bank + files}:
        results = {d.result for d in differences if d.name == name}
        assert not {Result.MISSING_FILE, Result.MISSING_MONEY} <= results
    for d in differences:
        assert (d.result == Result.OTHER_AMOUNT) == (None not in (d.bank, d.file))
        assert d.bank != d.file
