"""Good requests of every operation, and what is left of them after a change at random."""

from __future__ import annotations

import copy
from collections.abc import Callable
from random import Random
from typing import Any

import orjson

from tests.api.test_batch import in_columns
from tests.law.lives import MAKERS
from tests.nation.test_same_answers import made
from tirek.api.examples import batches, questions
from tirek.law import law

ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 2**31, 2**63, 2**64 - 1, 1.5, 1e300, "", " ", "0", "-1", "1.234",
    "1e3", "١٢", "2025-02-30", "2025-02-29", "0000-00-00", "9999-12-31", "2025-03", "2025-13",
    "12345678901234567890", "\u0000", "ә" * 300, "😀", [], {}, [None], [[]], {"": None},
    "041040334323", "kk", "employee",
)  # fmt: skip


_KEYS = ("colour", "known_on", "kind", "income", "a/b", "")


def question(command: str, rng: Random) -> Any:
    """A good question: mostly a random one, sometimes one of the published examples."""
    if rng.random() < 0.2:
        return copy.deepcopy(rng.choice(list(questions()[command].values())))
    return MAKERS[command](rng)


def batch(rng: Random) -> Any:
    if rng.random() < 0.2:
        return copy.deepcopy(rng.choice(list(batches().values())))
    return in_columns(made(rng.randrange(1, 30), rng.randrange(10**9))[0].tables())


def changed(given: Any, rng: Random) -> Any:
    """The same JSON but for one or more places."""
    given = copy.deepcopy(given)
    for _ in range(rng.choice((1, 1, 1, 2, 5))):
        holders = _holders(given)
        if holders:
            _change(*rng.choice(holders), rng)
    return given


def _holders(given: Any) -> list[tuple[Any, Any]]:
    """Every place: what holds it, and its key or number there."""
    found: list[tuple[Any, Any]] = []
    if isinstance(given, dict):
        places = list(given.items())
    else:
        places = list(enumerate(given[:20])) if isinstance(given, list) else []
    for key, value in places:
        found.append((given, key))
        found += _holders(value)
    return found


def _change(holder: Any, key: Any, rng: Random) -> None:
    match rng.randrange(5):
        case 0:
            del holder[key]
        case 1 if isinstance(holder, dict):
            holder[rng.choice(_KEYS)] = copy.deepcopy(rng.choice(ODD))
        case 2 if isinstance(holder, list):
            holder.append(copy.deepcopy(holder[key]))
        case 3 if isinstance(holder[key], str) and holder[key]:
            at = rng.randrange(len(holder[key]))
            letter = rng.choice("0123456789-. aәҚ\u0000")
            holder[key] = holder[key][:at] + letter + holder[key][at + 1 :]
        case _:
            holder[key] = copy.deepcopy(rng.choice(ODD))


def spoiled(text: bytes, rng: Random) -> bytes:
    """Bytes that are mostly no JSON any more."""
    at = rng.randrange(len(text))
    match rng.randrange(4):
        case 0:
            return text[:at]
        case 1:
            return text[:at] + bytes([rng.randrange(256)]) + text[at + 1 :]
        case 2:
            return text[:at] + text
        case _:
            return rng.randbytes(rng.randrange(1, 40))


def body(path: str, rng: Random) -> bytes:
    """A body for an operation, good or not."""
    name = path.removeprefix("/api/")
    good = batch(rng) if name == "batch" else question(name, rng)
    draw = rng.random()
    if draw < 0.65:
        return orjson.dumps(good)
    text = orjson.dumps(changed(good, rng))
    return spoiled(text, rng) if draw > 0.92 else text


_DAYS = ("2025-06-01", "1899-12-31", "2019-01-01", "2099-12-31", "2025-02-30", "soon", "")
_LANGS = ("kk", "ru", "en", "kk", "ru", "en", "de", "")


_TAKES = {
    "/api/law": ("lang", "on", "known_on", "format"), "/api/law/graph": ("lang", "known_on"),
    "/api/law/{name}": ("lang", "on", "known_on"), "/api/law/questions": ("lang",),
    "/api/openapi.json": ("lang",), "/api/batch": ("lang",),
}  # fmt: skip


def _often(path: str, name: str) -> float:
    """How often an address is given a parameter: one that it takes now and then, others seldom."""
    return 0.3 if name in _TAKES.get(path, ("lang", "brief")) else 0.01


def address(path: str, rng: Random) -> str:
    """An address with parameters, mostly good ones."""
    takes = path
    if "{name}" in path:
        held = law()
        names = (*held.rules, *held.parameters, *held.book.facts)
        path = path.replace("{name}", rng.choice(names) if rng.random() < 0.8 else "no_such_rule")
    choices: dict[str, Callable[[], str]] = {
        "lang": lambda: rng.choice(_LANGS),
        "brief": lambda: rng.choice(("1", "0", "true", "2")),
        "on": lambda: rng.choice(_DAYS[:4] if rng.random() < 0.8 else _DAYS),
        "known_on": lambda: rng.choice(("2025-06-01", "2020-01-01", "2099-01-01", "x")),
        "format": lambda: rng.choice(("json", "csv", "xml")),
        "colour": lambda: "blue",
    }
    given = [f"{n}={v()}" for n, v in choices.items() if rng.random() < _often(takes, n)]
    return f"{path}?{'&'.join(given)}" if given else path
