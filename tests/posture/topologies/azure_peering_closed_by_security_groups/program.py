"""Records and models are peered, and security groups on both sides drop everything that is not within the own network."""

from pulumi_azure_native import network

from tests.posture.topologies import azure_shared as shared


def rules(cidr: str) -> list[dict[str, object]]:
    """Within the network alone."""
    every = {"protocol": "*", "source_port_range": "*", "destination_port_range": "*"}
    made: list[dict[str, object]] = []
    for direction in ("Inbound", "Outbound"):
        made.append(
            {
                "name": f"own-{direction}",
                "priority": 100,
                "access": "Allow",
                "direction": direction,
                "source_address_prefix": cidr,
                "destination_address_prefix": cidr,
                **every,
            }
        )
        made.append(
            {
                "name": f"deny-{direction}",
                "priority": 200,
                "access": "Deny",
                "direction": direction,
                "source_address_prefix": "*",
                "destination_address_prefix": "*",
                **every,
            }
        )
    return made


rg = shared.group("rg")
at = {
    "phi": shared.Network("records", "phi", "10.60.0.0/16", {"a": "10.60.0.0/24"}, rg, rules=rules("10.60.0.0/16")),
    "inference": shared.Network("models", "inference", "10.61.0.0/16", {"a": "10.61.0.0/24"}, rg, rules=rules("10.61.0.0/16")),
}
for here, there in (("phi", "inference"), ("inference", "phi")):
    network.VirtualNetworkPeering(
        f"{here}-{there}",
        resource_group_name=rg.name,
        virtual_network_name=at[here].vnet.name,
        virtual_network_peering_name=f"to-{there}",
        remote_virtual_network={"id": at[there].vnet.id},
        allow_virtual_network_access=True,
    )
