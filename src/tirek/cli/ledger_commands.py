"""The commands ``tirek suspense``, ``refund`` and ``reconcile`` as they are typed."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import orjson
import typer

from tirek.contract.problems import Problem


class Language(StrEnum):
    """Languages of human text."""

    kk = "kk"
    ru = "ru"
    en = "en"


By = Annotated[str, typer.Option("--by", help="who acts")]
Why = Annotated[str, typer.Option("--why", help="the reason, in words")]
Json = Annotated[bool, typer.Option("--json", help="print JSON")]
Lang = Annotated[Language, typer.Option("--lang", help="language of human text")]
Number = Annotated[int, typer.Argument(metavar="ID", min=1)]
Day = Annotated[datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], metavar="DAY")]
_KK = Language.kk

suspense = typer.Typer(
    no_args_is_help=True, help="Күтіп тұрған жолдар · невыясненные суммы · lines in suspense"
)
refund = typer.Typer(
    no_args_is_help=True, help="Артық төленгенді қайтару · возвраты · refunds to payers"
)


@contextmanager
def _at_work() -> Iterator[None]:
    """The database ready; what is refused is said, and the exit status is 2."""
    from tirek.project.database import ready

    ready()
    try:
        yield
    except Problem as problem:
        sys.stderr.buffer.write(orjson.dumps(problem.as_dict()) + b"\n")
        raise typer.Exit(2) from None


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else moment.date()


@suspense.command("list")
def suspense_list(
    reason: Annotated[str, typer.Option("--reason", help="a reason's code")] = "",
    payer: Annotated[str, typer.Option("--payer", help="БИН or ИИН of who paid")] = "",
    limit: Annotated[int, typer.Option("--limit", min=1, max=10_000)] = 50,
    json: Json = False,
    lang: Lang = _KK,
) -> None:
    """Не күтіп тұр · что ждёт · what waits, the oldest first."""
    from tirek.cli import ledger_work

    with _at_work():
        ledger_work.suspense_list(reason, payer, limit, json, lang.value)


@suspense.command("show")
def suspense_show(number: Number, json: Json = False, lang: Lang = _KK) -> None:
    """Жол және ұсыныстар · строка и предложения · a line, why it waits, what was proposed."""
    from tirek.cli import ledger_work

    with _at_work():
        ledger_work.suspense_show(number, json, lang.value)


@suspense.command("propose")
def suspense_propose(
    number: Number,
    by: By,
    why: Why,
    person: Annotated[str, typer.Option("--person", help="ИИН of whom it is for")] = "",
    payer: Annotated[str, typer.Option("--payer", help="БИН or ИИН of who paid")] = "",
    period: Annotated[int, typer.Option("--period", metavar="YYYYMM")] = 0,
    purpose: Annotated[int, typer.Option("--purpose", help="КНП")] = 0,
    kind: Annotated[str, typer.Option("--kind", help="employee, entrepreneur, ...")] = "",
    overrule: Annotated[list[str] | None, typer.Option("--overrule", help="a check")] = None,
    refund: Annotated[str, typer.Option("--refund", help="give it back: one of six reasons")] = "",
    lang: Lang = _KK,
) -> None:
    """Орнын ұсыну · предложить место или возврат · propose a place, or to give it back."""
    from tirek.cli import ledger_work

    with _at_work():
        ledger_work.suspense_propose(
            number, by, why, person, payer, period, purpose, kind, overrule or [], refund,
            lang.value,
        )  # fmt: skip


@suspense.command("approve")
def suspense_approve(
    proposal: Annotated[int, typer.Argument(metavar="PROPOSAL")], by: By, lang: Lang = _KK
) -> None:
    """Ұсынысты бекіту · одобрить предложение · approve another one's proposal."""
    from tirek.cli import ledger_work

    with _at_work():
        ledger_work.suspense_answer(proposal, by, None, lang.value)


@suspense.command("decline")
def suspense_decline(
    proposal: Annotated[int, typer.Argument(metavar="PROPOSAL")], by: By, why: Why,
    lang: Lang = _KK,
) -> None:  # fmt: skip
    """Ұсынысты қабылдамау · отклонить предложение · decline another one's proposal."""
    from tirek.cli import ledger_work

    with _at_work():
        ledger_work.suspense_answer(proposal, by, why, lang.value)


@suspense.command("rules")
def suspense_rules(json: Json = False, lang: Lang = _KK) -> None:
    """Ережелерді қолдану · применить правила · run the rules over all that waits."""
    from tirek.cli import ledger_work

    with _at_work():
        ledger_work.suspense_rules(json, lang.value)


@refund.command("apply")
def refund_apply(
    payer: Annotated[str, typer.Argument(metavar="PAYER", help="БИН or ИИН")],
    by: By,
    reason: Annotated[str, typer.Option("--reason", help="one of six")],
    reference: Annotated[str, typer.Option("--reference", help="the payer's own number")],
    entry: Annotated[list[str] | None, typer.Option("--entry", metavar="BATCH/LINE[=SUM]")] = None,
    line: Annotated[list[int] | None, typer.Option("--suspense", metavar="ID")] = None,
    on: Day = None,
    told: Annotated[str, typer.Option("--told", help="what the payer writes")] = "",
    json: Json = False,
    lang: Lang = _KK,
) -> None:
    """Өтініш қабылдау · принять заявление · take an application, and check it."""
    from tirek.cli import ledger_refunds

    with _at_work():
        ledger_refunds.refund_apply(
            payer, reason, reference, _day(on), entry or [], line or [], by, told, json,
            lang.value,
        )  # fmt: skip


@refund.command("check")
def refund_check(number: Number, by: By, json: Json = False, lang: Lang = _KK) -> None:
    """Қайта тексеру · проверить заново · check anew."""
    from tirek.cli import ledger_refunds

    with _at_work():
        ledger_refunds.refund_check(number, by, json, lang.value)


@refund.command("show")
def refund_show(number: Number, json: Json = False, lang: Lang = _KK) -> None:
    """Өтініш күйі · состояние заявления · where an application stands."""
    from tirek.cli import ledger_refunds

    with _at_work():
        ledger_refunds.refund_show(number, json, lang.value)


@refund.command("decide")
def refund_decide(
    number: Number,
    by: By,
    why: Why = "",
    grant: Annotated[list[str] | None, typer.Option("--grant", metavar="LINE=SUM")] = None,
    decline: Annotated[bool, typer.Option("--decline", help="do not sign")] = False,
    lang: Lang = _KK,
) -> None:
    """Шешім: бірінші, сосын екінші қол · первая, затем вторая подпись · two signatures."""
    from tirek.cli import ledger_refunds

    with _at_work():
        ledger_refunds.refund_decide(number, by, why, grant or [], decline, lang.value)


@refund.command("send")
def refund_send(
    out: Annotated[Path, typer.Argument(metavar="FOLDER")], by: By, on: Day = None,
    lang: Lang = _KK,
) -> None:  # fmt: skip
    """МТ-102 файлдарын жазу · отправить · write what is decided as MT-102 files."""
    from tirek.cli import ledger_refunds

    with _at_work():
        ledger_refunds.refund_send(out, _day(on), by, lang.value)


def reconcile(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="YYYY-MM-DD.csv")],
    by: By = "tirek",
    json: Json = False,
    lang: Lang = _KK,
) -> None:
    """Банк үзіндісімен салыстыру · сверка с выпиской · compare statements with the files."""
    from tirek.cli import ledger_work

    with _at_work():
        status = ledger_work.reconcile(files, by, json, lang.value)
    raise typer.Exit(status)
