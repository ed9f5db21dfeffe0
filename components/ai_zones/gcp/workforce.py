"""People of the organization's own directory on Google Cloud, without accounts of Google's: a workforce pool whose sessions end soon.

Groups of the directory are principals: `principalSet://iam.googleapis.com/locations/global/workforcePools/<pool>/group/<group>`, for entitlements and
for the front. Who is in no group that is named gets no session at all.
Sources: IAM documentation, "Workforce Identity Federation" (pools are the organization's; sessions of 15 minutes to 12 hours), "Configure Workforce
Identity Federation" (attribute mapping and conditions, web sign-in), "Manage workforce identity pool providers" (detailed audit logs hold attribute
values); 45 CFR 164.312(a)(2)(iii) (automatic logoff), 164.312(d).
"""

from typing import Annotated, Final, NotRequired, TypedDict

import pulumi
import pydantic
from pulumi_gcp import iam

from ai_zones.gcp.naming import child
from ai_zones.gcp.ordering import after, children_wait
from ai_zones.gcp.validation import ComponentInput, OrganizationId
from ai_zones.inputs import matches

LOCATION: Final = "global"
_ID: Final = r"(?!gcp-)[a-z][a-z0-9-]{4,61}[a-z0-9]"


class GcpWorkforceArgs(TypedDict):
    """Inputs of `GcpWorkforce`."""

    organization_id: str
    """Number of the organization."""
    pool_id: str
    """Name of the pool, unique in all of Google Cloud: 6 to 63 small letters, digits and hyphens."""
    issuer_uri: str
    """Address of the directory, `https://…`, as its tokens name it (OpenID Connect)."""
    client_id: str
    """Id by which the directory knows the pool."""
    groups: list[str]
    """Groups of the directory, as its tokens name them, whose people may come; nobody else does."""
    groups_claim: NotRequired[str]
    """Claim of a token that holds groups. Default `groups`."""
    session_minutes: NotRequired[int]
    """Minutes after which people sign in anew, 15 to 720. Default 60."""
    programmatic_sign_in: NotRequired[bool]
    """True lets command lines exchange tokens too. Default False: the console, and applications behind the front."""
    removable: NotRequired[bool]
    """Lifts Pulumi's and the provider's protection. Default: false; a pool's name stays taken for thirty days."""


class Workforce(ComponentInput):
    """Parsed `GcpWorkforceArgs`."""

    organization_id: OrganizationId
    pool_id: Annotated[str, matches(_ID, "6 to 63 small letters, digits and hyphens, beginning with a letter, not with gcp-")]
    issuer_uri: Annotated[str, matches(r"https://[^\s?#]+", "an https:// address, as tokens name their issuer")]
    client_id: Annotated[str, pydantic.Field(min_length=1, max_length=256)]
    groups: tuple[Annotated[str, matches(r"[^'\\\s][^'\\]{0,126}", "the name or id of a group, without quotes")], ...] = pydantic.Field(
        min_length=1
    )
    groups_claim: Annotated[str, matches(r"[a-zA-Z_]\w*", "a claim, such as groups")] = "groups"
    session_minutes: int = pydantic.Field(default=60, ge=16, le=719)
    programmatic_sign_in: bool = False
    removable: bool = False

    def condition(self) -> str:
        """Who gets a session."""
        return " || ".join(f"'{group}' in assertion.{self.groups_claim}" for group in sorted(set(self.groups)))


class GcpWorkforce(pulumi.ComponentResource):
    """Workforce pool and its provider. Built by the organization's stack."""

    pool: str
    """Path of the pool."""
    groups: dict[str, str]
    """Group of the directory → the principal that it is on Google Cloud."""

    def __init__(self, name: str, args: GcpWorkforceArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = Workforce.parse(name, args)
        super().__init__("ai-zones:index:GcpWorkforce", name, {}, children_wait(opts))
        self.pool = f"locations/{LOCATION}/workforcePools/{given.pool_id}"
        self.groups = {group: f"principalSet://iam.googleapis.com/{self.pool}/group/{group}" for group in sorted(set(given.groups))}
        kept = "DELETE" if given.removable else "PREVENT"
        pool = iam.WorkforcePool(
            child(name, "pool"),
            workforce_pool_id=given.pool_id,
            location=LOCATION,
            parent=f"organizations/{given.organization_id}",
            disabled=False,
            session_duration=f"{given.session_minutes * 60}s",
            access_restrictions=iam.WorkforcePoolAccessRestrictionsArgs(disable_programmatic_signin=not given.programmatic_sign_in),
            deletion_policy=kept,
            opts=after(self, protect=not given.removable),
        )
        iam.WorkforcePoolProvider(
            child(name, "directory"),
            workforce_pool_id=given.pool_id,
            location=LOCATION,
            provider_id="directory",
            disabled=False,
            attribute_mapping={"google.subject": "assertion.sub", "google.groups": f"assertion.{given.groups_claim}"},
            attribute_condition=given.condition(),
            oidc=iam.WorkforcePoolProviderOidcArgs(
                issuer_uri=given.issuer_uri,
                client_id=given.client_id,
                web_sso_config=iam.WorkforcePoolProviderOidcWebSsoConfigArgs(
                    response_type="ID_TOKEN", assertion_claims_behavior="ONLY_ID_TOKEN_CLAIMS"
                ),
            ),
            # Detailed logs hold what the directory says of people.
            detailed_audit_logging=False,
            deletion_policy=kept,
            opts=after(self, pool),
        )
        self.register_outputs({"pool": self.pool, "groups": self.groups})
