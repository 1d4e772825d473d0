"""What stands around every address: methods, other origins, headers, limits, our own faults."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from tests.api.asking import get, mounted, post, send
from tests.contract.asking import GOOD
from tirek.api import questions
from tirek.api.limits import Limiter
from tirek.api.problems import PlacesOnly

ADDRESSES = ("/api/care", "/api/law", "/api/nothing", "/api/openapi.json", "/api/law/nothing")


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_is_data_and_nothing_else(address: str) -> None:
    told = get(address)
    assert told.headers["x-content-type-options"] == "nosniff"
    assert told.headers["content-security-policy"].startswith("default-src 'none'")
    assert "server" not in told.headers and "set-cookie" not in told.headers


@pytest.mark.parametrize(
    "address", ["/api/nothing", "/api/law/a/b", "/api/assess/", "/api/law/", "/api/law/a\nb"]
)
def test_an_address_without_anything_is_404(address: str) -> None:
    told = get(address)
    assert (told.status, told.code) == (404, "not_found")


def test_the_api_itself_leads_to_the_page_for_developers() -> None:
    told = get("/api/")
    assert (told.status, told.headers["location"].partition("testserver")[2] or
            told.headers["location"]) == (303, "/developers/")  # fmt: skip


@pytest.mark.parametrize(
    ("method", "address", "allowed"),
    [("GET", "/api/care", "POST"), ("DELETE", "/api/law", "GET, HEAD"),
     ("PUT", "/api/batch", "POST"), ("OPTIONS", "/api/assess", "POST")],
)  # fmt: skip
def test_another_method_is_405_and_the_right_ones_are_named(
    method: str, address: str, allowed: str
) -> None:
    told = send(method, address)
    assert (told.status, told.code, told.headers["allow"]) == (405, "method_not_allowed", allowed)


def test_pages_elsewhere_may_ask_but_not_with_credentials() -> None:
    asked = {
        "Origin": "https://example.org", "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }  # fmt: skip
    told = send("OPTIONS", "/api/care", b"", asked)
    assert told.status == 200 and told.headers["access-control-allow-origin"] == "*"
    assert "POST" in told.headers["access-control-allow-methods"]
    assert told.headers["x-content-type-options"] == "nosniff"
    for question, status in ((GOOD["care"][0], 200), ({}, 422)):
        told = post("/api/care", question, headers={"Origin": "https://example.org"})
        assert told.status == status and told.headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in told.headers


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_who_asks_too_much_is_told_to_wait() -> None:
    clock = Clock()
    app = mounted(Limiter(2, 5, clock))
    assert [get("/api/law/minimum_wage", app=app).status for _ in range(5)] == [200] * 5
    told = get("/api/law/minimum_wage", app=app, headers={"Origin": "https://example.org"})
    assert (told.status, told.code, told.headers["retry-after"]) == (429, "too_many_requests", "1")
    assert told.headers["access-control-allow-origin"] == "*"
    assert get("/api/law/minimum_wage", app=app, client="192.0.2.2").status == 200
    clock.now += 0.5
    assert get("/api/law/minimum_wage", app=app).status == 200
    assert get("/api/law/minimum_wage", app=app).status == 429


def test_many_lines_count_as_several_requests() -> None:
    clock = Clock()
    app = mounted(Limiter(1, 3, clock))
    lines = b"{}\n" * 200
    assert post("/api/care", lines, "application/x-ndjson", app=app).status == 200
    told = post("/api/care", b"{}", app=app)
    assert told.status == 429 and int(told.headers["retry-after"]) > 5


def test_a_network_of_ipv6_is_one_client() -> None:
    app = mounted(Limiter(1, 1, Clock()))
    assert get("/api/law/questions", app=app, client="2001:db8:1:2::1").status == 200
    assert get("/api/law/questions", app=app, client="2001:db8:1:2:ffff::9").status == 429
    assert get("/api/law/questions", app=app, client="2001:db8:1:3::1").status == 200


def test_the_limiter_forgets_the_clients_seen_longest_ago(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tirek.api.limits.MOST_CLIENTS", 3)
    limiter = Limiter(1, 1, Clock())
    for client in "abcd":
        assert limiter.take(client) == 0
    assert limiter.take("a") == 0 and limiter.take("d") > 0


def test_limits_come_from_the_environment() -> None:
    found = Limiter.of_environment({"TIREK_API_RATE": "7", "TIREK_API_BURST": "9"})
    assert (found.rate, found.burst) == (7, 9)
    assert Limiter.of_environment({"TIREK_API_RATE": "0"}).take("a") == 0
    assert Limiter.of_environment({"TIREK_API_RATE": "5000"}).burst == 5000


def test_what_nobody_foresaw_is_told_without_a_word_of_what_was_asked(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(text: bytes) -> Any:
        raise KeyError(text.decode())

    monkeypatch.setattr(questions, "parse", broken)
    told = post("/api/care", b'{"iin": "041040334323"}')
    assert (told.status, told.code) == (500, "internal")
    assert "041040334323" not in told.content.decode() + caplog.text
    assert "KeyError" in caplog.text and "test_http.py" in caplog.text
    assert "Traceback" not in caplog.text


def test_a_log_of_the_server_gets_the_place_of_an_error_only(
    caplog: pytest.LogCaptureFixture,
) -> None:
    log = logging.getLogger("test of places")
    log.addFilter(PlacesOnly())
    try:
        raise ValueError("041040334323")
    except ValueError:
        log.exception("Exception in ASGI application\n")
    assert "041040334323" not in caplog.text
    assert "Exception in ASGI application ValueError at" in caplog.text


@pytest.mark.parametrize("address", ["/api/care", "/api/batch"])
def test_a_key_of_any_length_is_told_in_a_short_answer(address: str) -> None:
    told = post(address, {"x" * 100_000: 1})
    assert (told.status, told.code) == (422, "unknown_key")
    assert len(told.content) < 5_000
    twice = get(f"/api/law?{'x' * 30_000}=1&{'x' * 30_000}=1")
    assert twice.status == 422 and len(twice.content) < 5_000


def test_what_stands_for_an_object_is_told_as_it_is() -> None:
    for body, told_as in ((b"null", "null"), (b"[1]", "[…]"), (b"1", "№")):
        told = send("POST", "/api/care", body, {"Content-Type": "application/json"})
        assert f", not {told_as}." in told.json["error"]["message"]["en"]
