"""Articles of the acts and what of the product implements each: reads the citations of rules,
parameters and tables, and joins them with the list ``tools/articles.yaml``.

A citation is written ``SC 118(3)``, ``SC 155(7)2)``, ``SC 245(1), (2)``, ``Law 405 23-1(4)``,
``SC 243-245``; several acts are parted by ``;``. An article without numbered items counts as
having one, ``(1)``.
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

_NUMBER = r"\d+(?:-\d+)?"
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
    implemented. ``by``: what implements it under another citation. Not ``held``: the text of this
    article is not held."""

    citation: Citation
    title: str
    reason: str
    by: tuple[str, ...]
    held: bool


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
                yield Implementer("term", name), "", row["cites"]
    yield from _of_changes(document("payment_changes.yaml"))
    for file, table, kind in (
        ("payer_kinds.yaml", "payer_kinds", "payer kind"),
        ("payer_kinds.yaml", "special_months", "special month"),
        ("categories.yaml", "categories", "category"),
    ):
        for row in document("parameters", file)[table]:
            yield Implementer(kind, row["code"]), row["act"], row["article"]


def _of_changes(table: Mapping[str, Any]) -> Iterator[tuple[Implementer, str, str]]:
    years = table["resumed_not_more_than_years"]
    yield Implementer("change", "resumed_not_more_than_years"), years["act"], years["article"]
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
