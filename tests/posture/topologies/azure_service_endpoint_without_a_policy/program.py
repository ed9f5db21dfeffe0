"""The records' subnet has a service endpoint for Storage, and no policy says which accounts."""

from tests.posture.topologies import azure_shared as shared

rg = shared.group("rg")
phi = shared.Network(
    "ward",
    "phi",
    "10.60.0.0/16",
    {"a": "10.60.0.0/24"},
    rg,
    service_endpoints=[{"service": "Microsoft.Storage", "locations": ["westeurope"]}],
)
