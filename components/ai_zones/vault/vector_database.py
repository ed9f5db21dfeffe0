"""Accounts of minutes on the vector store: readers see masked views, writers add rows, nobody has a definition changed.

The account by which Vault makes them can pass on what the views and tables allow, and has nothing else; its password is Vault's own from the first
minute. What the owner of the tables runs once is an output, since Vault must not own them.
Sources: Vault documentation, "Database secrets engine", "PostgreSQL database secrets engine", "Root credential rotation"; API, "Database secrets
engine"; OpenBao API, "PostgreSQL database plugin" (`password_authentication: scram-sha-256`: the server never sees a password in clear); requirement
I6; 45 CFR 164.312(a)(1) (access), 164.312(d) (authentication), 164.502(b) (minimum necessary).
"""

from typing import Any, Final

import pulumi
import pulumi_vault as vault
from pulumi_vault import database, generic

from ai_zones.ordering import after, children_wait
from ai_zones.vault.database_statements import creation, preparation, revocation, script
from ai_zones.vault.naming import child
from ai_zones.vault.policy_text import Grant, policy_text
from ai_zones.vault.vector_database_input import VaultVectorDatabaseArgs, VectorDatabase

MINUTE_SECONDS: Final = 60


class VaultVectorDatabase(pulumi.ComponentResource):
    """Mount, connection, roles and a policy for each. Protected: `destroy` refuses mount and connection."""

    mount: str
    """Path of the mount."""
    roles: list[str]
    """Names of the roles, readers and writers: an agent's job names one."""
    policies: dict[str, str]
    """Policy that gets accounts of a role, by the role."""
    preparation: str
    """SQL that the owner of the tables runs before: views, and what Vault's account may pass on."""

    def __init__(self, name: str, args: VaultVectorDatabaseArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = VectorDatabase.parse(name, args)
        super().__init__("ai-zones:index:VaultVectorDatabase", name, {}, children_wait(opts))
        self._name, self._given = name, given
        self.mount, self.roles, self.policies = given.mount, sorted([*given.readers, *given.writers]), {}
        connection = self._connection()
        for role, reader in sorted(given.readers.items()):
            grants = given.reads(reader)
            statements = creation(given.database, grants, reads_only=True, connections=reader.connections)
            self._role(role, statements, revocation(given.database, grants), reader.lease_minutes, connection)
        for role, writer in sorted(given.writers.items()):
            grants = given.writes(writer)
            statements = creation(given.database, grants, reads_only=False, connections=writer.connections)
            self._role(role, statements, revocation(given.database, grants), writer.lease_minutes, connection)
        self.preparation = script(preparation(given.database, given.manager, given.view_schema, given.views, given.passed_on()))
        self.register_outputs({"mount": self.mount, "roles": self.roles, "policies": self.policies, "preparation": self.preparation})

    def _connection(self) -> pulumi.Resource:
        given, name = self._given, self._name
        longest = given.longest_minutes() * MINUTE_SECONDS
        mount = vault.Mount(
            child(name, "mount"),
            path=given.mount,
            type="database",
            description="Accounts of minutes",
            default_lease_ttl_seconds=longest,
            max_lease_ttl_seconds=longest,
            opts=after(self, protect=given.protects()),
        )
        more: dict[str, Any] = {"tls_ca": given.ca_certificate} if given.ca_certificate is not None else {}
        connection = database.SecretBackendConnection(
            child(name, "connection"),
            backend=given.mount,
            name=given.connection,
            allowed_roles=self.roles,
            verify_connection=True,
            **({"password_policy": given.password_policy} if given.password_policy else {}),
            postgresql=database.SecretBackendConnectionPostgresqlArgs(
                connection_url=given.address,
                username=given.manager,
                password=pulumi.Output.secret(given.manager_password),
                password_authentication="scram-sha-256",  # noqa: S106 a method, no password
                max_open_connections=4,
                max_connection_lifetime=300,
                **more,
            ),
            opts=after(self, mount, protect=given.protects()),
        )
        # The password that stood in the program opens nothing from here on.
        rotation: pulumi.Resource = generic.Endpoint(
            child(name, "rotation"),
            path=f"{given.mount}/rotate-root/{given.connection}",
            data_json="{}",
            disable_read=True,
            disable_delete=True,
            opts=after(self, connection),
        )
        return rotation

    def _role(self, role: str, statements: list[str], revocations: list[str], lease_minutes: int, connection: pulumi.Resource) -> None:
        given, name = self._given, self._name
        lease = lease_minutes * MINUTE_SECONDS
        made = database.SecretBackendRole(
            child(name, "role", role),
            backend=given.mount,
            name=role,
            db_name=given.connection,
            creation_statements=statements,
            revocation_statements=revocations,
            rollback_statements=revocations,
            # No renewal beyond it: who needs more asks again, and is judged again.
            default_ttl=lease,
            max_ttl=lease,
            opts=after(self, connection),
        )
        self.policies[role] = f"database-{role}"
        vault.Policy(
            child(name, "policy", role),
            name=self.policies[role],
            policy=policy_text({f"{given.mount}/creds/{role}": Grant(("read",))}),
            opts=after(self, made),
        )
