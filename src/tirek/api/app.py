"""The API's addresses, and what stands around all of them: headers, other origins, limits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from functools import partial
from typing import Any

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp, ExceptionHandler, Message, Receive, Scope, Send

from tirek.api import batch, law, problems
from tirek.api.limits import Limited, Limiter
from tirek.api.questions import ask
from tirek.contract.commands import COMMANDS
from tirek.contract.problems import Problem

#: The page for people who write programs.
DEVELOPERS = "/developers/"
Lifespan = Callable[[Starlette], AbstractAsyncContextManager[None]]
_EXPOSED = ("ETag", "Retry-After", "Content-Language", "Allow", "Accept-Post")
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "cross-origin",
}


class Headed:
    """A middleware: every answer is data, and is to be taken for nothing else."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers[name] = value
            await send(message)

        await self.app(scope, receive, with_headers)


async def developers(request: Request) -> Response:
    """The API itself has nothing to look at."""
    return RedirectResponse(DEVELOPERS, 303)


def api(limiter: Limiter | None = None) -> Starlette:
    """The application that is mounted at ``/api``."""
    routes = [
        Route("/", developers),
        *(Route(f"/{name}", partial(ask, name), methods=["POST"]) for name in COMMANDS),
        Route("/batch", batch.ask, methods=["POST"]),
        Route("/openapi.json", law.openapi),
        Route("/law", law.listing),
        Route("/law/questions", law.questions),
        Route("/law/graph", law.graph),
        Route("/law/{name}", law.entry),
    ]
    around = [
        Middleware(Headed),
        Middleware(ExceptionMiddleware, handlers={Exception: problems.of_ours}),
        Middleware(
            CORSMiddleware, allow_origins=["*"], allow_methods=["GET", "HEAD", "POST"],
            allow_headers=["Content-Type", "If-None-Match"], expose_headers=_EXPOSED,
            max_age=86_400,
        ),
        Middleware(Limited, limiter=limiter or Limiter.of_environment()),
    ]  # fmt: skip
    made = Starlette(routes=routes, middleware=around, exception_handlers=_HANDLERS)
    made.router.redirect_slashes = False
    return made


_HANDLERS: Mapping[Any, ExceptionHandler] = {
    Problem: problems.of_question,
    HTTPException: problems.of_http,
    ClientDisconnect: problems.of_nobody,
}


def whole(
    limiter: Limiter | None = None, pages: ASGIApp | None = None, lifespan: Lifespan | None = None
) -> Starlette:
    """The API at ``/api``, pages everywhere else. An address that has no place at all (one with a
    line's end in it) is told as the API tells it."""
    routes: list[BaseRoute] = [Route("/api", developers), Mount("/api", api(limiter))]
    if pages is not None:
        routes.append(Mount("/", pages))
    return Starlette(routes=routes, exception_handlers=_HANDLERS, lifespan=lifespan)
