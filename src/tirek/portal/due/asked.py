"""What these pages ask: who pays, the month or year, the income, and what may change the answer.

A form is sent by GET and answered with a redirect to the short address of its answers, so that the
address can be kept. What the contract refuses is said at the field that it is about.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseRedirect, QueryDict
from django.urls import reverse

from tirek.contract import writing as as_contract
from tirek.contract.problems import Problem
from tirek.law.acts import categories, category_codes
from tirek.law.book import SEXES
from tirek.pages import writing
from tirek.pages.texts import language
from tirek.portal.answers import Given
from tirek.portal.fields import (
    Asked,
    ChoiceField,
    DayField,
    ManyField,
    MoneyField,
    MonthField,
    Option,
    SelectField,
    WholeField,
    ask,
)
from tirek.portal.flow import problem_text
from tirek.portal.pension_age import sex_matters
from tirek.portal.periods import first_day, shifted
from tirek.portal.steps import SENT, Question
from tirek.portal.texts import text

Fields = Mapping[str, Any]
Answers = Mapping[str, Any]
#: What is wrong: the field's name, and the words.
Wrong = tuple[str, str]

#: In the order of how many people pay so.
KINDS = (
    "employee", "entrepreneur", "civil_contract", "independent_medical", "self_employed",
    "platform_worker", "single_payment", "aggregate_payment_city", "aggregate_payment_village",
    "individual_helper",
)  # fmt: skip
#: What only some need; left empty it is not told to the contract.
DETAILS = ("pension", "elsewhere", "categories", "birth", "sex")
#: Who pays the same whatever the income: it need not be told. (The aggregate payment is the same
#: for any income, but its social part is not due where there is none: that has to be said.)
INCOME_FREE = ("independent_medical",)
#: What counts as the income of each kind, where the law says it: the name of a text.
_INCOMES = {
    "employee": "accrued", "civil_contract": "accrued", "single_payment": "accrued",
    "entrepreneur": "own", "self_employed": "received", "platform_worker": "received",
    "independent_medical": "free",
    "aggregate_payment_city": "any", "aggregate_payment_village": "any",
}  # fmt: skip
FIRST_YEAR, LAST_YEAR = 2005, 2099
FIRST_MONTH, LAST_MONTH = FIRST_YEAR * 100 + 1, LAST_YEAR * 100 + 12
#: Where the contract's places are on these pages.
_PLACES = {
    "/month": "month", "/payer_kind": "kind", "/income": "income",
    "/pension_contribution": "pension", "/medical_base_elsewhere": "elsewhere",
    "/categories": "categories", "/birth_date": "birth", "/sex": "sex",
}  # fmt: skip


class YearField(WholeField):
    """A year: four digits, written without a space between them."""

    def __init__(self, **words: Any) -> None:
        super().__init__(least=FIRST_YEAR, most=LAST_YEAR, **words)

    def clean(self, value: Any) -> int | None:
        try:
            return super().clean(value)
        except ValidationError as wrong:
            if wrong.code == "missing":
                raise
            words = text("due.year_wrong", first=FIRST_YEAR, last=LAST_YEAR)
            raise ValidationError(words, "wrong") from None

    def shown(self, value: int) -> str:
        return str(value)


def kind_options() -> list[Option]:
    return [Option(kind, text(f"kinds.{kind}")) for kind in KINDS]


def kind_field() -> SelectField:
    return ask("due.kind", SelectField, kind_options())


def income_of(kind: str) -> str:
    """What counts as the income of a kind of payer; ``""``: the texts of the law do not say."""
    if kind not in _INCOMES:
        return ""
    words = text(f"due.income_{_INCOMES[kind]}")
    return text("due.income_of", kind=text(f"kinds.{kind}"), words=words)


def incomes_told() -> list[str]:
    """What counts as income, kind by kind."""
    return [words for words in map(income_of, KINDS) if words]


def month_field(**words: Any) -> MonthField:
    return ask("due.month", MonthField, first=FIRST_MONTH, last=LAST_MONTH, **words)


def detail_fields() -> dict[str, Asked]:
    held = categories()
    return {
        "pension": ask("due.pension", MoneyField, required=False),
        "elsewhere": ask("due.elsewhere", MoneyField, required=False),
        "birth": ask("due.birth", DayField, required=False),
        "sex": ask("due.sex", ChoiceField, required=False,
                   options=[Option(code, text(f"sex.{code}")) for code in SEXES]),
        "categories": ask("due.categories", ManyField, [
            Option(code, held[code].title[language()]) for code in category_codes()]),
    }  # fmt: skip


def question_of(answers: Answers, period: int) -> dict[str, Any]:
    """The question of a month (YYYYMM), as ``POST /api/contributions`` takes it."""
    found: dict[str, Any] = {
        "month": f"{period // 100}-{period % 100:02d}", "payer_kind": answers["kind"],
        "income": as_contract.money(answers["income"]),
    }  # fmt: skip
    if answers.get("pension") is not None:
        found["pension_contribution"] = as_contract.money(answers["pension"])
    if answers.get("elsewhere") is not None:
        found["medical_base_elsewhere"] = as_contract.money(answers["elsewhere"])
    if answers.get("categories"):
        found["categories"] = list(answers["categories"])
    if answers.get("birth"):
        found["birth_date"] = answers["birth"].isoformat()
    sex = answers.get("sex") or _any_sex(answers.get("birth"), period)
    if sex:
        found["sex"] = sex
    return found


def _any_sex(birth: date | None, period: int) -> str:
    """A sex for who has told none, where the month is the same for all born that day; else none,
    and the contract asks for it."""
    if birth is None:
        return ""
    first = first_day(period)
    last = first_day(shifted(period, 1)) - timedelta(days=1)
    if birth <= last and sex_matters(birth, first, last):
        return ""
    return SEXES[0]


def words_of(problem: Problem) -> Wrong:
    """What a problem says, and at which field; kinds and months by the names that people know."""
    name = next((n for start, n in _PLACES.items() if problem.at.startswith(start)), "")
    if problem.key == "kind_not_in_force.kind":
        return "month", not_in_force(problem)
    if problem.key == "missing_fact.both":
        return name, text("due.sex_needed" if name == "sex" else "due.birth_needed")
    if problem.key == "event_date_conflict.before_birth":
        return name, text("due.not_born")
    return name, problem_text(problem)


def not_in_force(problem: Problem) -> str:
    """That nobody pays as this kind in the month, and when one does."""
    first, last = str(problem.details["value"]).split(" – ")
    key = "due.not_in_force" if last == "…" else "due.not_in_force_until"
    kind = text(f"kinds.{problem.details['kind']}")
    month = _month(str(problem.details["month"]))
    return text(key, kind=kind, month=month, first=_month(first), last=_month(last))


def _month(given: str) -> str:
    year, _, month = given.partition("-")
    return writing.month(int(year) * 100 + int(month)) if month else given


# ---------------------------------------------------------------------- a form of one page


class Read(NamedTuple):
    """A form as it was sent; ``answers`` where all that is needed is there and right."""

    form: Question
    answers: Answers | None

    @property
    def errors(self) -> list[Wrong]:
        """Each with the id of its field, for the summary."""
        return [
            (self.form[name].auto_id if name in self.form.fields else "", str(one))
            for name, some in self.form.errors.items() for one in some
        ]  # fmt: skip

    @property
    def status(self) -> int:
        return 422 if self.form.errors else 200


def read(
    request: HttpRequest, made: Fields, usual: Answers, judge: Callable[[Answers], Wrong | None],
    whole: bool = False,
) -> Read | HttpResponseRedirect:  # fmt: skip
    """The answers of an address. ``usual``: what stands in an empty form, ``whole``: and answers
    what an address leaves out; ``judge``: what is wrong with answers that are right one by one."""
    data = _with_income(made, request.GET)
    if SENT in data:
        form = Question(made, data)
        if form.is_valid():
            wrong = judge(form.cleaned_data)
            if wrong is None:
                return HttpResponseRedirect(
                    f"{address(request.path, made, form.cleaned_data)}#answer"
                )
            form.add_error(wrong[0] if wrong[0] in made else None, wrong[1])
        return Read(form, None)
    held = dict(usual) if whole else {}
    for name, field in made.items():
        given = data.get(name)
        try:
            if given is not None and len(given) < 1000:
                held[name] = field.from_address(given)
        except ValidationError:
            continue
    form = Question(made, initial={**usual, **held})
    needed = [name for name, field in made.items() if field.required]
    if any(name not in held for name in needed):
        return Read(form, None)
    wrong = judge(held)
    if wrong is not None:
        form.errors.setdefault(wrong[0], form.error_class()).append(wrong[1])
        return Read(form, None)
    return Read(form, held)


def _with_income(made: Fields, data: QueryDict) -> QueryDict:
    """What was sent, with an income of 0 where there is none and it changes nothing."""
    income = data.get("income", "").strip()
    if income or "income" not in made or data.get("kind") not in INCOME_FREE:
        return data
    filled_in = data.copy()
    filled_in["income"] = "0"
    return filled_in


def address(path: str, made: Fields, answers: Answers, **more: object) -> str:
    """The short address of answers: what is empty does not stand in it."""
    pairs = [
        (name, field.to_address(answers[name]))
        for name, field in made.items() if answers.get(name) not in (None, "", [])
    ]  # fmt: skip
    return f"{path}?{urlencode([*pairs, *more.items()])}"


def month_href(answers: Answers, period: int) -> str:
    """Where the same is asked of one month."""
    made: dict[str, Any] = {
        "kind": kind_field(), "month": month_field(), "income": MoneyField(), **detail_fields(),
    }  # fmt: skip
    return address(reverse("portal:due"), made, {**answers, "month": period})


def given(made: Fields, answers: Answers) -> list[Given]:
    """The answers read back."""
    return [
        Given(field.short, field.shown(answers[name]))
        for name, field in made.items() if answers.get(name) not in (None, "", [])
    ]  # fmt: skip


def filled(value: Any) -> bool:
    """Whether something stands in a field, in any of its boxes."""
    return any(map(filled, value)) if isinstance(value, list) else value not in (None, "")
