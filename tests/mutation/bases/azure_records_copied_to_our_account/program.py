"""Records are replicated to a second account of the zone.

Modelled on Azure Storage, "Configure object replication for block blobs", and "Prevent object replication across Microsoft Entra tenants".
"""

import pulumi
from pulumi_azure_native import storage

from tests.mutation.bases import azure_house as house

phi = house.ground("double", "phi", "10.66.0.0/16")
containers: list[pulumi.Resource] = []
first = phi.store("stdoublefirst", "phi", kept_by=containers)
second = phi.store("stdoublesecond", "phi", kept_by=containers)
zone = house.private_zone("double-blob", phi.name, house.PRIVATE_ZONES["blob"], phi.vnet)
for name, account in (("first", first), ("second", second)):
    phi.endpoint(f"pe-double-{name}", account, "blob", dns=zone)
storage.ObjectReplicationPolicy(
    "double-in",
    resource_group_name=phi.name,
    account_name=second.name,
    object_replication_policy_id="default",
    source_account=first.id,
    destination_account=second.id,
    rules=[{"source_container": "records", "destination_container": "records"}],
    opts=pulumi.ResourceOptions(depends_on=containers),
)
