"""Vault's own logins with passwords, and engines that hold a cloud's access key."""

from collections.abc import Iterator
from typing import Final

from posture.readers.vault.tokens import tokens
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.parts import given

USERS: Final = tokens("UserpassAuthBackendUser", "ldap:AuthBackendUser", "radius:AuthBackendUser", "okta:AuthBackendUser", "github:User")
PASSWORDS: Final = tokens("ldap:AuthBackend", "radius:AuthBackend", "okta:AuthBackend", "github:AuthBackend")
METHODS: Final = tokens("AuthBackend")
SECRET_IDS: Final = tokens("appRole:AuthBackendRoleSecretId")
HELD: Final[dict[str, tuple[str, ...]]] = {
    **dict.fromkeys(tokens("aws:AuthBackendClient", "aws:SecretBackend"), ("accessKey", "secretKey", "secretKeyWo")),
    **dict.fromkeys(tokens("azure:AuthBackendConfig", "azure:Backend"), ("clientSecret", "clientSecretWo")),
    **dict.fromkeys(tokens("gcp:AuthBackend", "gcp:SecretBackend"), ("credentials", "credentialsWo")),
    **dict.fromkeys(tokens("kubernetes:AuthBackendConfig"), ("tokenReviewerJwt", "tokenReviewerJwtWo")),
    **dict.fromkeys(tokens("kubernetes:SecretBackend"), ("serviceAccountJwt",)),
}
"""Type → the properties in which it keeps a credential of somebody else's; without one it takes the identity of the server that it runs on."""
_BY_PASSWORD: Final = ("userpass", "ldap", "radius", "github", "okta")


@rule(*USERS, *PASSWORDS, *METHODS, *SECRET_IDS, *HELD)
def check(look: Look) -> Iterator[Fault]:
    """Vault documentation, "Auth methods": people come by OIDC, workloads by the identity that their platform gives them."""
    kind = look.resource.type
    if kind in USERS:
        yield Fault("is a user of Vault's own, with a password", "")
    elif kind in PASSWORDS:
        yield Fault("lets people in by a password or a personal token", "")
    elif kind in METHODS and look.value("type") in _BY_PASSWORD:
        yield Fault(f"lets people in by {look.value('type')}: a password or a personal token", "type")
    elif kind in SECRET_IDS and look.value("wrappingTtl") in (None, ""):
        yield Fault("is a secret id that stands in the state: it is not wrapped", "wrappingTtl")
    for prop in HELD.get(kind, ()):
        if given(look, prop) not in (None, ""):
            yield Fault("holds a credential that does not end", prop)
            break
