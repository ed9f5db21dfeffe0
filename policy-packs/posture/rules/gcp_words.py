"""What many checks of Google's resources are made of: type tokens, parts of a path, where a property points.

Sources: Pulumi Registry, gcp (a reference is an id, a self link or a short name); Google Cloud documentation, "Resource hierarchy" (what belongs
to a project, a dataset, an instance, a cluster).
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from posture.graph.builder import GraphBuilder
from posture.readers.gcp.names import refer, refer_all
from posture.readers.gcp.tokens import tokens
from posture.reference import Reference
from posture.values import UNKNOWN, Unknown
from posture.view import Path, ResourceView

if TYPE_CHECKING:
    from posture.rules.look import Look

PREFIX: Final = "gcp:"
gcp = tokens
"""Type tokens: `gcp("storage:Bucket")`."""
PART_OF: Final[dict[str, str]] = {
    **dict.fromkeys(gcp("bigquery:Table", "bigquery:Routine"), "datasetId"),
    **dict.fromkeys(gcp("sql:Database", "sql:User", "spanner:Database", "bigtable:Table"), "instance"),
    **dict.fromkeys(gcp("bigtable:Table"), "instanceName"),
    **dict.fromkeys(gcp("alloydb:Instance", "alloydb:User", "container:NodePool"), "cluster"),
    **dict.fromkeys(gcp("alloydb:Backup"), "clusterName"),
    **dict.fromkeys(gcp("healthcare:FhirStore", "healthcare:DicomStore", "healthcare:Hl7Store", "healthcare:ConsentStore"), "dataset"),
    **dict.fromkeys(gcp("kms:CryptoKey"), "keyRing"),
    **dict.fromkeys(gcp("pubsub:Subscription"), "topic"),
    **dict.fromkeys(gcp("secretmanager:SecretVersion"), "secret"),
    **dict.fromkeys(gcp("dns:RecordSet"), "managedZone"),
}
"""Type → the property that names what it is a part of."""
OWNERS: Final[dict[str, tuple[str, ...]]] = {
    "datasetId": gcp("bigquery:Dataset"),
    "instance": gcp("sql:DatabaseInstance", "spanner:Instance", "bigtable:Instance"),
    "instanceName": gcp("bigtable:Instance"),
    "cluster": gcp("alloydb:Cluster", "container:Cluster"),
    "clusterName": gcp("alloydb:Cluster"),
    "dataset": gcp("healthcare:Dataset"),
    "keyRing": gcp("kms:KeyRing"),
    "topic": gcp("pubsub:Topic"),
    "secret": gcp("secretmanager:Secret"),
    "managedZone": gcp("dns:ManagedZone"),
}
"""What that may be: a user of an instance bears the instance's name in its own id, and is not meant."""
STANDS_IN: Final = (
    "subnetwork",
    "network",
    "networkInterfaces[*].subnetwork",
    "networkInterfaces[*].network",
    "settings.ipConfiguration.privateNetwork",
    "networkConfig.network",
    "authorizedNetwork",
)
"""Properties that say in which network a resource stands, for what its project does not place."""


def points_at(builder: GraphBuilder, view: ResourceView, path: Path, kinds: tuple[str, ...] = ()) -> list[Reference]:
    """Where a property points; `[*]` is each item of a list."""
    if "[*]" in path:
        head, rest = path.split("[*]", 1)
        blocks = view.blocks(head)
        if isinstance(blocks, Unknown):
            return view.all_refer_to(head, kinds)
        return [found for block in blocks for found in points_at(builder, view, block + rest, kinds)]
    value = view.value(path)
    if value is None:
        return []
    if isinstance(value, str) or value is UNKNOWN:
        return [refer(builder, view, path, *kinds)]
    return refer_all(builder, view, path, *kinds)


def kinds_at(kind: str, path: Path) -> tuple[str, ...]:
    """Types that a property may name which places a resource; empty for all other properties."""
    if PART_OF.get(kind) == path:
        return OWNERS[path]
    if path not in STANDS_IN:
        return ()
    return gcp("compute:Subnetwork") if path.endswith("subnetwork") else gcp("compute:Network")


def stands_in(kind: str) -> Iterator[str]:
    """Properties that place a resource of this type, most telling first."""
    if kind in PART_OF:
        yield PART_OF[kind]
    yield from STANDS_IN


def items(look: "Look", path: Path) -> list[Path]:
    """Paths of a list's items; none where the list is unknown."""
    found = look.blocks(path)
    return [] if isinstance(found, Unknown) else found
