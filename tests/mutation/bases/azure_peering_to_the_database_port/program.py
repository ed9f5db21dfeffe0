"""Redaction and records peered; security groups on both sides leave PostgreSQL alone.

Modelled on Azure Virtual Network, "Filter network traffic with a network security group", and "Virtual network peering".
"""

from pulumi_azure_native import network

from tests.mutation.bases import azure_house as house
from tests.mutation.bases import azure_parts as parts

PHI, DEID = "10.34.0.0/16", "10.35.0.0/16"


def to_database(direction: str) -> dict[str, object]:
    """Redaction opens, the database answers."""
    return house.rule(
        "postgres",
        100,
        "Allow",
        direction,
        protocol="Tcp",
        source_address_prefix=DEID,
        destination_address_prefix=PHI,
        destination_port_range="5432",
    )


phi_rules = {
    "workload": house.to_own(PHI, "443", "5432"),
    "endpoint": [to_database("Inbound"), *house.to_own(PHI, "443", "5432")],
}
deid_rules = {"workload": [to_database("Outbound"), *house.to_own(DEID, "443")], "endpoint": house.to_own(DEID, "443")}
phi = house.ground("cases", "phi", PHI, rules=phi_rules)
deid = house.ground("masks", "deidentification", DEID, rules=deid_rules, beside=phi)
server = parts.postgres("psql-cases", phi)
phi.endpoint("pe-psql-cases", server, "postgresqlServer")
parts.machine("vm-masker", deid, parts.disk_keys("des-masks", deid))
for here, there in ((phi, deid), (deid, phi)):
    network.VirtualNetworkPeering(
        f"{here.zone}-{there.zone}",
        resource_group_name=here.name,
        virtual_network_name=here.net.vnet.name,
        virtual_network_peering_name=f"to-{there.zone}",
        remote_virtual_network={"id": there.vnet},
        allow_virtual_network_access=True,
        allow_forwarded_traffic=False,
        allow_gateway_transit=False,
        use_remote_gateways=False,
    )
