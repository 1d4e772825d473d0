"""The key to the names that stand in JSON and CSV: acts, orders and papers that are cited, sources,
how sure a value is, who pays a line."""

from __future__ import annotations

from tirek.law import care_packages
from tirek.law.acts import act_titles
from tirek.pages.texts import language
from tirek.portal.law import sources
from tirek.portal.texts import text
from tirek.portal.told import cited

#: How a citation begins, and the act as the law's data call it.
_ACTS = (
    ("SC", "Social Code"), ("Law 405", "Law 405"), ("Law 286-VI", "Law 286-VI"),
    ("Law 405-V", "Law 405-V"), ("КоАП", "КоАП"), ("Tax Code 120-VI", "Tax Code 120-VI"),
    ("Tax Code 214-VIII", "Tax Code 214-VIII"), ("Budget law 2026-2028", "Budget law 2026-2028"),
)  # fmt: skip
_SOURCES = (
    "03-laws/…", "…_art_….txt", "facts.md", "contract.md", "zakon.kz 6487383", "GitHub file id",
)  # fmt: skip
_PAID_BY = ("employer", "person", "agent", "operator")
_SURE = ("V-LAW", "V-SEED", "V-PAGE", "V-CODE", "DERIVED", "MEM")


def told() -> list[tuple[str, list[tuple[str, str]]]]:
    """Headings, and under each the short names with what they mean."""
    titles = act_titles()
    return [
        (text("developers.names_citations"), [
            *((short, _title(short, titles[act][language()])) for short, act in _ACTS),
            ("Convention 12", text("developers.names_convention")),
        ]),
        (text("developers.names_orders"), [
            (short, _order(short, lists)) for short, lists in care_packages.acts().items()
        ]),
        (text("developers.names_papers"), [
            (one["title"].strip("«»"),
             text("developers.names_paper", title=sources.paper(short), source=short))
            for short, one in sorted(sources.papers().items())
        ]),
        (text("developers.names_sources"), [
            *((short, sources.paper(short)) for short in sorted(sources.papers())),
            *((short, text(f"developers.names_source_{number}"))
              for number, short in enumerate(_SOURCES)),
        ]),
        (text("developers.names_confidence"),
         [(code, text(f"law_confidence.{code}")) for code in _SURE]),
        (text("developers.names_paid_by"),
         [(code, text(f"developers.names_paid_by_{code}")) for code in _PAID_BY]),
    ]  # fmt: skip


def _title(short: str, title: str) -> str:
    """The act; of one whose short name is Cyrillic an English page gives its letters in Latin."""
    return f"{title} (KoAP)" if short == "КоАП" and language() == "en" else title


def _order(short: str, lists: tuple[dict[str, str], ...]) -> str:
    """What is cited for a list of diseases, and which list."""
    return f"{cited([short])[0]}: {'; '.join(one[language()] for one in lists)}"
