"""A part is left out: a policy document, a rule, an association, a setting of another resource, a log, a filter, a closed default.

Only where what stays is still a program that the cloud would make: what can't be without it goes too, as long as nothing hangs on that in
turn. What only allows or leads somewhere is not left out, for that narrows: rules of security groups, allowing rules of network ACLs,
permissions, attachments to a hub or a load balancer. Nor what runs, holds data or is a network: without it there is only less.
"""

import re
from collections.abc import Iterator

from tests.mutation.edits import drop_resource
from tests.mutation.mutant import Mutant
from tests.mutation.operators import gcp_shapes
from tests.mutation.operators.gcp_places import PERIMETER, PROJECT, project_of, project_row
from tests.mutation.operators.gcp_places import owners as owners_by_path
from tests.mutation.operators.gcp_places import users as users_by_path
from tests.mutation.operators.kubernetes_places import at, beside, kind, on_kubernetes
from tests.mutation.operators.operation import is_operation
from tests.mutation.policies import document_at, statements
from tests.mutation.program import Program, Row, leaves, plain
from tests.mutation.zones_of import data_class


def left_out(program: Program, row: Row) -> Iterator[Mutant]:
    """One managed resource less."""
    parts = next((parts for prefix, parts in _PARTS_OF.items() if row.type.startswith(prefix)), PARTS)
    parts = KUBERNETES_PARTS if on_kubernetes(row) else parts
    if not row.simulated or not parts.search(row.type) or _narrows(row) or data_class(row) or is_operation(row.type):
        return
    gone = _hangs_on(program, row.urn)
    if gone is None:
        return

    def change(mutated: Program) -> set[str]:
        # What goes along belonged to something too: an association to its network, when the list that it names is gone.
        belonged = {urn for each in gone for urn in neighbourhood(mutated, each)}
        if row.type == _AUDIT:  # One of the server's devices: nothing refers to it.
            belonged |= {one.urn for one in mutated.rows if one.type == _AUDIT}
        if row.type == _RESULTS:  # A setting of the account's Macie, which its property names nowhere.
            belonged |= {one.urn for one in mutated.rows if one.type == _MACIE}
        return belonged - drop_resource(mutated, row.urn)

    yield Mutant("drop-resource", row.type, "", row.urn, change)


_ALLOWING = frozenset(
    {
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
        "aws:ec2/securityGroupRule:SecurityGroupRule",
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        "aws:iam/policyAttachment:PolicyAttachment",
        "aws:lambda/permission:Permission",
        "aws:ec2/vpcEndpointServiceAllowedPrinciple:VpcEndpointServiceAllowedPrinciple",
        "aws:ec2/volumeAttachment:VolumeAttachment",
        "aws:ec2transitgateway/routeTableAssociation:RouteTableAssociation",
        "aws:ec2transitgateway/vpcAttachment:VpcAttachment",
        "aws:cloudwatch/eventRule:EventRule",
        "aws:directconnect/gatewayAssociation:GatewayAssociation",
        "aws:ec2/vpnGatewayAttachment:VpnGatewayAttachment",
        "aws:lb/listenerRule:ListenerRule",
        "aws:lb/targetGroupAttachment:TargetGroupAttachment",
        "aws:ram/principalAssociation:PrincipalAssociation",
        "aws:ram/resourceAssociation:ResourceAssociation",
        "aws:vpclattice/resourceConfiguration:ResourceConfiguration",
        "aws:vpclattice/listenerRule:ListenerRule",
        "aws:vpclattice/serviceNetworkResourceAssociation:ServiceNetworkResourceAssociation",
        "aws:vpclattice/serviceNetworkServiceAssociation:ServiceNetworkServiceAssociation",
        "aws:vpclattice/serviceNetworkVpcAssociation:ServiceNetworkVpcAssociation",
        "aws:vpclattice/targetGroupAttachment:TargetGroupAttachment",
        "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
        "aws:eks/podIdentityAssociation:PodIdentityAssociation",
        "aws:rds/roleAssociation:RoleAssociation",
        "aws:elasticache/userGroupAssociation:UserGroupAssociation",
        "aws:msk/singleScramSecretAssociation:SingleScramSecretAssociation",
    }
)
PARTS = re.compile(
    r"(Policy|Rule|RuleGroup|Association|Attachment|Config|Configuration|Controls|Logging|FlowLog|LogGroup|AccessLogSubscription|ParameterGroup|Acl|Versioning|"
    r"PublicAccessBlock|Selection|Firewall|DefaultSecurityGroup|DefaultRouteTable|DefaultNetworkAcl)(V2)?$"
)
"""Class names of policy documents, rules, associations, settings of another resource, logs, filters and closed defaults."""

AZURE_PARTS = re.compile(
    r":(SecurityRule|Route|DnsSecurityRule|DnsResolverPolicyVirtualNetworkLink|DnsResolverPolicy|DiagnosticSetting|ManagementLock\w+|FlowLog|"
    r"\w+ServiceProperties|BlobContainerImmutabilityPolicy|ManagementPolicy|Configuration|AdministratorsMicrosoftEntra|"
    r"NetworkSecurityPerimeter(Association|LoggingConfiguration)?|Policy(Assignment|Definition|SetDefinition)|Pricing|RaiPolicy|"
    r"TransparentDataEncryption|\w+AuditingPolicy|\w+RetentionPolicy|NamespaceNetworkRuleSet|BackupInstance|BackupPolicy|ProtectedItem|"
    r"ProtectionPolicy|ActivityLogAlert|MetricAlert|ScheduledQueryRule|ActionGroup|ServiceEndpointPolicy|PrivateDnsZoneGroup|"
    r"VirtualNetworkLink|PrivateLinkScopedResource|PrivateLinkScope|WebApplicationFirewallPolicy|NetworkSecurityGroup|RouteTable|"
    r"DiskEncryptionSet|DiskAccess|WebApp(Ftp|Scm)Allowed|DataCollectionRule|NetworkWatcher|FirewallPolicyRuleCollectionGroup)$|operationalinsights:Table$"
)
"""The same of Azure: rules, links, settings, locks, logs, guardrails and alarms; where a name says more than a part, the whole name."""

GCP_PARTS = re.compile(
    r":(Firewall|NetworkFirewallPolicy\w*|RegionNetworkFirewallPolicy\w*|FirewallPolicy\w*|ResponsePolicy|ResponsePolicyRule|ManagedZone|RecordSet|"
    r"IAMAuditConfig|IamAuditConfig|ProjectSink|FolderSink|OrganizationSink|ProjectBucketConfig|Lien|ServicePerimeter\w*|AccessLevel|"
    r"DefaultServiceAccounts|SslPolicy|SSLPolicy|SecurityPolicy|SecurityPolicyRule|DenyPolicy|PrincipalAccessBoundaryPolicy|PolicyBinding|BackupPlan\w*|"
    r"ResourcePolicy|\w*ResourcePolicyAttachment|AlertPolicy|NotificationChannel|DataPolicy|PolicyTag|RowAccessPolicy|"
    r"\w+IAMPolicy|\w+IamPolicy|GatewaySecurityPolicyRule|AuthorizationPolicy|AuthzPolicy|ServerTlsPolicy|ClientTlsPolicy|TlsInspectionPolicy|"
    r"OrganizationPolicy|ManagedFolder|Template|Floorsetting|ProjectExclusion|LogView|AutokeyConfig|BackupSchedule|ForwardingRule|GlobalForwardingRule)$"
    r"|dns/policy:Policy$|orgpolicy/policy:Policy$|binaryauthorization/policy:Policy$"
)
"""The same of Google Cloud: rules, policies and what binds them, names, logs, guardrails and alarms."""

_MACIE = "aws:macie2/account:Account"
_RESULTS = "aws:macie2/classificationExportConfiguration:ClassificationExportConfiguration"
_AUDIT = "vault:index/audit:Audit"
VAULT_PARTS = re.compile(
    r":(SecretBackendCrlConfig|SecretBackendConfigUrls|BackendConfigAutoTidy|Audit|SecretBackendV2|PasswordPolicy|QuotaRateLimit|"
    r"SecretBackendIssuer)$"
)
"""The same of Vault: lists of what was taken back, tidying, audit devices, versions, limits."""
KUBERNETES_PARTS = re.compile(
    r":(NetworkPolicy|ResourceQuota|LimitRange|ValidatingAdmissionPolicy(Binding)?|ValidatingWebhookConfiguration|PeerAuthentication|AuthorizationPolicy|"
    r"Sidecar|Telemetry|ClusterImagePolicy|ClusterPolicy|StorageClass|RuntimeClass)$"
)
"""The same of Kubernetes and Istio: policies, limits, guards and the classes that others name."""

_PARTS_OF = {"azure-native:": AZURE_PARTS, "gcp:": GCP_PARTS, "vault:": VAULT_PARTS}

_ABSENT_ALLOWS_ALL = ("Endpoint", "Key")
"""Types whose missing policy is one that allows everything."""


def _narrows(row: Row) -> bool:
    if row.type.startswith("azure-native:"):
        action = row.inputs.get("action")
        said = [row.inputs.get("access"), action.get("actionType") if isinstance(action, dict) else None]
        leads = row.type.endswith(":Route") and plain(row.inputs.get("nextHopType")) != "None"
        return leads or any(plain(one) == "Allow" for one in said) or row.type.endswith(":FirewallPolicyRuleCollectionGroup")
    if on_kubernetes(row):
        return _lets_through(row)
    if row.type.startswith("gcp:"):
        return gcp_shapes.allows(row) or plain(row.inputs.get("behavior")) == "bypassResponsePolicy"
    if row.type in _ALLOWING or (row.type == "aws:ec2/networkAclRule:NetworkAclRule" and plain(row.inputs.get("ruleAction")) == "allow"):
        return True
    documents = [found for _, leaf in leaves(row.inputs) if (found := document_at(leaf)) is not None]
    only_allows = bool(documents) and all(one.get("Effect") == "Allow" for document in documents for one in statements(document))
    policy = row.type.endswith("Policy") and not any(word in row.type for word in _ABSENT_ALLOWS_ALL)
    return policy and only_allows


def _lets_through(row: Row) -> bool:
    """A policy of Kubernetes or Istio that only lets something through, beside one that denies."""
    if kind(row) == "NetworkPolicy":
        return bool(at(row, ("spec", "ingress")) or at(row, ("spec", "egress")))
    return kind(row) == "AuthorizationPolicy" and plain(at(row, ("spec", "action"))) != "DENY" and bool(at(row, ("spec", "rules")))


def neighbourhood(program: Program, urn: str) -> set[str]:
    """What a resource belonged to: those it refers to, whom these refer to, those who use it, and those who use what it was a part of."""
    row = program.by_urn[urn]
    owners = row.refers_to()
    found = set(owners) | {one.urn for one in program.users(urn)}
    for owner in owners:
        # A project of Google's is what everything in it refers to: that makes nobody neighbours.
        if owner in program.by_urn and program.by_urn[owner].type != PROJECT:
            found |= program.by_urn[owner].refers_to()
            for user in program.users(owner):
                found |= {user.urn, *user.refers_to()}
    if row.type.startswith("gcp:"):
        found |= _named_by_path(program, row) | (_held(program, owners) if row.type == PERIMETER else set())
        found |= _own_project(program, row) if not found - {urn} else set()
    if on_kubernetes(row):
        found |= beside(program, row)
    return found | ({row.parent} if row.parent else set()) | _above(program, row)


def _own_project(program: Program, row: Row) -> set[str]:
    """What belongs to nothing else belongs to its project, such as the one policy of it, whether the program takes the id from there or writes it."""
    own = project_row(program, project_of(program, row))
    return {own.urn} if own is not None else set()


def _held(program: Program, projects: set[str]) -> set[str]:
    """A perimeter is around whatever stands in its projects."""
    held = {project_of(program, program.by_urn[urn]) for urn in projects if program.by_urn[urn].type == PROJECT}
    return {row.urn for row in program.rows if row.simulated and project_of(program, row) in held}


def _named_by_path(program: Program, row: Row) -> set[str]:
    """The same of Google Cloud, where a program writes paths as texts; a project is nobody's neighbour."""
    near = owners_by_path(program, row) | users_by_path(program, row)
    for urn in tuple(near):
        near |= owners_by_path(program, program.by_urn[urn]) | users_by_path(program, program.by_urn[urn])
    return near


def _above(program: Program, row: Row) -> set[str]:
    """What an Azure resource is a part of by its id, where the program writes the owner's name as a text; a resource group owns nothing."""
    inner = (row.id or "").lower()
    return {
        other.urn
        for other in program.rows
        if other.id and "/providers/" in other.id and other.urn != row.urn and inner.startswith(f"{other.id.lower()}/")
    }


def _hangs_on(program: Program, urn: str) -> set[str] | None:
    """What would go along; None where something hangs on that again."""
    copied = program.copy()
    users = {row.urn for row in program.users(urn)}
    gone = drop_resource(copied, urn)
    return gone if gone <= {urn, *users} else None


OPERATORS = (left_out,)
