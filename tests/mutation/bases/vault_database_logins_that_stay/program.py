"""Logins that a program can't change keep their name, and their password is changed every night.

Modelled on Vault documentation, "Database secrets engine" (static roles); Vault tutorials, "Database static roles and credential rotation".
"""

import pulumi_vault as vault

from tests.mutation.bases import vault_grounds as grounds

engine = vault.Mount("database", path="database", type="database")
warehouse = vault.database.SecretBackendConnection(
    "warehouse",
    backend=engine.path,
    name="warehouse",
    allowed_roles=["etl", "reports"],
    rotation_schedule="0 3 * * SAT",
    rotation_window=3600,
    disable_automated_rotation=False,
    mysql={
        "connection_url": "{{username}}:{{password}}@tcp(db.clinic.internal:3306)/?tls=custom",
        "username": "vault",
        "tls_ca": "-----BEGIN CERTIFICATE-----",
    },
)
vault.database.SecretBackendStaticRole(
    "etl", backend=engine.path, name="etl", db_name=warehouse.name, username="etl", rotation_period=43200
)
vault.database.SecretBackendStaticRole(
    "reports",
    backend=engine.path,
    name="reports",
    db_name=warehouse.name,
    username="reports",
    rotation_schedule="0 2 * * *",
    rotation_window=3600,
)
grounds.hcl_policy("etl", {"database/static-creds/etl": ["read"]})
grounds.field_key()
