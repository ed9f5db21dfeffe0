"""What a role lets its holder do with records: of which service, and which way they move.

Sources: Google Cloud documentation, "IAM basic and predefined roles reference", "Basic roles" (owner, editor, viewer).
"""

from typing import Final

from posture.graph.kinds import Moves
from posture.record import record

_SERVICES: Final = {
    "storage": "storage", "bigquery": "bigquery", "cloudsql": "sqladmin", "alloydb": "alloydb", "spanner": "spanner", "bigtable": "bigtable",
    "datastore": "firestore", "firebase": "firestore", "pubsub": "pubsub", "secretmanager": "secretmanager", "cloudkms": "cloudkms",
    "healthcare": "healthcare", "artifactregistry": "artifactregistry", "logging": "logging", "aiplatform": "aiplatform", "redis": "redis",
    "file": "file", "compute": "compute", "discoveryengine": "discoveryengine",
}  # fmt: skip
_NO_RECORDS: Final = (
    "jobUser", "metadataViewer", "metadataEditor", "resourceViewer", "user.only", "connectionUser", "networkUser", "networkViewer",
    "networkAdmin", "securityAdmin", "osLogin", "osAdminLogin", "instanceAdmin", "bucketViewer", "filteredDataViewer", "xpnAdmin",
    "loadBalancerAdmin", "publicIpAdmin", "viewAccessor", "configWriter", "serviceAgent", "readSessionUser", "maskedReader",
    "repoAdmin.none", "publicKeyViewer", "importer", "verifier", "signer", "versionManager", "secretVersionAdder", "viewer@cloudsql",
    "viewer@secretmanager", "viewer@cloudkms", "viewer@compute", "viewer@redis", "viewer@file", "viewer@alloydb", "viewer@spanner",
    "viewer@bigtable", "viewer@pubsub", "viewer@aiplatform", "datasetViewer", "datasetAdmin", "fhirStoreViewer", "fhirStoreAdmin",
    "dicomStoreViewer", "dicomStoreAdmin", "hl7V2StoreViewer", "consentStoreViewer",
)  # fmt: skip
"""Roles that show or set up what holds records, and not the records."""
_LOGS_IN: Final = frozenset({"cloudsql.client", "cloudsql.instanceUser", "alloydb.client", "alloydb.databaseUser"})
"""Roles that let their holder prove who it is to a database ("Cloud SQL roles and permissions"): the road there is a matter of networks."""
_READS: Final = ("objectViewer", "dataViewer", "reader", "subscriber", "secretAccessor", "Reader", "legacyObjectReader", "legacyBucketReader",
                 "databaseReader", "viewer", "cryptoKeyDecrypter", "privateLogViewer", "imageUser", "snapshotUser")  # fmt: skip
_WRITES: Final = ("objectCreator", "publisher", "logWriter", "writer@logging", "bucketWriter", "cryptoKeyEncrypter", "hl7V2Ingest")
_SETS_POLICIES: Final = frozenset({
    "resourcemanager.projectIamAdmin", "resourcemanager.folderIamAdmin", "resourcemanager.folderAdmin", "resourcemanager.organizationAdmin",
    "iam.securityAdmin",
})  # fmt: skip
"""Roles that set the policy of a project, and so give their holder any other role ("IAM roles and permissions index": `setIamPolicy`)."""
_BASIC: Final = frozenset({"owner", "editor", "admin", "writer", "reader", "viewer"})


@record
class Power:
    """`service` None: of every service."""

    service: str | None
    moves: Moves
    certain: bool = True
    road: bool = True
    """Whether Google's API hands records out by it. Else it opens what packets reach already."""

    def opens(self, service: str) -> bool:
        """Whether it works on records of a service."""
        return self.service is None or self.service == service


def sets_policies(role: object) -> bool:
    """Whether a role's holder may give himself any other."""
    return isinstance(role, str) and role.removeprefix("roles/") in _SETS_POLICIES


def power(role: object) -> Power | None:
    """What a role gives; None: no records. A role of one's own may give anything."""
    if not isinstance(role, str):
        return Power(None, Moves.BOTH, certain=False)
    name = role.removeprefix("roles/")
    if "/roles/" in role:
        return Power(None, Moves.BOTH, certain=False)
    if name in _BASIC:
        return Power(None, Moves.BACKWARD if name in ("viewer", "reader") else Moves.BOTH)
    if name in _SETS_POLICIES:
        return Power(None, Moves.BOTH)
    module, _, kind = name.partition(".")
    service = _SERVICES.get(module)
    if service is None or kind in _NO_RECORDS or f"{kind}@{module}" in _NO_RECORDS:
        return None
    if kind in _WRITES or f"{kind}@{module}" in _WRITES:
        return Power(service, Moves.FORWARD)
    return Power(service, Moves.BACKWARD if kind.endswith(_READS) else Moves.BOTH, road=name not in _LOGS_IN)
