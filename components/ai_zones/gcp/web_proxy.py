"""Secure Web Proxy: what a plan's providers are reached through, by name, and its translation to addresses of our own.

Programs ask it by HTTP CONNECT; it goes out from Google's proxies in the proxy-only subnetwork, by a Cloud NAT that serves such proxies and no
machine. It refuses what no rule allows.
Sources: Secure Web Proxy documentation, "Deploy a Secure Web Proxy instance" (proxy-only subnet, explicit routing), "Known limitations" (a Cloud
NAT for its endpoints alone; IPv4), "Gateway security policies", "CEL matcher language reference", "UrlList syntax reference"; Cloud NAT, "Public
NAT" and "Logs and metrics".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pulumi
from pulumi_gcp import compute, networksecurity, networkservices

from ai_zones.gcp.firewall import named_priorities
from ai_zones.gcp.inspection import Inspection
from ai_zones.gcp.labels import labels_for
from ai_zones.gcp.naming import Kind, child, resource_name
from ai_zones.gcp.ordering import after
from ai_zones.gcp.paths import compute_regional, located
from ai_zones.gcp.validation import PlacedInput

DENY_PRIORITY: Final = 2_147_483_646
PROXIES: Final = "ENDPOINT_TYPE_SWG"


@dataclass(frozen=True)
class WebProxySpec:
    """What the proxy is and lets by."""

    zone: str
    network: str
    subnetwork: str
    address: str
    port: int
    providers: Mapping[str, Sequence[str]]
    """Provider → host names."""
    inspection: Inspection | None
    public_addresses: int
    protect: bool


@dataclass(frozen=True)
class WebProxy:
    """What was built."""

    gateway: str
    policy: str
    public_addresses: list[pulumi.Output[str]]


def build_translation(
    name: str, spec: WebProxySpec, place: PlacedInput, waits_for: Sequence[pulumi.Resource], *, parent: pulumi.Resource
) -> tuple[pulumi.Resource, list[pulumi.Output[str]]]:
    """Router, addresses that providers know us by, and a logged Cloud NAT for proxies alone. It comes before the proxy, which would bring one."""
    addresses, paths = [], []
    for at in range(1, spec.public_addresses + 1):
        label = resource_name(Kind.COMPUTE, name, "exit", str(at))
        addresses.append(
            compute.Address(
                child(name, "exit", str(at)),
                name=label,
                project=place.project,
                region=place.region,
                address_type="EXTERNAL",
                network_tier="PREMIUM",
                labels=labels_for(spec.zone, extra=place.labels),
                opts=after(parent, protect=spec.protect),
            )
        )
        paths.append(compute_regional(place.project, place.region, "addresses", label))
    router_name = resource_name(Kind.COMPUTE, name, "exit")
    router = compute.Router(
        child(name, "router"),
        name=router_name,
        project=place.project,
        region=place.region,
        network=spec.network,
        description="Translates what the web proxy sends, and nothing else.",
        opts=after(parent, waits_for),
    )
    nat: pulumi.Resource = compute.RouterNat(
        child(name, "nat"),
        name=resource_name(Kind.COMPUTE, name, "nat"),
        project=place.project,
        region=place.region,
        router=router_name,
        endpoint_types=[PROXIES],
        source_subnetwork_ip_ranges_to_nat="ALL_SUBNETWORKS_ALL_IP_RANGES",
        nat_ip_allocate_option="MANUAL_ONLY",
        nat_ips=paths,
        log_config=compute.RouterNatLogConfigArgs(enable=True, filter="ALL"),
        opts=after(parent, router, addresses),
    )
    return nat, [one.address for one in addresses]


def build_web_proxy(
    name: str, spec: WebProxySpec, place: PlacedInput, waits_for: Sequence[pulumi.Resource], *, parent: pulumi.Resource
) -> WebProxy:
    """The proxy with its policy: a list of names and a rule for each provider, and a last rule that denies."""
    nat, public = build_translation(name, spec, place, waits_for, parent=parent)
    label = resource_name(Kind.NETWORK_SERVICES, name, "providers")
    policy = networksecurity.GatewaySecurityPolicy(
        child(name, "policy"),
        name=label,
        project=place.project,
        location=place.region,
        description="Names of approved providers; all others are refused.",
        tls_inspection_policy=spec.inspection.policy if spec.inspection else None,
        opts=after(parent, [spec.inspection.built] if spec.inspection else []),
    )
    rules = [
        _provider(name, provider, names, label, spec, place, policy, parent=parent) for provider, names in sorted(spec.providers.items())
    ]
    rules.append(
        networksecurity.GatewaySecurityPolicyRule(
            child(name, "policy", "nothing-else"),
            name="nothing-else",
            project=place.project,
            location=place.region,
            gateway_security_policy=label,
            enabled=True,
            priority=DENY_PRIORITY,
            session_matcher="true",
            basic_profile="DENY",
            opts=after(parent, policy),
        )
    )
    gateway_name = resource_name(Kind.NETWORK_SERVICES, name, "web-proxy")
    networkservices.Gateway(
        child(name, "web-proxy"),
        name=gateway_name,
        project=place.project,
        location=place.region,
        type="SECURE_WEB_GATEWAY",
        routing_mode="EXPLICIT_ROUTING_MODE",
        network=spec.network,
        subnetwork=spec.subnetwork,
        addresses=[spec.address],
        ports=[spec.port],
        allow_global_access=False,
        gateway_security_policy=located(place.project, place.region, "gatewaySecurityPolicies", label),
        delete_swg_autogen_router_on_destroy=True,
        labels=labels_for(spec.zone, extra=place.labels),
        opts=after(parent, nat, rules, waits_for),
    )
    return WebProxy(
        located(place.project, place.region, "gateways", gateway_name),
        located(place.project, place.region, "gatewaySecurityPolicies", label),
        public,
    )


def _provider(
    name: str,
    provider: str,
    names: Sequence[str],
    policy_name: str,
    spec: WebProxySpec,
    place: PlacedInput,
    policy: pulumi.Resource,
    *,
    parent: pulumi.Resource,
) -> networksecurity.GatewaySecurityPolicyRule:
    list_name = resource_name(Kind.NETWORK_SERVICES, name, "provider", provider)
    listed = networksecurity.UrlList(
        child(name, "names", provider),
        name=list_name,
        project=place.project,
        location=place.region,
        description=f"Host names of {provider}.",
        values=list(names),
        opts=after(parent),
    )
    return networksecurity.GatewaySecurityPolicyRule(
        child(name, "policy", provider),
        name=resource_name(Kind.NETWORK_SERVICES, "provider", provider),
        project=place.project,
        location=place.region,
        gateway_security_policy=policy_name,
        enabled=True,
        priority=named_priorities(spec.providers)[provider],
        session_matcher=f"inUrlList(host(), '{located(place.project, place.region, 'urlLists', list_name)}')",
        basic_profile="ALLOW",
        tls_inspection_enabled=spec.inspection is not None,
        opts=after(parent, policy, listed),
    )
