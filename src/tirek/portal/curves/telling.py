"""A curve as people read it: a chart whose marks are numbered, the marks in words, a table."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from tirek.contract.messages import say
from tirek.law.book import PAYER_KINDS
from tirek.pages import writing
from tirek.pages.texts import language
from tirek.portal.answers import Answer, Fact, Link, Part
from tirek.portal.benefits.incomes import Row
from tirek.portal.benefits.question import counted
from tirek.portal.curves.accrued import accrued
from tirek.portal.curves.drawn import UNKNOWN, Drawn
from tirek.portal.curves.marks import PARTS
from tirek.portal.curves.numbered import Told
from tirek.portal.curves.shown import chart, line_name, lines_of, place, table, told_sum
from tirek.portal.pages import jobs
from tirek.portal.periods import months_before
from tirek.portal.texts import text
from tirek.portal.told import undetermined

#: Slopes are told for so much of an income (tiyn).
_OF_INCOME = 1_000 * 100
#: An accrued income of which is told what is left of it (tiyn).
_EXAMPLE = 300_000 * 100
#: An income below any floor, tiyn.
_LEAST = 1_00


def told(drawn: Drawn, marks: Sequence[Told], csv: str) -> Answer:
    """The page of a curve; ``csv``: where its table can be had as a file."""
    name = drawn.kind.name
    title = text("jobs.curves")
    lead = text(f"curves.{name}")
    first = drawn.points([drawn.span[1]])[0]
    if first.state == UNKNOWN:
        return Answer(title, lead, "unknown", parts=[undetermined(first.unknown)])
    return Answer(title, lead, under=_still(drawn), parts=[
        *_warned(drawn),
        Part(text("curves.drawn"), _counted(drawn),
             chart=chart(drawn, marks, f"{lead}: {_still(drawn)}"),
             links=[Link(text("curves.csv"), csv)]),
        Part(text("curves.marks"), _no_marks(drawn), facts=[
            *(fact(drawn, one) for one in marks), *_unmarked(drawn, marks)]),
        Part(text("curves.table"), table=table(drawn, marks), folded=True),
        Part(text("curves.assumed"), points=_assumed(drawn), links=[
            Link(job.title, job.href) for job in jobs(("due" if not drawn.benefit else "benefits",
                                                       "law"))]),
    ])  # fmt: skip


def _counted(drawn: Drawn) -> str:
    """Which income the curve is about, where it is not the accrued one, and where to look."""
    if not drawn.kind.counted:
        return ""
    day = drawn.given["on"]
    month, employee = months_before(day, 1)[0], PAYER_KINDS.index("employee")
    example, least = counted([Row(month, 1, employee, sum_) for sum_ in (_EXAMPLE, _LEAST)])
    return text("curves.counted_note", accrued=writing.money(_EXAMPLE),
                counted=writing.money(example.tiyn), floor=writing.money(least.tiyn))  # fmt: skip


def _no_marks(drawn: Drawn) -> str:
    """Why a curve has no marks though it turns, or though nothing is paid on it."""
    if drawn.restless:
        return text("curves.marks_many")
    nothing = all(point.state for point in drawn.points(drawn.grid(PARTS)))
    return text("curves.marks_no_right") if nothing else ""


def _unmarked(drawn: Drawn, marks: Sequence[Told]) -> list[Fact]:
    """The lines on which nothing happens: what is paid everywhere, or by how much it grows."""
    marked = {one.mark.line for one in marks}
    if _no_marks(drawn):
        return []
    first, last = drawn.span
    at, to = drawn.points([first, last])
    found = []
    for line in lines_of(drawn):
        if line in marked:
            continue
        slope = Fraction(to.values[line] - at.values[line], last - first)
        said = text("curves.flat", value=told_sum(to, line))
        if slope:
            said = text("curves.evenly", slope=_sloped(drawn, slope))
        found.append(Fact(line_name(drawn, line), said))
    return found


def _warned(drawn: Drawn) -> list[Part]:
    """There is no right anywhere on the curve: why."""
    grid = drawn.points(drawn.grid(PARTS))
    if not all(point.state for point in grid):
        return []
    return [Part(text("answer.why"), points=_reasons(grid[-1].state))]


def _reasons(state: str) -> list[str]:
    """Why there is no right, in words."""
    texts = [say("reasons", code, language()) for code in state.split(",") if code]
    return [f"{words.partition('. ')[0].rstrip('.')}." for words in texts]  # without the advice


def _still(drawn: Drawn) -> str:
    """What the curve is about besides its axis."""
    given = drawn.given
    if not drawn.benefit:
        kind = text(f"kinds.{given['kind']}")
        return f"{kind}, {writing.month(given['month'])}"
    name = text(f"benefits.{drawn.benefit}")
    return f"{name}, {writing.long_day(given['on'])}"


def _assumed(drawn: Drawn) -> list[str]:
    if not drawn.benefit:
        return [text("curves.assumed_contributions")]
    of_income = "assumed_counted" if drawn.kind.counted else "assumed_accrued"
    rows = "assumed_short" if drawn.short else "assumed_rows"
    found = [
        text(f"curves.{rows}", months=drawn.looked_back),
        text("curves.assumed_right_away"),
        text(f"curves.{of_income}"),
    ]
    if drawn.kind.name == "tenure" and drawn.benefit == "disability":
        found.append(text("curves.assumed_degree"))
    if drawn.benefit == "survivor":
        found.append(text("curves.assumed_children"))
    if drawn.benefit == "childcare":
        found.append(text("curves.assumed_newborn"))
    return found


# ---------------------------------------------------------------------- words


def fact(drawn: Drawn, one: Told) -> Fact:
    """A mark in words."""
    mark = one.mark
    line = line_name(drawn, mark.line)
    before, after = (
        told_sum(point, mark.line) for point in drawn.points([max(mark.at - 1, 0), mark.at])
    )
    words = {
        "line": line, "before": before, "after": after, "value": after,
        "slope": _sloped(drawn, mark.right.slope),
        "slope_before": _sloped(drawn, mark.left.slope),
    }  # fmt: skip
    label = f"{one.number}. {_place(drawn, mark.at)}"
    why = mark.cause.why or mark.cause.rule
    if one.apart:
        label = f"{one.number}. {_place(drawn, mark.at)} – {_place(drawn, one.last.at)}"
        words |= {"apart": place(drawn, one.apart), "by": writing.money(mark.by)}
        return Fact(label, text("curves.every", **words), _because(why))
    said = text(f"curves.{mark.what}", **words)
    if mark.what == "still" and not mark.left.flat:
        said = f"{said} {text('curves.before_still', slope=words['slope_before'])}"
    if mark.what in ("begins", "ends"):
        side = mark.left if mark.what == "begins" else mark.right
        point = drawn.points([side.last if mark.what == "begins" else side.first])[0]
        said = f"{said} {text('curves.no_right', reason=' '.join(_reasons(point.state)))}"
        why = mark.cause.why
    return Fact(label, said, _because(why))


def _because(why: str) -> str:
    """What makes a mark, as a sentence says it: the bare title of a rule is none."""
    return text("curves.because", why=why) if why else ""


def _place(drawn: Drawn, number: int) -> str:
    """A number of the axis; of an income after the pension contribution the wage too, for that is
    what people know."""
    said = place(drawn, number)
    if not drawn.kind.counted:
        return said
    (wage,) = accrued(drawn, [number])
    if wage is None:
        return said
    return text("curves.place_counted", counted=said, accrued=writing.money(wage))


def _sloped(drawn: Drawn, slope: Fraction) -> str:
    """What a further unit of the axis adds."""
    of = _OF_INCOME if drawn.kind.axis == "income" else 1
    axis = "counted" if drawn.kind.counted else drawn.kind.axis
    return text(
        f"curves.slope_{axis}", sum=_signed(round(slope * of)),
        of=writing.money(_OF_INCOME),
    )  # fmt: skip


def _signed(tiyn: int) -> str:
    return ("+" if tiyn > 0 else "") + writing.money(tiyn)
