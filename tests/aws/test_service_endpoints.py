"""`AwsServiceEndpoints` under mocks."""

import json
from typing import Any

import pytest

from ai_zones.aws import AwsServiceEndpoints, InvalidInputError
from tests.aws.networks import ZONES
from tests.aws.recording import ACCOUNT, REGION, Recording, record


def arguments(**changes: Any) -> Any:
    return {
        "zone": "phi",
        "region": REGION,
        "account_id": ACCOUNT,
        "vpc_id": "vpc-phi",
        "services": ["s3", "kms"],
        "subnet_ids": {zone: f"subnet-{zone}" for zone in ZONES},
        "security_group_id": "sg-endpoint",
        "route_table_ids": {"workload": "rtb-workload"},
        "resource_prefix": "clinic-prod-phi",
        **changes,
    }


def built(**changes: Any) -> Recording:
    return record(lambda: AwsServiceEndpoints("phi-services", arguments(**changes)).endpoint_ids)


def refused(**changes: Any) -> str:
    with pytest.raises(InvalidInputError) as error:
        built(**changes)
    return str(error.value)


def test_an_interface_endpoint_stands_in_every_availability_zone_with_private_names_and_a_policy() -> None:
    endpoint = built().one("ec2/vpcEndpoint:VpcEndpoint", "phi-services-kms").inputs
    assert json.loads(endpoint.pop("policy"))["Statement"][0]["Sid"] == "UseKeys"
    assert endpoint == {
        "vpcId": "vpc-phi",
        "serviceName": "com.amazonaws.eu-west-1.kms",
        "vpcEndpointType": "Interface",
        "subnetIds": [f"subnet-{zone}" for zone in ZONES],
        "securityGroupIds": ["sg-endpoint"],
        "privateDnsEnabled": True,
        "ipAddressType": "ipv4",
        "tags": {"ai-zone": "phi", "Name": "phi-services-kms"},
    }


def test_a_gateway_endpoint_is_a_route_and_has_no_addresses() -> None:
    endpoint = built().one("ec2/vpcEndpoint:VpcEndpoint", "phi-services-s3").inputs
    assert endpoint["routeTableIds"] == ["rtb-workload"]
    assert endpoint["vpcEndpointType"] == "Gateway"
    assert {"subnetIds", "securityGroupIds", "privateDnsEnabled"} & set(endpoint) == set()


def test_programs_reach_a_gateway_endpoint_by_its_prefix_list_alone() -> None:
    rules = built(client_security_group_ids={"workload": "sg-workload"}).of("vpc/securityGroupEgressRule:SecurityGroupEgressRule")
    assert [(rule.inputs["prefixListId"], rule.inputs["fromPort"], rule.inputs["securityGroupId"]) for rule in rules] == [
        ("pl-of-phi-services-s3", 443, "sg-workload")
    ]
    assert "cidrIpv4" not in rules[0].inputs


def test_every_child_has_the_component_as_parent_and_every_endpoint_is_listed() -> None:
    recording = built()
    children = [resource for resource in recording.resources if resource.type.startswith("aws:")]
    assert {child.parent for child in children} == {"phi-services"}
    assert recording.result == {"kms": "id-of-phi-services-kms", "s3": "id-of-phi-services-s3"}


def test_required_inputs_alone_give_an_s3_endpoint_that_lets_nothing_through() -> None:
    endpoint = built(services=["s3"]).one("ec2/vpcEndpoint:VpcEndpoint").inputs
    assert [statement["Effect"] for statement in json.loads(endpoint["policy"])["Statement"]] == ["Deny"]


def test_maps_of_ids_may_be_one_output() -> None:
    import pulumi

    def program() -> Any:
        return AwsServiceEndpoints("phi-services", arguments(subnet_ids=pulumi.Output.from_input({"b": "s-b", "a": "s-a"}))).endpoint_ids

    endpoint = record(program).one("ec2/vpcEndpoint:VpcEndpoint", "phi-services-kms")
    assert endpoint.inputs["subnetIds"] == ["s-a", "s-b"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"services": ["kms", "teleport"]},
            "services: given ['kms', 'teleport'], has no endpoint policy for teleport; known are autoscaling",
        ),
        ({"services": ["kms", "kms"]}, "must list each service once"),
        ({"subnet_ids": {"eu-west-1a": "subnet-a"}}, "at least two availability zones"),
        ({"services": ["s3"], "route_table_ids": None}, "route_table_ids: given none"),
        ({"services": ["kms"], "security_group_id": None}, "both are needed for interface endpoints (kms)"),
        ({"services": ["kms"], "stores": {"a": {"bucket_name": "bucket"}}}, "stores: given, but services lacks s3"),
        ({"foundation_models": ["m"]}, "services lacks bedrock-runtime"),
        ({"organization_id": "clinic"}, "must be an AWS organization id"),
        ({"zone": "lab"}, "zone: given 'lab', must be one of phi,"),
    ],
)
def test_what_cannot_be_built_is_refused_before_anything_is_registered(changes: dict[str, Any], said: str) -> None:
    assert said in refused(**changes)


def test_a_policy_over_the_limit_is_refused() -> None:
    stores = {f"store-{at}": {"bucket_name": f"bucket-{at:03}" + "x" * 50, "access_point_name": "p" * 50} for at in range(70)}
    assert "AWS allows 20480; list fewer stores" in refused(stores=stores)
