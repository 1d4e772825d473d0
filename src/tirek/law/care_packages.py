"""Packages of medical care: the guaranteed volume (ТМККК) and the insurance package (МӘМС).

Which package a service is in follows from the service, the day, the disease and its list, and
where the person belongs. All of that is data of ``care_packages.yaml``; this module answers one
question at a time: which package holds, why, and is the care available.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import resources
from typing import Any, Literal, NamedTuple

import yaml

from tirek.law.working_days import months_later

Package = Literal["guaranteed", "insurance", "none"]
Text = dict[str, str]
_Row = dict[str, Any]

RESIDENT = "citizen_or_permanent"
_STRENGTH: tuple[Package, ...] = ("none", "insurance", "guaranteed")
_LOOK_ALIKES = str.maketrans("СВКЕМНОРАТХ", "CBKEMHOPATX")
_CODE = re.compile(r"[A-Z]\d\d(\.\d{1,2})?")


class Step(NamedTuple):
    """One step of an explanation, in three languages."""

    name: str
    title: Text
    text: Text
    citations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CareDecision:
    """``confirmed`` is false where the code's group, or the rule, rests on no text that is held."""

    package: Package
    available: bool
    disease_group: str | None
    confirmed: bool
    why: Text
    citations: tuple[str, ...]
    steps: tuple[Step, ...]


class CodeRange(NamedTuple):
    """ICD-10 codes from ``first`` to ``last`` (or ``first`` alone), with their subdivisions."""

    first: str
    source: str
    confidence: str
    last: str = ""

    def holds(self, code: str) -> bool:
        last = self.last or self.first
        return self.first <= code[: len(self.first)] and code[: len(last)] <= last


class Listing(NamedTuple):
    """A group's place on one list; ``months`` from the onset where the list sets a time."""

    list: str
    source: str
    since: date = date.min
    until: date = date.max
    months: int | None = None


@dataclass(frozen=True, slots=True)
class DiseaseGroup:
    """A disease as the lists name it; ``words`` are other names that people look for."""

    code: str
    title: Text
    words: tuple[str, ...]
    icd10: tuple[CodeRange, ...]
    listed: tuple[Listing, ...]

    def on(self, day: date) -> tuple[Listing, ...]:
        """The lists on which the group stands on that day."""
        return tuple(item for item in self.listed if item.since <= day <= item.until)

    def range_of(self, code: str) -> CodeRange | None:
        """The first range of the group that holds the code."""
        return next((item for item in self.icd10 if item.holds(code)), None)


class _Case(NamedTuple):
    on: date
    law_on: date
    code: str | None
    service: str
    insured: bool
    categories: frozenset[str]
    suspected: bool
    onset: date | None
    residence: str


class _Match(NamedTuple):
    group: DiseaseGroup
    held: bool
    in_time: frozenset[str]


@lru_cache(maxsize=1)
def _table() -> _Row:
    text = resources.files("tirek.law").joinpath("care_packages.yaml").read_text("utf-8")
    table: _Row = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return table


@lru_cache(maxsize=1)
def _groups() -> tuple[DiseaseGroup, ...]:
    def group(row: _Row) -> DiseaseGroup:
        ranges = tuple(CodeRange(**codes) for codes in row["icd10"])
        listed = tuple(Listing(**place) for place in row["listed"])
        return DiseaseGroup(row["code"], row["title"], tuple(row.get("words", ())), ranges, listed)

    return tuple(group(row) for row in _table()["groups"])


def services() -> tuple[str, ...]:
    """Names of the services that can be asked about."""
    return tuple(_table()["services"])


def held() -> tuple[str, ...]:
    """The confidences of what rests on a text that is held."""
    return tuple(_table()["held"])


def residences() -> tuple[str, ...]:
    """Names of the ways of living in Kazakhstan that the rules tell apart."""
    return tuple(_table()["residences"])


def acts() -> dict[str, tuple[Text, ...]]:
    """The acts that hold the lists of diseases as they are cited, each with its lists' titles."""
    found: dict[str, tuple[Text, ...]] = {}
    for one in _table()["lists"].values():
        for row in one["acts"]:
            found[row["act"]] = (*found.get(row["act"], ()), one["title"])
    return found


def parse_icd10(text: str) -> str | None:
    """The ICD-10 code in its usual form, or None: ``' g40.1 '`` is ``'G40.1'``, and so is one
    typed with Cyrillic letters that look like Latin ones."""
    code = text.strip().upper().translate(_LOOK_ALIKES)
    return code if _CODE.fullmatch(code) else None


def groups(on: date) -> tuple[DiseaseGroup, ...]:
    """The disease groups that stand on any list on that day."""
    return tuple(group for group in _groups() if group.on(on))


def find(text: str, lang: str, on: date) -> tuple[DiseaseGroup, ...]:
    """Disease groups of that day by ICD-10 code, or by the beginnings of words of their names in
    any of the three languages; those found in ``lang`` come first."""
    if code := parse_icd10(text):
        return tuple(group for group in groups(on) if group.range_of(code))
    parts = _words(text)

    def found(*names: str) -> bool:
        have = _words(" ".join(names))
        return all(any(word.startswith(part) for word in have) for part in parts)

    hits = [g for g in groups(on) if parts and found(*g.title.values(), *g.words)]
    return tuple(sorted(hits, key=lambda group: not found(group.title[lang])))


def decide(
    *,
    on: date,
    icd10: str | None,
    service: str,
    insured: bool,
    categories: Sequence[str] = (),
    suspected: bool = False,
    onset: date | None = None,
    residence: str = RESIDENT,
    law_on: date | None = None,
) -> CareDecision:
    """Which package holds for this care on this day, and is it available to this person?

    ``onset`` is the day of the infarction or stroke; ``law_on`` the day whose lists and rules
    apply (default ``on``; an earlier one asks what was known then). Raises ValueError for a
    service, a residence or a code that does not exist, and for an onset after ``on``.
    """
    table = _table()
    code = parse_icd10(icd10) if icd10 is not None else None
    if service not in table["services"] or residence not in table["residences"]:
        raise ValueError(f"no such service or residence: {service!r}, {residence!r}")
    if (icd10 is not None and code is None) or (onset is not None and onset > on):
        raise ValueError(f"not an ICD-10 code, or an onset after {on}: {icd10!r}, {onset}")

    law_on = law_on or on
    case = _Case(
        on, law_on, code, service, insured, frozenset(categories), suspected, onset, residence
    )
    matches = _matches(case)
    rules = [(rule, by) for rule in table["rules"] for by in _applies(rule, case, matches)]
    rule, match = max(rules, key=lambda found: _STRENGTH.index(found[0]["package"]))
    match = match or next(iter(matches), None)
    early = law_on < table["insurance_package"]["since"]
    package: Package = "none" if early and rule["package"] == "insurance" else rule["package"]
    held = rule["confidence"] in table["held"] and (match is None or match.held)
    reasons = tuple(_reasons(case, rule, match, early))
    steps = (*_disease_steps(case, match), *reasons)
    return CareDecision(
        package,
        available=package == "guaranteed" or (package == "insurance" and insured),
        disease_group=match.group.code if match else None,
        confirmed=held and not early,
        why={lang: " ".join(step.text[lang] for step in reasons) for lang in reasons[0].text},
        citations=tuple(dict.fromkeys(cite for step in steps for cite in step.citations)),
        steps=steps,
    )


def _matches(case: _Case) -> list[_Match]:
    """The listed groups of the code: those in their time first, then those on a held text."""
    found = []
    for group in groups(case.law_on) if case.code else ():
        if codes := group.range_of(case.code or ""):
            states = {item: _state(item, case) for item in group.on(case.law_on)}
            held = codes.confidence in _table()["held"] and "unknown" not in states.values()
            in_time = frozenset(item.list for item, state in states.items() if state != "over")
            found.append(_Match(group, held, in_time))
    return sorted(found, key=lambda match: (not match.in_time, not match.held))


def _applies(rule: _Row, case: _Case, matches: list[_Match]) -> Iterable[_Match | None]:
    """The group through which the rule holds (None: it asks for no disease), or nothing."""
    if not (
        _holds(rule, case.law_on)
        and case.service in rule.get("services", (case.service,))
        and case.residence in rule.get("residence", (RESIDENT,))
        and case.insured >= rule.get("insured", False)
        and ("categories" not in rule or not case.categories.isdisjoint(rule["categories"]))
    ):
        return []
    if not {"list", "groups"} & rule.keys():
        return [None]
    by = (m for m in matches if case.suspected == rule.get("suspected", False))
    wanted, named = rule.get("list"), rule.get("groups", ())
    return [m for m in by if wanted in m.in_time or m.group.code in named][:1]


def _disease_steps(case: _Case, match: _Match | None) -> Iterable[Step]:
    """What the code is, whether the time of its list is over, whether it is only suspected."""
    words = _table()["words"]
    if match:
        listed, group = match.group.on(case.law_on), match.group.title
        titles = [_table()["lists"][item.list]["title"] for item in listed]
        lists = {lang: ", ".join(title[lang] for title in titles) for lang in group}
        text = words["disease_group"]["found" if match.held else "found_not_confirmed"]
        acts = tuple(dict.fromkeys(_act(item.list, case.law_on) for item in listed))
        yield _step("disease_group", text, acts, code=case.code, group=group, lists=lists)
        for item in listed:
            if item.months:
                last = case.onset and months_later(case.onset, item.months)
                text, act = words["term"][_state(item, case)], (_act(item.list, case.law_on),)
                yield _step("term", text, act, months=item.months, last=last)
        if case.suspected:
            yield _step("suspicion", words["suspicion"]["text"], ("seed 000",))
    elif case.code:
        yield _step("disease_group", words["disease_group"]["not_found"], (), code=case.code)


def _reasons(case: _Case, rule: _Row, match: _Match | None, early: bool) -> Iterable[Step]:
    """Why that package, and whether the care is available."""
    words, package = _table()["words"], rule["package"]
    cites = tuple(rule["source"].split(", "))
    if "list" in rule:
        cites = (_act(rule["list"], case.law_on), *cites)
    if not (early and package == "insurance"):
        names = {"service": _table()["services"][case.service]}
        names |= {"group": match.group.title} if match else {}
        yield _step("package", rule["text"], cites, **names)
    if early:
        yield _step("before_insurance", words["before_insurance"]["text"], cites)
    else:
        state = "uninsured" if package == "insurance" and not case.insured else package
        if package == "none" and rule["confidence"] not in _table()["held"]:
            state = "not_known"
        yield _step("availability", words["availability"][state], cites)


def _state(item: Listing, case: _Case) -> str:
    """``within`` its time (the day N months after the onset included), ``over``, or ``unknown``
    without an onset: then the code, which names the acute disease, is believed."""
    if item.months is None:
        return "within"
    if case.onset is None:
        return "unknown"
    return "within" if case.on <= months_later(case.onset, item.months) else "over"


def _holds(row: _Row, on: date) -> bool:
    return bool(row.get("since", date.min) <= on <= row.get("until", date.max))


def _act(name: str, on: date) -> str:
    return next(str(row["act"]) for row in _table()["lists"][name]["acts"] if _holds(row, on))


def _step(name: str, sentence: Text, citations: tuple[str, ...], **values: object) -> Step:
    return Step(name, _table()["words"][name]["title"], _fill(sentence, **values), citations)


def _fill(sentence: Text, **values: object) -> Text:
    """The sentence in each language; a value that is a text is put in in that language."""
    return {
        lang: text.format(**{k: v[lang] if isinstance(v, dict) else v for k, v in values.items()})
        for lang, text in sentence.items()
    }


def _words(text: str) -> list[str]:
    return re.findall(r"[\w-]+", text.casefold())
