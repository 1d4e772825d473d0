"""How gunicorn runs a process of the web application."""

from __future__ import annotations

from uvicorn_worker import UvicornWorker


class Worker(UvicornWorker):  # type: ignore[misc]
    """uvloop and httptools; no line a request in any log; X-Forwarded-For is the application's
    own affair."""

    CONFIG_KWARGS = {  # noqa: RUF012
        "loop": "uvloop", "http": "httptools", "ws": "none", "lifespan": "on",
        "access_log": False, "server_header": False, "proxy_headers": False,
        "timeout_graceful_shutdown": 5, "timeout_keep_alive": 75,  # longer than proxies wait
    }  # fmt: skip
