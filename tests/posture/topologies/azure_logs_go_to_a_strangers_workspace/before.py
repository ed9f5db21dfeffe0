"""What a vendor has in his own subscription, before the judged program names it."""

import pulumi
import pulumi_azure_native as azure
from pulumi_azure_native import operationalinsights

from tests.posture.topologies import azure_shared as shared

theirs = pulumi.ResourceOptions(provider=azure.Provider("theirs", subscription_id=shared.VENDOR, location="westeurope"))
rg = azure.resources.ResourceGroup("vendor", resource_group_name="vendor", opts=theirs)
operationalinsights.Workspace("vendor", resource_group_name=rg.name, workspace_name="vendor", sku={"name": "PerGB2018"}, opts=theirs)
