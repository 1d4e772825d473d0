"""What people type into boxes: sums with thousands and a currency, months by name, nonsense."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tests.portal.uploading import LANGUAGES, browser, said, seen
from tirek.ledger.files.month_names import number_of
from tirek.pages import writing
from tirek.portal.fields import DayField, MoneyField, MonthField, WholeField
from tirek.portal.money_typed import amount

_TENGE = st.integers(1000, 10**9)
_BEFORE = st.sampled_from(["", "KZT ", "₸", "kzt"])
_AFTER = st.sampled_from(["", " ₸", " тг", "тг.", " тенге", " теңге", " tenge", " KZT", "\u00a0₸"])


@given(_TENGE, st.sampled_from(",. \u00a0\u202f'"), _BEFORE, _AFTER)
def test_marks_of_thousands_and_a_currency_are_read(
    tenge: int, mark: str, before: str, after: str
) -> None:
    typed = f"{tenge:,}".replace(",", mark)
    assert amount(before + typed) == amount(typed + after) == tenge * 100


@given(_TENGE, st.integers(0, 99), st.sampled_from([(",", "."), (".", ","), (" ", ","), ("", ".")]))
def test_tiyn_stand_behind_another_mark(tenge: int, tiyn: int, marks: tuple[str, str]) -> None:
    typed = f"{tenge:,}".replace(",", marks[0]) + f"{marks[1]}{tiyn:02d}"
    assert amount(typed) == tenge * 100 + tiyn


@pytest.mark.parametrize(
    ("typed", "tiyn"),
    [("1,5", 150), ("1.50", 150), ("900,000.00", 90_000_000), ("900 000 ₸", 90_000_000),
     ("-900,000", -90_000_000), ("0,350", None), ("900,0000", None), ("1,23,456", None),
     ("1.234,567", None), ("тг", None), ("", None), ("9" * 5000, None), ("280 мың", 28_000_000),
     ("1,5 Тыс. тг", 150_000), ("280к", 28_000_000), ("мың", None), ("2 мың мың", None)],
)  # fmt: skip
def test_one_sum_as_it_is_typed(typed: str, tiyn: int | None) -> None:
    assert amount(typed) == tiyn


@pytest.mark.parametrize("lang", LANGUAGES)
@given(number=st.integers(1, 12), letters=st.integers(3, 20))
def test_a_month_is_read_by_its_name(lang: str, number: int, letters: int) -> None:
    with translation.override(lang):
        names = [writing.month_name(number)]
        if lang != "kk":  # there the year stands first
            names.append(writing.long_day(date(2026, number, 3)).split()[1])
    for name in names:
        assert number_of(name.upper()) == number_of(name[:letters]) == number


@pytest.mark.parametrize("typed", ["", "m", "ма", "ju", "xyz", "march2", "2026", "қар" * 9000])
def test_what_is_no_month_is_none(typed: str) -> None:
    assert number_of(typed) == 0


def test_boxes_take_a_months_name() -> None:
    first, last = 202001, 202612
    month = MonthField(first=first, last=last)
    assert month.clean(["март", "2026"]) == month.clean(["3", "2026"]) == 202603
    assert DayField().clean(["5", "Мам", "2026"]) == date(2026, 5, 5)


@pytest.mark.parametrize("typed", ["03.2026", "3/2026", "2026-03", "март 2026", "Наурыз 2026"])
def test_a_whole_month_may_stand_in_its_first_box(typed: str) -> None:
    month = MonthField(first=202001, last=202612)
    assert month.clean([typed, ""]) == month.clean([typed, "2026"]) == 202603


@pytest.mark.parametrize(("typed", "why"), [
    (["3", ""], "fields.month_incomplete"), (["", "2026"], "fields.month_incomplete"),
    (["", ""], "fields.month_missing"), (["3", "26"], "fields.year_short"),
    (["x", "2026"], "fields.month_wrong"), (["3", "20266"], "fields.month_wrong"),
    (["13", "2026"], "fields.month_none"), (["0", "2026"], "fields.month_none"),
    (["12", "2019"], "fields.month_bounds"), (["1", "2027"], "fields.month_bounds"),
    (["1.2.2026", ""], "fields.month_wrong"),
])  # fmt: skip
def test_a_month_that_is_none_says_what_is_wrong(typed: list[str], why: str) -> None:
    with translation.override("kk"):
        with pytest.raises(ValidationError) as refused:
            MonthField(first=202001, last=202612).clean(typed)
        words = {"first": writing.month(202001), "last": writing.month(202612)}
    assert refused.value.messages == [said(why, "kk", **words)]


@pytest.mark.parametrize("typed", ["31.03.2026", "2026-03-31", "31 марта 2026"])
def test_a_whole_day_may_stand_in_its_first_box(typed: str) -> None:
    assert DayField().clean([typed, "", ""]) == date(2026, 3, 31)


@given(st.text(st.sampled_from("0123456789-.,x٣ "), max_size=30) | st.just("9" * 5000))
def test_no_box_falls_over(typed: str) -> None:
    for field, values in (
        (DayField(), (["1", "1", typed], ["1", typed, "2026"], [typed, "1", "2026"])),
        (MonthField(first=202001, last=202612), (["1", typed], [typed, "2026"], typed)),
        (MoneyField(), (typed,)), (WholeField(least=0, most=9), (typed,)),
    ):  # fmt: skip
        for value in values:
            try:
                field.clean(value)
            except ValidationError:
                continue


_LONG = "9" * 5000
_PAGES = [
    ("/insured/on/?sent=1&on_d={}&on_m=1&on_y=2026", "day_wrong"),
    ("/insured/on/?sent=1&on_d=1&on_m={}&on_y=2026", "day_wrong"),
    ("/due/?sent=1&kind=employee&month_m={}&month_y=2026&income=1", "month_wrong"),
    ("/due/?sent=1&kind=employee&month_m=1&month_y={}&income=1", "month_wrong"),
]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("address", "words"), _PAGES)
def test_digits_without_end_are_refused_at_their_field(address: str, words: str, lang: str) -> None:
    for typed in ("9" * 20, _LONG):
        response = browser(lang).get(address.format(typed))
        assert response.status_code == 422
        assert said(f"fields.{words}", lang) in seen(response)


def test_the_unit_behind_a_box_may_be_typed_too() -> None:
    field = WholeField(least=0, most=100, unit="%")
    assert field.clean("60%") == field.clean("60 %") == field.clean("60") == 60
    months = WholeField(least=0, most=900, unit="ай")
    assert months.clean("84 ай") == 84
    for wrong in ("60%%", "%", "ай"):
        with pytest.raises(ValidationError):
            field.clean(wrong)
