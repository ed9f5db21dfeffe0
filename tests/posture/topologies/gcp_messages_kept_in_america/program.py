"""A topic of records whose messages are kept in America."""

from pulumi_gcp import pubsub

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
pubsub.Topic(
    "results",
    name="results",
    project=ward.project.project_id,
    message_storage_policy={"allowed_persistence_regions": ["us-central1"], "enforce_in_transit": True},
    labels={"data-class": "phi"},
    opts=shared.enable("pubsub", ward),
)
