"""Groups of nodes of Amazon EKS, their launch templates, and add-ons.

Sources: Amazon EKS API Reference, CreateNodegroup, CreateAddon; Amazon EKS User Guide, "Customize managed nodes with launch templates"; EC2
API Reference, CreateLaunchTemplate; Pulumi Registry, aws.eks.NodeGroup, aws.eks.Addon, aws.ec2.LaunchTemplate.
"""

import json
from collections.abc import Iterator

from simulator.rules import (
    Action,
    Allowed,
    AtMostOneOf,
    AutoName,
    Between,
    Fault,
    Length,
    Pattern,
    Properties,
    Rules,
    ref,
    unique,
)
from simulator.rules.aws.clusters import CLUSTER, CLUSTER_OF
from simulator.rules.aws.kinds import KEY, ROLE, SECURITY_GROUP, SUBNET
from simulator.rules.aws.parts import given

NODE_GROUP = "aws:eks/nodeGroup:NodeGroup"
ADD_ON = "aws:eks/addon:Addon"
TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"

_NODES = "Amazon EKS API Reference, CreateNodegroup"
_ADD_ON = "Amazon EKS API Reference, CreateAddon"
_TEMPLATE = "EC2 API Reference, CreateLaunchTemplate"
_TEMPLATES = "Amazon EKS User Guide, 'Customize managed nodes with launch templates'"

nodes = Rules(
    NODE_GROUP,
    source=f"{_NODES}; Pulumi Registry, aws.eks.NodeGroup (the id is <cluster>:<group>)",
    second_source="botocore, cfn-lint",
    checks=(
        Pattern("nodeGroupName", r"[0-9A-Za-z][A-Za-z0-9_-]{0,62}", source=_NODES, saying="1 to 63 letters, digits, - and _"),
        AtMostOneOf(("nodeGroupName", "nodeGroupNamePrefix"), source="Pulumi Registry, aws.eks.NodeGroup"),
        Allowed("capacityType", ("ON_DEMAND", "SPOT", "CAPACITY_BLOCK"), source=_NODES),
        Allowed("taints[*].effect", ("NO_SCHEDULE", "NO_EXECUTE", "PREFER_NO_SCHEDULE"), source=_NODES),
        Allowed(
            "amiType",
            tuple(f"BOTTLEROCKET_{one}" for one in ("x86_64", "ARM_64", "x86_64_FIPS", "ARM_64_FIPS", "x86_64_NVIDIA", "ARM_64_NVIDIA"))
            + tuple(f"BOTTLEROCKET_{one}_NVIDIA_FIPS" for one in ("x86_64", "ARM_64"))
            + tuple(f"AL2023_{one}" for one in ("x86_64_STANDARD", "ARM_64_STANDARD", "x86_64_NEURON", "x86_64_NVIDIA", "ARM_64_NVIDIA"))
            + ("AL2_x86_64", "AL2_x86_64_GPU", "AL2_ARM_64", "CUSTOM")
            + tuple(f"WINDOWS_{kind}_{year}_x86_64" for kind in ("CORE", "FULL") for year in ("2019", "2022", "2025")),
            source=_NODES,
        ),
        Between("diskSize", 1, 16384, source=_NODES),
        Between("scalingConfig.minSize", 0, 10000, source=_NODES),
        Between("scalingConfig.maxSize", 1, 10000, source=_NODES),
        Between("scalingConfig.desiredSize", 0, 10000, source=_NODES),
        Between("nodeRepairConfig.maxParallelNodesRepairedCount", 1, None, source=_NODES),
        Between("nodeRepairConfig.maxParallelNodesRepairedPercentage", 1, 100, source=_NODES),
        Between("nodeRepairConfig.maxUnhealthyNodeThresholdCount", 1, None, source=_NODES),
        Between("nodeRepairConfig.maxUnhealthyNodeThresholdPercentage", 1, 100, source=_NODES),
        Between("nodeRepairConfig.nodeRepairConfigOverrides[*].minRepairWaitTimeMins", 1, None, source=_NODES),
        Allowed("nodeRepairConfig.nodeRepairConfigOverrides[*].repairAction", ("Replace", "Reboot", "NoAction"), source=_NODES),
        Between("updateConfig.maxUnavailable", 1, 100, source=_NODES),
        Allowed("updateConfig.updateStrategy", ("DEFAULT", "MINIMAL"), source=_NODES),
        Between("warmPoolConfig.minSize", 0, None, source=_NODES),
        Allowed("warmPoolConfig.poolState", ("STOPPED", "RUNNING", "HIBERNATED"), source=_NODES),
        Between("updateConfig.maxUnavailablePercentage", 1, 100, source=_NODES),
        AtMostOneOf(("updateConfig.maxUnavailable", "updateConfig.maxUnavailablePercentage"), source=_NODES),
        AtMostOneOf(("launchTemplate.id", "launchTemplate.name"), source=_TEMPLATES),
        AtMostOneOf(("launchTemplate", "diskSize"), source=_TEMPLATES),
        AtMostOneOf(("launchTemplate", "remoteAccess"), source=_TEMPLATES),
        Length("taints", 0, 50, source=_NODES),
    ),
    references={
        "clusterName": CLUSTER_OF,
        "nodeRoleArn": ref(ROLE, by=("arn",), code="InvalidParameterException", blocks_delete=False),
        "subnetIds[*]": ref(SUBNET, code="InvalidParameterException"),
        "launchTemplate.id": ref(TEMPLATE, code="InvalidParameterException"),
        "launchTemplate.name": ref(TEMPLATE, by=("name",), code="InvalidParameterException"),
    },
    immutable={
        *("amiType", "capacityType", "clusterName", "diskSize", "instanceTypes", "launchTemplate.id", "launchTemplate.name"),
        *("nodeGroupName", "nodeGroupNamePrefix", "nodeRoleArn", "remoteAccess", "subnetIds"),
    },
    autoname=AutoName("nodeGroupName", 63, unless=("nodeGroupNamePrefix",)),
    id=lambda action: f"{action.inputs['clusterName']}:{action.inputs.get('nodeGroupName') or action.hex(26, 'group')}",
    outputs={
        "amiType": "AL2023_x86_64_STANDARD",
        "arn": "",
        "capacityType": "ON_DEMAND",
        "diskSize": 20,
        "instanceTypes": ["t3.medium"],
        "nodeGroupNamePrefix": "",
        "releaseVersion": "",
        "resources": [],
        "status": "ACTIVE",
        "version": "",
    },
    unique=(unique("clusterName", "nodeGroupName", code="ResourceInUseException", message="NodeGroup already exists: {nodeGroupName}"),),
    unordered=("subnetIds", "taints"),
)


@nodes.check(source=f"{_NODES}, scalingConfig", even_unknown=True)
def sizes_are_in_order(inputs: Properties) -> Iterator[Fault]:
    """minSize ≤ desiredSize ≤ maxSize."""
    sizes = inputs.get("scalingConfig")
    if not isinstance(sizes, dict):
        return
    low, wanted, high = (sizes.get(name) for name in ("minSize", "desiredSize", "maxSize"))
    if isinstance(low, int | float) and isinstance(high, int | float) and low > high:
        yield "scalingConfig.minSize", f"{low:g} is more than maxSize, {high:g}"
    if isinstance(wanted, int | float):
        if isinstance(low, int | float) and wanted < low:
            yield "scalingConfig.desiredSize", f"{wanted:g} is less than minSize, {low:g}"
        if isinstance(high, int | float) and wanted > high:
            yield "scalingConfig.desiredSize", f"{wanted:g} is more than maxSize, {high:g}"


@nodes.before("create")
@nodes.before("update")
def the_template_leaves_eks_its_part(action: Action) -> None:
    """A template of nodes names no subnet, no profile and no network interface of its own; EKS puts those in."""
    template = action.get(TEMPLATE, (action.inputs.get("launchTemplate") or {}).get("id"))
    for name in ("iamInstanceProfile", "hibernationOptions"):
        if template and given(template.inputs.get(name)):
            action.refuse("InvalidParameterException", f"Launch template should not specify {name}")
    for interface in (template.inputs.get("networkInterfaces") or []) if template else []:
        if interface.get("subnetId"):
            action.refuse("InvalidParameterException", "Launch template should not specify subnets of network interfaces")
    own = action.inputs.get("instanceTypes")
    if template and given(template.inputs.get("instanceType")) and given(own):
        action.refuse("InvalidParameterException", "instanceTypes can't be given where the launch template has an instance type")


@nodes.computes
def group_answers(action: Action) -> Properties:
    """ARN, version, and the Auto Scaling group that EKS makes."""
    name = str(action.id).partition(":")[2]
    home = action.get(CLUSTER, action.inputs["clusterName"])
    version = str(action.inputs.get("version") or (home.outputs.get("version") if home else "") or "1.36")
    group = f"eks-{name}-{action.uuid('group')}"
    return {
        "arn": f"arn:{action.partition}:eks:{action.region}:{action.account}:nodegroup/{action.inputs['clusterName']}/{name}/{action.uuid('n')}",
        "nodeGroupName": name,
        "resources": [{"autoscalingGroups": [{"name": group}], "remoteAccessSecurityGroupId": ""}],
        "version": version,
    }


add_on = Rules(
    ADD_ON,
    source=f"{_ADD_ON}; Pulumi Registry, aws.eks.Addon (the id is <cluster>:<add-on>)",
    second_source="cfn-lint",
    checks=(
        Pattern("addonVersion", r"v\d+\.\d+\.\d+-eksbuild\.\d+", source=_ADD_ON, saying="a build, such as v1.22.4-eksbuild.3"),
        Allowed("resolveConflictsOnCreate", ("NONE", "OVERWRITE"), source=_ADD_ON),
        Allowed("resolveConflictsOnUpdate", ("NONE", "OVERWRITE", "PRESERVE"), source="Amazon EKS API Reference, UpdateAddon"),
        AtMostOneOf(("serviceAccountRoleArn", "podIdentityAssociations"), source=_ADD_ON),
    ),
    references={
        "clusterName": CLUSTER_OF,
        "podIdentityAssociations[*].roleArn": ref(ROLE, by=("arn",), code="InvalidParameterException", blocks_delete=False),
        "serviceAccountRoleArn": ref(ROLE, by=("arn",), code="InvalidParameterException", blocks_delete=False),
    },
    immutable={"addonName", "clusterName", "namespaceConfig"},
    id=lambda action: f"{action.inputs['clusterName']}:{action.inputs['addonName']}",
    outputs={
        "addonVersion": "v1.0.0-eksbuild.1",
        "arn": "arn:{partition}:eks:{region}:{account}:addon/{clusterName}/{addonName}/{uuid}",
        "configurationValues": "",
        "createdAt": "{now}",
        "modifiedAt": "{now}",
    },
    unique=(unique("clusterName", "addonName", code="ResourceInUseException", message="Addon already exists: {addonName}"),),
)


@add_on.check(source=f"{_ADD_ON}: configurationValues")
def configuration_is_json(inputs: Properties) -> Iterator[Fault]:
    """JSON, as here, or YAML, which is not read."""
    text = inputs.get("configurationValues")
    if isinstance(text, str) and text.lstrip().startswith("{"):
        try:
            json.loads(text)
        except ValueError as fault:
            yield "configurationValues", f"ConfigurationValue is not in supported: Json or Yaml format ({fault})"


template = Rules(
    TEMPLATE,
    source=f"{_TEMPLATE}; Pulumi Registry, aws.ec2.LaunchTemplate",
    second_source="botocore, cfn-lint",
    checks=(
        Pattern("name", r"[a-zA-Z0-9().\-/_]{3,128}", source=_TEMPLATE, saying="3 to 128 letters, digits and ( ) . - / _"),
        AtMostOneOf(("name", "namePrefix"), source="Pulumi Registry, aws.ec2.LaunchTemplate"),
        AtMostOneOf(("defaultVersion", "updateDefaultVersion"), source="Pulumi Registry, aws.ec2.LaunchTemplate"),
        AtMostOneOf(("instanceType", "instanceRequirements"), source=_TEMPLATE),
        AtMostOneOf(("vpcSecurityGroupIds", "securityGroupNames"), source="Pulumi Registry, aws.ec2.LaunchTemplate"),
        Allowed("metadataOptions.httpTokens", ("optional", "required"), source=_TEMPLATE),
        Allowed("metadataOptions.httpEndpoint", ("enabled", "disabled"), source=_TEMPLATE),
        Allowed(
            "tagSpecifications[*].resourceType",
            ("instance", "volume", "elastic-gpu", "network-interface", "spot-instances-request"),
            source="EC2 API Reference, LaunchTemplateTagSpecificationRequest",
        ),
        Between("metadataOptions.httpPutResponseHopLimit", 1, 64, source=_TEMPLATE),
        Pattern("userData", r"[A-Za-z0-9+/\s]*={0,2}\s*", source=_TEMPLATE, saying="base64"),
    ),
    references={
        "vpcSecurityGroupIds[*]": ref(SECURITY_GROUP, code="InvalidGroup.NotFound"),
        "blockDeviceMappings[*].ebs.kmsKeyId": ref(
            KEY, by=("arn", "id"), literals=("alias/*",), code="InvalidKey.NotFound", anywhere=True, blocks_delete=False
        ),
    },
    immutable={"name", "namePrefix"},
    autoname=AutoName("name", 128, unless=("namePrefix",)),
    id="lt-{hex17}",
    outputs={
        "arn": "arn:{partition}:ec2:{region}:{account}:launch-template/{id}",
        "defaultVersion": 1,
        "latestVersion": 1,
        "name": "{id}",
        "namePrefix": "",
    },
    unique=(unique("name", code="InvalidLaunchTemplateName.AlreadyExistsException", message="Launch template name already in use."),),
    unordered=("vpcSecurityGroupIds",),
)


@template.check(source=_TEMPLATE, even_unknown=True)
def groups_stand_in_one_place(inputs: Properties) -> Iterator[Fault]:
    """'Network interfaces and an instance-level security groups may not be specified on the same request.'"""
    if given(inputs.get("networkInterfaces")) and given(inputs.get("vpcSecurityGroupIds")):
        yield "vpcSecurityGroupIds", "can't be given beside networkInterfaces: name the groups in the interfaces"


@template.computes
def versions_count_up(action: Action) -> Properties:
    """Each change of the template's content is a version."""
    before = action.old.outputs if action.verb == "update" and action.old else {}
    kept = ("tags", "tagsAll", "updateDefaultVersion", "defaultVersion")
    old = {key: value for key, value in (action.old.inputs if action.old else {}).items() if key not in kept}
    new = {key: value for key, value in action.inputs.items() if key not in kept}
    latest = int(before.get("latestVersion") or 0) + (1 if old != new or not before else 0)
    chosen = action.inputs.get("defaultVersion")
    default = latest if action.inputs.get("updateDefaultVersion") is True else int(chosen or before.get("defaultVersion") or 1)
    return {"latestVersion": latest, "defaultVersion": default}
