"""What the ledger shows: ``tirek statement``, ``payer``, ``watch``. An ИИН is printed to whom asks
and stands in no message."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Any

import orjson
from rich.console import Console

from tirek.contract import reading
from tirek.contract.problems import Problem
from tirek.engine.parameters import day_of

_WIDE = 180  # columns of a table that is not shown to a terminal


def statement(
    iin: str, first: str, last: str, known_at: str, pdf: Path | None, json: bool, lang: str
) -> None:
    """Prints a person's statement, or writes it as PDF."""
    _ready()
    from tirek.ledger import statement_pdf, statement_text
    from tirek.ledger.statement import statement as made

    one = made(
        iin, _month(first, "/from"), _month(last, "/until"), _day(known_at, "/known_at")
    )  # fmt: skip
    if json:
        _print(statement_text.as_dict(one, lang))
    if pdf is not None:
        file = statement_pdf.pdf(statement_text.tell(one, lang), one.made_at)
        try:
            pdf.write_bytes(file)
        except OSError as error:
            raise Problem("cannot_write", "", value=str(pdf), key=error.strerror or "") from None
    if not json and pdf is None:
        statement_text.show(statement_text.tell(one, lang), _console())


def payer(
    number: str, months: tuple[str, str], days: tuple[str, str, str], risk: str, json: bool,
    lang: str,
) -> None:  # fmt: skip
    """Prints a payer's account; ``days``: as of, the notice served, the list received."""
    _ready()
    from tirek.ledger import payer_text
    from tirek.ledger.payers import RISKS, account

    if risk:
        reading.code(risk, RISKS, "/risk")
    on, served, received = (
        _day(text, at)
        for text, at in zip(days, ("/on", "/notice_served", "/list_received"), strict=True)
    )
    one = account(
        number, _month(months[0], "/from"), _month(months[1], "/until"), on=on, risk=risk,
        notice_served=served, list_received=received,
    )  # fmt: skip
    if json:
        _print(payer_text.as_dict(one, lang))
    else:
        payer_text.show(one, lang, _console())


def watch(month: str, out: Path | None, json: bool, lang: str) -> None:
    """Prints the watch of a month; ``out``: a folder that gets the lists by region."""
    _ready()
    from tirek.ledger import watch_lists
    from tirek.ledger.watch import watch as found

    one = found(_month(month, "/month"))
    if out is not None:
        try:
            watch_lists.write(one, out, lang)
        except OSError as error:
            raise Problem("cannot_write", "", value=str(out), key=error.strerror or "") from None
    if json:
        _print(watch_lists.as_dict(one))
    else:
        watch_lists.show(one, lang, _console())


def _ready() -> None:
    from tirek.project.database import ready

    ready()


def _console() -> Console:
    """A terminal as it is; a file or a pipe as wide as the tables need."""
    console = Console(highlight=False)
    if console.is_terminal:
        return console
    return Console(highlight=False, width=_WIDE)


def _month(text: str, at: str) -> int:
    """YYYY-MM as YYYYMM; 0 for an empty text."""
    if not text:
        return 0
    number = reading.month(text, at)
    return number // 12 * 100 + number % 12 + 1


def _day(text: str, at: str) -> date | None:
    return day_of(reading.day(text, at)) if text else None


def _print(value: Any) -> None:
    sys.stdout.buffer.write(orjson.dumps(value, option=orjson.OPT_INDENT_2) + b"\n")
