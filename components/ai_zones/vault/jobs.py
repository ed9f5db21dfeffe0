"""The one job of an agent, as its policy says it: one path, one capability.

Sources: Vault API, "Database: generate credentials", "Transit: encrypt data", "Transit: decrypt data", "PKI: sign certificate", "KV version 2: read
secret version"; NIST SP 800-207 2.1, tenet 3 (access to one resource, for one session, with the least privileges for the task).
"""

from enum import StrEnum
from typing import Annotated, Final, TypedDict

from ai_zones.inputs import one_of
from ai_zones.vault.policy_text import Grant, issuing, policy_text
from ai_zones.vault.validation import ComponentInput, MountPath, Workload


class Job(StrEnum):
    """What an agent's token can do."""

    DATABASE_CREDENTIALS = "database-credentials"
    """Get an account of minutes of one database role."""
    ENCRYPT = "encrypt"
    """Encrypt with one key."""
    DECRYPT = "decrypt"
    """Decrypt with one key."""
    CERTIFICATE = "certificate"
    """Have requests signed by one role, for as long as it says: a request names no lifetime."""
    SECRET = "secret"  # noqa: S105 a kind of job, no password
    """Read one secret (KV version 2)."""


_PATHS: Final = {
    Job.DATABASE_CREDENTIALS: ("{mount}/creds/{name}", Grant(("read",))),
    Job.ENCRYPT: ("{mount}/encrypt/{name}", Grant(("update",))),
    Job.DECRYPT: ("{mount}/decrypt/{name}", Grant(("update",))),
    Job.CERTIFICATE: ("{mount}/sign/{name}", issuing()),
    Job.SECRET: ("{mount}/data/{name}", Grant(("read",))),
}


class VaultJobArgs(TypedDict):
    """The one thing that a token is for."""

    kind: str
    """`database-credentials`, `encrypt`, `decrypt`, `certificate` or `secret`."""
    mount: str
    """Mount of what it uses, such as `database`."""
    name: str
    """Name of the role, key or secret there."""


class AgentJob(ComponentInput):
    """Parsed `VaultJobArgs`."""

    kind: Annotated[str, one_of(*Job)]
    mount: MountPath
    name: Workload

    @property
    def path(self) -> str:
        """The one path."""
        return _PATHS[Job(self.kind)][0].format(mount=self.mount, name=self.name)

    def policy(self) -> str:
        """The policy: this path, and nothing else."""
        return policy_text({self.path: _PATHS[Job(self.kind)][1]})
