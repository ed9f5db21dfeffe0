"""VPC Lattice resource gateways and configurations, and the shares that let other accounts use them.

Sources: VPC Lattice API Reference, CreateResourceGateway, CreateResourceConfiguration, DeleteResourceConfiguration; Amazon VPC Lattice User
Guide, "Resource gateways", "Resource configurations" (an ARN carries its own ports and protocol); AWS RAM API Reference,
CreateResourceShare, AssociateResourceShare; AWS RAM User Guide, "Terms and concepts"; Pulumi Registry, aws.vpclattice.*, aws.ram.*.
"""

import re
from collections.abc import Iterator

from simulator.rules import Action, Allowed, AutoName, Between, Fault, Length, Object, Pattern, Properties, Rules, ref, unique
from simulator.rules.aws.addresses import all_in_vpc
from simulator.rules.aws.kinds import CLUSTER, RESOURCE_CONFIGURATION, SECURITY_GROUP, SUBNET, VPC
from simulator.rules.aws.parts import given

GATEWAY = "aws:vpclattice/resourceGateway:ResourceGateway"
SHARE = "aws:ram/resourceShare:ResourceShare"
SHARED = "aws:ram/resourceAssociation:ResourceAssociation"
PRINCIPAL = "aws:ram/principalAssociation:PrincipalAssociation"
NAME = r"(?!{stem}-)(?![-])(?!.*[-]$)(?!.*[-]{{2}})[a-z0-9-]{{3,40}}"
_GATEWAY = "VPC Lattice API Reference, CreateResourceGateway"
_CONFIGURATION = "VPC Lattice API Reference, CreateResourceConfiguration"
_SAYING = "3 to 40 lower-case letters, digits and single hyphens, none at either end"

gateway = Rules(
    GATEWAY,
    source="VPC Lattice API Reference, CreateResourceGateway; Pulumi Registry, aws.vpclattice.ResourceGateway",
    second_source="botocore, cfn-lint",
    checks=(
        Pattern("name", NAME.format(stem="rgw"), source=_GATEWAY, saying=_SAYING),
        Allowed("ipAddressType", ("IPV4", "IPV6", "DUALSTACK"), source=_GATEWAY),
        Allowed("resourceConfigDnsResolution", ("IN_VPC", "PUBLIC"), source=_GATEWAY),
        Between("ipv4AddressesPerEni", 1, 62, source=_GATEWAY),
        Length("securityGroupIds", 0, 5, source=_GATEWAY),
    ),
    references={
        "vpcId": ref(VPC, code="ResourceNotFoundException"),
        "subnetIds[*]": ref(SUBNET, code="ResourceNotFoundException"),
        "securityGroupIds[*]": ref(SECURITY_GROUP, code="ResourceNotFoundException"),
    },
    immutable={"ipAddressType", "ipv4AddressesPerEni", "name", "resourceConfigDnsResolution", "subnetIds", "vpcId"},
    autoname=AutoName("name", 40, lower=True),
    unique=(unique("name", code="ConflictException", message="A resource gateway with the name {name} exists already"),),
    id="rgw-{hex17}",
    outputs={
        "arn": "arn:{partition}:vpc-lattice:{region}:{account}:resourcegateway/{id}",
        "ipAddressType": "IPV4",
        "ipv4AddressesPerEni": 16,
        "resourceConfigDnsResolution": "PUBLIC",
        "securityGroupIds": [],
        "status": "ACTIVE",
    },
    unordered=("securityGroupIds", "subnetIds"),
)


@gateway.before("create")
@gateway.before("update")
def places_fit(action: Action) -> None:
    """Subnets and groups are of the gateway's network."""
    all_in_vpc(action, SUBNET, action.inputs["subnetIds"], action.inputs["vpcId"], "ValidationException")
    all_in_vpc(action, SECURITY_GROUP, action.inputs.get("securityGroupIds") or [], action.inputs["vpcId"], "ValidationException")


@gateway.computes
def group_of_network(action: Action) -> Properties:
    """The default group where none is given."""
    vpc = action.target("vpcId", VPC)
    if action.inputs.get("securityGroupIds") or vpc is None:
        return {}
    return {"securityGroupIds": [vpc.outputs["defaultSecurityGroupId"]]}


configuration = Rules(
    RESOURCE_CONFIGURATION,
    source="VPC Lattice API Reference, CreateResourceConfiguration; Pulumi Registry, aws.vpclattice.ResourceConfiguration",
    second_source="botocore, cfn-lint",
    checks=(
        Pattern("name", NAME.format(stem="rcfg"), source=_CONFIGURATION, saying=_SAYING),
        Allowed("type", ("GROUP", "CHILD", "SINGLE", "ARN"), source=_CONFIGURATION),
        Allowed("protocol", ("TCP",), source=_CONFIGURATION),
        Allowed(
            "resourceConfigurationDefinition.dnsResource.ipAddressType",
            ("IPV4", "IPV6", "DUALSTACK"),
            source="VPC Lattice API Reference, DnsResource",
        ),
        Pattern("portRanges[*]", r"\d{1,5}(-\d{1,5})?", source=_CONFIGURATION, saying="a port or a range of ports, such as 443 or 1-65535"),
    ),
    references={
        "resourceGatewayIdentifier": ref(GATEWAY, by=("id", "arn"), code="ResourceNotFoundException", delete_code="ConflictException"),
        "resourceConfigurationGroupId": ref(RESOURCE_CONFIGURATION, code="ResourceNotFoundException", delete_code="ConflictException"),
        "resourceConfigurationDefinition.arnResource.arn": ref(
            CLUSTER, by=("arn",), literals=("arn:aws:rds:*:db:*",), code="ResourceNotFoundException", blocks_delete=False
        ),
    },
    immutable={
        "customDomainName",
        "domainVerificationId",
        "name",
        "protocol",
        "resourceConfigurationGroupId",
        "resourceGatewayIdentifier",
        "type",
    },
    autoname=AutoName("name", 40, lower=True),
    unique=(unique("name", code="ConflictException", message="A resource configuration with the name {name} exists already"),),
    id="rcfg-{hex17}",
    outputs={
        "allowAssociationToShareableServiceNetwork": False,
        "arn": "arn:{partition}:vpc-lattice:{region}:{account}:resourceconfiguration/{id}",
        "domainVerificationArn": "",
        "domainVerificationId": "",
        "domainVerificationStatus": "",
        "portRanges": [],
        "protocol": "",
        "resourceGatewayIdentifier": "",
        "type": "SINGLE",
    },
    unordered=("portRanges",),
)


@configuration.check(source="Amazon VPC Lattice User Guide, 'Resource configurations'", even_unknown=True)
def definition_fits_its_type(inputs: Properties) -> Iterator[Fault]:
    """An ARN resource carries its own ports and protocol; a group has no definition; the others say port and address."""
    kind = inputs.get("type", "SINGLE")
    definition = inputs.get("resourceConfigurationDefinition")
    if not isinstance(kind, str):
        return
    if kind == "ARN":
        for name in ("portRanges", "protocol"):
            if given(inputs.get(name)):
                yield name, "can't be given for a resource configuration of type ARN: the resource carries its own"
    elif kind in ("SINGLE", "CHILD") and not given(inputs.get("portRanges")):
        yield "portRanges", f"is required for a resource configuration of type {kind}"
    if kind == "GROUP" and given(definition):
        yield "resourceConfigurationDefinition", "can't be given for a resource configuration of type GROUP"
    if kind != "GROUP" and not given(definition):
        yield "resourceConfigurationDefinition", f"is required for a resource configuration of type {kind}"
    if isinstance(definition, dict):
        ways = [name for name in ("arnResource", "dnsResource", "ipResource") if given(definition.get(name))]
        if len(ways) != 1:
            yield (
                "resourceConfigurationDefinition",
                f"exactly one of arnResource, dnsResource, ipResource must be given, not {' and '.join(ways) or 'none'}",
            )
        elif (ways[0] == "arnResource") != (kind == "ARN"):
            yield f"resourceConfigurationDefinition.{ways[0]}", f"does not fit a resource configuration of type {kind}"
    if kind == "CHILD":
        if not given(inputs.get("resourceConfigurationGroupId")):
            yield "resourceConfigurationGroupId", "is required for a resource configuration of type CHILD"
    elif not given(inputs.get("resourceGatewayIdentifier")):
        yield "resourceGatewayIdentifier", f"is required for a resource configuration of type {kind}"


@configuration.before("create")
def gateway_reaches_the_database(action: Action) -> None:
    """The gateway stands in the network of the cluster that the ARN names."""
    definition = (action.inputs.get("resourceConfigurationDefinition") or {}).get("arnResource") or {}
    found = action.target("resourceGatewayIdentifier", GATEWAY)
    for cluster in action.find(CLUSTER, arn=definition.get("arn")):
        group = action.get("aws:rds/subnetGroup:SubnetGroup", cluster.outputs.get("dbSubnetGroupName"))
        if found and group and group.outputs.get("vpcId") != found.outputs.get("vpcId"):
            action.refuse(
                "ValidationException",
                f"{cluster.id} is in {group.outputs.get('vpcId')}, the resource gateway {found.id} in {found.outputs.get('vpcId')}",
            )


def shared_with(configuration_: Object, account: str, shares: list[Object], principals: list[Object]) -> bool:
    """Whether an account may use the configuration: it owns it, or a share names both."""
    if configuration_.account == account:
        return True
    arns = {one.outputs["resourceShareArn"] for one in shares if one.outputs.get("resourceArn") == configuration_.outputs["arn"]}
    named = {one.outputs["principal"] for one in principals if one.outputs.get("resourceShareArn") in arns}
    return any(one == account or one.startswith("arn:aws:organizations::") for one in named)


share = Rules(
    SHARE,
    source="AWS RAM API Reference, CreateResourceShare; Pulumi Registry, aws.ram.ResourceShare (the id is the ARN)",
    second_source="cfn-lint",
    checks=(Length("name", 1, 255, source="AWS RAM API Reference, CreateResourceShare"),),
    autoname=AutoName("name"),
    immutable={"permissionArns", "resourceShareConfiguration"},
    defaults={"allowExternalPrincipals": False},
    id="arn:{partition}:ram:{region}:{account}:resource-share/{uuid}",
    outputs={"arn": "{id}", "permissionArns": [], "resourceShareConfiguration": {"retainSharingOnAccountLeaveOrganization": False}},
    client_token=True,
)

shared = Rules(
    SHARED,
    source="AWS RAM API Reference, AssociateResourceShare; Pulumi Registry, aws.ram.ResourceAssociation (the id is share,resource)",
    second_source="cfn-lint",
    references={"resourceShareArn": ref(SHARE, by=("arn",), code="UnknownResourceException", blocks_delete=False)},
    immutable={"resourceArn", "resourceShareArn"},
    id="{resourceShareArn},{resourceArn}",
)


@shared.before("create")
def is_ours_to_share(action: Action) -> None:
    """A resource of the own account; one of the simulated types must exist."""
    arn = str(action.inputs["resourceArn"])
    if f":{action.account}:" not in arn:
        action.refuse("InvalidParameterException", f"{arn} is not owned by account {action.account}")
    if ":resourceconfiguration/" in arn and not action.find(RESOURCE_CONFIGURATION, arn=arn):
        action.refuse("MalformedArnException", f"The resource {arn} does not exist")


principal = Rules(
    PRINCIPAL,
    source="AWS RAM API Reference, AssociateResourceShare; Pulumi Registry, aws.ram.PrincipalAssociation (the id is share,principal)",
    second_source="cfn-lint",
    references={"resourceShareArn": ref(SHARE, by=("arn",), code="UnknownResourceException", blocks_delete=False)},
    immutable={"principal", "resourceShareArn"},
    id="{resourceShareArn},{principal}",
)


@principal.check(source="AWS RAM API Reference, AssociateResourceShare: an account, organization, unit, role or user")
def names_a_principal(inputs: Properties) -> Iterator[Fault]:
    """What RAM can share with."""
    value = str(inputs["principal"])
    if not re.fullmatch(r"\d{12}|arn:aws[a-z-]*:(organizations|iam)::\d{12}:(organization|ou|role|user)/.+|[a-z-]+\.amazonaws\.com", value):
        yield "principal", f"{value!r} is not an account id of 12 digits, or the ARN of an organization, unit, role or user"


@principal.before("create")
def is_not_the_owner(action: Action) -> None:
    """Nobody shares with himself."""
    if action.inputs["principal"] == action.account:
        action.refuse("InvalidParameterException", f"Resource share owner {action.account} can't be a principal of its own share")
