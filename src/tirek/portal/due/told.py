"""What is due for a month, as people read it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from django.urls import reverse

from tirek.contract import contributions
from tirek.contract.reading import tiyn
from tirek.law import parameters
from tirek.law.acts import kinds
from tirek.pages import writing
from tirek.pages.tables import Column, Table
from tirek.pages.texts import language
from tirek.portal import days_off, unheld
from tirek.portal.answers import Answer, Link, Part, Reason
from tirek.portal.due import foreigners
from tirek.portal.due.amounts import AmountsField
from tirek.portal.due.asked import (
    DETAILS,
    Answers,
    YearField,
    address,
    detail_fields,
    kind_field,
    month_href,
    question_of,
)
from tirek.portal.due.bases import why
from tirek.portal.fields import MoneyField
from tirek.portal.pages import jobs
from tirek.portal.periods import first_day, period_of
from tirek.portal.texts import text
from tirek.portal.told import cited, last_known_day, long_day, money, small, undetermined, working
from tirek.project import clock

#: Whose lines there are, in the order in which they are told.
LINES = ("social_contribution", "employer_contribution", "personal_contribution")
FUNDS = ("social", "medical")
#: Who transfers a line, and out of whose money (:func:`source`).
SOURCES = ("employer", "withheld", "agent", "operator", "self")
#: Whose own contribution is withheld by who pays the income.
_WITHHELD = ("employee", "single_payment", "individual_helper")
#: Who pays for both insurances: without the one or the other there is a reason.
_WITH_SOCIAL = ("employee", "entrepreneur", "civil_contract", "platform_worker")
#: From this month on the text of SC 245(2) is held that knows no tax regimes of entrepreneurs.
_REGIMES_HELD = 202_601
#: Whose medical contribution is a share of the income without a least sum that is held.
_SHARES_OF_INCOME = ("self_employed", "platform_worker")
#: Steps that say why a line is not there.
_GROUNDS = ("of_pension_age", "insured_by_state")


def told(answers: Answers) -> Answer:
    """The answer on one month."""
    answer: Any = contributions.answer(question_of(answers, answers["month"]), language())
    title, onward = text("jobs.due"), _onward(answers, answer)
    for_whom = text("due.for", kind=text(f"kinds.{answers['kind']}"),
                    month=writing.month(answers["month"]))  # fmt: skip
    if answer["undetermined"]:
        return Answer(title, text("due.unknown"), "unknown", for_whom,
                      [*_sooner(answers, answer), undetermined(answer["undetermined"]),
                       onward])  # fmt: skip
    if over_regime(answers["kind"], answers["income"], answers["month"]):
        under = f"{for_whom.rstrip('.')}. {text('due.over_regime')}"
        parts = [*_notes(answers, answer), onward]
        return Answer(title, text("due.regime_unusable"), "no", under, parts)
    lines = answer["lines"]
    missing = _missing(answer, answers)
    work = working(answer["explanation"])
    if not lines:
        return Answer(title, text("due.nothing"), "plain", for_whom,
                      [*_notes(answers, answer), missing, *unheld.of(answer["explanation"]),
                       work, onward])  # fmt: skip
    total = to_funds(lines)
    due = lines[0]["due"]
    day_off = days_off.note(date.fromisoformat(due)) if due else ""
    under = f"{_until(for_whom, due)}. {f'{day_off} ' if day_off else ''}"
    kind = answers["kind"]
    withheld = sum(tiyn(one["amount"]) for one in lines if source(kind, one) == "withheld")
    if kind == "single_payment":  # of which more is withheld than the parts of the funds
        total, said = _single(answers, lines, total)
        under += said
    else:
        if withheld and len(lines) > 1:
            under += text("due.of_own", sum=writing.money(withheld)) + " "
        under += text("due.without_pension")
    parts = [
        *_notes(answers, answer),
        Part(text("due.lines"), reasons=[_line(answers, line, answer) for line in lines],
             intro="" if all(line["purpose_code"] for line in lines) else text("due.no_code")),
        *unheld.of([*lines, *answer["explanation"]]),
        Part(intro=text("due.regimes") if _knows_no_regimes(answers) else ""), missing,
        Part(text("due.who_pays"), table=by_payer((kind, line) for line in lines)),
        foreigners.part(answers["month"]), work, onward,
    ]  # fmt: skip
    return Answer(title, total, "plain", under, [part for part in parts if part != Part()])


def _single(answers: Answers, lines: Sequence[Any], total: str) -> tuple[str, str]:
    """The headline of the single payment and what is said of it. It is transferred as one sum, with
    parts that go to neither fund: the whole is told where its rate is held and no part of it is
    left out or capped."""
    rate = parameters()["single_payment_rate"].at(first_day(answers["month"]))
    uncapped = len(lines) == len(LINES) and all(
        tiyn(line["base"]) == answers["income"] for line in lines
    )
    if rate is None or not uncapped or any(answers.get(one) for one in DETAILS):
        return text("due.single_parts", total=total), text("due.single_parts_under")
    whole = int(answers["income"] * rate + Fraction(1, 2))
    return (
        text("due.single_whole", whole=writing.money(whole), total=total),
        text("due.single_whole_under", rate=writing.percent(f"{float(rate):.3f}")),
    )


def to_funds(lines: Iterable[Mapping[str, Any]]) -> str:
    """The sum of lines and to whom it goes: not all that one pays, only what the funds of these
    lines get."""
    sums: Counter[str] = Counter()
    for line in lines:
        sums[line["fund"]] += tiyn(line["amount"])
    there = [fund for fund in FUNDS if sums[fund]]
    whom = there[0] if len(there) == 1 else "both"
    return text(f"due.total_{whom}", sum=writing.money(sums.total()))


def _sooner(answers: Answers, answer: Any) -> list[Part]:
    """What is due by the values of the last month that has all of them: what to expect."""
    day = last_known_day(answer["undetermined"])
    if day is None:
        return []
    month = period_of(day)
    found: Any = contributions.answer(question_of(answers, month), language(), True)
    if not found["lines"] or over_regime(answers["kind"], answers["income"], month):
        return []
    said = text("due.sooner", month=writing.month(month), total=small(to_funds(found["lines"])))
    link = Link(text("due.sooner_link", month=writing.month(month)), month_href(answers, month))
    return [Part(intro=said, links=[link])]


def half_told(
    kind: str, income: int, categories: Sequence[str], birth: date | None, answer: Any
) -> str:
    """Which half of a pensioner is left out: the category whose person pays nothing to medical
    insurance, or the age from which nothing goes to social insurance; ``""``: neither."""
    if kind not in _WITH_SOCIAL or answer["undetermined"]:
        return ""
    pensioner = "pensioner" in categories
    if pensioner and birth is None:
        return "category_without_age"
    funds = {line["fund"] for line in answer["lines"] or ()}
    of_age = birth is not None and income > 0 and "social" not in funds and "medical" in funds
    return "age_without_category" if of_age and not pensioner else ""


def exempt_unasked(
    rows: Sequence[tuple[contributions.Month, Sequence[str], Any]],
) -> list[bool]:
    """Of each question, its categories and its answer: whether it names a person with a
    disability and leaves open the pension contribution, from which such a person may be exempt,
    and the answer would then be another."""
    open_ = {
        at: question._replace(facts={**question.facts, "pension_contribution_given": 1})
        for at, (question, categories, _) in enumerate(rows)
        if "disabled" in categories and not question.facts["pension_contribution_given"]
    }
    exempt: list[Any] = contributions.answers([*open_.values()], language(), True) if open_ else []
    other = dict(zip(open_, exempt, strict=True))
    return [
        at in other and other[at]["lines"] != answer["lines"]
        for at, (_, _, answer) in enumerate(rows)
    ]


def _notes(answers: Answers, answer: Any) -> list[Part]:
    categories = answers.get("categories") or ()
    key = half_told(answers["kind"], answers["income"], categories, answers.get("birth"), answer)
    question = contributions.read(question_of(answers, answers["month"]))
    keys = [
        key,
        "single_payment_note" if answers["kind"] == "single_payment" else "",
        "self_employed_note" if answers["kind"] == "self_employed" else "",
    ]
    said = [text(f"due.{one}") for one in keys if one]
    if exempt_unasked([(question, categories, answer)])[0]:
        said.append(text("due.exempt_unasked", enter=text("due.exempt_enter")))
    notes = [Part(text("due.notes"), warning=one) for one in said]
    return [*notes, *_insured(answers, answer)]


def _pays_for_oneself(answers: Answers, answer: Any) -> bool:
    """Whether the medical contribution is one's own affair, paid by oneself or, of what a platform
    brings, by its operator: no employer or client sees to it that no month is missing."""
    return any(
        line["fund"] == "medical" and source(answers["kind"], line) in ("self", "operator")
        for line in answer["lines"] or ()
    )


def _insured(answers: Answers, answer: Any) -> list[Part]:
    """What a payment for oneself means for the insured status, as far as it is held, and where to
    look at one's own months."""
    window = parameters()["missing_months_window"].at(first_day(answers["month"]))
    if window is None or not _pays_for_oneself(answers, answer):
        return []
    said = [text("due.insured_months", window=writing.number(int(window)))]
    if answers["kind"] in _SHARES_OF_INCOME:
        said.append(text("due.insured_least"))
    said.append(text("due.insured_check"))
    links = [Link(one.title, one.href) for one in jobs(("insured",))]
    return [Part(text("jobs.insured"), " ".join(said), links=links)]


def over_regime(kind: str, income: int, period: int) -> bool:
    """Whether an income of the self-employed in a month (YYYYMM) is above that of their regime."""
    if kind != "self_employed":
        return False
    month = date(period // 100, period % 100, 1)
    multiple = parameters()["self_employed_limit_multiple"].at(month)
    index = parameters()["monthly_calculation_index_for_payments"].at(month)
    if multiple is None or index is None:
        return False
    return bool(income > multiple * index * 100)


def _knows_no_regimes(answers: Answers) -> bool:
    return bool(answers["kind"] == "entrepreneur" and answers["month"] >= _REGIMES_HELD)


def _until(what: str, due: str | None) -> str:
    passed = due is not None and date.fromisoformat(due) < clock.today()
    return text("due.for_passed" if passed else "due.for_until", what=what, day=long_day(due))


def line_title(line: Mapping[str, Any]) -> str:
    return text(f"due.{line['kind']}")


def source(kind: str, line: Mapping[str, Any]) -> str:
    """Who transfers a line of a kind of payer, and out of whose money: one of
    :data:`SOURCES`."""
    if line["paid_by"] != "person":
        return str(line["paid_by"])
    return "withheld" if kind in _WITHHELD else "self"


def payer(kind: str, line: Mapping[str, Any]) -> str:
    """Who transfers a line, and out of whose money."""
    code = source(kind, line)
    return f"{text(f'due.pays_{code}')} {text(f'due.from_{code}')}"


def _line(answers: Answers, line: Mapping[str, Any], answer: Any) -> Reason:
    kind = answers["kind"]
    reason = why(kind, answers["income"], line, answer["explanation"])
    base = f"{money(line['base'])} ({reason})" if reason else money(line["base"])
    words = text("due.line", payer=payer(kind, line), rate=writing.percent(line["rate"]),
                 base=base)  # fmt: skip
    if line["purpose_code"]:
        words += " " + text("due.code", code=line["purpose_code"])
    return Reason(words, cited(line["citations"]), line_title(line),
                  money(line["amount"]))  # fmt: skip


def _missing(answer: Any, answers: Answers) -> Part:
    """Why a line that one would look for is not there."""
    reasons = [
        Reason(step["text"], cited(step["citations"]))
        for step in answer["explanation"] if step["name"] in _GROUNDS
    ]  # fmt: skip
    points, links = [], []
    if not answers["income"]:
        absent = _absent(answers, answer)
        points = [text(f"due.no_income_{fund}") for fund in FUNDS if fund in absent]
        links = [Link(one.title, one.href) for one in jobs(("insured",)) if "medical" in absent]
    return (
        Part(text("due.missing"), reasons=reasons, points=points, links=links)
        if reasons or points else Part()
    )  # fmt: skip


def _absent(answers: Answers, answer: Any) -> set[str]:
    """The funds to which the kind pays in the month, but not of this income."""
    question = contributions.read(question_of(answers, answers["month"]))
    held = kinds()[answers["kind"]].items()
    paid = {fund for fund, span in held if span.holds(question.month)}
    if question.facts["state_insured"]:
        paid.discard("medical")
    return paid - {one["fund"] for one in answer["lines"]}


def by_payer(lines: Iterable[tuple[str, Mapping[str, Any]]]) -> Table:
    """Who transfers out of whose money to which fund; each line with its kind of payer."""
    sums: Counter[tuple[str, str]] = Counter()
    for kind, line in lines:
        sums[source(kind, line), line["fund"]] += tiyn(line["amount"])
    columns = [
        Column(text("due.payer")), Column(text("due.money")),
        *(Column(text(f"due.{fund}_fund"), True) for fund in FUNDS), Column(text("due.sum"), True),
    ]  # fmt: skip
    table = Table(text("due.who_pays"), columns, wide=True)
    there = [one for one in SOURCES if any(key[0] == one for key in sums)]
    for one in there:
        amounts = [sums[one, fund] for fund in FUNDS]
        words = text(f"due.pays_{one}"), text(f"due.from_{one}")
        table.add([*words, *map(writing.sum_of, [*amounts, sum(amounts)])])
    if len(there) > 1:
        amounts = [sum(sums[one, fund] for one in there) for fund in FUNDS]
        table.add([text("due.all"), "", *map(writing.sum_of, [*amounts, sum(amounts)])], total=True)
    return table


def _onward(answers: Answers, answer: Any) -> Part:
    """Where to go from a month: its year, two years, others' incomes, whether such months insure
    (unless a note has said so)."""
    of_others = not _pays_for_oneself(answers, answer) and any(
        line["fund"] == "medical" for line in answer["lines"] or ()
    )
    details = detail_fields()
    incomes = [answers["income"]] if answers["income"] else []
    compared = {"kind": answers["kind"], "incomes": incomes}
    links = [
        Link(text("due.to_year"), address(reverse("portal:due_year"), {
            "kind": kind_field(), "year": YearField(), "income": MoneyField(), **details,
        }, {**answers, "year": answers["month"] // 100})),
        Link(text("due.to_compare"), address(reverse("portal:due_compare"), {
            "kind": kind_field(), "incomes": AmountsField(),
        }, compared)),
        Link(text("due.to_staff"), reverse("portal:due_staff")),
        *(Link(job.title, job.href)
          for job in jobs(("insured", "curves") if of_others else ("curves",))),
    ]  # fmt: skip
    return Part(text("due.onward"), links=links)
