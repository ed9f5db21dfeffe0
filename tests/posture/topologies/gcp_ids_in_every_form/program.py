"""The same network written as id, self link, path and short name."""

import pulumi
from pulumi_gcp import compute

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
name = ward.network.name
path = f"projects/{shared.PHI}/global/networks/ward"
for number, written in enumerate((ward.network.id, ward.network.self_link, name, path, "ward")):
    compute.Subnetwork(
        f"s{number}",
        name=f"s{number}",
        project=shared.PHI,
        network=written,
        region=shared.REGION,
        ip_cidr_range=f"10.60.{number + 1}.0/24",
        opts=pulumi.ResourceOptions(depends_on=[ward.network]),
    )
