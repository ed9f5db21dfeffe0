"""Instances, network interfaces and prefix lists: what people add beside the components.

Sources: EC2 API Reference, RunInstances, CreateNetworkInterface, CreateManagedPrefixList; Amazon EC2 User Guide, "Instance metadata
options"; Pulumi Registry, aws.ec2.Instance, aws.ec2.NetworkInterface, aws.ec2.ManagedPrefixList.
"""

from collections.abc import Iterator

from simulator.rules import (
    Action,
    Allowed,
    AtMostOneOf,
    AutoName,
    Between,
    Fault,
    Length,
    Object,
    Pattern,
    Properties,
    Protection,
    Rules,
    ref,
)
from simulator.rules.aws.addresses import address_in, all_in_vpc, zone_of
from simulator.rules.aws.default_networks import default_subnets
from simulator.rules.aws.gateways import public_address, public_name
from simulator.rules.aws.kinds import INSTANCE, KEY, NETWORK_INTERFACE, PREFIX_LIST, SECURITY_GROUP, SUBNET, VPC
from simulator.rules.aws.parts import given

_RUN = "EC2 API Reference, RunInstances"
_INTERFACE = "EC2 API Reference, CreateNetworkInterface"

interface = Rules(
    NETWORK_INTERFACE,
    source="EC2 API Reference, CreateNetworkInterface; Pulumi Registry, aws.ec2.NetworkInterface",
    second_source="botocore, cfn-lint, moto",
    checks=(
        Allowed("interfaceType", ("efa", "efa-only", "branch", "trunk"), source=_INTERFACE),
        AtMostOneOf(("privateIps", "privateIpLists"), source="Pulumi Registry, aws.ec2.NetworkInterface"),
        Length("securityGroups", 0, 16, source="Amazon VPC User Guide, 'Amazon VPC quotas'"),
    ),
    references={
        "subnetId": ref(SUBNET, code="InvalidSubnetID.NotFound"),
        "securityGroups[*]": ref(SECURITY_GROUP, code="InvalidGroup.NotFound"),
    },
    immutable={"interfaceType", "subnetId"},
    defaults={"sourceDestCheck": True},
    id="eni-{hex17}",
    outputs={
        "arn": "arn:{partition}:ec2:{region}:{account}:network-interface/{id}",
        "attachments": [],
        "connectionTrackingSpecification": {},
        "enablePrimaryIpv6": False,
        "interfaceType": "interface",
        "ipv4PrefixCount": 0,
        "ipv4Prefixes": [],
        "ipv6AddressCount": 0,
        "ipv6AddressLists": [],
        "ipv6Addresses": [],
        "ipv6PrefixCount": 0,
        "ipv6Prefixes": [],
        "macAddress": "",
        "outpostArn": "",
        "ownerId": "{account}",
        "privateDnsName": "",
        "privateIp": "",
        "privateIpLists": [],
        "privateIps": [],
        "privateIpsCount": 0,
        "securityGroups": [],
    },
    unordered=("securityGroups", "privateIps"),
)


@interface.before("create")
@interface.before("update")
def groups_are_of_the_network(action: Action) -> None:
    """Groups and subnet are of one network."""
    subnet = action.target("subnetId", SUBNET)
    if subnet:
        all_in_vpc(action, SECURITY_GROUP, action.inputs.get("securityGroups") or [], subnet.outputs.get("vpcId"), "InvalidGroup.NotFound")


@interface.computes
def interface_addresses(action: Action) -> Properties:
    """Private address, its name, and the default group where none is given."""
    given_ips = action.inputs.get("privateIps") or action.inputs.get("privateIpLists") or []
    before = action.old.outputs.get("privateIp") if action.verb == "update" and action.old else None
    private = str(action.inputs.get("privateIp") or next(iter(given_ips), None) or before or address_in(action, action.inputs["subnetId"]))
    digits = action.hex(10, "mac")
    made: Properties = {
        "macAddress": "02:" + ":".join(digits[i : i + 2] for i in range(0, 10, 2)),
        "privateDnsName": f"ip-{private.replace('.', '-')}.{action.region}.compute.internal",
        "privateIp": private,
    }
    made.setdefault("privateIps", given_ips or [private])
    made.setdefault("privateIpLists", given_ips or [private])
    return {**made, **_default_group(action, "securityGroups", action.target("subnetId", SUBNET))}


def _default_group(action: Action, property_: str, subnet: Object | None) -> Properties:
    if action.inputs.get(property_):
        return {}
    vpc = action.get(VPC, subnet.outputs.get("vpcId")) if subnet else None
    return {property_: [vpc.outputs["defaultSecurityGroupId"]]} if vpc else {}


instance = Rules(
    INSTANCE,
    source="EC2 API Reference, RunInstances; Pulumi Registry, aws.ec2.Instance",
    second_source="botocore, cfn-lint",
    checks=(
        Pattern(
            "ami", r"ami-[0-9a-f]{8}([0-9a-f]{9})?|resolve:ssm:.+", source=_RUN, saying="the id of an image, such as ami-0abcdef1234567890"
        ),
        Allowed("metadataOptions.httpTokens", ("optional", "required"), source="EC2 API Reference, InstanceMetadataOptionsRequest"),
        Allowed("metadataOptions.httpEndpoint", ("enabled", "disabled"), source="EC2 API Reference, InstanceMetadataOptionsRequest"),
        Allowed("metadataOptions.httpProtocolIpv6", ("enabled", "disabled"), source="EC2 API Reference, InstanceMetadataOptionsRequest"),
        Allowed(
            "metadataOptions.instanceMetadataTags", ("enabled", "disabled"), source="EC2 API Reference, InstanceMetadataOptionsRequest"
        ),
        *(
            Allowed(path, values, source=_RUN)
            for path, values in (
                (
                    "capacityReservationSpecification.capacityReservationPreference",
                    ("capacity-reservations-only", "open", "none"),
                ),
                ("cpuOptions.amdSevSnp", ("enabled", "disabled")),
                ("cpuOptions.nestedVirtualization", ("enabled", "disabled")),
                (
                    "instanceMarketOptions.marketType",
                    ("spot", "capacity-block", "interruptible-capacity-reservation", "on-demand"),
                ),
                ("instanceMarketOptions.spotOptions.instanceInterruptionBehavior", ("hibernate", "stop", "terminate")),
                ("instanceMarketOptions.spotOptions.spotInstanceType", ("one-time", "persistent")),
                ("maintenanceOptions.autoRecovery", ("default", "disabled")),
                ("privateDnsNameOptions.hostnameType", ("ip-name", "resource-name")),
            )
        ),
        Between("metadataOptions.httpPutResponseHopLimit", 1, 64, source="EC2 API Reference, InstanceMetadataOptionsRequest"),
        Allowed("instanceInitiatedShutdownBehavior", ("stop", "terminate"), source=_RUN),
        AtMostOneOf(("userData", "userDataBase64"), source="Pulumi Registry, aws.ec2.Instance"),
        AtMostOneOf(("securityGroups", "vpcSecurityGroupIds"), source="Pulumi Registry, aws.ec2.Instance"),
        AtMostOneOf(("associatePublicIpAddress", "networkInterfaces"), source="Pulumi Registry, aws.ec2.Instance"),
        AtMostOneOf(("subnetId", "networkInterfaces"), source="Pulumi Registry, aws.ec2.Instance"),
    ),
    references={
        "subnetId": ref(SUBNET, code="InvalidSubnetID.NotFound"),
        "vpcSecurityGroupIds[*]": ref(SECURITY_GROUP, code="InvalidGroup.NotFound"),
        "rootBlockDevice.kmsKeyId": ref(
            KEY, by=("arn", "id"), literals=("alias/*",), code="InvalidKey.NotFound", anywhere=True, blocks_delete=False
        ),
        "primaryNetworkInterface.networkInterfaceId": ref(NETWORK_INTERFACE, code="InvalidNetworkInterfaceID.NotFound"),
    },
    immutable={
        "ami",
        "associatePublicIpAddress",
        "availabilityZone",
        "cpuOptions",
        "enclaveOptions",
        "hostResourceGroupArn",
        "keyName",
        "launchTemplate.id",
        "launchTemplate.name",
        "networkInterfaces",
        "placementGroup",
        "primaryNetworkInterface",
        "privateIp",
        "rootBlockDevice.encrypted",
        "rootBlockDevice.kmsKeyId",
        "securityGroups",
        "subnetId",
        "tenancy",
    },
    defaults={"getPasswordData": False, "sourceDestCheck": True, "userDataReplaceOnChange": False, "forceDestroy": False},
    id="i-{hex17}",
    outputs={
        "arn": "arn:{partition}:ec2:{region}:{account}:instance/{id}",
        "associatePublicIpAddress": False,
        "availabilityZone": "",
        "disableApiStop": False,
        "disableApiTermination": False,
        "ebsOptimized": False,
        "hostId": "",
        "hostResourceGroupArn": "",
        "iamInstanceProfile": "",
        "instanceLifecycle": "",
        "instanceType": "",
        "ami": "",
        "placementGroup": "",
        "placementGroupId": "",
        "spotInstanceRequestId": "",
        "userDataBase64": "",
        "instanceInitiatedShutdownBehavior": "stop",
        "instanceState": "running",
        "ipv6AddressCount": 0,
        "ipv6Addresses": [],
        "keyName": "",
        "metadataOptions": {
            "httpEndpoint": "enabled",
            "httpProtocolIpv6": "disabled",
            "httpPutResponseHopLimit": 1,
            "httpTokens": "optional",
            "instanceMetadataTags": "disabled",
        },
        "monitoring": False,
        "outpostArn": "",
        "passwordData": "",
        "primaryNetworkInterfaceId": "eni-{hex17}",
        "privateDns": "",
        "privateIp": "",
        "publicDns": "",
        "publicIp": "",
        "securityGroups": [],
        "subnetId": "",
        "tenancy": "default",
        "vpcSecurityGroupIds": [],
    },
    protections=(
        Protection(
            "disableApiTermination",
            code="OperationNotPermitted",
            message="The instance may not be terminated. Modify its 'disableApiTermination' instance attribute and try again.",
        ),
    ),
    unordered=("vpcSecurityGroupIds",),
    client_token=True,
)


@instance.check(source=_RUN, even_unknown=True)
def says_what_to_run(inputs: Properties) -> Iterator[Fault]:
    """Image and class, or a launch template that has them."""
    if not given(inputs.get("launchTemplate")):
        for name in ("ami", "instanceType"):
            if inputs.get(name) is None:
                yield name, "is required unless launchTemplate is given"


def _subnet(action: Action) -> Object | None:
    """The subnet that is named, or a default one; None where interfaces are given."""
    if action.inputs.get("networkInterfaces") or action.inputs.get("primaryNetworkInterface"):
        return None
    if action.inputs.get("subnetId"):
        return action.target("subnetId", SUBNET)
    zone = action.inputs.get("availabilityZone")
    return next((one for one in default_subnets(action) if zone in (None, one.outputs["availabilityZone"])), None)


@instance.before("create")
@instance.before("update")
def instance_fits_its_network(action: Action) -> None:
    """Groups and subnet are of one network."""
    subnet = _subnet(action)
    if subnet:
        all_in_vpc(
            action, SECURITY_GROUP, action.inputs.get("vpcSecurityGroupIds") or [], subnet.outputs.get("vpcId"), "InvalidGroup.NotFound"
        )


@instance.computes
def instance_addresses(action: Action) -> Properties:
    """A public address where it is asked for, or where the subnet gives one."""
    subnet = _subnet(action)
    if subnet is None:
        return {}
    private = str(action.inputs.get("privateIp") or address_in(action, subnet.id))
    asked = action.inputs.get("associatePublicIpAddress")
    public = asked if asked is not None else bool(subnet.outputs.get("mapPublicIpOnLaunch"))
    made: Properties = {
        "subnetId": subnet.id,
        "associatePublicIpAddress": public,
        "availabilityZone": zone_of(action, subnet.id),
        "privateIp": private,
        "privateDns": f"ip-{private.replace('.', '-')}.{action.region}.compute.internal",
        **_default_group(action, "vpcSecurityGroupIds", subnet),
    }
    if public:
        address = public_address(action)
        made.update(publicIp=address, publicDns=public_name(action, address))
    return made


prefix_list = Rules(
    PREFIX_LIST,
    source="EC2 API Reference, CreateManagedPrefixList; Pulumi Registry, aws.ec2.ManagedPrefixList",
    second_source="cfn-lint",
    checks=(
        Allowed("addressFamily", ("IPv4", "IPv6"), source="EC2 API Reference, CreateManagedPrefixList"),
        Pattern(
            "name",
            r"(?!com\.amazonaws).{1,255}",
            source="EC2 API Reference, CreateManagedPrefixList",
            saying="up to 255 characters, not beginning with com.amazonaws",
        ),
        Between("maxEntries", 1, 1000, source="Amazon VPC User Guide, 'Amazon VPC quotas'"),
    ),
    immutable={"addressFamily"},
    autoname=AutoName("name"),
    id="pl-{hex17}",
    outputs={"arn": "arn:{partition}:ec2:{region}:{account}:prefix-list/{id}", "ownerId": "{account}", "version": 1, "entries": []},
)


@prefix_list.check(source="EC2 API Reference, CreateManagedPrefixList")
def entries_fit(inputs: Properties) -> Iterator[Fault]:
    """No more entries than the list is made for."""
    entries = inputs.get("entries") or []
    if len(entries) > inputs["maxEntries"]:
        yield "entries", f"has {len(entries)}; maxEntries is {inputs['maxEntries']}"
