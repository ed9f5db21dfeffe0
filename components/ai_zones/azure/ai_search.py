"""Search service of a zone: an index that only private endpoints reach, only identities ask, and that may send nothing out.

Sources: Azure AI Search documentation, "Create a private endpoint for a secure connection", "Enable or disable role-based access control"
(`disableLocalAuth` excludes `authOptions`), "Configure customer-managed keys for data encryption" (enforcement refuses an index without
one), "Service limits" (12 replicas and 12 partitions, 36 units at most; partitions 1, 2, 3, 4, 6, 12), "Reliability" (three replicas for
reads and writes), "Make outbound connections through a shared private link", "Search service REST API: data exfiltration protections".
"""

from typing import Annotated, NotRequired, Self, TypedDict

import pulumi
import pydantic
from pulumi_azure_native import search

from ai_zones.azure.guarded_service import GuardedServiceInput, guard, only_in, service_name
from ai_zones.azure.naming import Kind, child, resource_name
from ai_zones.azure.ordering import children_wait
from ai_zones.azure.references import AzureKeyArgs, Name, SubResourceInput
from ai_zones.azure.tags import DataClass
from ai_zones.azure.validation import ZoneText
from ai_zones.inputs import matches

SERVICE = "Microsoft.Search/searchServices"
PARTITIONS = (1, 2, 3, 4, 6, 12)
MAX_UNITS = 36
SEARCHING = ("inference",)
"""Zones whose ceiling has AI Search."""


class AzureSearchLinkArgs(TypedDict):
    """A resource that indexers of the service read, by a private link of the service's own."""

    resource_id: str
    """The resource; its owner approves the link."""
    group_id: str
    """Sub-resource, such as `blob`."""


class AzureAiSearchArgs(TypedDict):
    """Inputs of `AzureAiSearch`."""

    zone: str
    """Zone that the service stands in: `inference`; what it indexes must be de-identified."""
    organization: str
    """Short name of the organization, part of the hash in the service's name."""
    environment: str
    """Environment, part of the hash in the service's name."""
    subscription_id: str
    """Subscription of the zone."""
    resource_group_name: str
    """Resource group of the zone."""
    location: str
    """Region of the service."""
    key: AzureKeyArgs
    """Key that every index must be encrypted with."""
    log_workspace_id: pulumi.Input[str]
    """Log Analytics workspace that is told of every query."""
    log_account_id: NotRequired[pulumi.Input[str] | None]
    """Storage account of the archive that is told too. Default: none."""
    sku: NotRequired[str]
    """`standard`, `standard2` or `standard3`. Default: `standard`."""
    replicas: NotRequired[int]
    """1 to 12. Default: 3, the least that Azure promises reads and writes for."""
    partitions: NotRequired[int]
    """1, 2, 3, 4, 6 or 12. Default: 1."""
    shared_private_links: NotRequired[dict[str, AzureSearchLinkArgs]]
    """Resources that indexers read. Default: none: programs push what is indexed."""
    removable: NotRequired[bool]
    """Lifts lock and Pulumi's protection. Default: false."""
    tags: NotRequired[dict[str, str]]
    """Further tags. Default: none."""


class AiSearch(GuardedServiceInput):
    """Parsed `AzureAiSearchArgs`."""

    zone: Annotated[ZoneText, only_in(SEARCHING, "no other zone searches")]
    sku: Annotated[str, matches(r"standard[23]?", "standard, standard2 or standard3")] = "standard"
    replicas: int = pydantic.Field(default=3, ge=1, le=12)
    partitions: int = 1
    shared_private_links: dict[Name, SubResourceInput] = pydantic.Field(default_factory=dict)

    @pydantic.model_validator(mode="after")
    def _fits(self) -> Self:
        if self.partitions not in PARTITIONS or self.replicas * self.partitions > MAX_UNITS:
            raise ValueError(
                f"partitions: given {self.partitions} with {self.replicas} replicas; one of {', '.join(map(str, PARTITIONS))}, "
                f"and replicas times partitions at most {MAX_UNITS}"
            )
        return self

    @property
    def service_name(self) -> str:
        """Name of the service."""
        return search_service_name(self.zone, **self.naming)


def search_service_name(zone: str, *, organization: str, environment: str, subscription_id: str) -> str:
    """Name of a zone's search service, known before it is built."""
    return service_name(Kind.AI_SEARCH, zone, "srch", organization=organization, environment=environment, subscription_id=subscription_id)


class AzureAiSearch(pulumi.ComponentResource):
    """Search service. Protected by Pulumi and by a lock: `destroy` refuses it."""

    service_id: str
    """Id of the service."""
    service_name: str
    """Name of the service."""
    endpoint: str
    """`https://<service>.search.windows.net`; only private endpoints answer."""

    def __init__(self, name: str, args: AzureAiSearchArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = AiSearch.parse(name, args)
        super().__init__("ai-zones:index:AzureAiSearch", name, {}, children_wait(opts))
        self.service_name = given.service_name
        self.service_id = given.id_of(SERVICE, given.service_name)
        self.endpoint = f"https://{given.service_name}.search.windows.net"
        before: pulumi.Resource = search.Service(
            child(name, "service"),
            search_service_name=given.service_name,
            resource_group_name=given.resource_group_name,
            location=given.location,
            sku=search.SkuArgs(name=given.sku),
            replica_count=given.replicas,
            partition_count=given.partitions,
            hosting_mode=search.HostingMode.DEFAULT,
            disable_local_auth=True,
            public_network_access="Disabled",
            network_rule_set=search.NetworkRuleSetArgs(bypass="None", ip_rules=[]),
            data_exfiltration_protections=["BlockAll"],
            # The ranker runs outside of the service.
            semantic_search="disabled",
            identity=search.IdentityArgs(type="UserAssigned", user_assigned_identities=[given.key.identity_id]),
            encryption_with_cmk=search.EncryptionWithCmkArgs(enforcement=search.SearchEncryptionWithCmk.ENABLED),
            tags=given.tags_of(data_class=DataClass.DEIDENTIFIED),
            opts=pulumi.ResourceOptions(parent=self, protect=not given.removable),
        )
        guard(name, before, self.service_id, given, parent=self)
        for label, link in sorted(given.shared_private_links.items()):
            # One after the other: the service refuses a second change while one runs.
            before = search.SharedPrivateLinkResource(
                child(name, "link", label),
                shared_private_link_resource_name=resource_name(Kind.AI_SEARCH, "link", label),
                search_service_name=given.service_name,
                resource_group_name=given.resource_group_name,
                properties=search.SharedPrivateLinkResourcePropertiesArgs(
                    private_link_resource_id=link.resource_id, group_id=link.group_id, request_message=f"Indexers of {name}"
                ),
                opts=pulumi.ResourceOptions(parent=self, depends_on=[before], delete_before_replace=True),
            )
        self.register_outputs({"serviceId": self.service_id, "serviceName": self.service_name, "endpoint": self.endpoint})
