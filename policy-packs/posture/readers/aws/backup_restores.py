"""Restore testing: where the copies come to stand that AWS Backup makes of recovery points, to see that they can be restored.

A restored database is a database: what its metadata names is its network, and without it AWS picks the default one.
Sources: AWS Backup Developer Guide, "Restore testing", "Restore testing inferred metadata"; Amazon RDS API Reference,
RestoreDBClusterFromSnapshot (`DBSubnetGroupName`, `PubliclyAccessible`).
"""

import json
from collections.abc import Mapping
from typing import Any, Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, StoreFact, WorkloadFact
from posture.graph.kinds import EdgeKind, Moves
from posture.readers.aws.backups import VAULTS
from posture.readers.aws.kinds import GROUPS
from posture.readers.aws.looking import refer
from posture.readers.aws.tokens import SUBNET
from posture.readers.aws.unclear import unclear
from posture.readers.aws.whereabouts import account_of, region_of
from posture.readers.aws.workloads import SUBNET_GROUPS
from posture.readers.registry import reads
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import ResourceView

PLAN: Final = ("aws:backup/restoreTestingPlan:RestoreTestingPlan", "aws-native:backup:RestoreTestingPlan")
SELECTION: Final = ("aws:backup/restoreTestingSelection:RestoreTestingSelection", "aws-native:backup:RestoreTestingSelection")
_DATABASES: Final = frozenset({"Aurora", "RDS", "DocumentDB", "Neptune"})
_MACHINES: Final = frozenset({"EC2", "FSx", "EFS"})
_METADATA: Final = "restoreMetadataOverrides"


@reads(*PLAN)
def plan(resource: ResourceView, graph: GraphBuilder) -> None:
    """When, and from which vaults: read with the selections that use it."""


@reads(*SELECTION)
def selection(resource: ResourceView, graph: GraphBuilder) -> None:
    """A copy of what the vaults hold, in the account and region of the plan; a database in the network that the metadata names."""
    urn = resource.resource.urn
    kind = resource.text("protectedResourceType")
    service = {"S3": "s3", "DynamoDB": "dynamodb"}.get(kind if isinstance(kind, str) else "", "rds")
    account, region = account_of(resource.resource), region_of(resource.resource)
    if not isinstance(kind, str):
        unclear(graph, urn, "what is restored is not known (protectedResourceType)")
        return
    graph.add(StoreFact(urn, service, account=account, region=region))
    for vault in _vaults(resource, graph):
        because = Because(urn, "restoreTestingPlanName", "restored for a test")
        graph.edge(vault, Reference.to(urn), EdgeKind.REPLICATE, because, moves=Moves.FORWARD, certain=vault.certain)
    if kind in _DATABASES:
        _placed(resource, graph)
    elif kind in _MACHINES and not resource.value(_METADATA):
        unclear(graph, urn, f"{kind} is restored without metadata that says where: it stands where AWS infers")


def _vaults(resource: ResourceView, graph: GraphBuilder) -> list[Reference]:
    """The vaults of the plan; all of the stack where it takes every vault."""
    name = resource.refers_to("restoreTestingPlanName", PLAN)
    found: list[Reference] = []
    for urn in name.targets:
        view = graph.view(urn)
        listed = view.texts("recoveryPointSelection.includeVaults")
        if listed == ["*"]:
            found += [Reference.to(vault.urn) for vault in graph.stack.of_type(*VAULTS)]
        else:
            found += [vault for vault in view.all_refer_to("recoveryPointSelection.includeVaults", VAULTS) if vault.targets]
    return found


def _placed(resource: ResourceView, graph: GraphBuilder) -> None:
    urn = resource.resource.urn
    given = resource.value(_METADATA)
    if is_unknown(given) or not isinstance(given, Mapping):
        unclear(graph, urn, f"in which network a restored database stands is not known ({_METADATA})")
        return
    keys = {str(key).lower(): str(key) for key in given}
    subnets = _subnets(resource, graph, keys.get("dbsubnetgroupname"))
    if not subnets:
        unclear(graph, urn, "names no subnet group of the stack: a restored database stands in the default VPC, or where AWS infers")
        return
    groups = _groups(resource, graph, keys.get("vpcsecuritygroupids"))
    public = str(given.get(keys.get("publiclyaccessible", ""), "false")).lower() == "true"
    because = Because(urn, f"{_METADATA}.{keys['dbsubnetgroupname']}")
    graph.add(WorkloadFact(urn, subnets, groups, public=public, because=because))


def _subnets(resource: ResourceView, graph: GraphBuilder, key: str | None) -> tuple[Reference, ...]:
    if key is None:
        return ()
    group = resource.refers_to(f"{_METADATA}.{key}", tuple(SUBNET_GROUPS))
    found: list[Reference] = []
    for owner in group.targets:
        view = graph.view(owner)
        found += view.all_refer_to(SUBNET_GROUPS[view.resource.type], SUBNET)
    return tuple(dict.fromkeys(found))


def _groups(resource: ResourceView, graph: GraphBuilder, key: str | None) -> tuple[Reference, ...]:
    """Groups stand in a JSON list within a string; while it is unknown, those that the metadata came from."""
    if key is None:
        return ()
    path = f"{_METADATA}.{key}"
    written = resource.value(path)
    if isinstance(written, str):
        return tuple(resource.look_up(group, GROUPS.tokens, path) for group in _listed(written))
    return (refer(graph, resource, path, GROUPS),)


def _listed(text: str) -> list[str]:
    try:
        found: Any = json.loads(text)
    except (ValueError, RecursionError):
        return [part.strip() for part in text.split(",") if part.strip()]
    return [item for item in found if isinstance(item, str)] if isinstance(found, list) else []
