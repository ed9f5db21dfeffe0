"""What of Vault only lets in: left out, nobody comes, nothing is issued, or nothing works. That is no mutant.

Source: Vault documentation, "HTTP API": an empty list of allowed roles, domains or identities allows none, and a token without policies may do nothing.
"""

from typing import Final

from tests.mutation.program import Row
from tests.mutation.sites import Site

_LETS_IN: Final = {
    "SecretBackendRole": ("allowedDomains", "allowedUriSans", "allowSubdomains", "allowBareDomains"),
    "SecretBackendConnection": ("allowedRoles", "mysql.username", "postgresql.username"),
    "AuthBackendRole": ("tokenPolicies", "allowedPolicies", "groupsClaim"),
    "CertAuthBackendRole": ("tokenPolicies",),
    "Entity": ("policies",),
    "Group": ("policies", "memberEntityIds"),
    "OidcAssignment": ("groupIds", "entityIds"),
    "OidcClient": ("assignments", "redirectUris"),
    "OidcKey": ("allowedClientIds",),
    "OidcRole": ("clientId",),
    "AuthBackend": ("oidcClientId",),
    "Mount": ("auditNonHmacResponseKeys", "passthroughRequestHeaders"),
    "SysConfigCors": ("allowedHeaders",),
    "QuotaRateLimit": ("path",),
}
"""Class → what it lets in with; of a limit, to what it is confined."""


def narrows(row: Row, site: Site) -> bool:
    """Whether leaving it out only narrows."""
    return site.path.replace("[]", "") in _LETS_IN.get(row.type.rsplit(":", 1)[-1], ())
