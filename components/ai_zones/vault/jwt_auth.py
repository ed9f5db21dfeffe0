"""Login by a token of an identity provider: workloads of the clouds and pipelines by their OIDC tokens, people in a browser.

Sources: Vault documentation, "JWT/OIDC auth method" (bound audiences, bound claims, `bound_claims_type`), API, "Configure", "Create/update role"; RFC
7519 4.1.3 (audience), RFC 8725 3.8, 3.9 (validate issuer and audience); NIST SP 800-63B 4.3 (sessions of people).
"""

from typing import Annotated, Any, Final, NotRequired, Self, TypedDict

import pulumi
import pydantic
from pulumi_vault import jwt

from ai_zones.inputs import matches
from ai_zones.ordering import after, children_wait
from ai_zones.vault.naming import child
from ai_zones.vault.validation import Audience, ComponentInput, Label, MountPath, Name, ProtectedInput

MAX_TOKEN_MINUTES: Final = 60
ALGORITHMS: Final = ["RS256", "ES256", "PS256"]

_Issuer = Annotated[str, matches(r"https://[^\s*?#]+", "the https address of an issuer")]
_Claim = Annotated[str, matches(r"[^\s*,]+", "a claim's exact value, without a wildcard, a comma or a space")]


class VaultJwtLoginArgs(TypedDict):
    """Who logs in."""

    audiences: list[str]
    """Audiences, one of which its token names."""
    claims: dict[str, list[str]]
    """Claim → values, one of which its token has: at least one claim, such as `sub`, or `repository` and `ref`."""
    user_claim: str
    """Claim that names who it is, for the audit log, such as `sub`."""
    policies: list[str]
    """What it may do."""
    token_minutes: NotRequired[int]
    """Minutes that its token lives, 1 to 60. Default: 5."""
    redirect_uris: NotRequired[list[str]]
    """Where a person's browser comes back to; makes it a login of people. Default: none, a login of workloads."""


class VaultJwtAuthArgs(TypedDict):
    """Inputs of `VaultJwtAuth`."""

    issuer: str
    """Address of the issuer, which tokens name and whose keys are found below it."""
    logins: dict[str, VaultJwtLoginArgs]
    """Name → who logs in."""
    mount: NotRequired[str]
    """Path of the login below `auth/`; each issuer has its own. Default: `jwt`."""
    jwks_url: NotRequired[str]
    """Where the issuer's keys are, if it has no discovery document. Default: by discovery."""
    jwks_ca_certificate: NotRequired[pulumi.Input[str]]
    """Root of the issuer's certificate in PEM. Default: the roots that Vault's host trusts."""
    client_id: NotRequired[str]
    """Client that people log in with at the issuer. Default: none."""
    client_secret: NotRequired[pulumi.Input[str]]
    """Its secret. Default: none."""
    removable: NotRequired[bool]
    """Lifts the protection. Default: false."""


class JwtLogin(ComponentInput):
    """Parsed `VaultJwtLoginArgs`."""

    audiences: Annotated[tuple[Audience, ...], pydantic.Field(min_length=1)]
    claims: Annotated[dict[Name, Annotated[tuple[_Claim, ...], pydantic.Field(min_length=1)]], pydantic.Field(min_length=1)]
    user_claim: Name
    policies: Annotated[tuple[Name, ...], pydantic.Field(min_length=1)]
    token_minutes: int = pydantic.Field(default=5, ge=1, le=MAX_TOKEN_MINUTES)
    redirect_uris: tuple[_Issuer, ...] = ()


class JwtAuth(ProtectedInput):
    """Parsed `VaultJwtAuthArgs`."""

    issuer: _Issuer
    logins: Annotated[dict[Label, JwtLogin], pydantic.Field(min_length=1)]
    mount: MountPath = "jwt"
    jwks_url: _Issuer | None = None
    jwks_ca_certificate: Any = None
    client_id: str | None = None
    client_secret: Any = None

    @pydantic.model_validator(mode="after")
    def _people_have_a_client(self) -> Self:
        people = sorted(label for label, login in self.logins.items() if login.redirect_uris)
        if people and not (self.client_id and self.client_secret is not None):
            raise ValueError(f"client_id: {', '.join(people)} has redirect_uris, so people log in: give client_id and client_secret")
        if people and self.jwks_url:
            raise ValueError("jwks_url: people log in by discovery alone; leave it out, or take redirect_uris out of the logins")
        return self

    def keys(self) -> dict[str, Any]:
        """Where the issuer's keys are found, and who vouches for that place."""
        if self.jwks_url:
            return {
                "jwks_url": self.jwks_url,
                **({"jwks_ca_pem": self.jwks_ca_certificate} if self.jwks_ca_certificate is not None else {}),
            }
        root = {"oidc_discovery_ca_pem": self.jwks_ca_certificate} if self.jwks_ca_certificate is not None else {}
        return {"oidc_discovery_url": self.issuer, **root}


class VaultJwtAuth(pulumi.ComponentResource):
    """The login, and each identity that may use it. Protected."""

    mount: str
    """Path of the login below `auth/`."""
    login_path: str
    """Where one logs in."""

    def __init__(self, name: str, args: VaultJwtAuthArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = JwtAuth.parse(name, args)
        super().__init__("ai-zones:index:VaultJwtAuth", name, {}, children_wait(opts))
        client = {} if given.client_id is None else {"oidc_client_id": given.client_id, "oidc_client_secret": given.client_secret}
        login = jwt.AuthBackend(
            child(name, "login"),
            type="oidc" if client else "jwt",
            path=given.mount,
            description=f"Identities of {given.issuer}",
            bound_issuer=given.issuer,
            jwt_supported_algs=ALGORITHMS,
            tune=jwt.AuthBackendTuneArgs(default_lease_ttl="5m", max_lease_ttl=f"{MAX_TOKEN_MINUTES}m", listing_visibility="hidden"),
            **given.keys(),
            **client,
            opts=after(self, protect=given.protects()),
        )
        for label, who in sorted(given.logins.items()):
            jwt.AuthBackendRole(child(name, "role", label), **_role(given, label, who), opts=after(self, login))
        self.mount, self.login_path = given.mount, f"auth/{given.mount}/login"
        self.register_outputs({"mount": self.mount, "loginPath": self.login_path})


def _role(given: JwtAuth, label: str, login: JwtLogin) -> dict[str, Any]:
    seconds = login.token_minutes * 60
    people = bool(login.redirect_uris)
    return {
        "backend": given.mount,
        "role_name": label,
        "role_type": "oidc" if people else "jwt",
        "bound_audiences": sorted(set(login.audiences)),
        # The provider takes several values of a claim as one text.
        "bound_claims": {claim: ",".join(values) for claim, values in sorted(login.claims.items())},
        "bound_claims_type": "string",
        "user_claim": login.user_claim,
        "token_policies": sorted(set(login.policies)),
        "token_ttl": seconds,
        "token_max_ttl": seconds,
        "token_explicit_max_ttl": seconds,
        "token_no_default_policy": True,
        # People log out, so theirs can be revoked.
        "token_type": "service" if people else "batch",
        **({"allowed_redirect_uris": sorted(set(login.redirect_uris)), "verbose_oidc_logging": False} if people else {}),
    }
