"""What decides is known before anything exists, and a preview registers all that an update does."""

from collections.abc import Iterator
from typing import Any

import pytest
from pulumi.runtime.rpc import UNKNOWN

from ai_zones.aws.egress_network import AwsEgressNetwork
from ai_zones.aws.zone_network import AwsZoneNetwork
from simulator.schema import type_schema
from simulator.shape import shape_faults
from tests.aws.networks import egress, phi
from tests.aws.recording import Recording, record

MAY_BE_UNKNOWN = {
    *("vpcId", "subnetId", "subnetIds", "routeTableId", "securityGroupId", "referencedSecurityGroupId", "dhcpOptionsId", "allocationId"),
    *("natGatewayId", "gatewayId", "vpcEndpointId", "defaultRouteTableId", "defaultNetworkAclId", "resourceId", "destinationArn"),
    *("firewallRuleGroupId", "firewallDomainListId", "resolverQueryLogConfigId", "logDestination", "iamRoleArn"),
    *("firewallPolicyArn", "firewallArn", "resourceArn"),
}
"""Properties that hold another resource's id or ARN."""


def zone_network() -> list[Any]:
    return [AwsZoneNetwork("acme-prod-phi", phi(allowed_domains=["kms.eu-west-1.amazonaws.com"])).urn]


def egress_network() -> list[Any]:
    return [AwsEgressNetwork("acme-prod-egress", egress(providers={"acme": ["api.acme.ai"]})).urn]


def widest_egress_network() -> list[Any]:
    args = egress(
        providers={"acme": ["api.acme.ai"]},
        tls_inspection_ca_arn="arn:aws:acm:eu-west-1:111122223333:certificate/ca",
        flow_log_archive_arn="arn:aws:s3:::acme-archive",
        allow_split_client_hello=True,
        service_ports=[8443],
    )
    return [AwsEgressNetwork("acme-prod-egress", args).urn]


PROGRAMS = pytest.mark.parametrize("program", [zone_network, egress_network])


def unknowns(value: Any, key: str) -> Iterator[str]:
    """Property that holds each unknown."""
    if isinstance(value, dict):
        for inner, held in value.items():
            yield from unknowns(held, inner)
    elif isinstance(value, list):
        for held in value:
            yield from unknowns(held, key)
    elif value == UNKNOWN or type(value).__name__ == "Unknown":
        yield key


def shapes(recording: Recording) -> set[tuple[str, str]]:
    return {(built.type, built.name) for built in recording.resources}


@PROGRAMS
def test_a_preview_registers_every_resource(program: Any) -> None:
    assert shapes(record(program, preview=True)) == shapes(record(program))


@PROGRAMS
def test_only_ids_of_other_resources_are_unknown_in_a_preview(program: Any) -> None:
    found = {key for built in record(program, preview=True).resources for key in unknowns(built.inputs, "")}
    assert "vpcId" in found
    assert found <= MAY_BE_UNKNOWN


@PROGRAMS
def test_what_is_known_in_a_preview_is_what_the_update_sends(program: Any) -> None:
    later = {built.name: built.inputs for built in record(program).resources}
    for built in record(program, preview=True).resources:
        for key, value in built.inputs.items():
            if not list(unknowns(value, key)):
                assert later[built.name][key] == value, f"{built.name}.{key}"


@pytest.mark.parametrize("program", [zone_network, egress_network, widest_egress_network])
def test_every_property_exists_in_the_installed_sdk_at_every_depth(program: Any) -> None:
    built = [each for each in record(program).resources if each.type.startswith("aws:")]
    faults = [(each.name, path, reason) for each in built for path, reason in shape_faults(type_schema(each.type), whole(each.inputs))]
    assert faults == []


def whole(value: Any) -> Any:
    """The mocks' wire turns whole numbers into floats."""
    if isinstance(value, dict):
        return {key: whole(held) for key, held in value.items()}
    if isinstance(value, list):
        return [whole(held) for held in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value
