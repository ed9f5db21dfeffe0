"""Which constraints of Google's are set above all projects, and to what: roads out, public doors, keys in place of identities, strangers, places.

A constraint is a switch (`enforce`), or a list of values that are allowed or denied. What is in here has no exception in any zone; the two
that one zone needs (addresses for Cloud NAT in egress, a front in access) name its project.
Sources: Organization Policy documentation, "Organization policy constraints" (names, kinds, values), "Using constraints" (`under:` a node of
the hierarchy, `in:` a value group, `is:` a value), "Restricting resource locations" (a region's group is `in:<region>-locations`), "Restricting
resource usage"; Cloud KMS, "CMEK organization policies" (`gcp.restrictNonCmekServices` takes denials alone, `gcp.restrictCmekCryptoKeyProjects`
allowances by `under:` alone); Private Service Connect, "Manage security for consumers" (Google's own producers are under organization
433637338589); 45 CFR 164.312(a)(1), 164.312(e)(1).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from ai_zones.gcp.perimeter_services import RESTRICTED

GOOGLES_PRODUCERS: Final = "under:organizations/433637338589"
"""Where Google publishes its own services for Private Service Connect, such as the endpoint of a Cloud SQL instance."""

SWITCHES: Final[Mapping[str, str]] = {
    "ainotebooks.disableFileDownloads": "Nobody downloads from a notebook.",
    "ainotebooks.disableRootAccess": "Nobody is root in a notebook.",
    "ainotebooks.disableTerminal": "Notebooks have no terminal.",
    "ainotebooks.restrictPublicIp": "Notebooks have no public address.",
    "bigquery.disableBQOmniAWS": "No queries over data at another cloud.",
    "bigquery.disableBQOmniAzure": "No queries over data at another cloud.",
    "cloudfunctions.requireVPCConnector": "Functions of the first generation call out through a network of ours.",
    "compute.disableGuestAttributesAccess": "What a machine says of itself is not read from outside.",
    "compute.disableInternetNetworkEndpointGroup": "No load balancer sends to the internet.",
    "compute.disableNestedVirtualization": "No machine within a machine, where nothing of ours looks.",
    "compute.disableSerialPortAccess": "The serial port is a login from the internet.",
    "compute.disableVpcExternalIpv6": "Every external IPv6 address is public.",
    "compute.requireOsLogin": "People log in to machines as themselves.",
    "compute.requireShieldedVm": "Machines boot what was signed.",
    "compute.restrictXpnProjectLienRemoval": "A Shared VPC's host is not deleted by its own people.",
    "compute.skipDefaultNetworkCreation": "A new project has no network that lets in and out.",
    "gcp.detailedAuditLoggingMode": "Audit logs hold what was asked of Cloud Storage in full.",
    "iam.automaticIamGrantsForDefaultServiceAccounts": "Default accounts are not editors of their project.",
    "iam.disableAuditLoggingExemption": "Nobody is left out of audit logs.",
    "iam.disableServiceAccountKeyCreation": "No key of a service account: it names nobody and ends never.",
    "iam.disableServiceAccountKeyUpload": "The same, made elsewhere.",
    "iam.managed.disableServiceAccountApiKeyCreation": "No API key that stands for a service account.",
    "run.managed.requireInvokerIam": "Every call of Cloud Run is asked who calls.",
    "sql.restrictAuthorizedNetworks": "No public range may reach a database.",
    "sql.restrictPublicIp": "No database has a public address.",
    "storage.publicAccessPrevention": "No object is anybody's.",
    "storage.secureHttpTransport": "Objects travel encrypted.",
    "storage.uniformBucketLevelAccess": "One place says who reads a bucket.",
}
"""Constraints that are on or off, all on, and why. The name with `disable` or without is Google's."""

CMEK_SERVICES: Final = (
    *("aiplatform", "alloydb", "artifactregistry", "bigquery", "compute", "dataflow", "logging", "notebooks", "pubsub", "secretmanager"),
    *("sqladmin", "storage"),
)
"""APIs whose resources need a key of ours."""
ALSO_USED: Final = (
    *("binaryauthorization", "cloudbilling", "cloudasset", "essentialcontacts", "networkservices", "networksecurity", "orgpolicy"),
    *("privateca", "privilegedaccessmanager", "servicenetworking", "accesscontextmanager"),
)
"""APIs that no perimeter restricts or that only administrators call, and that are allowed too."""

DRY: Final = frozenset({"gcp.restrictServiceUsage", "gcp.restrictTLSVersion"})
"""Lists that can be tried without being enforced ("Test organization policies": these, managed and custom constraints)."""


@dataclass(frozen=True)
class Constraint:
    """One constraint and what it is set to."""

    name: str
    why: str
    rule: Mapping[str, Any]
    """One rule of `PolicySpec`."""

    @property
    def can_be_tried(self) -> bool:
        """Whether a dry run of it exists."""
        return ".managed." in self.name or self.name in DRY


class Wanted(Protocol):
    """What the lists are made of: see `GcpOrganizationPoliciesArgs`."""

    @property
    def trusted(self) -> Sequence[str]:
        """Nodes that are ours."""

    @property
    def regions(self) -> Sequence[str]:
        """Regions of residency."""

    @property
    def customer_ids(self) -> Sequence[str]:
        """Directories whose people may be granted roles."""

    @property
    def egress_projects(self) -> Sequence[str]:
        """Projects with Cloud NAT."""

    @property
    def services(self) -> Sequence[str]:
        """APIs that may be used."""

    @property
    def cmek_services(self) -> Sequence[str]:
        """APIs that need keys."""

    @property
    def key_projects(self) -> Sequence[str]:
        """Projects with keys."""

    @property
    def peered_networks(self) -> Sequence[str]:
        """Networks that may be peered with."""

    @property
    def vpn_peer_addresses(self) -> Sequence[str]:
        """Far ends of VPNs."""

    @property
    def interconnect_networks(self) -> Sequence[str]:
        """Networks with circuits."""

    @property
    def issuers(self) -> Sequence[str]:
        """OIDC issuers of federated workloads."""

    @property
    def contact_domains(self) -> Sequence[str]:
        """Domains of contacts."""


def constraints(wanted: Wanted) -> Iterator[Constraint]:
    """Every constraint, switches first."""
    for name, why in SWITCHES.items():
        yield Constraint(name, why, {"enforce": "TRUE"})
    ours = [f"under:{node}" for node in wanted.trusted]
    yield from _networks(wanted, ours)
    yield from _identities(wanted)
    yield from _data(wanted, ours)
    yield _allowed(
        "run.allowedIngress",
        "Cloud Run is called from networks and fronts of ours.",
        ["is:internal", "is:internal-and-cloud-load-balancing"],
    )
    yield _allowed("run.allowedVPCEgress", "Cloud Run calls out through a network of ours.", ["is:all-traffic"])
    functions = "Functions are called from networks of ours, and call out through one."
    yield _allowed("cloudfunctions.allowedIngressSettings", functions, ["is:ALLOW_INTERNAL_ONLY", "is:ALLOW_INTERNAL_AND_GCLB"])
    yield _allowed("cloudfunctions.allowedVpcConnectorEgressSettings", functions, ["is:ALL_TRAFFIC"])


def _networks(wanted: Wanted, ours: list[str]) -> Iterator[Constraint]:
    yield _allowed("compute.vmExternalIpAccess", "A public address is a road in or out past every gate.", [])
    yield _allowed("compute.vmCanIpForward", "No machine routes for others.", [])
    nat = [f"under:projects/{project}" for project in wanted.egress_projects]
    yield _allowed("compute.restrictCloudNATUsage", "Addresses for the internet stand in egress alone.", nat)
    yield _allowed("compute.restrictVpcPeering", "A peering joins two zones whole; flows are private links.", list(wanted.peered_networks))
    yield _allowed("compute.restrictVpnPeerIPs", "VPNs lead to declared peers.", [f"is:{one}" for one in wanted.vpn_peer_addresses])
    for kind in ("Dedicated", "Partner"):
        yield _allowed(f"compute.restrict{kind}InterconnectUsage", "Circuits end in declared networks.", list(wanted.interconnect_networks))
    yield _allowed("compute.restrictPrivateServiceConnectProducer", "An endpoint leads to Google or to us.", [*ours, GOOGLES_PRODUCERS])
    yield _allowed("compute.restrictPrivateServiceConnectConsumer", "Our services are for us alone.", ours)
    yield _allowed("compute.restrictLoadBalancerCreationForTypes", "No front on the internet, but that of access.", ["in:INTERNAL"])
    yield _allowed("compute.restrictProtocolForwardingCreationForTypes", "No machine stands behind a public address.", ["is:INTERNAL"])
    yield _allowed("ainotebooks.restrictVpcNetworks", "Notebooks stand in networks of ours.", ours)


def _identities(wanted: Wanted) -> Iterator[Constraint]:
    people = [f"is:{one}" for one in wanted.customer_ids]
    yield _allowed("iam.allowedPolicyMemberDomains", "Roles are given to our own directory's people and workloads.", people)
    issuers = [f"is:{one}" for one in wanted.issuers]
    yield _allowed("iam.workloadIdentityPoolProviders", "Workloads outside come by issuers that we name.", issuers)
    yield _allowed("iam.workloadIdentityPoolAwsAccounts", "No account of AWS comes in.", [])
    yield _allowed("iam.serviceAccountKeyExposureResponse", "A key that Google finds published stops working.", ["is:DISABLE_KEY"])
    domains = [f"@{one}" for one in wanted.contact_domains]
    yield _allowed("essentialcontacts.allowedContactDomains", "Google tells nobody but us.", domains)
    yield _allowed("resourcemanager.allowedExportDestinations", "No project leaves, and with it these policies.", [])


def _data(wanted: Wanted, ours: list[str]) -> Iterator[Constraint]:
    places = [f"in:{region}-locations" for region in wanted.regions]
    yield _allowed("gcp.resourceLocations", "Data stays where it was promised to stay.", places)
    services = [f"is:{service}.googleapis.com" for service in wanted.services]
    yield _allowed("gcp.restrictServiceUsage", "Services that nobody looked at are not used.", services)
    keyed = [f"is:{service}.googleapis.com" for service in wanted.cmek_services]
    yield _denied("gcp.restrictNonCmekServices", "Data is encrypted with a key that we can withdraw.", keyed)
    holders = [f"under:projects/{project}" for project in wanted.key_projects]
    yield _allowed("gcp.restrictCmekCryptoKeyProjects", "The key is ours.", holders or ours)
    yield _denied("gcp.restrictTLSVersion", "Google's APIs are not asked by old TLS.", ["is:TLS_VERSION_1", "is:TLS_VERSION_1_1"])
    yield _denied("storage.restrictAuthTypes", "No HMAC key: it names nobody and ends never.", ["in:ALL_HMAC_SIGNED_REQUESTS"])
    yield _allowed("compute.storageResourceUseRestrictions", "Images, snapshots and disks are used by us alone.", ours)


def _allowed(name: str, why: str, values: Sequence[str]) -> Constraint:
    """These values; none is a denial of all."""
    return Constraint(name, why, {"values": {"allowed_values": sorted(values)}} if values else {"deny_all": "TRUE"})


def _denied(name: str, why: str, values: Sequence[str]) -> Constraint:
    return Constraint(name, why, {"values": {"denied_values": sorted(values)}})


def usable_services() -> list[str]:
    """APIs that zones may need: what perimeters restrict, and a few that they can't."""
    return sorted({*(service.removesuffix(".googleapis.com") for service in RESTRICTED), *ALSO_USED})
