"""Azure OpenAI behind a private endpoint in the inference zone.

Modelled on Azure OpenAI, "Configure Azure OpenAI networking", and Azure AI services, "Configure Azure OpenAI with Microsoft Entra ID".
"""

from pulumi_azure_native import managedidentity

from tests.mutation.bases import azure_house as house
from tests.mutation.bases import azure_parts as parts

OPENAI_USER = "5e0bd9bd-7b93-4f28-af87-19fc36ad61bd"
inference = house.ground("models", "inference", "10.15.0.0/16", allowed=("openai.azure.com.", "privatelink.openai.azure.com."))
account = parts.ai_account("oai-models-clinic", inference, "OpenAI")
parts.model("chat", inference, account)
inference.endpoint("pe-oai-models", account, "account")
agent = managedidentity.UserAssignedIdentity("id-agent", resource_group_name=inference.name, resource_name_="id-agent")
parts.granted("agent-asks", inference, agent.principal_id, OPENAI_USER, account.id)
parts.machine("vm-agent", inference, parts.disk_keys("des-models", inference))

# The records stand beside it, joined to nothing.
house.ground("records", "phi", "10.9.0.0/16", beside=inference)
