"""The key to the short names that stand in JSON and CSV: acts that are cited, sources, how sure a
value is."""

from __future__ import annotations

from tirek.law.acts import act_titles
from tirek.pages.texts import language
from tirek.portal.law import sources
from tirek.portal.texts import text

#: How a citation begins, and the act as the law's data call it.
_ACTS = (
    ("SC", "Social Code"), ("Law 405", "Law 405"), ("Law 286-VI", "Law 286-VI"),
    ("Law 405-V", "Law 405-V"), ("КоАП", "КоАП"), ("Tax Code 214-VIII", "Tax Code 214-VIII"),
)  # fmt: skip
_SOURCES = ("03-laws/…", "…_art_….txt", "facts.md", "contract.md")
_SURE = ("V-LAW", "V-SEED", "V-PAGE", "V-CODE", "DERIVED", "MEM")


def told() -> list[tuple[str, list[tuple[str, str]]]]:
    """Headings, and under each the short names with what they mean."""
    titles = act_titles()
    return [
        (text("developers.names_citations"), [
            *((short, _title(short, titles[act][language()])) for short, act in _ACTS),
            ("Convention 12", text("developers.names_convention")),
        ]),
        (text("developers.names_sources"), [
            *((short, sources.paper(short)) for short in sorted(sources.papers())),
            *((short, text(f"developers.names_source_{number}"))
              for number, short in enumerate(_SOURCES)),
        ]),
        (text("developers.names_confidence"),
         [(code, text(f"law_confidence.{code}")) for code in _SURE]),
    ]  # fmt: skip


def _title(short: str, title: str) -> str:
    """The act; of one whose short name is Cyrillic an English page gives its letters in Latin."""
    return f"{title} (KoAP)" if short == "КоАП" and language() == "en" else title
