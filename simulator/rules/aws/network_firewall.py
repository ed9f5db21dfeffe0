"""AWS Network Firewall: firewalls and the endpoints that they place in subnets.

Sources: Network Firewall API Reference, CreateFirewall, AssociateSubnets, DeleteFirewall, "SyncState", "Attachment"; AWS Network Firewall
Developer Guide, "Firewall endpoints"; Pulumi Registry, aws.networkfirewall.Firewall (the id is the ARN).
"""

from collections.abc import Iterator

from simulator.rules import (
    UNKNOWN,
    Action,
    Allowed,
    AtMostOneOf,
    AutoName,
    Fault,
    Length,
    Needs,
    Object,
    Pattern,
    Properties,
    Protection,
    Rules,
    ref,
    unique,
)
from simulator.rules.aws.kinds import KEY, SUBNET, TRANSIT_GATEWAY, VPC, VPC_ENDPOINT

FIREWALL = "aws:networkfirewall/firewall:Firewall"
POLICY = "aws:networkfirewall/firewallPolicy:FirewallPolicy"
NAME = r"[a-zA-Z0-9-]{1,128}"
ENCRYPTION = ("AWS_OWNED_KMS_KEY", "CUSTOMER_KMS")
_CREATE = "Network Firewall API Reference, CreateFirewall"

firewall = Rules(
    FIREWALL,
    source="Network Firewall API Reference, CreateFirewall; Pulumi Registry, aws.networkfirewall.Firewall",
    second_source="botocore, cfn-lint",
    checks=(
        Pattern("name", NAME, source=_CREATE, saying="1 to 128 letters, digits and hyphens"),
        Length("description", 0, 512, source=_CREATE),
        Allowed("encryptionConfiguration.type", ENCRYPTION, source="Network Firewall API Reference, EncryptionConfiguration"),
        Allowed(
            "subnetMappings[*].ipAddressType",
            ("DUALSTACK", "IPV4", "IPV6"),
            source="Network Firewall API Reference, SubnetMapping",
        ),
        Allowed("enabledAnalysisTypes[*]", ("TLS_SNI", "HTTP_HOST"), source=_CREATE),
        AtMostOneOf(("vpcId", "transitGatewayId"), source=_CREATE),
        Needs("vpcId", ("subnetMappings",), source=_CREATE),
        Needs("subnetMappings", ("vpcId",), source=_CREATE),
        Needs("transitGatewayId", ("availabilityZoneMappings",), source=_CREATE),
    ),
    references={
        "vpcId": ref(VPC, code="InvalidRequestException"),
        "subnetMappings[*].subnetId": ref(SUBNET, code="InvalidRequestException"),
        "firewallPolicyArn": ref(POLICY, by=("arn",), code="InvalidRequestException", delete_code="InvalidOperationException"),
        "encryptionConfiguration.keyId": ref(
            KEY, by=("arn", "id"), literals=("AWS_OWNED_KMS_KEY",), code="InvalidRequestException", anywhere=True, blocks_delete=False
        ),
        "transitGatewayId": ref(TRANSIT_GATEWAY, code="InvalidRequestException", anywhere=True),
    },
    immutable={"name", "vpcId", "transitGatewayId"},
    unique=(unique("name", code="InvalidRequestException", message="A firewall with the name {name} exists already"),),
    autoname=AutoName("name", 128),
    id="arn:{partition}:network-firewall:{region}:{account}:firewall/{name}",
    outputs={
        "arn": "{id}",
        "updateToken": "{uuid}",
        "availabilityZoneMappings": [],
        "transitGatewayOwnerAccountId": "",
    },
    protections=(
        Protection(
            "deleteProtection",
            code="InvalidOperationException",
            message="delete protection is on; turn it off first",
        ),
    ),
)


@firewall.check(
    source="Network Firewall API Reference, CreateFirewall: a firewall stands in a VPC or at a transit gateway", even_unknown=True
)
def has_a_place(inputs: Properties) -> Iterator[Fault]:
    """One of the two is needed."""
    if inputs.get("vpcId") is None and inputs.get("transitGatewayId") is None:
        yield "vpcId", "is required unless transitGatewayId is given"


@firewall.before("create")
def subnets_fit(action: Action) -> None:
    """Every subnet is in the firewall's VPC and in a zone of its own."""
    zones: dict[str, str] = {}
    for subnet in _subnets(action):
        if subnet.outputs.get("vpcId") != action.inputs.get("vpcId"):
            action.refuse("InvalidRequestException", f"subnet {subnet.id} is not in VPC {action.inputs.get('vpcId')}")
        zone = str(subnet.outputs.get("availabilityZone"))
        if zone in zones:
            action.refuse(
                "InvalidRequestException", f"subnets {zones[zone]} and {subnet.id} are both in {zone}; one subnet a zone is allowed"
            )
        zones[zone] = subnet.id


@firewall.before("update")
def protections_hold(action: Action) -> None:
    """A protection must be turned off in an update of its own, before what it guards can change."""
    subnets_fit(action)
    for guard, properties in (
        ("subnetChangeProtection", ("subnetMappings",)),
        ("firewallPolicyChangeProtection", ("firewallPolicyArn",)),
        ("availabilityZoneChangeProtection", ("availabilityZoneMappings",)),
    ):
        for property_ in properties:
            # The provider writes each protection before what it guards: turning it off and the change may be one update, turning it on not.
            if action.inputs.get(guard) is True and action.changed(property_):
                action.refuse("InvalidOperationException", f"{action.id}: {guard} is on; {property_} can't change")


@firewall.plans
def endpoints_of_new_subnets(action: Action) -> Properties:
    """A change of subnets leaves the endpoints open until it is made."""
    moves = action.preview and action.changed("subnetMappings")
    return {"firewallStatuses": UNKNOWN} if moves else {}


@firewall.computes
def shown_mappings(action: Action) -> Properties:
    """Subnets are IPv4 unless told otherwise."""
    mappings = action.inputs.get("subnetMappings")
    return {"subnetMappings": [{"ipAddressType": "IPV4", **one} for one in mappings]} if mappings else {}


def _subnets(action: Action) -> list[Object]:
    named = [mapping["subnetId"] for mapping in action.inputs.get("subnetMappings") or []]
    return [found for id_ in named if (found := action.get(SUBNET, id_))]


@firewall.after("create")
@firewall.after("update")
def place_endpoints(action: Action) -> None:
    """One endpoint of type GatewayLoadBalancer in each subnet; its id is what routes name."""
    kept = {one.outputs["subnetIds"][0]: one for one in action.find(VPC_ENDPOINT) if one.keeper == f"{FIREWALL}|{action.id}"}
    states = []
    for subnet in _subnets(action):
        endpoint = kept.pop(subnet.id, None) or _endpoint(action, subnet)
        states.append(
            {
                "attachments": [{"endpointId": endpoint.id, "subnetId": subnet.id}],
                "availabilityZone": subnet.outputs["availabilityZone"],
            }
        )
    for gone in kept.values():
        action.world.remove(gone)
    action.outputs["firewallStatuses"] = [{"syncStates": states, "transitGatewayAttachmentSyncStates": []}]
    action.save(action.object)


def _endpoint(action: Action, subnet: Object) -> Object:
    id_ = "vpce-" + action.hex(17, f"endpoint {subnet.id}")
    service = "vpce-svc-" + action.hex(17, "service")
    return action.keep(
        VPC_ENDPOINT,
        id_,
        {
            "arn": f"arn:{action.partition}:ec2:{action.region}:{action.account}:vpc-endpoint/{id_}",
            "ownerId": action.account,
            "region": action.region,
            "requesterManaged": True,
            "serviceName": f"com.amazonaws.vpce.{action.region}.{service}",
            "state": "available",
            "subnetIds": [subnet.id],
            "tags": {"AWSNetworkFirewallManaged": "true", "Firewall": action.id},
            "vpcEndpointType": "GatewayLoadBalancer",
            "vpcId": action.inputs["vpcId"],
        },
    )
