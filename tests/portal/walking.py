"""A visitor without JavaScript: sends the forms of pages as a browser does, reads the answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from html.parser import HTMLParser
from urllib.parse import urlsplit

from django.test import Client


@dataclass
class Form:
    """A form of a page: where it goes, how, what stands in it; ``names`` can be typed into."""

    action: str
    method: str
    values: dict[str, str] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)


class Page(HTMLParser):
    """The forms, links, headings and text of the main part of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[str] = []
        self.text = ""
        self.headings: list[str] = []
        self._main = False
        self._heading = False
        self._select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "main":
            self._main = True
        if not self._main:
            return
        if tag == "form":
            self.forms.append(Form(given.get("action", ""), given.get("method", "get")))
        elif tag == "a" and "href" in given:
            self.links.append(given["href"])
        elif tag in ("input", "select", "textarea", "button") and "name" in given and self.forms:
            self._field(tag, given)
        elif tag == "option" and self._select and self.forms:
            values = self.forms[-1].values
            if "selected" in given or self._select not in values:
                values[self._select] = given.get("value", "")
        self._heading = tag == "h1" or (self._heading and tag not in ("p", "ul", "dl"))
        if tag == "h1":
            self.headings.append("")

    def _field(self, tag: str, given: Mapping[str, str]) -> None:
        form, name = self.forms[-1], given["name"]
        if given.get("type") != "hidden":
            form.names.add(name)
        self._select = name if tag == "select" else ""
        kind = given.get("type", "text")
        chosen = kind not in ("radio", "checkbox", "file") or "checked" in given
        if tag == "input" and chosen:
            form.values[name] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "main":
            self._main = False
        if tag == "h1":
            self._heading = False

    def handle_data(self, data: str) -> None:
        if self._main:
            self.text += data
            if self._heading and self.headings:
                self.headings[-1] += data


def boxes(name: str, day: date | None) -> dict[str, str | list[str]]:
    """What is typed into the three boxes of a day."""
    if day is None:
        return {f"{name}_d": "", f"{name}_m": "", f"{name}_y": ""}
    return {f"{name}_d": str(day.day), f"{name}_m": str(day.month), f"{name}_y": str(day.year)}


@dataclass
class Visitor:
    """Goes from page to page; ``typed`` answers by the name of a form's field."""

    client: Client
    address: str = ""
    status: int = 0
    page: Page = field(default_factory=lambda: Page(""))

    @classmethod
    def of(cls, lang: str) -> Visitor:
        return cls(Client(headers={"accept-language": lang}))

    def open(self, address: str, method: str = "get", **values: str) -> None:
        """Opens an address and follows where it leads."""
        ask = getattr(self.client, method)
        response = (
            ask(address, values or None, follow=True) if values else ask(address, follow=True)
        )
        self.address = response.redirect_chain[-1][0] if response.redirect_chain else address
        self.status = response.status_code
        self.page = Page(response.content.decode())

    @property
    def step(self) -> str:
        """The last word of the address."""
        return urlsplit(self.address).path.rstrip("/").rpartition("/")[2]

    def send(self, typed: Mapping[str, str | list[str]], form: int = 0) -> None:
        """Sends a form of the page with what is typed into it."""
        one = self.page.forms[form]
        values: dict[str, str | list[str]] = {**one.values}
        values |= {name: value for name, value in typed.items() if name in one.names}
        action = one.action or self.address
        response = getattr(self.client, one.method)(action, values, follow=True)
        self.address = response.redirect_chain[-1][0] if response.redirect_chain else action
        self.status = response.status_code
        self.page = Page(response.content.decode())

    def walk(self, typed: Mapping[str, str | list[str]], most: int = 60) -> None:
        """Answers page after page until the answers are read back or a page refuses."""
        for _ in range(most):
            if self.step in ("check", "result") or self.status != 200:
                return
            self.send(typed)
        raise AssertionError(f"no end of questions: {self.address}")
