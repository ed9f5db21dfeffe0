"""What a role lets its holder do with stores: read and write their data by service, or change the resource itself (and so open it, or list its keys).

Sources: Azure documentation, "Azure built-in roles" (ids and actions), "Understand Azure role definitions" (`actions` are of the control
plane, `dataActions` of the data plane), "Use data plane role-based access control with Azure Cosmos DB".
"""

from collections.abc import Iterable
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.readers.azure.data_tokens import ROLE_DEFINITION
from posture.readers.azure.look import guid, refer
from posture.record import record
from posture.values import Unknown, is_unknown
from posture.view import ResourceView

EVERY: Final = "*"


@record
class Powers:
    """Services whose data a role reads or writes, services that it may change, and whether that is all known."""

    data: frozenset[str] = frozenset()
    control: frozenset[str] = frozenset()
    certain: bool = True

    def reads(self, service: str) -> bool:
        """Whether it opens data of the service."""
        return EVERY in self.data or service in self.data

    def changes(self, service: str) -> bool:
        """Whether it may change a resource of the service: list its keys, open its network, hand it on."""
        return EVERY in self.control or service in self.control


NOTHING: Final = Powers()
ANYTHING: Final = Powers(frozenset({EVERY}), frozenset({EVERY}), certain=False)
"""A role that nobody knows may do anything."""


def _data(*services: str) -> Powers:
    return Powers(data=frozenset(services))


def _control(*services: str) -> Powers:
    return Powers(control=frozenset(services))


_AI: Final = ("openai", "ai-services")
BUILT_IN: Final[dict[str, Powers]] = {
    "8e3af657-a8ff-443c-a75c-2fe8c4bcb635": _control(EVERY),  # Owner
    "b24988ac-6180-42a0-ab88-20f7382dd24c": _control(EVERY),  # Contributor
    "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9": _control(EVERY),  # User Access Administrator
    "f58310d9-a9f6-439a-9e8d-f62e7b41a168": _control(EVERY),  # Role Based Access Control Administrator
    "acdd72a7-3385-48ef-bd42-f606fba81ae7": NOTHING,  # Reader
    "c12c1c16-33a1-487b-954d-41c89c60f349": _control("storage"),  # Reader and Data Access: lists keys
    "17d1049b-9a84-46fb-8f53-869881c3d3ab": _control("storage"),  # Storage Account Contributor
    "81a9662b-bebf-436f-a333-f67b29880f12": _control("storage"),  # Storage Account Key Operator Service Role
    "b7e6dc6d-f1e8-4753-8033-0f276bb0955b": _data("storage"),  # Storage Blob Data Owner
    "ba92f5b4-2d11-453d-a403-e96b0029c9fe": _data("storage"),  # Storage Blob Data Contributor
    "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1": _data("storage"),  # Storage Blob Data Reader
    "db58b8e5-c6ad-4a2a-8342-4190687cbf4a": _data("storage"),  # Storage Blob Delegator
    "0c867c2a-1d8c-454a-a3db-ab2ea1bdc8bb": _data("storage"),  # Storage File Data SMB Share Contributor
    "aba4ae5f-2193-4029-9191-0cb91df5e314": _data("storage"),  # Storage File Data SMB Share Reader
    "a7264617-510b-434b-a828-9731dc254ea7": _data("storage"),  # Storage File Data SMB Share Elevated Contributor
    "69566ab7-960f-475b-8e7c-b3118f30c6bd": _data("storage"),  # Storage File Data Privileged Contributor
    "b8eda974-7b85-4f76-af95-65846b26df6d": _data("storage"),  # Storage File Data Privileged Reader
    "974c5e8b-45b9-4653-ba55-5f855dd0fb88": _data("storage"),  # Storage Queue Data Contributor
    "19e7f393-937e-4f77-808e-94535e297925": _data("storage"),  # Storage Queue Data Reader
    "8a0f0c08-91a1-4084-bc3d-661d67233fed": _data("storage"),  # Storage Queue Data Message Processor
    "c6a89b2d-59bc-44d0-9896-0f6e12d7b80a": _data("storage"),  # Storage Queue Data Message Sender
    "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3": _data("storage"),  # Storage Table Data Contributor
    "76199698-9eea-4c19-bc75-cec21354c6b6": _data("storage"),  # Storage Table Data Reader
    "00482a5a-887f-4fb3-b363-3b7fe8e74483": _data("key-vault"),  # Key Vault Administrator
    "4633458b-17de-408a-b874-0445c86b69e6": _data("key-vault"),  # Key Vault Secrets User
    "b86a8fe4-44ce-4948-aee5-eccb2c155cd7": _data("key-vault"),  # Key Vault Secrets Officer
    "14b46e9e-c2b7-41b4-b07b-48a6ebf60603": _data("key-vault"),  # Key Vault Crypto Officer
    "12338af0-0e69-4776-bea7-57ae8d297424": _data("key-vault"),  # Key Vault Crypto User
    "a4417e6f-fecd-4de8-b567-7b0420556985": _data("key-vault"),  # Key Vault Certificates Officer
    "e147488a-f6f5-4113-8e2d-b22465e65bf6": NOTHING,  # Key Vault Crypto Service Encryption User: wraps keys, opens no records
    "21090545-7ca7-4776-b22c-e363652d74d2": NOTHING,  # Key Vault Reader
    "f25e0fa2-a7c8-4377-a976-54943a77a395": _control("key-vault"),  # Key Vault Contributor
    "5bd9cd88-fe45-4216-938b-f97437e15450": _control("cosmos-db"),  # DocumentDB Account Contributor
    "090c5cfd-751d-490a-894a-3ce6f1109419": _data("service-bus"),  # Azure Service Bus Data Owner
    "4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0": _data("service-bus"),  # Azure Service Bus Data Receiver
    "69a216fc-b8fb-44d8-bc22-1f3c2cd27a39": _data("service-bus"),  # Azure Service Bus Data Sender
    "f526a384-b230-433a-b45c-95f59c4a2dec": _data("event-hubs"),  # Azure Event Hubs Data Owner
    "a638d3c7-ab3a-418d-83e6-5f17a39d4fde": _data("event-hubs"),  # Azure Event Hubs Data Receiver
    "2b629674-e913-4c01-ae53-ef4638d8f975": _data("event-hubs"),  # Azure Event Hubs Data Sender
    "5e0bd9bd-7b93-4f28-af87-19fc36ad61bd": _data(*_AI),  # Cognitive Services OpenAI User
    "a001fd3d-188f-4b5d-821b-7da978bf7442": _data(*_AI),  # Cognitive Services OpenAI Contributor
    "a97b65f3-24c7-4388-baec-2e87135dc908": _data(*_AI),  # Cognitive Services User
    "25fbc0a9-bd7c-42a3-aa1a-3b75d497ee68": _control(*_AI),  # Cognitive Services Contributor
    "1407120a-92aa-4202-b7e9-c0e197c71c8f": _data("ai-search"),  # Search Index Data Reader
    "8ebe5a00-799e-43f5-93ac-243d3dce84a7": _data("ai-search"),  # Search Index Data Contributor
    "7ca78c08-252a-4471-8644-bb5ff32d4ba0": _control("ai-search"),  # Search Service Contributor
    "4c8d0bbc-75d3-4935-991f-5f3c56d81508": _data("health-data"),  # FHIR Data Reader
    "5a1fc7df-4bf1-4951-a576-89034ee01acd": _data("health-data"),  # FHIR Data Contributor
    "3db33094-8700-4567-8da5-1501d4e7e843": _data("health-data"),  # FHIR Data Exporter
    "4465e953-8ced-4406-a58e-0f6e3f3b530b": _data("health-data"),  # FHIR Data Importer
    "a1705bd2-3a8f-45a5-8683-466fcfd5cc24": NOTHING,  # FHIR Data Converter: converts what it is given
    "58a3b984-7adf-4c20-983a-32417c86fbc8": _data("health-data"),  # DICOM Data Owner
    "e89c7a3c-2f64-4fa1-a847-3e4c9ba4283a": _data("health-data"),  # DICOM Data Reader
    "7f951dda-4ed3-4680-a7ca-43fe172d538d": _data("container-registry"),  # AcrPull
    "8311e382-0749-4cb8-b61a-304f252e45ec": _data("container-registry"),  # AcrPush
    "73c42c96-874c-492b-b04d-ab87d138a893": _data("monitor"),  # Log Analytics Reader
    "92aaf0da-9dab-42b6-94a3-d43ce8d16293": Powers(frozenset({"monitor"}), frozenset({"monitor"})),  # Log Analytics Contributor
    "3913510d-42f4-4e42-8a64-420c390055eb": NOTHING,  # Monitoring Metrics Publisher: writes alone
    "43d0d8ad-25c7-4714-9337-8ba259a9fe05": NOTHING,  # Monitoring Reader
    "749f88d5-cbae-40b8-bcfc-e573ddc772fa": _control("monitor"),  # Monitoring Contributor
    "9980e02c-c2be-4d73-94e8-173b1dc7cf3c": _control("disk", "machine"),  # Virtual Machine Contributor: runs commands
    "1c0163c0-47e6-4577-8991-ea5c82e286e4": _data("machine"),  # Virtual Machine Administrator Login
    "fb879df8-f326-4884-b1cf-06f3ad86be52": _data("machine"),  # Virtual Machine User Login
    "de139f84-1756-47ae-9be6-808fbbe84772": _control("web"),  # Website Contributor
    "ed7f3fbd-7b88-4dd4-9017-9adb7ce333f8": _control("kubernetes"),  # Azure Kubernetes Service Contributor Role
    "0ab0b1a8-8aac-4efd-b8c2-3ee1fb270be8": _control("kubernetes"),  # Azure Kubernetes Service Cluster Admin Role
    "b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b": _data("kubernetes"),  # Azure Kubernetes Service RBAC Cluster Admin
    "7f6c6a51-bcf8-42ba-9220-52d62157d7db": _data("kubernetes"),  # Azure Kubernetes Service RBAC Reader
    "f6c7c914-8db3-469d-8ca1-694a8f32e121": Powers(
        frozenset({"machine-learning"}), frozenset({"machine-learning"})
    ),  # AzureML Data Scientist
    "673868aa-7521-48a0-acc6-0f60742d39f5": _control("pipelines"),  # Data Factory Contributor
    "7efff54f-a5b4-42b5-a1c5-5411624893ce": _control("disk"),  # Disk Snapshot Contributor
    "3e5e47e6-65f7-47ef-90b5-e5dd4d455f24": NOTHING,  # Disk Backup Reader
    "f1a07417-d97a-45cb-824c-7a7467783830": NOTHING,  # Managed Identity Operator
    "4d97b98b-1d4f-4787-a291-c67834d212e7": NOTHING,  # Network Contributor: says nothing of data
    "00000000-0000-0000-0000-000000000001": _data("cosmos-db"),  # Cosmos DB Built-in Data Reader
    "00000000-0000-0000-0000-000000000002": _data("cosmos-db"),  # Cosmos DB Built-in Data Contributor
}
_SERVICES: Final[dict[str, tuple[str, ...]]] = {
    "microsoft.storage": ("storage",),
    "microsoft.keyvault": ("key-vault",),
    "microsoft.servicebus": ("service-bus",),
    "microsoft.eventhub": ("event-hubs",),
    "microsoft.cognitiveservices": _AI,
    "microsoft.search": ("ai-search",),
    "microsoft.healthcareapis": ("health-data",),
    "microsoft.documentdb": ("cosmos-db",),
    "microsoft.containerregistry": ("container-registry",),
    "microsoft.operationalinsights": ("monitor",),
    "microsoft.compute": ("disk", "machine"),
    "microsoft.containerservice": ("kubernetes",),
    "microsoft.web": ("web",),
    "microsoft.app": ("containers",),
    "microsoft.machinelearningservices": ("machine-learning",),
    "microsoft.dbforpostgresql": ("postgresql",),
    "microsoft.sql": ("sql",),
    "microsoft.cache": ("redis",),
}
"""Provider of an action → services of ours."""


def powers_of(graph: GraphBuilder, view: ResourceView, path: str) -> Powers:
    """What the role that a property names may do."""
    value = view.value(path)
    own = refer(graph, view, path, ROLE_DEFINITION)
    if own.targets:
        found = [_custom(graph.view(urn)) for urn in own.targets]
        return found[0] if len(found) == 1 and own.certain else ANYTHING
    if not isinstance(value, str):
        return ANYTHING
    known = BUILT_IN.get(guid(value) or "")
    if known is not None:
        return known
    return _by_guid(graph, guid(value)) or ANYTHING


def _by_guid(graph: GraphBuilder, wanted: str | None) -> Powers | None:
    for resource in graph.stack.of_type(*ROLE_DEFINITION):
        if wanted is not None and guid(str(resource.props.get("roleDefinitionId", ""))) == wanted:
            return _custom(graph.view(resource.urn))
    return None


def _custom(view: ResourceView) -> Powers:
    blocks = view.blocks("permissions")
    if isinstance(blocks, Unknown):
        return ANYTHING
    data: set[str] = set()
    control: set[str] = set()
    certain = True
    for block in blocks:
        for name, into, words in (("dataActions", data, ()), ("actions", control, ("*", "write", "action"))):
            listed = view.texts(f"{block}.{name}")
            texts = [] if isinstance(listed, Unknown) else [text for text in listed if isinstance(text, str)]
            certain = certain and not is_unknown(listed) and len(texts) == len([] if isinstance(listed, Unknown) else listed)
            into.update(_services(texts, words))
    return Powers(frozenset(data), frozenset(control), certain) if certain else ANYTHING


def _services(actions: Iterable[str], words: tuple[str, ...]) -> set[str]:
    found: set[str] = set()
    for action in actions:
        lower = action.lower()
        if words and lower.rpartition("/")[2] not in words:
            continue  # reading a resource shows no data
        provider = lower.partition("/")[0]
        found.update({EVERY} if "*" in provider else _SERVICES.get(provider, ()))
    return found
