"""A transit gateway joins nothing by default."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.doubt import any_pointing, if_concerned
from posture.rules.look import Look
from posture.rules.words import cannot_tell
from posture.values import is_unknown

GATEWAY: Final = ("aws:ec2transitgateway/transitGateway:TransitGateway", "aws-native:ec2:TransitGateway")
ATTACHMENT: Final = (
    "aws:ec2transitgateway/vpcAttachment:VpcAttachment",
    "aws-native:ec2:TransitGatewayAttachment",
    "aws-native:ec2:TransitGatewayVpcAttachment",
)
# Absent means enabled (Amazon VPC, AWS Transit Gateways: "Create a transit gateway").
_DEFAULTS: Final = {
    "defaultRouteTableAssociation": "enable",
    "defaultRouteTablePropagation": "enable",
    "autoAcceptSharedAttachments": "disable",
}
_SAID: Final = {
    "defaultRouteTableAssociation": "puts every attachment into its default route table",
    "defaultRouteTablePropagation": "tells every attachment's routes to all others",
    "autoAcceptSharedAttachments": "accepts attachments of other accounts without asking",
}


@rule(*GATEWAY)
def check(look: Look) -> Iterator[Fault]:
    """No default association, no default propagation, no automatic acceptance where a zone is attached."""
    attached = any_pointing(look, ATTACHMENT, "transitGatewayId", GATEWAY, wanted=lambda one: one.zone is not None)
    yield from if_concerned(attached, _joins(look))


def _joins(look: Look) -> Iterator[Fault]:
    for prop, default in _DEFAULTS.items():
        value = look.text(prop)
        if is_unknown(value):
            yield cannot_tell(prop, f"whether it {_SAID[prop]}")
        elif (value or default) == "enable":
            yield Fault(_SAID[prop], prop)
