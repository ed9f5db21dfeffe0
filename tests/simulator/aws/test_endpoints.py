"""VPC endpoints, and endpoint services with their acceptance."""

import json
import re

import pytest

from simulator.rules.aws import kinds, sharing
from simulator.rules.aws.endpoints import FULL_ACCESS
from tests.simulator.aws.account import Account, Made, document

ACCEPTER = "aws:ec2/vpcEndpointConnectionAccepter:VpcEndpointConnectionAccepter"
KMS = "com.amazonaws.eu-west-1.kms"
S3 = "com.amazonaws.eu-west-1.s3"


@pytest.fixture
def vpc(aws: Account) -> Made:
    """A network in which names can be private."""
    return aws.vpc(enableDnsHostnames=True)


def interface(vpc: Made, *subnets: Made, service: str = KMS, **inputs: object) -> dict[str, object]:
    return {
        "vpcId": vpc.id,
        "vpcEndpointType": "Interface",
        "serviceName": service,
        "subnetIds": [one.id for one in subnets],
        **inputs,
    }


def offer(aws: Account, vpc: Made, *principals: str, **inputs: object) -> Made:
    balancer = aws.balancer(aws.subnet(vpc, "10.0.9.0/24"))
    return aws.make(
        kinds.ENDPOINT_SERVICE,
        acceptanceRequired=True,
        networkLoadBalancerArns=[balancer["arn"]],
        allowedPrincipals=[f"arn:aws:iam::{one}:root" for one in principals],
        **inputs,
    )


def test_an_endpoint_without_a_policy_gets_the_one_that_allows_everything(aws: Account, vpc: Made) -> None:
    gateway = aws.make(kinds.VPC_ENDPOINT, vpcId=vpc.id, serviceName=S3)
    assert json.loads(gateway["policy"]) == FULL_ACCESS
    assert "policy" not in gateway.inputs
    assert json.loads(aws.make(kinds.VPC_ENDPOINT, **interface(vpc))["policy"]) == FULL_ACCESS
    assert json.loads(aws.make("aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy", vpcEndpointId=gateway.id)["policy"]) == FULL_ACCESS


def test_what_the_cloud_fills_in_is_unknown_in_a_preview(aws: Account, vpc: Made) -> None:
    planned = aws.plan(kinds.VPC_ENDPOINT, vpcId=vpc.id, serviceName=S3)
    for name in ("policy", "subnetIds", "routeTableIds", "securityGroupIds", "dnsEntries", "prefixListId"):
        assert repr(planned[name]) == "<unknown>", name
    assert planned["vpcEndpointType"] == "Gateway"


def test_a_gateway_endpoint_shows_its_prefix_list(aws: Account, vpc: Made) -> None:
    assert aws.make(kinds.VPC_ENDPOINT, vpcId=vpc.id, serviceName=S3)["prefixListId"] == "pl-6da54004"


def test_an_interface_endpoint_shows_its_names_interfaces_and_group(aws: Account, vpc: Made) -> None:
    subnets = [aws.subnet(vpc, f"10.0.{i}.0/24", zone) for i, zone in enumerate("ab")]
    made = aws.make(kinds.VPC_ENDPOINT, **interface(vpc, *subnets, privateDnsEnabled=True))
    names = [one["dnsName"] for one in made["dnsEntries"]]
    assert re.fullmatch(rf"{made.id}-[0-9a-f]{{8}}\.kms\.eu-west-1\.vpce\.amazonaws\.com", names[0])
    assert "-eu-west-1a.kms." in names[1]
    assert names[-1] == "kms.eu-west-1.amazonaws.com"
    assert len(made["networkInterfaceIds"]) == 2
    assert made["securityGroupIds"] == [vpc["defaultSecurityGroupId"]]


@pytest.mark.parametrize(
    ("inputs", "places"),
    [
        ({"serviceName": S3, "subnetIds": ["subnet-1"]}, ["subnetIds"]),
        ({"serviceName": KMS}, ["vpcEndpointType"]),
        ({"serviceName": KMS, "vpcEndpointType": "Interface", "routeTableIds": ["rtb-1"]}, ["routeTableIds"]),
        ({"vpcEndpointType": "Resource", "serviceName": KMS}, ["resourceConfigurationArn"]),
        ({"vpcEndpointType": "Resource", "resourceConfigurationArn": "arn:x", "policy": document({})}, ["policy"]),
        ({"vpcEndpointType": "GatewayLoadBalancer", "serviceName": KMS, "securityGroupIds": ["sg-1"]}, ["securityGroupIds"]),
        ({"vpcEndpointType": "Interface", "serviceName": "1"}, ["serviceName"]),
        ({"vpcEndpointType": "Interface", "serviceName": KMS, "policy": "no JSON"}, ["policy"]),
        ({"vpcEndpointType": "Somehow", "serviceName": KMS}, ["vpcEndpointType"]),
    ],
)
def test_an_endpoint_has_what_its_kind_takes(aws: Account, inputs: dict[str, object], places: list[str]) -> None:
    faults = {fault.split(":")[0] for fault in aws.faults(kinds.VPC_ENDPOINT, vpcId="vpc-1", **inputs)}
    assert set(places) <= faults


def test_an_endpoint_stands_in_its_network_once_a_zone(aws: Account, vpc: Made) -> None:
    elsewhere = aws.vpc("10.1.0.0/16")
    foreign = aws.subnet(elsewhere, "10.1.0.0/24")
    aws.refuses("InvalidParameter", kinds.VPC_ENDPOINT, **interface(vpc, foreign))
    aws.refuses("InvalidParameter", kinds.VPC_ENDPOINT, **interface(vpc, securityGroupIds=[aws.group(elsewhere).id]))
    table = aws.table(elsewhere)
    aws.refuses("InvalidRouteTableId.NotFound", kinds.VPC_ENDPOINT, vpcId=vpc.id, serviceName=S3, routeTableIds=[table.id])
    pair = [aws.subnet(vpc, "10.0.1.0/24"), aws.subnet(vpc, "10.0.2.0/24")]
    aws.refuses("DuplicateSubnetsInSameZone", kinds.VPC_ENDPOINT, **interface(vpc, *pair))


def test_private_names_need_the_networks_dns_and_are_given_once(aws: Account, vpc: Made) -> None:
    aws.refuses("InvalidParameter", kinds.VPC_ENDPOINT, match="enableDnsHostnames", **interface(aws.vpc(), privateDnsEnabled=True))
    aws.make(kinds.VPC_ENDPOINT, **interface(vpc, privateDnsEnabled=True))
    aws.refuses("InvalidParameter", kinds.VPC_ENDPOINT, match="conflicting DNS domain", **interface(vpc, privateDnsEnabled=True))


def test_a_table_has_one_gateway_endpoint_of_a_service(aws: Account, vpc: Made) -> None:
    table = aws.table(vpc)
    aws.make(kinds.VPC_ENDPOINT, vpcId=vpc.id, serviceName=S3, routeTableIds=[table.id])
    aws.refuses("RouteAlreadyExists", kinds.VPC_ENDPOINT, vpcId=vpc.id, serviceName=S3, routeTableIds=[table.id])


def test_a_service_is_of_the_region(aws: Account, vpc: Made) -> None:
    aws.refuses("InvalidServiceName", kinds.VPC_ENDPOINT, **interface(vpc, service="com.amazonaws.us-east-1.kms"))


def test_a_service_has_names_of_its_own_and_the_zones_of_its_balancers(aws: Account, vpc: Made) -> None:
    service = offer(aws, vpc)
    assert service["serviceName"] == f"com.amazonaws.vpce.eu-west-1.{service.id}"
    assert service["baseEndpointDnsNames"] == [f"{service.id}.eu-west-1.vpce.amazonaws.com"]
    assert service["availabilityZones"] == ["eu-west-1a"]


def test_a_service_stands_behind_balancers_of_one_kind(aws: Account, vpc: Made) -> None:
    assert len(aws.faults(kinds.ENDPOINT_SERVICE, acceptanceRequired=True)) == 1
    gateway = aws.make(kinds.LOAD_BALANCER, loadBalancerType="gateway", subnets=[aws.subnet(vpc).id])
    aws.refuses("InvalidParameter", kinds.ENDPOINT_SERVICE, acceptanceRequired=True, networkLoadBalancerArns=[gateway["arn"]])


def test_only_named_accounts_find_the_service_and_each_waits_for_consent(aws: Account, other: Account, vpc: Made) -> None:
    service = offer(aws, vpc, "444455556666")
    away = other.vpc("10.1.0.0/16")
    hidden = offer(aws, aws.vpc())
    other.refuses("InvalidServiceName", kinds.VPC_ENDPOINT, **interface(away, service=hidden["serviceName"]))
    there, wrong = (other.subnet(away, f"10.1.{i}.0/24", zone) for i, zone in enumerate("ab"))
    other.refuses("InvalidParameter", kinds.VPC_ENDPOINT, **interface(away, wrong, service=service["serviceName"]))
    endpoint = other.make(kinds.VPC_ENDPOINT, **interface(away, there, service=service["serviceName"]))
    assert endpoint["state"] == "pendingAcceptance"
    assert re.fullmatch(rf"{endpoint.id}-\w+\.{service.id}\.eu-west-1\.vpce\.amazonaws\.com", endpoint["dnsEntries"][0]["dnsName"])
    aws.refuses("InvalidVpcEndpointId.NotFound", ACCEPTER, vpcEndpointServiceId=hidden.id, vpcEndpointId=endpoint.id)
    accepted = aws.make(ACCEPTER, vpcEndpointServiceId=service.id, vpcEndpointId=endpoint.id)
    assert other.read(endpoint)[0]["state"] == "available"
    aws.refuses_delete("ExistingVpcEndpointConnections", service, endpoint.id)
    aws.delete(accepted)
    assert other.read(endpoint)[0]["state"] == "pendingAcceptance"


def test_an_endpoint_of_the_same_account_may_accept_itself(aws: Account, vpc: Made) -> None:
    service = offer(aws, vpc)
    subnet = aws.subnet(vpc)
    assert aws.make(kinds.VPC_ENDPOINT, **interface(vpc, subnet, service=service["serviceName"], autoAccept=True))["state"] == "available"


def test_a_resource_endpoint_needs_a_share_and_another_network_than_the_gateway(aws: Account, other: Account, vpc: Made) -> None:
    subnet = aws.subnet(vpc)
    gateway = aws.make(sharing.GATEWAY, name="clinic-gateway", vpcId=vpc.id, subnetIds=[subnet.id])
    configuration = aws.make(
        kinds.RESOURCE_CONFIGURATION,
        name="clinic-db",
        resourceGatewayIdentifier=gateway.id,
        portRanges=["5432"],
        resourceConfigurationDefinition={"ipResource": {"ipAddress": "10.0.0.9"}},
    )
    asked = {"vpcEndpointType": "Resource", "resourceConfigurationArn": configuration["arn"]}
    aws.refuses("InvalidParameter", kinds.VPC_ENDPOINT, match="network of the resource gateway", vpcId=vpc.id, **asked)
    away = other.vpc("10.1.0.0/16")
    other.refuses("InvalidResourceConfigurationArn.NotFound", kinds.VPC_ENDPOINT, match="not shared", vpcId=away.id, **asked)
    share = aws.make(sharing.SHARE, name="clinic")
    aws.make(sharing.SHARED, resourceShareArn=share["arn"], resourceArn=configuration["arn"])
    aws.make(sharing.PRINCIPAL, resourceShareArn=share["arn"], principal="444455556666")
    endpoint = other.make(kinds.VPC_ENDPOINT, vpcId=away.id, **asked)
    assert endpoint["policy"] == ""
    aws.refuses_delete("ConflictException", configuration, endpoint.id)


@pytest.mark.parametrize("change", [{"serviceName": S3}, {"vpcId": "vpc-2"}, {"vpcEndpointType": "Gateway"}])
def test_an_endpoint_of_another_service_is_another_one(aws: Account, vpc: Made, change: dict[str, str]) -> None:
    made = aws.make(kinds.VPC_ENDPOINT, **interface(vpc))
    assert aws.replaced_by(made, **change) == sorted(change)
    assert aws.replaced_by(made, policy=document({}), privateDnsEnabled=True) == []


def test_a_policy_in_another_layout_is_no_change(aws: Account, vpc: Made) -> None:
    loose = json.dumps(FULL_ACCESS, indent=2)
    made = aws.make(kinds.VPC_ENDPOINT, vpcId=vpc.id, serviceName=S3, policy=loose)
    assert made["policy"] == json.dumps(FULL_ACCESS, separators=(",", ":"), sort_keys=True)
    assert aws.cloud.diff(made.urn, made.inputs, {**made.inputs, "policy": json.dumps(FULL_ACCESS)}).changes == ()
