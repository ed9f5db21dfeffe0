"""Orders and results between the parts of the records' application on Service Bus.

Modelled on Azure Service Bus, "Allow access to Azure Service Bus namespaces via private endpoints", and "Configure customer-managed keys".
"""

import pulumi
from pulumi_azure_native import servicebus

from tests.mutation.bases import azure_house as house

phi = house.ground("orders", "phi", "10.20.0.0/16")
namespace = servicebus.Namespace(
    "sb-orders-clinic",
    resource_group_name=phi.name,
    namespace_name="sb-orders-clinic",
    sku={"name": "Premium", "tier": "Premium", "capacity": 1},
    premium_messaging_partitions=1,
    public_network_access="Disabled",
    disable_local_auth=True,
    minimum_tls_version="1.2",
    zone_redundant=True,
    identity={"type": "UserAssigned", "user_assigned_identities": [phi.key.identity.id]},
    encryption={
        "key_source": "Microsoft.KeyVault",
        "require_infrastructure_encryption": True,
        "key_vault_properties": [
            {
                "key_name": "records",
                "key_vault_uri": phi.key.vault.properties.vault_uri,
                "identity": {"user_assigned_identity": phi.key.identity.id},
            }
        ],
    },
    tags={"ai-zone": "phi", "data-class": "phi"},
    opts=pulumi.ResourceOptions(depends_on=[phi.key.grant]),
)
servicebus.NamespaceNetworkRuleSet(
    "sb-orders-clinic",
    resource_group_name=phi.name,
    namespace_name=namespace.name,
    default_action="Deny",
    public_network_access="Disabled",
    trusted_service_access_enabled=False,
)
for queue in ("orders", "results"):
    servicebus.Queue(
        queue,
        resource_group_name=phi.name,
        namespace_name=namespace.name,
        queue_name=queue,
        dead_lettering_on_message_expiration=True,
        max_delivery_count=10,
        requires_duplicate_detection=True,
        default_message_time_to_live="P14D",
    )
topic = servicebus.Topic("admissions", resource_group_name=phi.name, namespace_name=namespace.name, topic_name="admissions")
servicebus.Subscription(
    "wards",
    resource_group_name=phi.name,
    namespace_name=namespace.name,
    topic_name=topic.name,
    subscription_name="wards",
    dead_lettering_on_message_expiration=True,
    dead_lettering_on_filter_evaluation_exceptions=True,
)
phi.recorded("sb-orders-clinic", namespace)
house.kept("sb-orders-clinic", namespace)
phi.endpoint("pe-sb-orders", namespace, "namespace")
