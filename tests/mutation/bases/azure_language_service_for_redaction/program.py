"""Redaction asks Azure AI Language which words are names.

Modelled on Azure AI services, "Configure Azure AI services virtual networks", and "Customer-managed keys for encryption".
"""

from pulumi_azure_native import managedidentity

from tests.mutation.bases import azure_house as house
from tests.mutation.bases import azure_parts as parts

LANGUAGE_READER = "7628b7b8-a8b2-4cdc-b46f-e9b35248918e"
deid = house.ground("words", "deidentification", "10.52.0.0/16")
account = parts.ai_account("lang-words-clinic", deid, "TextAnalytics")
private = house.private_zone("pe-words-lang", deid.name, "privatelink.cognitiveservices.azure.com", deid.vnet)
deid.endpoint("pe-words-lang", account, "account", dns=private)
redactor = managedidentity.UserAssignedIdentity("id-redactor", resource_group_name=deid.name, resource_name_="id-redactor")
parts.granted("redactor-asks", deid, redactor.principal_id, LANGUAGE_READER, account.id)
parts.machine("vm-redactor", deid, parts.disk_keys("des-words", deid))
# The records stand beside it, joined to nothing.
house.ground("records", "phi", "10.9.0.0/16", beside=deid)
