"""A private subnet, and a machine in it with a public address."""

from tests.posture.topologies import azure_shared as shared

rg = shared.group("rg")
phi = shared.Network("ward", "phi", "10.60.0.0/16", {"a": "10.60.0.0/24"}, rg, dropping=False)
address = shared.public_address("ward-pip", rg)
shared.machine_card("ward-card", phi, "a", configuration={"public_ip_address": {"id": address.id}})
