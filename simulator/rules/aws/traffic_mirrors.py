"""Traffic mirroring and notices of endpoint connections: what they copy and tell, and to whom.

Sources: EC2 API Reference, CreateTrafficMirrorTarget, CreateVpcEndpointConnectionNotification, ModifyVpcPeeringConnectionOptions; Amazon VPC
Peering Guide, "Enable DNS resolution for a VPC peering connection"; Pulumi Registry, aws.ec2.TrafficMirrorTarget and the others.
"""

from simulator.rules import ExactlyOneOf, Rules, ref
from simulator.rules.aws.kinds import ENDPOINT_SERVICE, LOAD_BALANCER, NETWORK_INTERFACE, PEERING, TOPIC, VPC_ENDPOINT

target = Rules(
    "aws:ec2/trafficMirrorTarget:TrafficMirrorTarget",
    source="EC2 API Reference, CreateTrafficMirrorTarget; Pulumi Registry, aws.ec2.TrafficMirrorTarget",
    checks=(
        ExactlyOneOf(
            ("networkInterfaceId", "networkLoadBalancerArn", "gatewayLoadBalancerEndpointId"),
            source="EC2 API Reference, CreateTrafficMirrorTarget",
        ),
    ),
    references={
        "networkInterfaceId": ref(NETWORK_INTERFACE, code="InvalidNetworkInterfaceID.NotFound"),
        "networkLoadBalancerArn": ref(LOAD_BALANCER, by=("arn",), code="InvalidParameterValue", anywhere=True, blocks_delete=False),
        "gatewayLoadBalancerEndpointId": ref(VPC_ENDPOINT, code="InvalidVpcEndpointId.NotFound"),
    },
    immutable={"description", "gatewayLoadBalancerEndpointId", "networkInterfaceId", "networkLoadBalancerArn"},
    id="tmt-{hex17}",
    outputs={"arn": "arn:{partition}:ec2:{region}:{account}:traffic-mirror-target/{id}", "ownerId": "{account}"},
)

notices = Rules(
    "aws:ec2/vpcEndpointConnectionNotification:VpcEndpointConnectionNotification",
    source="EC2 API Reference, CreateVpcEndpointConnectionNotification; Pulumi Registry, aws.ec2.VpcEndpointConnectionNotification",
    checks=(ExactlyOneOf(("vpcEndpointServiceId", "vpcEndpointId"), source="EC2 API Reference, CreateVpcEndpointConnectionNotification"),),
    references={
        "vpcEndpointServiceId": ref(ENDPOINT_SERVICE, code="InvalidVpcEndpointServiceId.NotFound", blocks_delete=False),
        "vpcEndpointId": ref(VPC_ENDPOINT, code="InvalidVpcEndpointId.NotFound", blocks_delete=False),
        "connectionNotificationArn": ref(
            TOPIC, by=("arn",), literals=("arn:aws:sns:*",), code="InvalidParameter", anywhere=True, blocks_delete=False
        ),
    },
    immutable={"vpcEndpointId", "vpcEndpointServiceId"},
    id="vpce-nfn-{hex17}",
    outputs={"notificationType": "Topic", "state": "Enabled"},
)

names_over_peering = Rules(
    "aws:ec2/peeringConnectionOptions:PeeringConnectionOptions",
    source="EC2 API Reference, ModifyVpcPeeringConnectionOptions; Pulumi Registry, aws.ec2.PeeringConnectionOptions",
    references={"vpcPeeringConnectionId": ref(PEERING, code="InvalidVpcPeeringConnectionID.NotFound", anywhere=True, blocks_delete=False)},
    immutable={"vpcPeeringConnectionId"},
    defaults={"accepter": {"allowRemoteVpcDnsResolution": False}, "requester": {"allowRemoteVpcDnsResolution": False}},
    unset={"accepter.allowRemoteVpcDnsResolution": False, "requester.allowRemoteVpcDnsResolution": False},
    id="{vpcPeeringConnectionId}",
)
