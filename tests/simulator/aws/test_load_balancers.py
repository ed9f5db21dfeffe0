"""Load balancers, target groups, listeners."""

from typing import Any

import pytest

from simulator.rules.aws import kinds
from simulator.rules.aws.listeners import TARGET_GROUP
from simulator.rules.aws.load_balancers import LISTENER
from tests.simulator.aws.account import Account, Made


@pytest.fixture
def vpc(aws: Account) -> Made:
    return aws.vpc()


def targets(aws: Account, vpc: Made, **inputs: Any) -> Made:
    return aws.make(TARGET_GROUP, **{"vpcId": vpc.id, "targetType": "ip", "protocol": "TCP", "port": 443, **inputs})


def listening(balancer: Made, group: Made, **inputs: Any) -> dict[str, Any]:
    forward = [{"type": "forward", "targetGroupArn": group["arn"]}]
    return {"loadBalancerArn": balancer["arn"], "protocol": "TCP", "port": 443, "defaultActions": forward, **inputs}


@pytest.mark.parametrize("name", ["-a", "a-", "internal-a", "a" * 33, "a_b"])
def test_a_balancers_name_follows_the_rules(aws: Account, name: str) -> None:
    assert [fault.split(":")[0] for fault in aws.faults(kinds.LOAD_BALANCER, name=name, subnets=["subnet-1"])] == ["name"]


def test_a_balancer_shows_its_names(aws: Account, vpc: Made) -> None:
    made = aws.balancer(aws.subnet(vpc), name="clinic")
    assert made["arn"].startswith("arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/net/clinic/")
    assert made["dnsName"].endswith(".elb.eu-west-1.amazonaws.com")
    assert made["zoneId"] == "Z2IFOLAFXWLO4F"
    assert made["vpcId"] == vpc.id


def test_a_balancer_stands_in_subnets_of_one_network_one_a_zone(aws: Account, vpc: Made) -> None:
    first, same = aws.subnet(vpc), aws.subnet(vpc, "10.0.1.0/24")
    foreign = aws.subnet(aws.vpc("10.1.0.0/16"), "10.1.0.0/24", "b")
    inside = {"loadBalancerType": "network", "internal": True}
    aws.refuses("InvalidConfigurationRequest", kinds.LOAD_BALANCER, subnets=[first.id, same.id], **inside)
    aws.refuses("InvalidSubnet", kinds.LOAD_BALANCER, subnets=[first.id, foreign.id], **inside)
    group = aws.group(aws.vpc())
    aws.refuses("InvalidSecurityGroup", kinds.LOAD_BALANCER, subnets=[first.id], securityGroups=[group.id], **inside)
    aws.refuses("ValidationError", kinds.LOAD_BALANCER, subnets=[first.id], internal=True)
    assert len(aws.faults(kinds.LOAD_BALANCER)) == 1


def test_a_public_balancer_needs_an_internet_gateway_and_holds_it(aws: Account, vpc: Made) -> None:
    subnet = aws.subnet(vpc)
    aws.refuses("InvalidSubnet", kinds.LOAD_BALANCER, match="no internet gateway", loadBalancerType="network", subnets=[subnet.id])
    gateway = aws.internet(vpc)
    made = aws.make(kinds.LOAD_BALANCER, loadBalancerType="network", subnets=[subnet.id])
    aws.refuses_delete("DependencyViolation", gateway, "mapped public")
    aws.refuses_delete("DependencyViolation", subnet, made.id)


@pytest.mark.parametrize(
    ("inputs", "place"),
    [
        ({"loadBalancerType": "gateway", "securityGroups": ["sg-1"]}, "securityGroups"),
        (
            {"enforceSecurityGroupInboundRulesOnPrivateLinkTraffic": "on"},
            "enforceSecurityGroupInboundRulesOnPrivateLinkTraffic",
        ),
        ({"subnetMappings": [{"subnetId": "subnet-1"}]}, "subnetMappings"),
    ],
)
def test_a_balancer_has_what_its_kind_takes(aws: Account, inputs: dict[str, Any], place: str) -> None:
    assert [fault.split(":")[0] for fault in aws.faults(kinds.LOAD_BALANCER, subnets=["subnet-1"], **inputs)] == [place]


def test_groups_of_a_network_balancer_come_at_its_birth(aws: Account, vpc: Made) -> None:
    bare = aws.balancer(aws.subnet(vpc))
    aws.refuses_change("InvalidConfigurationRequest", bare, securityGroups=[aws.group(vpc).id])
    dressed = aws.balancer(aws.subnet(vpc, "10.0.1.0/24"), securityGroups=[aws.group(vpc).id])
    aws.change(dressed, securityGroups=[aws.group(vpc).id])
    assert dressed["enforceSecurityGroupInboundRulesOnPrivateLinkTraffic"] == "on"


def test_a_protected_balancer_or_one_behind_a_service_stays(aws: Account, vpc: Made) -> None:
    made = aws.balancer(aws.subnet(vpc), enableDeletionProtection=True)
    aws.refuses_delete("OperationNotPermitted", made)
    aws.change(made, enableDeletionProtection=False)
    service = aws.make(kinds.ENDPOINT_SERVICE, acceptanceRequired=True, networkLoadBalancerArns=[made["arn"]])
    aws.refuses_delete("ResourceInUse", made, service.id)
    aws.delete(service)
    listener = aws.make(LISTENER, **listening(made, targets(aws, vpc)))
    aws.delete(made)
    assert aws.object(listener) is None


@pytest.mark.parametrize(
    ("inputs", "place"),
    [
        ({"targetType": "ip"}, "port"),
        ({"port": 0, "protocol": "TCP", "vpcId": "vpc-1"}, "port"),
        ({"port": 1, "protocol": "SCTP", "vpcId": "vpc-1"}, "protocol"),
        ({"port": 1, "protocol": "TCP", "vpcId": "vpc-1", "healthCheck": {"protocol": "TCP", "path": "/"}}, "healthCheck.path"),
        ({"port": 1, "protocol": "HTTP", "vpcId": "vpc-1", "healthCheck": {"protocol": "TCP"}}, "healthCheck.protocol"),
        ({"port": 1, "protocol": "TCP", "vpcId": "vpc-1", "healthCheck": {"interval": 4}}, "healthCheck.interval"),
    ],
)
def test_a_target_group_has_what_its_kind_needs(aws: Account, inputs: dict[str, Any], place: str) -> None:
    assert place in [fault.split(":")[0] for fault in aws.faults(TARGET_GROUP, **inputs)]


def test_a_target_group_in_use_stays(aws: Account, vpc: Made) -> None:
    balancer, group = aws.balancer(aws.subnet(vpc)), targets(aws, vpc)
    listener = aws.make(LISTENER, **listening(balancer, group))
    assert aws.read(group)[0]["loadBalancerArns"] == [balancer["arn"]]
    aws.refuses_delete("ResourceInUse", group, listener.id)
    aws.delete(listener)
    aws.delete(group)


def test_a_listener_fits_its_balancer(aws: Account, vpc: Made) -> None:
    balancer, group = aws.balancer(aws.subnet(vpc)), targets(aws, vpc)
    aws.refuses("ValidationError", LISTENER, **listening(balancer, group, protocol="HTTP"))
    foreign = targets(aws, aws.vpc())
    aws.refuses("InvalidConfigurationRequest", LISTENER, **listening(balancer, foreign))
    aws.make(LISTENER, **listening(balancer, group))
    aws.refuses("DuplicateListener", LISTENER, **listening(balancer, group))


def test_a_listener_has_a_certificate_and_somewhere_to_forward_to(aws: Account) -> None:
    wanted = {"loadBalancerArn": "arn:x", "port": 443, "defaultActions": [{"type": "forward"}]}
    faults = aws.faults(LISTENER, protocol="TLS", **wanted)
    assert [fault.split(":")[0] for fault in faults] == ["certificateArn", "defaultActions[0]"]


@pytest.mark.parametrize(
    ("kind", "inputs", "code"),
    [
        (kinds.LOAD_BALANCER, {"name": "clinic", "loadBalancerType": "network", "internal": True}, "DuplicateLoadBalancerName"),
        (TARGET_GROUP, {"name": "clinic", "targetType": "lambda"}, "DuplicateTargetGroupName"),
    ],
)
def test_names_are_taken_once(aws: Account, vpc: Made, kind: str, inputs: dict[str, Any], code: str) -> None:
    place = {"subnets": [aws.subnet(vpc).id]} if kind == kinds.LOAD_BALANCER else {}
    aws.make(kind, **inputs, **place)
    aws.refuses(code, kind, **inputs, **place)
