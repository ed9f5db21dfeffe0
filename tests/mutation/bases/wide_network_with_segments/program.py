"""Networks of two zones on one Cloud WAN core network: a segment a zone, chosen by the attachment's tag, accepted by hand, shared with none.

Sources: https://docs.aws.amazon.com/network-manager/latest/cloudwan/cloudwan-policies-json.html,
https://docs.aws.amazon.com/network-manager/latest/cloudwan/cloudwan-policy-examples.html,
https://docs.aws.amazon.com/network-manager/latest/cloudwan/cloudwan-create-attachment.html
"""

import json

import pulumi
import pulumi_aws as aws

from tests.mutation.bases import house
from tests.mutation.bases.closed_networks import closed_network

ZONES = ("phi", "inference")
log_key = house.key("wide-logs", "logs.eu-west-1.amazonaws.com")
whole = aws.networkmanager.GlobalNetwork("clinic", description="Networks of the clinic")
core = aws.networkmanager.CoreNetwork("clinic", global_network_id=whole.id, description="Zones apart")
policy = aws.networkmanager.CoreNetworkPolicyAttachment(
    "clinic",
    core_network_id=core.id,
    policy_document=json.dumps(
        {
            "version": "2021.12",
            "core-network-configuration": {
                "asn-ranges": ["64512-64555"],
                "vpn-ecmp-support": False,
                "edge-locations": [{"location": "eu-west-1"}],
            },
            "segments": [
                {"name": zone, "isolate-attachments": False, "require-attachment-acceptance": True, "edge-locations": ["eu-west-1"]}
                for zone in ZONES
            ],
            "segment-actions": [
                {"action": "create-route", "segment": zone, "destination-cidr-blocks": ["0.0.0.0/0"], "destinations": ["blackhole"]}
                for zone in ZONES
            ],
            "attachment-policies": [
                {
                    "rule-number": 100 + number,
                    "condition-logic": "and",
                    "conditions": [
                        {"type": "tag-value", "operator": "equals", "key": "segment", "value": zone},
                        {"type": "attachment-type", "operator": "equals", "value": "vpc"},
                    ],
                    "action": {"association-method": "constant", "segment": zone},
                }
                for number, zone in enumerate(ZONES)
            ],
        }
    ),
)
for number, (name, zone) in enumerate((("records", "phi"), ("imaging", "phi"), ("models", "inference"), ("agents", "inference"))):
    net = closed_network(name, zone, f"10.{100 + number}.0.0/16", log_key)
    attachment = aws.networkmanager.VpcAttachment(
        name,
        core_network_id=core.id,
        vpc_arn=net.vpc.arn,
        subnet_arns=[subnet.arn for subnet in net.subnets],
        tags={"segment": zone},
        opts=pulumi.ResourceOptions(depends_on=[policy]),
    )
    accepted = aws.networkmanager.AttachmentAccepter(name, attachment_id=attachment.id, attachment_type="VPC")
    aws.ec2.Route(
        name,
        route_table_id=net.table.id,
        destination_cidr_block="10.100.0.0/14",
        core_network_arn=core.arn,
        opts=pulumi.ResourceOptions(depends_on=[accepted]),
    )
