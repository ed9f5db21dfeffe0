"""Peered on both sides, without access."""

from pulumi_azure_native import network

from tests.posture.topologies import azure_shared as shared

rg = shared.group("rg")
at = {
    "phi": shared.Network("records", "phi", "10.60.0.0/16", {"a": "10.60.0.0/24"}, rg),
    "inference": shared.Network("models", "inference", "10.61.0.0/16", {"a": "10.61.0.0/24"}, rg),
}
for here, there in (("phi", "inference"), ("inference", "phi")):
    network.VirtualNetworkPeering(
        f"{here}-{there}",
        resource_group_name=rg.name,
        virtual_network_name=at[here].vnet.name,
        virtual_network_peering_name=f"to-{there}",
        remote_virtual_network={"id": at[there].vnet.id},
        allow_virtual_network_access=False,
        allow_forwarded_traffic=False,
    )
