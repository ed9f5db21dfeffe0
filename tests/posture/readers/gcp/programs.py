"""Builds GCP programs for reader tests, each seen as an exported state and as a preview.

In the state ids, self links and outputs are known. In the preview they are unknown: names and property dependencies tell.
"""

from dataclasses import dataclass, field, replace
from typing import Any

from posture.approved import Approved, Organization
from posture.graph.build import build
from posture.graph.builder import GraphBuilder
from posture.graph.graph import Graph
from posture.proofs.finding import TheoremResult
from posture.proofs.judge import judge
from posture.readers.gcp.tokens import tokens
from posture.readers.load import read_stack
from posture.resource import Provider, Resource
from posture.stack import Form, Stack
from posture.values import UNKNOWN
from tests.posture.world import OPENAI, WHOLE_CEILING

FORMS = ("state", "preview")
OURS, OTHER, THEIRS = "clinic-phi", "clinic-llm", "stranger-prod"
NUMBERS = {OURS: "111111111111", OTHER: "222222222222"}
T1, T2, T3, T4, T5 = "phi-exit", "phi-redaction", "egress-inspection", "zone-segmentation", "dns-closed"
APPROVED = Approved(
    WHOLE_CEILING,
    organization=Organization(stated=True, gcp_project_ids=frozenset({OURS, OTHER})),
    providers=OPENAI,
    providers_stated=True,
    residency=frozenset({"europe-west1"}),
)
_COLLECTIONS = {
    "Network": "global/networks", "Subnetwork": "regions/europe-west1/subnetworks", "Route": "global/routes", "Firewall": "global/firewalls",
    "Instance": "zones/europe-west1-b/instances", "Router": "regions/europe-west1/routers",
    "ForwardingRule": "regions/europe-west1/forwardingRules", "ServiceAttachment": "regions/europe-west1/serviceAttachments",
    "GlobalForwardingRule": "global/forwardingRules", "RegionBackendService": "regions/europe-west1/backendServices",
    "HaVpnGateway": "regions/europe-west1/vpnGateways", "VPNTunnel": "regions/europe-west1/vpnTunnels",
    "NetworkFirewallPolicy": "global/firewallPolicies", "InstanceGroup": "zones/europe-west1-b/instanceGroups",
}  # fmt: skip


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
    project: str = OURS
    labels: dict[str, str] = field(default_factory=dict)

    @property
    def urn(self) -> str:
        return f"urn:pulumi:test::test::{self.token}::{self.name}"

    @property
    def path(self) -> str:
        kind = self.token.rpartition(":")[2]
        if kind == "Project":
            return f"projects/{self.inputs['projectId']}"
        collection = _COLLECTIONS.get(kind, f"locations/europe-west1/{kind.lower()}s")
        return f"projects/{self.project}/{collection}/{self.inputs.get('name', self.name)}"

    @property
    def id(self) -> Ref:
        return Ref(self.urn, self.path)

    @property
    def self_link(self) -> Ref:
        return Ref(self.urn, f"https://www.googleapis.com/compute/v1/{self.path}")

    def out(self, prop: str) -> Ref:
        """An output."""
        return Ref(self.urn, self.outputs[prop])


class Gcp:
    """A program's resources."""

    def __init__(self) -> None:
        self.made: list[Made] = []

    def add(
        self, token: str, name: str, /, outputs: dict[str, Any] | None = None, external: bool = False, project: str = OURS, **inputs: Any
    ) -> Made:
        made = Made(tokens(token)[0], name, {"name": name, **inputs}, outputs or {}, external, project)
        self.made.append(made)
        return made

    def project(self, project: str = OURS, zone: str | None = "phi", **more: Any) -> Made:
        labels = {"ai-zone": zone} if zone else {}
        number = NUMBERS.get(project, "999999999999")
        return self.add(
            "organizations:Project", project, {"number": number}, project=project, projectId=project, labels=labels, orgId="1", **more
        )

    def network(self, name: str = "ward", *, bare: bool = True, project: str = OURS, **more: Any) -> Made:
        if bare:
            more = {"autoCreateSubnetworks": False, "deleteDefaultRoutesOnCreate": True, **more}
        return self.add("compute:Network", name, project=project, **more)

    def subnet(self, name: str, network: Made | str, cidr: str = "10.0.1.0/24", **more: Any) -> Made:
        where = network.id if isinstance(network, Made) else network
        project = network.project if isinstance(network, Made) else OURS
        return self.add("compute:Subnetwork", name, project=project, network=where, ipCidrRange=cidr, region="europe-west1", **more)

    def route(self, name: str, network: Made, destination: str, **hop: Any) -> Made:
        return self.add("compute:Route", name, project=network.project, network=network.self_link, destRange=destination, **hop)

    def firewall(self, name: str, network: Made, **rule: Any) -> Made:
        return self.add("compute:Firewall", name, project=network.project, network=network.self_link, **rule)

    def deny_egress(self, network: Made, **more: Any) -> Made:
        rule = {"direction": "EGRESS", "denies": [{"protocol": "all"}], "destinationRanges": ["0.0.0.0/0"], "priority": 65000, **more}
        return self.firewall(f"{network.name}-deny", network, **rule)

    def instance(self, name: str, subnet: Made | None, *, public: bool = False, **more: Any) -> Made:
        card: dict[str, Any] = {"subnetwork": subnet.id} if subnet is not None else {"network": "default"}
        if public:
            card["accessConfigs"] = [{}]
        project = subnet.project if subnet is not None else OURS
        return self.add("compute:Instance", name, project=project, zone="europe-west1-b", networkInterfaces=[card], **more)

    def close_names(self, network: Made, name: str = "names", dns: str = "*.", behavior: str | None = None) -> Made:
        policy = self.add(
            "dns:ResponsePolicy", name, project=network.project, responsePolicyName=name, networks=[{"networkUrl": network.id}]
        )
        answer = {"behavior": behavior} if behavior else {"localData": {"localDatas": [{"name": dns, "type": "A", "rrdatas": ["0.0.0.0"]}]}}
        self.add(
            "dns:ResponsePolicyRule",
            f"{name}-rule",
            project=network.project,
            responsePolicy=name,
            ruleName=f"{name}-rule",
            dnsName=dns,
            **answer,
        )
        return policy

    def perimeter(self, name: str, resources: list[Any], services: list[str] | None = None, **status: Any) -> Made:
        restricted = services if services is not None else ["storage.googleapis.com"]
        whole = {
            "resources": resources,
            "restrictedServices": restricted,
            "vpcAccessibleServices": {"enableRestriction": True, "allowedServices": ["RESTRICTED-SERVICES"]},
            **status,
        }
        return self.add("accesscontextmanager:ServicePerimeter", name, status=whole)

    def stack(self, form: str) -> Stack:
        return Stack(tuple(_resource(made, form) for made in self.made), Form(form))

    def builder(self, form: str, approved: Approved = APPROVED) -> GraphBuilder:
        builder = GraphBuilder(self.stack(form), approved)
        read_stack(builder)
        return builder

    def graph(self, form: str, approved: Approved = APPROVED) -> Graph:
        return build(self.builder(form, approved))

    def results(self, form: str, approved: Approved = APPROVED) -> dict[str, TheoremResult]:
        return {result.theorem: result for result in judge(self.graph(form, approved), approved)}

    def verdicts(self, form: str, approved: Approved = APPROVED) -> dict[str, str]:
        return {theorem: result.verdict.value for theorem, result in self.results(form, approved).items()}


def _resource(made: Made, form: str) -> Resource:
    depends: dict[str, set[str]] = {}
    known = form == "state"

    def plain(value: Any, top: str) -> Any:
        if isinstance(value, Ref):
            depends.setdefault(top, set()).add(value.urn)
            return value.value if known else UNKNOWN
        if isinstance(value, dict):
            return {key: plain(item, top) for key, item in value.items()}
        if isinstance(value, list):
            return [plain(item, top) for item in value]
        return value

    props = {key: plain(value, key) for key, value in made.inputs.items()}
    declared = frozenset(props)
    if known:
        props.update({"project": made.project, "selfLink": made.self_link.value, **made.outputs})
    return Resource(
        made.urn,
        made.token,
        made.name,
        made.path if known else UNKNOWN,
        props,
        property_dependencies={key: frozenset(urns) for key, urns in depends.items()},
        provider=Provider(f"urn:pulumi:test::test::pulumi:providers:gcp::{made.project}", region="europe-west1", account=made.project),
        external=made.external,
        declared=declared,
    )


def with_organization(**given: Any) -> Approved:
    """The usual approval, with another organization."""
    return replace(APPROVED, organization=Organization(stated=True, **given))
