"""How a user of a real account finds what a lost answer left behind: a command of the AWS CLI for each type, and what an import takes.

On Azure nothing has to be looked up: every id is made of names that the program gives (Azure documentation, "Azure Resource Manager resource
IDs"), and the refused create says it: "cannot create already existing resource '/subscriptions/…'".

`NAME` stands for the resource's tag `Name`, or for its name in AWS where it has no tag. Where an import takes names alone, nothing has to be
looked up. Source: AWS CLI Command Reference; the import sections of the Pulumi Registry's pages, which the SDK's classes carry.
"""

import importlib
import inspect
import re

from simulator.packages.arm import paths

KNOWN = "known: it is made of names"

FOUND_BY = {
    "aws:cloudwatch/logGroup:LogGroup": KNOWN,
    "aws:ec2/eip:Eip": "aws ec2 describe-addresses --filters Name=tag:Name,Values=NAME",
    "aws:ec2/flowLog:FlowLog": "aws ec2 describe-flow-logs --filter Name=tag:Name,Values=NAME",
    "aws:ec2/internetGateway:InternetGateway": "aws ec2 describe-internet-gateways --filters Name=tag:Name,Values=NAME",
    "aws:ec2/natGateway:NatGateway": "aws ec2 describe-nat-gateways --filter Name=tag:Name,Values=NAME",
    "aws:ec2/networkAcl:NetworkAcl": "aws ec2 describe-network-acls --filters Name=tag:Name,Values=NAME",
    "aws:ec2/route:Route": "aws ec2 describe-route-tables --filters Name=tag:Name,Values=NAME",
    "aws:ec2/routeTable:RouteTable": "aws ec2 describe-route-tables --filters Name=tag:Name,Values=NAME",
    "aws:ec2/routeTableAssociation:RouteTableAssociation": "aws ec2 describe-route-tables --filters Name=tag:Name,Values=NAME",
    "aws:ec2/securityGroup:SecurityGroup": "aws ec2 describe-security-groups --filters Name=group-name,Values=NAME",
    "aws:ec2/subnet:Subnet": "aws ec2 describe-subnets --filters Name=tag:Name,Values=NAME",
    "aws:ec2/vpc:Vpc": "aws ec2 describe-vpcs --filters Name=tag:Name,Values=NAME",
    "aws:ec2/vpcDhcpOptions:VpcDhcpOptions": "aws ec2 describe-dhcp-options --filters Name=tag:Name,Values=NAME",
    "aws:ec2/vpcEndpoint:VpcEndpoint": "aws ec2 describe-vpc-endpoints --filters Name=tag:Name,Values=NAME",
    "aws:ec2/vpcEndpointConnectionAccepter:VpcEndpointConnectionAccepter": "aws ec2 describe-vpc-endpoint-connections",
    "aws:ec2/vpcEndpointService:VpcEndpointService": (
        "aws ec2 describe-vpc-endpoint-service-configurations --filters Name=tag:Name,Values=NAME"
    ),
    "aws:iam/role:Role": KNOWN,
    "aws:kms/alias:Alias": KNOWN,
    "aws:kms/key:Key": ("aws resourcegroupstaggingapi get-resources --resource-type-filters kms:key --tag-filters Key=Name,Values=NAME"),
    "aws:lb/loadBalancer:LoadBalancer": "aws elbv2 describe-load-balancers --names NAME",
    "aws:lb/targetGroup:TargetGroup": "aws elbv2 describe-target-groups --names NAME",
    "aws:networkfirewall/firewall:Firewall": "aws network-firewall describe-firewall --firewall-name NAME",
    "aws:networkfirewall/firewallPolicy:FirewallPolicy": ("aws network-firewall describe-firewall-policy --firewall-policy-name NAME"),
    "aws:networkfirewall/loggingConfiguration:LoggingConfiguration": (
        "aws network-firewall describe-logging-configuration --firewall-name NAME"
    ),
    "aws:networkfirewall/ruleGroup:RuleGroup": ("aws network-firewall describe-rule-group --type STATEFUL --rule-group-name NAME"),
    "aws:ram/principalAssociation:PrincipalAssociation": ("aws ram get-resource-share-associations --association-type PRINCIPAL"),
    "aws:ram/resourceAssociation:ResourceAssociation": "aws ram get-resource-share-associations --association-type RESOURCE",
    "aws:ram/resourceShare:ResourceShare": "aws ram get-resource-shares --resource-owner SELF --name NAME",
    "aws:rds/cluster:Cluster": KNOWN,
    "aws:rds/clusterInstance:ClusterInstance": KNOWN,
    "aws:rds/clusterParameterGroup:ClusterParameterGroup": KNOWN,
    "aws:rds/subnetGroup:SubnetGroup": KNOWN,
    "aws:route53/record:Record": "aws route53 list-hosted-zones-by-name --dns-name NAME",
    "aws:route53/resolverFirewallDomainList:ResolverFirewallDomainList": "aws route53resolver list-firewall-domain-lists",
    "aws:route53/resolverFirewallRule:ResolverFirewallRule": ("aws route53resolver list-firewall-rules --firewall-rule-group-id GROUP"),
    "aws:route53/resolverFirewallRuleGroup:ResolverFirewallRuleGroup": "aws route53resolver list-firewall-rule-groups",
    "aws:route53/resolverFirewallRuleGroupAssociation:ResolverFirewallRuleGroupAssociation": (
        "aws route53resolver list-firewall-rule-group-associations --vpc-id VPC"
    ),
    "aws:route53/resolverQueryLogConfig:ResolverQueryLogConfig": (
        "aws route53resolver list-resolver-query-log-configs --filters Name=Name,Values=NAME"
    ),
    "aws:route53/resolverQueryLogConfigAssociation:ResolverQueryLogConfigAssociation": (
        "aws route53resolver list-resolver-query-log-config-associations --filters Name=ResourceId,Values=VPC"
    ),
    "aws:route53/zone:Zone": "aws route53 list-hosted-zones-by-name --dns-name NAME",
    "aws:s3/accessPoint:AccessPoint": KNOWN,
    "aws:s3/bucket:Bucket": KNOWN,
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": (
        "aws ec2 describe-security-group-rules --filters Name=tag:Name,Values=NAME"
    ),
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": (
        "aws ec2 describe-security-group-rules --filters Name=tag:Name,Values=NAME"
    ),
    "aws:vpclattice/resourceConfiguration:ResourceConfiguration": "aws vpc-lattice list-resource-configurations",
    "aws:vpclattice/resourceGateway:ResourceGateway": "aws vpc-lattice list-resource-gateways",
}
"""Type → the command that lists it. Types whose create replaces what stands there are not lost, and not here."""


def found_by(type_: str) -> str:
    """The command, or `KNOWN`."""
    return KNOWN if type_.startswith("azure-native:") else FOUND_BY[type_]


PLAINER = {"aws:cloudwatch/logGroup:LogGroup": "/aws/vendedlogs/ai-zones/NAME"}
"""Where the SDK's example says nothing."""


def import_example(type_: str) -> str:
    """The form of the id that an import takes: that of the SDK's first import example; on Azure the path of the REST API."""
    if type_.startswith("azure-native:"):
        return paths()[type_].template
    if type_ in PLAINER:
        return PLAINER[type_]
    package, module, name = type_.split(":")
    class_ = getattr(importlib.import_module(f"pulumi_{package}.{module.partition('/')[0]}"), name)
    found = re.search(rf"\$ pulumi import {re.escape(type_)} \S+ (\S+)", inspect.getsource(class_))
    if found is None:
        raise LookupError(f"{type_}: its documentation has no import")
    return found[1]
