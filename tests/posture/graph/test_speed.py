"""Ten thousand resources in seconds: measured once, with a bound wide enough for a busy machine."""

import time

from posture.graph.build import build
from posture.graph.kinds import GatewayKind
from posture.proofs.judge import judge
from tests.posture.world import World, allow

K = GatewayKind
ZONES = ("phi", "deidentification", "inference", "egress", "training", "control", "management", None)
NETWORKS = 60
SUBNETS = 9
WORKLOADS = 14
"""A subnet."""


def estate() -> World:
    """Sixty networks at one hub: 540 subnets, 7,560 workloads, 600 groups, endpoints, tables, routes."""
    world = World().gateway("tgw", K.TRANSIT).table("hub", None)
    for number in range(NETWORKS):
        name = f"n{number}"
        cidr = f"10.{number}"
        world.network(name, f"{cidr}.0.0/16", zone=ZONES[number % len(ZONES)]).table(f"rtb-{name}", name)
        for group in range(10):
            world.filter(
                f"sg-{name}-{group}", allow(False, None), allow(True, 443, f"{cidr}.0.0/16"), allow(True, 8000 + group, f"{cidr}.0.0/20")
            )
        world.filter(f"acl-{name}", allow(True, None, order=100), allow(False, None, order=100), stateful=False).guard_by_default(
            f"acl-{name}", name
        )
        for subnet in range(SUBNETS):
            key = f"{name}-s{subnet}"
            world.subnet(key, name, f"{cidr}.{subnet}.0/24", table=f"rtb-{name}")
            for workload in range(WORKLOADS):
                world.workload(f"{key}-w{workload}", key, groups=(f"sg-{name}-{workload % 10}",))
        for service in ("s3", "kms", "sts", "logs"):
            world.endpoint(f"{name}-{service}", name, service, f"{name}-s0", f"{name}-s1", groups=(f"sg-{name}-0",))
        world.attach(f"att-{name}", "tgw", name, f"{name}-s0", f"{name}-s1", table="hub").propagate("hub", f"att-{name}")
        world.route(f"rtb-{name}", "10.0.0.0/8", "tgw")
    return world


def test_ten_thousand_resources_are_judged_in_seconds() -> None:
    world = estate()
    builder = world.builder()
    assert len(builder.stack.resources) > 8_500
    start = time.perf_counter()
    graph = build(builder)
    results = judge(graph, world.approved)
    took = time.perf_counter() - start
    assert graph.edges
    assert len(results) == 5
    print(f"{len(builder.stack.resources)} resources, {len(graph.edges)} edges: {took:.1f} s")
    assert took < 60  # 6 s on an idle core
