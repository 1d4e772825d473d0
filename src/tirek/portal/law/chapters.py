"""The chapters under which parameters and rules are listed, and where each belongs."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from importlib import resources

from tirek.engine.graph import Law
from tirek.law import LISTS, document
from tirek.law.benefits import RULES_HELD_SINCE

#: In the order of the page. A rule's chapter is its module.
CHAPTERS = (
    "amounts", "social_contributions", "medical_contributions", "insured_status",
    "average_income", "job_loss", "maternity", "childcare", "disability", "survivor", "common",
    "penalties", "transition",
)  # fmt: skip
#: Chapters of benefits: their rules are held from a day on, before which there were others.
_OF_BENEFITS = CHAPTERS[CHAPTERS.index("average_income") : CHAPTERS.index("penalties")]
#: The chapters of files of parameters that are not called like one.
_OF_FILE = {
    "indices": "amounts", "benefits": "common", "income": "average_income", "pension": "common",
    "fines": "penalties",
}  # fmt: skip


@lru_cache(maxsize=1)
def _files() -> dict[str, str]:
    """The file in which each parameter stands."""
    folder = resources.files("tirek.law").joinpath("parameters")
    names = sorted(file.name for file in folder.iterdir() if file.name.endswith(".yaml"))
    return {
        parameter: name.removesuffix(".yaml")
        for name in names if name not in LISTS
        for parameter in document("parameters", name)
    }  # fmt: skip


@lru_cache(maxsize=8)
def chapters(law: Law) -> dict[str, str]:
    """The chapter of every rule and parameter. What stands in a file for all benefits and is used
    in one chapter alone belongs there."""
    found = {name: rule.variants[-1].module for name, rule in law.rules.items()}
    files = _files()
    for name in law.parameters:
        file = files.get(name, "common")
        chapter = _OF_FILE.get(file, file)
        users = {found[user] for user in law.users(name) if user in found}
        users = users - {"transition"} or users
        if chapter == "common" and len(users) == 1:
            (chapter,) = users
        found[name] = chapter
    return found


def held_since(name: str, law: Law) -> date | None:
    """From which day on a rule or parameter is held, where the law had it before that too; None
    where all of its history is held."""
    if chapters(law).get(name) not in _OF_BENEFITS:
        return None
    if name in law.rules:
        return RULES_HELD_SINCE if law.rules[name].variants[0].since is None else None
    editions = law.parameters[name].editions
    return RULES_HELD_SINCE if editions and editions[0].since == RULES_HELD_SINCE else None
