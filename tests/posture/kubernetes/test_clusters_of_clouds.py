"""A cluster of which the program shows the network: what leaves a pod leaves by its nodes' subnet, and the subnet's own roads are judged."""

from dataclasses import replace
from typing import Any

import pytest
import yaml

from posture.resource import Provider, Resource
from posture.stack import Form, Stack
from tests.posture.kubernetes.manifests import documents, resource, verdicts
from tests.posture.kubernetes.test_topologies import PARTS

PROVIDER = "urn:pulumi:test::clinic::pulumi:providers:kubernetes::cluster"


def made(kind: str, name: str, depends: dict[str, Resource] | None = None, **props: Any) -> Resource:
    urn = f"urn:pulumi:test::clinic::{kind}::{name}"
    found = {prop: frozenset({one.urn}) for prop, one in (depends or {}).items()}
    return Resource(urn, kind, name, name, {"id": name, **props}, property_dependencies=found, declared=frozenset(props))


def eks(*, road: bool = False, closed_names: bool = False, zone: str = "phi") -> list[Resource]:
    vpc = made("aws:ec2/vpc:Vpc", "vpc", cidrBlock="10.20.0.0/16", tags={"ai-zone": zone})
    subnet = made("aws:ec2/subnet:Subnet", "nodes", {"vpcId": vpc}, vpcId="vpc", cidrBlock="10.20.1.0/24")
    cluster = made("aws:eks/cluster:Cluster", "cluster", vpcConfig={"subnetIds": ["nodes"], "endpointPublicAccess": False})
    table = made(
        "aws:ec2/routeTable:RouteTable", "table", vpcId="vpc", routes=[{"cidrBlock": "0.0.0.0/0", "gatewayId": "gate"}] if road else []
    )
    use = made("aws:ec2/routeTableAssociation:RouteTableAssociation", "use", routeTableId="table", subnetId="nodes")
    gate = made("aws:ec2/internetGateway:InternetGateway", "gate", vpcId="vpc")
    owner = made("pulumi:providers:kubernetes", "cluster", {"kubeconfig": cluster})
    assert owner.urn == PROVIDER
    return [vpc, subnet, cluster, table, use, *([gate] if road else []), owner]


def judged(cloud: list[Resource], *parts: str, more: str = "") -> dict[str, str]:
    texts = [PARTS[part] for part in parts]
    objects = [resource(one, provider=Provider(PROVIDER)) for text in (*texts, more) for one in documents(text)]
    return verdicts(Stack((*cloud, *objects), Form.STATE))


def test_pods_without_policies_go_no_further_than_a_closed_subnet() -> None:
    found = judged(eks(), "phi")
    assert (found["phi-exit"], found["zone-segmentation"]) == ("proven", "proven")


def test_pods_leave_by_the_road_of_their_nodes() -> None:
    assert judged(eks(road=True), "phi")["phi-exit"] == "violated"


def test_the_nodes_resolver_is_the_pods() -> None:
    assert judged(eks(), "phi")["dns-closed"] == "violated"


def test_a_namespace_of_another_zone_than_its_cluster_is_a_fault() -> None:
    assert judged(eks(), "phi", "inference", "inference-closed")["zone-segmentation"] == "violated"


def test_a_namespace_without_a_label_has_its_clusters_zone() -> None:
    bare = yaml.safe_dump({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "bare"}})
    pod = yaml.safe_dump({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a", "namespace": "bare"}, "spec": {"hostNetwork": True}})
    assert judged(eks(road=True), more=f"{bare}\n---\n{pod}")["phi-exit"] == "violated"


@pytest.mark.parametrize("certain", [True, False])
def test_a_cluster_out_of_sight_may_have_a_road(certain: bool) -> None:
    cloud = [one for one in eks() if certain or one.type != "aws:eks/cluster:Cluster"]
    if not certain:
        cloud = [replace(one, property_dependencies={}) if one.urn == PROVIDER else one for one in cloud]
    assert judged(cloud, "phi")["phi-exit"] == ("proven" if certain else "violated")
