"""DuckDB with SQL written by hand: whole tiyn in BIGINT, its own threads.

People and contributions stand in its own tables, as they would; the tables are made once and not
measured. The answer goes back into numpy arrays.
"""

from collections.abc import Mapping
from typing import Any

import duckdb
import numpy as np
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
from benchmarks.peers import MIXED_OUTPUTS, Result, Work

Columns = Mapping[str, NDArray[Any]]

MIXED = f"""
with running as (
  select *, sum(income) over (rows unbounded preceding)::bigint as upto,
    lead(person) over () is distinct from person or lead(month) over () is distinct from month
      or lead(payer) over () is distinct from payer as last_of_payer
  from row
), by_payer as (
  select person, month, upto - coalesce(lag(upto) over (), 0) as income
  from running where last_of_payer
), paid as (
  select *, lag(person) over () is distinct from person
      or lag(month) over () is distinct from month as new_month
  from by_payer where income > 0
), by_person as (
  select person,
    coalesce(sum(least(income, cap)) filter (month >= right_ - {WINDOW}), 0)::bigint as total,
    count_if(new_month) as seen
  from paid join (select person, year("on") * 12 + month("on") - 1 as right_ from people)
    using (person) join caps using (month)
  where month < right_
  group by person
), measured as (
  select person, "on", applied_on, pension_exempt, dismissal_ground, edition,
    (coalesce(total, 0) + {WINDOW // 2}) // {WINDOW} as average, coalesce(total, 0) as total,
    greatest(0, least({LONGEST},
      if(participation_given = 1, participation_months, coalesce(seen, 0))
      - 12 * months_already_paid)) as length,
    (birth_date + to_months(age))::date as pension
  from people left join by_person using (person)
  asof join editions on people."on" >= editions.since
  join pension_ages on pension_ages.sex = people.sex
    and pension_ages.born = year(birth_date) * 12 + month(birth_date) - 1
), valued as (
  select *, (average * share + {SHARE_OF // 2}) // {SHARE_OF} as amount,
    if(applied_on > "on" + interval 12 months, 1, 0) + if(pension <= "on", 2, 0)
      + if(total = 0, 4, 0) + if(length < 6, 8, 0) as grounds
  from measured join bands using (edition, length, dismissal_ground)
), decided as (
  select *, if(grounds = 0 and amount <= 0, 32, grounds) as reasons,
    reasons = 0 as entitled from valued
)
select entitled, reasons, if(entitled, amount, 0) as amount,
  if(entitled, amount - if(pension_exempt = 1, 0, (amount + 5) // 10), 0) as net,
  if(entitled, months, 0) as months,
  if(entitled, least(("on" + to_months(months))::date, pension) - date '1970-01-02', 0) as until
from decided order by person
"""


def simple(data: Simple) -> Work:
    first = month_of_on() - WINDOW - FIRST_WAGE_MONTH
    caps = law_tables().cap[first : first + WINDOW].tolist()
    shares = law_tables().share[max(i for i, day in enumerate(EDITIONS) if day <= ON)]
    people = {f"income_{i}": incomes for i, incomes in enumerate(data.incomes)}
    base = duckdb.connect()
    _table(base, "people", {**people, "participation": data.participation_months})
    _table(base, "shares", {"share": shares, "participation": np.arange(LONGEST + 1)})
    total = " + ".join(f"least(income_{i}, {cap})" for i, cap in enumerate(caps))
    query = f"""
      select if(participation < 6, 0,
        ((({total} + {WINDOW // 2}) // {WINDOW}) * share + {SHARE_OF // 2}) // {SHARE_OF}) as amount
      from people join shares using (participation) order by people.rowid
    """
    return Work(lambda _: {"amount": _plain(base.sql(query).fetchnumpy()["amount"])})


def mixed(data: Mixed) -> Work:
    base = duckdb.connect()
    people = len(data.on)
    person = np.arange(people, dtype=np.int32)
    codes = (
        "on", "applied_on", "birth_date", "sex", "dismissal_ground", "months_already_paid",
        "participation_given", "participation_months", "pension_exempt",
    )  # fmt: skip
    of_person: Columns = {name: getattr(data, name) for name in codes}
    _table(base, "given", {"person": person, **of_person})
    dates = ", ".join(
        f"""date '1970-01-01' + "{name}" as "{name}\"""" for name in codes if _is_day(name)
    )
    base.sql(f"create table people as select * replace ({dates}) from given")
    of_row: Columns = {"month": data.row_month, "payer": data.row_payer, "income": data.row_income}
    _table(base, "row", {"person": np.repeat(person, np.diff(data.offsets)), **of_row})
    _law(base)

    def answer(_: None) -> Result:
        found = base.sql(MIXED).fetchnumpy()
        return {name: _plain(found[name]).astype(kind) for name, kind in MIXED_OUTPUTS.items()}

    return Work(answer)


def _is_day(name: str) -> bool:
    return name in ("on", "applied_on", "birth_date")


def _law(base: duckdb.DuckDBPyConnection) -> None:
    law = law_tables()
    _table(base, "caps", {"month": np.arange(len(law.cap)) + FIRST_WAGE_MONTH, "cap": law.cap})
    editions = np.arange(len(EDITIONS))
    _table(base, "starts", {"since": law.since, "edition": editions})
    base.sql(
        "create table editions as select date '1970-01-01' + since as since, edition from starts"
    )
    edition, ground, length = (axis.ravel() for axis in np.indices(law.months.shape))
    bands: Columns = {
        "edition": edition,
        "dismissal_ground": ground,
        "length": length,
        "months": law.months.ravel(),
        "share": law.share[edition, length],
    }
    _table(base, "bands", bands)
    sex, born = (axis.ravel() for axis in np.indices(law.pension_months.shape))
    ages: Columns = {
        "sex": sex,
        "born": born + FIRST_CALENDAR_MONTH,
        "age": law.pension_months.ravel(),
    }
    _table(base, "pension_ages", ages)


def _table(base: duckdb.DuckDBPyConnection, name: str, columns: Columns) -> None:
    base.register("arrays", {column: np.ascontiguousarray(a) for column, a in columns.items()})
    base.sql(f'create table "{name}" as select * from arrays')
    base.unregister("arrays")


def _plain(array: Any) -> NDArray[Any]:
    """DuckDB gives a masked array where a column may hold nulls; none does here."""
    return np.asarray(array)
