"""A person's statement: every month and payer, gaps, what was taken back, what waits, as known
now and then."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import StringIO

import numpy as np
import orjson
import pytest
from rich.console import Console

from tests.ledger import world
from tests.ledger.world import Someone, changed, lines, message
from tirek.contract import assess
from tirek.contract.messages import LANGUAGES
from tirek.ledger import intake, journal, person_months, statement_pdf
from tirek.ledger.chart import EMPLOYEE, Fund, Part, account
from tirek.ledger.files import mt102
from tirek.ledger.models import Batch
from tirek.ledger.statement import statement
from tirek.ledger.statement_text import as_dict, show, tell
from tirek.ledger.words import NotShown, catalogue
from tirek.project import clock
from tirek.registry import merging, people
from tirek.registry.models import Payer, Person

pytestmark = pytest.mark.django_db

ONE, TWO = 500_000, 700_000  # tiyn; of 100,000 and 140,000 tenge at 5 %
TODAY = date(2025, 7, 10)


@pytest.fixture(autouse=True)
def today() -> object:
    with clock.at(TODAY):
        yield


@pytest.fixture
def anna() -> Someone:
    return enter(world.people(1)[0])


def enter(who: Someone) -> Someone:
    """Enters a person as the registry itself does."""
    people.register(
        people.Facts(who.iin, who.surname, who.name, who.patronymic, who.sex, who.birth, "75"),
        at=world.KNOWN,
    )
    return who


@pytest.fixture
def payer() -> Payer:
    return world.employer()


def take(*messages: mt102.Message, at: date | None = None) -> None:
    content = world.as_file(*messages)
    if at is None:
        intake.take_in([intake.parse("a", content)], "test")
        return
    with clock.at(datetime(at.year, at.month, at.day, 6, tzinfo=UTC)):
        intake.take_in([intake.parse("a", content)], "test")


def pay(
    payer: Payer, who: Someone, period: int, amount: int = ONE, purpose: str = "012",
    at: date | None = None,
) -> None:  # fmt: skip
    paid = at or date(period // 100, period % 100, 28)
    take(message(payer.number, lines([who], amount, period), purpose, paid), at=at)


def take_back(who: Someone, payer: Payer, period: int, amount: int, income: int) -> None:
    key = Person.objects.get(iin=who.iin).pk
    rows = journal.rows(
        1, debit=account(Fund.SOCIAL, Part.CONTRIBUTIONS),
        credit=account(Fund.SOCIAL, Part.REFUNDS), purpose=12, kind=EMPLOYEE, period=period,
        value_date=np.datetime64("2025-06-01").astype(int), person_id=key, payer_id=payer.pk,
        amount_tiyn=amount, income_tiyn=income,
    )  # fmt: skip
    journal.post([journal.Command(f"back {period}", Batch.Kind.REFUND, rows)], clock.now())


def test_months_stand_in_order_with_their_gaps(payer: Payer, anna: Someone) -> None:
    for period in (202501, 202502, 202505):
        pay(payer, anna, period)
    one = statement(anna.iin)
    assert [(m.period, m.state) for m in one.months] == [
        (202501, "paid"), (202502, "paid"), (202503, "gap"), (202504, "gap"), (202505, "paid"),
        (202506, "open"), (202507, "open"),
    ]  # fmt: skip
    assert one.totals.gaps == 2
    assert one.totals.social_tiyn == 3 * ONE


def test_a_month_becomes_a_gap_the_day_after_its_due_day(payer: Payer, anna: Someone) -> None:
    pay(payer, anna, 202505)
    with clock.at(date(2025, 7, 25)):
        assert statement(anna.iin).totals.gaps == 0
    with clock.at(date(2025, 7, 26)):
        assert [m.period for m in statement(anna.iin).months if m.state == "gap"] == [202506]


def test_nothing_is_a_gap_from_pension_age_or_after_death(payer: Payer, anna: Someone) -> None:
    pay(payer, anna, 202501)
    person = Person.objects.get(iin=anna.iin)
    people.change(person, date(2025, 3, 3), died_on=date(2025, 3, 3))
    assert [m.period for m in statement(anna.iin).months] == [202501, 202502, 202503]
    birth = date(1962, 4, 10)
    old = enter(Someone(world.iin(birth, "male", 7), "Әлі", "Ұлан", "", birth, "male"))
    pay(payer, old, 202503)
    assert [m.period for m in statement(old.iin).months] == [202503, 202504]


def test_social_and_medical_stand_side_by_side(payer: Payer, anna: Someone) -> None:
    pay(payer, anna, 202501, 5_000_00)
    pay(payer, anna, 202501, 3_000_00, "121")
    pay(payer, anna, 202501, 2_000_00, "122")
    (line,) = statement(anna.iin).months[0].payers[0].lines
    assert line.social and line.employer_medical and line.personal_medical
    amounts = (line.social, line.employer_medical, line.personal_medical)
    assert [a.amount_tiyn for a in amounts] == [5_000_00, 3_000_00, 2_000_00]
    assert line.kind == "employee"


def test_the_cap_counts_for_each_payer_of_a_month(payer: Payer, anna: Someone) -> None:
    other = world.employer(2)
    pay(payer, anna, 202501, 29_750_00)  # the most: 7 minimum wages of 85,000
    with clock.at(date(2025, 3, 1)):
        take(message(payer.number, lines([anna], 5_000_00, 202501), paid=date(2025, 2, 27)))
    pay(other, anna, 202501, ONE)
    month = statement(anna.iin).months[0]
    found = {p.payer: (p.income_tiyn, p.counted_tiyn, p.capped) for p in month.payers}
    assert found == {
        payer.number: (695_000_00, 595_000_00, True),
        other.number: (100_000_00, 100_000_00, False),
    }
    assert month.income_tiyn == 695_000_00


def test_totals_are_what_the_contract_answers(payer: Payer, anna: Someone) -> None:
    periods = [202301, 202306, 202312, 202401, 202405, 202501, 202505]
    for period in periods:
        pay(payer, anna, period, ONE + period)
    totals = statement(anna.iin).totals
    told = assess.answer({
        "on": TODAY.isoformat(), "person": {"birth_date": anna.birth.isoformat(), "sex": anna.sex},
        "event": {"kind": "disability", "degree_percent": 60, "until": "2026-07-01"},
        "contributions": [
            {"period": f"{p // 100}-{p % 100:02d}", "payer": payer.number, "kind": "employee",
             "contribution": f"{(ONE + p) // 100}.{(ONE + p) % 100:02d}"} for p in periods
        ],
    })  # fmt: skip
    assert told["participation_months"] == totals.participation_months == len(periods)
    assert str(told["average_income"]).replace(".", "") == str(totals.average_tiyn)


def test_what_the_law_does_not_hold_is_undetermined(payer: Payer, anna: Someone) -> None:
    pay(payer, anna, 202505)
    with clock.at(date(2031, 1, 1)):
        from tirek.law import law

        assert law().parameters["minimum_wage"].at(date(2030, 5, 1)) is None
        assert statement(anna.iin).totals.average_tiyn == 0  # no month of those years has a row
    with clock.at(date(2030, 7, 1)):
        take_raw(payer, anna, 203005)
        totals = statement(anna.iin).totals
    assert totals.average_tiyn is None
    assert totals.undetermined[0]["parameter"] == "minimum_wage"


def take_raw(payer: Payer, who: Someone, period: int) -> None:
    """A contribution that got in by another way than a file."""
    rows = journal.rows(
        1, debit=account(Fund.SOCIAL, Part.OPENING),
        credit=account(Fund.SOCIAL, Part.CONTRIBUTIONS), purpose=12, kind=EMPLOYEE, period=period,
        value_date=np.datetime64("2025-06-01").astype(int),
        person_id=Person.objects.get(iin=who.iin).pk, payer_id=payer.pk, amount_tiyn=ONE,
    )  # fmt: skip
    journal.post([journal.Command(f"raw {period}", Batch.Kind.OPENING, rows)], clock.now())


def test_what_was_taken_back_is_told(payer: Payer, anna: Someone) -> None:
    for period in (202501, 202502):
        pay(payer, anna, period)
    take_back(anna, payer, 202501, ONE, 20 * ONE)
    take_back(anna, payer, 202502, 100_000, 2_000_000)
    one = statement(anna.iin)
    first, second = (month.payers[0].lines[0].social for month in one.months[:2])
    assert first and second
    assert [(a.amount_tiyn, a.taken_back_tiyn) for a in (first, second)] == [
        (0, ONE), (ONE - 100_000, 100_000),
    ]  # fmt: skip
    assert [m.state for m in one.months[:2]] == ["not_due", "paid"]
    assert one.totals.taken_back_tiyn == ONE + 100_000


def test_lines_in_suspense_say_why_and_whose_turn_it_is(payer: Payer, anna: Someone) -> None:
    pay(payer, anna, 202501)
    good = lines([anna], TWO, 202502)
    take(message(payer.number, changed(good, 0, name=["БАСҚА"][0])))
    take(message("999999999999", lines([anna], ONE, 202503), reference="R2"))
    one = statement(anna.iin)
    assert [(w.payer, w.period, w.reasons[0], w.turn, w.state) for w in one.waiting] == [
        (payer.number, 202502, "name_mismatch", "payer", "open"),
        ("999999999999", 202503, "payer_unknown", "fund", "open"),
    ]
    assert one.totals.waiting_tiyn == TWO + ONE
    assert one.totals.social_tiyn == ONE


def test_a_changed_number_and_a_merged_record_lead_to_everything(
    payer: Payer, anna: Someone
) -> None:
    twin = enter(world.people(1, first=900)[0])
    pay(payer, anna, 202501)
    pay(payer, twin, 202501)
    pay(payer, twin, 202502)
    own, other = (Person.objects.get(iin=who.iin) for who in (anna, twin))
    new = world.iin(anna.birth, anna.sex, 4321)
    people.change_iin(own, new, date(2025, 5, 1))
    merging.merge(other, own)
    found = [statement(number) for number in (anna.iin, new, twin.iin)]
    assert found[0].person.iin == new
    assert sorted(found[0].person.other_iins) == sorted([anna.iin, twin.iin])
    for one in found:
        amounts = [m.payers[0].lines[0].social for m in one.months[:2]]
        assert [a and a.amount_tiyn for a in amounts] == [2 * ONE, ONE]


def test_before_a_merge_was_known_each_record_stood_alone(payer: Payer, anna: Someone) -> None:
    twin = enter(world.people(1, first=900)[0])
    pay(payer, anna, 202501, at=date(2025, 2, 20))
    pay(payer, twin, 202502, at=date(2025, 3, 20))
    with clock.at(date(2025, 6, 1)):
        merging.merge(*(Person.objects.get(iin=w.iin) for w in (twin, anna)))
    then = statement(twin.iin, known_at=date(2025, 5, 31))
    assert [m.period for m in then.months if m.payers] == [202502]
    assert then.person.other_iins == []
    now = statement(twin.iin, known_at=date(2025, 6, 1))
    assert [m.period for m in now.months if m.payers] == [202501, 202502]


def test_what_was_known_on_a_day(payer: Payer, anna: Someone) -> None:
    pay(payer, anna, 202501, at=date(2025, 2, 20))
    pay(payer, anna, 202502, at=date(2025, 4, 20))
    take(message("999999999999", lines([anna], ONE, 202503)), at=date(2025, 5, 5))
    with clock.at(date(2025, 6, 1)):
        take_back(anna, payer, 202501, ONE, 20 * ONE)

    def then(day: date) -> tuple[list[int], int, int, int]:
        one = statement(anna.iin, known_at=day)
        paid = [m.period for m in one.months if m.state == "paid"]
        return paid, one.totals.taken_back_tiyn, one.totals.waiting_tiyn, one.totals.gaps

    assert then(date(2025, 2, 19)) == ([], 0, 0, 0)
    assert then(date(2025, 2, 20)) == ([202501], 0, 0, 0)
    assert then(date(2025, 4, 26)) == ([202501, 202502], 0, 0, 1)
    assert then(date(2025, 5, 31)) == ([202501, 202502], 0, ONE, 2)
    assert then(date(2025, 6, 1)) == ([202502], ONE, ONE, 2)


def test_the_journal_and_the_projection_tell_the_same(payer: Payer, anna: Someone) -> None:
    other = world.employer(2)
    for n, period in enumerate((202403, 202404, 202412, 202501)):
        pay(payer, anna, period, ONE + n)
        pay(other, anna, period, TWO + n)
        pay(payer, anna, period, 2_000_00, "122")
    take_back(anna, payer, 202404, ONE + 1, 20 * (ONE + 1))
    now, then = statement(anna.iin), statement(anna.iin, known_at=TODAY)
    assert (now.months, now.waiting, now.totals) == (then.months, then.waiting, then.totals)
    person_months.rebuild()
    assert statement(anna.iin).months == now.months


def test_a_span_shows_its_months_and_the_whole_record_counts(payer: Payer, anna: Someone) -> None:
    for period in (202401, 202402, 202501):
        pay(payer, anna, period)
    one = statement(anna.iin, 202402, 202403)
    assert [m.period for m in one.months] == [202402, 202403]
    assert (one.totals.social_tiyn, one.totals.participation_months) == (ONE, 3)


def test_few_questions_whatever_the_length(
    payer: Payer, anna: Someone, django_assert_num_queries: object
) -> None:
    for year in range(2022, 2025):
        for month in range(1, 13):
            pay(payer, anna, year * 100 + month)
    for known_at in (None, TODAY):
        with django_assert_num_queries(5):  # type: ignore[operator]
            statement(anna.iin, known_at=known_at)


def test_refusals_have_codes_and_three_languages(anna: Someone) -> None:
    for call, code in (
        (lambda: statement("000000000000"), "unknown_person"),
        (lambda: statement(anna.iin, 202502, 202501), "months_reversed"),
        (lambda: statement(anna.iin, known_at=date(2025, 7, 11)), "day_ahead"),
    ):
        with pytest.raises(NotShown) as refused:
            call()
        error = refused.value.as_dict()["error"]
        assert isinstance(error, dict) and error["code"] == code
        assert set(error["message"]) == set(LANGUAGES)
        assert anna.iin not in str(error)


def test_each_text_stands_in_three_languages() -> None:
    for section in catalogue().values():
        for key, texts in section.items():
            assert set(texts) == set(LANGUAGES), key
            assert len({len(text.split("{")) for text in texts.values()}) == 1, key


@pytest.fixture
def rich_statement(payer: Payer, anna: Someone) -> Someone:
    """Some of everything."""
    other = world.employer(2)
    for period in (202401, 202402, 202403, 202409, 202410, 202501):
        pay(payer, anna, period)
        pay(payer, anna, period, 3_000_00, "121")
        pay(payer, anna, period, 2_000_00, "122")
    pay(other, anna, 202409, 20_825_00)
    pay(other, anna, 202411, 2_000_00, "122")
    take_back(anna, payer, 202402, ONE, 20 * ONE)
    take_back(anna, payer, 202403, 100_000, 2_000_000)
    take(message(payer.number, changed(lines([anna], TWO, 202502), 0, name="БАСҚА")))
    take(message("999999999999", lines([anna], ONE, 202503), reference="R2"))
    return anna


@pytest.mark.parametrize("lang", LANGUAGES)
def test_text_json_and_paper(lang: str, rich_statement: Someone) -> None:
    one = statement(rich_statement.iin)
    told = tell(one, lang)
    out = StringIO()
    show(told, Console(file=out, width=160))
    text = out.getvalue()
    assert told.title in text and "2024-04 – 2024-08" in text
    assert catalogue()["statement"]["waiting"][lang] in text
    data = orjson.loads(orjson.dumps(as_dict(one, lang)))
    assert data["months"][0]["payers"][0]["lines"][0]["social"]["amount"] == "5000.00"
    assert data["months"][0]["period"] == "2024-01"
    assert data["waiting"][0]["reasons"][0]["code"] == "name_mismatch"
    file = statement_pdf.pdf(told, one.made_at)
    assert file.startswith(b"%PDF") and file == statement_pdf.pdf(told, one.made_at)
