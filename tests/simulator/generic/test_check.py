"""Check against the SDK's classes. The types used have no rules of their own, or rules that don't touch these properties."""

import pytest

from simulator.cloud import Cloud
from simulator.schema import type_schema
from simulator.shape import shape_faults
from simulator.values import UNKNOWN, Blob

GROUP = "aws:ec2/securityGroup:SecurityGroup"


def faults(type_: str, inputs: dict[str, object]) -> set[tuple[str, str]]:
    return set(shape_faults(type_schema(type_), inputs))


def test_sound_inputs_have_no_faults() -> None:
    rule = {"protocol": "tcp", "fromPort": 443, "toPort": 443, "cidrBlocks": ["10.0.0.0/16"], "self": False}
    assert faults(GROUP, {"vpcId": "vpc-1", "ingress": [rule], "tags": {"a": "b"}}) == set()


def test_an_unknown_property_is_refused_with_the_nearest_name() -> None:
    assert faults(GROUP, {"descripton": "x"}) == {("descripton", "no such property; did you mean 'description'?")}


def test_every_fault_is_reported_at_its_depth() -> None:
    rule = {"protocol": 6, "fromPort": "443", "cidrBlocks": ["10.0.0.0/16", 7], "cidrBlock": []}
    assert {path for path, _ in faults(GROUP, {"ingress": [rule], "name": True})} == {
        "ingress[0].protocol",
        "ingress[0].fromPort",
        "ingress[0].toPort",
        "ingress[0].cidrBlocks[1]",
        "ingress[0].cidrBlock",
        "name",
    }


def test_a_missing_required_property_is_refused() -> None:
    assert faults("aws:ec2/subnet:Subnet", {"cidrBlock": "10.0.0.0/24"}) == {("vpcId", "is required")}


@pytest.mark.parametrize(
    ("given", "said"),
    [(1, "must be a string, not 1"), (True, "must be a string, not true"), (["a"], "must be a string, not a list"), ({}, "not an object")],
)
def test_a_value_of_the_wrong_type_is_refused(given: object, said: str) -> None:
    assert [reason for _, reason in faults("aws:ec2/vpc:Vpc", {"cidrBlock": given}) if said in reason]


def test_a_fraction_is_no_whole_number_and_a_boolean_no_number() -> None:
    for given in (1.5, True, "1"):
        assert faults("aws:ec2/vpc:Vpc", {"ipv4NetmaskLength": given})
    assert not faults("aws:ec2/vpc:Vpc", {"ipv4NetmaskLength": 16})


def test_a_value_outside_an_enum_is_refused_and_says_what_is_allowed() -> None:
    [(path, reason)] = faults("aws:alb/loadBalancer:LoadBalancer", {"loadBalancerType": "netwrok"})
    assert path == "loadBalancerType"
    assert reason == "'netwrok' is not allowed; allowed: application, network"


def test_values_that_the_sdk_only_suggests_do_not_refuse_others() -> None:
    """`Union[str, InstanceType]`: new instance types come faster than SDKs."""
    assert faults("aws:ec2/instance:Instance", {"instanceType": "x99.large"}) == set()
    assert faults("aws:ec2/instance:Instance", {"instanceType": 3})


def test_unknown_values_pass_at_every_depth() -> None:
    assert faults(GROUP, {"vpcId": UNKNOWN, "ingress": [{"protocol": UNKNOWN, "fromPort": 1, "toPort": 1, "cidrBlocks": UNKNOWN}]}) == set()
    assert faults(GROUP, {"ingress": UNKNOWN, "tags": {"a": UNKNOWN}}) == set()


def test_an_asset_passes_where_one_is_wanted_and_only_there() -> None:
    asset = Blob("asset", {"text": "x"})
    assert faults("aws:s3/bucketObject:BucketObject", {"bucket": "b", "source": asset}) == set()
    assert {path for path, _ in faults("aws:s3/bucketObject:BucketObject", {"bucket": asset})} == {"bucket"}


def test_a_type_that_the_sdk_does_not_have_is_refused(cloud: Cloud) -> None:
    _, found = cloud.check("urn:pulumi:dev::test::aws:ec2/vpcs:Vpcs::x", None, {})
    assert "has no resource type aws:ec2/vpcs:Vpcs" in found[0][1]


def test_the_sdk_names_its_secret_outputs() -> None:
    assert "masterPassword" in type_schema("aws:rds/cluster:Cluster").secrets


def test_classes_that_contain_themselves_are_read() -> None:
    schema = type_schema("aws:wafv2/webAcl:WebAcl")
    assert len(schema.objects) > 100
    assert schema.inputs["defaultAction"].required
