"""Vault and OpenBao: certificates, identities and short-lived credentials of the zones; components of pulumi-vault, one a file."""

from .agent import VaultAgent, VaultAgentArgs
from .cert_auth import VaultCertAuth, VaultCertAuthArgs
from .jobs import VaultJobArgs
from .pki import VaultPki
from .pki_input import VaultIssuerArgs, VaultPkiArgs
from .pki_role import VaultPkiRole, VaultPkiRoleArgs
from .pki_root import VaultPkiRoot, VaultPkiRootArgs

__all__ = [
    "VaultAgent",
    "VaultAgentArgs",
    "VaultCertAuth",
    "VaultCertAuthArgs",
    "VaultIssuerArgs",
    "VaultJobArgs",
    "VaultPki",
    "VaultPkiArgs",
    "VaultPkiRole",
    "VaultPkiRoleArgs",
    "VaultPkiRoot",
    "VaultPkiRootArgs",
]
