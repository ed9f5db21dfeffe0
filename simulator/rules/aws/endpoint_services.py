"""Endpoint services: one's own service behind load balancers, offered to named principals.

Sources: EC2 API Reference, CreateVpcEndpointServiceConfiguration, AcceptVpcEndpointConnections,
DeleteVpcEndpointServiceConfigurations; AWS PrivateLink Guide, "Create a service powered by AWS PrivateLink", "Manage permissions";
Pulumi Registry, aws.ec2.VpcEndpointService, aws.ec2.VpcEndpointConnectionAccepter.
"""

from collections.abc import Iterator

from simulator.rules import Action, Allowed, Fault, Properties, Rules, ref
from simulator.rules.aws.kinds import ENDPOINT_SERVICE, LOAD_BALANCER, SUBNET, VPC_ENDPOINT

_CREATE = "EC2 API Reference, CreateVpcEndpointServiceConfiguration"

service = Rules(
    ENDPOINT_SERVICE,
    source="EC2 API Reference, CreateVpcEndpointServiceConfiguration; Pulumi Registry, aws.ec2.VpcEndpointService",
    second_source="cfn-lint",
    checks=(Allowed("supportedIpAddressTypes[*]", ("ipv4", "ipv6"), source=_CREATE),),
    references={
        "networkLoadBalancerArns[*]": ref(LOAD_BALANCER, by=("arn",), code="InvalidLoadBalancerArn.NotFound", delete_code="ResourceInUse"),
        "gatewayLoadBalancerArns[*]": ref(LOAD_BALANCER, by=("arn",), code="InvalidLoadBalancerArn.NotFound", delete_code="ResourceInUse"),
    },
    id="vpce-svc-{hex17}",
    outputs={
        "arn": "arn:{partition}:ec2:{region}:{account}:vpc-endpoint-service/{id}",
        "serviceName": "com.amazonaws.vpce.{region}.{id}",
        "baseEndpointDnsNames": ["{id}.{region}.vpce.amazonaws.com"],
        "allowedPrincipals": [],
        "availabilityZones": [],
        "managesVpcEndpoints": False,
        "privateDnsName": "",
        "privateDnsNameConfigurations": [],
        "serviceType": "Interface",
        "state": "Available",
        "supportedIpAddressTypes": ["ipv4"],
        "supportedRegions": ["{region}"],
    },
    unordered=("allowedPrincipals", "networkLoadBalancerArns", "gatewayLoadBalancerArns", "supportedIpAddressTypes"),
    client_token=True,
)


@service.check(source="EC2 API Reference, CreateVpcEndpointServiceConfiguration: load balancers of one kind", even_unknown=True)
def has_load_balancers(inputs: Properties) -> Iterator[Fault]:
    """Network or gateway load balancers, one or more, not both."""
    given = [name for name in ("networkLoadBalancerArns", "gatewayLoadBalancerArns") if inputs.get(name) not in (None, [])]
    if len(given) != 1:
        yield (
            "networkLoadBalancerArns",
            f"exactly one of networkLoadBalancerArns, gatewayLoadBalancerArns must be given, not {' and '.join(given) or 'none'}",
        )


@service.before("create")
@service.before("update")
def balancers_fit(action: Action) -> None:
    """A service stands behind load balancers of its own kind."""
    for property_, kind in (("networkLoadBalancerArns", "network"), ("gatewayLoadBalancerArns", "gateway")):
        for arn in action.inputs.get(property_) or []:
            for balancer in action.find(LOAD_BALANCER, arn=arn):
                if balancer.outputs.get("loadBalancerType") != kind:
                    action.refuse(
                        "InvalidParameter",
                        f"{property_}: {arn} is a load balancer of type {balancer.outputs.get('loadBalancerType')}; it must be {kind}",
                    )


@service.computes
def zones_of_balancers(action: Action) -> Properties:
    """A service is offered in the zones of its load balancers."""
    zones: set[str] = set()
    for arn in [*(action.inputs.get("networkLoadBalancerArns") or []), *(action.inputs.get("gatewayLoadBalancerArns") or [])]:
        for balancer in action.find(LOAD_BALANCER, arn=arn):
            subnets = [action.get(SUBNET, id_) for id_ in balancer.outputs.get("subnets") or []]
            zones |= {str(one.outputs.get("availabilityZone")) for one in subnets if one}
    gateway = bool(action.inputs.get("gatewayLoadBalancerArns"))
    return {"availabilityZones": sorted(zones), "serviceType": "GatewayLoadBalancer" if gateway else "Interface"}


@service.before("delete")
def no_connections(action: Action) -> None:
    """A service with connections that are accepted or wait can't be deleted."""
    users = action.find_anywhere(VPC_ENDPOINT, serviceName=action.outputs.get("serviceName"))
    if users:
        action.refuse(
            "ExistingVpcEndpointConnections",
            f"Service {action.id} has existing active VPC Endpoint connections: {', '.join(one.id for one in users)}",
        )


accepter = Rules(
    "aws:ec2/vpcEndpointConnectionAccepter:VpcEndpointConnectionAccepter",
    source="EC2 API Reference, AcceptVpcEndpointConnections; Pulumi Registry, aws.ec2.VpcEndpointConnectionAccepter",
    references={
        "vpcEndpointServiceId": ref(ENDPOINT_SERVICE, code="InvalidVpcEndpointServiceId.NotFound", blocks_delete=False),
        "vpcEndpointId": ref(VPC_ENDPOINT, code="InvalidVpcEndpointId.NotFound", anywhere=True, blocks_delete=False),
    },
    immutable={"vpcEndpointId", "vpcEndpointServiceId"},
    id="{vpcEndpointServiceId}_{vpcEndpointId}",
    outputs={"vpcEndpointState": "available"},
)


@accepter.before("create")
def connects_to_the_service(action: Action) -> None:
    """Only an endpoint of this very service can be accepted."""
    offered = action.target("vpcEndpointServiceId", ENDPOINT_SERVICE)
    names = {one.outputs.get("serviceName") for one in action.find_anywhere(VPC_ENDPOINT, id=action.inputs["vpcEndpointId"])}
    if offered and offered.outputs.get("serviceName") not in names:
        action.refuse("InvalidVpcEndpointId.NotFound", f"{action.inputs['vpcEndpointId']} is no connection of {offered.id}")


@accepter.after("create")
def accept(action: Action) -> None:
    """The endpoint becomes available."""
    offered = action.target("vpcEndpointServiceId", ENDPOINT_SERVICE)
    if offered:
        offered.state["accepted"] = [*offered.state.get("accepted", []), action.inputs["vpcEndpointId"]]
        action.save(offered)


@accepter.after("delete")
def reject(action: Action) -> None:
    """The provider rejects the connection when the accepter is destroyed."""
    offered = action.get(ENDPOINT_SERVICE, action.object.inputs.get("vpcEndpointServiceId"))
    if offered:
        offered.state["accepted"] = [id_ for id_ in offered.state.get("accepted", []) if id_ != action.object.inputs.get("vpcEndpointId")]
        action.save(offered)
