"""Two networks of the phi zone, in two projects, peered from both sides; no custom route is exchanged and one port is open between them.

Modelled on Virtual Private Cloud, "Set up and manage VPC Network Peering", and "VPC Network Peering" (routes that are exchanged).
"""

from pulumi_gcp import compute

from tests.mutation.bases import gcp_house as house

ward = house.ground("ward", "phi", house.PHI, "10.15.0.0/16")
archive = house.ground("archive", "phi", "clinic-archive", "10.16.0.0/16")
house.perimeter("records", ward, archive)
for here, there in ((ward, archive), (archive, ward)):
    compute.NetworkPeering(
        f"{here.name}-to-{there.name}",
        name=f"{here.name}-to-{there.name}",
        network=here.network.self_link,
        peer_network=there.network.self_link,
        export_custom_routes=False,
        import_custom_routes=False,
        export_subnet_routes_with_public_ip=False,
        import_subnet_routes_with_public_ip=False,
        stack_type="IPV4_ONLY",
    )
ward.allow("to-archive", 240, "EGRESS", ["10.16.0.0/24"], "11112")
archive.allow("from-ward", 240, "INGRESS", ["10.15.0.0/24"], "11112")
ward.machine("scanner")
archive.machine("archive")
