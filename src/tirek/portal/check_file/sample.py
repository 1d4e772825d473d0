"""Files to try the page with: an MT-102 and a staff list of people who do not exist, right on the
day on which they are taken."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tirek.contract.reading import check_digit_fits
from tirek.ledger.files import Lines, PeopleList
from tirek.ledger.files.lines import column
from tirek.ledger.files.titles import title
from tirek.pages import language as choosing
from tirek.pages.texts import language
from tirek.portal import downloads
from tirek.portal.check_file import making
from tirek.portal.downloads import Content, Money
from tirek.portal.due import months
from tirek.portal.due.asked import question_of
from tirek.portal.texts import text
from tirek.project import clock

_PURPOSE, _KIND = "012", "employee"
#: Surname, name, patronymic, whether a woman, how old, monthly income in tenge.
_PEOPLE = (
    ("Ахметова", "Айгерім", "Серікқызы", True, 34, 420_000),
    ("Ким", "Виктор", "Андреевич", False, 47, 655_000),
    ("Жұмабаев", "Ерлан", "", False, 26, 310_000),
)
#: A payer that does not exist, whose numbers are right in form.
_PAYER = {"number": "000140000002", "account": "KZ85125KZT0000000001", "bank": "NBRKKZKX"}
_MOST_BACK = 36


@require_safe
def taken(request: HttpRequest, form: str) -> HttpResponse:
    """The sample in one form: ``mt102`` or ``list``."""
    choosing.use(request)
    lines, today = _lines(clock.today()), clock.today()
    if form == "list":
        return downloads.table("xlsx", "tirek-sample-list", _rows(lines))
    given = {**_PAYER, "purpose": _PURPOSE, "value_date": today, "reference": "SAMPLE-1",
             "payer": text("sample.payer")}  # fmt: skip
    due = making.amounts(PeopleList(lines, "income", (), None, ""), _PURPOSE, _KIND).lines
    content = making.make(making.header_of(given), due)
    return downloads.attachment(content, "tirek-sample-mt102.txt", "application/octet-stream")


def _lines(today: date) -> Lines:
    """Everybody's income of the last month that is over and whose law is known."""
    born = [date(today.year - age, 6, 15) for *_, age, _ in _PEOPLE]
    count, period = len(_PEOPLE), _month(today)
    return Lines(
        column(range(1, count + 1)), column([tenge * 100 for *_, tenge in _PEOPLE]),
        [_iin(day, one[3]) for one, day in zip(_PEOPLE, born, strict=True)],
        [one[0] for one in _PEOPLE], [one[1] for one in _PEOPLE], [one[2] for one in _PEOPLE],
        [f"{day:%Y%m%d}" for day in born], column([period] * count), column(range(count)),
    )  # fmt: skip


def _month(today: date) -> int:
    """YYYYMM of the last month that is over and whose contributions the law can tell."""
    first = today.replace(day=1)
    for _ in range(_MOST_BACK):
        first = (first - timedelta(days=1)).replace(day=1)
        period = first.year * 100 + first.month
        asked = question_of({"kind": _KIND, "income": _PEOPLE[0][-1] * 100}, period)
        [answer] = months.answers([asked])
        if months.lines_of(answer) and not months.unknown(answer):
            break
    return period


def _iin(born: date, woman: bool) -> str:
    """A number with a right check digit; serials as low as nobody is given."""
    century = (3 if born.year < 2000 else 5) + woman
    return next(
        number for rest in range(100)
        if check_digit_fits(number := f"{born:%y%m%d}{century}{rest:05d}")
    )  # fmt: skip


def _rows(lines: Lines) -> list[list[Content]]:
    names = ("iin", "surname", "name", "patronymic", "birth_date", "period", "income")
    rows: list[list[Content]] = [[title(name, language()) for name in names]]
    for at, (month, income) in enumerate(
        zip(lines.period.tolist(), lines.amount_tiyn.tolist(), strict=True)
    ):
        day = lines.birth_date[at]
        rows.append([
            lines.iin[at], lines.surname[at], lines.name[at], lines.patronymic[at],
            f"{day[6:]}.{day[4:6]}.{day[:4]}", f"{month % 100:02d}.{month // 100}", Money(income),
        ])  # fmt: skip
    return rows
