"""A person at a browser: fills in the forms of pages by their fields' names, goes on, looks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page

from tests.e2e.axe import violations

Typed = Mapping[str, str | list[str]]
WIDTHS = (360, 1440)
#: What axe has looked at already.
_LOOKED: set[tuple[str, str, int]] = set()


@dataclass
class Visitor:
    """``careful``: every page is looked at by axe, once a language and state."""

    page: Page
    address: str
    lang: str
    careful: bool
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        self.page.goto(self.address + path)
        self.look()

    def look(self) -> None:
        """What has to hold of every page: as wide as the window, nothing found by axe."""
        page = self.page
        page.wait_for_load_state("load")
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, f"{page.url}: {wide} pixels too wide"
        looked = page.url.partition("?")[0], self.lang, page.locator(".govuk-error-summary").count()
        if self.careful and looked not in _LOOKED:
            _LOOKED.add(looked)
            found = violations(page)
            assert not found, "\n".join([page.url, *found])

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    @property
    def heading(self) -> str:
        return self.page.locator("h1").inner_text()

    @property
    def text(self) -> str:
        return self.page.locator("main").inner_text()

    def follow(self, href: str) -> None:
        """Clicks a link of the page by the beginning of its address."""
        self.page.locator(f'main a[href^="{href}"]').first.click()
        self.look()

    def fill(self, typed: Typed) -> None:
        """Types what the fields of the page are to hold."""
        for name, value in typed.items():
            found = self.page.locator(f'main [name="{name}"]:not([type=hidden])')
            if found.count() and found.first.is_visible():
                self._fill(found, value)

    def _fill(self, found: Locator, value: str | list[str]) -> None:
        tag = found.first.evaluate("one => one.tagName")
        kind = found.first.get_attribute("type")
        if kind in ("radio", "checkbox"):
            chosen = [value] if isinstance(value, str) else value
            for place in range(found.count()):
                one = found.nth(place)
                one.set_checked(one.get_attribute("value") in chosen) if kind == "checkbox" else (
                    one.check() if one.get_attribute("value") in chosen else None
                )
        elif tag == "SELECT":
            found.first.select_option(value)
        elif kind == "file":
            found.first.set_input_files(value)
        else:
            assert isinstance(value, str)
            found.first.fill(value)

    def send(self, typed: Typed, button: str = "main form button.govuk-button") -> None:
        """Fills the page's form in and sends it."""
        self.fill(typed)
        self.page.locator(button).first.click()
        self.look()

    def walk(self, typed: Typed, most: int = 40) -> None:
        """Answers page after page until the answers are read back, then asks for the result."""
        for _ in range(most):
            if self.path.endswith("/result/"):
                return
            if self.path.endswith("/check/"):
                self.page.locator('main a.govuk-button[href*="/result/"]').click()
                self.look()
                return
            before = self.page.url
            self.send(typed)
            assert self.page.url != before, f"no way on from {before}: {self.text[:600]}"
        raise AssertionError(f"no end of questions: {self.page.url}")


@contextmanager
def visiting(
    browser: Browser, address: str, lang: str, width: int, script: bool, careful: bool = False,
    dark: bool = False,
) -> Iterator[Visitor]:  # fmt: skip
    """A window of a language and width, with or without JavaScript; what the page complains of
    in the console is an error."""
    context = browser.new_context(
        locale=lang, viewport={"width": width, "height": 900}, java_script_enabled=script,
        color_scheme="dark" if dark else "light",
    )  # fmt: skip
    context.set_default_timeout(15_000)
    page = context.new_page()
    visitor = Visitor(page, address, lang, careful)

    def heard(one: ConsoleMessage) -> None:
        if one.type == "error" and "the server responded" not in one.text:
            visitor.complaints.append(one.text)

    page.on("console", heard)
    page.on("pageerror", lambda one: visitor.complaints.append(str(one)))
    try:
        yield visitor
        assert not visitor.complaints, visitor.complaints
    finally:
        context.close()
