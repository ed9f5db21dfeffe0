"""What belongs to what on AWS: parts to their whole, and what serves one thing to that thing.

A *part* can't be without its whole: an add-on without its cluster, a rule without its listener. What *serves* stands alone and may serve several: DHCP options,
a firewall's rules, a circuit. A role serves whatever acts as it, an alarm what it watches.

Not here, for no reference says whose they are: a private hosted zone (of the network that it answers, or of the service that it names), rules for events
(of an account's bus), plans of reports on an account; nor shares of RAM, which stand between two and are often tagged for whom they are made.

Source: Pulumi Registry, AWS: the property of each type that names its whole; AWS whitepaper "Best Practices for Tagging AWS Resources".
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, Final

from posture.readers.aws.tokens import ROLE
from posture.rules.look import Look
from posture.rules.neighbours import SHORTEST_NAME, short_texts_of, texts_of, users
from posture.stack import names_of
from posture.values import is_unknown

_EKS: Final = ("aws:eks/cluster:Cluster",)
_LISTENER: Final = ("aws:lb/listener:Listener", "aws:alb/listener:Listener")
_LOAD_BALANCER: Final = ("aws:lb/loadBalancer:LoadBalancer", "aws:alb/loadBalancer:LoadBalancer")
PARTS: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "aws:ec2/securityGroup:SecurityGroup": {"vpcId": ()},
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": {"vpcId": ()},
    "aws:ec2/networkAcl:NetworkAcl": {"vpcId": ()},
    "aws:ec2/routeTable:RouteTable": {"vpcId": ()},
    "aws:ec2/flowLog:FlowLog": {"vpcId": ()},
    "aws:ec2/networkInterface:NetworkInterface": {"subnetId": ()},
    "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway": {"vpcId": ()},
    "aws:ec2/internetGateway:InternetGateway": {"vpcId": ()},
    "aws:ec2/vpnGateway:VpnGateway": {"vpcId": ()},
    "aws:ec2transitgateway/vpcAttachment:VpcAttachment": {"vpcId": ()},
    "aws:route53/resolverFirewallRuleGroupAssociation:ResolverFirewallRuleGroupAssociation": {"vpcId": ()},
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": {"securityGroupId": ()},
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": {"securityGroupId": ()},
    "aws:lb/targetGroup:TargetGroup": {"vpcId": ()},
    "aws:lb/listener:Listener": {"loadBalancerArn": _LOAD_BALANCER},
    "aws:alb/listener:Listener": {"loadBalancerArn": _LOAD_BALANCER},
    "aws:lb/listenerRule:ListenerRule": {"listenerArn": _LISTENER},
    "aws:alb/listenerRule:ListenerRule": {"listenerArn": _LISTENER},
    "aws:vpclattice/listener:Listener": {"serviceIdentifier": ("aws:vpclattice/service:Service",)},
    "aws:vpclattice/listenerRule:ListenerRule": {"serviceIdentifier": ("aws:vpclattice/service:Service",)},
    "aws:eks/nodeGroup:NodeGroup": {"clusterName": _EKS, "subnetIds": ()},
    "aws:eks/fargateProfile:FargateProfile": {"clusterName": _EKS, "subnetIds": ()},
    "aws:eks/addon:Addon": {"clusterName": _EKS},
    "aws:eks/accessEntry:AccessEntry": {"clusterName": _EKS},
    "aws:eks/identityProviderConfig:IdentityProviderConfig": {"clusterName": _EKS},
    "aws:efs/accessPoint:AccessPoint": {"fileSystemId": ("aws:efs/fileSystem:FileSystem",)},
    "aws:fsx/ontapStorageVirtualMachine:OntapStorageVirtualMachine": {"fileSystemId": ("aws:fsx/ontapFileSystem:OntapFileSystem",)},
    "aws:fsx/ontapVolume:OntapVolume": {"storageVirtualMachineId": ("aws:fsx/ontapStorageVirtualMachine:OntapStorageVirtualMachine",)},
    "aws:apigateway/stage:Stage": {"restApi": ("aws:apigateway/restApi:RestApi",)},
    "aws:apigatewayv2/stage:Stage": {"apiId": ("aws:apigatewayv2/api:Api",)},
    "aws:rds/clusterEndpoint:ClusterEndpoint": {"clusterIdentifier": ("aws:rds/cluster:Cluster",)},
    "aws:neptune/clusterEndpoint:ClusterEndpoint": {"clusterIdentifier": ("aws:neptune/cluster:Cluster",)},
    "aws:rds/proxyEndpoint:ProxyEndpoint": {"dbProxyName": ("aws:rds/proxy:Proxy",), "vpcSubnetIds": ()},
    "aws:redshift/usageLimit:UsageLimit": {"clusterIdentifier": ("aws:redshift/cluster:Cluster",)},
    "aws:sagemaker/userProfile:UserProfile": {"domainId": ("aws:sagemaker/domain:Domain",)},
    "aws:sagemaker/space:Space": {"domainId": ("aws:sagemaker/domain:Domain",)},
    "aws:sagemaker/app:App": {"domainId": ("aws:sagemaker/domain:Domain",)},
    "aws:transfer/user:User": {"serverId": ("aws:transfer/server:Server",)},
    "aws:transfer/agreement:Agreement": {"serverId": ("aws:transfer/server:Server",)},
    "aws:bedrock/agentAgentAlias:AgentAgentAlias": {"agentId": ("aws:bedrock/agentAgent:AgentAgent",)},
    "aws:directconnect/privateVirtualInterface:PrivateVirtualInterface": {"connectionId": (), "dxGatewayId": (), "vpnGatewayId": ()},
    "aws:directconnect/transitVirtualInterface:TransitVirtualInterface": {"connectionId": (), "dxGatewayId": ()},
    "aws:backup/restoreTestingPlan:RestoreTestingPlan": {"recoveryPointSelection.includeVaults": ("aws:backup/vault:Vault",)},
}  # fmt: skip
"""Part → the properties that name its wholes → what these may be; empty: what it stands in, which only its id names."""
_LINK: Final[Mapping[str, str]] = {
    "aws:route53/resolverQueryLogConfigAssociation:ResolverQueryLogConfigAssociation": "resourceId",
    "aws:route53/resolverFirewallRule:ResolverFirewallRule": "firewallRuleGroupId",
    "aws:wafv2/webAclAssociation:WebAclAssociation": "resourceArn",
    "aws:verifiedaccess/instanceTrustProviderAttachment:InstanceTrustProviderAttachment": "verifiedaccessInstanceId",
    "aws:backup/selection:Selection": "resources",
    "aws:directconnect/gatewayAssociation:GatewayAssociation": "associatedGatewayId",
}
"""What bears no tags itself and joins two → the property that names the one that is served."""
_VIF: Final = (
    "aws:directconnect/privateVirtualInterface:PrivateVirtualInterface",
    "aws:directconnect/transitVirtualInterface:TransitVirtualInterface",
)
SERVES: Final[Mapping[str, tuple[str, ...]]] = {
    "aws:ec2/launchTemplate:LaunchTemplate": (
        "aws:eks/nodeGroup:NodeGroup",
        "aws:autoscaling/group:Group",
        "aws:ec2/instance:Instance",
        "aws:ec2/fleet:Fleet",
        "aws:batch/computeEnvironment:ComputeEnvironment",
    ),
    "aws:ec2/vpcDhcpOptions:VpcDhcpOptions": ("aws:ec2/vpcDhcpOptionsAssociation:VpcDhcpOptionsAssociation",),
    "aws:route53/resolverQueryLogConfig:ResolverQueryLogConfig": (
        "aws:route53/resolverQueryLogConfigAssociation:ResolverQueryLogConfigAssociation",
    ),
    "aws:route53/resolverFirewallRuleGroup:ResolverFirewallRuleGroup": (
        "aws:route53/resolverFirewallRuleGroupAssociation:ResolverFirewallRuleGroupAssociation",
    ),
    "aws:route53/resolverFirewallDomainList:ResolverFirewallDomainList": ("aws:route53/resolverFirewallRule:ResolverFirewallRule",),
    "aws:networkfirewall/firewallPolicy:FirewallPolicy": ("aws:networkfirewall/firewall:Firewall",),
    "aws:networkfirewall/ruleGroup:RuleGroup": ("aws:networkfirewall/firewallPolicy:FirewallPolicy",),
    "aws:networkfirewall/tlsInspectionConfiguration:TlsInspectionConfiguration": ("aws:networkfirewall/firewallPolicy:FirewallPolicy",),
    "aws:wafv2/webAcl:WebAcl": ("aws:wafv2/webAclAssociation:WebAclAssociation", "aws:cloudfront/distribution:Distribution"),
    "aws:wafv2/ruleGroup:RuleGroup": ("aws:wafv2/webAcl:WebAcl",),
    "aws:wafv2/ipSet:IpSet": ("aws:wafv2/webAcl:WebAcl", "aws:wafv2/ruleGroup:RuleGroup"),
    "aws:verifiedaccess/instance:Instance": ("aws:verifiedaccess/group:Group",),
    "aws:verifiedaccess/trustProvider:TrustProvider": (
        "aws:verifiedaccess/instanceTrustProviderAttachment:InstanceTrustProviderAttachment",
    ),
    "aws:directconnect/connection:Connection": _VIF,
    "aws:directconnect/gateway:Gateway": (*_VIF, "aws:directconnect/gatewayAssociation:GatewayAssociation"),
    "aws:backup/plan:Plan": ("aws:backup/selection:Selection",),
}
"""What may serve several → what uses it and says whom it serves."""
ALARMS: Final = ("aws:cloudwatch/metricAlarm:MetricAlarm",)
_ROLES_OF_OTHERS: Final = ("pulumi:", "aws:iam/", "aws-native:iam:", "aws:eks/podIdentityAssociation:")
"""What names roles and does not act as them; a cluster's pods act as roles of their namespaces' zones."""
_IS_ROLE: Final = re.compile(r"(?i)role(arn|name)?$")
_PLAIN: Final = (str, int, float)
_DEEPEST: Final = 6
_PARTS_OF_ARN: Final = 6
_WORDS: Final = {"db": "instance"}
"""Word of an ARN → name of the provider's type, where it doesn't end in it."""


def wholes(look: Look) -> Iterator[Look]:
    """What a part belongs to."""
    for prop, kinds in PARTS.get(look.resource.type, {}).items():
        yield from look.targets(prop, kinds)


def elsewhere(look: Look) -> bool:
    """Whether it belongs to something, or serves something, that this stack does not have: that may be of the zone that the tag says."""
    kind = look.resource.type
    if any(look.value(prop) is not None and not look.targets(prop, kinds) for prop, kinds in PARTS.get(kind, {}).items()):
        return True
    return any(
        missing for user in _users(look) if (link := _LINK.get(user.resource.type)) is not None for missing in [_ends(user, link)[1]]
    )


def served(look: Look) -> Iterator[Look]:
    """What it serves, as far as this stack says."""
    kind = look.resource.type
    if kind in ROLE:
        yield from _acting_as(look)
    elif kind in ALARMS:
        yield from _watched(look)
    for user in _users(look):
        link = _LINK.get(user.resource.type)
        yield from (_ends(user, link)[0] if link is not None else [user])


def _users(look: Look) -> list[Look]:
    wanted = SERVES.get(look.resource.type, ())
    return [user for user in users(look) if user.resource.type in wanted] if wanted else []


def _ends(user: Look, prop: str) -> tuple[list[Look], bool]:
    """What a property names, and whether it names something else besides. An ARN is known by its end, too: a preview knows no other."""
    found: list[Look] = []
    missing = False
    for reference in user.references(prop):
        urns = reference.targets or (_by_end(user, reference.literal) if reference.literal else ())
        found.extend(user.scene.look(user.scene.stack.by_urn[urn]) for urn in urns)
        missing = missing or not urns
    return found, missing


def _by_end(look: Look, arn: str) -> tuple[str, ...]:
    """Resources that the last part of an ARN identifies, of the kind that the ARN says.

    Source: IAM User Guide, "Identify AWS resources with Amazon Resource Names (ARNs)": `resource-type/resource-id`, `resource-type:resource-id`.
    """
    parts = arn.split(":", 5)
    if len(parts) < _PARTS_OF_ARN:
        return ()
    kind, _, name = parts[5].replace("/", ":", 1).partition(":")
    if not name:
        kind, name = ("bucket", kind) if parts[2] == "s3" else ("", kind)
    word = _WORDS.get(kind, kind).replace("-", "").lower()
    found = look.scene.stack.named(name.rsplit("/", 1)[-1])
    return tuple(one.urn for one in found if one.custom and word.endswith(one.type.rsplit(":", 1)[-1].lower()))


def zones(look: Look, depth: int = 0) -> set[str]:
    """The zones that something is of: its own, else those of what it is a part of, else of what it serves."""
    if look.zone is not None:
        return {look.zone}
    if depth >= _DEEPEST:
        return set()
    return {zone for one in (*wholes(look), *served(look)) if one.urn != look.urn for zone in zones(one, depth + 1)}


def _watched(alarm: Look) -> Iterator[Look]:
    """What the dimensions of an alarm's metrics name. Source: Amazon CloudWatch User Guide, "Metrics concepts", Dimensions."""
    blocks = alarm.blocks("metricQueries")
    for root in ("dimensions", *(f"{block}.metric.dimensions" for block in (blocks if isinstance(blocks, list) else []))):
        dimensions = alarm.value(root)
        if is_unknown(dimensions):
            yield from alarm.targets(root)
        for key in dimensions if isinstance(dimensions, Mapping) else ():
            yield from alarm.targets(f"{root}.{key}")


def _acting_as(role: Look) -> list[Look]:
    """What acts as a role: whatever names it in a property of that kind. Worked out once for the stack."""
    notes = role.scene.notes
    if "acting as" not in notes:
        found: dict[str, list[Look]] = {}
        roles = [*role.scene.of(ROLE)]
        urns, names = {one.urn for one in roles}, {name for one in roles for name in names_of(one)}
        short = {name for name in names if len(name) < SHORTEST_NAME}
        for resource in role.scene.stack:
            if not resource.custom or not resource.type.startswith("aws") or resource.type.startswith(_ROLES_OF_OTHERS):
                continue
            # Most resources neither name a role nor depend on one.
            named = not names.isdisjoint(texts_of(role.scene, resource))
            named = named or (bool(short) and not short.isdisjoint(short_texts_of(role.scene, resource)))
            if not named and all(urns.isdisjoint(those) for those in resource.property_dependencies.values()):
                continue
            for path in _role_paths(resource.props):
                look = role.scene.look(resource)
                for target in look.targets(path, ROLE):
                    found.setdefault(target.urn, []).append(look)
        notes["acting as"] = found
    by_role: dict[str, list[Look]] = notes["acting as"]
    return by_role.get(role.urn, [])


def _role_paths(value: Any, path: str = "") -> Iterable[str]:
    # Every resource is walked: what is plain, most of it, is told first, and empty blocks are not entered.
    found: list[str] = []
    if isinstance(value, (list, tuple)):
        for index, item in enumerate(value):
            if not isinstance(item, _PLAIN):
                found += _role_paths(item, f"{path}[{index}]")
    elif isinstance(value, (dict, Mapping)):
        for key, item in value.items():
            if item is None:
                continue
            if not isinstance(item, _PLAIN) and isinstance(item, (dict, list, tuple, Mapping)):
                if item:
                    found += _role_paths(item, f"{path}.{key}" if path else str(key))
            elif _names_role(str(key)):
                found.append(f"{path}.{key}" if path else str(key))
    return found


@lru_cache(maxsize=4096)
def _names_role(key: str) -> bool:
    return _IS_ROLE.search(key) is not None
