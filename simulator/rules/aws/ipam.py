"""Amazon VPC IPAM: instances, scopes, pools and what is given out of them.

Sources: Amazon VPC IPAM User Guide, "How IPAM works", "Create IPv4 pools", "Plan for IP address provisioning"; EC2 API Reference,
CreateIpam, CreateIpamScope, CreateIpamPool, ProvisionIpamPoolCidr, AllocateIpamPoolCidr; Pulumi Registry, aws.ec2.VpcIpam*.
"""

from collections.abc import Iterator

from simulator.rules import Action, Allowed, Between, Fault, Properties, Rules, ref
from simulator.rules.aws.addresses import generated_block
from simulator.rules.aws.kinds import IPV6_ASSOCIATION, VPC

IPAM = "aws:ec2/vpcIpam:VpcIpam"
SCOPE = "aws:ec2/vpcIpamScope:VpcIpamScope"
POOL = "aws:ec2/vpcIpamPool:VpcIpamPool"

ipam = Rules(
    IPAM,
    source="EC2 API Reference, CreateIpam; Pulumi Registry, aws.ec2.VpcIpam",
    checks=(Allowed("tier", ("free", "advanced"), source="EC2 API Reference, CreateIpam"),),
    defaults={"tier": "advanced", "enablePrivateGua": False, "meteredAccount": "ipam-owner"},
    id="ipam-{hex17}",
    outputs={
        "arn": "arn:{partition}:ec2::{account}:ipam/{id}",
        "privateDefaultScopeId": "ipam-scope-{hex16}a",
        "publicDefaultScopeId": "ipam-scope-{hex16}b",
        "defaultResourceDiscoveryAssociationId": "ipam-res-disco-assoc-{hex17}",
        "defaultResourceDiscoveryId": "ipam-res-disco-{hex17}",
        "scopeCount": 2,
    },
)

scope = Rules(
    SCOPE,
    source="EC2 API Reference, CreateIpamScope; Pulumi Registry, aws.ec2.VpcIpamScope",
    references={"ipamId": ref(IPAM, code="InvalidIpamId.NotFound")},
    immutable={"ipamId"},
    id="ipam-scope-{hex17}",
    outputs={
        "arn": "arn:{partition}:ec2::{account}:ipam-scope/{id}",
        "ipamScopeType": "private",
        "isDefault": False,
        "poolCount": 0,
    },
)


@scope.computes
def of_its_ipam(action: Action) -> Properties:
    """A scope is part of one IPAM."""
    found = action.target("ipamId", IPAM)
    return {"ipamArn": found.outputs["arn"]} if found else {}


pool = Rules(
    POOL,
    source="EC2 API Reference, CreateIpamPool; Pulumi Registry, aws.ec2.VpcIpamPool",
    checks=(
        Allowed("addressFamily", ("ipv4", "ipv6"), source="EC2 API Reference, CreateIpamPool"),
        Allowed("awsService", ("ec2", "global-services"), source="EC2 API Reference, CreateIpamPool"),
        Allowed("publicIpSource", ("amazon", "byoip"), source="EC2 API Reference, CreateIpamPool"),
        Between("allocationDefaultNetmaskLength", 0, 128, source="EC2 API Reference, CreateIpamPool"),
        Between("allocationMinNetmaskLength", 0, 128, source="EC2 API Reference, CreateIpamPool"),
        Between("allocationMaxNetmaskLength", 0, 128, source="EC2 API Reference, CreateIpamPool"),
    ),
    references={"sourceIpamPoolId": ref(POOL, code="InvalidIpamPoolId.NotFound", anywhere=True)},
    immutable={"addressFamily", "awsService", "ipamScopeId", "locale", "publicIpSource", "publiclyAdvertisable", "sourceIpamPoolId"},
    defaults={"autoImport": False, "locale": "None"},
    id="ipam-pool-{hex17}",
    outputs={
        "arn": "arn:{partition}:ec2::{account}:ipam-pool/{id}",
        "ipamScopeType": "private",
        "poolDepth": 1,
        "state": "create-complete",
    },
)


@pool.check(source="EC2 API Reference, CreateIpamPool: PubliclyAdvertisable is for IPv6 pools in the public scope", even_unknown=True)
def advertised_pools_are_of_version_six(inputs: Properties) -> Iterator[Fault]:
    """An IPv4 pool can't be given it at all."""
    if inputs.get("addressFamily") == "ipv4" and inputs.get("publiclyAdvertisable") is not None:
        yield "publiclyAdvertisable", "can be given for IPv6 pools in the public scope only"


@pool.before("create")
def private_pools_are_not_advertised(action: Action) -> None:
    """A scope that is made is a private one: the public scope comes with the IPAM."""
    scoped = action.find_anywhere(SCOPE, id=action.inputs.get("ipamScopeId"))
    if scoped and action.inputs.get("publiclyAdvertisable") is not None:
        action.refuse("InvalidParameterValue", "publiclyAdvertisable can be given for IPv6 pools in the public scope only")


provisioned = Rules(
    "aws:ec2/vpcIpamPoolCidr:VpcIpamPoolCidr",
    source="EC2 API Reference, ProvisionIpamPoolCidr; Pulumi Registry, aws.ec2.VpcIpamPoolCidr (the id is cidr_pool)",
    references={"ipamPoolId": ref(POOL, code="InvalidIpamPoolId.NotFound", anywhere=True)},
    immutable={"cidr", "cidrAuthorizationContext", "ipamPoolId", "netmaskLength"},
    id=lambda action: f"{action.inputs.get('cidr') or action.hex(8, 'cidr')}_{action.inputs['ipamPoolId']}",
    outputs={"ipamPoolCidrId": "ipam-pool-cidr-{hex17}"},
)

allocated = Rules(
    "aws:ec2/vpcIpamPoolCidrAllocation:VpcIpamPoolCidrAllocation",
    source="EC2 API Reference, AllocateIpamPoolCidr; Pulumi Registry, aws.ec2.VpcIpamPoolCidrAllocation (the id is allocation_pool)",
    references={"ipamPoolId": ref(POOL, code="InvalidIpamPoolId.NotFound", anywhere=True)},
    immutable={"cidr", "description", "disallowedCidrs", "ipamPoolId", "netmaskLength"},
    id="ipam-pool-alloc-{hex17}_{ipamPoolId}",
    outputs={"ipamPoolAllocationId": "ipam-pool-alloc-{hex17}", "resourceId": "", "resourceOwner": "{account}", "resourceType": "custom"},
)

six = Rules(
    IPV6_ASSOCIATION,
    source="EC2 API Reference, AssociateVpcCidrBlock; Pulumi Registry, aws.ec2.VpcIpv6CidrBlockAssociation",
    references={
        "vpcId": ref(VPC, code="InvalidVpcID.NotFound", blocks_delete=False),
        "ipv6IpamPoolId": ref(POOL, code="InvalidIpamPoolId.NotFound", anywhere=True, blocks_delete=False),
    },
    immutable={"assignGeneratedIpv6CidrBlock", "ipv6CidrBlock", "ipv6IpamPoolId", "ipv6NetmaskLength", "ipv6Pool", "vpcId"},
    id="vpc-cidr-assoc-{hex17}",
    outputs={"ipSource": "none", "ipv6AddressAttribute": "private"},
)


@six.after("create")
def amazon_provides(action: Action) -> None:
    """A block that nobody names comes from Amazon's own: a /56 of public addresses."""
    if action.inputs.get("assignGeneratedIpv6CidrBlock") is True and action.inputs.get("ipv6CidrBlock") is None:
        action.outputs.update(ipv6CidrBlock=generated_block(action), ipSource="amazon", ipv6AddressAttribute="public")
