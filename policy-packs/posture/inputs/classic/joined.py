"""Azure Classic's resources in Azure Native's words, and its associations folded into what they join.

In the classic provider a subnet's filter, table and NAT gateway are resources of their own; in Azure's API they are properties of the subnet.
Source: Pulumi Registry, `azure.network.SubnetRouteTableAssociation` and its kin.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from posture.inputs.arm_ids import arm_id
from posture.inputs.classic.networks import NETWORKS
from posture.inputs.classic.services import SERVICES
from posture.inputs.classic.shape import Classic, sources, translated
from posture.record import record
from posture.resource import Resource
from posture.stack import literal_key
from posture.values import is_unknown

SHAPES: Final[Mapping[str, Classic]] = {**NETWORKS, **SERVICES}


@record
class Association:
    """A resource that gives another one a property."""

    owner: str
    """Its property that names whom."""
    value: str
    """Its property with the id."""
    prop: str
    """The property of the owner that it becomes."""


ASSOCIATIONS: Final[Mapping[str, Association]] = {
    "azure:network/subnetNetworkSecurityGroupAssociation:SubnetNetworkSecurityGroupAssociation": Association(
        "subnetId", "networkSecurityGroupId", "networkSecurityGroup"
    ),
    "azure:network/subnetRouteTableAssociation:SubnetRouteTableAssociation": Association("subnetId", "routeTableId", "routeTable"),
    "azure:network/subnetNatGatewayAssociation:SubnetNatGatewayAssociation": Association("subnetId", "natGatewayId", "natGateway"),
    "azure:network/networkInterfaceSecurityGroupAssociation:NetworkInterfaceSecurityGroupAssociation": Association(
        "networkInterfaceId", "networkSecurityGroupId", "networkSecurityGroup"
    ),
    "azure:network/natGatewayPublicIpAssociation:NatGatewayPublicIpAssociation": Association(
        "natGatewayId", "publicIpAddressId", "publicIpAddresses"
    ),
}
PACKAGE: Final = "azure:"


def in_native_words(resources: Sequence[Resource]) -> tuple[Resource, ...]:
    """Every classic resource whose shape is known as an Azure Native one; the rest as they are."""
    if not any(resource.type.startswith(PACKAGE) for resource in resources):
        return tuple(resources)
    made = {resource.urn: _native(resource) for resource in resources}
    by_id = {literal_key(one.id): one.urn for one in made.values() if isinstance(one.id, str)}
    by_id |= {literal_key(one.arm_id): one.urn for one in made.values() if one.arm_id}
    for resource in resources:
        association = ASSOCIATIONS.get(resource.type)
        if association is not None:
            _fold(resource, association, made, by_id)
    return tuple(made.values())


def _native(resource: Resource) -> Resource:
    shape = SHAPES.get(resource.type)
    if shape is None:
        return resource
    props = translated(shape, resource.props)
    came_from = sources(shape)
    ties = resource.property_dependencies
    return replace(
        resource,
        type=shape.token,
        props=props,
        property_dependencies={
            new: frozenset().union(*(ties.get(old, frozenset()) for old in sorted(olds)))
            for new, olds in came_from.items()
            if any(old in ties for old in olds)
        },
        declared=frozenset(props) if resource.declared is not None else None,
        arm_id=arm_id(shape.token, props, resource.provider.account if resource.provider else None),
    )


def _fold(resource: Resource, association: Association, made: dict[str, Resource], by_id: Mapping[str, str]) -> None:
    named = resource.props.get(association.owner)
    ties = resource.property_dependencies
    owners = [by_id[literal_key(named)]] if isinstance(named, str) and literal_key(named) in by_id else []
    if not owners and (named is None or is_unknown(named)):
        owners = sorted(urn for urn in ties.get(association.owner, ()) if urn in made)
    for urn in owners[:1] if len(owners) == 1 else ():
        owner = made[urn]
        value: Any = {"id": resource.props.get(association.value)}
        if association.prop.endswith("es"):
            value = [*owner.props.get(association.prop, []), value]
        tied = {**owner.property_dependencies, association.prop: ties.get(association.value, frozenset())}
        made[urn] = replace(
            owner,
            props={**owner.props, association.prop: value},
            property_dependencies=tied,
            declared=owner.declared | {association.prop} if owner.declared is not None else None,
        )
