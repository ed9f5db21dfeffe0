"""The vector store behind the stack `vault-pki`: an agent's account reads masked vectors for its minutes, and is refused everything else."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from psycopg import errors

from tests.live.vault_pki import PkiStack
from tests.live.vectors import DATABASE, FIRST_PASSWORD, MANAGER, PATIENT

pytestmark = [pytest.mark.live, pytest.mark.engine]
NEAREST = "SELECT id, recorded_on, patient_age, postal_code, patient_name FROM masked.chunks ORDER BY embedding <-> '[1,0,0]' LIMIT 1"
PATIENCE_SECONDS = 120
SHORT_SECONDS = 2


def account(pki_stack: PkiStack, agent: str, role: str) -> dict[str, Any]:
    """What the agent's token gets."""
    answered: dict[str, Any] = pki_stack.agent(agent).read(f"database/creds/{role}")
    return answered


@contextmanager
def session(pki_stack: PkiStack, agent: str, role: str) -> "Iterator[psycopg.Connection[Any]]":
    """A session of an account that the agent's token got."""
    given = account(pki_stack, agent, role)["data"]
    with pki_stack.vectors.account(given["username"], given["password"]) as connection:
        yield connection


@pytest.fixture(scope="module")
def readers_account(pki_stack: PkiStack) -> dict[str, str]:
    """One account for those that try what it may not; it lives for five minutes."""
    given: dict[str, str] = account(pki_stack, "retriever", "rag-reader")["data"]
    return given


def test_the_reader_finds_its_nearest_vectors_through_masks(pki_stack: PkiStack) -> None:
    with session(pki_stack, "retriever", "rag-reader") as reader:
        assert reader.execute(NEAREST).fetchall() == [(1, 2026, 60, "101", "[redacted]")]
        assert reader.execute("SELECT id, patient_age FROM masked.chunks ORDER BY id").fetchall() == [(1, 60), (2, 90)]
        shown = str(reader.execute("SELECT * FROM masked.chunks").fetchall())
    assert PATIENT not in shown
    assert "withheld" not in shown


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TABLE clinical.chunks",
        "DROP VIEW masked.chunks",
        "DROP SCHEMA clinical CASCADE",
        "SELECT patient_name FROM clinical.chunks",
        "SELECT name FROM public.patients",
        "SELECT rolpassword FROM pg_authid",
        "INSERT INTO clinical.chunks (id) VALUES (9)",
        "UPDATE masked.chunks SET body = ''",
        "DELETE FROM masked.chunks",
        "TRUNCATE clinical.chunks",
        "CREATE TABLE public.copy AS SELECT * FROM masked.chunks",
        "CREATE TEMPORARY TABLE copy AS SELECT * FROM masked.chunks",
        "CREATE SCHEMA mine",
        "CREATE FUNCTION public.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "ALTER VIEW masked.chunks OWNER TO CURRENT_USER",
        f"SET ROLE {MANAGER}",
        "CREATE ROLE another LOGIN",
        "COPY masked.chunks TO PROGRAM 'cat'",
        "COPY (SELECT * FROM masked.chunks) TO '/dev/null'",
        "SELECT pg_read_file('PG_VERSION')",
        "SELECT lo_import('/etc/hostname')",
    ],
)
def test_the_reader_is_refused_everything_else(pki_stack: PkiStack, readers_account: dict[str, str], statement: str) -> None:
    with pki_stack.vectors.account(readers_account["username"], readers_account["password"]) as reader:
        # The wall is the grants: a session may lift what only keeps it from a mistake.
        reader.execute("SET default_transaction_read_only = off")
        with pytest.raises((errors.InsufficientPrivilege, errors.WrongObjectType)):
            reader.execute(statement)


def test_a_session_of_the_reader_begins_as_one_that_only_reads(pki_stack: PkiStack) -> None:
    with session(pki_stack, "retriever", "rag-reader") as reader:
        assert reader.execute("SHOW transaction_read_only").fetchone() == ("on",)


def test_an_ingester_adds_rows_and_reads_none(pki_stack: PkiStack) -> None:
    with session(pki_stack, "ingester", "ingester") as writer:
        writer.execute("INSERT INTO clinical.chunks (id, embedding, released) VALUES (100, '[0,0,1]', false)")
        for statement in (
            "SELECT * FROM clinical.chunks",
            "SELECT * FROM masked.chunks",
            "DELETE FROM clinical.chunks",
            "DROP TABLE clinical.chunks",
        ):
            with pytest.raises(errors.InsufficientPrivilege):
                writer.execute(statement)
    assert pki_stack.vectors.as_owner("DELETE FROM clinical.chunks WHERE id = 100 RETURNING id") == [(100,)]


def test_an_agent_gets_accounts_of_its_role_alone(pki_stack: PkiStack) -> None:
    with pytest.raises(Exception, match="permission denied"):
        account(pki_stack, "retriever", "ingester")


def test_an_account_lives_no_longer_than_the_token_that_got_it(pki_stack: PkiStack) -> None:
    given = account(pki_stack, "ingester", "ingester")
    assert 0 < given["lease_duration"] <= 300


def test_the_first_password_opens_nothing_any_more(pki_stack: PkiStack) -> None:
    with pytest.raises(psycopg.OperationalError, match="authentication failed"), pki_stack.vectors.account(MANAGER, FIRST_PASSWORD):
        pass


def test_in_clear_nobody_reaches_the_database(pki_stack: PkiStack) -> None:
    given = account(pki_stack, "retriever", "rag-reader")["data"]
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(
            host="127.0.0.1",
            port=pki_stack.vectors.port,
            dbname=DATABASE,
            user=given["username"],
            password=given["password"],
            sslmode="disable",
            connect_timeout=10,
        )


@contextmanager
def short_leases(pki_stack: PkiStack) -> Iterator[None]:
    """The role with its own statements and leases of seconds, so that a test sees one end; afterwards as it was."""
    kept = pki_stack.root.read("database/roles/rag-reader")["data"]
    pki_stack.root.write_data("database/roles/rag-reader", data={**kept, "default_ttl": SHORT_SECONDS, "max_ttl": SHORT_SECONDS})
    yield
    pki_stack.root.write_data("database/roles/rag-reader", data=kept)


def reads_on(reader: "psycopg.Connection[Any]") -> None:
    """Reads again and again, until it can't or patience ends."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        reader.execute(NEAREST)
        time.sleep(0.1)


def test_the_reader_passes_nothing_on(pki_stack: PkiStack, readers_account: dict[str, str]) -> None:
    with pki_stack.vectors.account(readers_account["username"], readers_account["password"]) as reader:
        reader.execute("SET default_transaction_read_only = off")
        # PostgreSQL says no more than a warning, and grants nothing.
        reader.execute("GRANT SELECT ON masked.chunks TO PUBLIC")
    held = "SELECT has_table_privilege('public', 'masked.chunks', 'SELECT')"
    assert pki_stack.vectors.as_owner(held) == [(False,)]


def test_after_its_minutes_an_account_is_cut_off_and_gone(pki_stack: PkiStack) -> None:
    with short_leases(pki_stack):
        given = account(pki_stack, "retriever", "rag-reader")["data"]
    with (
        pki_stack.vectors.account(given["username"], given["password"]) as reader,
        pytest.raises(psycopg.OperationalError, match="terminating connection"),
    ):
        reads_on(reader)
    until = time.monotonic() + PATIENCE_SECONDS
    while pki_stack.vectors.as_owner(f"SELECT 1 FROM pg_roles WHERE rolname = '{given['username']}'"):
        assert time.monotonic() < until, "the account is still there"
        time.sleep(0.1)
    with pytest.raises(psycopg.OperationalError), pki_stack.vectors.account(given["username"], given["password"]):
        pass
