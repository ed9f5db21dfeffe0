"""Two projects of one zone: the host has the network, the other one's machine stands in a subnetwork that was shared with it alone.

Modelled on Virtual Private Cloud, "Provision Shared VPC" (Network User of single subnets), and "Shared VPC overview".
"""

import pulumi
from pulumi_gcp import compute, kms

from tests.mutation.bases import gcp_house as house

host = house.ground("host", "phi", house.PHI, "10.14.0.0/16", subnets={"imaging": "10.14.0.0/24", "laboratory": "10.14.1.0/24"})
guest, ready = house.zone_project("clinic-imaging", "phi")
is_host = compute.SharedVPCHostProject("host", project=host.id, opts=host.opts)
attached = compute.SharedVPCServiceProject(
    "imaging",
    host_project=is_host.project,
    service_project=guest.project_id,
    opts=house.also(ready),
)
user = compute.SubnetworkIAMBinding(
    "imaging",
    project=host.id,
    region=house.REGION,
    subnetwork=host.subnets["imaging"].name,
    role="roles/compute.networkUser",
    members=[
        pulumi.Output.concat("serviceAccount:", guest.number, "@cloudservices.gserviceaccount.com"),
        "group:imaging-engineers@clinic.example",
    ],
    opts=pulumi.ResourceOptions(depends_on=[attached]),
)
above = house.access_policy()
ring = kms.KeyRing("imaging", name="imaging", project=guest.project_id, location=house.REGION, opts=house.also(ready, protect=True))
modality = house.Ground("imaging", "phi", guest, ready, host.network, host.policy, {"workload": host.subnets["imaging"]}, ring=ring)
house.perimeter("records", host, modality, parent=above)
modality.machine("receiver")
