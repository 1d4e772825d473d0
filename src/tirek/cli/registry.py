"""``tirek registry``: the registers of the state, into the registry."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from rich.console import Console

from tirek.project.database import ready

#: What is said, by language.
_WORDS = {
    "kk": {
        "loaded": "{table}: {new} жаңа, {same} бұрыннан бар, {changed} өзгерді ({rate} жол/с)",
        "refused": "{table}: қате саны {count}, көрсетілгені {told}. Бұл кестеден ештеңе алынбады.",
        "nothing": "Қалтада тізілім кестелері жоқ: {table}",
    },
    "ru": {
        "loaded": "{table}: новых {new}, уже было {same}, изменилось {changed} ({rate} строк/с)",
        "refused": "{table}: ошибок {count}, показано {told}. Из этой таблицы не взято ничего.",
        "nothing": "В папке нет таблиц реестров: {table}",
    },
    "en": {
        "loaded": "{table}: {new} new, {same} known already, {changed} changed ({rate} rows/s)",
        "refused": "{table}: {count} faults, {told} shown. Nothing of this table was taken.",
        "nothing": "The folder holds no tables of registers: {table}",
    },
}
#: Faults that are printed one by one.
_TOLD = 20


def load(folder: Path, lang: str) -> int:
    """Loads a folder of registers; gives the exit status: 0, 1 where rows were refused, 2 where
    there is nothing to read."""
    ready()
    from tirek.registry import load as loading
    from tirek.registry.problems import Refused

    words = _WORDS[lang]
    out, errors = Console(file=sys.stdout, soft_wrap=True), Console(stderr=True, soft_wrap=True)
    begun, tables = time.perf_counter(), 0
    try:
        for done in loading.load(folder):
            tables += 1
            rows = done.new + done.same + done.changed
            rate = f"{rows / (time.perf_counter() - begun):,.0f}".replace(",", " ")
            out.print(words["loaded"].format(**done._asdict(), rate=rate), highlight=False)
            begun = time.perf_counter()
    except Refused as refused:
        errors.print(refused.text(lang), markup=False)
        return 2
    except loading.Faults as faults:
        for problem in faults.told[:_TOLD]:
            errors.print(problem.text(lang), markup=False)
        told = min(_TOLD, len(faults.told))
        errors.print(words["refused"].format(table=faults.table, count=faults.count, told=told))
        return 1
    if not tables:
        errors.print(words["nothing"].format(table=folder), markup=False)
        return 2
    return 0
