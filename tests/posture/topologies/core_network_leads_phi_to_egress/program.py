"""The phi segment of a Cloud WAN core network is shared with that of egress, whose network has a NAT gateway."""

import json

import pulumi
import pulumi_aws as aws

from tests.posture.topologies.shared import Network

whole = aws.networkmanager.GlobalNetwork("clinic")
core = aws.networkmanager.CoreNetwork("clinic", global_network_id=whole.id)
policy = aws.networkmanager.CoreNetworkPolicyAttachment(
    "clinic",
    core_network_id=core.id,
    policy_document=json.dumps(
        {
            "version": "2021.12",
            "core-network-configuration": {"asn-ranges": ["64512-64555"], "edge-locations": [{"location": "eu-west-1"}]},
            "segments": [{"name": "phi"}, {"name": "inference"}, {"name": "egress"}],
            "segment-actions": [{"action": "share", "mode": "attachment-route", "segment": "phi", "share-with": "*"}],
            "attachment-policies": [
                {
                    "rule-number": 100,
                    "conditions": [{"type": "tag-exists", "key": "segment"}],
                    "action": {"association-method": "tag", "tag-value-of-path-key": "segment"},
                }
            ],
        }
    ),
)
for number, zone in enumerate(("phi", "egress")):
    network = Network(zone, zone, f"10.{64 + number}.0.0/16", {"a": f"10.{64 + number}.0.0/24"})
    joined = aws.networkmanager.VpcAttachment(
        zone,
        core_network_id=core.id,
        vpc_arn=network.vpc.arn,
        subnet_arns=[network.subnets["a"].arn],
        tags={"segment": zone},
        opts=pulumi.ResourceOptions(depends_on=[policy]),
    )
    aws.ec2.Route(
        zone,
        route_table_id=network.table.id,
        destination_cidr_block="10.64.0.0/12",
        core_network_arn=core.arn,
        opts=pulumi.ResourceOptions(depends_on=[joined]),
    )
    if zone == "egress":
        gateway = aws.ec2.InternetGateway("out", vpc_id=network.vpc.id)
        aws.ec2.Route("out", route_table_id=network.table.id, destination_cidr_block="0.0.0.0/0", gateway_id=gateway.id)
