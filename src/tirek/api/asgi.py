"""The whole web application: the API at ``/api``, Django's pages everywhere else, in threads.

``TIREK_PROXIES`` names the addresses (or networks, parted by commas; ``*``: all) of proxies whose
X-Forwarded-For is believed.
"""

from __future__ import annotations

import logging
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Thread
from urllib.parse import quote

from a2wsgi import WSGIMiddleware
from starlette.applications import Starlette
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from tirek.api.app import whole
from tirek.api.problems import PlacesOnly
from tirek.api.warm import warm
from tirek.contract.pack_files import use_files
from tirek.project.wsgi import application as pages

#: Pages that are made at once in one process.
_THREADS = 4


class Pages:
    """Django's pages. What is no ASCII in a query is quoted: WSGI has no place for it."""

    def __init__(self) -> None:
        self._pages = WSGIMiddleware(pages, workers=_THREADS)  # type: ignore[arg-type]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not scope.get("query_string", b"").isascii():
            raw = scope["query_string"]
            scope = {**scope, "query_string": quote(raw, safe="&=+%/?:@!$'()*,;~").encode()}
        await self._pages(scope, receive, send)  # type: ignore[arg-type]


@asynccontextmanager
async def _life(_: Starlette) -> AsyncIterator[None]:
    """Begins with the law read and its usual plans made, beside the first requests."""
    Thread(target=warm, name="warm", daemon=True).start()
    yield


def _made() -> ASGIApp:
    for name in ("asyncio", "gunicorn.error", "uvicorn.error"):
        logging.getLogger(name).addFilter(PlacesOnly())
    use_files()
    made = whole(pages=Pages(), lifespan=_life)
    proxies = os.environ.get("TIREK_PROXIES", "")
    return ProxyHeadersMiddleware(made, proxies) if proxies else made  # type: ignore[arg-type,return-value]


application = _made()
