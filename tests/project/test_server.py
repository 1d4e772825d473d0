"""A server that DATABASE_URL names: an older PostgreSQL, and no right there but to a database."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.cli.running import tirek
from tests.project import debian
from tests.project.test_backup import let_go


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    found = debian.programs()
    if found is None:
        why = f"no PostgreSQL {debian.OLDEST} or newer under /usr/lib/postgresql"
        if os.environ.get("CI"):
            pytest.fail(why)
        pytest.skip(why)
    with debian.server(found) as one:
        yield one


def lived(data: Path, url: str, country: Path) -> str:
    """From an empty database to person-months; gives their hash."""
    where = {"TIREK_DATA": str(data), "DATABASE_URL": url}

    def do(*words: str | Path) -> str:
        done = tirek(*words, **where)
        assert done.returncode == (1 if words[0] == "intake" else 0), done.stderr.decode()
        return done.stdout.decode()

    do("registry", "load", country / "registry")
    do("intake", "--json", country / "files")
    assert do("verify", "--lang", "en").startswith("The journal is whole")
    return do("months", "digest")


def test_it_gives_what_the_embedded_server_gives(url: str, tmp_path: Path) -> None:
    country = tmp_path / "country"
    assert tirek("sandbox", country, "--people", "200", "--months", "1").returncode == 0
    named = lived(tmp_path / "named", url, country)
    assert not (tmp_path / "named" / "postgres").exists()
    with psycopg.connect(url) as link:
        rights = link.execute(
            "SELECT rolsuper, rolreplication, rolcreaterole, rolbypassrls FROM pg_roles"
            " WHERE rolname = current_user"
        ).fetchone()
        assert rights == (False, False, False, False)
        extensions = link.execute("SELECT extname FROM pg_extension").fetchall()
        assert extensions == [("plpgsql",)]
    assert named == lived(tmp_path / "own", "", country)
    let_go(tmp_path / "own")
