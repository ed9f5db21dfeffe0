"""Azure AI Search behind a private endpoint in the inference zone.

Modelled on Azure AI Search, "Create a private endpoint for a secure connection to Azure AI Search".
"""

import pulumi
from pulumi_azure_native import search

from tests.mutation.bases import azure_house as house
from tests.mutation.bases import azure_parts as parts

inference = house.ground("retrieve", "inference", "10.16.0.0/16")
service = search.Service(
    "srch-retrieve-clinic",
    resource_group_name=inference.name,
    search_service_name="srch-retrieve-clinic",
    sku={"name": "standard"},
    replica_count=3,
    partition_count=1,
    hosting_mode="Default",
    public_network_access="Disabled",
    network_rule_set={"bypass": "None", "ip_rules": []},
    disable_local_auth=True,
    encryption_with_cmk={"enforcement": "Enabled"},
    data_exfiltration_protections=["BlockAll"],
    semantic_search="standard",
    identity={"type": "SystemAssigned"},
    tags={"ai-zone": "inference", "data-class": "deidentified"},
    opts=pulumi.ResourceOptions(protect=True),
)
inference.recorded("srch-retrieve-clinic", service)
inference.endpoint("pe-srch-retrieve", service, "searchService")
house.kept("srch-retrieve-clinic", service)
parts.machine("vm-rag", inference, parts.disk_keys("des-retrieve", inference))

# The records stand beside it, joined to nothing.
house.ground("records", "phi", "10.9.0.0/16", beside=inference)
