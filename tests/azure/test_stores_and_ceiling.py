"""Stores stand only in zones whose ceiling lets somebody reach them."""

from collections.abc import Iterable

import pytest

from ai_zones.azure import ai_search, ai_services, backups, document_store, machine_learning, messaging, phi_store
from ai_zones.azure.endpoint_services import SERVICES
from ai_zones.plan.cloud_services import CLOUD_SERVICES
from ai_zones.plan.names import Cloud, ZoneName

AZURE = CLOUD_SERVICES[Cloud.AZURE]
PLACES: dict[str, Iterable[str]] = {
    "ai-search": ai_search.SEARCHING,
    "ai-services": ai_services.ZONE_CLASSES,
    "cosmos-db": document_store.ZONE_CLASSES,
    "health-data": ("phi",),
    "machine-learning": machine_learning.TRAINING,
    "openai": ai_services.ZONE_CLASSES,
    "postgresql": ("phi",),
    "service-bus": messaging.ZONE_CLASSES,
    "storage": phi_store.STORE_CLASSES,
}


@pytest.mark.parametrize(("service", "zones"), sorted((service, tuple(zones)) for service, zones in PLACES.items()))
def test_a_store_stands_where_the_ceiling_has_its_service(service: str, zones: tuple[str, ...]) -> None:
    assert [zone for zone in zones if service not in AZURE[ZoneName(zone)]] == []


def test_every_service_of_the_ceiling_has_private_endpoints() -> None:
    assert set().union(*AZURE.values()) <= set(SERVICES)


def test_what_is_backed_up_is_classed_as_it_is_kept() -> None:
    assert {zone: phi_store.STORE_CLASSES[zone] for zone in backups.ZONE_CLASSES} == backups.ZONE_CLASSES
