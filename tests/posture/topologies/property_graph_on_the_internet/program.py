"""A graph of patients that can be reached over the internet."""

import pulumi_aws as aws

aws.neptunegraph.Graph(
    "care",
    graph_name="care",
    provisioned_memory=16,
    public_connectivity=True,
    replica_count=1,
    tags={"ai-zone": "phi", "data-class": "phi"},
)
