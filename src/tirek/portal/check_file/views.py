"""The page: a form with a file, and under it what was found; or the corrected file itself.

Both come from the same POST: the file is read, answered and forgotten.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from tirek.ledger.files import Unwritable, write_csv, write_xlsx
from tirek.pages import language as choosing
from tirek.pages import writing
from tirek.pages.texts import language
from tirek.portal.answers import Answer
from tirek.portal.brought import Brought, brought
from tirek.portal.check_file import comparing, doubles, making, telling, undecided
from tirek.portal.check_file.comparing import Compared
from tirek.portal.check_file.correcting import correct
from tirek.portal.check_file.corrections import Change, Corrected, Double
from tirek.portal.check_file.judging import Portion
from tirek.portal.check_file.places import lines_named
from tirek.portal.check_file.reading import MOST_PEOPLE, NotReadable, Read, read
from tirek.portal.check_file.remarks import Remark, of_lines, of_totals, remarks
from tirek.portal.downloads import attachment
from tirek.portal.due.asked import FIRST_MONTH, KINDS, LAST_MONTH, filled
from tirek.portal.fields import ManyField, MonthField, Option, SelectField, ask
from tirek.portal.pages import show
from tirek.portal.patience import Patience
from tirek.portal.steps import Question
from tirek.portal.tables import LARGEST, XLSX_ROWS
from tirek.portal.texts import text

_BYTES = "application/octet-stream"
CORRECTED = "corrected"
#: Rows that an error of the form names; there may be more.
_MOST_NAMED = 20
#: What does not stay in the name of a file.
_NOT_IN_A_NAME = re.compile(r"[^\w .()+-]+|\d{12}")
#: After so many seconds a file is not read a second time.
_FOR_ANOTHER_LOOK = 0.6


def _fields() -> dict[str, Any]:
    kinds = [Option("", text("check.kind_usual"))]
    kinds += [Option(kind, text(f"kinds.{kind}")) for kind in KINDS]
    return {
        "kind": ask("check.kind", SelectField, kinds, required=False),
        "month": ask("check.month", MonthField, first=FIRST_MONTH, last=LAST_MONTH, required=False),
        "doubles": ask("check.doubles", ManyField, [Option("out", text("check.doubles_out"))]),
        "sums": ask("check.sums", ManyField, [Option("right", text("check.sums_right"))]),
        **making.fields(),
    }  # fmt: skip


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """The form; sent with a file: what is wrong with it, or the file corrected."""
    choosing.use(request)
    if request.method != "POST":
        return _shown(request, Question(_fields()))
    form, file = Question(_fields(), request.POST), brought(request)
    if not form.is_valid():
        return _shown(request, form, file=file)
    if file is None:
        return _shown(request, form, wrong=text("check.file_missing"))
    given, patience = form.cleaned_data, Patience(_FOR_ANOTHER_LOOK)
    try:
        found = read(file.content, given["month"])
    except NotReadable as problem:
        return _shown(request, form, wrong=str(problem))
    if found.people and making.income_unfit(found.people, given["purpose"] or ""):
        form.add_error("purpose", text("make.income_unfit"))
        return _shown(request, form, file=file)
    doubled = doubles.of_list(found.people, given["purpose"] or "") if found.people else []
    if _leaves_out(given):
        found = doubles.without(found, doubled)
    compared = _compared(found, given)
    if request.POST.get("do") == CORRECTED:
        made = _corrected(form, found, doubled, compared, file.name)
        if made is not None:
            return made
        if form.errors:
            return _shown(request, form, file=file, differing=bool(compared.differing))
    answer, left = _answer(found, doubled, compared, given, patience)
    notice = text("check.nothing_to_give") if request.POST.get("do") == CORRECTED else ""
    return _shown(
        request, form, file=file, answer=answer, notice=notice, of_list=found.people is not None,
        correctable=not telling.nothing_corrected(answer),
        left=text("check.get_left", number=writing.number(left)) if left else "",
        differing=bool(compared.differing),
    )  # fmt: skip


def _leaves_out(given: Any) -> bool:
    """Whether of those who stand there twice one is to be left out."""
    return "out" in (given["doubles"] or ())


def _compared(found: Read, given: Any) -> Compared:
    """The sums of a list beside incomes, held against the law; nothing of an MT-102."""
    if found.people is None:
        return Compared()
    return comparing.compare(found.people, given["purpose"] or "", given["kind"])


def _portions(found: Read, given: Any) -> list[Portion]:
    """The lines of a file with what their headers say; of a list with what the form says."""
    if found.people is None:
        return [Portion(one.header, one.lines) for one in found.messages]
    worked = making.amounts(found.people, given["purpose"] or "", given["kind"])
    return [Portion(making.header_of(given), *worked)]


def _remarks(
    found: Read, portions: list[Portion], given: Any, doubled: Sequence[Double] = ()
) -> list[Remark]:  # fmt: skip
    """What is wrong. Rows of a list that stand there twice are no errors: who sends it decides."""
    return doubles.undecided_apart(remarks(found, portions, given["kind"]), doubled)


def _answer(
    found: Read, doubled: list[Double], compared: Compared, given: Any, patience: Patience
) -> tuple[Answer, int | None]:  # fmt: skip
    """What was found, and how many errors stay after the corrections, which is looked at while
    there is patience. ``doubled``: rows of a list that stand there twice."""
    portions = _portions(found, given)
    wrong = _remarks(found, portions, given, doubled)
    out = [Change("doubled", one.line) for one in doubled] if _leaves_out(given) else []
    corrected, left = Corrected(b"", out, doubles=doubled), None
    if found.form == "mt102" and not found.stopped:
        corrected = _correct(found, given)
        wrong += of_totals(found, corrected.totals, wrong)
        if corrected.changes and patience.left:
            after = read(corrected.content)
            left = len(_remarks(after, _portions(after, given), given))
    if found.people is not None:
        left = len(wrong)  # nothing of a list becomes right by itself
    lacking = making.lacking(given)
    return telling.told(found, portions, wrong, corrected, left, compared, lacking), left


def _correct(found: Read, given: Any) -> Corrected:
    return correct(found.content, found.recoded, _leaves_out(given))


# ---------------------------------------------------------------------- the file back


def _named(given: str, ending: str, left: int = 0) -> str:
    """The file's own name with a word that tells the two apart; ``ending``: of a file of another
    form, else its own stays; ``left``: errors that it still has, for it may be sent unseen."""
    stem, dot, own = given.replace("\\", "/").rpartition("/")[2].rpartition(".")
    stem, own = (stem, own) if dot else (own, "")
    own = own.lower() if own.isascii() and own.isalnum() and len(own) <= 5 else ""
    if ending and own != ending and (ending, own) != ("csv", "txt"):
        own = ending
    stem = _NOT_IN_A_NAME.sub("_", stem).strip(" ._")[:80] or "tirek"
    state = f"errors-left-{left}" if left else "corrected"
    return f"{stem}-{state}.{own or 'txt'}"


def _corrected(
    form: Question, found: Read, doubled: list[Double], compared: Compared, name: str
) -> HttpResponse | None:  # fmt: skip
    """The corrected file; None where there is none to give (then ``form`` may say why)."""
    given = form.cleaned_data
    if found.stopped:
        return None
    if found.form == "mt102":
        corrected = _correct(found, given)
        if not corrected.changes:
            return None
        return attachment(corrected.content, _named(name, ""), _BYTES)
    for name in making.missing(given):
        form.add_error(name, text("make.missing", field=text(f"make.{name}")))
    if form.errors or found.people is None or not len(found.people.lines):
        return None
    if making.wanted(given):
        return _made(form, found, given, doubled, compared)
    made = BytesIO()
    people = found.people
    notes: dict[int, list[str]] = defaultdict(list)
    portions = _portions(found, given)
    judged = of_lines(found, portions, given["kind"])
    for one in doubles.undecided_apart(judged, doubled):
        notes[one.line].append(f"{one.field}: {one.words.rstrip('.')}.")
    if not _leaves_out(given):
        for double in doubled:
            notes[double.line].append(text("fixed.repeats_row", line=double.of_line))
    for differing in compared.differing:
        notes[differing.line].append(undecided.difference(differing))
    to_write = write_xlsx if found.form == "xlsx" else write_csv
    if people.amounts == "income" and making.follows(given["purpose"] or ""):
        people = making.with_sums(people, portions[0].lines)
    to_write(making.born(people.lines), people.problems, made, amounts=people.amounts,
             lang=language(), notes=notes, incomes=people.incomes)  # fmt: skip
    left = len(_remarks(found, portions, given, doubled))
    return attachment(made.getvalue(), _named(name, found.form, left), _BYTES)


def _made(
    form: Question, found: Read, given: Any, doubled: Sequence[Double], compared: Compared
) -> HttpResponse | None:  # fmt: skip
    """A list as MT-102, if nothing is wrong with it and nothing is left to decide."""
    portions = _portions(found, given)
    wrong = _remarks(found, portions, given, doubled)
    if wrong:
        nothing = all(one.code == making.NOTHING for one in wrong)
        lines = lines_named((one.line for one in wrong), _MOST_NAMED)
        words = text("make.nothing_to_pay" if nothing else "make.wrong_first", lines=lines)
        form.add_error("purpose", words)
    if doubled and not _leaves_out(given):
        lines = lines_named((one.line for one in doubled), _MOST_NAMED)
        form.add_error("doubles", text("make.repeats", lines=lines))
    if compared.differing and "right" not in (given["sums"] or ()):
        lines = lines_named(comparing.undecided(compared), _MOST_NAMED)
        form.add_error("sums", text("make.differs", lines=lines))
    if form.errors:
        return None
    try:
        content = making.make(portions[0].header, portions[0].lines)
    except Unwritable:
        form.add_error("payer", text("make.unwritable"))
        return None
    return attachment(content, "tirek-mt102.txt", _BYTES)


def _shown(
    request: HttpRequest, form: Question, *, wrong: str = "", file: Brought | None = None,
    answer: Answer | None = None, notice: str = "", of_list: bool = False,
    correctable: bool = True, left: str = "", differing: bool = False,
) -> HttpResponse:  # fmt: skip
    fields = [form[name] for name in form.fields]
    of_message = [one for one in fields if one.name in making.fields()]
    errors = [(one.auto_id, error) for one in fields for error in one.errors]
    if wrong:
        errors.insert(0, ("file", wrong))
    shown: dict[str, Any] = {
        "kind": form["kind"], "month": form["month"], "of_message": of_message,
        "doubles": form["doubles"], "sums": form["sums"], "show_sums": differing,
        "open": of_list or any(one.errors or filled(one.value()) for one in of_message),
        "errors": errors, "file_error": wrong, "brought": file, "answer": answer, "notice": notice,
        "correctable": correctable, "left": left,
        "file_hint": " ".join([text("check.file_hint"), text(
            "check.limits", size=LARGEST >> 20, people=writing.number(MOST_PEOPLE),
            xlsx=writing.number(XLSX_ROWS)), text("check.columns")]),
    }  # fmt: skip
    return show(request, "check_file", shown, at="check_file", status=422 if errors else 200)
