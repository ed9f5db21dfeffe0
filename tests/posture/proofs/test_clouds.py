"""The vocabulary is cloud-neutral: one sound and one leaking graph each for Azure, GCP and Kubernetes, written by hand.

What each cloud does by itself (system routes, default rules, implied rules) is said as facts, as its readers will.
"""

import pytest

from posture.graph.kinds import EdgeKind, GatewayKind
from posture.proofs.verdict import Verdict
from tests.posture.world import World, allow, deny, stranger, to

K = GatewayKind
T1, T2, T3, T4, T5 = "phi-exit", "phi-redaction", "egress-inspection", "zone-segmentation", "dns-closed"


def violated(world: World) -> set[str]:
    return {theorem for theorem, verdict in world.verdicts().items() if verdict == "violated"}


def vnet(world: World, name: str, cidr: str, *, default_outbound: bool) -> None:
    """A virtual network: a subnet without a route table follows system routes (Azure: "Virtual network traffic routing").

    Their default leads to the internet; with default outbound access off (a private subnet) nothing answers there.
    """
    world.network(name, f"{cidr}.0.0/16", zone=name).table(f"system-{name}", name, main=True)
    world.route(f"system-{name}", "0.0.0.0/0", internet=default_outbound, blackhole=not default_outbound, preference=900)
    world.filter(
        f"nsg-{name}",
        allow(True, 443, f"{cidr}.0.0/16", order=100),
        deny(True, None, order=4096),
        # Default rules of every network security group: AllowVnetInBound 65000, AllowInternetOutBound 65001, DenyAllInBound 65500.
        allow(True, None, "10.0.0.0/8", order=65000),
        deny(True, None, order=65500),
        allow(False, None, order=65001),
    )
    world.subnet(f"{name}-snet", name, f"{cidr}.0.0/24").guard(f"nsg-{name}", f"{name}-snet")


def azure() -> World:
    """phi ← deidentification by private endpoint on a flexible server, inference → deidentification by Private Link Service, hub firewall in egress."""
    world = World()
    for name, cidr in (("phi", "10.1"), ("deidentification", "10.2"), ("inference", "10.3")):
        vnet(world, name, cidr, default_outbound=False)
    world.store("server", "postgresql", zone="phi", data="phi").service("server-link", "server", ports=(5432,), zone="phi")
    world.endpoint("pe-server", "deidentification", "postgresql", "deidentification-snet", producer="server-link")
    world.workload("balancer", "deidentification-snet").service("retrieval", "balancer", offers="retrieval")
    world.endpoint("pe-retrieval", "inference", "private", "inference-snet", producer="retrieval")
    world.network("hub", "10.9.0.0/16", zone="egress", closed=False).table("rt-firewall", "hub").table("rt-proxy", "hub")
    world.subnet("AzureFirewallSubnet", "hub", "10.9.0.0/26", table="rt-firewall").route("rt-firewall", "0.0.0.0/0", internet=True)
    world.gateway("azfw", K.FIREWALL, subnets=("AzureFirewallSubnet",), inspects=("api.openai.com",))
    world.subnet("proxy-snet", "hub", "10.9.1.0/24", table="rt-proxy").route("rt-proxy", "0.0.0.0/0", "azfw").workload(
        "proxy", "proxy-snet"
    )
    world.service("llm", "proxy", offers="llm")
    return world.endpoint("pe-llm", "inference", "private", "inference-snet", producer="llm")


def test_azure_private_links_hold() -> None:
    assert set(azure().verdicts().values()) == {"proven"}


def test_azure_default_outbound_access_is_a_way_out() -> None:
    world = azure()
    vnet(world, "training", "10.5", default_outbound=True)
    world.table("rt-phi", "phi").associate("rt-phi", "phi-snet").route("rt-phi", "0.0.0.0/0", internet=True)
    assert violated(world) == {T1, T4}
    assert (T1, "phi-snet → rt-phi → 0.0.0.0/0 → internet") in world.found()


def test_azure_peering_to_a_hub_firewall_that_any_rule_passes_leaks() -> None:
    world = azure().table("rt-phi", "phi").associate("rt-phi", "phi-snet").gateway("peer", K.PEERING, "phi", "hub")
    # A virtual appliance in a peered network is a next hop by address: the route leads to the firewall itself.
    world.route("rt-phi", "0.0.0.0/0", "azfw").route("rt-phi", "10.9.0.0/16", "peer").route("rt-proxy", "10.1.0.0/16", "peer")
    assert T1 in violated(world)
    assert (T1, "phi-snet → rt-phi → 0.0.0.0/0 → azfw → internet") in world.found()


def test_azure_nsg_priorities_decide() -> None:
    world = azure().table("rt-a", "phi").table("rt-b", "inference").associate("rt-a", "phi-snet").associate("rt-b", "inference-snet")
    world.gateway("peer", K.PEERING, "phi", "inference").route("rt-a", "10.3.0.0/16", "peer").route("rt-b", "10.1.0.0/16", "peer")
    # Priority 4096 denies everything before the default rule 65000 would let virtual networks in.
    assert violated(world) == set()
    world.filter("nsg-open", allow(True, None, "10.0.0.0/8", order=65000), deny(True, None, order=65500), allow(False, None, order=65001))
    world.subnet("open-snet", "inference", "10.3.9.0/24").guard("nsg-open", "open-snet")
    assert violated(world) == {T2, T4}


def vpc(world: World, name: str, cidr: str) -> None:
    """A VPC network in a project that carries the label. Firewall rules are the network's: implied deny in, allow out at 65535."""
    world.resource(f"project-{name}", zone=name)
    world.network(name, f"{cidr}.0.0/16", within=f"project-{name}")
    world.filter(
        f"fw-{name}", deny(True, None, order=65535), allow(False, None, order=65535), allow(True, 443, f"{cidr}.0.0/16", order=1000)
    )
    world.guard_by_default(f"fw-{name}", name).subnet(f"{name}-subnet", name, f"{cidr}.0.0/24")


def gcp() -> World:
    """Zones are projects; services are published by Private Service Connect; the default route is deleted on creation."""
    world = World()
    for name, cidr in (("phi", "10.1"), ("deidentification", "10.2"), ("inference", "10.3"), ("egress", "10.4")):
        vpc(world, name, cidr)
    world.store("alloydb", "alloydb", zone="phi", data="phi").service("alloydb-attachment", "alloydb", ports=(5432,))
    world.endpoint("psc-alloydb", "deidentification", "private", producer="alloydb-attachment")
    world.workload("ilb", "deidentification-subnet").service("tools", "ilb", offers="tools")
    world.endpoint("psc-tools", "inference", "private", producer="tools")
    world.table("swp-next-hop", "egress").subnet("swp-subnet", "egress", "10.4.9.0/24", table="swp-next-hop")
    world.route("swp-next-hop", "0.0.0.0/0", internet=True).gateway(
        "swp", K.FIREWALL, subnets=("swp-subnet",), inspects=("api.openai.com",)
    )
    return world.route("egress", "0.0.0.0/0", "swp", preference=900)


def test_gcp_private_service_connect_holds() -> None:
    assert set(gcp().verdicts().values()) == {"proven"}


def test_gcp_the_default_internet_gateway_is_a_way_out() -> None:
    world = gcp().route("phi", "0.0.0.0/0", internet=True, preference=1000)
    assert violated(world) == {T1}
    assert (T1, "phi-subnet → main table → 0.0.0.0/0 → internet") in world.found()


def test_gcp_the_lower_priority_number_wins_among_equal_prefixes() -> None:
    world = gcp().route("egress", "0.0.0.0/0", internet=True, preference=1000)
    assert violated(world) == set()
    world.route("egress", "0.0.0.0/0", internet=True, preference=800)
    assert violated(world) == {T3}


def test_gcp_firewall_priorities_decide_and_deny_wins_among_equals() -> None:
    world = (
        gcp()
        .gateway("peering", K.PEERING, "phi", "inference")
        .route("phi", "10.3.0.0/16", "peering")
        .route("inference", "10.1.0.0/16", "peering")
    )
    assert violated(world) == set()  # implied deny on both sides
    world.filter("fw-inference-2", deny(True, None, order=900), allow(True, None, "10.1.0.0/16", order=900), deny(False, None, order=900))
    world.guard("fw-inference-2", "inference-subnet")
    assert violated(world) == set()
    world.filter("fw-inference-3", allow(True, None, "10.1.0.0/16", order=800), allow(False, None, order=900))
    world.subnet("inference-open", "inference", "10.3.7.0/24").guard("fw-inference-3", "inference-open")
    assert violated(world) == {T2, T4}


def test_gcp_a_bucket_open_to_all_users_leaks() -> None:
    world = gcp().store("records", "gcs", zone="phi").edge("records", "anybody", EdgeKind.SHARE, "allUsers")
    assert violated(world) == {T1}


def cluster(*, policies: bool) -> World:
    """One cluster, a namespace a zone. Without a network policy every pod may reach every pod; one that selects it lets in what it lists."""
    world = World().network("cluster", "10.64.0.0/14")
    for zone in ("phi", "deidentification", "inference"):
        world.subnet(zone, "cluster", None, zone=zone)
    if policies:
        world.filter("np-phi", allow(True, 5432, to("deidentification")), allow(False, 443, to("phi")))
        world.filter("np-deidentification", allow(True, 443, to("inference")), allow(False, 5432, to("phi")))
        world.filter("np-inference", allow(False, 443, to("deidentification")))
        for zone in ("phi", "deidentification", "inference"):
            world.guard(f"np-{zone}", zone)
    return world


def test_kubernetes_policies_that_leave_only_approved_flows_hold() -> None:
    assert set(cluster(policies=True).verdicts().values()) == {"proven"}


def test_kubernetes_without_policies_leaks() -> None:
    assert violated(cluster(policies=False)) == {T2, T4}


def test_kubernetes_a_policy_for_the_wrong_namespace_leaks() -> None:
    world = cluster(policies=True).filter("np-too-much", allow(True, 5432, to("inference")))
    world.filter("np-out", allow(False, None)).subnet("phi-2", "cluster", None, zone="phi").guard("np-too-much", "phi-2")
    world.subnet("inference-2", "cluster", None, zone="inference").guard("np-out", "inference-2")
    assert violated(world) == set()  # the policy names the namespace `inference`, whose own policy lets it ask for nothing there
    world.filter("np-open", allow(True, 5432, to("inference-2"))).subnet("phi-3", "cluster", None, zone="phi").guard("np-open", "phi-3")
    assert violated(world) == {T2, T4}


def test_kubernetes_egress_without_a_policy_leaves_by_the_nodes() -> None:
    world = cluster(policies=True).route("cluster", "0.0.0.0/0", internet=True)
    assert violated(world) == set()
    world.subnet("phi-jobs", "cluster", None, zone="phi")
    assert T1 in violated(world)


@pytest.mark.parametrize("world", [azure(), gcp(), cluster(policies=True)], ids=["azure", "gcp", "kubernetes"])
def test_a_next_hop_that_nobody_knows_is_unproven_on_every_cloud(world: World) -> None:
    network = "cluster" if any(r.name == "cluster" for r in world.builder().stack) else "phi"
    world.subnet("phi-extra", network, None, zone="phi").table("rt-extra", network).associate("rt-extra", "phi-extra")
    world.route("rt-extra", "0.0.0.0/0", stranger("somebody"))
    assert world.judge()[T1].verdict is Verdict.UNPROVEN
