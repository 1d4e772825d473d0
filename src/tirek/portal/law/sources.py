"""Where a value was read, in words that a reader can cite: the law's data name their sources in
short, by files of the texts that were held and by the project's own notes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from django.urls import reverse

from tirek.law import document
from tirek.portal.answers import Link
from tirek.portal.texts import text
from tirek.portal.told import ARTICLES, act, assumption_at, cited, long_day, title_key

#: Texts of acts that are held as files: how their names begin, the act, and its place at adilet.
_HELD = {
    "social_code": ("Social Code", "K2300000224"), "law_286-VI": ("Law 286-VI", "Z1900000286"),
    "law_405": ("Law 405", ""),
}  # fmt: skip
_FILE = re.compile(r"(social_code|law_286-VI|law_405)_(\d{4}-\d\d-\d\d)\S*")
#: A text by its day and its number in the state's reference bank of legal acts.
_BANK = re.compile(r"03-laws/(\d{4})/(\d\d)(\d\d)-(\d+)(?: @\w+)?")
_SIGNED = re.compile(r"Social Code as signed (\d{4}-\d\d-\d\d), ch\. (\d+)")
_CHAPTER = re.compile(r"(КоАП) ch\. (\d+)(?: @\w+)?")
_CONVENTION = re.compile(r"contract\.md, convention (\d+)")
_NOTES = re.compile(r"facts(_2026)?\.md.*|contradictions.*|memory|[A-Z]?\d+(-\d+)?")
_OURS = re.compile(r"contract(\.md)?[ ,(].*")
_CODE = re.compile(r"GitHub file id \d+|zhandos38.*")
_PAPERS = re.compile(r"seeds? \d{3}(, (seed )?\d{3})*")
_PAGE = re.compile(r"([\w.-]+\.(?:kz|ru|com|org|tv)) (\S+)")
_INTERNAL = re.compile(r"\s*\((facts|contract)[^)]*\)")


def told(given: str) -> list[Link]:
    """The sources that a short name stands for, each once; without an address where there is
    none."""
    pieces = (piece.strip() for piece in _INTERNAL.sub("", given).split(";"))
    return list(dict.fromkeys(one for piece in pieces if piece for one in _read(piece)))


def _read(piece: str) -> Iterator[Link]:
    if match := _PAPERS.fullmatch(piece):
        yield from (Link(paper(f"seed {one}"), "") for one in re.findall(r"\d{3}", match[0]))
    elif match := _CONVENTION.fullmatch(piece):
        yield Link(text("acts.assumption", number=match[1]), assumption_at(match[1]))
    elif match := _FILE.fullmatch(piece):
        code, adilet = _HELD[match[1]]
        href = f"https://adilet.zan.kz/rus/docs/{adilet}" if adilet else ""
        yield Link(text("law_sources.text_of", act=act(code), day=long_day(match[2])), href)
    elif match := _BANK.fullmatch(piece):
        day = long_day("-".join(match.groups()[:3]))
        yield Link(text("law_sources.bank", day=day, number=match[4]), "")
    elif match := _SIGNED.fullmatch(piece):
        said = text("law_sources.text_of", act=act("Social Code"), day=long_day(match[1]))
        yield Link(text("law_sources.chapter", act=said, chapter=match[2]), "")
    elif match := _CHAPTER.fullmatch(piece):
        yield Link(text("law_sources.chapter", act=act(match[1]), chapter=match[2]), "")
    elif match := _PAGE.fullmatch(piece):
        yield Link(text("law_sources.page", site=match[1], page=match[2]), "")
    elif _NOTES.fullmatch(piece):
        yield Link(text("law_sources.notes"), "")
    elif _OURS.fullmatch(piece):
        yield Link(text("law_sources.ours"), reverse("portal:law_questions"))
    elif _CODE.fullmatch(piece):
        yield Link(text("law_sources.code"), "")
    elif ARTICLES.fullmatch(piece):
        yield from (Link(one, "") for one in cited([piece]))
    else:
        yield Link(piece, "")


def anchors_of(given: str) -> list[str]:
    """The places that an entry is cited by."""
    return [f"assumption-{number}" for number in _CONVENTION.findall(given)]


def paper(name: str) -> str:
    """A paper of the fund by its title: in Kazakh, as it is, or what that means."""
    return papers()[name][title_key()] if name in papers() else name


@lru_cache(maxsize=1)
def papers() -> dict[str, dict[str, str]]:
    """The titles of papers by their short names."""
    return {
        name: {key: f"«{said}»" for key, said in one.items()}
        for name, one in document("sources.yaml")["sources"].items()
    }
