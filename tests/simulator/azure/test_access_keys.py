"""Functions that hand out keys: made up, the same each time, and none where the service has turned them off."""

from typing import Any

import pytest

from simulator.errors import CloudError
from tests.simulator.azure.data_places import IN, store, workspace
from tests.simulator.azure.places import group
from tests.simulator.azure.subscription import Subscription


@pytest.fixture
def here(azure: Subscription) -> Subscription:
    """A subscription with a resource group."""
    group(azure)
    return azure


def ask(azure: Subscription, token: str, **inputs: Any) -> dict[str, Any]:
    return azure.cloud.invoke(f"azure-native:{token}", {**IN, **inputs})


def denied(azure: Subscription, code: str, token: str, **inputs: Any) -> None:
    with pytest.raises(CloudError) as refused:
        ask(azure, token, **inputs)
    assert refused.value.code == code


def test_an_account_hands_out_two_keys_even_if_nobody_may_use_them(here: Subscription) -> None:
    account = store(here, allowSharedKeyAccess=False)
    keys = ask(here, "storage:listStorageAccountKeys", accountName=account.name)["keys"]
    assert [one["keyName"] for one in keys] == ["key1", "key2"]
    assert keys == ask(here, "storage:listStorageAccountKeys", accountName=account.name)["keys"]
    assert keys[0]["value"] != keys[1]["value"]
    denied(here, "ResourceNotFound", "storage:listStorageAccountKeys", accountName="nobody")


def test_an_account_without_local_authentication_hands_out_none(here: Subscription) -> None:
    kind, given = "cognitiveservices:Account", {"kind": "OpenAI", "sku": {"name": "S0"}, **IN}
    shut = here.make(kind, accountName="shut", properties={"customSubDomainName": "shut", "disableLocalAuth": True}, **given)
    denied(here, "BadRequest", "cognitiveservices:listAccountKeys", accountName=shut.name)
    free = here.make(kind, accountName="open", properties={}, **given)
    assert set(ask(here, "cognitiveservices:listAccountKeys", accountName=free.name)) == {"key1", "key2"}


def test_a_registry_has_credentials_of_its_admin_alone(here: Subscription) -> None:
    here.make("containerregistry:Registry", registryName="closedimages", sku={"name": "Basic"}, **IN)
    denied(here, "UnAuthorizedForCredentialOperations", "containerregistry:listRegistryCredentials", registryName="closedimages")
    here.make("containerregistry:Registry", registryName="openimages", sku={"name": "Basic"}, adminUserEnabled=True, **IN)
    assert ask(here, "containerregistry:listRegistryCredentials", registryName="openimages")["username"] == "openimages"


def test_a_namespace_hands_out_keys_of_rules_that_are_there(here: Subscription) -> None:
    here.make("servicebus:Namespace", namespaceName="clinic-bus", **IN)
    named = {"namespaceName": "clinic-bus"}
    root = ask(here, "servicebus:listNamespaceKeys", authorizationRuleName="RootManageSharedAccessKey", **named)
    assert root["primaryConnectionString"].startswith("Endpoint=sb://clinic-bus.servicebus.windows.net/;SharedAccessKeyName=Root")
    denied(here, "ResourceNotFound", "servicebus:listNamespaceKeys", authorizationRuleName="send", **named)
    here.make("servicebus:NamespaceAuthorizationRule", authorizationRuleName="send", rights=["Send"], **named, **IN)
    assert ask(here, "servicebus:listNamespaceKeys", authorizationRuleName="send", **named)["keyName"] == "send"


def test_other_services_hand_out_theirs(here: Subscription) -> None:
    workspace(here)
    assert ask(here, "operationalinsights:getSharedKeys", workspaceName="clinic-logs")["primarySharedKey"]
    here.make("search:Service", searchServiceName="clinic-search", sku={"name": "basic"}, **IN)
    assert ask(here, "search:listAdminKey", searchServiceName="clinic-search")["primaryKey"]
    here.make("redis:Redis", name="clinic", sku={"name": "Basic", "family": "C", "capacity": 0}, **IN)
    assert ask(here, "redis:listRedisKeys", name="clinic")["secondaryKey"]
    place = [{"locationName": "westeurope", "failoverPriority": 0}]
    here.make("cosmosdb:DatabaseAccount", accountName="clinic-documents", databaseAccountOfferType="Standard", locations=place, **IN)
    assert len(ask(here, "cosmosdb:listDatabaseAccountKeys", accountName="clinic-documents")) == 4
