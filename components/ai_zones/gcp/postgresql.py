"""What phi's database has in common on Cloud SQL and on AlloyDB, which are both PostgreSQL: who logs in, and what it writes down.

Sources: Cloud SQL for PostgreSQL documentation, "IAM authentication", "Audit for PostgreSQL using pgAudit"; AlloyDB for PostgreSQL documentation,
"Manage IAM authentication", "Set up pgAudit" (names without `.gserviceaccount.com` in both); PostgreSQL documentation, "Error Reporting and Logging".
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar, Final

import pydantic

from ai_zones.gcp.validation import ComponentInput, Member

SERVICE_ACCOUNT_END: Final = ".gserviceaccount.com"

LOG_FLAGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "log_checkpoints": "on",
        "log_connections": "on",
        "log_disconnections": "on",
        "log_lock_waits": "on",
        # Statements hold patients' data: the audit trail says who touched which table, not what was in it.
        "log_min_duration_statement": "-1",
        "log_statement": "none",
        "log_temp_files": "0",
        "pgaudit.log": "ddl,read,role,write",
        "pgaudit.log_catalog": "off",
        "pgaudit.log_parameter": "off",
    }
)
"""Database flags by which it logs who touched what, and no values."""


class Login(ComponentInput):
    """Who may log in: an identity of Google Cloud, by its address and without a password. `engine` and `kinds` are those of Google's service."""

    engine: ClassVar[str]
    kinds: ClassVar[Mapping[str, str]]
    """Kind of principal → the service's word for it."""

    member: Member
    administrator: bool = False

    @pydantic.field_validator("member")
    @classmethod
    def _may_log_in(cls, member: str) -> str:
        if member.partition(":")[0] not in cls.kinds:
            raise ValueError(f"must be a user, a group or a service account: {cls.engine} lets nobody else log in")
        return member

    @property
    def kind(self) -> str:
        """How it proves who it is."""
        return self.kinds[self.member.partition(":")[0]]

    @property
    def login(self) -> str:
        """Its name in the database."""
        return self.member.partition(":")[2].removesuffix(SERVICE_ACCOUNT_END)
