"""VPC endpoints: gateway, interface, gateway load balancer, resource.

Sources: EC2 API Reference, CreateVpcEndpoint; AWS PrivateLink Guide, "Gateway endpoints", "Access an AWS service using an interface VPC
endpoint", "Control access to VPC endpoints using endpoint policies" (the default policy allows full access), "Access a resource through
a resource VPC endpoint"; Pulumi Registry, aws.ec2.VpcEndpoint.
"""

import json
import re
from collections.abc import Iterator

from simulator.rules import Action, Allowed, ExactlyOneOf, Fault, Object, Properties, Rules, ref
from simulator.rules.aws.kinds import ENDPOINT_SERVICE, RESOURCE_CONFIGURATION, ROUTE_TABLE, SECURITY_GROUP, SUBNET, VPC, VPC_ENDPOINT
from simulator.rules.aws.policy_checks import PolicyDocument
from simulator.rules.aws.sharing import GATEWAY, PRINCIPAL, SHARED, shared_with

KINDS = ("Gateway", "Interface", "GatewayLoadBalancer", "Resource", "ServiceNetwork", "Tunnel")
GATEWAY_SERVICES = ("s3", "dynamodb", "s3express")
FULL_ACCESS = {"Statement": [{"Action": "*", "Effect": "Allow", "Principal": "*", "Resource": "*"}], "Version": "2008-10-17"}
"""AWS PrivateLink Guide, 'Default endpoint policy'."""
PREFIX_LISTS = {
    "eu-west-1": {"s3": "pl-6da54004", "dynamodb": "pl-6fa54006"},
    "us-east-1": {"s3": "pl-63a5400a", "dynamodb": "pl-02cd2c6b"},
}
"""AWS-managed prefix lists; a region not listed gets made-up ids of the same form."""
HOSTED_ZONES = {"eu-west-1": "Z38GZ743OKFT7T", "us-east-1": "Z7HUB22UULQXV", "eu-central-1": "Z273ZU8SZ5RJPC"}
"""Hosted zones of `<region>.vpce.amazonaws.com`."""
WITHOUT_POLICY = ("Resource", "ServiceNetwork", "GatewayLoadBalancer")
_CREATE = "EC2 API Reference, CreateVpcEndpoint"

endpoint = Rules(
    VPC_ENDPOINT,
    source="EC2 API Reference, CreateVpcEndpoint; Pulumi Registry, aws.ec2.VpcEndpoint",
    second_source="botocore, cfn-lint",
    checks=(
        Allowed("vpcEndpointType", KINDS, source=_CREATE),
        Allowed("ipAddressType", ("ipv4", "dualstack", "ipv6"), source=_CREATE),
        Allowed(
            "dnsOptions.privateDnsPreference",
            ("VERIFIED_DOMAINS_ONLY", "ALL_DOMAINS", "VERIFIED_DOMAINS_AND_SPECIFIED_DOMAINS", "SPECIFIED_DOMAINS_ONLY"),
            source="EC2 API Reference, DnsOptionsSpecification",
        ),
        Allowed(
            "dnsOptions.dnsRecordIpType",
            ("ipv4", "dualstack", "ipv6", "service-defined"),
            source="EC2 API Reference, DnsOptionsSpecification",
        ),
        ExactlyOneOf(("serviceName", "resourceConfigurationArn", "serviceNetworkArn"), source="Pulumi Registry, aws.ec2.VpcEndpoint"),
        PolicyDocument(
            "policy", "resource", source="AWS PrivateLink Guide, 'Control access to VPC endpoints using endpoint policies'", most=20480
        ),
    ),
    references={
        "vpcId": ref(VPC, code="InvalidVpcId.NotFound"),
        "subnetIds[*]": ref(SUBNET, code="InvalidSubnetId.NotFound"),
        "routeTableIds[*]": ref(ROUTE_TABLE, code="InvalidRouteTableId.NotFound", blocks_delete=False),
        "securityGroupIds[*]": ref(SECURITY_GROUP, code="InvalidSecurityGroupId.NotFound"),
        "resourceConfigurationArn": ref(
            RESOURCE_CONFIGURATION,
            by=("arn",),
            code="InvalidResourceConfigurationArn.NotFound",
            anywhere=True,
            delete_code="ConflictException",
        ),
    },
    immutable={"resourceConfigurationArn", "serviceName", "serviceNetworkArn", "serviceRegion", "vpcEndpointType", "vpcId"},
    defaults={"vpcEndpointType": "Gateway"},
    id="vpce-{hex17}",
    outputs={
        "arn": "arn:{partition}:ec2:{region}:{account}:vpc-endpoint/{id}",
        "ownerId": "{account}",
        "requesterManaged": False,
        "state": "available",
        "cidrBlocks": [],
        "networkInterfaceIds": [],
        "prefixListId": "",
        "dnsEntries": [],
        "dnsOptions": {},
        "ipAddressType": "",
        "privateDnsEnabled": False,
        "policy": "",
        "serviceRegion": "{region}",
        "routeTableIds": [],
        "securityGroupIds": [],
        "subnetConfigurations": [],
        "subnetIds": [],
    },
    normalized_json=("policy",),
    unordered=("subnetIds", "routeTableIds", "securityGroupIds"),
    client_token=True,
)


@endpoint.check(source="AWS PrivateLink Guide: what each kind of endpoint takes", even_unknown=True)
def fits_its_kind(inputs: Properties) -> Iterator[Fault]:
    """A gateway endpoint has route tables, the others stand in subnets."""
    kind = inputs.get("vpcEndpointType", "Gateway")
    if not isinstance(kind, str):
        return
    for property_ in ("subnetIds", "securityGroupIds", "privateDnsEnabled") if kind == "Gateway" else ("routeTableIds",):
        value = inputs.get(property_)
        if isinstance(value, list | bool) and value:
            yield property_, f"can't be given for an endpoint of type {kind}"
    if kind == "GatewayLoadBalancer" and isinstance(inputs.get("securityGroupIds"), list):
        yield "securityGroupIds", "can't be given for an endpoint of type GatewayLoadBalancer"
    if kind in WITHOUT_POLICY and isinstance(inputs.get("policy"), str):
        yield "policy", f"an endpoint of type {kind} has no policy"
    needed = {"Resource": "resourceConfigurationArn", "ServiceNetwork": "serviceNetworkArn"}.get(kind, "serviceName")
    if inputs.get(needed) is None:
        yield needed, f"is required for an endpoint of type {kind}"
    service = inputs.get("serviceName")
    if isinstance(service, str):
        if not re.fullmatch(r"(com\.amazonaws\.|aws\.|cn\.com\.amazonaws\.|[a-z]).+", service):
            yield "serviceName", f"{service!r} is not the name of a service, such as com.amazonaws.eu-west-1.s3"
        if kind == "Gateway" and service.rsplit(".", 1)[-1] not in GATEWAY_SERVICES:
            yield (
                "vpcEndpointType",
                f"Gateway is not available for {service}; only S3, S3 Express One Zone and DynamoDB have gateway endpoints",
            )


@endpoint.before("create")
@endpoint.before("update")
def place_fits(action: Action) -> None:
    """Subnets, groups and tables are the VPC's own; one subnet a zone; private DNS needs both DNS attributes of the VPC."""
    vpc = action.target("vpcId", VPC)
    zones: dict[str, str] = {}
    for property_, kind, code in (
        ("subnetIds", SUBNET, "InvalidSubnet.NotFound"),
        ("securityGroupIds", SECURITY_GROUP, "InvalidGroup.NotFound"),
        ("routeTableIds", ROUTE_TABLE, "InvalidRouteTableId.NotFound"),
    ):
        for id_ in action.inputs.get(property_) or []:
            one = action.get(kind, id_)
            if one and vpc and one.outputs.get("vpcId") != vpc.id:
                action.refuse("InvalidParameter" if kind != ROUTE_TABLE else code, f"{property_}: {id_} is not in VPC {vpc.id}")
            if one and kind == SUBNET:
                zone = str(one.outputs.get("availabilityZone"))
                if zone in zones:
                    action.refuse(
                        "DuplicateSubnetsInSameZone", f"Found another VPC endpoint subnet in the availability zone of {id_}: {zones[zone]}"
                    )
                zones[zone] = id_
    if action.inputs.get("privateDnsEnabled") is True and vpc:
        attributes = [name for name in ("enableDnsSupport", "enableDnsHostnames") if vpc.outputs.get(name) is not True]
        if attributes:
            action.refuse(
                "InvalidParameter",
                f"Enabling private DNS requires both enableDnsSupport and enableDnsHostnames of {vpc.id}; off: {', '.join(attributes)}",
            )
        _private_name_is_free(action, vpc)
    _gateway_is_alone(action)


def _private_name_is_free(action: Action, vpc: Object) -> None:
    service = action.inputs.get("serviceName")
    for other in action.find(VPC_ENDPOINT, vpcId=vpc.id, privateDnsEnabled=True):
        if service and other.id != action.id and other.outputs.get("serviceName") == service:
            action.refuse(
                "InvalidParameter",
                f"private-dns-enabled cannot be set because there is already a conflicting DNS domain for {service} in the VPC {vpc.id}: {other.id}",
            )


def _gateway_is_alone(action: Action) -> None:
    """A route table holds one route to a service's prefix list."""
    for id_ in action.inputs.get("routeTableIds") or []:
        for other in action.find(VPC_ENDPOINT, serviceName=action.inputs.get("serviceName")):
            if other.id != action.id and id_ in (other.outputs.get("routeTableIds") or []):
                action.refuse("RouteAlreadyExists", f"route table {id_} already has a route to {action.inputs['serviceName']}: {other.id}")


@endpoint.before("create")
def service_answers(action: Action) -> None:
    """A private service must exist and name the caller; an AWS service must be of this region."""
    service = action.inputs.get("serviceName")
    if not isinstance(service, str):
        return
    if ".vpce-svc-" in service:
        offered = next(iter(action.find_anywhere(ENDPOINT_SERVICE, serviceName=service)), None)
        allowed = _principals(offered)
        if offered is None or not (
            offered.account == action.account or {"*", f"arn:{action.partition}:iam::{action.account}:root"} & allowed
        ):
            action.refuse("InvalidServiceName", f"The Vpc Endpoint Service '{service}' does not exist")
        zones = {str(one.outputs["availabilityZone"]) for id_ in action.inputs.get("subnetIds") or [] if (one := action.get(SUBNET, id_))}
        missing = zones - set(offered.outputs.get("availabilityZones") or [])
        if missing:
            action.refuse(
                "InvalidParameter",
                f"The VPC endpoint service {service} does not support the availability zone of the subnet: {', '.join(sorted(missing))}",
            )
    else:
        match = re.fullmatch(r"(?:com\.amazonaws|aws\.[a-z-]+|cn\.com\.amazonaws)\.([a-z]{2}(?:-[a-z]+)+-\d)\..+", service)
        region = action.inputs.get("serviceRegion") or action.region
        if match and match[1] != region:
            action.refuse("InvalidServiceName", f"The Vpc Endpoint Service '{service}' does not exist in {region}")


@endpoint.before("create")
def configuration_is_shared(action: Action) -> None:
    """A resource configuration of another account answers only where it is shared; its endpoint stands in another network than its gateway."""
    arn = action.inputs.get("resourceConfigurationArn")
    for found in action.find_anywhere(RESOURCE_CONFIGURATION, arn=arn) if arn else ():
        if not shared_with(found, action.account, action.find_anywhere(SHARED), action.find_anywhere(PRINCIPAL)):
            action.refuse("InvalidResourceConfigurationArn.NotFound", f"{arn} is not shared with account {action.account}")
        gateway = found.outputs.get("resourceGatewayIdentifier")
        if any(one.outputs.get("vpcId") == action.inputs["vpcId"] for one in action.find_anywhere(GATEWAY, id=gateway)):
            action.refuse(
                "InvalidParameter", f"the endpoint can't be in the network of the resource gateway {gateway}: {action.inputs['vpcId']}"
            )


def _principals(service: Object | None) -> set[str]:
    return set(service.outputs.get("allowedPrincipals") or []) if service else set()


@endpoint.computes
def shown(action: Action) -> Properties:
    """Names, interfaces and the default policy, by kind."""
    kind = action.outputs.get("vpcEndpointType")
    made: Properties = {}
    if action.inputs.get("policy") is None and kind not in WITHOUT_POLICY:
        made["policy"] = json.dumps(FULL_ACCESS)
    if kind == "Gateway":
        service = str(action.inputs["serviceName"]).rsplit(".", 1)[-1]
        made["prefixListId"] = prefix_list(action, service)
        made["cidrBlocks"] = []
        return made
    subnets = action.outputs.get("subnetIds") or []
    made["networkInterfaceIds"] = ["eni-" + action.hex(17, f"eni {id_}") for id_ in subnets]
    made["ipAddressType"] = action.inputs.get("ipAddressType") or "ipv4"
    made["subnetConfigurations"] = action.inputs.get("subnetConfigurations") or [
        {"ipv4": _address(action, id_), "ipv6": "", "subnetId": id_} for id_ in subnets
    ]
    if kind in ("Interface", "GatewayLoadBalancer"):
        made["dnsOptions"] = action.inputs.get("dnsOptions") or {
            "dnsRecordIpType": "ipv4",
            "privateDnsOnlyForInboundResolverEndpoint": False,
        }
    if kind == "Interface":
        made["dnsEntries"] = _names(action, subnets)
        made.update(_default_group(action))
    made["state"] = _state(action)
    return made


def prefix_list(action: Action, service: str) -> str:
    """Id of AWS's own prefix list of a service."""
    return PREFIX_LISTS.get(action.region, {}).get(service) or "pl-" + action.world.digest(action.region, service)[:8]


def _default_group(action: Action) -> Properties:
    """'If you do not specify a security group, the default security group is used' (AWS PrivateLink Guide)."""
    if action.inputs.get("securityGroupIds"):
        return {}
    vpc = action.target("vpcId", VPC)
    return {"securityGroupIds": [vpc.outputs["defaultSecurityGroupId"]]} if vpc else {}


def _address(action: Action, subnet_id: str) -> str:
    subnet = action.get(SUBNET, subnet_id)
    block = str(subnet.outputs.get("cidrBlock")) if subnet else "10.0.0.0/24"
    first, _, length = block.partition("/")
    a, b, c, d = (int(part) for part in first.split("."))
    number = (a << 24 | b << 16 | c << 8 | d) + 4 + int(action.hex(6, subnet_id), 16) % ((1 << (32 - int(length))) - 6)
    return ".".join(str(number >> shift & 255) for shift in (24, 16, 8, 0))


def _names(action: Action, subnets: list[str]) -> list[Properties]:
    """Regional name, zonal names, and the private one. Own services: `vpce-….vpce-svc-….<region>.vpce.amazonaws.com`."""
    service = str(action.inputs["serviceName"])
    last = service.rsplit(".", 1)[-1] if ".vpce-svc-" in service else service.split(action.region + ".", 1)[-1]
    if last.count(".") == 1 and ".vpce-svc-" not in service:
        last = ".".join(reversed(last.split(".")))
    stem, zone_id = (
        f"{action.id}-{action.hex(8, 'dns')}",
        HOSTED_ZONES.get(action.region, "Z" + action.world.digest(action.region)[:13].upper()),
    )
    zones = sorted(str(one.outputs["availabilityZone"]) for id_ in subnets if (one := action.get(SUBNET, id_)))
    suffix = f"{last}.{action.region}.vpce.amazonaws.com"
    names = [f"{stem}.{suffix}", *(f"{stem}-{zone}.{suffix}" for zone in zones)]
    entries = [{"dnsName": name, "hostedZoneId": zone_id} for name in names]
    if action.inputs.get("privateDnsEnabled") is True and ".vpce-svc-" not in service:
        private = "Z" + action.hex(20, "private zone").upper()
        entries.append({"dnsName": f"{last}.{action.region}.amazonaws.com", "hostedZoneId": private})
    return entries


def _state(action: Action) -> str:
    service = next(iter(action.find_anywhere(ENDPOINT_SERVICE, serviceName=action.inputs.get("serviceName"))), None)
    if service is None or service.outputs.get("acceptanceRequired") is not True:
        return "available"
    accepted = service.state.get("accepted", [])
    if action.id in accepted:
        return "available"
    if action.inputs.get("autoAccept") is True and service.account == action.account:
        service.state["accepted"] = [*accepted, action.id]
        action.save(service)
        return "available"
    return "pendingAcceptance"


@endpoint.on_read
def follow_acceptance(action: Action) -> None:
    """The producer's answer shows at the next read."""
    if action.inputs.get("serviceName"):
        action.outputs["state"] = _state(action)


_POLICY = "Pulumi Registry, aws.ec2.VpcEndpointPolicy (policy: defaults to full access)"
endpoint_policy = Rules("aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy", source=_POLICY)


@endpoint_policy.computes
def full_access(action: Action) -> Properties:
    """Without a document the endpoint has the one that lets everything through."""
    return {} if action.inputs.get("policy") else {"policy": json.dumps(FULL_ACCESS)}
