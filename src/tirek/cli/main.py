"""``tirek``: the commands of the contract."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, BinaryIO, NoReturn

import orjson
import typer

from tirek.cli import backup, ledger_commands, lines
from tirek.contract.commands import answer_one
from tirek.contract.pack_files import use_files
from tirek.contract.problems import Problem
from tirek.law.packs import PackError

app = typer.Typer(
    name="tirek",
    help="Қазақстанның міндетті әлеуметтік және медициналық сақтандыруы · "
    "обязательное социальное и медицинское страхование · compulsory insurance of Kazakhstan",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


class Language(StrEnum):
    """Languages of human text."""

    kk = "kk"
    ru = "ru"
    en = "en"


Question = Annotated[
    str, typer.Argument(metavar="FILE", help="a file with one JSON object, or - for standard input")
]
Lines = Annotated[bool, typer.Option("--lines", help="JSON Lines in and out")]
Json = Annotated[bool, typer.Option("--json", help="print JSON (implied by --lines)")]
Brief = Annotated[bool, typer.Option("--brief", help="leave out the explanation")]
Lang = Annotated[Language, typer.Option("--lang", help="language of human text")]
Packs = Annotated[
    list[Path] | None,
    typer.Option("--pack", help="a signed file with values of a new year (see docs/packs.md)"),
]


@app.command()
def contributions(
    file: Question, lines: Lines = False, json: Json = False, brief: Brief = False,
    lang: Lang = Language.kk, pack: Packs = None,
) -> None:  # fmt: skip
    """Жарна мен аударым · отчисления и взносы за месяц · what is due for a month."""
    _ask("contributions", file, lines, json, brief, lang, pack)


@app.command()
def assess(
    file: Question, lines: Lines = False, json: Json = False, brief: Brief = False,
    lang: Lang = Language.kk, pack: Packs = None,
) -> None:  # fmt: skip
    """Әлеуметтік төлем · социальная выплата: право и размер · a benefit: right and amount."""
    _ask("assess", file, lines, json, brief, lang, pack)


@app.command("insured-status")
def insured_status(
    file: Question, lines: Lines = False, json: Json = False, brief: Brief = False,
    lang: Lang = Language.kk, pack: Packs = None,
) -> None:  # fmt: skip
    """МӘМС мәртебесі · статус в ОСМС · insured status in medical insurance."""
    _ask("insured-status", file, lines, json, brief, lang, pack)


@app.command()
def care(
    file: Question, lines: Lines = False, json: Json = False, brief: Brief = False,
    lang: Lang = Language.kk, pack: Packs = None,
) -> None:  # fmt: skip
    """Медициналық көмек топтамасы · пакет помощи · which package covers a care."""
    _ask("care", file, lines, json, brief, lang, pack)


def _ask(
    command: str, file: str, many: bool, json: bool, brief: bool, lang: Language,
    pack: list[Path] | None,
) -> None:  # fmt: skip
    _use(pack)
    with _open(file) as source:
        if many:
            bad = lines.run(command, source, sys.stdout.buffer, lang.value, brief)
            raise typer.Exit(1 if bad else 0)
        try:
            one = answer_one(command, source.read(), lang.value, brief)
        except Problem as problem:
            _refuse(problem)
    if json:
        sys.stdout.buffer.write(orjson.dumps(one, option=orjson.OPT_INDENT_2) + b"\n")
        return
    from tirek.cli import tables  # a table costs a tenth of a second that JSON does not pay

    tables.show(command, one, lang.value)


def _use(pack: list[Path] | None) -> None:
    """Takes the packs named on the command line and in TIREK_PACKS, once, before the law."""
    try:
        use_files(pack or [])
    except (OSError, PackError) as error:
        _say_and_leave(str(error))


def _open(file: str) -> BinaryIO:
    if file == "-":
        return sys.stdin.buffer
    try:
        return Path(file).open("rb")
    except OSError as error:
        _refuse(Problem("cannot_read", "", value=file, key=error.strerror or ""))


def _refuse(problem: Problem) -> NoReturn:
    sys.stderr.buffer.write(orjson.dumps(problem.as_dict()) + b"\n")
    raise typer.Exit(2)


def _say_and_leave(text: str) -> NoReturn:
    typer.echo(text, err=True)
    raise typer.Exit(2)


@app.command()
def law(
    name: Annotated[str, typer.Argument(help="a rule, parameter or fact; all without it")] = "",
    on: Annotated[str, typer.Option("--on", help="as in force on this day")] = "",
    known_on: Annotated[str, typer.Option("--known-on", help="as published by this day")] = "",
    questions: Annotated[
        bool, typer.Option("--questions", help="assumptions and open questions")
    ] = False,
    graph: Annotated[
        Path | None, typer.Option("--graph", help="write the graph of rules as SVG")
    ] = None,
    ask: Annotated[
        str, typer.Option("--ask", help="FILE or -: facts as JSON; work the rule out for them")
    ] = "",
    json: Json = False,
    lang: Lang = Language.kk,
    pack: Packs = None,
) -> None:
    """Заң: ережелер мен параметрлер · правила и параметры закона · the law, open."""
    from tirek.cli import law_pages

    _use(pack)
    try:
        if ask:
            with _open(ask) as source:
                law_pages.ask(name, source.read(), known_on, json, lang.value)
            return
        law_pages.show(name, on, known_on, questions, graph, json, lang.value)
    except Problem as problem:
        _refuse(problem)


class Engine(StrEnum):
    """Where a batch runs."""

    local = "local"
    spark = "spark"


@app.command()
def batch(
    facts: Annotated[
        Path, typer.Argument(help="folder with persons, contributions, categories, events")
    ],
    out: Annotated[Path, typer.Argument(help="folder for the answers; goes on where it stopped")],
    reform: Annotated[
        Path | None, typer.Option("--reform", help="a YAML file of changed parameters")
    ] = None,
    engine: Annotated[Engine, typer.Option("--engine", help="this machine, or Spark")] = (
        Engine.local
    ),
    lang: Lang = Language.kk,
    pack: Packs = None,
) -> None:
    """Parquet кестелері бойынша жаппай есеп · массовый расчёт · a nation at once."""
    from tirek.cli import batch as batches

    _use(pack)
    try:
        raise typer.Exit(batches.batch(facts, out, reform, engine.value, lang.value))
    except Problem as problem:
        _refuse(problem)


@app.command()
def sandbox(
    out: Annotated[Path, typer.Argument(help="folder to be made; empty or not there")],
    people: Annotated[int, typer.Option("--people", help="people who take part")] = 2000,
    seed: Annotated[int, typer.Option("--seed", min=0, help="the same gives the same")] = 1,
    first: Annotated[str, typer.Option("--from", help="first month paid for")] = "2025-01",
    months: Annotated[int, typer.Option("--months", help="how many months")] = 12,
    faults: Annotated[float, typer.Option("--faults", help="share of faulty lines")] = 0.01,
    history: Annotated[bool, typer.Option("--history", help="earlier years too")] = False,
    lang: Lang = Language.kk,
) -> None:
    """Ойдан шығарылған ел · вымышленная страна · a made-up country with known faults."""
    from tirek.cli import sandbox as countries

    countries.sandbox(out, people, seed, first, months, faults, history, lang.value)


@app.command()
def demo(
    once: Annotated[bool, typer.Option("--once", help="end after printing")] = False,
    people: Annotated[int, typer.Option("--people", min=0, help="made-up people to count")] = 2000,
    files: Annotated[
        Path | None, typer.Option("--files", help="folder with people's files to play")
    ] = None,
    port: Annotated[int, typer.Option("--port", help="of the pages")] = 8000,
    lang: Lang = Language.kk,
) -> None:
    """Көрсетілім: ойдан шығарылған адамдар · вымышленные люди · made-up people's lives."""
    from tirek.cli import demo as story

    try:
        raise typer.Exit(story.play(once, people, files, lang.value, port))
    except Problem as problem:
        _refuse(problem)


By = Annotated[str, typer.Option("--by", help="who acts")]


@app.command()
def intake(
    files: Annotated[list[Path], typer.Argument(help="MT-102 files, or folders of them")],
    by: By = "cli",
    queue: Annotated[bool, typer.Option("--queue", help="only queue: a worker takes in")] = False,
    lang: Lang = Language.kk,
    json: Json = False,
) -> None:
    """Төлем файлдарын қабылдау · принять платёжные файлы · takes payment files in."""
    from tirek.cli import ledger

    raise typer.Exit(ledger.intake(files, by, not queue, lang.value, json))


@app.command()
def verify(lang: Lang = Language.kk, json: Json = False) -> None:
    """Журналдың бүтіндігі · целость журнала · is the journal what it was."""
    from tirek.cli import ledger

    raise typer.Exit(ledger.verify(lang.value, json))


@app.command()
def months(
    do: Annotated[str, typer.Argument(help="digest · rebuild · arrays")] = "digest",
    out: Annotated[Path | None, typer.Option("--out", help="folder of the arrays")] = None,
    lang: Lang = Language.kk,
) -> None:
    """Адам-айлар · человеко-месяцы · person-months: hash, made anew, as arrays."""
    from tirek.cli import ledger

    raise typer.Exit(ledger.months(ledger.Months(do), out, lang.value))


@app.command()
def work(
    until_done: Annotated[bool, typer.Option("--until-done", help="until nothing waits")] = False,
) -> None:
    """Фондық жұмысшы · фоновый рабочий процесс · a worker for the background."""
    from tirek.cli import ledger

    ledger.work(until_done)


@app.command()
def serve(
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="on this computer")] = 8000,
    lang: Lang = Language.kk,
) -> None:
    """Маман беттері · страницы специалиста · the pages, a worker and the database together."""
    from tirek.cli import serve as serving

    raise typer.Exit(serving.serve(port, lang.value))


FirstMonth = Annotated[str, typer.Option("--from", metavar="MONTH", help="first month, YYYY-MM")]
LastMonth = Annotated[str, typer.Option("--until", metavar="MONTH", help="last month, YYYY-MM")]


@app.command()
def statement(
    iin: Annotated[str, typer.Argument(metavar="ИИН", help="of the person, an old one too")],
    first: FirstMonth = "",
    last: LastMonth = "",
    known_at: Annotated[
        str, typer.Option("--known-at", metavar="DAY", help="as it was known at the end of a day")
    ] = "",
    pdf: Annotated[Path | None, typer.Option("--pdf", help="write a PDF file")] = None,
    json: Json = False,
    lang: Lang = Language.kk,
    pack: Packs = None,
) -> None:
    """Адамның үзіндісі · выписка человека · a person's statement, month by month."""
    from tirek.cli import ledger_views

    _use(pack)
    try:
        ledger_views.statement(iin, first, last, known_at, pdf, json, lang.value)
    except Problem as problem:
        _refuse(problem)


@app.command()
def payer(
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="БИН or ИИН of the payer")],
    first: FirstMonth = "",
    last: LastMonth = "",
    on: Annotated[str, typer.Option("--on", metavar="DAY", help="as it stands on a day")] = "",
    risk: Annotated[str, typer.Option("--risk", help="high, medium or low; without it all")] = "",
    notice_served: Annotated[
        str, typer.Option("--notice-served", metavar="DAY", help="when the notice was served")
    ] = "",
    list_received: Annotated[
        str, typer.Option("--list-received", metavar="DAY", help="when the list arrived")
    ] = "",
    json: Json = False,
    lang: Lang = Language.kk,
    pack: Packs = None,
) -> None:
    """Төлеушінің шоты · счет плательщика · due, paid, missing, and what follows."""
    from tirek.cli import ledger_views

    _use(pack)
    days = on, notice_served, list_received
    try:
        ledger_views.payer(number, (first, last), days, risk, json, lang.value)
    except Problem as problem:
        _refuse(problem)


@app.command()
def watch(
    month: Annotated[str, typer.Argument(metavar="MONTH", help="YYYY-MM, past its due day")],
    out: Annotated[Path | None, typer.Option("--out", help="folder for lists by region")] = None,
    json: Json = False,
    lang: Lang = Language.kk,
) -> None:
    """Қатысушылары азайған төлеушілер · снижение участников · whose participants fell by half."""
    from tirek.cli import ledger_views

    try:
        ledger_views.watch(month, out, json, lang.value)
    except Problem as problem:
        _refuse(problem)


app.add_typer(ledger_commands.suspense, name="suspense")
app.add_typer(ledger_commands.refund, name="refund")
app.command()(ledger_commands.reconcile)
app.command()(backup.backup)
app.command()(backup.restore)


registry = typer.Typer(
    no_args_is_help=True, help="Тізілім · реестр людей и плательщиков · people and payers"
)
app.add_typer(registry, name="registry")


@registry.command("load")
def registry_load(
    folder: Annotated[Path, typer.Argument(help="folder of registers as Parquet tables")],
    lang: Lang = Language.kk,
) -> None:
    """Тізілімдерді жүктеу · загрузить реестры · loads registers; again, it changes nothing."""
    from tirek.cli import registry as registers

    raise typer.Exit(registers.load(folder, lang.value))


def main(args: list[str] | None = None) -> Any:
    """Entry point; ends quietly where the reader of its output has gone, or on Ctrl-C."""
    try:
        return app(args)
    except BrokenPipeError:
        sys.stderr.close()
        raise SystemExit(141) from None
    except KeyboardInterrupt:
        raise SystemExit(130) from None
