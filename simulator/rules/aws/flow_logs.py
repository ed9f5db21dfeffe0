"""VPC flow logs.

Sources: EC2 API Reference, CreateFlowLogs, "FlowLog"; Amazon VPC User Guide, "Flow log basics" (aggregation interval, default format),
"Publish flow logs to CloudWatch Logs", "Publish flow logs to Amazon S3"; Pulumi Registry, aws.ec2.FlowLog.
"""

from collections.abc import Iterator

from simulator.rules import Action, Allowed, ExactlyOneOf, Fault, Properties, Rules, ref
from simulator.rules.aws.kinds import (
    BUCKET,
    LOG_GROUP,
    NAT_GATEWAY,
    NETWORK_INTERFACE,
    ROLE,
    SUBNET,
    TRANSIT_GATEWAY,
    TRANSIT_GATEWAY_ATTACHMENT,
    VPC,
)
from simulator.rules.aws.parts import given

_CREATE = "EC2 API Reference, CreateFlowLogs"
_WATCHED = ("vpcId", "subnetId", "eniId", "transitGatewayId", "transitGatewayAttachmentId", "regionalNatGatewayId")
DEFAULT_FORMAT = (
    "${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} ${protocol} ${packets} ${bytes} ${start} ${end} "
    "${action} ${log-status}"
)

flow_log = Rules(
    "aws:ec2/flowLog:FlowLog",
    source="EC2 API Reference, CreateFlowLogs; Amazon VPC User Guide, 'Flow log basics'; Pulumi Registry, aws.ec2.FlowLog",
    second_source="botocore, cfn-lint",
    checks=(
        ExactlyOneOf(_WATCHED, source=_CREATE),
        Allowed("trafficType", ("ACCEPT", "REJECT", "ALL"), source=_CREATE),
        Allowed("logDestinationType", ("cloud-watch-logs", "s3", "kinesis-data-firehose"), source=_CREATE),
        Allowed("maxAggregationInterval", (60, 600), source="Amazon VPC User Guide, 'Flow log basics'"),
        Allowed(
            "tagFieldSpecifications[*].resourceType",
            ("network-interface", "instance", "auto-scaling-group"),
            source=_CREATE,
        ),
        Allowed("destinationOptions.fileFormat", ("plain-text", "parquet"), source="EC2 API Reference, DestinationOptionsRequest"),
    ),
    references={
        "vpcId": ref(VPC, code="InvalidVpcId.NotFound", blocks_delete=False),
        "subnetId": ref(SUBNET, code="InvalidSubnetId.NotFound", blocks_delete=False),
        "eniId": ref(NETWORK_INTERFACE, code="InvalidNetworkInterfaceId.NotFound", blocks_delete=False),
        "transitGatewayId": ref(TRANSIT_GATEWAY, code="InvalidTransitGatewayID.NotFound", blocks_delete=False),
        "transitGatewayAttachmentId": ref(
            TRANSIT_GATEWAY_ATTACHMENT, code="InvalidTransitGatewayAttachmentID.NotFound", blocks_delete=False
        ),
        "regionalNatGatewayId": ref(NAT_GATEWAY, code="InvalidNatGatewayID.NotFound", blocks_delete=False),
        "iamRoleArn": ref(ROLE, by=("arn",), code="InvalidParameter", blocks_delete=False),
    },
    immutable={
        "deliverCrossAccountRole",
        "destinationOptions",
        "eniId",
        "iamRoleArn",
        "logDestination",
        "logDestinationType",
        "logFormat",
        "maxAggregationInterval",
        "regionalNatGatewayId",
        "subnetId",
        "tagFieldSpecifications",
        "trafficType",
        "transitGatewayAttachmentId",
        "transitGatewayId",
        "vpcId",
    },
    defaults={"logDestinationType": "cloud-watch-logs", "maxAggregationInterval": 600},
    id="fl-{hex17}",
    outputs={
        "arn": "arn:{partition}:ec2:{region}:{account}:vpc-flow-log/{id}",
        "logDestination": "",
        "logFormat": "",
    },
    client_token=True,
)


@flow_log.check(
    source="EC2 API Reference, CreateFlowLogs; Amazon VPC User Guide, 'Publish flow logs to CloudWatch Logs'", even_unknown=True
)
def fits_its_destination(inputs: Properties) -> Iterator[Fault]:
    """A log group needs the role that writes into it; the others take none of their own account."""
    kind = inputs.get("logDestinationType", "cloud-watch-logs")
    if not isinstance(kind, str):
        return
    if not given(inputs.get("logDestination")):
        yield "logDestination", "is required"
    if kind == "cloud-watch-logs" and not given(inputs.get("iamRoleArn")):
        yield "iamRoleArn", "is required when logDestinationType is cloud-watch-logs"
    if kind == "s3" and given(inputs.get("iamRoleArn")):
        yield "iamRoleArn", "can't be given when logDestinationType is s3: the bucket's policy admits the delivery service"
    if kind != "s3" and given(inputs.get("destinationOptions")):
        yield "destinationOptions", "can be given only when logDestinationType is s3"
    gateway = any(given(inputs.get(name)) for name in ("transitGatewayId", "transitGatewayAttachmentId"))
    if not gateway and not given(inputs.get("trafficType")):
        yield "trafficType", "is required for networks, subnets and interfaces; allowed: ACCEPT, REJECT, ALL"
    if gateway and inputs.get("maxAggregationInterval") == 600:
        yield "maxAggregationInterval", "must be 60 for transit gateways"


@flow_log.before("create")
def destination_exists(action: Action) -> None:
    """The log group or bucket is there."""
    kind, text = action.inputs.get("logDestinationType", "cloud-watch-logs"), str(action.inputs.get("logDestination"))
    if kind == "s3":
        name = text.split(":::", 1)[-1].split("/", 1)[0]
        if not action.find_anywhere(BUCKET, bucket=name):
            action.refuse("InvalidParameter", f"LogDestination: {name} does not exist")
    if kind == "cloud-watch-logs" and not action.find(LOG_GROUP, arn=text.removesuffix(":*")):
        action.refuse("InvalidParameter", f"LogDestination: {text} does not exist")


@flow_log.before("create")
def is_not_there_yet(action: Action) -> None:
    """One flow log of a traffic type for a resource and destination."""
    names = (*_WATCHED, "logDestination", "trafficType")
    for other in action.find(flow_log.type):
        if all(other.outputs.get(name) == action.inputs.get(name) for name in names):
            action.refuse(
                "FlowLogAlreadyExists", f"There is an existing Flow Log with the same configuration and log destination: {other.id}"
            )


@flow_log.computes
def shown(action: Action) -> Properties:
    """The provider drops a log group ARN's `:*`; the default format shows."""
    return {
        "logDestination": str(action.inputs.get("logDestination")).removesuffix(":*"),
        "logFormat": action.inputs.get("logFormat") or DEFAULT_FORMAT,
    }
