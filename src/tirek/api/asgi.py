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

from a2wsgi import WSGIMiddleware
from starlette.applications import Starlette
from starlette.types import ASGIApp
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from tirek.api.app import whole
from tirek.api.bodies import Whole
from tirek.api.problems import PlacesOnly
from tirek.api.warm import warm
from tirek.contract.pack_files import use_files
from tirek.project.wsgi import application as pages

#: Pages that are made at once in one process. What they send waits beside their thread until the
#: client takes it: whoever reads slowly holds none.
_THREADS, _NO_END = 4, 0


@asynccontextmanager
async def _life(_: Starlette) -> AsyncIterator[None]:
    """Begins with the law read and its usual plans made, beside the first requests."""
    Thread(target=warm, name="warm", daemon=True).start()
    yield


def _made() -> ASGIApp:
    for name in ("asyncio", "gunicorn.error", "uvicorn.error"):
        logging.getLogger(name).addFilter(PlacesOnly())
    use_files()
    in_threads = WSGIMiddleware(pages, workers=_THREADS, send_queue_size=_NO_END)  # type: ignore[arg-type]
    made = whole(pages=Whole(in_threads), lifespan=_life)  # type: ignore[arg-type]
    proxies = os.environ.get("TIREK_PROXIES", "")
    return ProxyHeadersMiddleware(made, proxies) if proxies else made  # type: ignore[arg-type,return-value]


application = _made()
