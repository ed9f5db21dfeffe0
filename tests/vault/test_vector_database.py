"""Accounts on the vector store live for minutes, read masked views or add rows, and change no definition."""

import re
from typing import Any

import pytest

from ai_zones.vault import VaultVectorDatabase
from ai_zones.vault.validation import InvalidInputError
from tests.vault.recording import CA, Recording, plain, record

ROLE, CONNECTION = "database/secretBackendRole:SecretBackendRole", "database/secretBackendConnection:SecretBackendConnection"
VIEW = {"schema": "clinical", "table": "chunks", "columns": {"id": "clear", "embedding": "clear", "admitted": "year"}}
READER = {"views": ["chunks"]}
WRITER = {"schema": "clinical", "tables": {"chunks": ["UPDATE", "INSERT"]}}


def vectors(preview: bool = False, **changes: Any) -> Recording:
    args: Any = {
        "host": "vectors.phi.clinic.example",
        "database": "clinic",
        "manager_password": "first",
        "views": {"chunks": VIEW},
        "readers": {"rag-reader": READER},
        "writers": {"ingester": WRITER},
        "ca_certificate": CA,
        **changes,
    }
    return record(lambda: (made := VaultVectorDatabase("vectors", args)) and [made.preparation, made.policies], preview=preview)


def statements(recording: Recording, role: str) -> list[str]:
    found: list[str] = recording.one(ROLE, f"vectors-role-{role}").inputs["creationStatements"]
    return found


def test_a_reader_may_select_from_its_views_and_nothing_else() -> None:
    said = statements(vectors(), "rag-reader")
    assert [one for one in said if one.startswith("GRANT")] == [
        'GRANT CONNECT ON DATABASE "clinic" TO "{{name}}"',
        'GRANT USAGE ON SCHEMA "masked" TO "{{name}}"',
        'GRANT SELECT ON "masked"."chunks" TO "{{name}}"',
    ]
    assert 'ALTER ROLE "{{name}}" SET default_transaction_read_only = on' in said


def test_a_writer_adds_rows_to_its_tables_and_is_not_held_to_reading() -> None:
    said = statements(vectors(), "ingester")
    assert 'GRANT INSERT, UPDATE ON "clinical"."chunks" TO "{{name}}"' in said
    assert not any("read_only" in one for one in said)


@pytest.mark.parametrize("role", ["rag-reader", "ingester"])
def test_an_account_ends_by_itself_and_has_no_right_over_definitions_or_others(role: str) -> None:
    create = statements(vectors(), role)[0]
    assert "VALID UNTIL '{{expiration}}'" in create
    for word in ("NOSUPERUSER", "NOCREATEDB", "NOCREATEROLE", "NOINHERIT", "NOREPLICATION", "NOBYPASSRLS", "CONNECTION LIMIT 5"):
        assert word in create
    assert not any(re.search(r"\b(CREATE|TRUNCATE|REFERENCES|TRIGGER|ALL)\b.* ON ", one) for one in statements(vectors(), role))


def test_what_ends_is_shut_out_first_then_cut_off_then_dropped() -> None:
    said = vectors().one(ROLE, "vectors-role-rag-reader").inputs["revocationStatements"]
    kinds = [next(i for i, one in enumerate(said) if word in one) for word in ("NOLOGIN", "pg_terminate_backend", "REVOKE", "DROP ROLE")]
    assert kinds == sorted(kinds)


def test_leases_are_of_minutes_and_nobody_renews_beyond_them() -> None:
    recording = vectors()
    reader, writer = recording.one(ROLE, "vectors-role-rag-reader").inputs, recording.one(ROLE, "vectors-role-ingester").inputs
    assert [(one["defaultTtl"], one["maxTtl"]) for one in (reader, writer)] == [(300, 300), (900, 900)]
    assert recording.one("index/mount:Mount").inputs["maxLeaseTtlSeconds"] == 900


def test_vault_reaches_the_database_by_tls_and_keeps_its_password_to_itself() -> None:
    recording = vectors()
    made = recording.one(CONNECTION)
    postgresql = plain(made.inputs["postgresql"])
    assert postgresql["connectionUrl"].endswith("@vectors.phi.clinic.example:5432/clinic?sslmode=verify-full")
    assert (postgresql["passwordAuthentication"], postgresql["tlsCa"]) == ("scram-sha-256", CA)
    assert postgresql["password"] == "first"
    assert made.inputs["postgresql"] != postgresql, "what holds a password is a secret as a whole"
    assert made.inputs["allowedRoles"] == ["ingester", "rag-reader"]
    rotation = recording.one("generic/endpoint:Endpoint")
    assert rotation.inputs["path"] == "database/rotate-root/vectors"
    assert recording.waits(rotation, made)
    assert recording.waits(recording.one(ROLE, "vectors-role-rag-reader"), rotation)


def test_mount_and_connection_are_protected_until_they_are_removable() -> None:
    assert [vectors().one(kind).protect for kind in ("index/mount:Mount", CONNECTION)] == [True, True]
    assert [vectors(removable=True).one(kind).protect for kind in ("index/mount:Mount", CONNECTION)] == [False, False]


def test_the_owner_makes_the_views_and_passes_on_no_more_than_they_show() -> None:
    sql, policies = vectors().result
    assert 'AS SELECT "id" AS "id", "embedding" AS "embedding", EXTRACT(YEAR FROM "admitted")::integer AS "admitted" FROM' in sql
    assert "security_barrier = true" in sql
    passed = re.findall(r"GRANT (.*) WITH GRANT OPTION", sql)
    assert passed == [
        'CONNECT ON DATABASE "clinic" TO "vault"',
        'USAGE ON SCHEMA "masked" TO "vault"',
        'SELECT ON "masked"."chunks" TO "vault"',
        'USAGE ON SCHEMA "clinical" TO "vault"',
        'INSERT, UPDATE ON "clinical"."chunks" TO "vault"',
    ]
    assert 'REVOKE ALL ON DATABASE "clinic" FROM PUBLIC' in sql
    assert policies == {"ingester": "database-ingester", "rag-reader": "database-rag-reader"}


def test_a_policy_gets_accounts_of_its_role_alone() -> None:
    assert vectors().policy("database-rag-reader") == {"database/creds/rag-reader": (["read"], [])}


def test_a_preview_knows_every_statement() -> None:
    assert statements(vectors(preview=True), "rag-reader") == statements(vectors(), "rag-reader")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"readers": {"rag-reader": {"views": ["patients"]}}}, "allowed are the views chunks"),
        ({"readers": {"rag-reader": {**READER, "lease_minutes": 61}}}, "less than or equal to 60"),
        ({"readers": {"rag-reader": {**READER, "statements": ["DROP"]}}}, "is not an input"),
        ({"writers": {"rag-reader": WRITER}}, "is a reader too"),
        ({"writers": {"ingester": {"schema": "clinical", "tables": {"chunks": ["TRUNCATE"]}}}}, "must be one of INSERT, SELECT"),
        ({"writers": {"ingester": {"schema": "masked", "tables": {"chunks": ["INSERT"]}}}}, "which holds the views"),
        ({"views": {"chunks": {**VIEW, "columns": {"name": "hash"}}}}, "must be one of clear, redacted"),
        ({"views": {'x"; DROP': VIEW}}, "an identifier of PostgreSQL"),
        ({"host": "vectors/?sslmode=disable"}, "a host's name"),
        ({"manager_password": ""}, "manager_password: given"),
    ],
)
def test_what_cant_be_built_is_refused_by_name(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        vectors(**changes)
