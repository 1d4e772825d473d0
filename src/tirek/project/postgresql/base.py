"""Django's PostgreSQL backend; where the server is our own, it is started on demand."""

from __future__ import annotations

from typing import Any

from django.db.backends.postgresql import base
from psycopg import OperationalError

from tirek.project.postgresql import embedded


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that brings the embedded server up where it does not answer."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        server = embedded.chosen()
        if server is None:
            return super().get_new_connection(conn_params)
        server.use()
        try:
            return super().get_new_connection(conn_params)
        except OperationalError:
            server.start()
            return super().get_new_connection(conn_params)
