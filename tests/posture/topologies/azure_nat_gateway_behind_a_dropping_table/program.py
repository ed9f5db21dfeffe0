"""A NAT gateway, and a table whose default route leads nowhere: the table decides."""

from tests.posture.topologies import azure_shared as shared

rg = shared.group("rg")
nat = shared.nat("ward-nat", rg)
phi = shared.Network("ward", "phi", "10.60.0.0/16", {"a": "10.60.0.0/24"}, rg, nat_gateway={"id": nat.id})
