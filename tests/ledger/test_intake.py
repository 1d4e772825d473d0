"""Payment files: every line ends in the journal, once, with the right reason where it waits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from tests.ledger import world
from tests.ledger.world import Someone, changed, lines, message
from tirek.ledger import checks, intake, person_months
from tirek.ledger.files.lines import Lines
from tirek.ledger.intake import Taken
from tirek.ledger.models import Batch, Entry, Message, PaymentFile, PersonMonth, Suspense
from tirek.ledger.verify import verify
from tirek.registry.models import Payer, Person

pytestmark = pytest.mark.django_db

AMOUNT, PERIOD = 500_000, 202501  # 5 % of 100,000 tenge
PAID = date(2025, 2, 20)


@pytest.fixture
def staff() -> list[Someone]:
    everybody = world.people(6)
    world.register(everybody)
    return everybody


@pytest.fixture
def payer() -> Payer:
    return world.employer()


def take(content: bytes, name: str = "a.mt102") -> Taken:
    return intake.take_in([intake.parse(name, content)], "test")[0]


def one(payer: str, given: Lines, purpose: str = "012", **more: object) -> Taken:
    return take(world.as_file(message(payer, given, purpose, **more)))  # type: ignore[arg-type]


def test_good_lines_are_posted_to_their_people_and_months(
    payer: Payer, staff: list[Someone]
) -> None:
    taken = one(payer.number, lines(staff, AMOUNT, PERIOD))
    assert (taken.posted, taken.suspense, taken.posted_tiyn) == (6, 0, 6 * AMOUNT)
    months = list(PersonMonth.objects.order_by("person_id"))
    assert [m.person_id for m in months] == sorted(Person.objects.values_list("id", flat=True))
    assert {(m.period, m.payer_id, m.purpose, m.contribution_tiyn, m.income_tiyn, m.paid_on)
            for m in months} == {(PERIOD, payer.pk, 12, AMOUNT, 10_000_000, PAID)}  # fmt: skip
    entries = list(Entry.objects.all())
    assert {(e.debit, e.credit, e.amount_tiyn) for e in entries} == {(101, 102, AMOUNT)}
    said = Message.objects.get()
    assert (said.payer, said.total_tiyn, said.lines) == (payer, 6 * AMOUNT, 6)


def test_the_bytes_are_kept_as_they_came(payer: Payer, staff: list[Someone]) -> None:
    content = world.as_file(message(payer.number, lines(staff, AMOUNT, PERIOD)))
    assert intake.content_of(take(content).file) == content


def test_the_same_bytes_again_change_nothing(payer: Payer, staff: list[Someone]) -> None:
    content = world.as_file(message(payer.number, lines(staff, AMOUNT, PERIOD)))
    first, second = take(content), take(content, "other name")
    assert (first.again, second.again) == (False, True)
    assert second.file == first.file
    assert Batch.objects.count() == PaymentFile.objects.count() == 1
    both = [intake.parse("c", content), intake.parse("d", content)]
    assert [taken.again for taken in intake.take_in(both, "test")] == [True, True]


REASON_BY_REASON: dict[str, Callable[[Lines], Lines]] = {
    "iin_invalid": lambda g: changed(g, 2, iin="850314300124"),
    "iin_unknown": lambda g: changed(g, 2, iin=world.iin(date(1985, 3, 14), "male", 4321)),
    "name_mismatch": lambda g: changed(g, 2, surname="ДРУГОЙ"),
    "birth_date_mismatch": lambda g: changed(g, 2, birth_date="19850315"),
    "under_minimum": lambda g: changed(g, 2, amount_tiyn=424_999),
    "over_maximum": lambda g: changed(g, 2, amount_tiyn=2_975_001),
}


@pytest.mark.parametrize("reason", REASON_BY_REASON)
def test_a_bad_line_waits_with_its_reason_and_the_others_are_posted(
    reason: str, payer: Payer, staff: list[Someone]
) -> None:
    given = REASON_BY_REASON[reason](lines(staff, AMOUNT, PERIOD))
    taken = one(payer.number, given)
    assert (taken.posted, taken.suspense, taken.reasons) == (5, 1, {reason: 1})
    waits = Suspense.objects.get()
    assert (waits.reasons[0], waits.number, waits.iin) == (reason, 3, given.iin[2])
    assert Entry.objects.get(credit=104).amount_tiyn == given.amount_tiyn[2]
    assert waits.line == Entry.objects.get(credit=104).line


@pytest.mark.parametrize(
    ("period", "reason"),
    [
        (200412, "period_wrong"), (190501, "period_wrong"), (202503, "period_future"),
        (202502, None), (200501, "over_maximum"),
    ],
)  # fmt: skip
def test_months_that_nothing_can_be_paid_for(
    period: int, reason: str | None, payer: Payer, staff: list[Someone]
) -> None:
    taken = one(payer.number, lines(staff[:1], AMOUNT, period))
    assert taken.reasons == ({} if reason is None else {reason: 1})


@pytest.mark.parametrize("month", [b"132025", b"002025", b"2025", b"0120255", b"ABVGDE", b""])
def test_a_month_that_cannot_be_read_waits(
    month: bytes, payer: Payer, staff: list[Someone]
) -> None:
    good = world.as_file(message(payer.number, lines(staff[:1], AMOUNT, PERIOD)))
    assert take(good.replace(b"/PERIOD/012025", b"/PERIOD/" + month)).reasons == {"period_wrong": 1}


def test_exactly_the_least_and_the_most_are_taken(payer: Payer, staff: list[Someone]) -> None:
    taken = one(payer.number, lines(staff[:2], [425_000, 2_975_000], PERIOD))
    assert taken.posted == 2


@pytest.mark.parametrize(
    ("purpose", "account", "reason"),
    [
        ("010", world.SOCIAL, "not_a_contribution"), ("028", world.SOCIAL, "not_a_contribution"),
        ("121", world.SOCIAL, "wrong_purpose"), ("012", world.MEDICAL, "wrong_purpose"),
    ],
)  # fmt: skip
def test_money_for_something_else_waits(
    purpose: str, account: str, reason: str, payer: Payer, staff: list[Someone]
) -> None:
    taken = one(payer.number, lines(staff[:1], AMOUNT, PERIOD), purpose, account=account)
    assert taken.reasons == {reason: 1}


def test_who_pays_must_be_known(staff: list[Someone]) -> None:
    assert one(world.bin_of(9), lines(staff[:1], AMOUNT, PERIOD)).reasons == {"payer_unknown": 1}
    own = staff[0].iin
    given = lines(staff[:1], AMOUNT, PERIOD)
    assert one(own, given).reasons == {"self_employed_not_registered": 1}
    world.employer(kind="entrepreneur", number=own)
    assert one(own, given, reference="R2").posted == 1


def test_people_of_pension_age_and_the_dead(payer: Payer) -> None:
    old = Someone(
        world.iin(date(1961, 12, 31), "male", 7), "Әлиев", "Ұлан", "", date(1961, 12, 31), "male"
    )
    dead, young = world.people(2, first=50)
    world.register([old, dead, young])
    Person.objects.filter(iin=dead.iin).update(died_on=date(2024, 12, 5))
    # 63 years on 2024-12-31: December still, January no longer; December of the death still.
    december = one(payer.number, lines([old, dead, young], AMOUNT, 202412))
    january = one(payer.number, lines([old, dead, young], AMOUNT, PERIOD))
    assert (december.posted, january.posted) == (3, 1)
    assert january.reasons == {"pension_age": 1, "after_death": 1}


def test_the_same_payment_twice_in_a_file_and_in_a_later_one(
    payer: Payer, staff: list[Someone]
) -> None:
    twice = lines([*staff[:2], staff[0]], AMOUNT, PERIOD)
    assert one(payer.number, twice).reasons == {"same_twice": 1}
    again = lines([staff[1], staff[2]], AMOUNT, PERIOD)
    assert one(payer.number, again, reference="R2").reasons == {"same_twice": 1}
    other = lines([staff[1]], AMOUNT + 1, PERIOD)  # another sum is another payment
    assert one(payer.number, other, reference="R3").posted == 1


def test_a_line_that_waits_is_not_repeated_by_a_good_one(
    payer: Payer, staff: list[Someone]
) -> None:
    bad = changed(lines(staff[:1], AMOUNT, PERIOD), 0, surname="ДРУГОЙ")
    one(payer.number, bad)
    assert one(payer.number, lines(staff[:1], AMOUNT, PERIOD), reference="R2").posted == 1


def test_a_file_that_does_not_add_up_is_rejected_whole(payer: Payer, staff: list[Someone]) -> None:
    good = world.as_file(message(payer.number, lines(staff, AMOUNT, PERIOD)))
    for content, code in (
        (good.replace(b"KZT30000,00", b"KZT30000,01"), "sum_differs"),
        (good.replace(b"{4:", b"{5:"), "broken_block"),
        (good.replace(world.SOCIAL.encode(), b"KZ33125KZT1001313313"), "not_our_account"),
        (b"nonsense", None),
        (b"", None),
    ):
        taken = take(content)
        assert taken.file.status == PaymentFile.Status.REJECTED
        assert (taken.posted, taken.suspense) == (0, 0)
        assert code is None or taken.file.problems[0]["code"] == code
        assert all(taken.file.problems[0]["message"][lang] for lang in ("kk", "ru", "en"))
    assert not Batch.objects.exists() and not Entry.objects.exists()
    assert intake.content_of(PaymentFile.objects.latest("id")) == b""


def test_medical_contributions_and_penalties(payer: Payer, staff: list[Someone]) -> None:
    given = lines(staff[:2], [300_000, 1], PERIOD)
    assert one(payer.number, given, "121").posted == 2
    assert one(payer.number, given, "122", reference="R2").posted == 2
    assert one(payer.number, given, "123", reference="R3").posted == 2  # a penalty has no limits
    assert {e.credit for e in Entry.objects.all()} == {202, 203}
    assert set(PersonMonth.objects.values_list("purpose", flat=True)) == {121, 122}


def test_several_files_together_give_what_they_give_one_by_one(
    payer: Payer, staff: list[Someone]
) -> None:
    files = [
        world.as_file(message(payer.number, lines(staff, AMOUNT, month)))
        for month in (202501, 202412, 202411)
    ]
    taken = intake.take_in([intake.parse(f"{n}", c) for n, c in enumerate(files)], "test")
    assert [t.posted for t in taken] == [6, 6, 6]
    assert Batch.objects.count() == 3
    assert verify().faults == []
    together = person_months.digest()
    person_months.rebuild()
    assert person_months.digest() == together


def test_every_reason_has_a_bit_of_its_own() -> None:
    assert len(set(checks.BIT.values())) == len(checks.REASONS)
    assert checks.told(checks.BIT["same_twice"] | checks.BIT["iin_invalid"]) == [
        "iin_invalid", "same_twice",
    ]  # fmt: skip
