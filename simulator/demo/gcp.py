"""What stands on the simulated Google Cloud, told by zone: from the exported state, and from the world itself.

The classification is the one that components write (docs/decisions/0001): `ai-zone` on a project and on what bears labels, `ai-flow` on the consumer
half of a link, `ai-service` on the producer's.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from ipaddress import IPv4Network, collapse_addresses
from typing import TYPE_CHECKING, Any

from simulator.demo.shown import Service, ZoneBuilt
from simulator.world import Object, World

if TYPE_CHECKING:
    from simulator.demo.story import Story

NAME = "Google Cloud"
PACKAGE = "gcp:"
ACCOUNT = "project"
LEAK = "Somebody opens the PHI network to the internet, by route, Cloud NAT and firewall rule: refused in preview, with its path"
TRYING = "stacks/trying"
"""The stack's program with perimeters in dry run, and a grant that none of their rules is about."""
LEAK_MARKS = "+~±-"
ROUTED = "networks"
NO_ROADS = "no route to 0.0.0.0/0, no Cloud NAT"
KEPT = "What Google itself keeps:"
_PROJECT = "gcp:organizations/project:Project"
_NETWORK = "gcp:compute/network:Network"
_SUBNET = "gcp:compute/subnetwork:Subnetwork"
_RULE = "gcp:compute/forwardingRule:ForwardingRule"
_ROUTE = "gcp:compute/route:Route"
_NAT = "gcp:compute/routerNat:RouterNat"
_ATTACHMENT = "gcp:compute/serviceAttachment:ServiceAttachment"
_DATABASES = ("gcp:sql/databaseInstance:DatabaseInstance", "gcp:alloydb/cluster:Cluster")
DATABASE = "database"
KINDS = {
    "gcp:projects/service:Service": "APIs",
    _SUBNET: "subnetworks",
    "gcp:compute/networkFirewallPolicyRule:NetworkFirewallPolicyRule": "firewall rules",
    _ATTACHMENT: "service attachments",
    _DATABASES[0]: "database instances",
    "gcp:storage/bucket:Bucket": "buckets",
    "gcp:networkservices/gateway:Gateway": "web gateways",
    _NAT: "Cloud NATs",
    "gcp:kms/cryptoKey:CryptoKey": "keys",
    "gcp:accesscontextmanager/servicePerimeter:ServicePerimeter": "perimeters",
}


def further(story: "Story") -> tuple[Callable[[], None], ...]:
    """Steps of this cloud alone, between the leak and the end."""
    return (lambda: _perimeters_on_trial(story),)


def _perimeters_on_trial(story: "Story") -> None:
    """The stack as it is while its perimeters only report: what enforcing them changes, and which calls it refuses."""
    stage, file = story.stage, story.folder / "trying.json"
    with stage.step("The same perimeters while they only report: what enforcing them changes, and the calls that it refuses"):
        done = story.simulate("preview", story.stack, "--program", TRYING, "--no-packs", "--json", str(file))
        stage.expect(done.code == 0, f"`preview` ended with exit code {done.code}", done)
        shown = _Shown()
        told = "posture perimeters trying.json"
        done = stage.run("posture", "perimeters", str(file), show=shown.line, told=told)
        stage.expect(done.code == 1 and "would be refused: 1" in done.lines, "the call was not refused, or others too", done)
        stage.expect(any("(dry run only): nothing enforced → refuses" in line for line in done.lines), "no perimeter only reports", done)
        stage.say(f"… and {shown.left_out} lines of the other zones' perimeters. A refused call is let in by a rule, or not made at all.")


class _Shown:
    """Of the report, the perimeter around phi and the calls."""

    def __init__(self) -> None:
        self.left_out, self._on = 0, False

    def line(self, line: str) -> str | None:
        """A line, where it is shown."""
        if not line.startswith(" "):
            self._on = "(dry run only)" not in line or "_phi_" in line
        self.left_out += not self._on
        return line if self._on else None


def zones_built(resources: list[dict[str, Any]], world: World) -> list[ZoneBuilt]:
    """Each zone's network and resources, by address. A resource is of the zone whose provider made it."""
    networks = {one["provider"]: one for one in resources if one["type"] == _NETWORK}
    labels = {one["inputs"]["projectId"]: _labels(one) for one in resources if one["type"] == _PROJECT and not one.get("external")}
    kinds: dict[str, Counter[str]] = {provider: Counter() for provider in networks}
    ranges: dict[str, list[IPv4Network]] = {provider: [] for provider in networks}
    for one in resources:
        provider = one.get("provider")
        if provider in kinds:
            kinds[provider][KINDS.get(one["type"], "other")] += 1
            if one["type"] == _SUBNET:
                ranges[provider].append(IPv4Network(one["inputs"]["ipCidrRange"]))
    built = []
    for provider, network in networks.items():
        project = network["inputs"]["project"]
        zone = labels.get(project, {}).get("ai-zone", project)
        built.append(ZoneBuilt(zone, project, str(_around(ranges[provider])), kinds[provider], tuple(KINDS.values())))
    return sorted(built, key=lambda zone: IPv4Network(zone.cidr))


def _around(ranges: list[IPv4Network]) -> IPv4Network:
    """The smallest range that holds them all: a network of Google's has none of its own."""
    parts = list(collapse_addresses(ranges))
    whole = parts[0]
    while not all(part.subnet_of(whole) for part in parts):
        whole = whole.supernet()
    return whole


def services_linked(resources: list[dict[str, Any]], order: Sequence[str]) -> list[Service]:
    """Every private link between zones, by the service that it leads to; zones in the order that is given."""
    owners = {
        _labels(one)["ai-service"]: _labels(one)["ai-zone"] for one in resources if one["type"] == _RULE and "ai-service" in _labels(one)
    }
    owners |= dict.fromkeys([DATABASE], next((_labels(one).get("ai-zone", "") for one in resources if one["type"] in _DATABASES), ""))
    found: dict[tuple[str, str], set[str]] = {}
    for one in resources:
        flow = _labels(one).get("ai-flow") if one["type"] == _RULE else None
        if flow is None or owners.get(flow) == _labels(one)["ai-zone"]:
            continue
        found.setdefault((f"{owners.get(flow)}/{flow}", _by(flow)), set()).add(_labels(one)["ai-zone"])
    linked = [Service(target, tuple(sorted(sources, key=order.index)), by) for (target, by), sources in found.items()]
    return sorted(linked, key=lambda service: (order.index(service.target.split("/")[0]), service.target))


def _by(flow: str) -> str:
    return "the database's own attachment, for named projects" if flow == DATABASE else "service attachment that accepts named projects"


def not_built(resources: list[dict[str, Any]], world: World) -> list[str]:
    """Resources of the state that the world does not know."""
    ours = (one for one in resources if one.get("custom") and one["type"].startswith(PACKAGE) and not one.get("external"))
    return [one["urn"] for one in ours if not any(item.id == one["id"] for item in world.by_urn(one["urn"]))]


def roads_out(world: World, account: str) -> list[str]:
    """Routes of a project to everywhere, its translations, networks that kept the default route."""
    found = [f"{one.type} {one.id}" for one in world.find(_NAT, account=account)]
    found += [
        f"{one.type} {one.id}" for one in world.find(_ROUTE, account=account) if one.outputs.get("destRange") in ("0.0.0.0/0", "::/0")
    ]
    return found + [
        f"{one.type} {one.id}"
        for one in world.find(_NETWORK, account=account)
        if one.outputs.get("deleteDefaultRoutesOnCreate") is not True
    ]


def tables(world: World, account: str) -> int:
    """Number of networks of a project: each has one table of routes."""
    return len(world.find(_NETWORK, account=account))


def kept(world: World) -> dict[tuple[str, str], list[Object]]:
    """What is left of a destroyed stack, by type and the reason why the cloud keeps it; an empty reason is a fault."""
    found: dict[tuple[str, str], list[Object]] = {}
    for one in world.remaining():
        why = str(one.state.get("kept_because") or ("made and kept by Google" if one.keeper else ""))
        found.setdefault((one.type, why), []).append(one)
    return found


def _labels(resource: dict[str, Any]) -> dict[str, str]:
    inputs = resource.get("inputs", {})
    labels: dict[str, str] = inputs.get("labels") or inputs.get("settings", {}).get("userLabels") or {}
    return labels
