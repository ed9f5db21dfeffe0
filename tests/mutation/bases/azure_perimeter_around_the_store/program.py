"""A network security perimeter around the records' account and vault.

Modelled on Azure Private Link, "What is a network security perimeter?", and "Diagnostic logs for Network Security Perimeter".
"""

from pulumi_azure_native import network

from tests.mutation.bases import azure_house as house

phi = house.ground("scans", "phi", "10.42.0.0/16")
account = phi.store("stscansrecords", "phi")
phi.endpoint("pe-scans-blob", account, "blob")
perimeter = network.NetworkSecurityPerimeter(
    "nsp-scans", resource_group_name=phi.name, network_security_perimeter_name="nsp-scans", tags={"ai-zone": "phi"}
)
profile = network.NetworkSecurityPerimeterProfile(
    "records", resource_group_name=phi.name, network_security_perimeter_name=perimeter.name, profile_name="records"
)
network.NetworkSecurityPerimeterAccessRule(
    "ours",
    resource_group_name=phi.name,
    network_security_perimeter_name=perimeter.name,
    profile_name=profile.name,
    access_rule_name="ours",
    direction="Inbound",
    subscriptions=[{"id": f"/subscriptions/{house.SUBSCRIPTION}"}],
)
for name, target in (("scans", account), ("scans-vault", phi.key.vault)):
    network.NetworkSecurityPerimeterAssociation(
        name,
        resource_group_name=phi.name,
        network_security_perimeter_name=perimeter.name,
        association_name=name,
        access_mode="Enforced",
        private_link_resource={"id": target.id},
        profile={"id": profile.id},
    )
phi.recorded("nsp-scans", perimeter)
