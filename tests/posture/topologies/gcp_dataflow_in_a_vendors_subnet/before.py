"""A vendor's network, which nobody here judges."""

from pulumi_gcp import compute

network = compute.Network("theirs", name="theirs", project="vendor-prod", auto_create_subnetworks=False)
compute.Subnetwork(
    "theirs",
    name="theirs",
    project="vendor-prod",
    region="europe-west1",
    network=network.id,
    ip_cidr_range="10.90.0.0/24",
    private_ip_google_access=True,
)
