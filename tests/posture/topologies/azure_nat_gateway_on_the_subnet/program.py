"""Default outbound access is off, and a NAT gateway is on."""

from tests.posture.topologies import azure_shared as shared

rg = shared.group("rg")
nat = shared.nat("ward-nat", rg)
phi = shared.Network("ward", "phi", "10.60.0.0/16", {"a": "10.60.0.0/24"}, rg, dropping=False, nat_gateway={"id": nat.id})
