"""Articles of the acts and what of the product implements each: reads the citations of rules,
parameters and tables, and joins them with the list ``tools/articles.yaml``.

Written are ``SC 118(3)``, ``SC 155(7)2)``, ``SC 245(1), (2)``, ``Law 405 23-1(4)``, ``SC 243-245``;
several acts parted by ``;``. An article without numbered items counts as having one, ``(1)``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from tirek.law import document, law
from tirek.law.book import book

LIST = Path(__file__).with_name("articles.yaml")
CONVENTION = "Convention"
#: Files of ``parameters/`` that are lists, their tables, and what a row is.
LISTS = (
    ("payer_kinds.yaml", "payer_kinds", "payer kind"),
    ("payer_kinds.yaml", "special_months", "special month"),
    ("categories.yaml", "categories", "category"),
)

_NUMBER = r"\d+(?:-\d{1,2})?"
_ARTICLE = re.compile(rf"({_NUMBER})(?:\(({_NUMBER})\)(?:\(?({_NUMBER})\))?)?")
_ITEM = re.compile(rf"\(({_NUMBER})\)(?:\(?({_NUMBER})\))?")
_SUB = re.compile(rf"({_NUMBER})\)")
_RANGE = re.compile(r"(\d+)-(\d+)")
_CONVENTION = re.compile(r"\d+|A-[a-z0-9-]+|contract, field \w+")


class CitationError(ValueError):
    """A citation that cannot be read, or names what is not on the list."""


class Citation(NamedTuple):
    """An act, its article, item and sub-item; what is empty is cited at large."""

    act: str
    article: str = ""
    item: str = ""
    sub: str = ""

    @property
    def at(self) -> str:
        item = f"({self.item})" if self.item else ""
        return self.article + item + (f"{self.sub})" if self.sub else "")

    def within(self, other: Citation) -> bool:
        """Whether this is the other, or a part of it."""
        named = [part for part in other if part]
        return list(self[: len(named)]) == named


class Implementer(NamedTuple):
    """What implements an article: a rule, a parameter or a row of a table, by its code name."""

    kind: str
    name: str


@dataclass(frozen=True)
class Entry:
    """A line of the list: an article, item or sub-item with a title. ``reason``: why it is not
    implemented. ``by``: what implements it under another citation. ``but``: what of it is left
    out, and why. Not ``held``: the text of this article is not held."""

    place: Citation
    title: str
    reason: str = ""
    by: tuple[str, ...] = ()
    but: str = ""
    held: bool = True


class NotHeld(NamedTuple):
    """A document that is not held, and the names of what rests on it."""

    document: str
    needed_for: tuple[str, ...]


# ---------------------------------------------------------------------- reading citations


@lru_cache(maxsize=1)
def act_names() -> dict[str, str]:
    """Short names and codes of the acts -> the short name, longest first."""
    acts = document("parameters", "acts.yaml")["acts"]
    names = {act[key]: str(act["short"]) for act in acts for key in ("code", "short")}
    return dict(sorted(names.items(), key=lambda item: -len(item[0])))


def parse(text: str, act: str = "") -> tuple[Citation, ...]:
    """``parse("SC 245(1), (2)")`` is SC 245(1) and SC 245(2); ``act`` is that of parts which name
    none. Raises CitationError for a form that is not known."""
    found: list[Citation] = []
    act = act_names().get(act, act)
    for part in text.split(";"):
        part = part.strip()
        name = next((n for n in act_names() if part == n or part.startswith(f"{n} ")), "")
        act = act_names()[name] if name else act
        rest = part[len(name) :].strip()
        if not act or not (rest or name or not text):
            raise CitationError(f"no act in {text!r}")
        found += _refs(act, rest, text)
    return tuple(found)


def _refs(act: str, refs: str, whole: str) -> Iterator[Citation]:
    """The addresses within one act; ``(2)`` and ``3)`` continue the article or item before."""
    if act == CONVENTION:
        if not _CONVENTION.fullmatch(refs):
            raise CitationError(f"no convention: {whole!r}")
        yield Citation(act, refs)
        return
    article = item = ""
    for ref in refs.split(",") if refs else ():
        ref = ref.strip()
        between = _RANGE.fullmatch(ref)
        if between and int(between[1]) < int(between[2]):
            numbers = range(int(between[1]), int(between[2]) + 1)
            yield from (Citation(act, str(number)) for number in numbers)
            continue
        sub = ""
        if full := _ARTICLE.fullmatch(ref):
            article, item, sub = full[1], full[2] or "", full[3] or ""
        elif article and (part := _ITEM.fullmatch(ref)):
            item, sub = part[1], part[2] or ""
        elif item and (part := _SUB.fullmatch(ref)):
            sub = part[1]
        else:
            raise CitationError(f"unknown form {ref!r} in {whole!r}")
        yield Citation(act, article, item, sub)
    if not refs:
        yield Citation(act)


# ---------------------------------------------------------------------- what cites


def cited() -> Iterator[tuple[Implementer, str, str]]:
    """Every citation of the product: what cites, the act (where it stands apart), the text."""
    for name, variants in book.variants.items():
        for variant in variants:
            yield Implementer("rule", name), "", variant.article
    for name, parameter in law().parameters.items():
        for edition in parameter.editions:
            yield Implementer("parameter", name), edition.act, edition.article
    for name, term in document("deadlines.yaml")["terms"].items():
        for row in term["editions"]:
            if row["cites"]:
                yield Implementer("deadline", name), "", row["cites"]
    yield from _of_changes(document("payment_changes.yaml"))
    for file, table, kind in LISTS:
        for row in document("parameters", file)[table]:
            yield Implementer(kind, row["code"]), row["act"], row["article"]
    care = document("care_packages.yaml")
    yield Implementer("care", "insurance_package"), care["insurance_package"]["act"], ""
    for name, table in care["lists"].items():
        for row in table["acts"]:
            yield Implementer("care list", name), row["act"], ""
    for row in document("working_days.yaml")["moved"]:
        yield Implementer("day off", str(row["rest"])), row["act"], ""


def _of_changes(table: Mapping[str, Any]) -> Iterator[tuple[Implementer, str, str]]:
    name = "resumed_not_more_than_years"
    yield Implementer("change", name), table[name]["act"], table[name]["article"]
    for ground in table["grounds"]:
        for rule in ground["rules"]:
            resumed = [row["article"] for row in rule.get("resumes", ()) if "article" in row]
            for article in (*rule["articles"].values(), *resumed):
                if not article.startswith("seed"):
                    yield Implementer("change", ground["code"]), rule["act"], article
    for refusal in table["refusals"]:
        for article in refusal["articles"].values():
            yield Implementer("refusal", refusal["code"]), "SC", article


def citations() -> dict[Citation, list[Implementer]]:
    """Every place cited, and by what. Raises CitationError naming the rule, parameter or row."""
    found: dict[Citation, list[Implementer]] = defaultdict(list)
    for who, act, text in cited():
        try:
            places = parse(text, act)
        except CitationError as error:
            raise CitationError(f"{who.kind} {who.name}: {error}") from None
        for place in places:
            if who not in found[place]:
                found[place].append(who)
    return dict(found)


# ---------------------------------------------------------------------- the list


@lru_cache(maxsize=1)
def _list() -> Any:
    return yaml.safe_load(LIST.read_text("utf-8"))


def held_texts() -> dict[str, str]:
    """The acts of which text is held, and which part of it."""
    return {str(act["act"]): str(act["text"]) for act in _list()["acts"]}


@lru_cache(maxsize=1)
def entries() -> tuple[Entry, ...]:
    """The list, in its order."""
    found = []
    for act in _list()["acts"]:
        for row in act["articles"]:
            (place,) = parse(row["at"], act["act"])
            found.append(
                Entry(
                    place, row["title"], row.get("not", ""), tuple(row.get("by", ())),
                    row.get("but", ""), row.get("held", True),
                )
            )  # fmt: skip
    return tuple(found)


def documents_not_held() -> tuple[NotHeld, ...]:
    """What would confirm or complete the law, by the list."""
    return tuple(NotHeld(row["document"], tuple(row["needed_for"])) for row in _list()["not_held"])


def covering(place: Citation, listed: Iterable[Citation]) -> Citation | None:
    """The deepest of the listed places that holds a place."""
    around = [other for other in listed if place.within(other)]
    return max(around, key=lambda other: len(other.at), default=None)


def joined() -> tuple[dict[Citation, list[Implementer]], list[str]]:
    """What implements each entry of the list, and what is wrong with the list or a citation."""
    listed = {entry.place: entry for entry in entries()}
    found: dict[Citation, list[Implementer]] = {place: [] for place in listed}
    wrong = []
    if len(listed) < len(entries()):
        wrong.append("an entry of the list stands twice")
    for place, who in citations().items():
        if place.act not in held_texts() or not place.article:
            continue
        over = covering(place, listed)
        names = ", ".join(f"{w.kind} {w.name}" for w in who)
        if over is None or (place.item and over.at == place.article and _parted(over, listed)):
            wrong.append(f"{names}: {place.act} {place.at} is not on the list")
            continue
        found[over] += [w for w in who if w not in found[over]]
    known = implementers()
    for place, entry in listed.items():
        wrong += _faults(entry, found[place], _parted(place, listed), known)
        found[place] += [known[name] for name in entry.by if name in known]
    for missing in documents_not_held():
        lacking = [name for name in missing.needed_for if name not in known]
        wrong += [f"{missing.document}: there is no {name}" for name in lacking]
    return found, wrong


def _parted(place: Citation, listed: Iterable[Citation]) -> bool:
    return any(other.within(place) and other != place for other in listed)


def _faults(
    entry: Entry, cited_by: Sequence[Implementer], parted: bool, known: Mapping[str, Implementer]
) -> Iterator[str]:
    """An entry is cited, or names what implements it, or says why nothing does: just one."""
    at = f"{entry.place.act} {entry.place.at}"
    names = ", ".join(f"{w.kind} {w.name}" for w in cited_by)
    if entry.reason and (cited_by or entry.by):
        yield f"{at}: has a reason in not, and is implemented by {names or ', '.join(entry.by)}"
    if doubled := sorted({w.name for w in cited_by} & set(entry.by)):
        yield f"{at}: drop {', '.join(doubled)} from by, it cites this article itself"
    if entry.but and not (cited_by or entry.by):
        yield f"{at}: but is for what is implemented in part"
    if not (cited_by or entry.by or entry.reason or parted):
        yield f"{at}: nothing implements it, and it has no reason in not"
    yield from (f"{at}: there is no {name}" for name in entry.by if name not in known)


def implementers() -> dict[str, Implementer]:
    """Every name that an entry may give: rules, parameters, facts, rows of tables, files."""
    found = {name: Implementer("fact", name) for name in book.facts}
    for who, _, _ in cited():
        found.setdefault(who.name, who)
    folder = Path(__file__).parents[1] / "src/tirek/law"
    files = [*folder.glob("*.py"), *folder.glob("*.yaml"), *folder.glob("parameters/*.yaml")]
    return found | {file.name: Implementer("file", file.name) for file in files}
