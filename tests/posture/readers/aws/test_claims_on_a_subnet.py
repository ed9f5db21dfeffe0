"""A subnet has exactly one network ACL, whatever several lists in a state say (each was read at its own time)."""

from typing import Any

from posture.graph.build import build
from posture.graph.builder import INTERNET
from tests.posture.readers.aws.cloud import Cloud, Made

ACL = "aws:ec2/networkAcl:NetworkAcl"
DEFAULT_ACL = "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl"
ALL: dict[str, Any] = {"protocol": "-1", "ruleNo": 100, "action": "allow", "cidrBlock": "0.0.0.0/0", "fromPort": 0, "toPort": 0}


def public(aws: Cloud, vpc: Made) -> Made:
    subnet = aws.subnet("phi-a", vpc)
    aws.route("default", aws.table("shared", vpc, subnet), gatewayId=aws.internet_gateway("igw", vpc).id)
    return subnet


def roads_out(aws: Cloud, form: str, subnet: Made) -> list[bool]:
    return [edge.certain for edge in build(aws.facts(form)).edges if (edge.source, edge.target) == (subnet.urn, INTERNET)]


def test_what_the_default_acl_had_when_it_was_adopted_filters_nothing_any_more(aws: Cloud, form: str) -> None:
    """The provider reads an adopted default ACL with all subnets of the VPC; then each gets an ACL of its own, and the list is stale."""
    vpc = aws.vpc("phi")
    subnet = public(aws, vpc)
    emptied = {"subnetIds": [subnet.literal]}
    aws.add(DEFAULT_ACL, "emptied", "acl", emptied, defaultNetworkAclId=vpc.out("defaultNetworkAclId"))
    aws.add(ACL, "open", "acl", vpcId=vpc.id, subnetIds=[subnet.id], ingress=[ALL], egress=[ALL])
    assert roads_out(aws, form, subnet) == [True]


def test_of_two_acls_that_claim_a_subnet_either_may_stand(aws: Cloud, form: str) -> None:
    vpc = aws.vpc("phi")
    subnet = public(aws, vpc)
    aws.add(ACL, "closed", "acl", vpcId=vpc.id, subnetIds=[subnet.id])
    aws.add(ACL, "open", "acl", vpcId=vpc.id, subnetIds=[subnet.id], ingress=[ALL], egress=[ALL])
    assert roads_out(aws, form, subnet) == [False]


def test_an_emptied_default_acl_closes_a_subnet_that_has_no_other(aws: Cloud, form: str) -> None:
    vpc = aws.vpc("phi")
    subnet = public(aws, vpc)
    aws.add(DEFAULT_ACL, "emptied", "acl", defaultNetworkAclId=vpc.out("defaultNetworkAclId"))
    assert roads_out(aws, form, subnet) == []
