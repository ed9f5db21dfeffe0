"""Vault and OpenBao: certificates, identities and short-lived credentials of the zones; components of pulumi-vault, one a file."""

from .acme import VaultAcme, VaultAcmeArgs
from .agent import VaultAgent, VaultAgentArgs
from .audit import VaultAudit, VaultAuditArgs, VaultAuditDeviceArgs
from .cert_auth import VaultCertAuth, VaultCertAuthArgs
from .expiry_alarms import VaultExpiryAlarms, VaultExpiryAlarmsArgs
from .field_keys import VaultFieldKeyArgs, VaultFieldKeys, VaultFieldKeysArgs
from .jobs import VaultJobArgs
from .jwt_auth import VaultJwtAuth, VaultJwtAuthArgs, VaultJwtLoginArgs
from .kubernetes_auth import VaultKubernetesAuth, VaultKubernetesAuthArgs, VaultPodLoginArgs
from .limits import VaultLimits, VaultLimitsArgs, VaultPathLimitArgs
from .masked_views import VaultMaskedViewArgs
from .password_policy import VaultPasswordPolicy, VaultPasswordPolicyArgs
from .pki import VaultPki
from .pki_input import VaultIssuerArgs, VaultPkiArgs
from .pki_role import VaultPkiRole, VaultPkiRoleArgs
from .pki_root import VaultPkiRoot, VaultPkiRootArgs
from .vector_database import VaultVectorDatabase
from .vector_database_input import VaultVectorDatabaseArgs, VaultVectorReaderArgs, VaultVectorWriterArgs

__all__ = [
    "VaultAcme",
    "VaultAcmeArgs",
    "VaultAgent",
    "VaultAgentArgs",
    "VaultAudit",
    "VaultAuditArgs",
    "VaultAuditDeviceArgs",
    "VaultCertAuth",
    "VaultCertAuthArgs",
    "VaultExpiryAlarms",
    "VaultExpiryAlarmsArgs",
    "VaultFieldKeyArgs",
    "VaultFieldKeys",
    "VaultFieldKeysArgs",
    "VaultIssuerArgs",
    "VaultJobArgs",
    "VaultJwtAuth",
    "VaultJwtAuthArgs",
    "VaultJwtLoginArgs",
    "VaultKubernetesAuth",
    "VaultKubernetesAuthArgs",
    "VaultLimits",
    "VaultLimitsArgs",
    "VaultMaskedViewArgs",
    "VaultPasswordPolicy",
    "VaultPasswordPolicyArgs",
    "VaultPathLimitArgs",
    "VaultPki",
    "VaultPkiArgs",
    "VaultPkiRole",
    "VaultPkiRoleArgs",
    "VaultPkiRoot",
    "VaultPkiRootArgs",
    "VaultPodLoginArgs",
    "VaultVectorDatabase",
    "VaultVectorDatabaseArgs",
    "VaultVectorReaderArgs",
    "VaultVectorWriterArgs",
]
