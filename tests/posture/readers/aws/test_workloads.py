"""What stands in subnets, behind which groups, with or without a public address."""

from typing import Any

import pytest

from posture.graph.facts import EdgeFact, ListenerFact, Unreadable, WorkloadFact
from tests.posture.readers.aws.cloud import Cloud, Made

INSTANCE = "aws:ec2/instance:Instance"
LAMBDA = "aws:lambda/function:Function"
INTERFACE = "aws:ec2/networkInterface:NetworkInterface"


def fact(aws: Cloud, form: str, made: Made) -> WorkloadFact:
    (found,) = [found for found in aws.facts(form).of(WorkloadFact) if found.urn == made.urn]
    return found


def places(found: WorkloadFact) -> tuple[set[str], set[str]]:
    names = [{urn.rsplit("::", 1)[-1] for one in references for urn in one.targets} for references in (found.subnets, found.groups)]
    return names[0], names[1]


@pytest.mark.parametrize(
    ("subnet", "machine", "public"),
    [
        ({}, {}, False),
        ({"mapPublicIpOnLaunch": True}, {}, True),
        ({"mapPublicIpOnLaunch": True}, {"associatePublicIpAddress": False}, False),
        ({}, {"associatePublicIpAddress": True}, True),
    ],
)
def test_a_machine_is_public_by_its_own_word_else_by_its_subnets(
    aws: Cloud, form: str, subnet: dict[str, Any], machine: dict[str, Any], public: bool
) -> None:
    place = aws.subnet("a", aws.vpc("phi"), **subnet)
    assert fact(aws, form, aws.add(INSTANCE, "m", "i", subnetId=place.id, **machine)).public is public


def test_an_elastic_ip_makes_a_machine_public_however_it_is_tied(aws: Cloud, form: str) -> None:
    place = aws.subnet("a", aws.vpc("phi"))
    direct = aws.add(INSTANCE, "direct", "i", subnetId=place.id)
    aws.add("aws:ec2/eip:Eip", "one", "eipalloc", instance=direct.id)
    tied = aws.add(INSTANCE, "tied", "i", subnetId=place.id)
    address = aws.add("aws:ec2/eip:Eip", "two", "eipalloc")
    aws.add("aws:ec2/eipAssociation:EipAssociation", "as", "eipassoc", instanceId=tied.id, allocationId=address.id)
    interface = aws.add(INTERFACE, "eni", "eni", subnetId=place.id)
    by_interface = aws.add(INSTANCE, "by-interface", "i", networkInterfaces=[{"networkInterfaceId": interface.id, "deviceIndex": 0}])
    aws.add("aws:ec2/eip:Eip", "three", "eipalloc", networkInterface=interface.id)
    plain = aws.add(INSTANCE, "plain", "i", subnetId=place.id)
    assert [fact(aws, form, made).public for made in (direct, tied, by_interface, plain)] == [True, True, True, False]


def test_a_machine_without_groups_gets_the_default_one(aws: Cloud, form: str) -> None:
    made = aws.add(INSTANCE, "m", "i", subnetId=aws.subnet("a", aws.vpc("phi")).id)
    assert places(fact(aws, form, made)) == ({"a"}, {"phi#default-security-group"})


def test_a_group_attached_to_an_interface_counts(aws: Cloud, form: str) -> None:
    vpc = aws.vpc("phi")
    interface = aws.add(INTERFACE, "eni", "eni", subnetId=aws.subnet("a", vpc).id, securityGroups=[aws.group("own", vpc).id])
    token = "aws:ec2/networkInterfaceSecurityGroupAttachment:NetworkInterfaceSecurityGroupAttachment"
    aws.add(token, "more", "x", networkInterfaceId=interface.id, securityGroupId=aws.group("more", vpc).id)
    assert places(fact(aws, form, interface)) == ({"a"}, {"own", "more"})


def test_a_function_outside_every_vpc_reaches_the_internet(aws: Cloud, form: str) -> None:
    made = aws.add(LAMBDA, "f", "f")
    assert fact(aws, form, made).subnets == ()
    assert [(edge.source.targets, edge.target.literal) for edge in aws.facts(form).of(EdgeFact)] == [((made.urn,), "internet")]


def test_a_function_in_a_vpc_stands_in_its_subnets(aws: Cloud, form: str) -> None:
    vpc = aws.vpc("phi")
    one, two = aws.subnet("a", vpc), aws.subnet("b", vpc, "10.0.2.0/24")
    made = aws.add(LAMBDA, "f", "f", vpcConfig={"subnetIds": [one.id, two.id], "securityGroupIds": [aws.group("g", vpc).id]})
    assert places(fact(aws, form, made)) == ({"a", "b"}, {"g"})
    assert not list(aws.facts(form).of(EdgeFact))


def test_an_aurora_member_stands_where_its_clusters_subnet_group_says(aws: Cloud, form: str) -> None:
    vpc = aws.vpc("phi")
    group = aws.add("aws:rds/subnetGroup:SubnetGroup", "group", "group", subnetIds=[aws.subnet("a", vpc).id], name="phi-db")
    guard = aws.group("guard", vpc)
    cluster = aws.add("aws:rds/cluster:Cluster", "cluster", "cluster", dbSubnetGroupName=group.out("name"), vpcSecurityGroupIds=[guard.id])
    member = aws.add("aws:rds/clusterInstance:ClusterInstance", "member", "x", clusterIdentifier=cluster.id)
    assert places(fact(aws, form, cluster)) == places(fact(aws, form, member)) == ({"a"}, {"guard"})


def test_a_database_without_subnet_group_is_said_to_be_unreadable(aws: Cloud, form: str) -> None:
    made = aws.add("aws:rds/instance:Instance", "db", "db")
    assert made.urn in {fact.about for fact in aws.facts(form).of(Unreadable)}


@pytest.mark.parametrize("module", ["lb", "alb", "elasticloadbalancingv2", "applicationloadbalancing"])
@pytest.mark.parametrize(("internal", "public"), [(True, False), (False, True), (None, True)])
def test_a_load_balancer_is_public_unless_internal(aws: Cloud, form: str, module: str, internal: bool | None, public: bool) -> None:
    subnet = aws.subnet("a", aws.vpc("phi"))
    flag: dict[str, Any] = {} if internal is None else {"internal": internal}
    made = aws.add(f"aws:{module}/loadBalancer:LoadBalancer", "lb", "lb", subnetMappings=[{"subnetId": subnet.id}], **flag)
    aws.add(f"aws:{module}/listener:Listener", "l", "l", loadBalancerArn=made.id, port=443, protocol="TCP")
    found = fact(aws, form, made)
    assert (places(found), found.public) == (({"a"}, set()), public)
    assert [(listened.workload.targets, listened.port) for listened in aws.facts(form).of(ListenerFact)] == [((made.urn,), 443)]


def test_a_group_of_machines_is_placed_by_itself_and_guarded_by_its_template(aws: Cloud, form: str) -> None:
    vpc = aws.vpc("phi")
    interfaces = [{"associatePublicIpAddress": "true", "securityGroups": [aws.group("g", vpc).id]}]
    template = aws.add("aws:ec2/launchTemplate:LaunchTemplate", "t", "lt", networkInterfaces=interfaces)
    made = aws.add(
        "aws:autoscaling/group:Group", "asg", "asg", vpcZoneIdentifiers=[aws.subnet("a", vpc).id], launchTemplate={"id": template.id}
    )
    found = fact(aws, form, made)
    assert (places(found), found.public) == (({"a"}, {"g"}), True)


@pytest.mark.parametrize(
    ("token", "inputs", "edges"),
    [
        ("aws:sagemaker/notebookInstance:NotebookInstance", {}, 1),
        ("aws:sagemaker/notebookInstance:NotebookInstance", {"directInternetAccess": "Disabled"}, 0),
        ("aws:sagemaker/domain:Domain", {}, 1),
        ("aws:sagemaker/domain:Domain", {"appNetworkAccessType": "VpcOnly"}, 0),
    ],
)
def test_sagemaker_has_the_internet_beside_its_subnets_unless_told_otherwise(
    aws: Cloud, form: str, token: str, inputs: dict[str, Any], edges: int
) -> None:
    subnet = aws.subnet("a", aws.vpc("phi"))
    aws.add(token, "s", "s", **inputs, **({"subnetId": subnet.id} if "notebook" in token else {"subnetIds": [subnet.id]}))
    assert len(list(aws.facts(form).of(EdgeFact))) == edges


def test_an_address_of_a_nat_gateway_says_nothing_about_machines(aws: Cloud, form: str) -> None:
    vpc = aws.vpc("egress")
    address = aws.add("aws:ec2/eip:Eip", "one", "eipalloc", {"networkInterface": "eni-of-the-nat-gateway", "instance": ""})
    aws.nat("nat", aws.public_subnet("public", vpc), allocationId=address.id)
    assert not list(aws.facts(form).of(Unreadable))


def test_an_address_for_an_instance_out_of_sight_is_said_to_be_unreadable(aws: Cloud, form: str) -> None:
    made = aws.add("aws:ec2/eip:Eip", "one", "eipalloc", instance="i-0a1b2c3d")
    assert [fact.about for fact in aws.facts(form).of(Unreadable)] == [made.urn]


def test_a_machine_whose_public_address_is_unknown_may_have_one(aws: Cloud) -> None:
    subnet = aws.subnet("a", aws.vpc("phi"))
    source = aws.add("random:index/randomShuffle:RandomShuffle", "random", outputs={"result": True})
    made = aws.add(INSTANCE, "m", "i", subnetId=subnet.id, associatePublicIpAddress=source.out("result"))
    assert fact(aws, "preview", made).public is True


@pytest.mark.parametrize(
    ("token", "inputs"), [("aws:ec2/instance:Instance", {"ami": "ami-1"}), ("aws:rds/instance:Instance", {"publiclyAccessible": True})]
)
def test_what_names_no_subnet_stands_in_the_default_vpc_which_has_an_internet_gateway(
    aws: Cloud, form: str, token: str, inputs: dict[str, Any]
) -> None:
    made = aws.add(token, "lost", "lost", **inputs)
    assert fact(aws, form, made).subnets == ()
    assert [(edge.source.targets, edge.target.literal) for edge in aws.facts(form).of(EdgeFact)] == [((made.urn,), "internet")]
