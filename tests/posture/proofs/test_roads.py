"""T1 on roads that packets take: tables, gateways, filters."""

from ai_zones.plan import ZoneName
from posture.approved import Approved, Asserted
from posture.graph.addresses import AddressSet
from posture.graph.facts import AddressGroupFact, Destination
from posture.graph.kinds import GatewayKind
from posture.proofs.verdict import Verdict
from tests.posture.world import MAYBE, World, allow, deny, one_of, stranger, to, urn

K = GatewayKind


def phi() -> World:
    """A PHI network with one subnet and no road out; beside it a public subnet of a network of its own to put next hops in."""
    return (
        World()
        .network("phi", "10.0.0.0/16", zone="phi")
        .table("rtb-shared", "phi")
        .subnet("phi-a", "phi", "10.0.0.0/24", table="rtb-shared")
    )


def with_nat(world: World, network: str = "phi", zone: str | None = None) -> World:
    """A public subnet with a NAT gateway and an internet gateway in a network."""
    world.gateway("igw-1", K.INTERNET, network).table("rtb-public", network).route("rtb-public", "0.0.0.0/0", "igw-1")
    world.subnet(f"{network}-public", network, "10.0.9.0/24" if network == "phi" else "10.9.9.0/24", table="rtb-public", zone=zone)
    return world.gateway("nat-1", K.NAT, subnets=(f"{network}-public",))


EXIT = "phi-exit"


def test_a_network_without_a_road_out_is_proven() -> None:
    assert set(phi().verdicts().values()) == {"proven"}


def test_a_nat_route_is_a_way_out_with_its_path() -> None:
    world = with_nat(phi()).route("rtb-shared", "0.0.0.0/0", "nat-1")
    assert (EXIT, "phi-a → rtb-shared → 0.0.0.0/0 → nat-1 → internet") in world.found()


def test_the_full_path_names_every_table_and_gateway() -> None:
    world = with_nat(phi()).route("rtb-shared", "0.0.0.0/0", "nat-1")
    finding = next(f for f in world.judge()[EXIT].findings if "nat-1" in f.shown_path)
    assert [hop.name for hop in finding.path] == [
        "phi-a", "rtb-shared", "0.0.0.0/0", "nat-1", "rtb-public", "0.0.0.0/0", "igw-1", "internet",
    ]  # fmt: skip
    assert finding.path[2].because is not None
    assert finding.urn == finding.path[2].urn


def test_a_subnet_without_association_inherits_the_main_table() -> None:
    world = with_nat(World().network("phi", zone="phi").table("rtb-main", "phi", main=True).subnet("phi-a", "phi", "10.0.0.0/24"))
    world.route("rtb-main", "0.0.0.0/0", "nat-1")
    assert (EXIT, "phi-a → main table → 0.0.0.0/0 → nat-1 → internet") in world.found()


def test_two_subnets_of_one_table_are_one_finding() -> None:
    world = with_nat(phi().subnet("phi-b", "phi", "10.0.1.0/24", table="rtb-shared")).route("rtb-shared", "0.0.0.0/0", "nat-1")
    [finding] = [f for f in world.judge()[EXIT].findings if "rtb-shared" in f.shown_path]
    assert finding.shown_path.startswith("phi-a")
    assert [urn.rsplit("::", 1)[1] for urn in finding.also] == ["phi-b"]


def test_a_split_default_is_two_halves_of_the_way_out() -> None:
    world = phi().gateway("igw-1", K.INTERNET, "phi")
    world.route("rtb-shared", "0.0.0.0/1", "igw-1").route("rtb-shared", "128.0.0.0/1", "igw-1")
    assert world.found() == {
        (EXIT, "phi-a → rtb-shared → 0.0.0.0/1 → igw-1 → internet"),
        (EXIT, "phi-a → rtb-shared → 128.0.0.0/1 → igw-1 → internet"),
    }


def test_a_split_default_in_a_prefix_list_beats_a_plain_default() -> None:
    world = phi().gateway("igw-1", K.INTERNET, "phi").route("rtb-shared", "0.0.0.0/0", blackhole=True)
    halves = ("0.0.0.0/1", "128.0.0.0/1")
    world.resource("pl-halves")
    world.say(AddressGroupFact(urn("pl-halves"), AddressSet.parse(*halves), entries=halves))
    world.route("rtb-shared", Destination(group=to("pl-halves"), text="pl-halves"), "igw-1", preference=150)
    assert world.found() == {(EXIT, "phi-a → rtb-shared → pl-halves → igw-1 → internet")}


def test_a_more_specific_blackhole_closes_a_default_route() -> None:
    world = phi().gateway("igw-1", K.INTERNET, "phi").route("rtb-shared", "0.0.0.0/0", "igw-1")
    world.route("rtb-shared", "0.0.0.0/1", blackhole=True).route("rtb-shared", "128.0.0.0/1", blackhole=True)
    assert world.verdicts()[EXIT] == "proven"


def test_a_blackhole_over_one_half_closes_only_that_half() -> None:
    world = (
        phi().gateway("igw-1", K.INTERNET, "phi").route("rtb-shared", "0.0.0.0/0", "igw-1").route("rtb-shared", "0.0.0.0/1", blackhole=True)
    )
    assert world.verdicts()[EXIT] == "violated"


def test_a_route_to_private_addresses_by_an_internet_gateway_is_not_certain_to_leave() -> None:
    world = phi().gateway("igw-1", K.INTERNET, "phi").route("rtb-shared", "172.16.0.0/12", "igw-1")
    assert world.verdicts()[EXIT] == "unproven"


def test_an_internet_gateway_of_another_network_is_uncertain() -> None:
    world = phi().network("other", "10.9.0.0/16").gateway("igw-1", K.INTERNET, "other").route("rtb-shared", "0.0.0.0/0", "igw-1")
    assert world.verdicts()[EXIT] == "unproven"
    assert (EXIT, "phi-a → rtb-shared → 0.0.0.0/0 → igw-1 → internet") in world.found(Verdict.UNPROVEN)


def test_an_egress_only_gateway_is_a_way_out_over_ipv6() -> None:
    world = phi().gateway("eigw", K.EGRESS_ONLY, "phi").route("rtb-shared", "::/0", "eigw")
    assert world.found() == {(EXIT, "phi-a → rtb-shared → ::/0 → eigw → internet")}


def test_an_egress_only_gateway_carries_no_ipv4() -> None:
    world = phi().gateway("eigw", K.EGRESS_ONLY, "phi").route("rtb-shared", "0.0.0.0/0", "eigw")
    assert world.verdicts()[EXIT] == "proven"


def test_a_nat_gateway_without_a_road_on_is_no_way_out() -> None:
    world = (
        phi().table("rtb-nat", "phi").subnet("phi-nat", "phi", "10.0.9.0/24", table="rtb-nat").gateway("nat-1", K.NAT, subnets=("phi-nat",))
    )
    world.route("rtb-shared", "0.0.0.0/0", "nat-1")
    assert world.verdicts()[EXIT] == "proven"


def test_a_route_loop_ends() -> None:
    world = (
        phi()
        .table("rtb-loop", "phi")
        .subnet("phi-loop", "phi", "10.0.9.0/24", table="rtb-loop")
        .gateway("nat-1", K.NAT, subnets=("phi-loop",))
    )
    world.route("rtb-shared", "0.0.0.0/0", "nat-1").route("rtb-loop", "0.0.0.0/0", "nat-1")
    assert world.verdicts()[EXIT] == "proven"


def test_a_private_nat_gateway_does_not_reach_the_internet_through_an_internet_gateway() -> None:
    world = phi().gateway("igw-1", K.INTERNET, "phi").table("rtb-out", "phi").route("rtb-out", "0.0.0.0/0", "igw-1")
    world.subnet("out", "phi", "10.0.9.0/24", table="rtb-out", zone="egress").gateway("nat-1", K.NAT, subnets=("out",), private=True)
    world.route("rtb-shared", "0.0.0.0/0", "nat-1")
    # By the local route the subnet beside it is reached, which has a road; through the NAT gateway there is none.
    assert not any("nat-1" in path for _, path in world.found())


def hub_world() -> World:
    """PHI, and a central egress network, at one transit hub."""
    world = phi().network("central", "10.9.0.0/16").gateway("tgw-1", K.TRANSIT)
    world.table("rtb-hub", None).table("rtb-attach", "central").table("rtb-central", "central")
    world.subnet("central-attach", "central", "10.9.0.0/24", table="rtb-attach").attach("att-phi", "tgw-1", "phi", "phi-a", table="rtb-hub")
    world.attach("att-central", "tgw-1", "central", "central-attach", table="rtb-hub")
    world.gateway("igw-c", K.INTERNET, "central").subnet("central-public", "central", "10.9.1.0/24", table="rtb-central")
    world.route("rtb-central", "0.0.0.0/0", "igw-c").gateway("nat-c", K.NAT, subnets=("central-public",))
    return world


def test_central_egress_by_a_transit_hub_is_a_way_out() -> None:
    world = hub_world().route("rtb-shared", "0.0.0.0/0", "tgw-1").route("rtb-hub", "0.0.0.0/0", "att-central")
    world.route("rtb-attach", "0.0.0.0/0", "nat-c")
    assert (EXIT, "phi-a → rtb-shared → 0.0.0.0/0 → tgw-1 → nat-c → internet") in world.found()


def test_a_hub_table_without_a_route_on_is_no_way_out() -> None:
    world = hub_world().route("rtb-shared", "0.0.0.0/0", "tgw-1").route("rtb-attach", "0.0.0.0/0", "nat-c")
    assert world.verdicts()[EXIT] == "proven"


def test_a_hub_blackhole_wins_over_its_default_route() -> None:
    world = hub_world().route("rtb-shared", "0.0.0.0/0", "tgw-1").route("rtb-hub", "0.0.0.0/0", "att-central")
    world.route("rtb-attach", "0.0.0.0/0", "nat-c").route("rtb-hub", "0.0.0.0/1", blackhole=True).route(
        "rtb-hub", "128.0.0.0/1", blackhole=True
    )
    assert world.verdicts()[EXIT] == "proven"


def test_a_private_nat_on_the_way_to_a_hub_hides_nothing() -> None:
    world = hub_world().table("rtb-nat", "phi").subnet("phi-nat", "phi", "10.0.9.0/24", table="rtb-nat")
    world.gateway("nat-p", K.NAT, subnets=("phi-nat",), private=True).route("rtb-shared", "0.0.0.0/0", "nat-p")
    world.route("rtb-nat", "0.0.0.0/0", "tgw-1").route("rtb-hub", "0.0.0.0/0", "att-central").route("rtb-attach", "0.0.0.0/0", "nat-c")
    assert (EXIT, "phi-a → rtb-shared → 0.0.0.0/0 → nat-p → tgw-1 → nat-c → internet") in world.found()


def test_a_hub_that_the_stack_does_not_own_is_unproven() -> None:
    world = phi().route("rtb-shared", "0.0.0.0/0", stranger("tgw-0abc"))
    assert world.verdicts()[EXIT] == "unproven"


def test_a_hub_without_an_attachment_in_sight_is_unproven() -> None:
    world = phi().gateway("tgw-1", K.TRANSIT).route("rtb-shared", "10.0.0.0/8", "tgw-1")
    assert world.verdicts()[EXIT] == "unproven"


def peered() -> World:
    world = phi().network("shared", "10.9.0.0/16").table("rtb-s", "shared").subnet("shared-a", "shared", "10.9.0.0/24", table="rtb-s")
    world.gateway("pcx-1", K.PEERING, "phi", "shared")
    return world.route("rtb-shared", "10.9.0.0/16", "pcx-1").route("rtb-s", "10.0.0.0/16", "pcx-1")


def test_a_peered_network_with_a_road_out_is_a_conduit() -> None:
    world = with_nat(peered(), "shared").route("rtb-s", "0.0.0.0/0", "nat-1")
    assert any(path.startswith("phi-a → rtb-shared → 10.9.0.0/16 → pcx-1 → shared-a") for theorem, path in world.found() if theorem == EXIT)


def test_a_default_route_over_a_peering_does_not_borrow_the_peers_gateway() -> None:
    world = phi().network("shared", "10.9.0.0/16").gateway("pcx-1", K.PEERING, "phi", "shared").table("rtb-s", "shared")
    with_nat(world, "shared").route("rtb-shared", "0.0.0.0/0", "pcx-1")
    # No subnet of the peer can be reached: its public one is closed by its network ACL.
    world.filter("acl", stateful=False).guard("acl", "shared-public")
    assert world.verdicts()[EXIT] == "proven"


def test_peering_is_not_transitive() -> None:
    world = peered().network("far", "10.7.0.0/16").table("rtb-f", "far").subnet("far-a", "far", "10.7.0.0/24", table="rtb-f")
    world.gateway("pcx-2", K.PEERING, "shared", "far").route("rtb-f", "10.9.0.0/16", "pcx-2").route("rtb-shared", "10.7.0.0/16", "pcx-1")
    joined = {(e.source.rsplit("::")[-1], e.target.rsplit("::")[-1]) for e in world.graph().edges}
    assert ("phi-a", "far-a") not in joined
    assert ("phi-a", "shared-a") in joined


def test_a_peer_that_nobody_knows_is_unproven() -> None:
    world = phi().gateway("pcx-1", K.PEERING, "phi", far=stranger("vpc-0abc")).route("rtb-shared", "10.9.0.0/16", "pcx-1")
    assert world.verdicts()[EXIT] == "unproven"


def test_a_network_acl_that_lets_nothing_out_closes_the_road() -> None:
    world = phi().gateway("igw-1", K.INTERNET, "phi").route("rtb-shared", "0.0.0.0/0", "igw-1")
    world.filter("acl", allow(False, None, "10.0.0.0/8", order=100), deny(False, None, order=200), stateful=False).guard("acl", "phi-a")
    assert world.verdicts()[EXIT] == "proven"


def test_a_network_acl_rule_of_lower_number_wins() -> None:
    world = phi().gateway("igw-1", K.INTERNET, "phi").route("rtb-shared", "0.0.0.0/0", "igw-1")
    world.filter("acl", allow(False, 443, order=100), deny(False, None, order=200), stateful=False).guard("acl", "phi-a")
    assert world.verdicts()[EXIT] == "violated"


def test_todays_security_groups_do_not_close_a_subnets_road() -> None:
    world = phi().gateway("igw-1", K.INTERNET, "phi").route("rtb-shared", "0.0.0.0/0", "igw-1")
    world.filter("sg-closed").workload("app", "phi-a", groups=("sg-closed",))
    assert (EXIT, "phi-a → rtb-shared → 0.0.0.0/0 → igw-1 → internet") in world.found()


def test_a_database_in_an_unclassified_subnet_takes_the_subnets_road() -> None:
    world = (
        World().network("vpc").table("rtb", "vpc").subnet("app-a", "vpc", "10.0.0.0/24", table="rtb").gateway("igw-1", K.INTERNET, "vpc")
    )
    world.route("rtb", "0.0.0.0/0", "igw-1").store("records", "rds", "app-a", data="phi")
    assert world.found() == {(EXIT, "records → app-a → rtb → 0.0.0.0/0 → igw-1 → internet")}


def test_a_next_hop_that_is_one_of_two_is_unproven() -> None:
    world = phi().gateway("igw-1", K.INTERNET, "phi").gateway("eigw", K.EGRESS_ONLY, "phi")
    world.route("rtb-shared", "0.0.0.0/0", one_of("igw-1", "eigw"))
    assert world.verdicts()[EXIT] == "unproven"


def test_a_wholly_unknown_next_hop_is_unproven() -> None:
    assert phi().route("rtb-shared", "0.0.0.0/0", MAYBE).verdicts()[EXIT] == "unproven"


def test_an_unknown_destination_is_unproven() -> None:
    assert phi().gateway("igw-1", K.INTERNET, "phi").route("rtb-shared", None, "igw-1").verdicts()[EXIT] == "unproven"


def test_an_unknown_route_does_not_excuse_a_known_one() -> None:
    world = phi().gateway("igw-1", K.INTERNET, "phi").route("rtb-shared", "0.0.0.0/0", "igw-1").route("rtb-shared", None, MAYBE)
    assert world.verdicts()[EXIT] == "violated"


def test_a_subnet_that_uses_one_of_two_tables_is_unproven() -> None:
    world = World().network("phi", zone="phi").table("rtb-open", "phi").table("rtb-closed", "phi").gateway("igw-1", K.INTERNET, "phi")
    world.subnet("phi-a", "phi", "10.0.0.0/24", table=one_of("rtb-open", "rtb-closed")).route("rtb-open", "0.0.0.0/0", "igw-1")
    assert world.verdicts()[EXIT] == "unproven"


def test_an_adopted_networks_main_table_is_out_of_sight() -> None:
    world = World().network("phi", zone="phi", external=True).subnet("phi-a", "phi", "10.0.0.0/24")
    assert world.verdicts()[EXIT] == "unproven"


def test_a_route_in_the_implicit_main_table_counts() -> None:
    world = World().network("phi", zone="phi").subnet("phi-a", "phi", "10.0.0.0/24").gateway("igw-1", K.INTERNET, "phi")
    world.route("phi", "0.0.0.0/0", "igw-1")
    assert world.found() == {(EXIT, "phi-a → main table → 0.0.0.0/0 → igw-1 → internet")}


def test_a_private_circuit_to_nobody_named_is_unproven() -> None:
    world = phi().gateway("vgw-1", K.PRIVATE_CIRCUIT, "phi").route("rtb-shared", "192.168.0.0/16", "vgw-1")
    assert world.verdicts()[EXIT] == "unproven"


def test_a_machine_that_forwards_is_a_next_hop() -> None:
    world = phi().gateway("igw-1", K.INTERNET, "phi").table("rtb-m", "phi").route("rtb-m", "0.0.0.0/0", "igw-1")
    world.subnet("phi-m", "phi", "10.0.9.0/24", table="rtb-m").workload("nat-instance", "phi-m").route(
        "rtb-shared", "0.0.0.0/0", "nat-instance"
    )
    assert (EXIT, "phi-a → rtb-shared → 0.0.0.0/0 → nat-instance → internet") in world.found()


def test_deidentification_holds_phi_by_its_flow() -> None:
    world = (
        phi()
        .network("deid", "10.9.0.0/16", zone="deidentification")
        .table("rtb-d", "deid")
        .subnet("deid-a", "deid", "10.9.0.0/24", table="rtb-d")
    )
    world.gateway("igw-d", K.INTERNET, "deid").route("rtb-d", "0.0.0.0/0", "igw-d")
    assert world.found() == {(EXIT, "deid-a → rtb-d → 0.0.0.0/0 → igw-d → internet")}


def test_nothing_classified_phi_is_unproven() -> None:
    world = World().network("vpc").subnet("a", "vpc", "10.0.0.0/24")
    assert set(world.verdicts().values()) == {"unproven"}
    assert world.judge()[EXIT].reasons == ("nothing is classified phi",)


def test_a_zone_without_phi_leaves_the_first_three_unproven() -> None:
    results = World().network("models", zone="inference").subnet("a", "models", "10.0.0.0/24").judge()
    assert {theorem for theorem, result in results.items() if result.reasons == ("nothing is classified phi",)} == {
        EXIT, "phi-redaction", "egress-inspection",
    }  # fmt: skip
    assert results["zone-segmentation"].verdict is Verdict.PROVEN


def test_a_peering_of_other_networks_carries_nothing_of_ours() -> None:
    world = phi().network("one", "10.8.0.0/16").network("two", "10.9.0.0/16").subnet("two-a", "two", "10.9.0.0/24")
    world.gateway("pcx", K.PEERING, "one", "two").route("rtb-shared", "10.9.0.0/16", "pcx")
    assert not any(edge.target.endswith("two-a") for edge in world.graph().edges)


def test_a_hub_that_ends_at_an_internet_gateway_without_translation_is_uncertain() -> None:
    world = hub_world().route("rtb-shared", "0.0.0.0/0", "tgw-1").route("rtb-hub", "0.0.0.0/0", "att-central")
    world.route("rtb-attach", "0.0.0.0/0", "igw-c")
    # No machine of the central network can be reached, which would have a road of its own.
    world.filter("acl", stateful=False).guard("acl", "central-attach", "central-public")
    assert world.verdicts()[EXIT] == "unproven"


def test_a_blackhole_that_may_stand_in_another_table_closes_nothing() -> None:
    world = phi().table("rtb-other", "phi").gateway("igw-1", K.INTERNET, "phi").route("rtb-shared", "0.0.0.0/0", "igw-1")
    for half in ("0.0.0.0/1", "128.0.0.0/1"):
        world.route(one_of("rtb-shared", "rtb-other"), half, blackhole=True)
    assert world.verdicts()[EXIT] == "unproven"


def test_the_network_acl_of_the_nat_gateways_subnet_counts() -> None:
    world = with_nat(phi(), "phi", zone="egress").route("rtb-shared", "0.0.0.0/0", "nat-1")
    world.filter("acl", allow(True, None, order=1), stateful=False).guard("acl", "phi-public")
    assert not any("nat-1" in path for _, path in world.found() | world.found(Verdict.UNPROVEN))


def test_a_workload_in_a_subnet_that_no_resource_is_leaves_the_proof_open() -> None:
    """Ids from another stack (a stack reference, configuration) are literals: the subnet's table is out of sight."""
    world = World().workload("records", stranger("subnet-0a1b"), zone="phi")
    assert world.verdicts()[EXIT] == "unproven"
    assert any("subnet-0a1b" in reason for reason in world.judge()[EXIT].reasons)


def test_a_subnet_that_the_reviewer_vouches_for_may_hold_workloads() -> None:
    vouched = Approved(flows=frozenset(), asserted=(Asserted("subnet-0a1b", ZoneName.PHI, reason="network team"),))
    assert World(vouched).workload("records", stranger("subnet-0a1b"), zone="phi").verdicts()[EXIT] == "proven"
