"""What every zone of a plan has, zone by zone: its own network in its own range, filters, records, names, key and doors, and no more."""

import ipaddress
from functools import cache

import pytest

from ai_zones.plan import CEILING, ZoneName, ZonePlan
from tests.aws.recording import REGION, Built, Recording
from tests.aws.zone_plans import build, document, zone_of

PLAN = ZonePlan.from_document(document())
AVAILABILITY_ZONES = set(PLAN.availability_zones)
each_zone = pytest.mark.parametrize("zone", list(ZoneName))


@cache
def built() -> Recording:
    return build(document())


def of(zone: ZoneName, kind: str) -> list[Built]:
    """Resources of a type that stand in a zone."""
    return [one for one in built().of(kind) if zone_of(one.name) == zone]


def the(zone: ZoneName, kind: str) -> Built:
    """The only one."""
    (one,) = of(zone, kind)
    return one


def id_of(resource: Built) -> str:
    """Its id under the mocks."""
    return f"id-of-{resource.name}"


@each_zone
def test_every_tier_has_a_subnet_in_each_availability_zone_inside_the_zones_range(zone: ZoneName) -> None:
    network = the(zone, "ec2/vpc:Vpc")
    assert network.inputs["cidrBlock"] == str(PLAN.network(zone))
    tiers: dict[str, set[str]] = {}
    for subnet in of(zone, "ec2/subnet:Subnet"):
        assert subnet.inputs["vpcId"] == id_of(network)
        assert ipaddress.IPv4Network(subnet.inputs["cidrBlock"]).subnet_of(ipaddress.IPv4Network(network.inputs["cidrBlock"]))
        assert subnet.inputs["mapPublicIpOnLaunch"] is False
        tier = subnet.name.removesuffix(f"-{subnet.inputs['availabilityZone']}").rsplit("-subnet-", 1)[1]
        tiers.setdefault(tier, set()).add(subnet.inputs["availabilityZone"])
    more = {ZoneName.PHI: {"database"}, ZoneName.EGRESS: {"public", "firewall"}}.get(zone, set())
    assert tiers == dict.fromkeys({"workload", "endpoint"} | more, AVAILABILITY_ZONES)


@each_zone
def test_every_subnet_has_one_route_table_and_one_network_acl_of_its_zone(zone: ZoneName) -> None:
    subnets = sorted(id_of(subnet) for subnet in of(zone, "ec2/subnet:Subnet"))
    joined = [one.inputs for one in of(zone, "ec2/routeTableAssociation:RouteTableAssociation")]
    assert sorted(one["subnetId"] for one in joined) == subnets
    assert {one["routeTableId"] for one in joined} <= {id_of(table) for table in of(zone, "ec2/routeTable:RouteTable")}
    assert sorted(subnet for acl in of(zone, "ec2/networkAcl:NetworkAcl") for subnet in acl.inputs["subnetIds"]) == subnets


@each_zone
def test_all_traffic_of_the_network_is_recorded_under_the_zones_own_key(zone: ZoneName) -> None:
    flow_log = the(zone, "ec2/flowLog:FlowLog").inputs
    assert (flow_log["vpcId"], flow_log["trafficType"]) == (id_of(the(zone, "ec2/vpc:Vpc")), "ALL")
    groups = {f"arn-of-{group.name}": group.inputs for group in of(zone, "cloudwatch/logGroup:LogGroup")}
    assert flow_log["logDestination"] in groups
    assert {group["kmsKeyId"] for group in groups.values()} == {f"arn-of-{the(zone, 'kms/key:Key').name}"}


@each_zone
def test_the_key_of_the_zone_rotates_and_waits_before_it_is_deleted(zone: ZoneName) -> None:
    key = the(zone, "kms/key:Key").inputs
    assert (key["enableKeyRotation"], key["deletionWindowInDays"], key["multiRegion"]) == (True, 30, False)


@each_zone
def test_the_resolver_answers_an_allow_list_fails_closed_and_its_queries_are_recorded(zone: ZoneName) -> None:
    network = id_of(the(zone, "ec2/vpc:Vpc"))
    rules = sorted((rule.inputs for rule in of(zone, "route53/resolverFirewallRule:ResolverFirewallRule")), key=lambda one: one["priority"])
    assert [rule["action"] for rule in rules] == ["ALLOW", "BLOCK"]
    lists = {id_of(one): one.inputs["domains"] for one in of(zone, "route53/resolverFirewallDomainList:ResolverFirewallDomainList")}
    assert "*." not in lists[rules[0]["firewallDomainListId"]]
    assert lists[rules[1]["firewallDomainListId"]] == ["*."]
    association = the(zone, "route53/resolverFirewallRuleGroupAssociation:ResolverFirewallRuleGroupAssociation").inputs
    assert (association["vpcId"], association["mutationProtection"]) == (network, "ENABLED")
    config = the(zone, "route53/resolverFirewallConfig:ResolverFirewallConfig").inputs
    assert (config["resourceId"], config["firewallFailOpen"]) == (network, "DISABLED")
    assert the(zone, "route53/resolverQueryLogConfigAssociation:ResolverQueryLogConfigAssociation").inputs["resourceId"] == network


@each_zone
def test_the_doors_of_a_zone_are_its_listed_services_and_its_flows_each_once(zone: ZoneName) -> None:
    doors = [endpoint.inputs for endpoint in of(zone, "ec2/vpcEndpoint:VpcEndpoint")]
    flows = sorted(door["tags"]["ai-flow"] for door in doors if "ai-flow" in door["tags"])
    assert flows == sorted(f"{flow.target}/{flow.service}" for flow in CEILING.flows if flow.source is zone)
    services = sorted(door["serviceName"].removeprefix(f"com.amazonaws.{REGION}.") for door in doors if "ai-flow" not in door["tags"])
    assert services == sorted(PLAN.zones[zone].services)
    assert {door["vpcId"] for door in doors} <= {id_of(the(zone, "ec2/vpc:Vpc"))}
    assert [door["serviceName"] for door in doors if "ai-flow" not in door["tags"] and not door.get("policy")] == []


@each_zone
def test_what_every_network_brings_along_is_emptied(zone: ZoneName) -> None:
    assert the(zone, "ec2/defaultRouteTable:DefaultRouteTable").inputs.get("routes", []) == []
    group = the(zone, "ec2/defaultSecurityGroup:DefaultSecurityGroup").inputs
    assert (group.get("ingress", []), group.get("egress", [])) == ([], [])
    acl = the(zone, "ec2/defaultNetworkAcl:DefaultNetworkAcl").inputs
    assert (acl.get("ingress", []), acl.get("egress", [])) == ([], [])


def test_the_ranges_of_the_zones_do_not_overlap() -> None:
    ranges = [ipaddress.ip_network(network.inputs["cidrBlock"]) for network in built().of("ec2/vpc:Vpc")]
    assert len(ranges) == len(ZoneName)
    assert [(a, b) for at, a in enumerate(ranges) for b in ranges[at + 1 :] if a.overlaps(b)] == []
