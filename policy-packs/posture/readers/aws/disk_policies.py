"""Amazon Data Lifecycle Manager: snapshots and images made by a schedule, shared with accounts, and copied to regions.

A policy takes every volume or machine of the account with one of its tags; a default policy takes all.
Sources: Amazon EBS User Guide, "Automate backups with Amazon Data Lifecycle Manager", "Automate cross-account snapshot copies"; Data Lifecycle
Manager API Reference, ShareRule, CrossRegionCopyRule.
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.readers.aws.handing_on import share, to_region
from posture.readers.aws.unclear import unclear
from posture.readers.aws.whereabouts import same_account
from posture.readers.registry import joins, reads
from posture.reference import Reference
from posture.values import Unknown, is_unknown
from posture.view import Path, ResourceView

POLICY: Final = "aws:dlm/lifecyclePolicy:LifecyclePolicy"
_VOLUMES: Final = ("aws:ebs/volume:Volume", "aws:ec2/instance:Instance")


@reads(POLICY)
def lifecycle(resource: ResourceView, graph: GraphBuilder) -> None:
    """Read by the join, once every volume and its tags are known."""


@joins
def snapshots_by_schedule(graph: GraphBuilder) -> None:
    """Volumes and machines → accounts and regions of the schedules."""
    for resource in graph.stack.of_type(POLICY):
        view = graph.view(resource.urn)
        taken = _taken(graph, view)
        schedules = view.blocks("policyDetails.schedules")
        if isinstance(schedules, Unknown):
            for source in taken:
                for urn in source.targets:
                    unclear(graph, urn, f"what schedules of {resource.name} share and copy is unknown until the update")
            continue
        for schedule in schedules:
            _shared(graph, view, taken, f"{schedule}.shareRule.targetAccounts")
            _copied(graph, view, taken, f"{schedule}.crossRegionCopyRules", ("targetRegion", "target"))
        _copied(graph, view, taken, "policyDetails.action.crossRegionCopies", ("target",))


def _taken(graph: GraphBuilder, view: ResourceView) -> list[Reference]:
    """What the policy takes; for certain where a tag of it is known to fit, or where the policy names none."""
    wanted = view.value("policyDetails.targetTags")
    found: list[Reference] = []
    for resource in graph.stack.of_type(*_VOLUMES):
        if same_account(resource, view.resource) is False:
            continue
        tags = graph.view(resource.urn).tags()
        if not isinstance(wanted, dict) or is_unknown(wanted):
            found.append(Reference((resource.urn,), certain=wanted is None))
            continue
        fits = [tags.get(key) == value for key, value in wanted.items() if not is_unknown(value)]
        open_end = "*" in tags or any(is_unknown(value) or is_unknown(tags.get(key)) for key, value in wanted.items())
        if any(fits) or open_end:
            found.append(Reference((resource.urn,), certain=any(fits)))
    return found


def _shared(graph: GraphBuilder, view: ResourceView, taken: list[Reference], path: Path) -> None:
    accounts = view.texts(path)
    for source in taken:
        if isinstance(accounts, Unknown):
            for urn in source.targets:
                unclear(graph, urn, f"whom {view.resource.name} shares its snapshots with is unknown until the update ({path})")
            continue
        for index, account in enumerate(accounts):
            if not isinstance(account, str):
                for urn in source.targets:
                    unclear(graph, urn, f"whom {view.resource.name} shares its snapshots with is not known ({path}[{index}])")
                continue
            share(graph, source, account, Because(view.resource.urn, f"{path}[{index}]", str(account)))


def _copied(graph: GraphBuilder, view: ResourceView, taken: list[Reference], path: Path, names: tuple[str, ...]) -> None:
    blocks = view.blocks(path)
    if isinstance(blocks, Unknown):
        for urn in (urn for source in taken for urn in source.targets):
            unclear(graph, urn, f"where {view.resource.name} copies its snapshots to is unknown until the update ({path})")
        return
    for block in blocks:
        prop = next((f"{block}.{name}" for name in names if view.value(f"{block}.{name}") is not None), None)
        region = view.text(prop) if prop else None
        if prop is None or not isinstance(region, str):
            for urn in (urn for source in taken for urn in source.targets):
                unclear(graph, urn, f"where {view.resource.name} copies its snapshots to is not known ({block})")
            continue
        for source in taken:
            if not region.startswith("arn:"):  # the other form is an Outpost's: on our own premises
                to_region(graph, source, region, Because(view.resource.urn, prop, region))
