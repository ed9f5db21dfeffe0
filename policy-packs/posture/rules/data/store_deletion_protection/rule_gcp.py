"""Stores of records are protected against deletion by Google, and not by the program alone."""

from collections.abc import Iterator
from typing import Final

from posture.readers.gcp.names import project_called
from posture.rules.contract import Fault, rule
from posture.rules.gcp_engines import BIGTABLE, CLUSTER, FIRESTORE, SPANNER, SQL, is_replica
from posture.rules.gcp_projects import PROJECT, STORES, inside
from posture.rules.gcp_words import gcp
from posture.rules.look import Look, Scene
from posture.rules.scope import guarded
from posture.rules.words import must_be_one_of, must_be_true

BIGTABLE_TABLE: Final = gcp("bigtable:Table")
BY_PROVIDER: Final = (*BIGTABLE, *gcp("bigquery:Table"))
"""The API protects none of these: the provider does, unless it is switched off (provider reference, `gcp.bigquery.Table`, `gcp.bigtable.Instance`)."""
CACHE: Final = gcp("memorystore:Instance", "filestore:Instance")
SECRET: Final = gcp("secretmanager:Secret", "secretmanager:RegionalSecret")
LINEAGE: Final = gcp("vertex:AiMetadataStore")
"""What models were made from ("Introduction to Vertex ML Metadata"): the API deletes it with all that it tells; the provider does too, unless it prevents."""
_FAULT: Final = "can be deleted by one command"


LIEN: Final = gcp("resourcemanager:Lien")
_DELETES: Final = "resourcemanager.projects.delete"


@rule(*SQL, *CLUSTER, *SPANNER, *FIRESTORE, *BIGTABLE_TABLE, *BY_PROVIDER, *CACHE, *SECRET, *LINEAGE, *PROJECT)
def check(look: Look) -> Iterator[Fault]:
    """Cloud SQL documentation, "Prevent deletion of an instance"; provider reference, `gcp.spanner.Database`, `gcp.firestore.Database`: off unless it is given."""
    if look.resource.type in PROJECT:
        yield from _project(look)
        return
    if look.resource.type in SECRET and guarded(look):
        # Secret Manager documentation, "Delete a secret": at once and for good; the API has no protection of its own, the provider's is off unless it is given.
        yield from must_be_true(look, "deletionProtection", _FAULT)
    if (
        not look.holds_records
        or look.resource.type in SECRET
        or (look.resource.type in SQL and (is_replica(look) or look.value("settings") is None))
    ):
        return
    if look.resource.type in SQL:
        yield from must_be_true(look, "settings.deletionProtectionEnabled", _FAULT)
    elif look.resource.type in BY_PROVIDER:
        if look.value("view") is None and look.value("externalDataConfiguration") is None and look.value("materializedView") is None:
            yield from must_be_true(look, "deletionProtection", _FAULT, default=True)
    elif look.resource.type in CLUSTER:
        # Provider reference, `gcp.alloydb.Cluster`: on unless it is switched off; the API has no protection of its own.
        yield from must_be_true(look, "deletionProtection", _FAULT, default=True)
        if look.text("deletionPolicy") == "FORCE":
            yield Fault("is deleted with all its instances at once (FORCE)", "deletionPolicy")
    elif look.resource.type in CACHE:
        # Memorystore for Valkey documentation, "Instance deletion protection"; Filestore documentation, "Deletion protection": off unless it is given.
        yield from must_be_true(look, "deletionProtectionEnabled", _FAULT)
    elif look.resource.type in LINEAGE:
        yield from must_be_one_of(look, "deletionPolicy", ("PREVENT", "ABANDON"), _FAULT)
    elif look.resource.type in SPANNER:
        yield from must_be_true(look, "enableDropProtection", _FAULT)
    elif look.resource.type in FIRESTORE:
        yield from must_be_one_of(look, "deleteProtectionState", ("DELETE_PROTECTION_ENABLED",), _FAULT)
    else:
        yield from must_be_one_of(look, "deletionProtection", ("PROTECTED",), _FAULT)


def _project(look: Look) -> Iterator[Fault]:
    """Resource Manager documentation, "Protecting projects from accidental deletion". The provider's own policy for projects prevents the program
    alone; and "Delete and restore projects": Cloud Storage and Pub/Sub delete much sooner than the 30 days within which a project comes back."""
    if look.resource.external or not any(one.resource.type in STORES and one.holds_records for one in inside(look)):
        return
    held = list(_held_by_liens(look.scene))
    if any(look.urn in targets for targets in held):
        return
    if look.text("deletionPolicy") in ("DELETE", "ABANDON"):
        yield Fault("can be deleted with every store in it: neither a lien nor the provider prevents it", "deletionPolicy")
    elif held and all(len(targets) == 1 for targets in held):
        yield Fault("can be deleted with every store in it by whoever may delete projects: others have a lien, it has none", "Lien")


def _held_by_liens(scene: Scene) -> Iterator[tuple[str, ...]]:
    """Which project each lien keeps: it names it by number, which a preview does not know; then what it comes from tells."""
    for lien in map(scene.look, scene.of(LIEN)):
        parent, restrictions = lien.text("parent"), lien.texts("restrictions")
        found = project_called(scene.builder, parent) if isinstance(parent, str) else lien.view.refers_to("parent", PROJECT)
        if _DELETES in (restrictions if isinstance(restrictions, list) else ()):
            yield tuple(found.targets)
