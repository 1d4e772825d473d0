"""How much one client may ask: a bucket of tokens for each address, in this process.

``TIREK_API_RATE`` is the requests a second that come back (0: no limit), ``TIREK_API_BURST`` how
many may come at once.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from ipaddress import IPv6Address, ip_address
from math import ceil
from time import monotonic

from starlette.types import ASGIApp, Receive, Scope, Send

from tirek.api.problems import HttpProblem, told

RATE, BURST = 200.0, 1000.0
#: Addresses that are remembered at most; the ones seen longest ago go first.
MOST_CLIENTS = 20_000


class Limiter:
    """Buckets by address. A bucket is kept as the moment at which it is full again."""

    def __init__(
        self, rate: float = RATE, burst: float = BURST, now: Callable[[], float] = monotonic
    ) -> None:
        self.rate, self.burst, self._now = rate, max(burst, 1.0), now
        self._full_at: dict[str, float] = {}

    @classmethod
    def of_environment(cls, environment: Mapping[str, str] = os.environ) -> Limiter:
        """:raises ValueError: a value that is no number"""
        rate = float(environment.get("TIREK_API_RATE") or RATE)
        return cls(rate, float(environment.get("TIREK_API_BURST") or max(BURST, rate)))

    def take(self, client: str, cost: float = 1.0) -> float:
        """Takes tokens of a client's bucket; gives the seconds to wait where there are none."""
        if not self.rate:
            return 0.0
        now = self._now()
        full_at = max(self._full_at.pop(client, now), now)
        missing = (full_at - now) * self.rate + 1 - self.burst  # one token is enough to begin
        wait = max(0.0, missing / self.rate)
        self._full_at[client] = full_at if wait else full_at + cost / self.rate
        if len(self._full_at) > MOST_CLIENTS:
            del self._full_at[next(iter(self._full_at))]
        return wait


def client_of(scope: Scope) -> str:
    """The address that a request comes from; of IPv6 the network, which one client has whole."""
    client = scope.get("client")
    address = str(client[0]) if client else ""
    if ":" not in address:
        return address
    try:
        found = ip_address(address)
    except ValueError:
        return address
    return found.exploded[:19] if isinstance(found, IPv6Address) else address


class Limited:
    """A middleware: refuses who asks too much; :func:`charge` finds the limiter in the scope."""

    def __init__(self, app: ASGIApp, limiter: Limiter) -> None:
        self.app, self.limiter = app, limiter

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            scope["tirek.charge"] = self.limiter, client_of(scope)
            wait = self.limiter.take(client_of(scope))
            if wait:
                seconds = ceil(wait)
                problem = HttpProblem(
                    "too_many_requests", headers={"Retry-After": str(seconds)}, value=seconds
                )
                await told(problem)(scope, receive, send)
                return
        await self.app(scope, receive, send)


def charge(scope: Scope, cost: float) -> None:
    """Takes more tokens for a request that was more than one question."""
    limiter, client = scope["tirek.charge"]
    limiter.take(client, cost)
