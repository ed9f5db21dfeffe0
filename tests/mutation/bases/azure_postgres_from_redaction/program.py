"""Redaction in a subscription of its own reads the database of the records' subscription by a private endpoint.

Modelled on Azure Private Link, "What is a private endpoint?" (an endpoint and its service may stand in different subscriptions).
"""

import pulumi
import pulumi_azure_native as azure

from tests.mutation.bases import azure_house as house
from tests.mutation.bases import azure_parts as parts

at_phi = pulumi.ResourceOptions(
    provider=azure.Provider("phi", subscription_id=house.SUBSCRIPTION, tenant_id=house.TENANT, location=house.LOCATION)
)
at_redaction = pulumi.ResourceOptions(
    provider=azure.Provider("redaction", subscription_id=house.OTHER, tenant_id=house.TENANT, location=house.LOCATION)
)
phi = house.ground(
    "emr",
    "phi",
    "10.11.0.0/16",
    rules={label: house.to_own("10.11.0.0/16", "443", "5432") for label in ("workload", "endpoint")},
    opts=at_phi,
)
redaction = house.ground(
    "deid",
    "deidentification",
    "10.12.0.0/16",
    rules={label: house.to_own("10.12.0.0/16", "443", "5432") for label in ("workload", "endpoint")},
    opts=at_redaction,
)
server = parts.postgres("psql-emr", phi)
phi.endpoint("pe-psql-emr", server, "postgresqlServer")
redaction.endpoint("pe-psql-deid", server, "postgresqlServer")
parts.machine("vm-redactor", redaction, parts.disk_keys("des-deid", redaction))
