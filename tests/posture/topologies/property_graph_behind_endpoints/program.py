"""A graph of patients without public connectivity."""

import pulumi_aws as aws

aws.neptunegraph.Graph(
    "care",
    graph_name="care",
    provisioned_memory=16,
    public_connectivity=False,
    replica_count=1,
    tags={"ai-zone": "phi", "data-class": "phi"},
)
