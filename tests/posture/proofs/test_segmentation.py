"""T2 to T4 on joins: peerings, hubs, links, filters, flows, conduits."""

import pytest

from ai_zones.plan import ZoneName
from posture.approved import Approved, Organization
from posture.graph.kinds import EdgeKind, GatewayKind, Moves
from posture.proofs.verdict import Verdict
from posture.values import UNKNOWN
from tests.posture.world import WHOLE_CEILING, World, allow, deny, one_of, stranger, to

K = GatewayKind
T1, T2, T3, T4, T5 = "phi-exit", "phi-redaction", "egress-inspection", "zone-segmentation", "dns-closed"


def two(left: str = "phi", right: str = "inference", *, there: bool = True, back: bool = True) -> World:
    """Two networks of two zones, one subnet each, peered, with routes there and back."""
    world = World()
    for name, cidr in ((left, "10.1"), (right, "10.2")):
        world.network(name, f"{cidr}.0.0/16", zone=name).table(f"rtb-{name}", name)
        world.subnet(f"{name}-a", name, f"{cidr}.0.0/24", table=f"rtb-{name}")
    world.gateway("pcx", K.PEERING, left, right)
    if there:
        world.route(f"rtb-{left}", "10.2.0.0/16", "pcx")
    if back:
        world.route(f"rtb-{right}", "10.1.0.0/16", "pcx")
    return world


def test_two_networks_without_routes_are_apart() -> None:
    assert set(two(there=False, back=False).verdicts().values()) == {"proven"}


def test_phi_peered_to_inference_is_a_road_past_redaction() -> None:
    found = two().found()
    assert (T2, "phi-a → rtb-phi → 10.2.0.0/16 → pcx → inference-a") in found
    assert (T4, "phi-a → rtb-phi → 10.2.0.0/16 → pcx → inference-a") in found


def test_a_one_way_route_lets_data_move_that_way_alone() -> None:
    assert two(back=False).verdicts()[T2] == "violated"
    one_way = two(there=False).verdicts()
    assert (one_way[T2], one_way[T4]) == ("proven", "violated")


def test_a_peering_that_leaves_only_an_approved_flow_holds() -> None:
    world = two("deidentification", "phi")
    world.filter("sg-app", allow(False, 5432, "10.2.0.0/16")).workload("app", "deidentification-a", groups=("sg-app",))
    world.filter("sg-db", allow(True, 5432, "10.1.0.0/16")).workload("db", "phi-a", groups=("sg-db",))
    assert set(world.verdicts().values()) == {"proven"}


def test_a_port_too_many_is_named() -> None:
    world = two("deidentification", "phi").filter("sg-app", allow(False, None)).workload("app", "deidentification-a", groups=("sg-app",))
    world.filter("sg-db", allow(True, (5432, 5433), "10.1.0.0/16")).workload("db", "phi-a", groups=("sg-db",))
    [finding] = world.judge()[T4].findings
    assert "it opens tcp 5433; approved: phi/database:5432" in finding.message


def test_the_wrong_initiator_is_refused() -> None:
    world = two("phi", "deidentification").filter("sg-out", allow(False, None)).filter("sg-in", allow(True, 5432, "10.1.0.0/16"))
    world.workload("db", "phi-a", groups=("sg-out",)).workload("app", "deidentification-a", groups=("sg-in",))
    [finding] = world.judge()[T4].findings
    assert "only deidentification may open connections to phi" in finding.message


def test_a_group_reference_lets_in_members_alone() -> None:
    world = two("deidentification", "phi").filter("sg-app", allow(False, None)).filter("sg-other", allow(False, None))
    world.workload("app", "deidentification-a", groups=("sg-app",)).workload("other", "deidentification-a", groups=("sg-other",))
    world.filter("sg-db", allow(True, 22, to("sg-other")), allow(True, 5432, to("sg-app"))).workload("db", "phi-a", groups=("sg-db",))
    assert world.found() == {(T4, "other → rtb-deidentification → 10.2.0.0/16 → pcx → db")}


def test_a_chain_of_groups_is_followed_through_the_unclassified() -> None:
    """phi lets in the bastion, the bastion's network lets in inference: three groups, none of which names the far end."""
    world = World()
    for name, cidr, zone in (("phi", "10.1", "phi"), ("hop", "10.2", None), ("inference", "10.3", "inference")):
        world.network(name, f"{cidr}.0.0/16", zone=zone).table(f"rtb-{name}", name)
        world.subnet(f"{name}-a", name, f"{cidr}.0.0/24", table=f"rtb-{name}")
        world.filter(f"sg-{name}", allow(False, None), allow(True, None, "10.0.0.0/8")).workload(
            f"{name}-w", f"{name}-a", groups=(f"sg-{name}",)
        )
    world.gateway("pcx-1", K.PEERING, "phi", "hop").gateway("pcx-2", K.PEERING, "hop", "inference")
    world.route("rtb-phi", "10.2.0.0/16", "pcx-1").route("rtb-hop", "10.1.0.0/16", "pcx-1")
    world.route("rtb-hop", "10.3.0.0/16", "pcx-2").route("rtb-inference", "10.2.0.0/16", "pcx-2")
    verdicts = world.judge()
    assert verdicts[T2].verdict is Verdict.VIOLATED
    assert "hop-w" in verdicts[T2].findings[0].shown_path
    [finding] = verdicts[T4].findings
    assert "through what is unclassified" in finding.message


def test_a_closed_group_in_between_breaks_the_chain() -> None:
    world = two("phi", "inference").filter("sg-closed").workload("model", "inference-a", groups=("sg-closed",))
    assert set(world.verdicts().values()) == {"proven"}


def test_a_network_acl_deny_before_the_subnet_closes_the_join() -> None:
    world = two().filter("acl", deny(True, None, "10.1.0.0/16", order=90), deny(False, None, "10.1.0.0/16", order=90),
                         allow(True, None, order=100), allow(False, None, order=100), stateful=False)  # fmt: skip
    world.guard("acl", "inference-a")
    assert set(world.verdicts().values()) == {"proven"}


def test_a_stateless_filter_that_lets_no_answer_back_leaves_one_way() -> None:
    world = two().filter("acl", allow(True, None, order=100), stateful=False).guard("acl", "inference-a")
    verdicts = world.verdicts()
    assert (verdicts[T2], verdicts[T4]) == ("violated", "violated")
    [edge] = [edge for edge in world.graph().edges if edge.target.endswith("inference-a")]
    assert edge.moves is Moves.FORWARD


def test_an_uncertain_rule_is_unproven() -> None:
    world = (
        two("phi", "inference")
        .filter("sg", allow(True, 443, "10.1.0.0/16", certain=False))
        .workload("model", "inference-a", groups=("sg",))
    )
    verdicts = world.verdicts()
    assert (verdicts[T2], verdicts[T4]) == ("unproven", "unproven")


def test_an_uncertain_deny_does_not_excuse() -> None:
    world = two().filter(
        "acl", deny(True, None, order=90, certain=False), allow(True, None, order=100), allow(False, None, order=100), stateful=False
    )
    assert world.guard("acl", "inference-a").verdicts()[T2] == "unproven"


def test_two_subnets_of_one_network_in_two_zones_are_joined() -> None:
    world = (
        World().network("vpc").subnet("phi-a", "vpc", "10.0.0.0/24", zone="phi").subnet("model-a", "vpc", "10.0.1.0/24", zone="inference")
    )
    assert (T2, "phi-a → model-a") in world.found()
    assert (T4, "phi-a → model-a") in world.found()


def test_a_resource_tagged_for_another_zone_than_its_network_is_a_violation() -> None:
    world = (
        World()
        .network("models", zone="inference")
        .subnet("models-a", "models", "10.0.0.0/24")
        .store("records", "rds", "models-a", zone="phi")
    )
    messages = [finding.message for finding in world.judge()[T4].findings]
    assert "records is tagged phi but stands in models, which is inference" in messages


def test_where_nothing_is_tagged_the_names_contradict_each_other() -> None:
    approved = Approved(WHOLE_CEILING, zone_patterns={ZoneName.PHI: ("records",), ZoneName.INFERENCE: ("models*",)})
    world = World(approved).network("models").subnet("models-a", "models", "10.0.0.0/24").store("records", "rds", "models-a")
    messages = [finding.message for finding in world.judge()[T4].findings]
    assert "records belongs by its name to phi but stands in models, which is inference" in messages


def linked(source: str = "inference", target: str = "deidentification", *, ports: tuple[int, ...] = (443,), **tags: str) -> World:
    """A private link from an endpoint in one zone to a service of another."""
    world = World().network("phi", "10.0.0.0/16", zone="phi").subnet("phi-a", "phi", "10.0.0.0/24")
    for name, cidr in ((source, "10.1"), (target, "10.2")):
        if name != "phi":
            world.network(name, f"{cidr}.0.0/16", zone=name).subnet(f"{name}-a", name, f"{cidr}.0.0/24")
    world.workload("balancer", f"{target}-a").service("service", "balancer", ports=ports, offers=tags.get("offers"))
    return world.endpoint("endpoint", source, "private", f"{source}-a", producer="service", flow=tags.get("flow"))


def test_an_approved_private_link_holds_and_its_gate_ends_the_path() -> None:
    assert set(linked().verdicts().values()) == {"proven"}


def test_a_link_on_the_wrong_port_is_a_violation() -> None:
    world = linked(ports=(8443,))
    assert world.verdicts()[T4] == "violated"
    assert "tcp 8443" in world.judge()[T4].findings[0].message


def test_a_link_on_the_wrong_port_is_no_gate() -> None:
    assert linked(ports=(8443,)).verdicts()[T2] == "violated"


def test_a_link_from_the_wrong_side_is_a_violation() -> None:
    assert linked("phi", "inference").verdicts()[T4] == "violated"


def test_tags_refine_a_link() -> None:
    assert linked(offers="retrieval", flow="deidentification/retrieval").verdicts()[T4] == "proven"
    assert linked(offers="prompt").verdicts()[T4] == "violated"


def test_a_link_that_is_not_in_the_approved_plan_is_a_violation() -> None:
    flows = frozenset(flow for flow in WHOLE_CEILING if flow.source != "inference")
    world = linked()
    world.approved = Approved(flows, organization=Organization(stated=True))
    assert world.verdicts()[T4] == "violated"
    assert world.verdicts()[T2] == "violated"


def test_an_endpoint_that_lets_in_a_group_is_linked_all_the_same() -> None:
    world = (
        linked(ports=(8443,)).filter("sg-app", network="inference").filter("sg-link", allow(True, 8443, to("sg-app")), network="inference")
    )
    world.endpoint("endpoint-2", "inference", "private", "inference-a", groups=("sg-link",), producer="service")
    assert any(f.message.startswith("endpoint-2") for f in world.judge()[T4].findings)


def test_an_endpoint_narrows_the_ports_of_its_link() -> None:
    world = (
        World().store("records", zone="phi").network("models", "10.1.0.0/16", zone="inference").subnet("models-a", "models", "10.1.0.0/24")
    )
    world.network("deid", "10.2.0.0/16", zone="deidentification").subnet("deid-a", "deid", "10.2.0.0/24").workload("balancer", "deid-a")
    world.service("service", "balancer", ports=(443, 8443)).filter("sg-link", allow(True, 443, "10.1.0.0/16"))
    world.endpoint("endpoint", "models", "private", "models-a", groups=("sg-link",), producer="service")
    assert set(world.verdicts().values()) == {"proven"}


def test_a_service_that_listens_on_nothing_is_judged_by_its_zones() -> None:
    assert linked(ports=()).verdicts()[T4] == "proven"
    assert linked("phi", "inference", ports=()).verdicts()[T4] == "violated"


def test_the_listeners_of_the_load_balancer_are_the_services_ports() -> None:
    assert linked(ports=()).listener("balancer", 443).verdicts()[T4] == "proven"


def test_a_link_to_one_of_two_services_is_judged_for_each() -> None:
    world = linked().workload("db", "phi-a").service("db-service", "db", ports=(5432,))
    world.endpoint("endpoint-2", "inference", "private", "inference-a", producer=one_of("service", "db-service"))
    verdicts = world.verdicts()
    assert (verdicts[T2], verdicts[T4]) == ("unproven", "unproven")


def test_a_gate_that_is_one_of_two_is_no_gate() -> None:
    world = two(there=False, back=False).network("deid", "10.7.0.0/16", zone="deidentification").subnet("deid-a", "deid", "10.7.0.0/24")
    world.workload("balancer", "deid-a").service("one", "balancer").service("two", "balancer")
    world.endpoint("endpoint", "inference", "private", "inference-a", producer=one_of("one", "two"))
    assert world.verdicts()[T2] == "unproven"


def test_a_link_to_a_stranger_is_unproven() -> None:
    world = linked().endpoint("endpoint-2", "phi", "private", "phi-a", producer=stranger("com.amazonaws.vpce.eu-west-1.vpce-svc-1"))
    verdicts = world.verdicts()
    assert (verdicts[T1], verdicts[T4]) == ("unproven", "unproven")


def test_a_gated_flow_does_not_excuse_a_side_road() -> None:
    world = (
        linked()
        .table("rtb-i", "inference")
        .table("rtb-d", "deidentification")
        .associate("rtb-i", "inference-a")
        .associate("rtb-d", "deidentification-a")
    )
    world.gateway("pcx", K.PEERING, "inference", "deidentification").route("rtb-i", "10.2.0.0/16", "pcx").route(
        "rtb-d", "10.1.0.0/16", "pcx"
    )
    verdicts = world.verdicts()
    assert (verdicts[T2], verdicts[T4]) == ("violated", "violated")


def test_two_clients_of_one_endpoint_exchange_nothing_through_it() -> None:
    world = World().network("phi", zone="phi").subnet("phi-a", "phi", "10.0.0.0/24").store("bucket", zone="management", data="internal")
    world.endpoint("s3", "phi", "s3", "phi-a").identity("reader", zone="management").edge("reader", "bucket", EdgeKind.USE)
    assert world.verdicts()[T1] == "proven"


def test_vault_keeps_its_clients_apart_but_its_own_roads_count() -> None:
    world = World()
    for name, cidr in (("phi", "10.0"), ("inference", "10.1"), ("management", "10.2")):
        world.network(name, f"{cidr}.0.0/16", zone=name).subnet(f"{name}-a", name, f"{cidr}.0.0/24")
    world.workload("vault", "management-a").service("vault-service", "vault", ports=(8200,))
    for name in ("phi", "inference"):
        world.endpoint(f"{name}-vault", name, "private", f"{name}-a", producer="vault-service")
    assert set(world.verdicts().values()) == {"proven"}
    world.gateway("igw", K.INTERNET, "management").route("management", "0.0.0.0/0", "igw")
    verdicts = world.verdicts()
    assert (verdicts[T1], verdicts[T4]) == ("violated", "violated")


def test_inference_that_uses_a_phi_bucket_bypasses_redaction() -> None:
    world = World().network("models", zone="inference").subnet("models-a", "models", "10.0.0.0/24").store("records", data="phi", zone="phi")
    world.endpoint("s3", "models", "s3", "models-a").edge("s3", "records", EdgeKind.USE)
    verdicts = world.verdicts()
    assert (verdicts[T2], verdicts[T4]) == ("violated", "violated")


def test_deidentification_may_use_the_phi_object_stores() -> None:
    world = (
        World().network("deid", zone="deidentification").subnet("deid-a", "deid", "10.0.0.0/24").store("records", data="phi", zone="phi")
    )
    world.endpoint("s3", "deid", "s3", "deid-a").edge("s3", "records", EdgeKind.USE)
    assert set(world.verdicts().values()) == {"proven"}


def test_a_role_is_of_the_zone_of_those_who_act_as_it() -> None:
    world = World().store("records", data="phi", zone="phi").network("models", zone="inference").subnet("models-a", "models", "10.0.0.0/24")
    world.workload("agent", "models-a").identity("role").edge("agent", "role", EdgeKind.ASSUME).edge("role", "records", EdgeKind.USE)
    assert (T2, "records → policy → role") in world.found()
    # A second user of another zone: the role is of no zone, and still no road for what it reads to be missed.
    world.network("jobs", "10.9.0.0/16", zone="training").subnet("jobs-a", "jobs", "10.9.0.0/24").workload("job", "jobs-a")
    world.edge("job", "role", EdgeKind.ASSUME, "role of the job")
    assert (T2, "records → policy → role → policy → agent") in world.found()


def test_an_unclassified_bucket_that_two_zones_use_is_a_conduit() -> None:
    world = two(there=False, back=False).store("drop")
    for zone in ("phi", "inference"):
        world.endpoint(f"{zone}-s3", zone, "s3", f"{zone}-a").edge(f"{zone}-s3", "drop", EdgeKind.USE)
    verdicts = world.verdicts()
    assert (verdicts[T2], verdicts[T4]) == ("violated", "violated")


def test_a_write_only_log_sink_is_a_gate_and_a_readable_one_is_not() -> None:
    world = two(there=False, back=False).store("archive", "logs", zone="management")
    for zone in ("phi", "inference"):
        world.endpoint(f"{zone}-logs", zone, "logs", f"{zone}-a")
        world.edge(f"{zone}-logs", "archive", EdgeKind.USE, moves=Moves.FORWARD)
    assert set(world.verdicts().values()) == {"proven"}
    world.edge("inference-logs", "archive", EdgeKind.USE)
    assert world.verdicts()[T4] == "violated"


def test_the_use_of_another_zones_key_is_no_join() -> None:
    world = two(there=False, back=False).store("key", "kms", zone="phi", keyed=True)
    world.endpoint("kms", "inference", "kms", "inference-a").edge("kms", "key", EdgeKind.USE)
    assert set(world.verdicts().values()) == {"proven"}


def test_a_shared_snapshot_leaves() -> None:
    world = World().store("records", "rds", zone="phi").edge("records", "account:999988887777", EdgeKind.SHARE, moves=Moves.FORWARD)
    assert world.verdicts()[T1] == "violated"


def test_an_endpoint_open_to_any_account_is_a_way_out() -> None:
    world = World().network("phi", zone="phi").subnet("phi-a", "phi", "10.0.0.0/24").endpoint("s3", "phi", "s3", "phi-a")
    world.edge("s3", "any:s3", EdgeKind.USE, "no policy")
    assert world.found() == {(T1, "s3 → no policy → s3 in any account")}


def test_two_zones_that_reach_one_account_are_not_joined_by_it() -> None:
    world = two(there=False, back=False)
    for zone in ("phi", "inference"):
        world.endpoint(f"{zone}-s3", zone, "s3", f"{zone}-a").edge(f"{zone}-s3", "any:s3", EdgeKind.USE, "no policy")
    verdicts = world.verdicts()
    assert (verdicts[T1], verdicts[T2], verdicts[T4]) == ("violated", "proven", "proven")


def test_a_copy_outside_residency_leaves() -> None:
    world = World().store("records", zone="phi").edge("records", "region:us-east-1", EdgeKind.REPLICATE, moves=Moves.FORWARD)
    assert world.verdicts()[T1] == "violated"
    assert World().store("records", zone="phi").edge("records", "region:eu-west-1", EdgeKind.REPLICATE).verdicts()[T1] == "proven"


def test_a_bucket_that_nobody_knows_is_unproven() -> None:
    world = World().store("records", zone="phi").edge("records", "bucket:somebodys", EdgeKind.REPLICATE, moves=Moves.FORWARD)
    assert world.verdicts()[T1] == "unproven"


def test_a_store_of_phi_in_no_zone_holds_phi() -> None:
    assert World().store("records", data="phi").edge("records", "anybody", EdgeKind.SHARE).verdicts()[T1] == "violated"


def test_a_deidentified_store_may_be_shared_as_far_as_t1_goes() -> None:
    world = World().store("records", zone="phi").store("cohort", zone="deidentification", data="deidentified")
    assert world.edge("cohort", "anybody", EdgeKind.SHARE).verdicts()[T1] == "proven"


def test_a_foreign_account_that_may_assume_a_phi_role_takes_what_it_reads() -> None:
    world = World().store("records", zone="phi").identity("role", zone="phi").edge("role", "records", EdgeKind.USE)
    assert world.edge("account:999988887777", "role", EdgeKind.ASSUME).verdicts()[T1] == "violated"


def test_a_resolver_that_forwards_outside_is_a_way_out() -> None:
    world = World().network("phi", zone="phi").edge("phi", "internet", EdgeKind.RESOLVE, "forwards", moves=Moves.FORWARD)
    assert world.verdicts()[T1] == "violated"


@pytest.mark.parametrize("zone", ["phi", "deidentification", "inference", "training"])
def test_an_open_resolver_is_a_violation_of_names_alone(zone: str) -> None:
    world = World().store("records", zone="phi").network("vpc", zone=zone, closed=False)
    verdicts = world.verdicts()
    assert {theorem for theorem, verdict in verdicts.items() if verdict != "proven"} == {T5}
    assert verdicts[T5] == "violated"


def test_a_resolver_that_nobody_can_read_is_unproven() -> None:
    world = World().network("phi", zone="phi", closed=False).resolver("dns", "phi", closed=None)
    assert world.verdicts()[T5] == "unproven"


@pytest.mark.parametrize("zone", ["egress", "access", "control", "management"])
def test_other_zones_resolvers_are_free(zone: str) -> None:
    assert World().store("records", zone="phi").network("vpc", zone=zone, closed=False).verdicts()[T5] == "proven"


@pytest.mark.parametrize("zone", ["training", "control", "management"])
def test_no_zone_but_egress_has_a_road_to_the_internet(zone: str) -> None:
    world = (
        World().store("records", zone="phi").network("vpc", zone=zone).subnet("a", "vpc", "10.0.0.0/24").gateway("igw", K.INTERNET, "vpc")
    )
    assert world.route("vpc", "0.0.0.0/0", "igw").found() == {(T4, "a → main table → 0.0.0.0/0 → igw → internet")}


def access() -> World:
    world = World().store("records", zone="phi").network("front", zone="access").table("rtb", "front").gateway("igw", K.INTERNET, "front")
    return world.subnet("front-a", "front", "10.0.0.0/24", table="rtb").route("rtb", "0.0.0.0/0", "igw")


def test_people_come_into_access_from_the_internet() -> None:
    world = access().filter("sg", allow(True, 443)).workload("balancer", "front-a", groups=("sg",), public=True)
    assert set(world.verdicts().values()) == {"proven"}


def test_access_opens_nothing_to_the_internet() -> None:
    world = access().filter("sg", allow(True, 443), allow(False, 443)).workload("balancer", "front-a", groups=("sg",), public=True)
    assert world.verdicts()[T4] == "violated"


def test_an_unknown_tag_is_unproven() -> None:
    world = two(there=False, back=False)
    world.network("vpc", "10.9.0.0/16", tags=UNKNOWN)
    assert {theorem for theorem, verdict in world.verdicts().items() if verdict == "unproven"} == {T1, T2, T3, T4, T5}


def test_a_zone_that_is_none_is_named_with_those_allowed() -> None:
    world = two(there=False, back=False).store("odd", zone="pii")
    assert any("'pii', which is no zone (allowed: phi," in reason for reason in world.judge()[T1].reasons)


def test_something_unreadable_in_the_phi_zone_is_listed() -> None:
    world = World().network("phi", zone="phi").subnet("phi-a", "phi", "10.0.0.0/24")
    world.resource("strange", depends={"subnetId": frozenset({"urn:pulumi:test::test::hand:written:Thing::phi-a"})})
    world.unreadable("strange", "no reader knows the type x:y:Z")
    assert world.judge()[T1].reasons == ("strange: no reader knows the type x:y:Z",)


def test_something_unreadable_elsewhere_leaves_phi_proven() -> None:
    world = World().network("phi", zone="phi").network("other", "10.9.0.0/16")
    world.resource("strange", depends={"vpcId": frozenset({"urn:pulumi:test::test::hand:written:Thing::other"})})
    assert world.unreadable("strange", "no reader knows it").verdicts()[T1] == "proven"
