"""Records in America."""

from tests.posture.topologies import azure_shared as shared

rg = shared.group("rg")
phi = shared.Network("ward", "phi", "10.60.0.0/16", {"a": "10.60.0.0/24"}, rg)
records = shared.account("wardrecords", rg, location="eastus")
