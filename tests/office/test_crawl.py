"""Every page that a link or a form leads to, in three languages: whole, translated, no ИИН."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import URLPattern

from tests.office.conftest import STRANGER, Fund, browser
from tirek.contract.messages import LANGUAGES
from tirek.office import tasks
from tirek.office.texts import catalogue
from tirek.office.urls import urlpatterns

KEYS = {f"{section}.{key}" for section, keys in catalogue().items() for key in keys}


class Page(HTMLParser):
    """The links, forms, words and ids of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.posts: set[str] = set()
        self.ids: list[str] = []
        self.labels: set[str] = set()
        self.fields: set[str] = set()
        self.text = ""
        self.headings: list[int] = []
        self.inline: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in ("a", "link"):
            self.links.add(given["href"])
        if tag == "form" and given.get("method") == "post":
            self.posts.add(given["action"])
        if tag in ("input", "select") and given.get("type") != "hidden":
            self.fields.add(given["id"])
        if tag == "label":
            self.labels.add(given["for"])
        if "id" in given:
            self.ids.append(given["id"])
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        self.inline += [name for name in given if name == "style" or name.startswith("on")]
        if tag in ("script", "style"):
            self.inline.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data + " "


def looked_at(html: str, lang: str, address: str) -> Page:
    """A page, after what has to hold of every one."""
    page = Page(html)
    assert f'<html lang="{lang}"' in html, address
    assert not re.search(r"\b(None|True|False|nan)\b|{{|}}|{%|\{\w+\}", page.text), address
    assert not {word for word in re.findall(r"[a-z_]+\.[a-z_0-9]+", page.text) if word in KEYS}
    assert not page.inline, address
    assert page.fields <= page.labels, address
    assert len(page.ids) == len(set(page.ids)), address
    assert page.headings[0] == 1 and page.headings.count(1) == 1, address
    assert all(b - a <= 1 for a, b in zip(page.headings, page.headings[1:], strict=False)), address
    title = re.search(r"<title>(.+?) · Tirek</title>", html)
    assert title and title[1].strip(), address
    assert not re.search(r"\d{12}", title[1]), address
    for one in page.links | page.posts:
        assert not re.search(r"\d{12}", one), address
    return page


def crawl(client: Client, lang: str) -> tuple[set[str], set[str]]:
    """Every address that links reach from the front page, and every one that forms post to."""
    seen: set[str] = set()
    posts: set[str] = set()
    waiting = ["/office/"]
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        response = client.get(address)
        assert response.status_code == 200, address
        page = looked_at(response.content.decode(), lang, address)
        posts |= page.posts
        for link in page.links:
            if link.startswith("#"):
                assert link[1:] in page.ids, (address, link)
            elif link.startswith("/static/"):
                assert finders.find(link.removeprefix("/static/")), link
            else:
                joined = link if link.startswith("/") else address.split("?")[0] + link
                waiting.append(unescape(joined))
    return seen, posts


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("counted", [False, True])
def test_every_address_is_whole_in_every_language(fund: Fund, lang: str, counted: bool) -> None:
    client = browser(lang)
    if counted:
        tasks.count_debts()
        tasks.verify()
    seen, posts = crawl(client, lang)
    every = {f"/office/{one.pattern}" for one in urlpatterns if isinstance(one, URLPattern)}
    patterns = {re.sub(r"<int:number>", r"\\d+", one) for one in every}
    reached = {one.split("?")[0] for one in seen | posts} | {"/office/person/pdf/"}
    if not counted:  # a payer is reached through a file
        assert f"/office/payers/{fund.payer.pk}/" in reached
    assert all(any(re.fullmatch(p, one) for one in reached) for p in patterns)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_answers_to_forms_are_whole_too(fund: Fund, lang: str) -> None:
    client = browser(lang)
    for address, given in (
        ("/office/person/", {"iin": fund.staff[0].iin}),
        ("/office/person/", {"iin": STRANGER}),
        ("/office/person/", {"iin": "x", "first": "x", "last": "x", "known_at": "x"}),
        ("/office/payers/find/", {"number": "x"}),
    ):
        looked_at(client.post(address, given).content.decode(), lang, address)
    for address in ("/office/watch/?month=x", f"/office/payers/{fund.payer.pk}/?first=x&last=x"):
        looked_at(client.get(address).content.decode(), lang, address)


@pytest.mark.django_db
@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_empty_fund_is_whole_too(lang: str) -> None:
    crawl(browser(lang), lang)
