"""What the id of an adopted resource says by itself: some are imported by the two things that they tie together.

A preview's JSON tells nothing else of a resource that is only read. Sources: Pulumi Registry, "Import" of aws.ec2.RouteTableAssociation
(`<subnet or gateway>/<route table>`), aws.ec2transitgateway.RouteTableAssociation and RouteTablePropagation (`<table>_<attachment>`).
"""

import re
from collections.abc import Mapping
from typing import Final

_TIES: Final = {
    "aws:ec2/routeTableAssociation:RouteTableAssociation": (
        re.compile(r"(?P<subnetId>subnet-[0-9a-f]+)/(?P<routeTableId>rtb-[0-9a-f]+)"),
        re.compile(r"(?P<gatewayId>[iv]gw-[0-9a-f]+)/(?P<routeTableId>rtb-[0-9a-f]+)"),
    ),
    **dict.fromkeys(
        (
            "aws:ec2transitgateway/routeTableAssociation:RouteTableAssociation",
            "aws:ec2transitgateway/routeTablePropagation:RouteTablePropagation",
        ),
        (re.compile(r"(?P<transitGatewayRouteTableId>tgw-rtb-[0-9a-f]+)_(?P<transitGatewayAttachmentId>tgw-attach-[0-9a-f]+)"),),
    ),
}


def told_by_id(token: str, identifier: object) -> Mapping[str, str]:
    """Properties that the id tells: all that matter of a resource that only ties two others. Empty for any other."""
    if isinstance(identifier, str):
        for form in _TIES.get(token, ()):
            if found := form.fullmatch(identifier):
                return found.groupdict()
    return {}
