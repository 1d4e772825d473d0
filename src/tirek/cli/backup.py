"""``tirek backup`` and ``tirek restore``: copies of the embedded server, and back to a moment."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated, NoReturn

import orjson
import typer

from tirek.cli.ledger_commands import Lang, Language
from tirek.contract.problems import Problem


def backup(
    folder: Annotated[Path, typer.Argument(help="of copies; best on another disk")],
    lang: Lang = Language.kk,
) -> None:
    """Сақтық көшірме · резервная копия · a copy; from the first one on, any moment is kept."""
    from tirek.project.postgresql import backup as copying
    from tirek.project.postgresql import embedded

    try:
        server = embedded.chosen()
        if server is None:
            raise Problem("backup_of_server", "")
        data = embedded.data_folder()
        base = copying.backup(server, folder, [data / "inbox", data / "seals.txt"])
    except Problem as problem:
        _refuse(problem)
    _say("backup_taken", lang, place=base.place, ended=_told(base.ended))


def restore(
    folder: Annotated[Path, typer.Argument(help="of copies, as given to tirek backup")],
    data: Annotated[Path, typer.Option("--data", help="data folder to be made")],
    to: Annotated[
        str, typer.Option("--to", metavar="MOMENT", help="2026-05-14T18:30; without it the newest")
    ] = "",
    lang: Lang = Language.kk,
) -> None:
    """Бір сәтке қайтару · вернуть на момент · a new data folder as it was at a moment."""
    from tirek.project.postgresql import embedded
    from tirek.project.postgresql import restore as restoring

    try:
        if embedded.chosen() is None:
            raise Problem("backup_of_server", "")
        moment = _moment(to)
        done = restoring.restore(folder, moment, data)
    except Problem as problem:
        _refuse(problem)
    os.environ["TIREK_DATA"] = str(data.expanduser().absolute())
    embedded.chosen.cache_clear()
    from tirek.project.database import ready

    ready()
    from tirek.cli import ledger
    from tirek.ledger import restored

    lost = restored.bring_back(done.beside)
    restoring.finish(data)
    last = _told(done.last or done.base.ended)
    _say("restored", lang, base=done.base.place.name, last=last, data=data)
    if done.short and moment is not None:
        _say("restored_short", lang, to=_told(moment), last=last)
    if lost:
        file = data / "seals.before-restore.txt"
        _say("restored_after", lang, batches=lost, file=file)
    raise typer.Exit(ledger.verify(lang.value, False))


def _moment(given: str) -> datetime | None:
    """A moment; in Kazakhstan's time where it names no other."""
    from tirek.project import clock

    if not given:
        return None
    try:
        moment = datetime.fromisoformat(given)
    except ValueError:
        raise Problem("bad_moment", "--to", value=given) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=clock.ZONE)


def _told(moment: datetime) -> str:
    from tirek.project import clock

    return moment.astimezone(clock.ZONE).isoformat(timespec="milliseconds")


def _say(key: str, lang: Language, **values: object) -> None:
    from rich.console import Console

    from tirek.cli.texts import text

    Console(soft_wrap=True).print(text(key, lang.value, **values), markup=False, highlight=False)


def _refuse(problem: Problem) -> NoReturn:
    sys.stderr.buffer.write(orjson.dumps(problem.as_dict()) + b"\n")
    raise typer.Exit(2)
