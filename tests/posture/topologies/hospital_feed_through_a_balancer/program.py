"""The records system of the hospital sends its feed over Direct Connect to a balancer, as the approved plan says."""

import pulumi_aws as aws

from tests.posture.topologies import hospital

ZONE = {"ai-zone": "phi"}
EHR = "192.168.40.0/24"
key = hospital.Key("records", (hospital.LOGS,), ("s3",), hospital.PHI)
network = hospital.Network("records", "10.32.0.0/16", key, ZONE)
gateway = aws.ec2.VpnGateway("hospital", vpc_id=network.id, amazon_side_asn="64512", tags=ZONE)
circuit = aws.directconnect.Gateway("hospital", name="hospital", amazon_side_asn="64513")
aws.directconnect.GatewayAssociation(
    "hospital", dx_gateway_id=circuit.id, associated_gateway_id=gateway.id, allowed_prefixes=[network.cidr]
)
aws.ec2.Route("hospital", route_table_id=network.table.id, destination_cidr_block=EHR, gateway_id=gateway.id)
balancer = aws.lb.LoadBalancer(
    "feed",
    name="feed",
    internal=True,
    load_balancer_type="network",
    subnets=network.subnet_ids,
    security_groups=[network.group("feed", 2575, [EHR]).id],
    tags=ZONE,
)
targets = aws.lb.TargetGroup("feed", name="feed", port=2575, protocol="TCP", target_type="ip", vpc_id=network.id, tags=ZONE)
aws.lb.Listener(
    "feed",
    load_balancer_arn=balancer.arn,
    port=2575,
    protocol="TCP",
    default_actions=[{"type": "forward", "target_group_arn": targets.arn}],
)
hospital.Bucket("messages", key, hospital.access_log(ZONE), hospital.PHI)
