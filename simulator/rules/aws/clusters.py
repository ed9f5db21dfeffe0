"""Amazon EKS: clusters, access entries, pod identities. Nodes and add-ons: `cluster_nodes`.

Sources: Amazon EKS API Reference, CreateCluster, UpdateClusterConfig, CreateAccessEntry, AssociateAccessPolicy,
CreatePodIdentityAssociation; Amazon EKS User Guide, "View Amazon EKS networking requirements for VPC and subnets",
"Change authentication mode to use access entries"; Pulumi Registry, aws.eks.
"""

from collections.abc import Iterator

from simulator.rules import (
    Action,
    Allowed,
    AutoName,
    Between,
    Cidr,
    Fault,
    Length,
    Pattern,
    Properties,
    Protection,
    Rules,
    ref,
    unique,
)
from simulator.rules.aws.addresses import all_in_vpc, zone_of
from simulator.rules.aws.kinds import KEY, ROLE, SECURITY_GROUP, SUBNET
from simulator.rules.aws.parts import given

CLUSTER = "aws:eks/cluster:Cluster"
ACCESS_ENTRY = "aws:eks/accessEntry:AccessEntry"
POWER = "aws:eks/accessPolicyAssociation:AccessPolicyAssociation"
POD_IDENTITY = "aws:eks/podIdentityAssociation:PodIdentityAssociation"

_CREATE = "Amazon EKS API Reference, CreateCluster"
_ENTRY = "Amazon EKS API Reference, CreateAccessEntry"
_POWER = "Amazon EKS API Reference, AssociateAccessPolicy"
_POD = "Amazon EKS API Reference, CreatePodIdentityAssociation"
_LOGS = ("api", "audit", "authenticator", "controllerManager", "scheduler")
_PRINCIPAL = r"arn:aws[a-z-]*:(iam|sts)::\d{12}:(role|user|assumed-role)/.+"
CLUSTER_OF = ref(CLUSTER, by=("name",), code="ResourceNotFoundException", delete_code="ResourceInUseException")

cluster = Rules(
    CLUSTER,
    source=f"{_CREATE}, DeleteCluster; Pulumi Registry, aws.eks.Cluster (the id is the name)",
    second_source="botocore, cfn-lint",
    checks=(
        Pattern("name", r"[0-9A-Za-z][A-Za-z0-9_-]{0,99}", source=_CREATE, saying="1 to 100 letters, digits, - and _"),
        Pattern("version", r"1\.\d\d", source=_CREATE, saying="a minor version, such as 1.36"),
        Allowed("accessConfig.authenticationMode", ("API", "API_AND_CONFIG_MAP", "CONFIG_MAP"), source=_CREATE),
        Allowed("enabledClusterLogTypes[*]", _LOGS, source=_CREATE),
        Allowed("encryptionConfig.resources[*]", ("secrets",), source=_CREATE),
        Allowed("upgradePolicy.supportType", ("STANDARD", "EXTENDED"), source=_CREATE),
        Allowed("kubernetesNetworkConfig.ipFamily", ("ipv4", "ipv6"), source=_CREATE),
        Allowed("vpcConfig.controlPlaneEgressMode", ("AWS_MANAGED", "CUSTOMER_ROUTED", "CUSTOMER_ISOLATED"), source=_CREATE),
        Allowed(
            "controlPlaneScalingConfig.tier", ("standard", "tier-xl", "tier-2xl", "tier-4xl", "tier-8xl", "tier-ultra"), source=_CREATE
        ),
        Between("kubeControllerManagerConfig.podGcControllerConfig.terminatedPodGcThreshold", 1, 1_000_000, source=_CREATE),
        Between("kubeSchedulerConfig.nodeResourcesFit.scoringStrategy.resources[*].weight", 1, 100, source=_CREATE),
        Allowed("kubeSchedulerConfig.nodeResourcesFit.scoringStrategy.type", ("LeastAllocated", "MostAllocated"), source=_CREATE),
        Allowed("outpostConfig.controlPlanePlacement.spreadLevel", ("host", "rack"), source=_CREATE),
        Allowed("outpostConfig.etcdPlacement.spreadLevel", ("host", "rack"), source=_CREATE),
        Cidr("kubernetesNetworkConfig.serviceIpv4Cidr", shortest=12, longest=24, source=_CREATE),
        Length("vpcConfig.securityGroupIds", 0, 5, source="Amazon EKS User Guide, 'View Amazon EKS security group requirements'"),
    ),
    references={
        "roleArn": ref(ROLE, by=("arn",), code="InvalidParameterException", blocks_delete=False),
        "vpcConfig.subnetIds[*]": ref(SUBNET, code="InvalidParameterException"),
        "vpcConfig.securityGroupIds[*]": ref(SECURITY_GROUP, code="InvalidParameterException"),
        "encryptionConfig.provider.keyArn": ref(KEY, by=("arn",), code="InvalidParameterException", anywhere=True, blocks_delete=False),
    },
    immutable={
        "accessConfig.bootstrapClusterCreatorAdminPermissions",
        "bootstrapSelfManagedAddons",
        "encryptionConfig.provider.keyArn",
        "encryptionConfig.resources",
        "kubernetesNetworkConfig.ipFamily",
        "kubernetesNetworkConfig.serviceIpv4Cidr",
        "name",
        "outpostConfig",
        "roleArn",
    },
    defaults={"bootstrapSelfManagedAddons": True, "deletionProtection": False},
    autoname=AutoName("name", 100),
    id=lambda action: str(action.inputs["name"]),
    outputs={
        "arn": "arn:{partition}:eks:{region}:{account}:cluster/{id}",
        "certificateAuthority": {"data": ""},
        "clusterId": "",
        "createdAt": "{now}",
        "endpoint": "",
        "identities": [],
        "platformVersion": "eks.1",
        "status": "ACTIVE",
    },
    protections=(
        Protection(
            "deletionProtection",
            code="InvalidRequestException",
            message="Cluster deletion is not allowed because deletion protection is enabled.",
        ),
    ),
    unique=(unique("name", code="ResourceInUseException", message="Cluster already exists with name: {name}"),),
    unordered=("enabledClusterLogTypes", "vpcConfig.subnetIds", "vpcConfig.securityGroupIds"),
)


@cluster.check(source=f"{_CREATE}; Amazon EKS User Guide, 'Cluster API server endpoint'", even_unknown=True)
def answers_somewhere(inputs: Properties) -> Iterator[Fault]:
    """One endpoint at least; ranges of the public one only with it; two subnets."""
    network = inputs.get("vpcConfig")
    if not isinstance(network, dict):
        return
    if network.get("endpointPublicAccess") is False and network.get("endpointPrivateAccess") in (None, False):
        yield "vpcConfig", "Private and public endpoint access cannot both be false"
    if network.get("endpointPublicAccess") is False and given(network.get("publicAccessCidrs")):
        yield "vpcConfig.publicAccessCidrs", "can't be given where the public endpoint is off"
    subnets = network.get("subnetIds")
    if isinstance(subnets, list) and len(subnets) < 2:
        yield "vpcConfig.subnetIds", "Subnets specified must be in at least two different AZs"


@cluster.before("create")
def stands_in_one_network(action: Action) -> None:
    """Subnets of two availability zones and of one network, which the groups are of too."""
    network = action.inputs["vpcConfig"]
    subnets = [one for id_ in network.get("subnetIds") or [] if (one := action.get(SUBNET, id_))]
    vpcs = {one.outputs.get("vpcId") for one in subnets}
    if len(vpcs) > 1:
        action.refuse("InvalidParameterException", f"Subnets are not of one VPC: {', '.join(sorted(map(str, vpcs)))}")
    if subnets and len({zone_of(action, one.id) for one in subnets}) < 2:
        action.refuse("InvalidParameterException", "Subnets specified must be in at least two different AZs")
    for vpc in vpcs:
        all_in_vpc(action, SECURITY_GROUP, network.get("securityGroupIds") or [], vpc, "InvalidParameterException")


@cluster.before("update")
def some_changes_go_one_way(action: Action) -> None:
    """Access entries stay once they are chosen; a version goes up, one minor at a time."""
    old, new = (one.get("accessConfig") or {} for one in (action.old.inputs if action.old else {}, action.inputs))
    order = ("CONFIG_MAP", "API_AND_CONFIG_MAP", "API")
    before, after = old.get("authenticationMode"), new.get("authenticationMode")
    if before in order and after in order and order.index(after) < order.index(before):
        action.refuse("InvalidRequestException", f"Unsupported authentication mode update from {before} to {after}")
    versions = [one.get("version") for one in (action.old.inputs if action.old else {}, action.inputs)]
    if all(isinstance(one, str) for one in versions):
        was, wanted = (int(str(one).partition(".")[2]) for one in versions)
        if wanted < was or wanted > was + 1:
            action.refuse("InvalidParameterException", f"Unsupported Kubernetes minor version update from {versions[0]} to {versions[1]}")


@cluster.computes
def what_eks_answers(action: Action) -> Properties:
    """Address, certificate, issuer, and the security group that EKS makes for itself."""
    inputs, token = action.inputs, action.hex(32, "cluster").upper()
    network = dict(inputs["vpcConfig"])
    subnet = next((one for id_ in network.get("subnetIds") or [] if (one := action.get(SUBNET, id_))), None)
    suffix = "amazonaws.com.cn" if action.partition == "aws-cn" else "amazonaws.com"
    group = "sg-" + action.hex(17, "cluster group")
    return {
        "endpoint": f"https://{token}.gr7.{action.region}.eks.{suffix}",
        "certificateAuthority": {"data": "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCg=="},
        "identities": [{"oidcs": [{"issuer": f"https://oidc.eks.{action.region}.{suffix}/id/{token}"}]}],
        "platformVersion": "eks.1",
        "vpcConfig": {
            "endpointPublicAccess": True,
            "endpointPrivateAccess": False,
            "publicAccessCidrs": [] if network.get("endpointPublicAccess") is False else ["0.0.0.0/0"],
            **network,
            "clusterSecurityGroupId": group,
            "vpcId": subnet.outputs.get("vpcId") if subnet else "",
        },
    }


entry = Rules(
    ACCESS_ENTRY,
    source=f"{_ENTRY}; Pulumi Registry, aws.eks.AccessEntry (the id is <cluster>:<principal>)",
    second_source="cfn-lint",
    checks=(
        Pattern("principalArn", _PRINCIPAL, source=_ENTRY, saying="the ARN of an IAM role or user"),
        Allowed("type", ("STANDARD", "EC2_LINUX", "EC2_WINDOWS", "FARGATE_LINUX", "EC2", "HYBRID_LINUX", "HYPERPOD_LINUX"), source=_ENTRY),
    ),
    references={"clusterName": CLUSTER_OF},
    immutable={"clusterName", "principalArn", "type"},
    defaults={"type": "STANDARD"},
    id=lambda action: f"{action.inputs['clusterName']}:{action.inputs['principalArn']}",
    outputs={
        "accessEntryArn": "arn:{partition}:eks:{region}:{account}:access-entry/{clusterName}/{uuid}",
        "createdAt": "{now}",
        "kubernetesGroups": [],
        "modifiedAt": "{now}",
        "userName": "{principalArn}",
    },
    unique=(
        unique(
            "clusterName", "principalArn", code="ResourceInUseException", message="The specified access entry resource is already in use"
        ),
    ),
    unordered=("kubernetesGroups",),
)


@entry.check(source="Amazon EKS User Guide, 'Create access entries': groups can't begin with system: or eks:", even_unknown=True)
def groups_are_ones_own(inputs: Properties) -> Iterator[Fault]:
    """Groups of Kubernetes itself can't be given; nodes have none."""
    groups = inputs.get("kubernetesGroups")
    for i, group in enumerate(groups if isinstance(groups, list) else []):
        if isinstance(group, str) and group.startswith(("system:", "eks:", "amazon:", "aws:", "iam:")):
            yield (
                f"kubernetesGroups[{i}]",
                f"The kubernetes group name {group} is invalid, it cannot start with system:, eks:, amazon:, aws:, iam:",
            )
    if inputs.get("type") not in (None, "STANDARD") and groups:
        yield "kubernetesGroups", f"can't be given for entries of type {inputs['type']}"


@entry.before("create")
def the_cluster_takes_entries(action: Action) -> None:
    """'The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP] to perform this operation.'"""
    home = action.get(CLUSTER, action.inputs["clusterName"])
    mode = (home.inputs.get("accessConfig") or {}).get("authenticationMode", "CONFIG_MAP") if home else "API"
    if mode == "CONFIG_MAP":
        action.refuse(
            "InvalidRequestException",
            "The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP] to perform this operation.",
        )


power = Rules(
    POWER,
    source=f"{_POWER}; Pulumi Registry, aws.eks.AccessPolicyAssociation",
    second_source="botocore",
    checks=(
        Pattern("policyArn", r"arn:aws[a-z-]*:eks::aws:cluster-access-policy/\w+", source=_POWER, saying="the ARN of an access policy"),
        Allowed("accessScope.type", ("cluster", "namespace"), source=_POWER),
    ),
    references={"clusterName": CLUSTER_OF},
    immutable={"accessScope", "clusterName", "policyArn", "principalArn"},
    id=lambda action: f"{action.inputs['clusterName']}#{action.inputs['principalArn']}#{action.inputs['policyArn']}",
    outputs={"associatedAt": "{now}", "modifiedAt": "{now}"},
)


@power.check(source=f"{_POWER}: accessScope", even_unknown=True)
def a_scope_is_whole(inputs: Properties) -> Iterator[Fault]:
    """Namespaces with the type namespace, and with it alone."""
    scope = inputs.get("accessScope")
    if (
        isinstance(scope, dict)
        and isinstance(scope.get("type"), str)
        and (scope["type"] == "namespace") is not given(scope.get("namespaces"))
    ):
        yield "accessScope.namespaces", "are required for the type namespace, and not allowed for the type cluster"


@power.before("create")
def the_principal_has_an_entry(action: Action) -> None:
    """'The specified principalArn could not be found.'"""
    inputs = action.inputs
    if not action.find(ACCESS_ENTRY, clusterName=inputs["clusterName"], principalArn=inputs["principalArn"]):
        action.refuse(
            "ResourceNotFoundException", "The specified principalArn could not be found. You can view your available access entries."
        )


pod = Rules(
    POD_IDENTITY,
    source=f"{_POD}; Pulumi Registry, aws.eks.PodIdentityAssociation (the id is the association's)",
    second_source="cfn-lint",
    references={
        "clusterName": CLUSTER_OF,
        "roleArn": ref(ROLE, by=("arn",), code="InvalidParameterException", blocks_delete=False),
    },
    immutable={"clusterName", "namespace", "serviceAccount"},
    id="a-{hex17}",
    outputs={
        "associationArn": "arn:{partition}:eks:{region}:{account}:podidentityassociation/{clusterName}/{id}",
        "associationId": "{id}",
        "externalId": "",
    },
    unique=(
        unique(
            *("clusterName", "namespace", "serviceAccount"),
            code="ResourceInUseException",
            message="Association already exists: {namespace}/{serviceAccount}",
        ),
    ),
)
