"""Every Azure service of the plan has its endpoints' sub-resources, private DNS zones and names."""

import pytest

from ai_zones.azure.endpoint_services import SERVICES, endpoint_zones, host_names, private_zone_names
from ai_zones.plan.cloud_services import CLOUD_SERVICES
from ai_zones.plan.names import Cloud

PLANNED = sorted({service for services in CLOUD_SERVICES[Cloud.AZURE].values() for service in services})


@pytest.mark.parametrize("service", PLANNED)
def test_every_service_that_a_plan_may_name_can_be_linked(service: str) -> None:
    assert endpoint_zones(service, "westeurope")


def test_every_sub_resource_of_storage_has_its_own_zone() -> None:
    assert dict(endpoint_zones("storage", "westeurope")) == {
        part: [f"privatelink.{part}.core.windows.net"] for part in ("blob", "dfs", "file", "queue", "table", "web")
    }


def test_every_zone_is_a_privatelink_zone_and_none_is_left_with_a_placeholder() -> None:
    for zone in private_zone_names(SERVICES, "westeurope"):
        assert zone.startswith("privatelink.")
        assert "{" not in zone


def test_zones_that_services_share_are_made_once() -> None:
    assert private_zone_names(["storage", "monitor"], "westeurope").count("privatelink.blob.core.windows.net") == 1


def test_names_are_allowed_with_the_chain_behind_them() -> None:
    assert host_names("storage", "westeurope", "records", "blob") == [
        "records.blob.core.windows.net",
        "records.privatelink.blob.core.windows.net",
    ]
    assert "keys.privatelink.vaultcore.azure.net" in host_names("key-vault", "westeurope", "keys")
    assert "images.westeurope.data.privatelink.azurecr.io" in host_names("container-registry", "westeurope", "images")


def test_a_monitor_scope_has_all_five_zones() -> None:
    assert [len(zones) for _, zones in endpoint_zones("monitor", "westeurope")] == [5]


def test_group_ids_are_found_whatever_their_case() -> None:
    assert SERVICES["cosmos-db"].sub_resource("sql").group_id == "Sql"
