"""Problems: what is wrong with a question, where, and what to do, in three languages."""

from __future__ import annotations

import orjson

from tirek.contract.messages import LANGUAGES, Words, words
from tirek.engine.ops import LAST_MONTH
from tirek.engine.parameters import month_text
from tirek.law.acts import Span

#: Codes that programs rely on, in the order of the contract.
CODES = (
    "invalid_json", "unknown_key", "missing_fact", "not_money_string", "negative_amount",
    "bad_date", "bad_month", "bad_enum", "bad_check_digit", "out_of_bounds",
    "income_and_contribution", "neither_income_nor_contribution", "kind_not_in_force",
    "event_date_conflict",
)  # fmt: skip


#: Longest piece of a question that a message repeats; names of files, and what a library says of
#: them (the detail ``text``, told as it is), may be longer.
_LONGEST, _LONG = 60, 300
_OF_FILES = (
    "cannot_read", "cannot_write", "missing_table", "unknown_table", "bad_column",
    "batch_other_run", "batch_folder_taken", "batch_tables_changed",
)  # fmt: skip


class Problem(ValueError):
    """A question that cannot be answered as it stands.

    ``key`` is a key of the catalogue's ``problems``; its part before a dot is the code.
    ``at`` is the JSON pointer of the place.
    """

    def __init__(self, key: str, at: str, /, **details: object) -> None:
        super().__init__(f"{key} at {at or '/'}")
        self.key = key
        self.at = at
        self.details = details

    @property
    def code(self) -> str:
        return self.key.partition(".")[0]

    def texts(self) -> Words:
        """What is said, in every language, with names in braces for the details."""
        return words("problems", self.key)

    def as_dict(self) -> dict[str, object]:
        """The problem object of the contract."""
        texts = self.texts()
        longest = _LONG if self.code in _OF_FILES else _LONGEST
        known = {name: _short(name, value, longest) for name, value in self.details.items()}
        values = _Missing(at=self.at or "/", **known)
        message = {lang: texts[lang].format_map(values) for lang in LANGUAGES}
        return {"error": {"code": self.code, "at": self.at, "message": message}}


def not_in_force(at: str, kind: str, month: int, span: Span) -> Problem:
    """A month for which nothing is paid as ``kind``; says for which months it is."""
    last = "…" if span.end > LAST_MONTH else month_text(span.end - 1)
    months = f"{month_text(span.first)} – {last}"
    return Problem("kind_not_in_force.kind", at, kind=kind, month=month_text(month), value=months)


class _Missing(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "…"


def _short(name: str, value: object, longest: int) -> str:
    """A detail as it may be shown: names as a list, ``text`` in one line as it is, anything else
    as JSON; never long."""
    if name == "text":
        return _cut(" ".join(str(value).split()), _LONG)
    if name == "allowed" and isinstance(value, (list, tuple)):
        return ", ".join(map(str, value))
    try:
        text = orjson.dumps(value).decode()
    except (TypeError, RecursionError):
        text = type(value).__name__
    return _cut(text, longest)


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"
