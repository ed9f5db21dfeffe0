"""Hosts, functions, services, endpoints and load balancers of zones name their security groups."""

from collections.abc import Iterator
from typing import Final

from posture.readers.aws.tokens import LOAD_BALANCER, RESOURCE_GATEWAY, VPC_ENDPOINT
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import zone_in_use
from posture.rules.parts import given

_INSTANCE: Final = ("aws:ec2/instance:Instance",)
_TEMPLATE: Final = ("aws:ec2/launchTemplate:LaunchTemplate",)
_FUNCTION: Final = ("aws:lambda/function:Function",)
_SERVICE: Final = ("aws:ecs/service:Service",)
_NOTEBOOK: Final = ("aws:sagemaker/notebookInstance:NotebookInstance",)
_PROPS: Final = {
    **dict.fromkeys(VPC_ENDPOINT, ("securityGroupIds",)),
    **dict.fromkeys(LOAD_BALANCER, ("securityGroups",)),
    **dict.fromkeys(RESOURCE_GATEWAY, ("securityGroupIds",)),
    **dict.fromkeys(_INSTANCE, ("vpcSecurityGroupIds", "networkInterfaces", "primaryNetworkInterface", "launchTemplate")),
    **dict.fromkeys(_TEMPLATE, ("vpcSecurityGroupIds", "networkInterfaces")),
    **dict.fromkeys(_FUNCTION, ("vpcConfig.securityGroupIds",)),
    **dict.fromkeys(_SERVICE, ("networkConfiguration.securityGroups",)),
    **dict.fromkeys(_NOTEBOOK, ("securityGroups",)),
}
"""The one that is asked for first, and others in whose place it may be."""
_BESIDE: Final = ("aws:ec2/securityGroupAssociation:SecurityGroupAssociation",)
"""Puts an endpoint behind a group in the place of the default one, if it says so (Pulumi Registry, aws.ec2.SecurityGroupAssociation)."""
_WITHOUT: Final = ("network", "gateway")
"""Load balancers that may stand without groups: a network load balancer's targets then see the clients' own addresses."""


@rule(*_PROPS)
def check(look: Look) -> Iterator[Fault]:
    """What names none gets the network's default group."""
    if zone_in_use(look) is None or not _needs(look):
        return
    props = _PROPS[look.resource.type]
    if look.resource.type in VPC_ENDPOINT and any(
        one.flag("replaceDefaultAssociation") is True for one in look.companions(_BESIDE, "vpcEndpointId")
    ):
        return
    if all(given(look, prop) in (None, "", []) for prop in props):
        yield Fault("names no security group: it gets the network's default one", props[0])


def _needs(look: Look) -> bool:
    kind = look.resource.type
    if kind in VPC_ENDPOINT:
        return look.text("vpcEndpointType") in ("Interface", "Resource", "ServiceNetwork")
    if kind in LOAD_BALANCER:
        return look.text("loadBalancerType") not in _WITHOUT and look.text("type") not in _WITHOUT
    if kind in _FUNCTION:
        return bool(look.value("vpcConfig"))
    return kind not in _SERVICE or look.value("networkConfiguration") is not None
