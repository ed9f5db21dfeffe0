"""The two tags that classify: dropped, and changed. Those that come from a provider's default tags too.

A zone's tag is left out only where it classifies: of networks, and of stores outside of a network. What stands in a network is in the
network's zone anyway, and a filter's or a table's tag is a label for people. On AWS a class is left out only where it says more than the zone, by
a tag or by the network, which gives a store without a class its own (DESIGN, "Classification"). Both are changed everywhere, but for the zone of
what stands alone (`ALONE`).
"""

import json
from collections.abc import Iterator
from typing import Any

from tests.mutation.edits import put, take
from tests.mutation.mutant import Mutant
from tests.mutation.operators.adding import network_of, zones
from tests.mutation.operators.azure_places import network_of as azure_network_of
from tests.mutation.operators.gcp_places import gcp, project_of
from tests.mutation.operators.kubernetes_places import NAMESPACE, beside, on_kubernetes
from tests.mutation.program import PROVIDERS, Program, Row, Where, at, plain
from tests.mutation.zones_of import AZURE_NETWORK, GCP_PROJECT, NETWORK, data_class

ZONE, CLASS = "ai-zone", "data-class"
OTHER_ZONE = {"phi": "training", "training": "phi"}
"""What a zone is changed to; `phi` for every zone that is not listed."""
_FAR = ("phi", "training", "inference", "egress")
"""On AWS one that nothing is of to which it points: what stands between two zones, such as an access point, may be tagged with either."""
ALONE = {
    "aws:route53/zone:Zone": "of the network that it answers, or of the service that it names: either is true",
    "aws:cloudwatch/eventRule:EventRule": "picks from the bus of an account, whoever's events they are",
    "aws:backup/reportPlan:ReportPlan": "reports on an account",
    "aws:ram/resourceShare:ResourceShare": "stands between what is shared and whom it is for: either is true",
}
"""What neither holds nor carries data, belongs to nothing and may serve any zone: its tag is for people, and no other word would be wrong."""


OF_NO_NAMESPACE = ("kubernetes:rbac.authorization.k8s.io/v1:ClusterRole", "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding")
"""Of the whole cluster: a label of theirs is for people, and puts nothing into a zone."""


def drop_tag(program: Program, row: Row) -> Iterator[Mutant]:
    """A classifying tag is left out."""
    for tag in _classifying(row):
        if (tag == ZONE and not _classifies(program, row)) or (tag == CLASS and _says_again(program, row)):
            continue

        def change(mutated: Program, tag: str = tag) -> set[str]:
            take(mutated, row.urn, (*_holder(row), tag))
            return _classified_by(mutated, row.urn, tag)

        yield Mutant("drop-tag", row.type, ".".join((*map(str, _holder(row)), tag)), row.urn, change)


OF_ITS_ZONE = {"phi": "phi"}
"""What stores of a zone hold unless they say otherwise (`Classifier.data_class`)."""


def _says_again(program: Program, row: Row) -> bool:
    """Whether the class is that of its zone anyway."""
    if not row.type.startswith("aws:"):
        return False
    zone = _classifying(row).get(ZONE)
    network = None if zone else network_of(program, row)
    zone = zone or (zones(program).of(network) if network is not None else None)
    return data_class(row) == OF_ITS_ZONE.get(zone or "", "")


def _classifies(program: Program, row: Row) -> bool:
    if row.type in (NETWORK, AZURE_NETWORK, GCP_PROJECT, NAMESPACE):
        return True
    if gcp(row):
        return False  # A resource is of its project's zone.
    network = network_of(program, row) or azure_network_of(program, row)
    if network is None and data_class(row) == "phi" and _classifying(row).get(ZONE) == "phi":
        return False  # Its class says as much: what holds PHI outside of a network is phi's.
    return data_class(row) is not None and (network is None or not zones(program).of(network))


def change_tag(program: Program, row: Row) -> Iterator[Mutant]:
    """A store becomes `public`, a zone another zone."""
    for tag, value in _classifying(row).items():
        if tag == CLASS and value == "public":
            continue
        if tag == ZONE and row.type in ALONE:
            continue
        other = "public" if tag == CLASS else _other_zone(program, row, value)

        def change(mutated: Program, tag: str = tag, other: str = other) -> set[str]:
            put(mutated, row.urn, (*_holder(row), tag), other)
            return _classified_by(mutated, row.urn, tag)

        yield Mutant("change-tag", row.type, ".".join((*map(str, _holder(row)), tag)), row.urn, change)


def _other_zone(program: Program, row: Row, zone: str) -> str:
    usual = OTHER_ZONE.get(zone, "phi")
    if not row.type.startswith("aws:"):
        return usual
    taken = {zone, *(_classifying(program.by_urn[urn]).get(ZONE) for urn in row.refers_to() if urn in program.by_urn)}
    return next((one for one in (usual, *_FAR) if one not in taken), usual)


def _classified_by(program: Program, urn: str, tag: str) -> set[str]:
    """What stands in a network is of the network's zone: the tag classifies it too."""
    if tag == ZONE and program.by_urn[urn].type == GCP_PROJECT:
        return {one.urn for one in program.rows if gcp(one) and project_of(program, one) == project_of(program, program.by_urn[urn])}
    if tag == ZONE and program.by_urn[urn].type == NAMESPACE:
        return beside(program, program.by_urn[urn])
    if tag != ZONE or program.by_urn[urn].type not in (NETWORK, AZURE_NETWORK):
        return set()
    find = azure_network_of if program.by_urn[urn].type == AZURE_NETWORK else network_of
    return {row.urn for row in program.rows if (network := find(program, row)) is not None and network.urn == urn}


def _holder(row: Row) -> Where:
    """Where the tags stand: on Google Cloud they are labels, of a database those of its settings."""
    if on_kubernetes(row):
        return ("metadata", "labels")
    if not row.type.startswith("gcp:"):
        return ("tags",)
    settings = row.inputs.get("settings")
    return ("settings", "userLabels") if isinstance(settings, dict) and "userLabels" in settings else ("labels",)


def _classifying(row: Row) -> dict[str, str]:
    try:
        tags = at(row.inputs, _holder(row))
    except LookupError:
        return {}
    if not row.simulated or not isinstance(tags, dict) or row.type in OF_NO_NAMESPACE:
        return {}
    return {tag: str(plain(tags[tag])) for tag in (ZONE, CLASS) if tag in tags}


def default_tag(program: Program, row: Row) -> Iterator[Mutant]:
    """A classifying default tag of a provider is left out or changed: all that it makes loses its class at once."""
    if not row.type.startswith(PROVIDERS):
        return
    tags = _default_tags(row)
    for tag in (ZONE, CLASS):
        if tag not in tags:
            continue
        other = "public" if tag == CLASS else OTHER_ZONE.get(str(tags[tag]), "phi")
        for operator, value in (("drop-tag", None), ("change-tag", other)):

            def change(mutated: Program, tag: str = tag, value: str | None = value) -> set[str]:
                made = {**_default_tags(mutated.by_urn[row.urn])}
                made.pop(tag)
                _write(mutated, row.urn, {**made, **({tag: value} if value else {})})
                return {one.urn for one in mutated.rows if one.provider == row.urn}

            yield Mutant(operator, row.type, f"defaultTags.{tag}", row.urn, change)


def _default_tags(row: Row) -> dict[str, Any]:
    """In the engine's record a provider's nested inputs are JSON text."""
    found = row.inputs.get("defaultTags")
    if isinstance(found, str):
        found = json.loads(found)
    tags = found.get("tags") if isinstance(found, dict) else None
    return tags if isinstance(tags, dict) else {}


def _write(program: Program, urn: str, tags: dict[str, Any]) -> None:
    row = program.by_urn[urn]
    text = isinstance(row.inputs.get("defaultTags"), str)
    row.inputs["defaultTags"] = json.dumps({"tags": tags}) if text else {"tags": tags}
    row.outputs = {**row.outputs, **({"defaultTags": row.inputs["defaultTags"]} if "defaultTags" in row.outputs else {})}
    if row.step is None and "aws:defaultTags" in program.config:
        kept = program.config["aws:defaultTags"]
        program.config["aws:defaultTags"] = json.dumps({"tags": tags}) if isinstance(kept, str) else {"tags": tags}


OPERATORS = (drop_tag, change_tag, default_tag)
