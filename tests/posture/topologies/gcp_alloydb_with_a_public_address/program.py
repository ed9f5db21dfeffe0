"""An instance of AlloyDB with a public address."""

import pulumi
from pulumi_gcp import alloydb, projects

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
api = projects.Service("ward-alloydb", project=ward.project.project_id, service="alloydb.googleapis.com")
cluster = alloydb.Cluster(
    "cases",
    cluster_id="cases",
    project=ward.project.project_id,
    location=shared.REGION,
    psc_config={"psc_enabled": True},
    deletion_protection=False,
    opts=pulumi.ResourceOptions(depends_on=[api]),
)
alloydb.Instance(
    "primary",
    cluster=cluster.name,
    instance_id="primary",
    instance_type="PRIMARY",
    network_config={"enable_public_ip": True, "authorized_external_networks": [{"cidr_range": "0.0.0.0/0"}]},
)
