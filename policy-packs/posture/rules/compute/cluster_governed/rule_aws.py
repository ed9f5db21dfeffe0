"""Kubernetes clusters of zones on EKS are governed by AWS's own access entries, enforce network policies, and have nodes that nobody enters.

Sources: Amazon EKS User Guide, "Change authentication mode to use access entries" (a map in the cluster unless the mode says otherwise: who may write
it may make himself anything), "Limit Pod traffic with Kubernetes network policies" (the VPC plugin enforces none unless it is switched on), "Create a
managed node group" (remote access opens SSH; without source groups to the whole internet), "Associate IAM identities with Kubernetes permissions"
(whoever creates a cluster is its administrator unless that is switched off), "Amazon Linux 2 AMI deprecation" (no fixes since 26 November 2025),
"Customize managed nodes with launch templates" (without one the service makes its own), "Send control plane logs to CloudWatch Logs". Amazon EKS Best
Practices Guide, "Restrict access to the instance profile assigned to the worker node" (one hop: a pod is a second).
"""

import json
from collections.abc import Iterator
from typing import Any, Final

from posture.rules.aws_log_groups import log_groups
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import zone_in_use
from posture.rules.words import cannot_tell, must_be_false, must_be_one_of
from posture.values import is_unknown

CLUSTER: Final = ("aws:eks/cluster:Cluster",)
NODES: Final = ("aws:eks/nodeGroup:NodeGroup",)
ADD_ON: Final = ("aws:eks/addon:Addon",)
_LOGS: Final = "enabledClusterLogTypes"
_OLD: Final = "AL2_"
_TEMPLATES: Final = ("aws:ec2/launchTemplate:LaunchTemplate",)
_HOPS: Final = "metadataOptions.httpPutResponseHopLimit"
_ENTRIES: Final = ("API", "API_AND_CONFIG_MAP")


@rule(*CLUSTER, *NODES, *ADD_ON)
def check(look: Look) -> Iterator[Fault]:
    """What each says of itself."""
    if look.zone is None and zone_in_use(look) is None and not any(one.zone for one in look.targets("clusterName", CLUSTER)):
        return
    if look.resource.type in CLUSTER:
        fault = "lets a map inside the cluster say who may do what"
        yield from must_be_one_of(look, "accessConfig.authenticationMode", _ENTRIES, fault, default="CONFIG_MAP")
        made = "accessConfig.bootstrapClusterCreatorAdminPermissions"
        yield from must_be_false(look, made, "makes whoever creates it its administrator for good", default=True)
        yield from _log_group(look)
    elif look.resource.type in NODES:
        if look.value("remoteAccess.ec2SshKey") is not None:
            yield Fault("has nodes that can be entered by an SSH key that never ends", "remoteAccess.ec2SshKey")
        yield from _nodes(look)
    elif look.text("addonName") == "vpc-cni":
        yield from _policies(look)


def _log_group(look: Look) -> Iterator[Fault]:
    """A log group of the stack under the name that EKS takes."""
    kinds = look.texts(_LOGS)
    if is_unknown(kinds):
        yield cannot_tell(_LOGS, "where it records who did what")
        return
    groups = log_groups(look.scene)
    if not kinds or f"/aws/eks/{look.value('name')}/cluster" in groups.names or look.urn in groups.made_of:
        return
    if groups.unnamed or is_unknown(look.value("name")):
        yield cannot_tell("name", "where it records who did what")
    else:
        yield Fault("logs into a group that EKS makes: without a key, kept for ever, in nobody's program", _LOGS)


def _nodes(look: Look) -> Iterator[Fault]:
    kind = look.text("amiType")
    if isinstance(kind, str) and kind.startswith(_OLD):
        yield Fault(f"has nodes whose system takes no fixes any more ({kind})", "amiType")
    if look.first("launchTemplate.id", "launchTemplate.name") is None:
        yield Fault("has nodes with the service's own template: disks without a key, and credentials that its pods reach", "launchTemplate")
    for prop in ("launchTemplate.id", "launchTemplate.name"):
        for template in look.targets(prop, _TEMPLATES):
            hops = template.number(_HOPS)
            if is_unknown(hops):
                yield cannot_tell(prop, "whether its pods reach the credentials of their nodes")
            elif hops is not None and hops > 1:
                yield Fault("lets its pods act as their nodes", _HOPS, urn=template.urn)


def _policies(look: Look) -> Iterator[Fault]:
    text = look.text("configurationValues")
    if is_unknown(text):
        yield cannot_tell("configurationValues", "whether it enforces network policies")
        return
    given = _parsed(text) if isinstance(text, str) else {}
    if given is None:
        yield cannot_tell("configurationValues", "whether it enforces network policies")
    elif str(given.get("enableNetworkPolicy", "false")).lower() != "true":
        yield Fault("lets every pod reach every other", "configurationValues")


def _parsed(text: str) -> dict[str, Any] | None:
    """What is JSON; YAML is allowed too, of which only the plain line is understood."""
    try:
        found = json.loads(text)
    except ValueError:
        lines = [line.partition(":") for line in text.splitlines()]
        found = {name.strip(): value.strip().strip("\"'") for name, _, value in lines if name and not name.startswith((" ", "#"))}
    return found if isinstance(found, dict) else None
