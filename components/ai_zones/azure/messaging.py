"""Messages of a zone: a premium Service Bus namespace without keys, whose queues only private endpoints reach.

Sources: Azure Service Bus documentation, "Allow access to namespaces via private endpoints" (Premium alone), "Disable local or shared access key
authentication", "Configure customer-managed keys for encrypting Azure Service Bus data at rest" (Premium, at a namespace without data; infrastructure
encryption at creation), "Network security: trusted services", "Message expiration (Time to Live)", "Service Bus dead-letter queues", "Quotas" (lock
of five minutes at most).
"""

from typing import Annotated, NotRequired, TypedDict

import pulumi
import pydantic
from pulumi_azure_native import servicebus

from ai_zones.azure.guarded_service import GuardedServiceInput, guard, only_in, service_name
from ai_zones.azure.naming import Kind, child
from ai_zones.azure.ordering import children_wait
from ai_zones.azure.references import AzureKeyArgs
from ai_zones.azure.tags import DataClass
from ai_zones.azure.validation import ComponentInput, ZoneText
from ai_zones.inputs import matches

NAMESPACE = "Microsoft.ServiceBus/namespaces"
ZONE_CLASSES = {"deidentification": DataClass.PHI}
"""Zones that pass messages, and what these may hold. What waits for redaction is still PHI."""


class AzureQueueArgs(TypedDict):
    """One queue."""

    ttl_days: NotRequired[int]
    """Days after which a message goes to the dead letters, 1 to 90. Default: 14."""
    max_delivery_count: NotRequired[int]
    """Deliveries after which it goes there too, 1 to 2,000. Default: 10."""
    sessions: NotRequired[bool]
    """Whether messages of one session are handled in order. Default: false."""


class AzureMessagingArgs(TypedDict):
    """Inputs of `AzureMessaging`."""

    zone: str
    """Zone that the namespace stands in: `deidentification`, the only one whose ceiling has Service Bus."""
    organization: str
    """Short name of the organization, part of the hash in the namespace's name."""
    environment: str
    """Environment, part of the hash in the namespace's name."""
    subscription_id: str
    """Subscription of the zone."""
    resource_group_name: str
    """Resource group of the zone."""
    location: str
    """Region of the namespace."""
    key: AzureKeyArgs
    """Key that encrypts messages."""
    log_workspace_id: pulumi.Input[str]
    """Log Analytics workspace that is told of every access."""
    log_account_id: NotRequired[pulumi.Input[str] | None]
    """Storage account of the archive that is told too. Default: none."""
    queues: NotRequired[dict[str, AzureQueueArgs]]
    """Queues, by name. Default: none."""
    capacity: NotRequired[int]
    """Messaging units, 1, 2, 4, 8 or 16. Default: 1."""
    removable: NotRequired[bool]
    """Lifts lock and Pulumi's protection. Default: false."""
    tags: NotRequired[dict[str, str]]
    """Further tags. Default: none."""


class Queue(ComponentInput):
    """Parsed `AzureQueueArgs`."""

    ttl_days: int = pydantic.Field(default=14, ge=1, le=90)
    max_delivery_count: int = pydantic.Field(default=10, ge=1, le=2000)
    sessions: bool = False


class Messaging(GuardedServiceInput):
    """Parsed `AzureMessagingArgs`."""

    zone: Annotated[ZoneText, only_in(ZONE_CLASSES, "other zones pass no messages")]
    queues: dict[Annotated[str, matches(r"[A-Za-z0-9]([A-Za-z0-9._/-]{0,258}[A-Za-z0-9])?", "a queue's name")], Queue] = pydantic.Field(
        default_factory=dict
    )
    capacity: int = 1

    @pydantic.field_validator("capacity")
    @classmethod
    def _is_a_capacity(cls, units: int) -> int:
        if units not in (1, 2, 4, 8, 16):
            raise ValueError("must be 1, 2, 4, 8 or 16")
        return units

    @property
    def namespace_name(self) -> str:
        """Name of the namespace."""
        return messaging_namespace_name(self.zone, **self.naming)


def messaging_namespace_name(zone: str, *, organization: str, environment: str, subscription_id: str) -> str:
    """Name of a zone's namespace, known before it is built."""
    return service_name(Kind.SERVICE_BUS, zone, "bus", organization=organization, environment=environment, subscription_id=subscription_id)


class AzureMessaging(pulumi.ComponentResource):
    """Namespace and queues. Protected by Pulumi and by a lock: `destroy` refuses it."""

    namespace_id: str
    """Id of the namespace."""
    namespace_name: str
    """Name of the namespace."""
    queue_ids: dict[str, str]
    """Id of each queue."""

    def __init__(self, name: str, args: AzureMessagingArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = Messaging.parse(name, args)
        super().__init__("ai-zones:index:AzureMessaging", name, {}, children_wait(opts))
        self.namespace_name = given.namespace_name
        self.namespace_id = given.id_of(NAMESPACE, given.namespace_name)
        namespace = self._namespace(name, given)
        guard(name, namespace, self.namespace_id, given, parent=self)
        servicebus.NamespaceNetworkRuleSet(
            child(name, "network-rules"),
            namespace_name=given.namespace_name,
            resource_group_name=given.resource_group_name,
            default_action="Deny",
            public_network_access="Disabled",
            trusted_service_access_enabled=False,
            ip_rules=[],
            virtual_network_rules=[],
            opts=pulumi.ResourceOptions(parent=self, depends_on=[namespace]),
        )
        for label, queue in sorted(given.queues.items()):
            servicebus.Queue(
                child(name, "queue", label),
                queue_name=label,
                namespace_name=given.namespace_name,
                resource_group_name=given.resource_group_name,
                lock_duration="PT1M",
                default_message_time_to_live=f"P{queue.ttl_days}D",
                dead_lettering_on_message_expiration=True,
                max_delivery_count=queue.max_delivery_count,
                requires_session=queue.sessions,
                requires_duplicate_detection=True,
                enable_express=False,
                opts=pulumi.ResourceOptions(parent=self, depends_on=[namespace], protect=not given.removable),
            )
        self.queue_ids = {label: f"{self.namespace_id}/queues/{label}" for label in sorted(given.queues)}
        self.register_outputs({"namespaceId": self.namespace_id, "namespaceName": self.namespace_name, "queueIds": self.queue_ids})

    def _namespace(self, name: str, given: Messaging) -> pulumi.Resource:
        key = given.key
        namespace: pulumi.Resource = servicebus.Namespace(
            child(name, "namespace"),
            namespace_name=given.namespace_name,
            resource_group_name=given.resource_group_name,
            location=given.location,
            sku=servicebus.SBSkuArgs(name=servicebus.SkuName.PREMIUM, tier=servicebus.SkuTier.PREMIUM, capacity=given.capacity),
            premium_messaging_partitions=1,
            zone_redundant=True,
            disable_local_auth=True,
            minimum_tls_version="1.2",
            public_network_access="Disabled",
            identity=servicebus.IdentityArgs(
                type=servicebus.ManagedServiceIdentityType.USER_ASSIGNED, user_assigned_identities=[key.identity_id]
            ),
            encryption=servicebus.EncryptionArgs(
                key_source=servicebus.KeySource.MICROSOFT_KEY_VAULT,
                require_infrastructure_encryption=True,
                key_vault_properties=[
                    # An empty version follows the key's rotation.
                    servicebus.KeyVaultPropertiesArgs(
                        key_name=key.key_name,
                        key_vault_uri=key.vault_uri,
                        key_version="",
                        identity=servicebus.UserAssignedIdentityPropertiesArgs(user_assigned_identity=key.identity_id),
                    )
                ],
            ),
            tags=given.tags_of(data_class=ZONE_CLASSES[given.zone]),
            opts=pulumi.ResourceOptions(parent=self, protect=not given.removable),
        )
        return namespace
