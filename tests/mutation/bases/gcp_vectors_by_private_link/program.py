"""De-identified notes as vectors, asked by private link. The records stand beside them, joined to nothing.

Modelled on Vertex AI Vector Search, "Set up a Vector Search index endpoint with Private Service Connect", "Create and manage your index".
"""

from pulumi_gcp import compute, storage, vertex

from tests.mutation.bases import gcp_grounds as grounds

deid = grounds.ground("deid", "deidentification", cidr="10.70.0.0/24", apis=("aiplatform",))
phi = grounds.ground("phi", "phi", cidr="10.71.0.0/24")
grounds.perimeters(deid, phi)
phi.bucket("clinic-records", "phi")

embeddings = deid.bucket("clinic-embeddings", "deidentified")
index = vertex.AiIndex(
    "notes",
    display_name="notes",
    project=deid.project_id,
    region=deid.region,
    index_update_method="BATCH_UPDATE",
    metadata={
        "contents_delta_uri": embeddings.url.apply(lambda one: f"{one}/notes"),
        "config": {
            "dimensions": 768,
            "approximate_neighbors_count": 150,
            "shard_size": "SHARD_SIZE_MEDIUM",
            "distance_measure_type": "DOT_PRODUCT_DISTANCE",
            "algorithm_config": {"tree_ah_config": {"leaf_node_embedding_count": 1000, "leaf_nodes_to_search_percent": 10}},
        },
    },
    encryption_spec={"kms_key_name": deid.key("aiplatform").id},
    labels=deid.labels("deidentified"),
    opts=deid.keyed("aiplatform", protect=True),
)
faces = vertex.AiIndexEndpoint(
    "notes",
    display_name="notes",
    project=deid.project_id,
    region=deid.region,
    public_endpoint_enabled=False,
    private_service_connect_config={"enable_private_service_connect": True, "project_allowlists": [deid.project_id]},
    encryption_spec={"kms_key_name": deid.key("aiplatform").id},
    labels=deid.labels(),
    opts=deid.keyed("aiplatform"),
)
asks = deid.account("asks-for-notes")
deployed = vertex.AiIndexEndpointDeployedIndex(
    "notes",
    deployed_index_id="notes_1",
    display_name="notes",
    index=index.id,
    index_endpoint=faces.id,
    region=deid.region,
    dedicated_resources={"machine_spec": {"machine_type": "n1-standard-16"}, "min_replica_count": 2, "max_replica_count": 4},
    deployed_index_auth_config={"auth_provider": {"audiences": ["notes"], "allowed_issuers": [asks.email]}},
    enable_access_logging=True,
)
writes = deid.account("embeds-notes")
storage.BucketIAMMember("embeds-notes", bucket=embeddings.name, role="roles/storage.objectCreator", member=writes.member)
assert deid.subnet is not None
compute.Address(
    "notes",
    name="notes",
    project=deid.project_id,
    region=deid.region,
    subnetwork=deid.subnet.id,
    address_type="INTERNAL",
    address="10.70.0.200",
)
