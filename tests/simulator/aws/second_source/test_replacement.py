"""What replaces a resource here is what CloudFormation replaces (`createOnlyProperties` of cfn-lint's schemas)."""

import pytest

from simulator.rules.registry import all_rules
from simulator.schema import type_schema
from tests.simulator.aws.second_source.names import COUNTERPARTS
from tests.simulator.aws.second_source.shapes import cloudformation, letters

pytestmark = pytest.mark.second_source

PROVIDER = "the provider replaces, where CloudFormation updates or refuses"
IN_PLACE = "the provider changes it in place"
UNCHANGEABLE = "no request changes it, so the provider replaces; CloudFormation fails"

DIFFERENCES: dict[str, dict[str, str]] = {
    "aws:cloudwatch/logGroup:LogGroup": {"logGroupClass": UNCHANGEABLE},
    "aws:directconnect/connection:Connection": {"name": PROVIDER},
    "aws:directconnect/privateVirtualInterface:PrivateVirtualInterface": {"connectionId": PROVIDER, "name": PROVIDER},
    "aws:cloudtrail/eventDataStore:EventDataStore": {"kmsKeyId": PROVIDER},
    "aws:eks/nodeGroup:NodeGroup": {"launchTemplate": PROVIDER + " (another version is put in place)"},
    "aws:guardduty/publishingDestination:PublishingDestination": {"destinationType": PROVIDER},
    "aws:securityhub/account:Account": {"enableDefaultStandards": PROVIDER},
    "aws:ec2/eip:Eip": {"domain": PROVIDER, "publicIpv4Pool": PROVIDER},
    "aws:ec2/instance:Instance": {"ipv6AddressCount": IN_PLACE, "ipv6Addresses": IN_PLACE},
    "aws:ec2/internetGatewayAttachment:InternetGatewayAttachment": {"internetGatewayId": PROVIDER},
    "aws:ec2/managedPrefixList:ManagedPrefixList": {"addressFamily": UNCHANGEABLE},
    "aws:ec2/networkAclRule:NetworkAclRule": dict.fromkeys(("cidrBlock", "ipv6CidrBlock", "protocol", "ruleAction"), PROVIDER),
    "aws:ec2/routeTableAssociation:RouteTableAssociation": {"routeTableId": IN_PLACE + " (ReplaceRouteTableAssociation)"},
    "aws:ec2/vpcDhcpOptionsAssociation:VpcDhcpOptionsAssociation": {"dhcpOptionsId": IN_PLACE + " (AssociateDhcpOptions again)"},
    "aws:ec2/vpcEndpoint:VpcEndpoint": {"dnsOptions": IN_PLACE + " (ModifyVpcEndpoint)"},
    "aws:ec2/vpnConnection:VpnConnection": dict.fromkeys(
        ("localIpv4NetworkCidr", "localIpv6NetworkCidr", "remoteIpv4NetworkCidr", "remoteIpv6NetworkCidr"),
        IN_PLACE + " (ModifyVpnConnectionOptions)",
    ),
    "aws:ec2/vpnGatewayAttachment:VpnGatewayAttachment": {"vpnGatewayId": PROVIDER},
    "aws:ec2transitgateway/vpcAttachment:VpcAttachment": {"subnetIds": IN_PLACE + " (ModifyTransitGatewayVpcAttachment)"},
    "aws:kms/key:Key": dict.fromkeys(("customerMasterKeySpec", "keyUsage", "multiRegion"), UNCHANGEABLE),
    "aws:networkfirewall/firewall:Firewall": {"transitGatewayId": PROVIDER},
    "aws:organizations/account:Account": dict.fromkeys(("email", "name", "roleName"), PROVIDER),
    "aws:ram/resourceShare:ResourceShare": {"permissionArns": PROVIDER},
    "aws:route53/record:Record": {"name": PROVIDER, "setIdentifier": PROVIDER},
    "aws:s3/accessPoint:AccessPoint": {"publicAccessBlockConfiguration": UNCHANGEABLE},
    "aws:s3/bucket:Bucket": {"objectLockEnabled": PROVIDER},
    "aws:sns/topicPolicy:TopicPolicy": {"arn": PROVIDER},
    **{
        f"aws:vpc/securityGroup{way}Rule:SecurityGroup{way}Rule": dict.fromkeys(
            ("cidrIpv4", "cidrIpv6", "fromPort", "ipProtocol", "prefixListId", "referencedSecurityGroupId", "toPort"),
            IN_PLACE + " (ModifySecurityGroupRules)",
        )
        for way in ("Ingress", "Egress")
    },
    "aws:verifiedaccess/instance:Instance": {"fipsEnabled": PROVIDER},
    "aws:vpclattice/resourceConfiguration:ResourceConfiguration": {
        "name": UNCHANGEABLE,
        "resourceConfigurationGroupId": UNCHANGEABLE,
    },
    "aws:vpclattice/resourceGateway:ResourceGateway": {"ipv4AddressesPerEni": UNCHANGEABLE},
}
"""Type → property → why the two differ on purpose."""

COMPARED = sorted(type_ for type_, counterpart in COUNTERPARTS.items() if counterpart.cloudformation)


def contradictions(type_: str) -> dict[str, str]:
    """Properties of which one source says that a change replaces, and the other that it does not."""
    counterpart = COUNTERPARTS[type_]
    assert counterpart.cloudformation
    schema = cloudformation(counterpart.cloudformation)
    always, sometimes = (
        {path.split("/")[2] for path in schema.get(key) or []} for key in ("createOnlyProperties", "conditionalCreateOnlyProperties")
    )
    ours = {path.split(".")[0].split("[")[0] for path in all_rules("aws")[type_].immutable}
    theirs = {letters(name): name for name in schema["properties"]}
    found = {}
    for name in type_schema(type_).inputs:
        other = theirs.get(letters(counterpart.renamed.get(name, name)))
        # The provider changes tags of everything in place.
        if other is None or other in sometimes or name == "tags":
            continue
        if (other in always) != (name in ours):
            found[name] = f"CloudFormation {'replaces' if other in always else 'updates'}, these rules don't"
    return found


@pytest.mark.parametrize("type_", COMPARED)
def test_what_replaces_a_resource_is_what_cloudformation_replaces(type_: str) -> None:
    unexplained = {name: why for name, why in contradictions(type_).items() if name not in DIFFERENCES.get(type_, {})}
    assert not unexplained


def test_every_listed_difference_is_one() -> None:
    stale = [f"{type_}.{name}" for type_, listed in DIFFERENCES.items() for name in listed if name not in contradictions(type_)]
    assert not stale


def test_every_type_with_rules_is_compared_or_says_why_not() -> None:
    from tests.simulator.aws.second_source.names import WITHOUT

    assert set(all_rules("aws")) == set(COUNTERPARTS) | set(WITHOUT)
