"""A database gives logins of minutes: one that reads masked views, one that writes.

Modelled on Vault documentation, "PostgreSQL database secrets engine"; Vault tutorials, "Dynamic secrets for database credential management".
"""

import pulumi_vault as vault

from tests.mutation.bases import vault_grounds as grounds

engine = vault.Mount("database", path="database", type="database")
vectors = vault.database.SecretBackendConnection(
    "vectors",
    backend=engine.path,
    name="vectors",
    allowed_roles=["rag-reader", "ingester"],
    verify_connection=True,
    rotation_period=86400,
    password_policy="long",
    postgresql={
        "connection_url": "postgresql://{{username}}:{{password}}@db.phi.clinic.internal:5432/clinic?sslmode=verify-full",
        "username": "vault",
        "password_authentication": "scram-sha-256",
        "username_template": "v-{{.RoleName}}-{{random 20}}",
    },
)
LOGIN = "CREATE ROLE \"{{name}}\" WITH LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}' NOSUPERUSER NOCREATEDB NOCREATEROLE;"
for role, grant in (("rag-reader", "GRANT SELECT ON masked.chunks"), ("ingester", "GRANT SELECT, INSERT ON vectors.chunks")):
    vault.database.SecretBackendRole(
        role,
        backend=engine.path,
        name=role,
        db_name=vectors.name,
        creation_statements=[LOGIN, grant + ' TO "{{name}}";'],
        revocation_statements=['REASSIGN OWNED BY "{{name}}" TO nobody; DROP OWNED BY "{{name}}"; DROP ROLE IF EXISTS "{{name}}";'],
        default_ttl=900,
        max_ttl=3600,
    )
    grounds.hcl_policy(role, {f"database/creds/{role}": ["read"]})
vault.PasswordPolicy("long", name="long", policy='length = 40\nrule "charset" { charset = "abcdefghijklmnopqrstuvwxyz0123456789" }')
grounds.field_key()
