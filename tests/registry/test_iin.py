"""ИИН, БИН and IBAN."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tirek.contract.reading import check_digit_fits
from tirek.registry.iin import (
    births,
    is_bin,
    is_iban,
    told_by,
    valid_bins,
    valid_ibans,
    valid_iins,
)

#: facts §6.3: БИН from public sources.
BINS = ["160440007161", "970740001013", "050241002552", "050740001755", "040940004616"]
#: facts §6.2: accounts of the two funds and of the pension fund.
IBANS = ["KZ67009SS00368609110", "KZ92009MEDS368609103", "KZ12009NPS0413609816"]


def numbered(stem: str) -> str | None:
    """The stem of eleven digits with the digit that fits."""
    fits = [stem + digit for digit in "0123456789" if check_digit_fits(stem + digit)]
    return fits[0] if fits else None


stems = st.builds(
    lambda y, m, d, c, s: f"{y:02d}{m:02d}{d:02d}{c}{s:04d}",
    st.integers(0, 99), st.integers(0, 13), st.integers(0, 32), st.integers(0, 9),
    st.integers(0, 9999),
)  # fmt: skip
texts = st.one_of(
    st.text(max_size=21),
    st.from_regex(r"[0-9]{12}", fullmatch=True),
    stems.map(lambda stem: numbered(stem) or stem),
    st.sampled_from(BINS + IBANS),
)


def test_numbers_of_public_bodies_are_right() -> None:
    assert all(map(is_bin, BINS)) and all(map(is_iban, IBANS))


@pytest.mark.parametrize(
    ("stem", "birth", "sex"),
    [
        ("9002294", None, None),  # 1990 was no leap year
        ("0002295", date(2000, 2, 29), "male"),
        ("9001014", date(1990, 1, 1), "female"),
        ("9912311", date(1899, 12, 31), "male"),
        ("0512316", date(2005, 12, 31), "female"),
        ("9013014", None, None),
        ("9001007", None, None),
        ("9001014", date(1990, 1, 1), "female"),
    ],
)
def test_an_iin_tells_birth_date_and_sex(stem: str, birth: date | None, sex: str | None) -> None:
    number = next(n for serial in range(9) if (n := numbered(f"{stem}{serial:04d}")))
    told = told_by(number)
    assert (told and told.birth_date, told and told.sex) == (birth, sex)


@given(st.lists(texts, max_size=20))
def test_columns_give_what_one_at_a_time_gives(column: list[str]) -> None:
    assert valid_iins(column).tolist() == [told_by(text) is not None for text in column]
    assert valid_bins(column).tolist() == [is_bin(text) for text in column]
    assert valid_ibans(column).tolist() == [is_iban(text) for text in column]
    days, men = births(column)
    for text, day, man in zip(column, days, men, strict=True):
        told = told_by(text)
        assert np.isnat(day) if told is None else day == np.datetime64(told.birth_date)
        assert told is None or man == (told.sex == "male")


@given(st.sampled_from(BINS), st.integers(1, 9))
def test_another_last_digit_is_noticed(number: str, by: int) -> None:
    assert not is_bin(f"{number[:11]}{(int(number[11]) + by) % 10}")


@given(st.sampled_from(IBANS), st.integers(2, 18))
def test_two_signs_of_an_iban_the_other_way_round_are_noticed(iban: str, at: int) -> None:
    turned = iban[:at] + iban[at + 1] + iban[at] + iban[at + 2 :]
    assert turned == iban or not is_iban(turned)


@pytest.mark.parametrize("text", ["", "KZ", "kz67009SS00368609110", "DE67009SS00368609110",
                                  "KZ67009SS0036860911", "KZ67009SS00368609١10"])  # fmt: skip
def test_other_texts_are_no_iban(text: str) -> None:
    assert not is_iban(text)
