"""T3: inference, the gate to the egress zone, and the egress zone's own roads."""

from ai_zones.plan import Provider
from posture.approved import Approved
from posture.graph.kinds import EdgeKind, GatewayKind
from tests.posture.world import WHOLE_CEILING, World, allow

K = GatewayKind
T3, T4 = "egress-inspection", "zone-segmentation"
OPENAI = ("api.openai.com",)


def egress(inspects: tuple[str, ...] | None = OPENAI, *, approved: Approved | None = None, certain: bool = True) -> World:
    """inference → (link) → proxy in egress → firewall → NAT → internet, as AWS's "NAT gateway behind a firewall" architecture."""
    world = (
        World(approved)
        .store("records", zone="phi")
        .network("models", "10.1.0.0/16", zone="inference")
        .subnet("models-a", "models", "10.1.0.0/24")
    )
    world.network("egress", "10.2.0.0/16", zone="egress", closed=False).gateway("igw", K.INTERNET, "egress")
    for name, cidr in (("proxy", "10.2.0.0/24"), ("wall", "10.2.1.0/24"), ("public", "10.2.2.0/24")):
        world.table(f"rtb-{name}", "egress").subnet(f"{name}-a", "egress", cidr, table=f"rtb-{name}")
    world.gateway("firewall", K.FIREWALL, subnets=("wall-a",), inspects=inspects, certain=certain).gateway(
        "nat", K.NAT, subnets=("public-a",)
    )
    world.route("rtb-proxy", "0.0.0.0/0", "firewall").route("rtb-wall", "0.0.0.0/0", "nat").route("rtb-public", "0.0.0.0/0", "igw")
    world.workload("proxy", "proxy-a").service("llm", "proxy")
    return world.endpoint("to-llm", "models", "private", "models-a", producer="llm")


def test_the_inspected_road_of_egress_holds() -> None:
    assert set(egress().verdicts().values()) == {"proven"}


def test_a_firewall_that_does_not_drop_by_default_is_no_inspector() -> None:
    world = egress(None)
    assert world.verdicts()[T3] == "violated"
    assert "does not drop by default" in world.judge()[T3].findings[0].message


def test_a_firewall_that_nobody_can_read_is_unproven() -> None:
    assert egress(None, certain=False).verdicts()[T3] == "unproven"


def test_a_name_that_is_no_approved_providers_is_named() -> None:
    [finding] = egress((*OPENAI, "paste.example.org")).judge()[T3].findings
    assert "lets paste.example.org pass: no approved provider" in finding.message


def test_a_wildcard_wider_than_the_provider_is_too_wide() -> None:
    assert egress((".openai.com",)).verdicts()[T3] == "violated"
    wide = Approved(WHOLE_CEILING, providers={"openai": Provider(fqdns=("*.openai.com",))}, providers_stated=True)
    assert egress(OPENAI, approved=wide).verdicts()[T3] == "proven"


def test_providers_that_nobody_states_are_unproven() -> None:
    assert egress(approved=Approved(WHOLE_CEILING)).verdicts()[T3] == "unproven"


def test_providers_that_are_none_are_a_violation() -> None:
    assert egress(approved=Approved(WHOLE_CEILING, providers_stated=True)).verdicts()[T3] == "violated"


def test_a_side_road_of_a_proxy_subnet_is_found() -> None:
    world = egress().route("rtb-proxy", "8.8.8.0/24", "nat")
    assert (T3, "proxy-a → rtb-proxy → 8.8.8.0/24 → nat → internet") in world.found()


def test_a_workload_beside_the_nat_gateway_is_past_the_firewall() -> None:
    world = egress().workload("jumphost", "public-a")
    assert (T3, "public-a → rtb-public → 0.0.0.0/0 → igw → internet") in world.found()


def test_inference_with_a_nat_of_its_own_is_a_violation() -> None:
    world = egress().gateway("igw-m", K.INTERNET, "models").route("models", "0.0.0.0/0", "igw-m")
    assert (T3, "models-a → main table → 0.0.0.0/0 → igw-m → internet") in world.found()


def test_an_open_endpoint_of_inference_is_a_road_round_the_inspector() -> None:
    world = egress().endpoint("s3", "models", "s3", "models-a").edge("s3", "any:s3", EdgeKind.USE, "no policy")
    assert (T3, "s3 → no policy → s3 in any account") in world.found()


def test_inference_routed_through_the_firewall_is_inspected_but_no_approved_flow() -> None:
    world = egress().gateway("tgw", K.TRANSIT).table("hub", None).route("models", "0.0.0.0/0", "tgw")
    world.table("rtb-attach", "egress").subnet("attach-a", "egress", "10.2.3.0/24", table="rtb-attach").route(
        "rtb-attach", "0.0.0.0/0", "firewall"
    )
    world.attach("att-m", "tgw", "models", "models-a", table="hub").attach("att-e", "tgw", "egress", "attach-a", table="hub")
    world.route("hub", "0.0.0.0/0", "att-e").filter("acl", allow(False, 443, order=1), stateful=False).guard(
        "acl", "proxy-a", "attach-a", "public-a"
    )
    verdicts = world.verdicts()
    assert verdicts[T4] == "violated"
    assert any("road to the internet of its own" in f.message for f in world.judge()[T4].findings)
    assert verdicts[T3] == "proven"
