"""The API against its own document, within this process: ``python -m tests.api.schema
--requests 50000``.

Half of the requests are random good questions, and such with a change in them; the others are
made from the document by schemathesis, fitting it and not. Nothing may end in a server error, give
what the document does not say, or be accepted although the document says that it does not fit.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

import hypothesis
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis import GenerationMode
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.specs.openapi import checks as conformance

from tests.api import mutating
from tests.api.asking import Told, get, mounted, post
from tests.api.test_openapi import DOCUMENT, NAMES, fits
from tirek.api.limits import Limiter
from tirek.api.requests import JSON
from tirek.contract.problems import Problem
from tirek.contract.reading import parse

#: Of the requests of an operation those that schemathesis makes.
_BY_SCHEMA = 0.3
#: The least share of good answers of an operation.
LEAST = 0.3
_CHECKS = [
    schemathesis.checks.not_a_server_error,
    conformance.status_code_conformance,
    conformance.content_type_conformance,
    conformance.response_headers_conformance,
    conformance.response_schema_conformance,
    conformance.negative_data_rejection,
]


@dataclass
class Tally:
    """What became of the requests of one operation."""

    requests: int = 0
    good: int = 0
    server_errors: int = 0
    breaks: list[str] = field(default_factory=list)

    def count(self, status: int) -> None:
        self.requests += 1
        self.good += status < 300
        self.server_errors += status >= 500

    @property
    def share(self) -> float:
        return self.good / max(self.requests, 1)

    @property
    def well(self) -> bool:
        return not self.server_errors and not self.breaks and self.share >= LEAST


def run(requests: int, seed: int) -> dict[str, Tally]:
    """So many requests, shared out among the operations."""
    app = mounted(Limiter(0))
    schema = schemathesis.openapi.from_asgi("/api/openapi.json", app)
    operations = {
        f"{method.upper()} {path}": path
        for path, one in DOCUMENT["paths"].items() for method in one
    }  # fmt: skip
    by_schema = {one.ok().label: one.ok() for one in schema.get_all_operations()}
    found = {}
    for number, (label, path) in enumerate(operations.items()):
        tally = found[label] = Tally()
        share = requests // len(operations)
        if label in by_schema:
            for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
                _by_schema(by_schema[label], mode, int(share * _BY_SCHEMA / 2), seed, tally)
        rng = Random(f"{seed} {number}")
        while tally.requests < share:
            _one(label.partition(" ")[0], path, rng, tally)
    return found


def _by_schema(
    operation: Any, mode: GenerationMode, count: int, seed: int, tally: Tally
) -> None:  # fmt: skip
    @hypothesis.seed(seed)
    @settings(
        max_examples=max(count, 1), database=None, deadline=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @hypothesis.given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        response = case.call()
        tally.count(response.status_code)
        try:
            case.validate_response(response, checks=_CHECKS)
        except (Failure, FailureGroup) as failure:
            tally.breaks.append(f"{case.as_curl_command()[:600]}\n{str(failure)[:800]}")

    ask()


def _one(method: str, path: str, rng: Random, tally: Tally) -> None:
    address = mutating.address(path, rng)
    if method == "GET":
        told, body = get(address), b""
    else:
        body = mutating.body(path, rng)
        told = post(address, body)
    tally.count(told.status)
    wrong = _wrong(method, path, body, told)
    if wrong:
        tally.breaks.append(f"{wrong}: {method} {address} {body[:600]!r} -> {told}")


def _wrong(method: str, path: str, body: bytes, told: Told) -> str:
    """What the document does not say of an answer; empty where all is well."""
    said = DOCUMENT["paths"][path][method.lower()]["responses"].get(str(told.status))
    if said is None:
        return "a status that the document does not name"
    if "$ref" in said:
        said = DOCUMENT["components"]["responses"][said["$ref"].rpartition("/")[2]]
    kind = told.headers["content-type"].partition(";")[0]
    if kind not in said["content"]:
        return f"a type that the document does not name: {kind}"
    if kind == JSON and path != "/api/openapi.json":
        schema = said["content"][kind]["schema"]
        names = [one["$ref"].rpartition("/")[2] for one in schema.get("oneOf", [schema])]
        if not any(fits(name, told.json) for name in names):
            return "an answer that does not fit"
    if kind == "application/problem+json" and not fits("Problem", told.json):
        return "a problem that does not fit"
    if told.status == 200 and method == "POST":
        return _wrongly_taken(path, body)
    return ""


def _wrongly_taken(path: str, body: bytes) -> str:
    """Whether a question was answered although the document says that it does not fit."""
    try:
        given = parse(body)
    except Problem:
        return "what is no JSON was answered"
    if not fits(NAMES[path.removeprefix("/api/")], given):
        return "a question that does not fit was answered"
    return ""


def main(say: Callable[[str], None] = print) -> int:
    parser = argparse.ArgumentParser(prog="./run fuzz-api", description=__doc__)
    parser.add_argument("--requests", type=int, default=50_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    found = run(asked.requests, asked.seed)
    say(f"{'operation':32}{'requests':>10}{'2xx':>8}{'server errors':>15}{'breaks':>8}")
    for label, tally in found.items():
        say(f"{label:32}{tally.requests:>10,}{tally.share:>8.1%}{tally.server_errors:>15}"
            f"{len(tally.breaks):>8}")  # fmt: skip
        for text in tally.breaks[:3]:
            say(text)
    return 0 if all(tally.well for tally in found.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
