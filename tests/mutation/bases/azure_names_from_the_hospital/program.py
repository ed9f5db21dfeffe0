"""The hospital resolves the zone's private names by an inbound endpoint; the zone's own names stay within an allow-list.

Modelled on Azure DNS, "Azure DNS Private Resolver endpoints and rulesets", and "DNS security policy".
"""

from pulumi_azure_native import dnsresolver, network, privatedns

from tests.mutation.bases import azure_house as house

phi = house.ground("naming", "phi", "10.54.0.0/16", allowed=("privatelink.blob.core.windows.net.", "clinic.internal."))
account = phi.store("stnamingrecords", "phi")
phi.endpoint("pe-naming-blob", account, "blob")
group = network.NetworkSecurityGroup(
    "resolver", resource_group_name=phi.name, network_security_group_name="resolver", security_rules=house.denies()
)
subnet = network.Subnet(
    "resolver",
    resource_group_name=phi.name,
    virtual_network_name=phi.net.vnet.name,
    subnet_name="resolver",
    address_prefix="10.54.2.0/28",
    default_outbound_access=False,
    delegations=[{"name": "dns", "service_name": "Microsoft.Network/dnsResolvers"}],
    network_security_group={"id": group.id},
    route_table={"id": phi.net.table.id} if phi.net.table else None,
)
resolver = dnsresolver.DnsResolver(
    "dnspr-naming",
    resource_group_name=phi.name,
    dns_resolver_name="dnspr-naming",
    virtual_network={"id": phi.vnet},
    tags={"ai-zone": "phi"},
)
dnsresolver.InboundEndpoint(
    "inbound",
    resource_group_name=phi.name,
    dns_resolver_name=resolver.name,
    inbound_endpoint_name="inbound",
    ip_configurations=[{"private_ip_allocation_method": "Dynamic", "subnet": {"id": subnet.id}}],
)
zone = house.private_zone("clinic-internal", phi.name, "clinic.internal", phi.vnet)
privatedns.PrivateRecordSet(
    "archive",
    resource_group_name=phi.name,
    private_zone_name=zone.name,
    record_type="A",
    relative_record_set_name="archive",
    ttl=300,
    a_records=[{"ipv4_address": "10.54.0.20"}],
)
