"""What `GcpAccessFront` is given, and what of it can't be built or would be open.

Sources: Identity-Aware Proxy documentation, "Enable IAP for Compute Engine" (instance groups, zonal and Private Service Connect groups), "Set up
context-aware access with IAP" (conditions on access levels), "IAP reauthentication"; Cloud Load Balancing, "Backend services overview: balancing
modes"; Certificate Manager, "Deploy a regional Google-managed certificate".
"""

import ipaddress
from collections.abc import Sequence
from typing import Annotated, Any, NotRequired, Self, TypedDict

import pulumi
import pydantic

from ai_zones.gcp import validation
from ai_zones.gcp.balancer import GroupPath
from ai_zones.inputs import matches, one_of

LEVEL = r"accessPolicies/\d{3,20}/accessLevels/[A-Za-z]\w{0,49}"
CertificatePath: Any = validation.path_of(
    r"projects/[a-z0-9.:-]+/locations/[a-z0-9-]+/certificates/[a-zA-Z][\w-]{0,63}",
    "a certificate of Certificate Manager",
    "projects/acme-prod-access/locations/europe-west3/certificates/front",
    plain=True,
)
AccessLevelName: Any = validation.path_of(LEVEL, "an access level", "accessPolicies/123456789/accessLevels/managed")
Group = Annotated[
    str, matches(r"(group|principalSet):\S+", "a group, such as group:clinicians@example.com, or a principalSet of a workforce pool")
]
HostName = Annotated[
    str, matches(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]", "one host name in small letters, without *")
]
WIDEST_PREFIX = {4: 16, 6: 32}


def levels_met(levels: Sequence[pulumi.Input[str]]) -> pulumi.Output[str]:
    """Expression of an IAM condition that asks for every one of these levels."""
    known: pulumi.Output[list[str]] = pulumi.Output.all(*levels)
    return known.apply(lambda names: " && ".join(f'"{level}" in request.auth.access_levels' for level in sorted(set(names))))


class GcpFrontApplicationArgs(TypedDict):
    """One application behind the front."""

    host_name: str
    """Name under which people reach it; the front's certificate must bear it."""
    members: list[str]
    """Groups of people who may, `group:…`, or `principalSet:…` of a workforce pool. Nobody else passes."""
    access_levels: list[pulumi.Input[str]]
    """Access levels that each request must meet, all of them: `GcpAccessPolicy.access_levels`. At least one."""
    backends: NotRequired[dict[str, str]]
    """Label → path of the group of programs that answer, the zone's Envoy: an instance group, a zonal network endpoint group (hybrid too), or
    a Private Service Connect one. Default: none yet."""
    port: NotRequired[int]
    """Port at which they are asked whether they are well: the network's `front_port`. An instance group names it `https`. Default 443."""
    health_path: NotRequired[str]
    """Path that answers 200 while the application is well. Default `/healthz`."""


class GcpAccessFrontArgs(TypedDict):
    """Inputs of `GcpAccessFront`."""

    project: str
    """Project of the zone `access`."""
    region: str
    """Region of its network, where TLS ends and requests are read: nowhere else."""
    network: str
    """Path of its network, with a `proxy_subnet` in this region and `front_port`."""
    applications: dict[str, GcpFrontApplicationArgs]
    """Application → how it is reached."""
    certificates: NotRequired[list[str]]
    """Paths of certificates of Certificate Manager in this region. Default: Google issues one for all names; `dns_records` says what to publish first."""
    countries: NotRequired[list[str]]
    """Countries that people come from, such as `["DE"]`; all others are refused. Default: any, for their devices are known by access levels."""
    client_ranges: NotRequired[list[str]]
    """Public ranges that people come from, IPv4 /16 or IPv6 /32 at the widest; up to 10. Default: any."""
    requests_per_minute: NotRequired[int]
    """Requests that one address may send in a minute. Default 300."""
    minimum_tls: NotRequired[str]
    """`1.2` (with forward secrecy and AEAD alone) or `1.3`. Default `1.2`."""
    session_minutes: NotRequired[int]
    """Minutes after which people show a second factor anew, up to 720. Default 60."""
    second_factor: NotRequired[str]
    """`SECURE_KEY`: a hardware key. `ENROLLED_SECOND_FACTORS`: any that is enrolled. Default `SECURE_KEY`."""
    allowed_domains: NotRequired[list[str]]
    """Domains of accounts that may sign in at all. Default: any; members are named all the same."""
    deletion_protection: NotRequired[bool]
    """False lets the public address go. Default True: people's names lead to it."""
    labels: NotRequired[dict[str, str]]
    """Further labels. Default: none."""


class FrontApplication(validation.ComponentInput):
    """Parsed `GcpFrontApplicationArgs`."""

    host_name: HostName
    members: tuple[Group, ...] = pydantic.Field(min_length=1)
    access_levels: tuple[AccessLevelName, ...] = pydantic.Field(min_length=1)
    backends: dict[str, GroupPath] = pydantic.Field(default_factory=dict)
    port: validation.Port = 443
    health_path: str = pydantic.Field(default="/healthz", pattern=r"^/[\w./~-]*$", max_length=1024)

    @pydantic.model_validator(mode="after")
    def _is_balanced_one_way(self) -> Self:
        if len({self.kind_of(path) for path in self.backends.values()}) > 1:
            raise ValueError(
                "backends: must be all instance groups, all zonal or all Private Service Connect groups: they are balanced alike"
            )
        return self

    @staticmethod
    def kind_of(path: object) -> str:
        """`instances`, `endpoints` or `private-service-connect`: what stands behind a group, by its path."""
        text = path if isinstance(path, str) else "instanceGroups"
        if "/instanceGroups/" in text or "/" not in text:
            return "instances"
        return "endpoints" if "/zones/" in text else "private-service-connect"

    def kind(self) -> str:
        """Kind of all its groups."""
        return next((self.kind_of(path) for path in self.backends.values()), "instances")

    def condition(self) -> pulumi.Output[str]:
        """When people may pass: every access level is met."""
        return levels_met(self.access_levels)


class AccessFront(validation.PlacedInput):
    """Parsed `GcpAccessFrontArgs`."""

    network: validation.NetworkPath
    applications: dict[Annotated[str, pydantic.Field(pattern=r"^[a-z][a-z0-9-]{0,30}$")], FrontApplication] = pydantic.Field(min_length=1)
    certificates: tuple[CertificatePath, ...] = pydantic.Field(default=(), max_length=15)
    countries: tuple[Annotated[str, matches(r"[A-Z]{2}", "a country by its two letters, such as DE")], ...] = ()
    client_ranges: tuple[str, ...] = pydantic.Field(default=(), max_length=10)
    requests_per_minute: int = pydantic.Field(default=300, ge=10, le=100_000)
    minimum_tls: Annotated[str, one_of("1.2", "1.3")] = "1.2"
    session_minutes: int = pydantic.Field(default=60, ge=5, le=720)
    second_factor: Annotated[str, one_of("SECURE_KEY", "ENROLLED_SECOND_FACTORS")] = "SECURE_KEY"
    allowed_domains: tuple[str, ...] = ()
    deletion_protection: bool = True

    @pydantic.model_validator(mode="after")
    def _is_closed(self) -> Self:
        names = [application.host_name for application in self.applications.values()]
        if len(set(names)) < len(names):
            raise ValueError("applications: two have one host_name; the front would not know which is meant")
        for text in self.client_ranges:
            try:
                network = ipaddress.ip_network(text)
            except ValueError:
                raise ValueError(f"client_ranges: given {text}, it must be a range such as 203.0.113.0/24") from None
            if network.prefixlen < WIDEST_PREFIX[network.version]:
                raise ValueError(f"client_ranges: given {text}, it must be a /{WIDEST_PREFIX[network.version]} or smaller")
        for path in self.certificates:
            if f"/locations/{self.region}/" not in path:
                raise ValueError(f"certificates: given {path}, it must be one of {self.region}: the front is regional")
        return self

    def host_names(self) -> list[str]:
        """Names of all applications."""
        return sorted(application.host_name for application in self.applications.values())
