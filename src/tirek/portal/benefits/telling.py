"""The contract's answer on a benefit, as people read it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from tirek.contract import assess
from tirek.contract.reading import tiyn
from tirek.law import parameters
from tirek.law.book import PAYER_KINDS
from tirek.pages import writing
from tirek.pages.texts import language
from tirek.portal.answers import Answer, Fact, Link, Part, Reason
from tirek.portal.benefits.applying import last_day, missed
from tirek.portal.benefits.changes import changes
from tirek.portal.benefits.dependants import dependants, fewer
from tirek.portal.benefits.events import AFTER_BIRTH, leave_by_birth
from tirek.portal.benefits.incomes import Row, months_of
from tirek.portal.benefits.onward import onward, refused
from tirek.portal.benefits.question import counted, question_of, rows_of
from tirek.portal.benefits.sooner import Sooner, on_a_known_day
from tirek.portal.periods import months_before, written
from tirek.portal.steps import BACK, RESULT, Answers
from tirek.portal.texts import text
from tirek.portal.told import act, cited, long_day, money, undetermined, word, working
from tirek.project import clock


def told(kind: str, answers: Answers, elsewhere: Callable[..., str]) -> Answer:
    """The result of a flow; ``elsewhere``: where the result with some answers changed is."""
    question = question_of(kind, answers)
    answer: Any = assess.answer(question, language())
    title = text(f"benefits.{kind}")
    others = changes(word("what_would_change_it"), question, answer)
    if answer["undetermined"]:
        found = on_a_known_day(kind, answers, answer)
        return Answer(title, text("benefits.not_yet"), "unknown", _by_values(found), [
            *_sooner(found, elsewhere), undetermined(answer["undetermined"]), _working(answer),
            *([onward(kind, answers)] if found and found.answer["entitled"] else []),
        ])  # fmt: skip
    if not answer["entitled"]:
        return Answer(title, word("not_entitled"), "no", text("benefits.refused_under"), [
            Part(text("answer.why"), reasons=[_reason(one) for one in answer["reasons"]]),
            Part(text("benefits.from_what"), facts=_of_incomes(kind, answers, answer)),
            *_assumed(kind, answers, answer, elsewhere), *dependants(answers, answer), *others,
            _working(answer),
            refused(kind),
        ])  # fmt: skip
    late = missed(kind, answers)
    return Answer(title, _lead(answer, late), "unknown" if late else "yes",
                  _under(question, answer), [
        *_unusual(kind, answers, elsewhere), *_late(late, elsewhere),
        Part(text("benefits.what"), facts=[
            *_facts(answers, answer), *_term(kind, answers, answer["until"])]),
        *dependants(answers, answer),
        Part(text("benefits.from_what"), facts=[
            *_of_incomes(kind, answers, answer), *_factors(answer)]),
        *_assumed(kind, answers, answer, elsewhere),
        *others, _working(answer), *([] if late else [onward(kind, answers)]),
    ])  # fmt: skip


#: The longest maternity leave that is usually given, days. No text that is held has it, so that a
#: longer one is spoken of and not refused.
_LONGEST_LEAVE = 184
#: Nobody works before this age, as a rule.
_WORKS_FROM = 14


def _unusual(kind: str, answers: Answers, elsewhere: Callable[..., str]) -> list[Part]:
    """A leave that is longer than any that is usually given; a month of work in childhood; months
    without income right before a leave. Each may be so, and may be a slip."""
    found = _of_adoption(answers, elsewhere) if kind == "adoption" else []
    if kind == "maternity" and answers["days"] > _LONGEST_LEAVE:
        found.append(Part(warning=text("benefits.days_maternity_unusual")))
    if "since" in answers and "birth" in answers:
        age = answers["since"] // 100 - answers["birth"].year
        if age < _WORKS_FROM:
            found.append(Part(warning=text("benefits.since_young", age=age)))
    if kind in ("maternity", "adoption") and "till" in answers:
        last = months_before(answers["on"], 1)[0]
        if answers["till"] < last:
            words = text("benefits.till_gap", till=writing.month(answers["till"]),
                         last=writing.month(last))  # fmt: skip
            found.append(Part(warning=words, links=[_change("income", kind, elsewhere)]))
    return found


def _of_adoption(answers: Answers, elsewhere: Callable[..., str]) -> list[Part]:
    """From where the days of the leave are: by the birth of the child, or told otherwise."""
    usual, most = (leave_by_birth(answers, until) for until in AFTER_BIRTH)
    if answers["days"] is None:
        words = text("benefits.adopted", days=usual)
        return [Part("", words, links=[_change("days", "adoption", elsewhere)])]
    if answers["days"] > most:
        return [Part(warning=text("benefits.days_adoption_unusual"))]
    return [Part("", text("benefits.adopted_more"))] if answers["days"] > usual else []


def _change(step: str, kind: str, elsewhere: Callable[..., str]) -> Link:
    """To the page of an answer, and back to the result."""
    held = elsewhere().partition("?")[2]
    href = f"{reverse('portal:benefit_step', args=[kind, step])}?{held}&{BACK}={RESULT}"
    return Link(f"{text('page.change')}: {text(f'benefits.{_ASKED.get(step, step)}_short')}", href)


def _late(last: date | None, elsewhere: Callable[..., str]) -> list[Part]:
    """That the last day to apply is over; an application of today leads to the answer to it."""
    if last is None:
        return []
    today = Link(text("benefits.late_link"), elsewhere(applied=clock.today().isoformat()))
    return [Part(warning=text("benefits.late", day=writing.long_day(last)), links=[today])]


def _by_values(found: Sooner | None) -> str:
    """What to expect, in a sentence under the headline."""
    if found is None:
        return ""
    what = _lead(found.answer)
    return text("benefits.by_values", day=writing.long_day(found.day), what=what)


def _sooner(found: Sooner | None, elsewhere: Callable[..., str]) -> list[Part]:
    """What is due on the last day whose values are known: what to expect."""
    if found is None:
        return []
    changed = {name: found.answers[name].isoformat() for name in ("on", "applied")}
    if "child" in found.answers:
        changed["child"] = found.answers["child"].isoformat()
    changed |= {name: written(found.answers[name]) for name in ("since", "till")
                if name in found.answers}  # fmt: skip
    return [Part(
        text("benefits.sooner"), text("benefits.sooner_text", day=writing.long_day(found.day)),
        facts=[Fact(text("benefits.sooner_net"), _lead(found.answer))],
        links=[Link(text("benefits.sooner_link"), elsewhere(**changed))],
    )]  # fmt: skip


def _lead(answer: Any, late: date | None = None) -> str:
    """The answer in a few words; ``late``: the last day to apply, where it is over."""
    if not answer["entitled"]:
        return word("not_entitled")
    once = answer["pays"] == "once"
    found = text("benefits.once" if once else "benefits.monthly", sum=money(answer["net"]))
    return text("benefits.if_applied", what=found, day=writing.long_day(late)) if late else found


def _under(question: Mapping[str, Any], answer: Any) -> str:
    """When it is paid, and for whom these benefits are."""
    return f"{_when(question, answer).rstrip('.')}. {text('benefits.for_whom')}"


def _when(question: Mapping[str, Any], answer: Any) -> str:
    first, last = answer["from"], answer["until"]
    if answer["pays"] == "once":
        return text("benefits.of_leave", first=long_day(first))
    if last is None:
        return text("benefits.from_day", first=long_day(first))
    then = fewer(question, answer)
    return text("benefits.from_to", first=long_day(first), last=long_day(last)) + (
        then and f". {then}."
    )


def _facts(answers: Answers, answer: Any) -> list[Fact]:
    note = text("benefits.order_note") if "order" in answers else ""
    found = [Fact(word("amount"), money(answer["amount"]), note)]
    if tiyn(answer["pension_contribution"]):
        found.append(Fact(word("pension_contribution"), money(answer["pension_contribution"])))
        found.append(Fact(word("net"), money(answer["net"])))
    if answer["months"] is not None:
        found.append(Fact(word("months"), writing.number(answer["months"])))
    first = text("benefits.right") if answer["pays"] == "once" else word("from")
    found.append(Fact(first, long_day(answer["from"])))
    if answer["until"] is not None:
        until = date.fromisoformat(answer["until"])
        # Of a disability the term told may lie behind the day of the pension.
        sooner = "term_until" in answers and until < (answers["term_until"] or date.max)
        note = text("benefits.until_pension") if sooner else ""
        found.append(Fact(word("until"), writing.long_day(until), note))
    return found


def _term(kind: str, answers: Answers, until: str | None) -> list[Fact]:
    """The last day to apply, by the law of the day on which one applies; it may lie behind the last
    day (``until``) that is paid for."""
    last = last_day(kind, answers["on"], answers.get("applied") or answers["on"])
    if last is None:
        return []
    over = until is not None and until < last.isoformat()
    note = text("benefits.apply_after") if over else ""
    return [Fact(text("benefits.apply_until"), writing.long_day(last), note)]


def _of_incomes(kind: str, answers: Answers, answer: Any) -> list[Fact]:
    found = []
    window = months_before(answers["on"], months_of(kind, answers["on"]))
    rows = [row for row in rows_of(kind, answers) if row.period in window]
    after = counted(rows)
    if rows and after != list(rows):
        accrued, left = sum(row.tiyn for row in rows), sum(row.tiyn for row in after)
        found.append(Fact(
            text("benefits.counted"), writing.money(left),
            text(f"benefits.counted_{_counted(rows, left, accrued)}", sum=writing.money(accrued)),
        ))  # fmt: skip
    if answer["average_income"] is not None:
        count = len({row.period for row in rows if row.tiyn})
        note = ""
        if count < len(window):
            note = text("benefits.average_note", count=count, window=len(window))
            if kind == "childcare":
                note += " " + text("benefits.average_leave")
        found.append(Fact(word("average_income"), money(answer["average_income"]), note))
    if answer["participation_months"] is not None:
        months = answer["participation_months"]
        notes = [text("benefits.participation_only")] if _only_told(kind, answers) else []
        notes += _too_short(kind, answers, months)
        note = " ".join(notes)
        found.append(Fact(word("participation_months"), writing.number(months), note))
    return found


def _counted(rows: Sequence[Row], left: int, accrued: int) -> str:
    """Why another sum counts than was accrued."""
    if left > accrued:
        return "raised"
    # Of an entrepreneur the pension contribution was taken off until 2025 only.
    own = {PAYER_KINDS[row.kind] for row in rows} != {"employee"}
    return "own" if own else "note"


def _too_short(kind: str, answers: Answers, months: int) -> list[str]:
    """How long it has to be, of what is shorter (SC 115(2))."""
    if kind != "job_loss":
        return []
    edition = parameters()["job_loss_months_min"].edition(answers["on"])
    if edition is None or months >= int(edition.value):
        return []
    return [text("benefits.participation_least", least=int(edition.value))]


#: The text that asks, where it is not called as the answer is.
_ASKED = {"so": "child_so", "days": "days_adoption"}


def _assumed(kind: str, answers: Answers, answer: Any, elsewhere: Callable[..., str]) -> list[Part]:
    """What was taken to be so without asking, and where to say that it is otherwise."""
    names = []
    if kind == "childcare" and not answers["so"]:
        names.append("so")
    if _only_told(kind, answers):
        names.append("participation")
    if answers.get("exempt") == "no" and tiyn(answer["pension_contribution"] or "0"):
        names.append("exempt")
    links = [_change(name, kind, elsewhere) for name in names]
    said = [*(text(f"benefits.assumed_{name}") for name in names), text("benefits.covered")]
    return [Part(text("benefits.assumed"), points=said, links=links)]


def _only_told(kind: str, answers: Answers) -> bool:
    """Whether the length of participation is that of the incomes told, and could be more."""
    return "participation" in answers and answers["participation"] in (None, "")


def _factors(answer: Any) -> list[Fact]:
    return [
        Fact(text(f"factors.{name}"), writing.decimal(value))
        for name, value in answer["factors"].items()
    ]


def _reason(one: Any) -> Reason:
    return Reason(one["text"], cited(one["citations"]))


def _working(answer: Any) -> Part:
    law = answer["law"]
    edition = text("benefits.edition", act=act(law["act"]), day=long_day(law["edition"]))
    return working(answer["explanation"], edition)
