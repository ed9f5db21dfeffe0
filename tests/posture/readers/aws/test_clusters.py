"""EKS: nodes behind the groups of their template, add-ons that send what they see, pods that act as roles."""

from typing import Any

import pytest

from posture.graph.facts import Unreadable, WorkloadFact
from tests.posture.readers.aws.cloud import Cloud, Made

NODES = "aws:eks/nodeGroup:NodeGroup"
TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
ADD_ON = "aws:eks/addon:Addon"
POD = "aws:eks/podIdentityAssociation:PodIdentityAssociation"


def fact(aws: Cloud, form: str, made: Made) -> WorkloadFact:
    (found,) = [found for found in aws.facts(form).of(WorkloadFact) if found.urn == made.urn]
    return found


def groups(found: WorkloadFact) -> set[str]:
    return {urn.rsplit("::", 1)[-1] for one in found.groups for urn in one.targets}


def unclear(aws: Cloud, form: str) -> set[str]:
    return {found.about.rsplit("::", 1)[-1] for found in aws.facts(form).of(Unreadable)}


def test_nodes_stand_behind_the_groups_of_their_template(aws: Cloud, form: str) -> None:
    vpc = aws.vpc("inference")
    place, group = aws.subnet("a", vpc), aws.add("aws:ec2/securityGroup:SecurityGroup", "nodes", "sg", vpcId=vpc.id)
    template = aws.add(TEMPLATE, "t", "lt", vpcSecurityGroupIds=[group.id])
    with_template = aws.add(NODES, "with", "n", subnetIds=[place.id], launchTemplate={"id": template.id, "version": "1"})
    without = aws.add(NODES, "without", "n", subnetIds=[place.id])
    assert groups(fact(aws, form, with_template)) == {"nodes"}
    assert groups(fact(aws, form, without)) == set()


def test_nodes_are_public_where_their_subnet_or_template_says_so(aws: Cloud, form: str) -> None:
    vpc = aws.vpc("inference")
    open_, closed = aws.subnet("a", vpc, mapPublicIpOnLaunch=True), aws.subnet("b", vpc, "10.0.2.0/24")
    template = aws.add(TEMPLATE, "t", "lt", networkInterfaces=[{"associatePublicIpAddress": True}])
    made = [
        aws.add(NODES, "in-open", "n", subnetIds=[open_.id]),
        aws.add(NODES, "in-closed", "n", subnetIds=[closed.id]),
        aws.add(NODES, "by-template", "n", subnetIds=[closed.id], launchTemplate={"id": template.id, "version": "1"}),
    ]
    assert [fact(aws, form, one).public for one in made] == [True, False, True]


@pytest.mark.parametrize(("name", "known"), [("vpc-cni", True), ("coredns", True), ("adot", False), ("datadog_operator", False)])
def test_an_add_on_that_sends_what_it_sees_is_not_passed_over(aws: Cloud, form: str, name: str, known: bool) -> None:
    aws.add(ADD_ON, "add-on", "a", clusterName="clinic", addonName=name)
    assert ("add-on" not in unclear(aws, form)) is known


def test_pods_that_act_as_a_role_of_nobody_knows_whom_are_said(aws: Cloud, form: str) -> None:
    role = aws.add("aws:iam/role:Role", "own", "r", outputs={"arn": "arn:aws:iam::111122223333:role/own"}, name="own")
    aws.add(POD, "of-the-stack", "p", clusterName="clinic", namespace="a", serviceAccount="b", roleArn=role.out("arn"))
    other: dict[str, Any] = {"clusterName": "clinic", "namespace": "a", "serviceAccount": "c", "roleArn": role.out("arn")}
    aws.add(POD, "goes-on", "p", **other, targetRoleArn="arn:aws:iam::999999999999:role/theirs")
    assert unclear(aws, form) & {"of-the-stack", "goes-on"} == {"goes-on"}
