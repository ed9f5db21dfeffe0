"""Builds Azure programs for reader tests, each seen as an exported state and as a preview.

In the state ids and outputs are known. In the preview they are unknown: names alone, which programs write down, and property dependencies tell.
"""

from dataclasses import dataclass, field, replace
from typing import Any

from posture.approved import Approved, Organization
from posture.graph.build import build
from posture.graph.builder import INTERNET, GraphBuilder
from posture.graph.forwarding import Forwarding
from posture.graph.graph import Graph
from posture.graph.ports import text
from posture.graph.survey import survey
from posture.proofs.finding import TheoremResult
from posture.proofs.judge import judge
from posture.readers.azure.arm import template_of
from posture.readers.load import read_stack
from posture.resource import Provider, Resource
from posture.stack import Form, Stack
from posture.values import UNKNOWN
from tests.posture.world import OPENAI, WHOLE_CEILING

FORMS = ("state", "preview")
OURS = "11111111-1111-1111-1111-111111111111"
OTHER = "22222222-2222-2222-2222-222222222222"
THEIRS = "99999999-9999-9999-9999-999999999999"
T1, T2, T3, T4, T5 = "phi-exit", "phi-redaction", "egress-inspection", "zone-segmentation", "dns-closed"
APPROVED = Approved(
    WHOLE_CEILING,
    organization=Organization(stated=True, azure_subscription_ids=frozenset({OURS, OTHER})),
    providers=OPENAI,
    providers_stated=True,
    residency=frozenset({"westeurope"}),
)


@dataclass(frozen=True)
class Ref:
    """An output of a resource, as a program passes it on."""

    urn: str
    value: Any


@dataclass
class Made:
    """A resource of the program."""

    token: str
    name: str
    inputs: dict[str, Any]
    outputs: dict[str, Any] = field(default_factory=dict)
    external: bool = False
    subscription: str = OURS
    version: str = "2024-05-01"

    @property
    def urn(self) -> str:
        return f"urn:pulumi:test::test::{self.token}::{self.name}"

    @property
    def arm(self) -> str:
        """Its id."""
        made = template_of(self.token).replace("{subscriptionId}", self.subscription)
        for key, value in self.inputs.items():
            made = made.replace("{" + key + "}", str(value.value if isinstance(value, Ref) else value))
        return made

    @property
    def id(self) -> Ref:
        return Ref(self.urn, self.arm)

    def part(self, path: str) -> Ref:
        """The id of a part, made of the resource's own."""
        return Ref(self.urn, f"{self.arm}/{path}")

    def out(self, prop: str) -> Ref:
        """An output."""
        return Ref(self.urn, self.outputs[prop])


class Azure:
    """A program's resources."""

    def __init__(self) -> None:
        self.made: list[Made] = []

    def add(
        self,
        token: str,
        name: str,
        /,
        outputs: dict[str, Any] | None = None,
        external: bool = False,
        subscription: str = OURS,
        version: str = "2024-05-01",
        **inputs: Any,
    ) -> Made:
        whole = f"azure-native:{token}"
        own = template_of(whole).rpartition("{")[2].rstrip("}")
        given = {"resourceGroupName": "rg", **({own: name} if own else {}), **inputs}
        made = Made(whole, name, given, outputs or {}, external, subscription, version)
        self.made.append(made)
        return made

    def vnet(self, name: str, *cidrs: str, zone: str | None = None, **more: Any) -> Made:
        tags = {"ai-zone": zone} if zone else {}
        space = {"addressPrefixes": list(cidrs) or ["10.0.0.0/16"]}
        return self.add("network:VirtualNetwork", name, addressSpace=space, location="westeurope", tags=tags, **more)

    def subnet(self, name: str, vnet: Made, cidr: str = "10.0.1.0/24", *, private: bool = True, **more: Any) -> Made:
        if private:
            more.setdefault("defaultOutboundAccess", False)
        return self.add("network:Subnet", name, virtualNetworkName=vnet.name, addressPrefix=cidr, **more)

    def nsg(self, name: str, *rules: dict[str, Any], **more: Any) -> Made:
        return self.add("network:NetworkSecurityGroup", name, location="westeurope", securityRules=list(rules), **more)

    def table(self, name: str, *routes: dict[str, Any], **more: Any) -> Made:
        return self.add("network:RouteTable", name, location="westeurope", routes=list(routes), **more)

    def peer(self, one: Made, other: Made | str, **more: Any) -> Made:
        remote = other.id if isinstance(other, Made) else other
        name = f"{one.name}-to-{other.name if isinstance(other, Made) else 'stranger'}"
        return self.add("network:VirtualNetworkPeering", name, virtualNetworkName=one.name, remoteVirtualNetwork={"id": remote}, **more)

    def nic(self, name: str, subnet: Any, **more: Any) -> Made:
        config: dict[str, Any] = {"name": "ip", "subnet": {"id": subnet.id if isinstance(subnet, Made) else subnet}}
        for prop in ("publicIPAddress", "privateIPAddress", "applicationSecurityGroups", "loadBalancerBackendAddressPools"):
            if prop in more:
                config[prop] = more.pop(prop)
        tags = {"ai-zone": more.pop("zone")} if "zone" in more else {}
        return self.add("network:NetworkInterface", name, ipConfigurations=[config], tags=tags, **more)

    def machine(self, name: str, *nics: Made, zone: str | None = None) -> Made:
        profile = {"networkInterfaces": [{"id": nic.id} for nic in nics]}
        return self.add("compute:VirtualMachine", name, networkProfile=profile, tags={"ai-zone": zone} if zone else {})

    def records(self) -> Made:
        """A closed phi zone: without one nothing is to be proven."""
        vnet = self.vnet("records", "10.250.0.0/16", zone="phi")
        self.closed_names(vnet)
        return self.subnet("store", vnet, "10.250.1.0/24")

    def public_address(self, name: str) -> Made:
        return self.add("network:PublicIPAddress", name, sku={"name": "Standard"}, publicIPAllocationMethod="Static")

    def closed_names(self, vnet: Made, *allowed: str) -> None:
        """A DNS security policy that answers an allow-list alone."""
        names = self.add(
            "dnsresolver:DnsResolverDomainList", f"{vnet.name}-names", domains=[f"{name}." for name in allowed or ("example.internal",)]
        )
        every = self.add("dnsresolver:DnsResolverDomainList", f"{vnet.name}-every", domains=["."])
        policy = self.add("dnsresolver:DnsResolverPolicy", f"{vnet.name}-policy", location="westeurope")
        for number, (name, listed, action) in enumerate((("allow", names, "Allow"), ("block", every, "Block"))):
            self.add(
                "dnsresolver:DnsSecurityRule",
                f"{vnet.name}-{name}",
                dnsResolverPolicyName=policy.name,
                priority=100 + number,
                action={"actionType": action},
                dnsResolverDomainLists=[{"id": listed.id}],
                dnsSecurityRuleState="Enabled",
            )
        self.add(
            "dnsresolver:DnsResolverPolicyVirtualNetworkLink",
            f"{vnet.name}-link",
            dnsResolverPolicyName=policy.name,
            virtualNetwork={"id": vnet.id},
        )

    def stack(self, form: str) -> Stack:
        return Stack(tuple(self._resource(made, form) for made in self.made), Form(form), "test")

    def facts(self, form: str, approved: Approved = APPROVED) -> GraphBuilder:
        graph = GraphBuilder(self.stack(form), approved)
        read_stack(graph)
        return graph

    def graph(self, form: str, approved: Approved = APPROVED) -> Graph:
        return build(self.facts(form, approved))

    def judge(self, form: str, approved: Approved = APPROVED) -> dict[str, TheoremResult]:
        return {result.theorem: result for result in judge(self.graph(form, approved), approved)}

    def verdict(self, form: str, theorem: str, approved: Approved = APPROVED) -> str:
        return self.judge(form, approved)[theorem].verdict.value

    def roads(self, form: str, subnet: Made | str, approved: Approved = APPROVED) -> dict[str, bool]:
        """Names of networks, endpoints and externals that packets of a subnet reach by routes alone → whether surely."""
        topology = survey(self.facts(form, approved))
        found: dict[str, bool] = {}
        key = subnet.urn if isinstance(subnet, Made) else subnet
        for arrival in Forwarding(topology, INTERNET).from_subnet(topology.subnets[key]):
            if arrival.packets.may:
                name = topology.name(arrival.target)
                found[name] = found.get(name, False) or bool(arrival.packets.must)
        return found

    def opens(self, form: str, opener: Made | str, answerer: Made | str, approved: Approved = APPROVED) -> dict[str, bool]:
        """Ports that one may open to the other, in words → whether surely."""
        ends = tuple(end.urn if isinstance(end, Made) else end for end in (opener, answerer))
        return {text(edge.ports): edge.certain for edge in self.graph(form, approved).edges if (edge.source, edge.target) == ends}

    def _resource(self, made: Made, form: str) -> Resource:
        depends = {key: frozenset(_sources(value)) for key, value in made.inputs.items()}
        known = form == "state" or made.external
        props: dict[str, Any]
        if known:
            props = {**_known(made.outputs), **_known(made.inputs), "id": made.arm, "azureApiVersion": made.version}
        else:
            adopted = {other.urn for other in self.made if other.external}
            props = {**dict.fromkeys((*made.outputs, "id", "name"), UNKNOWN), "azureApiVersion": made.version}
            props.update({key: _unknown(value, adopted) for key, value in made.inputs.items()})
        return Resource(
            urn=made.urn,
            type=made.token,
            name=made.name,
            id=made.arm if known else UNKNOWN,
            props=props,
            dependencies=frozenset().union(*depends.values()),
            property_dependencies=depends,
            provider=Provider(
                f"urn:pulumi:test::test::pulumi:providers:azure-native::{made.subscription}", "westeurope", made.subscription
            ),
            declared=frozenset(made.inputs),
            external=made.external,
            api_version=made.version,
        )


def rule(
    name: str,
    priority: int,
    access: str,
    direction: str,
    port: str = "*",
    source: Any = "*",
    destination: Any = "*",
    protocol: str = "Tcp",
    **more: Any,
) -> dict[str, Any]:
    """One inline security rule."""
    found = {"name": name, "priority": priority, "access": access, "direction": direction, "protocol": protocol, "sourcePortRange": "*"}
    found["destinationPortRange"] = port
    for end, value in (("source", source), ("destination", destination)):
        if isinstance(value, list):
            found[f"{end}AddressPrefixes"] = value
        elif value is not None:
            found[f"{end}AddressPrefix"] = value
    return {**found, **more}


def deny_all(priority: int = 4096) -> tuple[dict[str, Any], dict[str, Any]]:
    """An explicit deny in and out."""
    return (
        rule("deny-in", priority, "Deny", "Inbound", protocol="*"),
        rule("deny-out", priority, "Deny", "Outbound", protocol="*"),
    )


def route(name: str, prefix: str, hop: str, address: Any = None) -> dict[str, Any]:
    """One inline route."""
    found = {"name": name, "addressPrefix": prefix, "nextHopType": hop}
    return {**found, "nextHopIpAddress": address} if address is not None else found


def approving(**changes: Any) -> Approved:
    """What the reviewer approves, with changes."""
    return replace(APPROVED, **changes)


def _known(value: Any) -> Any:
    if isinstance(value, Ref):
        return value.value
    if isinstance(value, dict):
        return {key: _known(item) for key, item in value.items()}
    return [_known(item) for item in value] if isinstance(value, list) else value


def _unknown(value: Any, adopted: set[str]) -> Any:
    if isinstance(value, Ref):
        return value.value if value.urn in adopted else UNKNOWN
    if isinstance(value, dict):
        return {key: _unknown(item, adopted) for key, item in value.items()}
    return [_unknown(item, adopted) for item in value] if isinstance(value, list) else value


def _sources(value: Any) -> list[str]:
    if isinstance(value, Ref):
        return [value.urn]
    if isinstance(value, dict):
        return [urn for item in value.values() for urn in _sources(item)]
    return [urn for item in value for urn in _sources(item)] if isinstance(value, list) else []
