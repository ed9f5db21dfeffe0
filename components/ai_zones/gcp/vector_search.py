"""Vector search of a zone: an index of embeddings and the endpoint that answers, under the zone's key, reached by Private Service Connect alone.

For what outgrows pgvector. Embeddings tell what they were made from, so an index is as sensitive as its texts. Google chooses its name.
Sources: Vertex AI documentation, "Vector Search overview", "Set up Vector Search with Private Service Connect" (a service attachment for each deployed
index), "Configure index parameters" (shards, 2 machines of `e2-standard-16` for a medium shard), "Customer-managed encryption keys (CMEK)", "JSON Web
Token authentication" (issuers are service accounts); provider reference, `gcp.vertex.AiIndex`, `gcp.vertex.AiIndexEndpoint`,
`gcp.vertex.AiIndexEndpointDeployedIndex`.
"""

from typing import Annotated, Final, NotRequired, TypedDict

import pulumi
import pydantic
from pulumi_gcp import vertex

from ai_zones.gcp.bigquery_input import STORE_CLASSES
from ai_zones.gcp.naming import child
from ai_zones.gcp.ordering import after, children_wait
from ai_zones.gcp.stored_input import EncryptedInput, Label
from ai_zones.gcp.validation import ProjectId, ServiceAccountEmail, ZoneText
from ai_zones.inputs import one_of

MACHINES: Final = {"SHARD_SIZE_SMALL": "e2-standard-2", "SHARD_SIZE_MEDIUM": "e2-standard-16", "SHARD_SIZE_LARGE": "e2-highmem-16"}
"""Size of a shard → the machine that holds one."""
SEARCH_ZONES: Final = ("phi", "deidentification")
NEIGHBOURS = 150


def _searches(zone: str) -> str:
    if zone not in SEARCH_ZONES:
        raise ValueError(f"must be one of {', '.join(SEARCH_ZONES)}: other zones keep no embeddings")
    return zone


class GcpVectorSearchArgs(TypedDict):
    """Inputs of `GcpVectorSearch`."""

    zone: str
    """Zone that keeps the embeddings: `phi` or `deidentification`."""
    project: str
    """Id of the zone's project."""
    region: str
    """Region of the index."""
    kms_key: pulumi.Input[str]
    """Key that encrypts index and endpoint, for `vertex`; of the same region."""
    consumer_projects: list[str]
    """Ids of the projects whose networks may connect. Empty lets none."""
    callers: list[str]
    """Addresses of the service accounts whose signed tokens are taken, one or more."""
    dimensions: int
    """Length of an embedding, 1 to 8,192."""
    label: NotRequired[str]
    """Tells several indexes of one zone apart. Default: `search`."""
    distance: NotRequired[str]
    """How near is measured: `COSINE_DISTANCE`, `DOT_PRODUCT_DISTANCE`, `L1_DISTANCE`, `SQUARED_L2_DISTANCE`. Default: `DOT_PRODUCT_DISTANCE`."""
    shard_size: NotRequired[str]
    """`SHARD_SIZE_SMALL` (2 GB), `SHARD_SIZE_MEDIUM` (20 GB) or `SHARD_SIZE_LARGE` (50 GB). Default: `SHARD_SIZE_SMALL`."""
    streamed: NotRequired[bool]
    """Whether embeddings are added one by one; else by files in a bucket. Default: true."""
    replicas: NotRequired[int]
    """Machines that answer, 2 to 20; one alone, for development, has no service level. Default: 2."""
    removable: NotRequired[bool]
    """Lifts Pulumi's and the provider's protection. Default: false."""
    labels: NotRequired[dict[str, str]]
    """Further labels. Default: none."""


class VectorSearch(EncryptedInput):
    """Parsed `GcpVectorSearchArgs`."""

    zone: Annotated[ZoneText, pydantic.AfterValidator(_searches)]
    consumer_projects: tuple[ProjectId, ...]
    callers: Annotated[tuple[ServiceAccountEmail, ...], pydantic.Field(min_length=1)]
    dimensions: int = pydantic.Field(ge=1, le=8192)
    label: Label = "search"
    distance: Annotated[str, one_of("COSINE_DISTANCE", "DOT_PRODUCT_DISTANCE", "L1_DISTANCE", "SQUARED_L2_DISTANCE")] = (
        "DOT_PRODUCT_DISTANCE"
    )
    shard_size: Annotated[str, one_of(*MACHINES)] = "SHARD_SIZE_SMALL"
    streamed: bool = True
    replicas: int = pydantic.Field(default=2, ge=1, le=20)

    @property
    def deployed_name(self) -> str:
        """Name of the deployed index: letters, digits and underscores."""
        return f"{self.zone}_{self.label}".replace("-", "_")


class GcpVectorSearch(pulumi.ComponentResource):
    """Index, endpoint, and the index on it. Protected by Pulumi and by the provider: `destroy` refuses it."""

    index_id: pulumi.Output[str]
    """Path of the index, whose last part Google chooses."""
    endpoint_id: pulumi.Output[str]
    """Path of the endpoint."""
    service_attachment: pulumi.Output[str]
    """Path of the service attachment, to which consumers' endpoints lead."""

    def __init__(self, name: str, args: GcpVectorSearchArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = VectorSearch.parse(name, args)
        super().__init__("ai-zones:index:GcpVectorSearch", name, {}, children_wait(opts))
        index, endpoint = self._index(name, given), self._endpoint(name, given)
        deployed = vertex.AiIndexEndpointDeployedIndex(
            child(name, "deployed"),
            deployed_index_id=given.deployed_name,
            index=index.id,
            index_endpoint=endpoint.id,
            region=given.region,
            display_name=given.deployed_name,
            # Who asks at a private endpoint stands in no audit log. A line has time and duration of a query ("DeployedIndex"), not what it asked for.
            enable_access_logging=True,
            deployed_index_auth_config=vertex.AiIndexEndpointDeployedIndexDeployedIndexAuthConfigArgs(
                auth_provider=vertex.AiIndexEndpointDeployedIndexDeployedIndexAuthConfigAuthProviderArgs(
                    audiences=[f"{given.project}/{given.deployed_name}"], allowed_issuers=sorted(set(given.callers))
                )
            ),
            dedicated_resources=vertex.AiIndexEndpointDeployedIndexDedicatedResourcesArgs(
                machine_spec=vertex.AiIndexEndpointDeployedIndexDedicatedResourcesMachineSpecArgs(machine_type=MACHINES[given.shard_size]),
                min_replica_count=given.replicas,
                max_replica_count=given.replicas,
            ),
            opts=after(self, index, endpoint),
        )
        self.index_id, self.endpoint_id, self.service_attachment = index.id, endpoint.id, _attachment(deployed)
        self.register_outputs({"indexId": self.index_id, "endpointId": self.endpoint_id, "serviceAttachment": self.service_attachment})

    def _index(self, name: str, given: VectorSearch) -> vertex.AiIndex:
        return vertex.AiIndex(
            child(name, "index"),
            display_name=f"{given.zone}-{given.label}",
            project=given.project,
            region=given.region,
            encryption_spec=vertex.AiIndexEncryptionSpecArgs(kms_key_name=given.kms_key),
            index_update_method="STREAM_UPDATE" if given.streamed else "BATCH_UPDATE",
            metadata=vertex.AiIndexMetadataArgs(
                config=vertex.AiIndexMetadataConfigArgs(
                    dimensions=given.dimensions,
                    distance_measure_type=given.distance,
                    shard_size=given.shard_size,
                    approximate_neighbors_count=NEIGHBOURS,
                    algorithm_config=vertex.AiIndexMetadataConfigAlgorithmConfigArgs(
                        tree_ah_config=vertex.AiIndexMetadataConfigAlgorithmConfigTreeAhConfigArgs(
                            leaf_node_embedding_count=1000, leaf_nodes_to_search_percent=10
                        )
                    ),
                )
            ),
            deletion_policy="DELETE" if given.removable else "PREVENT",
            labels=given.labels_of(data_class=STORE_CLASSES[given.zone]),
            opts=after(self, protect=not given.removable),
        )

    def _endpoint(self, name: str, given: VectorSearch) -> vertex.AiIndexEndpoint:
        return vertex.AiIndexEndpoint(
            child(name, "endpoint"),
            display_name=f"{given.zone}-{given.label}",
            project=given.project,
            region=given.region,
            encryption_spec=vertex.AiIndexEndpointEncryptionSpecArgs(kms_key_name=given.kms_key),
            public_endpoint_enabled=False,
            private_service_connect_config=vertex.AiIndexEndpointPrivateServiceConnectConfigArgs(
                enable_private_service_connect=True, project_allowlists=sorted(set(given.consumer_projects))
            ),
            labels=given.labels_of(data_class=STORE_CLASSES[given.zone]),
            opts=after(self),
        )


def _attachment(deployed: vertex.AiIndexEndpointDeployedIndex) -> pulumi.Output[str]:
    link: pulumi.Output[str] = deployed.private_endpoints.apply(lambda found: found[0].service_attachment or "" if found else "")
    return link
