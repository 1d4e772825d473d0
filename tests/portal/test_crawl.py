"""Every address that links reach from the front page, in three languages: there, whole,
translated, nothing within a line of it that the browser would refuse."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from tirek.contract.messages import LANGUAGES
from tirek.portal.texts import catalogue

KEYS = {f"{section}.{key}" for section, keys in catalogue().items() for key in keys}
#: Addresses with the same path and other answers that are looked at.
_MOST = 6
#: As code writes them: “none” and “None of” are English.
_UNMADE = re.compile(r"\b(None(?! of)|True|False|nan|(?i:lorem|todo|xxx))\b|{{|}}|{%|\{\w+\}")


class Page(HTMLParser):
    """The links, forms, words and ids of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.ids: list[str] = []
        self.labels: set[str] = set()
        self.unnamed: set[str] = set()
        self.text = ""
        self.headings: list[int] = []
        self.inline: list[str] = []
        self.lang = ""
        self._unread = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.lang = given["lang"]
        if tag in ("a", "link"):
            self.links.add(given["href"])
        if tag == "script":
            self._unread = tag
            if "src" in given:
                self.links.add(given["src"])
            elif given.get("type") != "application/json":
                self.inline.append(tag)
        if tag in ("code", "pre", "textarea"):
            self._unread = tag
        named = given.get("type") in ("hidden", "submit") or "aria-label" in given
        if tag in ("input", "select", "textarea") and not named:
            self.unnamed.add(given.get("id", ""))
        if tag == "label":
            self.labels.add(given["for"])
        if "id" in given:
            self.ids.append(given["id"])
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        self.inline += [f"{tag} {name}" for name in given if name == "style" or name[:2] == "on"]
        if tag == "style":
            self.inline.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == self._unread:
            self._unread = ""

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self.text += data + " "


def looked_at(html: str, lang: str, address: str) -> Page:
    """A page, after what has to hold of every one."""
    page = Page(html)
    assert page.lang == lang, address
    assert not _UNMADE.search(page.text), (address, _UNMADE.search(page.text))
    words = set(re.findall(r"[a-z_]+\.[a-z_0-9]+", page.text))
    assert not words & KEYS, (address, words & KEYS)
    assert not page.inline, (address, page.inline)
    assert page.unnamed <= page.labels, (address, page.unnamed - page.labels)
    assert len(page.ids) == len(set(page.ids)), (address, Counter(page.ids).most_common(3))
    assert page.headings[0] == 1 and page.headings.count(1) == 1, (address, page.headings)
    steps = zip(page.headings, page.headings[1:], strict=False)
    assert all(b - a <= 1 for a, b in steps), (address, page.headings)
    title = re.search(r"<title>(.+?) · Tirek</title>", html, re.DOTALL)
    assert title and title[1].strip(), address
    return page


def crawl(client: Client, lang: str, start: str = "/") -> Iterator[tuple[str, Page]]:
    """The pages that links reach, each with its address."""
    seen: set[str] = set()
    paths: Counter[str] = Counter()
    waiting = deque([start])
    while waiting:
        address = waiting.popleft()
        path = urlsplit(address).path
        if address in seen or paths[path] >= _MOST:
            continue
        seen.add(address)
        paths[path] += 1
        response = client.get(address)
        if response.status_code in (301, 302, 303):
            waiting.append(urljoin(address, response.headers["Location"]))
            continue
        assert response.status_code == 200, (address, response.status_code)
        if not response.headers["Content-Type"].startswith("text/html"):
            assert b"".join(response) if response.streaming else response.content, address
            continue
        page = looked_at(response.content.decode(), lang, address)
        yield address, page
        for link in sorted(page.links):
            if link.startswith("#"):
                assert not link[1:] or link[1:] in page.ids, (address, link)
            elif link.startswith("/static/"):
                assert finders.find(link.removeprefix("/static/")), link
            elif not link.startswith(("/api/", "/office/", "http:", "https:", "mailto:")):
                waiting.append(urljoin(address, unescape(link)).partition("#")[0])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_address_is_there_and_whole(lang: str) -> None:
    client = Client(headers={"accept-language": lang})
    paths = {urlsplit(address).path for address, _ in crawl(client, lang)}
    assert len(paths) > 30
    assert "/about/" in paths and "/benefits/" in paths


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_not_there_is_said_in_the_language(lang: str) -> None:
    response = Client(headers={"accept-language": lang}).get("/nothing/")
    assert response.status_code == 404
    looked_at(response.content.decode(), lang, "/nothing/")
