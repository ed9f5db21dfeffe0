"""One of every type that has rules, in the order in which they can be made."""

from collections.abc import Callable, Mapping
from typing import Any

from simulator.rules.aws import (
    cluster_nodes,
    clusters,
    database_groups,
    databases,
    dns_firewall,
    firewall_policies,
    identities,
    kinds,
    network_firewall,
    security_groups,
    sharing,
)
from simulator.rules.aws.listeners import TARGET_GROUP
from simulator.rules.aws.load_balancers import LISTENER
from simulator.rules.aws.secrets import SECRET
from tests.simulator.aws.account import ACCOUNT, ROOT, Account, Made, document, trust

Inputs = Mapping[str, Any]
Make = Callable[[Mapping[str, Made]], Inputs]

STEPS: list[tuple[str, str, Make]] = []
"""(name, type, inputs from what was made before)."""


def _add(name: str, type_: str, make: Make) -> None:
    STEPS.append((name, type_, make))


def _allow(**statement: Any) -> str:
    return document({"Effect": "Allow", **statement})


_KEY_POLICY = document(
    {"Sid": "A", "Effect": "Allow", "Principal": {"AWS": ROOT}, "Action": "kms:*", "Resource": "*"},
    {"Sid": "L", "Effect": "Allow", "Principal": {"Service": "logs.eu-west-1.amazonaws.com"}, "Action": "kms:Decrypt", "Resource": "*"},
)

_add("vpc", kinds.VPC, lambda m: {"cidrBlock": "10.0.0.0/16", "enableDnsHostnames": True})
_add("vpc2", kinds.VPC, lambda m: {"cidrBlock": "10.1.0.0/16", "enableDnsHostnames": True})
_add("default-vpc", "aws:ec2/defaultVpc:DefaultVpc", lambda m: {})
_add("default-subnet", "aws:ec2/defaultSubnet:DefaultSubnet", lambda m: {"availabilityZone": "eu-west-1a"})
_add("more", kinds.CIDR_ASSOCIATION, lambda m: {"vpcId": m["vpc"].id, "cidrBlock": "10.2.0.0/16"})
_add("default-table", "aws:ec2/defaultRouteTable:DefaultRouteTable", lambda m: {"defaultRouteTableId": m["vpc"]["defaultRouteTableId"]})
_add("default-group", security_groups.DEFAULT_GROUP, lambda m: {"vpcId": m["vpc"].id})
_add(
    "default-acl",
    "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl",
    lambda m: {"defaultNetworkAclId": m["vpc"]["defaultNetworkAclId"], "ingress": [], "egress": []},
)
_add("dhcp", kinds.DHCP_OPTIONS, lambda m: {"domainNameServers": ["AmazonProvidedDNS"]})
_add(
    "dhcp-of",
    "aws:ec2/vpcDhcpOptionsAssociation:VpcDhcpOptionsAssociation",
    lambda m: {"vpcId": m["vpc"].id, "dhcpOptionsId": m["dhcp"].id},
)
for _i, _zone in enumerate("abc"):
    _add(
        f"subnet-{_zone}",
        kinds.SUBNET,
        lambda m, i=_i, zone=_zone: {  # type: ignore[misc]
            "vpcId": m["vpc"].id,
            "cidrBlock": f"10.0.{i}.0/24",
            "availabilityZone": f"eu-west-1{zone}",
        },
    )
_add("subnet-2", kinds.SUBNET, lambda m: {"vpcId": m["vpc2"].id, "cidrBlock": "10.1.0.0/24", "availabilityZone": "eu-west-1a"})
_add("group", kinds.SECURITY_GROUP, lambda m: {"vpcId": m["vpc"].id})
_add(
    "group-2",
    kinds.SECURITY_GROUP,
    lambda m: {"vpcId": m["vpc2"].id, "egress": [{"protocol": "-1", "fromPort": 0, "toPort": 0, "cidrBlocks": ["0.0.0.0/0"]}]},
)
_add(
    "in",
    security_groups.INGRESS_RULE,
    lambda m: {"securityGroupId": m["group"].id, "cidrIpv4": "10.0.0.0/16", "ipProtocol": "tcp", "fromPort": 443, "toPort": 443},
)
_add(
    "out",
    security_groups.EGRESS_RULE,
    lambda m: {"securityGroupId": m["group"].id, "referencedSecurityGroupId": m["group"].id, "ipProtocol": "-1"},
)
_add(
    "old-rule",
    security_groups.OLD_RULE,
    lambda m: {
        "type": "ingress",
        "securityGroupId": m["group-2"].id,
        "protocol": "tcp",
        "fromPort": 22,
        "toPort": 22,
        "cidrBlocks": ["10.1.0.0/16"],
    },
)
_add("list", kinds.PREFIX_LIST, lambda m: {"addressFamily": "IPv4", "maxEntries": 2, "entries": [{"cidr": "10.9.0.0/16"}]})
_add("igw", kinds.INTERNET_GATEWAY, lambda m: {"vpcId": m["vpc"].id})
_add("igw-2", kinds.INTERNET_GATEWAY, lambda m: {})
_add(
    "igw-2-of",
    "aws:ec2/internetGatewayAttachment:InternetGatewayAttachment",
    lambda m: {"vpcId": m["vpc2"].id, "internetGatewayId": m["igw-2"].id},
)
_add("eigw", kinds.EGRESS_ONLY_GATEWAY, lambda m: {"vpcId": m["vpc"].id})
_add("vgw", kinds.VPN_GATEWAY, lambda m: {"vpcId": m["vpc"].id})
_add("eip", kinds.EIP, lambda m: {"domain": "vpc"})
_add("eip-2", kinds.EIP, lambda m: {"domain": "vpc"})
_add("nat", kinds.NAT_GATEWAY, lambda m: {"subnetId": m["subnet-a"].id, "allocationId": m["eip"].id})
_add("eni", kinds.NETWORK_INTERFACE, lambda m: {"subnetId": m["subnet-b"].id, "securityGroups": [m["group"].id]})
_add(
    "eip-of",
    "aws:ec2/eipAssociation:EipAssociation",
    lambda m: {"allocationId": m["eip-2"].id, "networkInterfaceId": m["eni"].id},
)
_add(
    "instance",
    kinds.INSTANCE,
    lambda m: {"ami": "ami-0abcdef1234567890", "instanceType": "t3.micro", "subnetId": m["subnet-c"].id},
)
_add("acl", kinds.NETWORK_ACL, lambda m: {"vpcId": m["vpc"].id})
_add(
    "acl-rule",
    "aws:ec2/networkAclRule:NetworkAclRule",
    lambda m: {"networkAclId": m["acl"].id, "ruleNumber": 7, "protocol": "-1", "ruleAction": "deny", "cidrBlock": "10.0.0.0/8"},
)
_add("acl-of", "aws:ec2/networkAclAssociation:NetworkAclAssociation", lambda m: {"networkAclId": m["acl"].id, "subnetId": m["subnet-b"].id})
_add("table", kinds.ROUTE_TABLE, lambda m: {"vpcId": m["vpc"].id})
_add("table-2", kinds.ROUTE_TABLE, lambda m: {"vpcId": m["vpc2"].id, "routes": [{"cidrBlock": "0.0.0.0/0", "gatewayId": m["igw-2"].id}]})
_add(
    "route",
    kinds.ROUTE,
    lambda m: {"routeTableId": m["table"].id, "destinationCidrBlock": "0.0.0.0/0", "natGatewayId": m["nat"].id},
)
_add(
    "table-of",
    "aws:ec2/routeTableAssociation:RouteTableAssociation",
    lambda m: {"subnetId": m["subnet-b"].id, "routeTableId": m["table"].id},
)
_add(
    "main-of",
    "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation",
    lambda m: {"vpcId": m["vpc2"].id, "routeTableId": m["table-2"].id},
)
_add("peering", kinds.PEERING, lambda m: {"vpcId": m["vpc"].id, "peerVpcId": m["vpc2"].id})
_add("peering-ok", kinds.PEERING_ACCEPTER, lambda m: {"vpcPeeringConnectionId": m["peering"].id, "autoAccept": True})
_add("tgw", kinds.TRANSIT_GATEWAY, lambda m: {"defaultRouteTableAssociation": "disable", "defaultRouteTablePropagation": "disable"})
_add(
    "tgw-at",
    kinds.TRANSIT_GATEWAY_ATTACHMENT,
    lambda m: {"transitGatewayId": m["tgw"].id, "vpcId": m["vpc"].id, "subnetIds": [m["subnet-a"].id]},
)
_add("tgw-table", kinds.TRANSIT_GATEWAY_TABLE, lambda m: {"transitGatewayId": m["tgw"].id})
_LINK = {
    "tgw-of": "aws:ec2transitgateway/routeTableAssociation:RouteTableAssociation",
    "tgw-from": "aws:ec2transitgateway/routeTablePropagation:RouteTablePropagation",
}
for _name, _type in _LINK.items():
    _add(_name, _type, lambda m: {"transitGatewayRouteTableId": m["tgw-table"].id, "transitGatewayAttachmentId": m["tgw-at"].id})
_add(
    "tgw-route",
    "aws:ec2transitgateway/route:Route",
    lambda m: {
        "transitGatewayRouteTableId": m["tgw-table"].id,
        "transitGatewayAttachmentId": m["tgw-at"].id,
        "destinationCidrBlock": "10.0.0.0/16",
    },
)
_add("key", kinds.KEY, lambda m: {"policy": _KEY_POLICY, "enableKeyRotation": True})
_add("alias", "aws:kms/alias:Alias", lambda m: {"name": "alias/clinic", "targetKeyId": m["key"].id})
_add("log", kinds.LOG_GROUP, lambda m: {"name": "/clinic/logs", "kmsKeyId": m["key"]["arn"], "retentionInDays": 2192})
_add("role", kinds.ROLE, lambda m: {"assumeRolePolicy": trust("vpc-flow-logs.amazonaws.com")})
_add("role-policy", identities.ROLE_POLICY, lambda m: {"role": m["role"].id, "policy": _allow(Action="logs:PutLogEvents", Resource="*")})
_add("policy", identities.POLICY, lambda m: {"policy": _allow(Action="s3:GetObject", Resource="arn:aws:s3:::clinic-store/*")})
_add("attached", identities.ATTACHMENT, lambda m: {"role": m["role"].id, "policyArn": m["policy"]["arn"]})
_add("profile", identities.INSTANCE_PROFILE, lambda m: {"role": m["role"].id})
_add(
    "flow-log",
    "aws:ec2/flowLog:FlowLog",
    lambda m: {"vpcId": m["vpc"].id, "trafficType": "ALL", "logDestination": m["log"]["arn"], "iamRoleArn": m["role"]["arn"]},
)
_add("bucket", kinds.BUCKET, lambda m: {"bucket": "clinic-store", "objectLockEnabled": True})
_add("logs", kinds.BUCKET, lambda m: {"bucket": "clinic-logs"})


def _setting(name: str, kind: str, **inputs: Any) -> None:
    _add(name, f"aws:s3/bucket{kind}:Bucket{kind}", lambda m: {"bucket": m["bucket"].id, **inputs})


_setting("versions", "Versioning", versioningConfiguration={"status": "Enabled"})
_setting("lock", "ObjectLockConfiguration", rule={"defaultRetention": {"mode": "GOVERNANCE", "days": 2190}})
_setting("closed", "PublicAccessBlock", blockPublicPolicy=True, blockPublicAcls=True, ignorePublicAcls=True, restrictPublicBuckets=True)
_setting("owner", "OwnershipControls", rule={"objectOwnership": "BucketOwnerEnforced"})
_setting("sse", "ServerSideEncryptionConfiguration", rules=[{"applyServerSideEncryptionByDefault": {"sseAlgorithm": "aws:kms"}}])
_setting("log-to", "Logging", targetBucket="clinic-logs", targetPrefix="s3/")
_setting(
    "cycle",
    "LifecycleConfiguration",
    rules=[{"id": "a", "status": "Enabled", "abortIncompleteMultipartUpload": {"daysAfterInitiation": 7}}],
)
_setting(
    "bucket-policy",
    "Policy",
    policy=document({"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::clinic-store/*"}),
)
_add(
    "point",
    "aws:s3/accessPoint:AccessPoint",
    lambda m: {"name": "clinic-point", "bucket": m["bucket"].id, "vpcConfiguration": {"vpcId": m["vpc"].id}},
)
_add("db-subnets", database_groups.SUBNET_GROUP, lambda m: {"name": "clinic", "subnetIds": [m["subnet-a"].id, m["subnet-b"].id]})
_add("db-parameters", database_groups.PARAMETER_GROUP, lambda m: {"name": "clinic", "family": "aurora-postgresql17"})
_add(
    "cluster",
    kinds.CLUSTER,
    lambda m: {
        "clusterIdentifier": "clinic",
        "engine": "aurora-postgresql",
        "engineVersion": "17.5",
        "masterUsername": "administrator",
        "manageMasterUserPassword": True,
        "dbSubnetGroupName": m["db-subnets"].id,
        "dbClusterParameterGroupName": m["db-parameters"].id,
        "vpcSecurityGroupIds": [m["group"].id],
        "storageEncrypted": True,
        "kmsKeyId": m["key"]["arn"],
        "finalSnapshotIdentifier": "clinic-final",
        "deleteAutomatedBackups": False,
        "backupRetentionPeriod": 35,
    },
)
_add(
    "db",
    databases.INSTANCE,
    lambda m: {
        "identifier": "clinic-a",
        "clusterIdentifier": m["cluster"].id,
        "engine": "aurora-postgresql",
        "instanceClass": "db.r6g.large",
    },
)
_add(
    "balancer",
    kinds.LOAD_BALANCER,
    lambda m: {"loadBalancerType": "network", "internal": True, "subnets": [m["subnet-a"].id, m["subnet-b"].id]},
)
_add("targets", TARGET_GROUP, lambda m: {"vpcId": m["vpc"].id, "targetType": "ip", "protocol": "TCP", "port": 443})
_add(
    "listener",
    LISTENER,
    lambda m: {
        "loadBalancerArn": m["balancer"]["arn"],
        "protocol": "TCP",
        "port": 443,
        "defaultActions": [{"type": "forward", "targetGroupArn": m["targets"]["arn"]}],
    },
)
_add("service", kinds.ENDPOINT_SERVICE, lambda m: {"acceptanceRequired": True, "networkLoadBalancerArns": [m["balancer"]["arn"]]})
_add(
    "endpoint",
    kinds.VPC_ENDPOINT,
    lambda m: {
        "vpcId": m["vpc2"].id,
        "vpcEndpointType": "Interface",
        "serviceName": m["service"]["serviceName"],
        "subnetIds": [m["subnet-2"].id],
    },
)
_add(
    "endpoint-ok",
    "aws:ec2/vpcEndpointConnectionAccepter:VpcEndpointConnectionAccepter",
    lambda m: {"vpcEndpointServiceId": m["service"].id, "vpcEndpointId": m["endpoint"].id},
)
_add(
    "s3-endpoint",
    kinds.VPC_ENDPOINT,
    lambda m: {"vpcId": m["vpc"].id, "serviceName": "com.amazonaws.eu-west-1.s3", "routeTableIds": [m["table"].id]},
)
_add("resource-gateway", sharing.GATEWAY, lambda m: {"name": "clinic-gateway", "vpcId": m["vpc"].id, "subnetIds": [m["subnet-a"].id]})
_add(
    "configuration",
    kinds.RESOURCE_CONFIGURATION,
    lambda m: {
        "name": "clinic-db",
        "type": "ARN",
        "resourceGatewayIdentifier": m["resource-gateway"].id,
        "resourceConfigurationDefinition": {"arnResource": {"arn": m["cluster"]["arn"]}},
    },
)
_add("share", sharing.SHARE, lambda m: {"name": "clinic"})
_add("shared", sharing.SHARED, lambda m: {"resourceShareArn": m["share"]["arn"], "resourceArn": m["configuration"]["arn"]})
_add("with", sharing.PRINCIPAL, lambda m: {"resourceShareArn": m["share"]["arn"], "principal": "444455556666"})
_add(
    "db-endpoint",
    kinds.VPC_ENDPOINT,
    lambda m: {
        "vpcId": m["vpc2"].id,
        "vpcEndpointType": "Resource",
        "resourceConfigurationArn": m["configuration"]["arn"],
        "subnetIds": [m["subnet-2"].id],
    },
)
_STRICT = {"ruleOrder": "STRICT_ORDER"}
_add(
    "rules",
    firewall_policies.RULE_GROUP,
    lambda m: {
        "name": "clinic-rules",
        "type": "STATEFUL",
        "capacity": 10,
        "ruleGroup": {
            "rulesSource": {
                "rulesSourceList": {"generatedRulesType": "ALLOWLIST", "targetTypes": ["TLS_SNI"], "targets": ["api.example.com"]}
            },
            "statefulRuleOptions": _STRICT,
        },
    },
)
_add(
    "tls",
    firewall_policies.TLS_INSPECTION,
    lambda m: {
        "name": "clinic-tls",
        "tlsInspectionConfiguration": {
            "serverCertificateConfiguration": {
                "certificateAuthorityArn": f"arn:aws:acm:eu-west-1:{ACCOUNT}:certificate/1",
                "scopes": [{"protocols": [6], "destinations": [{"addressDefinition": "0.0.0.0/0"}]}],
            }
        },
    },
)
_add(
    "firewall-policy",
    network_firewall.POLICY,
    lambda m: {
        "name": "clinic-policy",
        "firewallPolicy": {
            "statelessDefaultActions": ["aws:forward_to_sfe"],
            "statelessFragmentDefaultActions": ["aws:drop"],
            "statefulEngineOptions": _STRICT,
            "statefulDefaultActions": ["aws:drop_established"],
            "statefulRuleGroupReferences": [{"priority": 1, "resourceArn": m["rules"]["arn"]}],
            "tlsInspectionConfigurationArn": m["tls"]["arn"],
        },
    },
)
_add(
    "firewall",
    network_firewall.FIREWALL,
    lambda m: {
        "name": "clinic-firewall",
        "firewallPolicyArn": m["firewall-policy"]["arn"],
        "vpcId": m["vpc"].id,
        "subnetMappings": [{"subnetId": m["subnet-a"].id}, {"subnetId": m["subnet-b"].id}],
    },
)
_add(
    "firewall-log",
    firewall_policies.LOGGING,
    lambda m: {
        "firewallArn": m["firewall"]["arn"],
        "loggingConfiguration": {
            "logDestinationConfigs": [
                {"logType": "ALERT", "logDestinationType": "CloudWatchLogs", "logDestination": {"logGroup": m["log"].id}}
            ]
        },
    },
)
_add("domains", dns_firewall.DOMAIN_LIST, lambda m: {"name": "clinic", "domains": ["api.example.com."]})
_add("dns-rules", dns_firewall.RULE_GROUP, lambda m: {"name": "clinic"})
_add(
    "dns-rule",
    dns_firewall.RULE,
    lambda m: {
        "name": "allow",
        "action": "ALLOW",
        "priority": 100,
        "firewallRuleGroupId": m["dns-rules"].id,
        "firewallDomainListId": m["domains"].id,
    },
)
_add(
    "dns-of",
    dns_firewall.ASSOCIATION,
    lambda m: {"name": "clinic", "firewallRuleGroupId": m["dns-rules"].id, "vpcId": m["vpc"].id, "priority": 101},
)
_add("dns-closed", "aws:route53/resolverFirewallConfig:ResolverFirewallConfig", lambda m: {"resourceId": m["vpc"].id})
_add("dns-log", dns_firewall.QUERY_LOG, lambda m: {"name": "clinic", "destinationArn": m["log"]["arn"]})
_add(
    "dns-log-of",
    "aws:route53/resolverQueryLogConfigAssociation:ResolverQueryLogConfigAssociation",
    lambda m: {"resolverQueryLogConfigId": m["dns-log"].id, "resourceId": m["vpc"].id},
)
_add("zone", kinds.HOSTED_ZONE, lambda m: {"name": "clinic.internal", "vpcs": [{"vpcId": m["vpc"].id}]})
_add("zone-of", "aws:route53/zoneAssociation:ZoneAssociation", lambda m: {"zoneId": m["zone"].id, "vpcId": m["vpc2"].id})
_add(
    "record", "aws:route53/record:Record", lambda m: {"zoneId": m["zone"].id, "name": "db", "type": "A", "ttl": 60, "records": ["10.0.0.9"]}
)
_add("queue", kinds.QUEUE, lambda m: {"kmsMasterKeyId": m["key"].id})
_add("topic", kinds.TOPIC, lambda m: {})
_add(
    "subscription",
    "aws:sns/topicSubscription:TopicSubscription",
    lambda m: {"topic": m["topic"]["arn"], "protocol": "sqs", "endpoint": m["queue"]["arn"]},
)
_add("secret", SECRET, lambda m: {"name": "clinic", "kmsKeyId": m["key"]["arn"]})
_add("secret-version", "aws:secretsmanager/secretVersion:SecretVersion", lambda m: {"secretId": m["secret"].id, "secretString": "made up"})
_add(
    "secret-policy",
    "aws:secretsmanager/secretPolicy:SecretPolicy",
    lambda m: {
        "secretArn": m["secret"]["arn"],
        "policy": _allow(Principal={"AWS": ROOT}, Action="secretsmanager:GetSecretValue", Resource="*"),
    },
)
_add("kubernetes-role", kinds.ROLE, lambda m: {"name": "cluster", "assumeRolePolicy": trust("eks.amazonaws.com")})
_add(
    "kubernetes",
    clusters.CLUSTER,
    lambda m: {
        "name": "clinic",
        "version": "1.36",
        "roleArn": m["kubernetes-role"]["arn"],
        "accessConfig": {"authenticationMode": "API"},
        "vpcConfig": {
            "subnetIds": [m[one].id for one in ("subnet-a", "subnet-b")],
            "endpointPrivateAccess": True,
            "endpointPublicAccess": False,
        },
    },
)
_add("template", cluster_nodes.TEMPLATE, lambda m: {"name": "nodes", "metadataOptions": {"httpTokens": "required"}})
_add(
    "nodes",
    cluster_nodes.NODE_GROUP,
    lambda m: {
        "clusterName": m["kubernetes"]["name"],
        "nodeGroupName": "workers",
        "nodeRoleArn": m["kubernetes-role"]["arn"],
        "subnetIds": [m["subnet-a"].id],
        "launchTemplate": {"id": m["template"].id, "version": "1"},
        "scalingConfig": {"minSize": 1, "maxSize": 2, "desiredSize": 1},
    },
)
_add("add-on", cluster_nodes.ADD_ON, lambda m: {"clusterName": "clinic", "addonName": "coredns", "addonVersion": "v1.14.3-eksbuild.16"})
_add("entry", clusters.ACCESS_ENTRY, lambda m: {"clusterName": "clinic", "principalArn": m["kubernetes-role"]["arn"]})
_add(
    "power",
    clusters.POWER,
    lambda m: {
        "clusterName": "clinic",
        "principalArn": m["entry"]["principalArn"],
        "policyArn": "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy",
        "accessScope": {"type": "cluster"},
    },
)
_add(
    "pod",
    clusters.POD_IDENTITY,
    lambda m: {"clusterName": "clinic", "namespace": "models", "serviceAccount": "server", "roleArn": m["kubernetes-role"]["arn"]},
)


def build(aws: Account) -> dict[str, Made]:
    """Make them all."""
    made: dict[str, Made] = {}
    for name, type_, make in STEPS:
        made[name] = aws.make(type_, name, **make(made))
    return made
