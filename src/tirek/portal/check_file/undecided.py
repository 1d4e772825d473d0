"""What whoever sends the file has to decide: sums that do not follow from their incomes, totals
that do not fit, people and rows that stand there twice."""

from __future__ import annotations

from tirek.pages import writing
from tirek.pages.tables import Column, Table
from tirek.portal.answers import Part
from tirek.portal.check_file.comparing import Compared, Differing
from tirek.portal.check_file.corrections import Corrected, Double
from tirek.portal.check_file.places import lines_named, ranges
from tirek.portal.texts import text

#: Rows of a table, and lines named in a sentence.
MOST_SHOWN, MOST_PLACES = 200, 8


def difference(one: Differing) -> str:
    """How a sum differs from the law's of its income, and what may make that right."""
    said = text("check.differs", income=writing.money(one.income), sum=writing.money(one.sum),
                right=writing.money(one.right),
                difference=writing.money(abs(one.sum - one.right)))  # fmt: skip
    return f"{said} {_may_be_right(one)}"


def _may_be_right(one: Differing) -> str:
    """When such a sum would be right."""
    key = "less" if one.sum < one.right else "more"
    words = text("check.differs_exempt" if one.exempt else f"check.differs_{key}")
    if one.rows:
        words += " " + text("check.differs_rows", lines=ranges(one.rows, MOST_PLACES))
    return words


def differing(compared: Compared) -> list[Part]:
    """Sums that are not the law's of the income beside them."""
    if not compared.differing:
        return []
    columns = [
        Column(text("check.line"), True), Column(text("check.beside_income"), True),
        Column(text("check.beside_sum"), True), Column(text("check.beside_law"), True),
        Column(text("check.beside_difference"), True), Column(text("check.beside_why")),
    ]  # fmt: skip
    title = text("check.differing")
    table = Table(title, columns, wide=True)
    for one in compared.differing[:MOST_SHOWN]:
        sign = "−" if one.sum < one.right else "+"
        table.add([
            str(one.line), *map(writing.money, (one.income, one.sum, one.right)),
            f"{sign}{writing.money(abs(one.sum - one.right))}", _may_be_right(one),
        ])  # fmt: skip
    intro = text("check.differing_intro")
    if len(compared.differing) > MOST_SHOWN:
        intro += " " + text("check.more", shown=writing.number(MOST_SHOWN),
                            number=writing.number(len(compared.differing)))  # fmt: skip
    return [Part(title, intro, table=table)]


def undecided(corrected: Corrected) -> list[Part]:
    """Totals that were left as they stand, and people who stand there twice."""
    parts = []
    if corrected.totals:
        lines = lines_named((one.line for one in corrected.totals), MOST_PLACES)
        parts.append(Part(text("fixed.totals_left"), text("fixed.total_or_sum", lines=lines)))
    if corrected.doubles:
        parts.append(_doubles(corrected))
    return parts


def _doubles(corrected: Corrected) -> Part:
    """Each person who stands there before with the very same lines."""
    out = any(change.what == "doubled" for change in corrected.changes)
    columns = [
        Column(text("check.line"), True), Column(text("check.message"), True),
        Column(text("check.person"), True), Column(text("check.sum"), True),
        Column(text("fixed.repeats")),
    ]  # fmt: skip
    table = Table(text("fixed.doubles"), columns, wide=True)
    for one in corrected.doubles[:MOST_SHOWN]:
        table.add([str(one.line), str(one.message), one.number,
                   writing.NOTHING if one.tiyn is None else writing.money(one.tiyn),
                   _repeated(one)])  # fmt: skip
    intro = text("fixed.doubles_out" if out else "fixed.doubles_stay")
    return Part(text("fixed.doubles"), intro, table=table)


def doubled_rows(corrected: Corrected) -> Part:
    """The same of a list, which knows no messages."""
    columns = [
        Column(text("check.line"), True), Column(text("check.sum"), True),
        Column(text("fixed.repeats")),
    ]  # fmt: skip
    table = Table(text("fixed.doubles"), columns, wide=True)
    for one in corrected.doubles[:MOST_SHOWN]:
        table.add([str(one.line), writing.money(one.tiyn or 0),
                   lines_named([one.of_line], MOST_PLACES)])  # fmt: skip
    intro = text("fixed.rows_out" if corrected.changes else "fixed.rows_stay")
    return Part(text("fixed.doubles"), intro, table=table)


def _repeated(one: Double) -> str:
    return text("fixed.repeats_which", line=one.of_line, message=one.of_message,
                number=one.of_number)  # fmt: skip
