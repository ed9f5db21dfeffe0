"""A NAT gateway, and a security group that lets nothing past the virtual network."""

from tests.posture.topologies import azure_shared as shared

deny = {
    "name": "deny-out",
    "priority": 4000,
    "access": "Deny",
    "direction": "Outbound",
    "protocol": "*",
    "source_address_prefix": "*",
    "source_port_range": "*",
    "destination_address_prefix": "Internet",
    "destination_port_range": "*",
}
rg = shared.group("rg")
nat = shared.nat("ward-nat", rg)
phi = shared.Network("ward", "phi", "10.60.0.0/16", {"a": "10.60.0.0/24"}, rg, rules=[deny], dropping=False, nat_gateway={"id": nat.id})
