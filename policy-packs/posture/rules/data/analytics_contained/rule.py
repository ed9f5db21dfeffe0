"""Analytics and batch of zones compute in a network, without public addresses, and send nothing to whom nobody approved.

Sources: Azure Synapse Analytics documentation, "Azure Synapse Analytics Managed Virtual Network" and "Data exfiltration protection for Azure
Synapse Analytics workspaces"; Azure Data Explorer documentation, "Restrict outbound access from your cluster", "Cross-tenant queries and
commands"; Azure Databricks documentation, "Deploy Azure Databricks in your Azure virtual network", "Enable secure cluster connectivity", "Enable
Azure Private Link"; Azure Batch documentation, "Create a Batch pool without public IP addresses"; Azure Data Factory documentation, "Azure Data
Factory managed virtual network"; Azure HDInsight documentation, "Encryption in transit", "Control network traffic".
"""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_words import az, blocks_of, must_say, says
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves
from posture.rules.words import must_be_set, must_be_true

SYNAPSE: Final = az("synapse:Workspace")
KUSTO: Final = az("kusto:Cluster")
NOTEBOOKS: Final = az("databricks:Workspace")
POOL: Final = az("batch:Pool")
RUNTIME: Final = az("datafactory:IntegrationRuntime")
HADOOP: Final = az("hdinsight:Cluster")
_ANYWHERE: Final = "computes in a network of Microsoft's, which leads everywhere"
_NEW: Final = ("1.2", "1.3")


@rule(*SYNAPSE, *KUSTO, *NOTEBOOKS, *POOL, *RUNTIME, *HADOOP)
def check(look: Look) -> Iterator[Fault]:
    """Each has its own words for it; what a self-hosted runtime reaches, its network says."""
    if not serves(look):
        return
    kind = look.resource.type
    if kind in SYNAPSE:
        yield from must_say(look, "managedVirtualNetwork", ("default",), _ANYWHERE)
        prop = "managedVirtualNetworkSettings.preventDataExfiltration"
        yield from must_be_true(look, prop, "lets notebooks and pipelines write to stores of anybody")
    elif kind in KUSTO:
        yield from must_say(look, "restrictOutboundNetworkAccess", ("enabled",), "lets queries call whom they like", default="Disabled")
        for block in blocks_of(look, "trustedExternalTenants"):
            if look.text(f"{block}.value") == "*":
                yield Fault("takes identities of every tenant", f"{block}.value")
    elif kind in NOTEBOOKS:
        if not says(look, "computeMode", "serverless"):
            yield from must_be_set(look, "parameters.customVirtualNetworkId", _ANYWHERE)
            yield from must_be_true(look, "parameters.enableNoPublicIp.value", "gives its nodes public addresses", default=True)
            fault = "is commanded over a public address: its nodes reach the control plane without a private endpoint"
            yield from must_say(look, "requiredNsgRules", ("noazuredatabricksrules",), fault, default="AllRules")
    elif kind in POOL:
        yield from must_be_set(look, "networkConfiguration.subnetId", _ANYWHERE)
        prop = "networkConfiguration.publicIPAddressConfiguration.provision"
        yield from must_say(look, prop, ("nopublicipaddresses",), "gives its nodes public addresses", default="BatchManaged")
    elif kind in RUNTIME:
        if says(look, "properties.type", "managed") and look.value("properties.customerVirtualNetwork") in (None, {}):
            yield from must_be_set(look, "properties.managedVirtualNetwork", _ANYWHERE)
    else:
        yield from must_say(
            look, "properties.networkProperties.privateLink", ("enabled",), "answers at public addresses", default="Disabled"
        )
        yield from must_say(look, "properties.minSupportedTlsVersion", _NEW, "takes TLS before 1.2", default="1.2")
        prop = "properties.encryptionInTransitProperties.isEncryptionInTransitEnabled"
        yield from must_be_true(look, prop, "sends traffic between its nodes unencrypted")
