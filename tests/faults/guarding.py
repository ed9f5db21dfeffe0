"""Whether data survived: every store gets contents as soon as the stack has it, and is looked at after each run, failed or not.

The contents stand in the world beside what the API shows, and go with the object: a store that was deleted and made again, or replaced, is
empty, even if it has the same name. An object that no state knows gets none; nobody writes to it.
"""

from dataclasses import dataclass, field
from typing import Any

from simulator.world import World

DATA = {
    "aws": (
        "aws:cloudwatch/logGroup:LogGroup",
        "aws:kms/key:Key",
        "aws:rds/cluster:Cluster",
        "aws:rds/clusterInstance:ClusterInstance",
        "aws:s3/bucket:Bucket",
    ),
    "azure": (
        "azure-native:containerregistry:Registry",
        "azure-native:dbforpostgresql:Database",
        "azure-native:dbforpostgresql:Server",
        "azure-native:keyvault:Key",
        "azure-native:keyvault:Vault",
        "azure-native:operationalinsights:Workspace",
        "azure-native:storage:BlobContainer",
        "azure-native:storage:StorageAccount",
    ),
    "gcp": (
        "gcp:alloydb/cluster:Cluster",
        "gcp:alloydb/instance:Instance",
        "gcp:bigquery/dataset:Dataset",
        "gcp:bigquery/table:Table",
        "gcp:healthcare/dataset:Dataset",
        "gcp:healthcare/dicomStore:DicomStore",
        "gcp:healthcare/fhirStore:FhirStore",
        "gcp:healthcare/hl7Store:Hl7Store",
        "gcp:kms/cryptoKey:CryptoKey",
        "gcp:logging/projectBucketConfig:ProjectBucketConfig",
        "gcp:secretmanager/secret:Secret",
        "gcp:sql/database:Database",
        "gcp:sql/databaseInstance:DatabaseInstance",
        "gcp:storage/bucket:Bucket",
    ),
}
"""What holds data, and that without which it is lost, by cloud."""
STORES = frozenset(type_ for types in DATA.values() for type_ in types)

CONTENTS = "contents"
"""Where a store's contents stand in the world (`Object.state`)."""


@dataclass
class Guard:
    """The stores of one campaign, by URN: the id of each, and what is in it."""

    watched: dict[str, tuple[str, str]] = field(default_factory=dict)

    def look(self, resources: list[dict[str, Any]], world: World, may_go: frozenset[str] = frozenset()) -> list[str]:
        """What is wrong with the stores, after a run; new ones are filled. `may_go`: URNs that this run is to delete."""
        known = {one["urn"]: one.get("id") for one in resources if one["type"] in STORES and not one.get("delete")}
        wrong: list[str] = []
        for urn in [urn for urn in self.watched if urn not in may_go]:
            id_, contents = self.watched[urn]
            name, before = urn.rsplit("::", 1)[-1], len(wrong)
            there = [item for item in world.by_urn(urn) if item.id == id_ and not item.state.get("kept_because")]
            if known.get(urn) != id_:
                wrong.append(f"protected {name} was {id_}, and the state has {known.get(urn) or 'none'}")
            if [item.state.get(CONTENTS) for item in there] != [contents]:
                wrong.append(f"protected {name} lost its contents: {len(there)} such objects")
            if len(wrong) > before:
                del self.watched[urn]  # Said once.
        for urn, known_id in known.items():
            if urn not in self.watched:
                self._fill(urn, str(known_id), world)
        return wrong

    def _fill(self, urn: str, id_: str, world: World) -> None:
        for item in world.by_urn(urn):
            if item.id == id_ and item.answered:
                contents = f"records {world.digest(urn, id_, CONTENTS)[:12]}"
                item.state[CONTENTS] = contents
                world.put(item)
                self.watched[urn] = (id_, contents)
