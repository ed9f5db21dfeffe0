"""Vertex AI's metadata store of a zone, under the zone's key: what its pipelines, experiments and models were made from.

Vertex AI makes a region's default store by itself, under Google's key, the first time that anything is written; one that stands before is kept.
Sources: Vertex AI documentation, "Introduction to Vertex ML Metadata", "Configure your project's metadata store" (with a customer-managed key, before
the first pipeline); provider reference, `gcp.vertex.AiMetadataStore`.
"""

from typing import Final, NotRequired, TypedDict

import pulumi
from pulumi_gcp import vertex

from ai_zones.gcp.naming import child
from ai_zones.gcp.ordering import after, children_wait
from ai_zones.gcp.paths import located
from ai_zones.gcp.stored_input import EncryptedInput

DEFAULT: Final = "default"


class GcpVertexMetadataArgs(TypedDict):
    """Inputs of `GcpVertexMetadata`."""

    zone: str
    """Zone that trains or serves."""
    project: str
    """Id of the zone's project."""
    region: str
    """Region of the store; each has its own."""
    kms_key: pulumi.Input[str]
    """Key that encrypts it, for `vertex`; of the same region."""
    removable: NotRequired[bool]
    """Lifts Pulumi's and the provider's protection. Default: false."""


class VertexMetadata(EncryptedInput):
    """Parsed `GcpVertexMetadataArgs`."""


class GcpVertexMetadata(pulumi.ComponentResource):
    """The region's default store. Protected by Pulumi and by the provider: `destroy` refuses it."""

    store_id: str
    """Path of the store."""

    def __init__(self, name: str, args: GcpVertexMetadataArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = VertexMetadata.parse(name, args)
        super().__init__("ai-zones:index:GcpVertexMetadata", name, {}, children_wait(opts))
        self.store_id = located(given.project, given.region, "metadataStores", DEFAULT)
        vertex.AiMetadataStore(
            child(name, "store"),
            name=DEFAULT,
            project=given.project,
            region=given.region,
            description=f"What models of the {given.zone} zone were made from.",
            encryption_spec=vertex.AiMetadataStoreEncryptionSpecArgs(kms_key_name=given.kms_key),
            deletion_policy="DELETE" if given.removable else "PREVENT",
            opts=after(self, protect=not given.removable),
        )
        self.register_outputs({"storeId": self.store_id})
