"""Services that work on records encrypt all that they keep, with a key of one's own.

Sources: Azure Synapse Analytics documentation, "Encryption for Azure Synapse Analytics workspaces"; Azure Data Explorer documentation, "Secure
your cluster using Disk Encryption" and "Enable double encryption"; Azure Databricks documentation, "Customer-managed keys for encryption";
Azure Batch documentation, "Configure customer-managed keys"; Azure Automation documentation, "Encryption of secure assets", "Manage variables".
"""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_keys import must_have_own_key
from posture.rules.azure_words import az, must_say
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import must_be_true

SERVICES: Final = az(
    "synapse:Workspace",
    "kusto:Cluster",
    "batch:BatchAccount",
    "automation:AutomationAccount",
    "netapp:Account",
    "hdinsight:Cluster",
    "datafactory:Factory",
    "appconfiguration:ConfigurationStore",
    "redisenterprise:RedisEnterprise",
    "sql:ManagedInstance",
)
NOTEBOOKS: Final = az("databricks:Workspace")
VARIABLE: Final = az("automation:Variable")
_KUSTO: Final = az("kusto:Cluster")
_HELD: Final = {
    "encryption.entities.managedServices.keySource": "notebooks and queries",
    "encryption.entities.managedDisk.keySource": "disks",
    "parameters.encryption.value.keySource": "root store",
}
"""Databricks has a key for each of the places where it keeps something."""


@rule(*SERVICES, *NOTEBOOKS, *VARIABLE)
def check(look: Look) -> Iterator[Fault]:
    """What a variable of Automation holds in the clear is read by whoever may read the account."""
    if not look.holds_records:
        return
    if look.resource.type in VARIABLE:
        yield from must_be_true(look, "isEncrypted", "is kept in the clear")
    elif look.resource.type in NOTEBOOKS:
        for prop, what in _HELD.items():
            yield from must_say(look, prop, ("microsoft.keyvault",), f"has no key of its own for its {what}")
        yield from must_be_true(look, "parameters.requireInfrastructureEncryption.value", "encrypts its root store once only")
    else:
        if look.resource.type in _KUSTO:
            yield from must_be_true(look, "enableDiskEncryption", "leaves the caches on its disks unencrypted")
            yield from must_be_true(look, "enableDoubleEncryption", "is encrypted once only")
        yield from must_have_own_key(look)
