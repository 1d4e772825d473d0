"""The plain parts of schemas: money, days, months, codes, whole numbers, lists, objects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tirek.contract.reading import FIRST_YEAR, LAST_YEAR
from tirek.law.book import MOST_MONEY

Schema = dict[str, Any]

_DIGITS = len(str(MOST_MONEY // 100))
_YEAR = "(19|20)[0-9]{2}"
assert (FIRST_YEAR, LAST_YEAR) == (1900, 2099)


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def text(description: str = "", **more: Any) -> Schema:
    return {"type": "string", **more, **_said(description)}


def code(codes: Iterable[str], description: str = "") -> Schema:
    return {"type": "string", "enum": list(codes), **_said(description)}


def whole(lo: int, hi: int | None = None, description: str = "") -> Schema:
    most = {} if hi is None else {"maximum": hi}
    return {"type": "integer", "minimum": lo, **most, **_said(description)}


def flag(description: str = "") -> Schema:
    return {"type": "boolean", **_said(description)}


def entries(of: Schema, most: int | None = None, description: str = "") -> Schema:
    bound = {} if most is None else {"maxItems": most}
    return {"type": "array", "items": of, **bound, **_said(description)}


def thing(
    needed: Mapping[str, Schema], optional: Mapping[str, Schema] | None = None, /,
    description: str = "",
) -> Schema:  # fmt: skip
    """An object of these fields and no others."""
    found: Schema = {
        "type": "object", "additionalProperties": False,
        "properties": {**needed, **(optional or {})}, **_said(description),
    }  # fmt: skip
    return {**found, "required": list(needed)} if needed else found


def or_null(schema: Schema) -> Schema:
    """What may be null: in a question that is the same as leaving it out."""
    if "$ref" in schema:
        return {"anyOf": [schema, {"type": "null"}]}
    found = {**schema, "type": [schema["type"], "null"]}
    if "enum" in found:
        found["enum"] = [*found["enum"], None]
    return found


def _said(description: str) -> Schema:
    return {"description": description} if description else {}


#: Parts that have a name of their own in the document.
PARTS: Mapping[str, Schema] = {
    "Money": text(
        "Tenge with at most two decimals. A JSON number is refused: floats lose tiyn.",
        pattern=rf"^0*[0-9]{{1,{_DIGITS}}}(\.[0-9]{{1,2}})?$", examples=["72800", "72800.50"],
    ),
    "MoneyAnswered": text(
        "Tenge, always with two decimals.", pattern=r"^-?[0-9]+\.[0-9]{2}$", examples=["72800.00"]
    ),
    "Ratio": text(
        "At least one decimal, at most four (half up), no trailing zeros.",
        pattern=r"^-?[0-9]+\.([0-9]|[0-9]{1,3}[1-9])$", examples=["0.45", "1.0"],
    ),
    "Day": text(
        "YYYY-MM-DD, 1900 to 2099.", format="date",
        pattern=f"^{_YEAR}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$", examples=["2025-03-10"],
    ),
    "DayAnswered": text("YYYY-MM-DD.", format="date", pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$"),
    "Month": text("YYYY-MM, 1900 to 2099.", pattern=f"^{_YEAR}-(0[1-9]|1[0-2])$",
                  examples=["2026-01"]),
    "Identifier": text("An ИИН or БИН: twelve digits, the last of which checks the others.",
                       pattern="^[0-9]{12}$", examples=["041040334323"]),
    "Citations": entries(text(), description=(
        "Articles, the same in every language: `SC 118(3)` is article 118(3) of the Social Code "
        "(224-VII); `Law 405`, `Law 286-VI` are the laws on compulsory social insurance before it, "
        "`Law 405-V` the one on medical insurance, `КоАП` the Code on Administrative Offences; "
        "`order …` an order of the Ministry of Health. `Convention N` is assumption N where the "
        "law leaves a reading open: /api/law/questions, /law/questions/."
    )),
}  # fmt: skip

MONEY, PAID, RATIO = ref("Money"), ref("MoneyAnswered"), ref("Ratio")
DAY, DAY_ANSWERED, MONTH = ref("Day"), ref("DayAnswered"), ref("Month")
CITATIONS = ref("Citations")
