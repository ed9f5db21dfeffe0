"""What `AwsVerifiedAccess` is given, and what follows from it before anything is built."""

import re
from enum import StrEnum
from typing import Annotated, Any, NotRequired, Self, TypedDict

import pulumi
import pydantic

from ai_zones.aws.access_policy import IDENTITY_CENTER, AwsDeviceTrust, Mfa, People, access_policy, device_condition, oidc
from ai_zones.aws.reference_maps import ZoneReferenceMap
from ai_zones.aws.validation import SIX_YEARS_DAYS, AccountId, ComponentInput, ExtraTags, Port, Reference, Region, RetentionDays, ZoneText
from ai_zones.aws.web_firewall import INSPECTED_BYTES, Limits

_DOMAIN = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")
_URL = re.compile(r"https://[^\s/]+\.[^\s/]+(/\S*)?")
_GROUP_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_BUCKET = re.compile(r"[a-z0-9][a-z0-9-]{1,61}[a-z0-9]")


class AwsMfaClaim(StrEnum):
    """Claim by which an OIDC provider tells how a person signed in."""

    AMR = "amr"
    """List of methods, RFC 8176."""
    ACR = "acr"
    """One authentication context class, OpenID Connect Core 1.0."""


class AwsIdentityCenterTrustArgs(TypedDict):
    """People sign in by AWS IAM Identity Center."""

    always_multi_factor: bool
    """Must be true: Identity Center is set to ask for a second factor at every sign-in ("Every time they sign in"). It does not tell
    Verified Access how a person signed in, so no policy can ask."""


class AwsOidcTrustArgs(TypedDict):
    """People sign in by an OpenID Connect provider."""

    issuer: str
    """Issuer's URL."""
    authorization_endpoint: str
    """URL to which people are sent."""
    token_endpoint: str
    """URL that gives tokens."""
    user_info_endpoint: str
    """URL that gives claims."""
    client_id: str
    """Id of this client at the provider."""
    client_secret: pulumi.Input[str]
    """The client's secret: an output, such as a stack's secret or one read from Secrets Manager; a plain string is refused."""
    scope: NotRequired[str]
    """Scopes that are asked for. Default `openid groups`."""
    id_token_claims: NotRequired[bool]
    """True where groups and factors stand in the ID token instead of the user information, as with Microsoft Entra ID. Default false."""
    mfa_claim: NotRequired[AwsMfaClaim]
    """Claim that tells how a person signed in. Default `amr`."""
    mfa_values: NotRequired[list[str]]
    """Values of it that mean more than one factor. Default: `mfa` of `amr`; with `acr` name the provider's own."""


class AwsDeviceTrustArgs(TypedDict):
    """Who tells the state of devices."""

    provider: AwsDeviceTrust
    """Jamf, CrowdStrike or JumpCloud."""
    tenant_id: str
    """Our tenant there."""
    minimum_score: NotRequired[int]
    """Least overall score of CrowdStrike, 1 to 100. Default 80."""


class AwsAccessApplicationArgs(TypedDict):
    """One application that people open."""

    domain: str
    """Name on the internet, such as `assistant.clinic.example`; point it at the endpoint's own domain with a CNAME record."""
    certificate_arn: pulumi.Input[str]
    """ACM certificate of that name, in the front's region."""
    groups: list[str]
    """Groups of people who may open it: their ids in Identity Center, their names at an OIDC provider."""
    target_port: NotRequired[int]
    """Port on which its programs listen with TLS. Default 443."""


class AwsVerifiedAccessArgs(TypedDict):
    """Inputs of `AwsVerifiedAccess`."""

    zone: str
    """`access`: no other zone is entered by people."""
    region: str
    """Region of the zone's network."""
    account_id: str
    """Account of the zone."""
    vpc_id: pulumi.Input[str]
    """The zone's network."""
    subnet_ids: pulumi.Input[dict[str, pulumi.Input[str]]]
    """Endpoint subnets, by availability zone. Their network ACL must let 443 pass between them: `front_port` of `AwsZoneNetwork`."""
    security_group_id: pulumi.Input[str]
    """Security group that lets the load balancer connect to programs: the network's entry group."""
    kms_key_arn: pulumi.Input[str]
    """Key of policies, trust data and logs; its policy must allow CloudWatch Logs for `verified_access_log_groups(name)`."""
    access_log_bucket: str
    """Name, unique in all of AWS, for the bucket of the load balancer's access logs."""
    device: AwsDeviceTrustArgs
    """Who tells the state of devices."""
    applications: dict[str, AwsAccessApplicationArgs]
    """Applications by name."""
    identity_center: NotRequired[AwsIdentityCenterTrustArgs]
    """People sign in by IAM Identity Center. Either this or `oidc`."""
    oidc: NotRequired[AwsOidcTrustArgs]
    """People sign in by an OpenID Connect provider. Either this or `identity_center`."""
    max_body_bytes: NotRequired[int]
    """Largest request body, 1,024 to 65,536: what the firewall can inspect. Default 65,536."""
    requests_per_address: NotRequired[int]
    """Requests of one address in five minutes, 10 or more. Default 1,000."""
    questions_per_caller: NotRequired[int]
    """POST requests of one credential, or of one address to one path, in five minutes, 10 or more. Default 100."""
    retention_days: NotRequired[int]
    """Days that logs are kept. Default 2,192 (six years)."""
    fips_endpoints: NotRequired[bool]
    """FIPS 140 validated endpoints; only where the region has them, and never changed later. Default false."""
    removable: NotRequired[bool]
    """Lifts deletion protection. Default false."""
    tags: NotRequired[dict[str, str]]
    """Further tags. Default: none."""


def _matches(expression: re.Pattern[str], rule: str) -> pydantic.AfterValidator:
    def check(value: str) -> str:
        if not expression.fullmatch(value):
            raise ValueError(f"must be {rule}")
        return value

    return pydantic.AfterValidator(check)


def _secret(value: Any) -> Any:
    if isinstance(value, pulumi.Output):
        return value
    raise ValueError("must be an output, such as config.require_secret(...): a secret written in a program is no secret")


Url = Annotated[str, _matches(_URL, "an https URL")]
Domain = Annotated[str, _matches(_DOMAIN, "a host name such as assistant.clinic.example, in lower case")]


class IdentityCenterTrust(ComponentInput):
    """Parsed `AwsIdentityCenterTrustArgs`."""

    always_multi_factor: bool

    @pydantic.model_validator(mode="after")
    def _asks_always(self) -> Self:
        if not self.always_multi_factor:
            raise ValueError(
                "identity_center.always_multi_factor: given False; set Identity Center to ask for MFA at every sign-in, or use oidc"
            )
        return self


class OidcTrust(ComponentInput):
    """Parsed `AwsOidcTrustArgs`."""

    issuer: Url
    authorization_endpoint: Url
    token_endpoint: Url
    user_info_endpoint: Url
    client_id: str = pydantic.Field(min_length=1)
    client_secret: Annotated[Any, pydantic.AfterValidator(_secret)]
    scope: str = "openid groups"
    id_token_claims: bool = False
    mfa_claim: AwsMfaClaim = AwsMfaClaim.AMR
    mfa_values: list[str] = pydantic.Field(default_factory=list)

    @pydantic.model_validator(mode="after")
    def _factors_are_named(self) -> Self:
        if self.mfa_claim is AwsMfaClaim.ACR and not self.mfa_values:
            raise ValueError("oidc.mfa_values: is required with acr; name the classes of your provider that mean more than one factor")
        return self

    @property
    def people(self) -> People:
        """How the provider tells groups and factors."""
        many = self.mfa_claim is AwsMfaClaim.AMR
        return oidc(mfa=Mfa(self.mfa_claim.value, tuple(self.mfa_values or ["mfa"]), many), id_token=self.id_token_claims)


class DeviceTrust(ComponentInput):
    """Parsed `AwsDeviceTrustArgs`."""

    provider: AwsDeviceTrust
    tenant_id: str = pydantic.Field(min_length=1)
    minimum_score: int = pydantic.Field(default=80, ge=1, le=100)


class AccessApplication(ComponentInput):
    """Parsed `AwsAccessApplicationArgs`."""

    domain: Domain
    certificate_arn: Reference
    groups: list[Annotated[str, pydantic.Field(min_length=1)]] = pydantic.Field(min_length=1)
    target_port: Port = 443


class VerifiedAccess(ComponentInput):
    """Parsed `AwsVerifiedAccessArgs`."""

    zone: ZoneText
    region: Region
    account_id: AccountId
    vpc_id: Reference
    subnet_ids: ZoneReferenceMap
    security_group_id: Reference
    kms_key_arn: Reference
    access_log_bucket: Annotated[str, _matches(_BUCKET, "a bucket name: 3 to 63 lower-case letters, digits and hyphens")]
    device: DeviceTrust
    applications: dict[Annotated[str, pydantic.Field(pattern=r"^[a-z][a-z0-9-]*$")], AccessApplication] = pydantic.Field(min_length=1)
    identity_center: IdentityCenterTrust | None = None
    oidc: OidcTrust | None = None
    max_body_bytes: int = pydantic.Field(default=INSPECTED_BYTES, ge=1024, le=INSPECTED_BYTES)
    requests_per_address: int = pydantic.Field(default=1000, ge=10)
    questions_per_caller: int = pydantic.Field(default=100, ge=10)
    retention_days: RetentionDays = SIX_YEARS_DAYS
    fips_endpoints: bool = False
    removable: bool = False
    tags: ExtraTags = pydantic.Field(default_factory=dict)

    @pydantic.model_validator(mode="after")
    def _one_front(self) -> Self:
        if self.zone != "access":
            raise ValueError(f"zone: given {self.zone!r}, but people enter the access zone only; put the front there")
        if (self.identity_center is None) == (self.oidc is None):
            raise ValueError("identity_center, oidc: give exactly one, the provider by which people sign in")
        domains = [application.domain for application in self.applications.values()]
        if twice := sorted({domain for domain in domains if domains.count(domain) > 1}):
            raise ValueError(f"applications: given {', '.join(twice)} twice; each application has a name of its own")
        if self.identity_center is not None:
            for key, application in self.applications.items():
                if wrong := [group for group in application.groups if not _GROUP_ID.fullmatch(group)]:
                    raise ValueError(
                        f"applications.{key}.groups: given {', '.join(wrong)}, but Identity Center tells groups by id; "
                        "write the ids, such as 11111111-2222-3333-4444-555555555555"
                    )
        return self

    @property
    def limits(self) -> Limits:
        """How much one caller may ask."""
        return Limits(self.max_body_bytes, self.requests_per_address, self.questions_per_caller)

    def policy(self, *applications: str) -> str:
        """Policy for the groups of these applications."""
        groups = {group for key in applications for group in self.applications[key].groups}
        people = self.oidc.people if self.oidc is not None else IDENTITY_CENTER
        return access_policy(people=people, groups=groups, device=device_condition(self.device.provider, self.device.minimum_score))
