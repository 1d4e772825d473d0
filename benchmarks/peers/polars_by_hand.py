"""Polars written by hand: lazy frames, whole tiyn in 64-bit integers, its own threads.

The rows stand in a frame with a column of the person's number, as a table of contributions has
it; the frames are made once and not measured.
"""

from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from benchmarks.law_tables import (
    EDITIONS,
    FIRST_CALENDAR_MONTH,
    FIRST_WAGE_MONTH,
    LONGEST,
    SHARE_OF,
    law_tables,
)
from benchmarks.nation_data import ON, WINDOW, Mixed, Simple, month_of_on
from benchmarks.peers import MIXED_OUTPUTS, REASONS, Result, Work

LEAST_PARTICIPATION = 6


def simple(data: Simple) -> Work:
    first = month_of_on() - WINDOW - FIRST_WAGE_MONTH
    caps = law_tables().cap[first : first + WINDOW].tolist()
    shares = law_tables().share[max(i for i, day in enumerate(EDITIONS) if day <= ON)]
    columns = {f"income_{i}": incomes for i, incomes in enumerate(data.incomes)}
    people = pl.DataFrame({**columns, "participation": data.participation_months})
    share = pl.lit(pl.Series(shares)).gather(pl.col("participation"))
    counted = [pl.col(f"income_{i}").clip(upper_bound=cap) for i, cap in enumerate(caps)]
    query = (
        people.lazy()
        .select(pl.sum_horizontal(counted).alias("total"), "participation")
        .select(((pl.col("total") + WINDOW // 2) // WINDOW).alias("average"), "participation")
        .select(
            pl.when(pl.col("participation") >= LEAST_PARTICIPATION)
            .then((pl.col("average") * share + SHARE_OF // 2) // SHARE_OF)
            .otherwise(0)
            .alias("amount")
        )
    )
    return Work(lambda _: {"amount": query.collect()["amount"].to_numpy()})


def mixed(data: Mixed) -> Work:
    people = _people(data)
    rows = pl.DataFrame(
        {
            "person": np.repeat(np.arange(len(data.on), dtype=np.int32), np.diff(data.offsets)),
            "month": data.row_month,
            "payer": data.row_payer,
            "income": data.row_income,
        }
    ).with_columns(pl.col("person").set_sorted())
    rights = people.select(_month("on"))["on"]
    query = _answers(people.lazy(), rows.lazy(), rights)

    def answer(_: None) -> Result:
        found = query.collect()
        return {name: found[name].to_numpy().astype(MIXED_OUTPUTS[name]) for name in MIXED_OUTPUTS}

    return Work(answer)


def _people(data: Mixed) -> pl.DataFrame:
    """The table of people; dates as Polars has them."""
    days = ("on", "applied_on", "birth_date")
    codes = (
        "sex", "dismissal_ground", "months_already_paid", "participation_given",
        "participation_months", "pension_exempt",
    )  # fmt: skip
    return pl.DataFrame(
        {
            "person": np.arange(len(data.on), dtype=np.int32),
            **{name: pl.Series(getattr(data, name)).cast(pl.Date) for name in days},
            **{name: getattr(data, name) for name in codes},
        }
    )


def _month(day: str) -> pl.Expr:
    return pl.col(day).dt.year() * 12 + pl.col(day).dt.month() - 1


def _of_table(table: NDArray[Any], index: pl.Expr) -> pl.Expr:
    return pl.lit(pl.Series(table.ravel())).gather(index)


def _answers(people: pl.LazyFrame, rows: pl.LazyFrame, rights: pl.Series) -> pl.LazyFrame:
    """Sums of runs as differences of a running sum: rows are sorted, and grouping 30 million
    payers' months by hash took Polars 22 seconds."""
    month, run = pl.col("month"), pl.col("run")
    of_payers = (
        rows.with_columns(right=pl.lit(rights).gather(pl.col("person")))
        .filter(month < pl.col("right"))
        .with_columns(upto=pl.col("income").cum_sum())
        .filter(_differs_from(-1, "person", "month", "payer"))
        .select("person", "month", "right", run=pl.col("upto").diff().fill_null(pl.col("upto")))
        .filter(run > 0)
    )
    cap = _of_table(law_tables().cap, month - FIRST_WAGE_MONTH)
    in_window = month >= pl.col("right") - WINDOW
    of_persons = (
        of_payers.select(
            pl.col("person").set_sorted(),
            counted=pl.when(in_window).then(pl.min_horizontal(run, cap)).otherwise(0),
            new=_differs_from(1, "person", "month"),
        )
        .group_by("person")
        .agg(total=pl.col("counted").sum(), seen=pl.col("new").sum())
    )
    return _decided(people.join(of_persons, on="person", how="left", maintain_order="left"))


def _differs_from(neighbour: int, *columns: str) -> pl.Expr:
    """Whether a row differs from the one before (1) or after (-1); the outermost always does."""
    differ = [pl.col(name).ne_missing(pl.col(name).shift(neighbour)) for name in columns]
    return pl.any_horizontal(differ)


def _decided(people: pl.LazyFrame) -> pl.LazyFrame:
    law = law_tables()
    editions = pl.sum_horizontal([(pl.col("on") >= day).cast(pl.Int64) for day in EDITIONS]) - 1
    whole = (
        pl.when(pl.col("participation_given") == 1)
        .then(pl.col("participation_months"))
        .otherwise(pl.col("seen").fill_null(0).cast(pl.Int64))
    )
    length = (whole - 12 * pl.col("months_already_paid").cast(pl.Int64)).clip(0, LONGEST)
    born = _month("birth_date").cast(pl.Int64) - FIRST_CALENDAR_MONTH
    age = _of_table(
        law.pension_months, pl.col("sex").cast(pl.Int64) * law.pension_months.shape[1] + born
    )
    band = LONGEST + 1
    edition, participation = pl.col("edition"), pl.col("length")
    share = _of_table(law.share, edition * band + participation)
    duration = _of_table(
        law.months, (edition * 2 + pl.col("dismissal_ground").cast(pl.Int64)) * band + participation
    )
    average = (pl.col("total") + WINDOW // 2) // WINDOW
    amount = (average * share + SHARE_OF // 2) // SHARE_OF
    later = pl.col("on").dt.offset_by(pl.format("{}mo", pl.col("months_")))
    grounds = {
        "deadline_passed": pl.col("applied_on") > pl.col("on").dt.offset_by("12mo"),
        "not_insured_pensioner": pl.col("pension") <= pl.col("on"),
        "no_contributions_in_window": pl.col("total") == 0,
        "tenure_too_short": participation < LEAST_PARTICIPATION,
    }
    bits = [
        pl.when(ground).then(1 << REASONS.index(code)).otherwise(0)
        for code, ground in grounds.items()
    ]
    entitled = pl.col("reasons") == 0
    pension_rate = (pl.col("amount_") + 5) // 10
    withheld = pl.when(pl.col("pension_exempt") == 1).then(0).otherwise(pension_rate)
    last_day = pl.min_horizontal(later, "pension").cast(pl.Int32) - 1
    return (
        people.with_columns(
            pl.col("total").fill_null(0),
            edition=editions,
            length=length,
            pension=pl.col("birth_date").dt.offset_by(pl.format("{}mo", age)),
        )
        .with_columns(amount_=amount, months_=duration, reasons=pl.sum_horizontal(bits))
        .with_columns(
            reasons=pl.when((pl.col("reasons") == 0) & (pl.col("amount_") <= 0))
            .then(1 << REASONS.index("amount_not_positive"))
            .otherwise(pl.col("reasons"))
        )
        .select(
            entitled.alias("entitled"),
            "reasons",
            amount=pl.when(entitled).then(pl.col("amount_")).otherwise(0),
            net=pl.when(entitled).then(pl.col("amount_") - withheld).otherwise(0),
            months=pl.when(entitled).then(pl.col("months_")).otherwise(0),
            until=pl.when(entitled).then(last_day).otherwise(0),
        )
    )
