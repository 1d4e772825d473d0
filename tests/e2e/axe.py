"""axe-core on a page: what it finds wrong, as text."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from typing import Any

from playwright.sync_api import Page

#: WCAG 2.2 A and AA, and what axe calls best practice.
_RUN = """() => axe.run(document, {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  resultTypes: ["violations"],
}).then(found => found.violations.map(one => ({
  id: one.id, help: one.help, nodes: one.nodes.slice(0, 3).map(node => node.html.slice(0, 200)),
})))"""


@lru_cache(maxsize=1)
def _axe() -> str:
    return resources.files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


def violations(page: Page) -> list[str]:
    """What is wrong with the page that is shown."""
    page.evaluate(_axe())
    found: list[dict[str, Any]] = page.evaluate(_RUN)
    return [f"{one['id']}: {one['help']}: {one['nodes']}" for one in found]
