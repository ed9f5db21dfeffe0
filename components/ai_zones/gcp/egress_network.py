"""Egress network: the only road to the internet, through a web proxy that knows the plan's providers by name.

    inspector → Secure Web Proxy → Cloud NAT for the proxy alone → provider

No machine of the network has a way out: it has no default route, and its Cloud NAT serves Google's proxies and nobody else. The inspector asks
the proxy at one private address; the proxy refuses every name that no provider of the plan has.

Sources: Secure Web Proxy documentation, "Secure Web Proxy overview", "Known limitations", "TLS inspection overview"; Cloud NAT, "Public NAT";
NIST SP 800-207 section 3.1.2; 45 CFR 164.312(e)(1).
"""

import ipaddress
from typing import NotRequired, Self, TypedDict

import pulumi
import pydantic

from ai_zones.gcp import validation
from ai_zones.gcp.firewall import EGRESS, PassRule
from ai_zones.gcp.inspection import CaPoolPath, build_inspection
from ai_zones.gcp.network_input import NetworkInput
from ai_zones.gcp.network_outputs import network_outputs
from ai_zones.gcp.network_parts import NetworkBuilder
from ai_zones.gcp.ordering import children_wait
from ai_zones.gcp.private_dns import answered_names
from ai_zones.gcp.subnets import ENDPOINT, PROXY, WORKLOAD
from ai_zones.gcp.web_proxy import WebProxySpec, build_web_proxy
from ai_zones.plan.fqdn import fqdn

ZONE = "egress"
PROXY_PORT = 8080


class GcpTlsInspectionArgs(TypedDict):
    """With what the proxy opens TLS."""

    ca_pool: NotRequired[str]
    """Path of a CA pool of the same region, whose certificates the inspector trusts. Default: a pool with a root authority is made."""


class GcpEgressNetworkArgs(TypedDict):
    """Inputs of `GcpEgressNetwork`. The required ones alone give a network that can reach no outside name at all."""

    project: str
    """Project of the zone."""
    region: str
    """Region of the subnetworks and of the proxy, such as `europe-west3`."""
    workload_subnet: str
    """Range for the inspector."""
    endpoint_subnet: str
    """Range for endpoints, and for the proxy's address."""
    proxy_subnet: str
    """Range for Google's proxies, /26 or larger."""
    link_range: NotRequired[str]
    """Range of which the inspector's link takes a subnetwork, for its consumers' translated addresses. Needed with `service_ports`."""
    tls_inspection: GcpTlsInspectionArgs | None
    """Authority with which the proxy opens TLS. None, which must be said: it reads the claimed server name alone."""
    providers: NotRequired[dict[str, list[str]]]
    """Approved provider → its host names. `*.example.com` stands for all names under a domain that is the provider's alone.
    Default none: nothing leaves."""
    inspector_service_account: NotRequired[str]
    """Address of the inspector's service account: its machines alone may ask the proxy. Default: every machine of the workload subnetwork."""
    proxy_address: NotRequired[str]
    """Private address of the proxy, in the endpoint subnetwork. Default: the last that Google gives out."""
    proxy_port: NotRequired[int]
    """Port at which it listens. Default 8080."""
    public_addresses: NotRequired[int]
    """Addresses by which providers see us, 1 to 8. Default 1."""
    google_apis_address: NotRequired[str]
    """Private address outside of every range, at which an endpoint for the bundle `vpc-sc` answers for Google's APIs. Default: none, and a
    route leads to their restricted virtual address."""
    google_domains: NotRequired[list[str]]
    """Further domains of Google's that lead to its APIs. Always: googleapis.com, gcr.io, pkg.dev."""
    endpoint_ports: NotRequired[list[int]]
    """Ports that programs may open to endpoints: those of the zone's outgoing flows. Default 443 alone."""
    service_ports: NotRequired[list[int]]
    """Ports on which other zones enter the inspector by private link. Default none."""
    allowed_domains: NotRequired[list[str]]
    """Names that the resolver answers beside the providers'. Default none."""
    flow_log_sampling: NotRequired[float]
    """Share of flows that is logged, above 0. Default 1: all."""
    deletion_protection: NotRequired[bool]
    """False lets the public addresses and the authority be deleted. Default True."""
    labels: NotRequired[dict[str, str]]
    """Further labels, of what can bear any. The classification labels are the component's own."""


class TlsInspectionInput(validation.ComponentInput):
    """Parsed `GcpTlsInspectionArgs`."""

    ca_pool: CaPoolPath | None = None


class EgressNetwork(NetworkInput):
    """Parsed inputs of `GcpEgressNetwork`, and what follows from them before anything is built."""

    proxy_subnet: validation.Cidr
    tls_inspection: TlsInspectionInput | None
    providers: dict[str, tuple[str, ...]] = pydantic.Field(default_factory=dict)
    inspector_service_account: validation.ServiceAccountEmail | None = None
    proxy_address: ipaddress.IPv4Address | None = None
    proxy_port: validation.Port = PROXY_PORT
    public_addresses: int = pydantic.Field(default=1, ge=1, le=8)
    deletion_protection: bool = True

    @pydantic.model_validator(mode="after")
    def _can_be_built(self) -> Self:
        if self.address() not in self.endpoint_subnet:
            raise ValueError(
                f"proxy_address: given {self.proxy_address}, it must be an address of the endpoint subnetwork {self.endpoint_subnet}"
            )
        return self

    def address(self) -> ipaddress.IPv4Address:
        """Where the proxy is asked. Google keeps the first two addresses of a range and the last two."""
        return self.proxy_address or self.endpoint_subnet.broadcast_address - 2

    def fqdns(self) -> dict[str, tuple[str, ...]]:
        """Provider → host names, in the plan's own terms of what a host name is."""
        found: dict[str, tuple[str, ...]] = {}
        for provider, names in sorted(self.providers.items()):
            try:
                found[provider] = tuple(sorted({fqdn(name) for name in names}))
            except ValueError as fault:
                raise ValueError(f"providers.{provider}: {fault}") from None
            if not names:
                raise ValueError(f"providers.{provider}: has no host name; name one, or leave the provider out")
        return found

    def domains(self) -> list[str]:
        """Names that the resolver answers: the proxy asks it too."""
        providers = [name for names in self.fqdns().values() for name in names]
        return answered_names([*super().domains(), *providers])

    def all_rules(self) -> list[PassRule]:
        """Everything that may pass. Google's proxies enter no program here."""
        accounts = (self.inspector_service_account,) if self.inspector_service_account else ()
        asks = PassRule("to-web-proxy", EGRESS, 1030, self.programs(), (f"{self.address()}/32",), (self.proxy_port,), accounts)
        return [*(rule for rule in self.rules() if rule.label != "from-proxies"), asks]


class GcpEgressNetwork(pulumi.ComponentResource):
    """VPC network whose only road out is Secure Web Proxy, which the inspector asks at `proxy_url`.

    Names derive from the component's name: choose one that is unique in the project, such as `<organization>-<environment>-egress`.
    Raises `InvalidInputError` before anything is registered.
    """

    network: str
    """Path of the network."""
    workload_subnetwork: str
    """Path of the inspector's subnetwork."""
    endpoint_subnetwork: str
    """Path of the subnetwork of endpoints."""
    proxy_subnetwork: str
    """Path of the subnetwork of Google's proxies."""
    firewall_policy: str
    """Path of the firewall policy."""
    response_policy: str
    """Name of the resolver's response policy."""
    gateway: str
    """Path of the proxy."""
    gateway_policy: str
    """Path of its policy."""
    proxy_url: str
    """Where the inspector asks it: `http://<address>:<port>`."""
    ca_pool: str
    """Path of the pool that signs for TLS inspection; empty without inspection."""
    public_addresses: list[pulumi.Output[str]]
    """Addresses by which providers see us."""

    def __init__(self, name: str, args: GcpEgressNetworkArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = EgressNetwork.parse(name, args)
        super().__init__("ai-zones:index:GcpEgressNetwork", name, {}, children_wait(opts))
        builder = NetworkBuilder(name, ZONE, given, self)
        built = builder.build(given.all_rules())
        opened = given.tls_inspection
        inspection = build_inspection(name, given, ZONE, opened.ca_pool, protect=given.deletion_protection, parent=self) if opened else None
        spec = WebProxySpec(
            zone=ZONE,
            network=builder.network,
            subnetwork=builder.subnetwork(ENDPOINT),
            address=str(given.address()),
            port=given.proxy_port,
            providers=given.fqdns(),
            inspection=inspection,
            public_addresses=given.public_addresses,
            protect=given.deletion_protection,
        )
        proxy = build_web_proxy(name, spec, given, built, parent=self)
        self.network, self.firewall_policy = builder.network, builder.firewall_policy
        self.workload_subnetwork, self.endpoint_subnetwork = builder.subnetwork(WORKLOAD), builder.subnetwork(ENDPOINT)
        self.proxy_subnetwork = builder.subnetwork(PROXY)
        self.response_policy = builder.answer(given.domains(), built)
        self.gateway, self.gateway_policy = proxy.gateway, proxy.policy
        self.proxy_url = f"http://{given.address()}:{given.proxy_port}"
        self.ca_pool = inspection.ca_pool if inspection else ""
        self.public_addresses = proxy.public_addresses
        self.register_outputs(
            {
                **network_outputs(self),
                "gateway": self.gateway,
                "gatewayPolicy": self.gateway_policy,
                "proxyUrl": self.proxy_url,
                "caPool": self.ca_pool,
                "publicAddresses": self.public_addresses,
            }
        )
