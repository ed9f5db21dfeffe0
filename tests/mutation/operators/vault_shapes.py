"""What of Vault only lets in: left out, nobody comes, nothing is issued, or nothing works. That is no mutant.

Source: Vault documentation, "HTTP API": an empty list of allowed roles, domains or identities allows none, and a token without policies may do nothing.
"""

from typing import Final

from posture.readers.vault.times import HOUR, seconds
from tests.mutation.program import Row
from tests.mutation.sites import Site

_LETS_IN: Final = {
    "SecretBackendRole": ("allowedDomains", "allowedUriSans", "allowSubdomains", "allowBareDomains", "requireCn"),
    "SecretBackendConnection": ("allowedRoles", "mysql.username", "postgresql.username"),
    "AuthBackendRole": ("tokenPolicies", "allowedPolicies", "groupsClaim", "boundClaimsType"),
    "CertAuthBackendRole": ("tokenPolicies", "ocspCaCertificates"),
    "Entity": ("policies",),
    "Group": ("policies", "memberEntityIds"),
    "OidcAssignment": ("groupIds", "entityIds"),
    "OidcClient": ("assignments", "redirectUris"),
    "OidcKey": ("allowedClientIds",),
    "OidcRole": ("clientId",),
    "AuthBackend": ("oidcClientId",),
    "Mount": ("auditNonHmacRequestKeys", "auditNonHmacResponseKeys", "passthroughRequestHeaders", "allowedResponseHeaders"),
    "SysConfigCors": ("allowedHeaders",),
    "QuotaRateLimit": ("path",),
    "SecretBackendRootCert": ("ttl", "notAfter"),
    "SecretBackendRootSignIntermediate": ("ttl", "notAfter"),
    "RaftSnapshotAgentConfig": ("awsS3Bucket",),
}
"""Class → what it lets in with; of a limit, to what it is confined; of an authority, how long, which is 32 days where nothing is said."""


_USUAL: Final = {("SecretBackendCrlConfig", "expiry"): 72 * HOUR, ("SecretBackendCrlConfig", "ocspExpiry"): 12 * HOUR}
"""(Class, length) → what holds without it: a longer one that is left out becomes shorter."""


def narrows(row: Row, site: Site) -> bool:
    """Whether leaving it out only narrows."""
    usual = _USUAL.get((row.type.rsplit(":", 1)[-1], site.path))
    if usual is not None and isinstance(length := seconds(site.plain), int) and length >= usual:
        return True
    return site.path.replace("[]", "") in _LETS_IN.get(row.type.rsplit(":", 1)[-1], ())


_STRICTER: Final = {
    "SecretBackendRole": {
        "requireCn": True, "allowWildcardCertificates": False, "allowIpSans": False,
        "serverFlag": False, "clientFlag": False, "useCsrSans": False, "useCsrCommonName": False, "allowLocalhost": False,
        "noStore": False, "basicConstraintsValidForNonCa": False,
    },
    "AuthBackendRole": {"disableBoundClaimsParsing": True, "tokenNoDefaultPolicy": True, "renewable": False, "orphan": False, "verboseOidcLogging": False},
    "CertAuthBackendRole": {"tokenNoDefaultPolicy": True},
    "Entity": {"disabled": True, "externalPolicies": True},
    "Mount": {"sealWrap": True, "externalEntropyAccess": True},
    "SecretBackendV2": {"casRequired": True},
    "SecretBackendKey": {"convergentEncryption": False},
    "SecretBackendRootSignIntermediate": {"revoke": True},
    "BackendConfigAcme": {"enabled": False, "allowRoleExtKeyUsage": False},
}  # fmt: skip
"""Class → boolean → the word that lets in, hands out or shows less."""


def becomes_stricter(row: Row, site: Site, value: object) -> bool:
    """Whether a boolean, turned into this, only narrows."""
    return _STRICTER.get(row.type.rsplit(":", 1)[-1], {}).get(site.path) is value
