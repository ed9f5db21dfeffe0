"""The records' stack adopts the network with all that decides where packets go, closes its names, and puts private endpoints into it."""

import pulumi

from ai_zones.aws import AwsAdoptedNetwork, AwsServiceEndpoints
from ai_zones.plan import Tier

ZONES = ("eu-west-1a", "eu-west-1b")

landing = pulumi.Config("corpus")
network = AwsAdoptedNetwork(
    "records",
    {
        "zone": "phi",
        "vpc_id": landing.require("vpc"),
        "workload_subnet_ids": {zone: landing.require(f"subnet-private-{zone}") for zone in ZONES},
        "endpoint_subnet_ids": {zone: landing.require(f"subnet-endpoint-{zone}") for zone in ZONES},
        "route_table_ids": {"workload": landing.require("table-private"), "endpoint": landing.require("table-endpoint")},
        "network_acl_ids": {"private": landing.require("acl")},
        "workload_security_group_id": landing.require("programs"),
        "endpoint_security_group_id": landing.require("endpoints"),
        "internet_gateway_id": landing.require("internet"),
        "allowed_domains": ["kms.eu-west-1.amazonaws.com"],
        "kms_key_arn": landing.require("key"),
    },
)
AwsServiceEndpoints(
    "records",
    {
        "zone": "phi",
        "region": "eu-west-1",
        "account_id": "111122223333",
        "vpc_id": network.vpc_id,
        "services": ["kms", "logs"],
        "subnet_ids": dict(network.subnet_ids[Tier.ENDPOINT]),
        "security_group_id": network.endpoint_security_group_id,
        "resource_prefix": "acme-prod-records",
    },
)
