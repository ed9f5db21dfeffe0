"""Hosts, functions, services, servers of files, search domains, endpoints and load balancers of zones name their security groups.

Source, of search domains: Amazon OpenSearch Service API Reference, VPCOptions (`SecurityGroupIds`: else the default group of the VPC).
"""

from collections.abc import Iterator
from typing import Final

from posture.readers.aws.lattice import VPC_ASSOCIATION
from posture.readers.aws.tokens import LOAD_BALANCER, RESOURCE_GATEWAY, VPC_ENDPOINT
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import handles, zone_in_use
from posture.rules.parts import given
from posture.rules.words import must_be_true

_INSTANCE: Final = ("aws:ec2/instance:Instance", "aws-native:ec2:Instance")
_TEMPLATE: Final = ("aws:ec2/launchTemplate:LaunchTemplate",)
_FUNCTION: Final = ("aws:lambda/function:Function", "aws-native:lambda:Function")
_SERVICE: Final = ("aws:ecs/service:Service",)
_NOTEBOOK: Final = ("aws:sagemaker/notebookInstance:NotebookInstance",)
_ENTRY: Final = ("aws:verifiedaccess/endpoint:Endpoint",)
_INTERFACE: Final = ("aws:ec2/networkInterface:NetworkInterface",)
_SERVER: Final = ("aws:transfer/server:Server",)
_SEARCH: Final = ("aws:opensearch/domain:Domain", "aws:elasticsearch/domain:Domain", "aws-native:opensearchservice:Domain")
_PROPS: Final = {
    **dict.fromkeys(VPC_ENDPOINT, ("securityGroupIds",)),
    **dict.fromkeys(LOAD_BALANCER, ("securityGroups",)),
    **dict.fromkeys(RESOURCE_GATEWAY, ("securityGroupIds",)),
    **dict.fromkeys(_INSTANCE, ("vpcSecurityGroupIds", "networkInterfaces", "primaryNetworkInterface", "launchTemplate")),
    "aws-native:ec2:Instance": ("securityGroupIds", "networkInterfaces", "securityGroups", "launchTemplate"),
    "aws-native:ec2:LaunchTemplate": tuple(
        f"launchTemplateData.{name}" for name in ("securityGroupIds", "networkInterfaces", "securityGroups")
    ),
    "aws-native:ec2:NetworkInterface": ("groupSet",),
    **dict.fromkeys(_TEMPLATE, ("vpcSecurityGroupIds", "networkInterfaces")),
    **dict.fromkeys(_FUNCTION, ("vpcConfig.securityGroupIds",)),
    **dict.fromkeys(_SERVICE, ("networkConfiguration.securityGroups",)),
    **dict.fromkeys(_NOTEBOOK, ("securityGroups",)),
    **dict.fromkeys(VPC_ASSOCIATION, ("securityGroupIds",)),
    **dict.fromkeys(_INTERFACE, ("securityGroups",)),
    **dict.fromkeys(_ENTRY, ("securityGroupIds",)),
    **dict.fromkeys(_SERVER, ("endpointDetails.securityGroupIds",)),
    **dict.fromkeys(_SEARCH, ("vpcOptions.securityGroupIds",)),
}
"""The one that is asked for first, and others in whose place it may be."""
_BESIDE: Final = ("aws:ec2/securityGroupAssociation:SecurityGroupAssociation",)
"""Puts an endpoint behind a group in the place of the default one, if it says so (Pulumi Registry, aws.ec2.SecurityGroupAssociation)."""
_GROUPED: Final = (
    (("aws:eks/nodeGroup:NodeGroup",), "launchTemplate.id", ""),
    (("aws:eks/nodeGroup:NodeGroup",), "launchTemplate.name", ""),
    (
        ("aws:batch/computeEnvironment:ComputeEnvironment",),
        "computeResources.launchTemplate.launchTemplateId",
        "computeResources.securityGroupIds",
    ),
    (
        ("aws:batch/computeEnvironment:ComputeEnvironment",),
        "computeResources.launchTemplate.launchTemplateName",
        "computeResources.securityGroupIds",
    ),
)
"""What launches by a template without groups and brings its own: by which property, and where they are named ("": the cluster's own group).

Source: Amazon EKS User Guide, "Customize managed nodes with launch templates" (without groups in the template, the cluster security group);
AWS Batch User Guide, "Use Amazon EC2 launch templates with AWS Batch" (the compute environment's groups are used).
"""
_WITHOUT: Final = ("network", "gateway")
"""Load balancers that may stand without groups: a network load balancer's targets then see the clients' own addresses."""


@rule(*_PROPS, *_BESIDE)
def check(look: Look) -> Iterator[Fault]:
    """What names none gets the network's default group."""
    if look.resource.type in _BESIDE:
        yield from _beside_the_default(look)
        return
    if not _in_a_zone(look) or not _needs(look):
        return
    if look.resource.type in _INSTANCE and _is_nowhere(look):
        yield Fault("names no subnet: it lands in the account's default network", "subnetId")
        return
    props = _PROPS[look.resource.type]
    if look.resource.type in VPC_ENDPOINT and any(
        one.flag("replaceDefaultAssociation") is True for one in look.companions(_BESIDE, "vpcEndpointId")
    ):
        return
    if all(given(look, prop) in (None, "", []) for prop in props):
        if look.resource.type in VPC_ASSOCIATION:
            yield Fault("names no security group: whoever stands in the network may call what the service network offers", props[0])
        else:
            yield Fault("names no security group: it gets the network's default one", props[0])


def _beside_the_default(look: Look) -> Iterator[Fault]:
    """A group that is added to an endpoint which names none stands beside the default one, unless it takes its place."""
    bare = [one for one in look.targets("vpcEndpointId", VPC_ENDPOINT) if zone_in_use(one) is not None and _needs(one)]
    if any(given(one, "securityGroupIds") in (None, "", []) for one in bare):
        yield from must_be_true(look, "replaceDefaultAssociation", "leaves the network's default group in place beside it")


def _is_nowhere(look: Look) -> bool:
    """Amazon EC2 API Reference, RunInstances (SubnetId): else a subnet of the default VPC is chosen."""
    return all(
        given(look, prop) in (None, "", [], {}) for prop in ("subnetId", "networkInterfaces", "primaryNetworkInterface", "launchTemplate")
    )


def _in_a_zone(look: Look) -> bool:
    """A machine that names no place is in a zone by what it uses, such as the key of its disks.

    A VPC's association with a service network bears no tag: it is in the zone of its VPC.
    """
    if look.resource.type in _INSTANCE and _is_nowhere(look):
        return handles(look)
    return zone_in_use(look) is not None or (
        look.resource.type in VPC_ASSOCIATION and any(vpc.zone is not None for vpc in look.targets("vpcIdentifier"))
    )


def _needs(look: Look) -> bool:
    kind = look.resource.type
    if kind in VPC_ENDPOINT:
        return look.text("vpcEndpointType") in ("Interface", "Resource", "ServiceNetwork")
    if kind in LOAD_BALANCER:
        return look.text("loadBalancerType") not in _WITHOUT and look.text("type") not in _WITHOUT
    if kind in _SERVER:
        return look.text("endpointType") == "VPC"
    if kind in _FUNCTION:
        return bool(look.value("vpcConfig"))
    if kind in _SEARCH:
        return bool(look.value("vpcOptions"))
    if kind in _TEMPLATE:
        return not _grouped(look)
    return kind not in _SERVICE or look.value("networkConfiguration") is not None


def _grouped(template: Look) -> bool:
    """Whether whatever launches by the template brings groups, and something does."""
    said = [
        not groups or given(one, groups) not in (None, "", [])
        for tokens, prop, groups in _GROUPED
        for one in template.companions(tokens, prop)
    ]
    return bool(said) and all(said)
