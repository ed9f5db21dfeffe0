"""Cloud WAN: global networks, core networks with their policy, and attachments.

Sources: AWS Cloud WAN User Guide, "Core networks", "Attachments in AWS Cloud WAN"; AWS Network Manager API Reference, CreateGlobalNetwork,
CreateCoreNetwork, PutCoreNetworkPolicy, CreateVpcAttachment, AcceptAttachment; Pulumi Registry, aws.networkmanager.*.
"""

import json
from collections.abc import Iterator

from simulator.rules import Action, Allowed, Fault, Properties, Rules, ref
from simulator.rules.aws.kinds import SUBNET, VPC

GLOBAL = "aws:networkmanager/globalNetwork:GlobalNetwork"
CORE = "aws:networkmanager/coreNetwork:CoreNetwork"
ATTACHMENT = "aws:networkmanager/vpcAttachment:VpcAttachment"
_MISSING = "ResourceNotFoundException"

world = Rules(
    GLOBAL,
    source="AWS Network Manager API Reference, CreateGlobalNetwork; Pulumi Registry, aws.networkmanager.GlobalNetwork",
    id="global-network-{hex17}",
    outputs={"arn": "arn:{partition}:networkmanager::{account}:global-network/{id}"},
)

core = Rules(
    CORE,
    source="AWS Network Manager API Reference, CreateCoreNetwork; Pulumi Registry, aws.networkmanager.CoreNetwork",
    references={"globalNetworkId": ref(GLOBAL, code=_MISSING, delete_code="ConflictException")},
    immutable={"globalNetworkId"},
    defaults={"createBasePolicy": False},
    id="core-network-{hex17}",
    outputs={
        "arn": "arn:{partition}:networkmanager::{account}:core-network/{id}",
        "createdAt": "{now}",
        "edges": [],
        "segments": [],
        "state": "AVAILABLE",
    },
)

policy = Rules(
    "aws:networkmanager/coreNetworkPolicyAttachment:CoreNetworkPolicyAttachment",
    source="AWS Network Manager API Reference, PutCoreNetworkPolicy; Pulumi Registry, aws.networkmanager.CoreNetworkPolicyAttachment",
    references={"coreNetworkId": ref(CORE, code=_MISSING, blocks_delete=False)},
    immutable={"coreNetworkId"},
    id="{coreNetworkId}",
    outputs={"state": "AVAILABLE"},
    normalized_json=("policyDocument",),
)


@policy.check(source="AWS Cloud WAN User Guide, 'Core network policy version parameters': version, configuration and segments are required")
def document_is_whole(inputs: Properties) -> Iterator[Fault]:
    """A document of JSON with its three required parts."""
    text = inputs.get("policyDocument")
    try:
        document = json.loads(text) if isinstance(text, str) else {}
    except ValueError:
        yield "policyDocument", "is no JSON"
        return
    for part in ("version", "core-network-configuration", "segments"):
        if part not in document:
            yield "policyDocument", f"has no {part}"


attachment = Rules(
    ATTACHMENT,
    source="AWS Network Manager API Reference, CreateVpcAttachment, VpcOptions; Pulumi Registry, aws.networkmanager.VpcAttachment",
    references={
        "coreNetworkId": ref(CORE, code=_MISSING, anywhere=True, delete_code="ConflictException"),
        "vpcArn": ref(VPC, by=("arn",), code=_MISSING),
        "subnetArns[*]": ref(SUBNET, by=("arn",), code=_MISSING),
    },
    immutable={"coreNetworkId", "vpcArn"},
    unset={"options.applianceModeSupport": False, "options.ipv6Support": False},
    id="attachment-{hex17}",
    outputs={
        "arn": "arn:{partition}:networkmanager::{account}:attachment/{id}",
        "attachmentPolicyRuleNumber": 0,
        "attachmentType": "VPC",
        "edgeLocation": "{region}",
        "ownerAccountId": "{account}",
        "resourceArn": "{vpcArn}",
        "segmentName": "",
        "state": "PENDING_ATTACHMENT_ACCEPTANCE",
    },
)


@attachment.before("create")
def core_has_a_policy(action: Action) -> None:
    """AWS Cloud WAN User Guide, "Attachments": an attachment needs an edge in its Region, and edges come with a policy that is live."""
    for found in action.find_anywhere(CORE, id=action.inputs["coreNetworkId"]):
        if found.outputs.get("createBasePolicy") is not True and not action.find_anywhere(policy.type, coreNetworkId=found.id):
            action.refuse("ValidationException", f"{found.id} has no live policy, and so no edge location in {action.region}")


@attachment.computes
def of_its_core(action: Action) -> Properties:
    """The core network's ARN is an output of each attachment."""
    found = action.target("coreNetworkId", CORE)
    return {"coreNetworkArn": found.outputs["arn"]} if found else {}


accepter = Rules(
    "aws:networkmanager/attachmentAccepter:AttachmentAccepter",
    source="AWS Network Manager API Reference, AcceptAttachment; Pulumi Registry, aws.networkmanager.AttachmentAccepter",
    checks=(
        Allowed(
            "attachmentType",
            ("CONNECT", "DIRECT_CONNECT_GATEWAY", "SITE_TO_SITE_VPN", "TRANSIT_GATEWAY_ROUTE_TABLE", "VPC"),
            source="Pulumi Registry, aws.networkmanager.AttachmentAccepter",
        ),
    ),
    references={"attachmentId": ref(ATTACHMENT, code=_MISSING, anywhere=True, blocks_delete=False)},
    immutable={"attachmentId", "attachmentType"},
    id="{attachmentId}",
    outputs={"state": "AVAILABLE", "ownerAccountId": "{account}"},
)
