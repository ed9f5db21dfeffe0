"""Names of a zone's AI services, known before they are built so that endpoints and resolvers can name them."""

from ai_zones.azure.ai_search import search_service_name
from ai_zones.azure.ai_services import AzureAiKind, ai_account_name
from ai_zones.azure.machine_learning import learning_workspace_name
from ai_zones.azure.zones_input import Zones
from ai_zones.plan import ZoneName


def account_name(zones: Zones, zone: ZoneName) -> str:
    """Name of a zone's AI account."""
    kind = AzureAiKind.OPENAI if "openai" in zones.services(zone) else AzureAiKind.AI_SERVICES
    return ai_account_name(zone.value, kind, **zones.names, subscription_id=zones.subscription(zone))


def search_name(zones: Zones, zone: ZoneName) -> str:
    """Name of a zone's search service."""
    return search_service_name(zone.value, **zones.names, subscription_id=zones.subscription(zone))


def training_name(zones: Zones, zone: ZoneName) -> str:
    """Name of a zone's machine learning workspace."""
    return learning_workspace_name(zone.value, **zones.names, subscription_id=zones.subscription(zone))
