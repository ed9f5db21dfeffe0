"""Models with a NAT gateway of their own."""

from tests.posture.topologies import azure_shared as shared

rg = shared.group("rg")
phi = shared.Network("ward", "phi", "10.60.0.0/16", {"a": "10.60.0.0/24"}, rg)
nat = shared.nat("models-nat", rg)
inference = shared.Network("models", "inference", "10.61.0.0/16", {"a": "10.61.0.0/24"}, rg, dropping=False, nat_gateway={"id": nat.id})
