"""A citation that leads somewhere: a link on the screen, words on paper."""

from __future__ import annotations

from collections.abc import Sequence


class Cited(str):
    """A citation that leads to its page; on paper it says where to look."""

    href: str
    on_paper: str

    def __new__(cls, said: str, href: str, on_paper: str) -> Cited:
        made = super().__new__(cls, said)
        made.href, made.on_paper = href, on_paper
        return made


def on_paper(citations: Sequence[str]) -> str:
    """Citations in one line, where nothing can be followed."""
    return "; ".join(one.on_paper if isinstance(one, Cited) else one for one in citations)
