"""Values, units, articles and sources of the law as people read them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from tirek.contract import law_data
from tirek.contract.reading import tiyn
from tirek.engine.parameters import Parameter
from tirek.law import law
from tirek.law.acts import act_titles
from tirek.pages import writing
from tirek.pages.tables import Column, Table
from tirek.pages.texts import language
from tirek.portal import told
from tirek.portal.downloads import Content, Money, Number
from tirek.portal.law import files, sources
from tirek.portal.texts import has, text
from tirek.portal.told import cited, money

#: Parameters that people know as per cent, by their names.
_PER_CENT = re.compile(r"rate$|share|limit$|indexation|deduction$")


def title(name: str) -> str:
    """The title as a heading: with a capital."""
    return told.capital(law_data.title(name, language()))


def per_cent(name: str, unit: str) -> bool:
    """Whether a value is written as per cent."""
    return unit == "ratio" and _PER_CENT.search(name) is not None


def value(name: str, unit: str, found: Any) -> str:
    """A value of the contract; a scale by how many steps it has."""
    if found is None:
        return text("law.not_known")
    if isinstance(found, list):
        return text("law.scale", count=len(found))
    if unit == "money":
        return money(found)
    if unit == "ratio":
        return writing.percent(found) if per_cent(name, unit) else writing.decimal(found)
    if unit in ("months", "days", "years"):
        return text(f"law_units.n_{unit}_{_form(int(found))}", n=number(found))
    if unit == "flag":
        return text("fields.yes" if found else "fields.no")
    return number(found) if unit == "count" else str(found)


def unit(name: str, code: str) -> str:
    """What a value counts."""
    return text("law_units.percent" if per_cent(name, code) else f"law_units.{code}")


def unknown(parameter: Parameter, day: date) -> bool:
    """Whether a value that is not there is one that the law has and nobody here knows: a value
    that is renewed counts as such after its first one."""
    missing = parameter.edition(day) is None
    return missing and bool(parameter.renewed) and day >= parameter.editions[0].since


def shifted(iso: str, days: int) -> str:
    """A day of the contract so many days later."""
    return (date.fromisoformat(iso) + timedelta(days)).isoformat()


def number(found: int | str) -> str:
    """A count: whole, or with decimals."""
    return writing.number(found) if isinstance(found, int) else writing.decimal(found)


def split(article: str) -> list[str]:
    """The citations that a rule names, as the contract writes them, one by one."""
    return [one.strip() for one in article.split(";") if one.strip()]


def articles(article: str) -> list[str]:
    """The same as people read them, each act once."""
    return cited(split(article))


def _articled(article: str) -> str:
    """An article, or several of them; what has no number stands as it is."""
    if not article[:1].isdigit():
        return article
    several = "," in article or ";" in article
    return text(f"law.article_{'many' if several else 'one'}", article=article)


def act(code: str, article: str) -> str:
    """An act by its full name, and the article."""
    name = _act_title(code)
    if code == "Convention":
        return f"{name} ({article})" if article.isdigit() else name
    return f"{name}, {_articled(article)}" if article else name


def _form(count: int) -> str:
    """Which form of a noun stands after a number: Russian has three."""
    tens, ones = count % 100, count % 10
    if ones == 1 and tens != 11 and (language() != "en" or count == 1):
        return "one"
    return "few" if 2 <= ones <= 4 and not 12 <= tens <= 14 else "many"


_titles = lru_cache(maxsize=1)(act_titles)


def _act_title(code: str) -> str:
    return _titles()[code][language()] if code in _titles() else code


def raw(code: str, article: str) -> list[str]:
    """An act and article of a parameter as a citation of the contract; acts that the contract
    doesn't cite in rules by their name."""
    if code == "Social Code":
        return [f"SC {article}".strip()]
    if code.startswith(("Law ", "КоАП")) or code == "Convention":
        return [f"{code} {article}".strip()]
    return [act_short(code, article)]


def act_short(code: str, article: str) -> str:
    """An act as it is cited in a list, and the article."""
    if code.startswith("Budget law "):
        name = text("law.budget", years=code.removeprefix("Budget law "))
    elif code in ("Social Code", "Convention", "КоАП") or code.startswith("Law "):
        return cited(raw(code, article))[0] if article else told.act(code)
    else:
        name = _act_title(code)
    return f"{name}, {_articled(article)}" if article else name


def source(given: str) -> str:
    """A source as people cite it."""
    return "; ".join(one.text for one in sources.told(given))


def papers() -> set[str]:
    """Titles of papers, as the pages cite them."""
    return {sources.paper(name).strip("«»") for name in sources.papers()}


def confidence(code: str) -> str:
    return text(f"law_confidence.{code}") if has(f"law_confidence.{code}") else code


def in_words(edition: Mapping[str, Any]) -> dict[str, Any]:
    """An edition of a parameter for a file that people open: where it was read and how sure it is
    stand there as on the page, for the names that the law's data use cannot be cited."""
    name, code = edition["name"], edition["unit"]
    return {
        **edition, "title": told.capital(edition["title"]), "unit": unit(name, code),
        "value": cell(name, code, edition["value"]),
        "since": files.day(edition["since"]), "until": files.day(edition["until"]),
        "published": files.day(edition["published"]),
        "act": act(edition["act"], edition["article"]), "source": source(edition["source"]),
        "confidence": confidence(edition["confidence"]),
    }  # fmt: skip


def cell(name: str, unit: str, found: Any) -> Content:
    """A value as a cell of a file: a number in its unit, no less exact than the law's."""
    if found is None:
        return ""
    if isinstance(found, list):
        return "; ".join(f"{bound} → {step}" for bound, step in scale(found, name, unit))
    if unit == "money":
        return Money(tiyn(found))
    if unit == "ratio":
        return Number(f"{(Decimal(found) * (100 if per_cent(name, unit) else 1)).normalize():f}")
    if unit in ("months", "days", "years", "count"):
        return Number(str(found))
    return value(name, unit, found)


def scale(found: Sequence[Sequence[Any]], name: str, unit: str) -> list[tuple[str, str]]:
    """The steps of a scale: from which number to which, which value."""
    bounds = [int(bound) for bound, _ in found]
    steps = []
    for (first, step), following in zip(found, [*bounds[1:], None], strict=True):
        said = writing.number(int(first))
        if following is None:
            said = f"{said}+"
        elif following - 1 > int(first):
            said = f"{said}–{writing.number(following - 1)}"
        steps.append((said, value(name, unit, step)))
    return steps


def scale_table(found: Sequence[Sequence[Any]], name: str, unit: str, day: str) -> Table:
    """The steps of a scale with what they count."""
    keyed = law().parameters[name].keyed_by
    of = text("law.scale_of_degree" if keyed == "degree" else f"law_units.{keyed}")
    columns = [Column(told.capital(of), True), Column(text("law.value"), True)]
    table = Table(text("law.scale_title", day=day, title=title(name)), columns)
    for bound, step in scale(found, name, unit):
        table.add([bound, step])
    return table
