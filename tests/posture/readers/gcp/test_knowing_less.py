"""A reader that is told less never proves what was violated, and one that is told nonsense says so and goes on."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from posture.graph.build import build
from posture.graph.builder import GraphBuilder
from posture.proofs.judge import judge
from posture.readers.load import read_stack
from posture.resource import Resource
from posture.stack import Stack
from posture.values import UNKNOWN
from tests.posture.readers.gcp.programs import APPROVED, NUMBERS, OURS, T1, THEIRS, Gcp, Ref

NONSENSE: tuple[Any, ...] = (7, "", [], {}, [None], {"a": 1}, "projects//x", ["a", 3], True, [[]], [{"x": None}])


def default_route() -> Gcp:
    program = Gcp()
    program.project()
    network = program.network(deleteDefaultRoutesOnCreate=False)
    subnet = program.subnet("a", network, privateIpGoogleAccess=True)
    program.instance("vm", subnet, tags=["t"], serviceAccount={"email": "x@y.z"})
    program.deny_egress(network, targetTags=["t"])
    return program


def unguarded_apis() -> Gcp:
    program = Gcp()
    project = program.project()
    network = program.network()
    program.subnet("a", network, privateIpGoogleAccess=True)
    program.route("apis", network, "199.36.153.4/30", nextHopGateway="default-internet-gateway")
    program.perimeter(
        "ring",
        [Ref(project.urn, f"projects/{NUMBERS[OURS]}")],
        ["storage.googleapis.com"],
        vpcAccessibleServices={"enableRestriction": False},
    )
    return program


def open_bucket() -> Gcp:
    program = Gcp()
    program.project()
    bucket = program.add("storage:Bucket", "records", location="europe-west1")
    program.add("storage:BucketIAMMember", "open", bucket=bucket.inputs["name"], role="roles/storage.objectViewer", member="allUsers")
    return program


def strangers_peering() -> Gcp:
    program = Gcp()
    program.project()
    network = program.network()
    program.subnet("a", network)
    program.add("compute:NetworkPeering", "away", network=network.id, peerNetwork=f"projects/{THEIRS}/global/networks/theirs")
    return program


def automatic_attachment() -> Gcp:
    program = Gcp()
    program.project()
    network = program.network()
    subnet = program.subnet("a", network)
    vm = program.instance("vm", subnet)
    group = program.add("compute:InstanceGroup", "group", zone="europe-west1-b", instances=[vm.self_link])
    service = program.add("compute:RegionBackendService", "backend", region="europe-west1", backends=[{"group": group.id}])
    front = program.add(
        "compute:ForwardingRule", "front", network=network.id, subnetwork=subnet.id, region="europe-west1", loadBalancingScheme="INTERNAL",
        ports=["443"], backendService=service.id,
    )  # fmt: skip
    program.add(
        "compute:ServiceAttachment", "service", region="europe-west1", targetService=front.self_link, natSubnets=[],
        connectionPreference="ACCEPT_AUTOMATIC",
    )  # fmt: skip
    return program


def public_database() -> Gcp:
    program = Gcp()
    program.project()
    settings = {"tier": "x", "ipConfiguration": {"ipv4Enabled": True}}
    program.add("sql:DatabaseInstance", "records", region="europe-west1", databaseVersion="POSTGRES_16", settings=settings)
    return program


PROGRAMS = (default_route, unguarded_apis, open_bucket, strangers_peering, automatic_attachment, public_database)


def verdict(stack: Stack) -> str:
    builder = GraphBuilder(stack, APPROVED)
    read_stack(builder)
    return next(result.verdict.value for result in judge(build(builder), APPROVED) if result.theorem == T1)


def changed(stack: Stack, value: Any) -> Iterator[tuple[str, Stack]]:
    """The stack with one declared property of one resource replaced."""
    for index, resource in enumerate(stack.resources):
        for prop in sorted(resource.declared or ()):
            yield f"{resource.name}.{prop}", replace(stack, resources=_with(stack.resources, index, prop, value))


def _with(resources: tuple[Resource, ...], index: int, prop: str, value: Any) -> tuple[Resource, ...]:
    one = replace(resources[index], props={**resources[index].props, prop: value})
    return (*resources[:index], one, *resources[index + 1 :])


@pytest.mark.parametrize("make", PROGRAMS, ids=lambda make: make.__name__)
def test_an_unknown_never_proves_what_was_violated(form: str, make: Callable[[], Gcp]) -> None:
    stack = make().stack(form)
    assert verdict(stack) == "violated"
    assert [where for where, less in changed(stack, UNKNOWN) if verdict(less) == "proven"] == []


@pytest.mark.parametrize("make", PROGRAMS, ids=lambda make: make.__name__)
def test_nonsense_raises_nothing(make: Callable[[], Gcp]) -> None:
    stack = make().stack("state")
    for value in NONSENSE:
        for _, odd in changed(stack, value):
            verdict(odd)
