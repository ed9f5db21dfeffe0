"""The database has an address of a range that the network shares with Google's services; programs of the same network ask it there.

Modelled on Cloud SQL, "Configure private services access for Cloud SQL", and "Configure private IP".
"""

from pulumi_gcp import compute, servicenetworking, sql

from tests.mutation.bases import gcp_house as house
from tests.mutation.bases import gcp_joins as joins

RANGE = "10.40.128.0"
phi = house.ground("ward", "phi", house.PHI, "10.40.0.0/16", services=("sqladmin", "servicenetworking"))
house.perimeter("ward", phi)
shared = compute.GlobalAddress(
    "google-managed-services",
    name="google-managed-services",
    project=phi.id,
    purpose="VPC_PEERING",
    address_type="INTERNAL",
    address=RANGE,
    prefix_length=20,
    network=phi.network.id,
)
peered = servicenetworking.Connection(
    "services",
    network=phi.network.id,
    service="servicenetworking.googleapis.com",
    reserved_peering_ranges=[shared.name],
    opts=house.also(phi.opts),
)
compute.NetworkPeeringRoutesConfig(
    "services",
    project=phi.id,
    peering=peered.peering,
    network=phi.network.name,
    import_custom_routes=False,
    export_custom_routes=False,
)
phi.allow("to-database", 220, "EGRESS", [f"{RANGE}/20"], "5432", "3307")
database = joins.postgres(
    phi,
    "admissions",
    {
        "private_network": phi.network.id,
        "allocated_ip_range": shared.name,
        "enable_private_path_for_google_cloud_services": False,
    },
    peered,
)
sql.User("dba", project=phi.id, instance=database.name, name="dba@clinic.example", type="CLOUD_IAM_GROUP")
phi.machine("registrar")
