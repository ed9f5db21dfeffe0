"""Functions that hand out keys: they belong to programs under judgement, which a rehearsal must be able to run.

The values are made up, of the form that the service has. Sources: REST API reference, Storage Accounts, List Keys; Accounts, List Keys (Azure AI
services); Registries, List Credentials; Admin Keys, Get; Namespaces, List Keys; Database Accounts, List Keys; Shared Keys, Get; Redis, List Keys;
Azure documentation, "Disable local authentication in Foundry Tools", "Azure Container Registry authentication: admin account".
"""

import base64
from collections.abc import Callable

from simulator.action import Call
from simulator.packages.arm import paths
from simulator.rules.azure_native.data_kinds import (
    AI_ACCOUNT,
    COSMOS,
    EVENT_HUB_NAMESPACE,
    REGISTRY,
    SEARCH,
    SERVICE_BUS,
    STORAGE_ACCOUNT,
    WORKSPACE,
)
from simulator.rules.azure_native.service_rules import at_id, get
from simulator.rules.registry import invoke
from simulator.values import Properties
from simulator.world import Object

REDIS = "azure-native:redis:Redis"
_BUS_KEYS = {
    SERVICE_BUS: "azure-native:servicebus:NamespaceAuthorizationRule",
    EVENT_HUB_NAMESPACE: "azure-native:eventhub:NamespaceAuthorizationRule",
}
_ROOT = "RootManageSharedAccessKey"


def _standing(call: Call, type_: str) -> Object:
    id_ = paths()[type_].id(call.inputs, call.account)
    found = at_id(call.world, id_, type_)
    if found is None:
        call.refuse("ResourceNotFound", f"The Resource '{id_ or type_}' was not found.")
    return found


def made_up(call: Call, owner: Object, name: str, length: int = 64) -> str:
    """A key that is the same for this resource each time, and belongs to nothing real."""
    digest = "".join(call.world.digest(owner.id.lower(), name, str(i)) for i in range(2))
    return base64.b64encode(bytes.fromhex(digest)[:length]).decode()


Keys = Callable[[Call, Object], Properties]


def _hands_out(token: str, type_: str, source: str) -> Callable[[Keys], Keys]:
    def add(make: Keys) -> Keys:
        invoke(token, source=source)(lambda call: make(call, _standing(call, type_)))
        return make

    return add


@_hands_out("azure-native:storage:listStorageAccountKeys", STORAGE_ACCOUNT, "REST API reference, Storage Accounts, List Keys")
def storage_keys(call: Call, account: Object) -> Properties:
    """Two keys, also where no request may use them (`allowSharedKeyAccess` false)."""
    since = get(account.outputs, "keyCreationTime.key1")
    return {
        "keys": [
            {"keyName": name, "permissions": "FULL", "value": made_up(call, account, name), "creationTime": since}
            for name in ("key1", "key2")
        ]
    }


@_hands_out("azure-native:cognitiveservices:listAccountKeys", AI_ACCOUNT, "REST API reference, Accounts, List Keys (Azure AI services)")
def ai_keys(call: Call, account: Object) -> Properties:
    """None where local authentication is off."""
    if get(account.outputs, "properties.disableLocalAuth") is True:
        call.refuse("BadRequest", f"Failed to list key. disableLocalAuth is set to be true: {account.id}.")
    return {"key1": made_up(call, account, "key1", 32), "key2": made_up(call, account, "key2", 32)}


@_hands_out("azure-native:containerregistry:listRegistryCredentials", REGISTRY, "REST API reference, Registries, List Credentials")
def registry_credentials(call: Call, registry: Object) -> Properties:
    """Those of the admin user, where there is one."""
    if registry.outputs.get("adminUserEnabled") is not True:
        call.refuse(
            "UnAuthorizedForCredentialOperations", f"Cannot perform credential operations for {registry.id} as admin user is disabled."
        )
    passwords = [{"name": name, "value": made_up(call, registry, name, 32)} for name in ("password", "password2")]
    return {"username": registry.outputs["name"], "passwords": passwords}


@_hands_out("azure-native:search:listAdminKey", SEARCH, "REST API reference, Admin Keys, Get")
def search_keys(call: Call, search: Object) -> Properties:
    """Two keys."""
    return {"primaryKey": made_up(call, search, "primary", 32), "secondaryKey": made_up(call, search, "secondary", 32)}


@_hands_out("azure-native:redis:listRedisKeys", REDIS, "REST API reference, Redis, List Keys")
def redis_keys(call: Call, redis: Object) -> Properties:
    """Two keys."""
    return {"primaryKey": made_up(call, redis, "primary", 32), "secondaryKey": made_up(call, redis, "secondary", 32)}


@_hands_out("azure-native:cosmosdb:listDatabaseAccountKeys", COSMOS, "REST API reference, Database Accounts, List Keys")
def document_keys(call: Call, account: Object) -> Properties:
    """Two for all, two for reading."""
    names = ("primaryMasterKey", "primaryReadonlyMasterKey", "secondaryMasterKey", "secondaryReadonlyMasterKey")
    return {name: made_up(call, account, name) for name in names}


@_hands_out("azure-native:operationalinsights:getSharedKeys", WORKSPACE, "REST API reference, Shared Keys, Get")
@_hands_out("azure-native:operationalinsights:getWorkspaceSharedKeys", WORKSPACE, "REST API reference, Shared Keys, Get")
def log_keys(call: Call, workspace: Object) -> Properties:
    """Two keys."""
    return {"primarySharedKey": made_up(call, workspace, "primary"), "secondarySharedKey": made_up(call, workspace, "secondary")}


def _namespace_keys(call: Call, namespace: Object) -> Properties:
    """Keys of a rule that is there; every namespace has the root rule."""
    rule = str(call.inputs.get("authorizationRuleName"))
    if rule != _ROOT:
        _standing(call, _BUS_KEYS[namespace.type])
    host = f"Endpoint=sb://{namespace.outputs['name']}.servicebus.windows.net/"
    shown: Properties = {"keyName": rule, "aliasPrimaryConnectionString": "", "aliasSecondaryConnectionString": ""}
    for word in ("primary", "secondary"):
        key = made_up(call, namespace, rule + word, 32)
        shown |= {f"{word}Key": key, f"{word}ConnectionString": f"{host};SharedAccessKeyName={rule};SharedAccessKey={key}"}
    return shown


for _token, _type in (
    ("azure-native:servicebus:listNamespaceKeys", SERVICE_BUS),
    ("azure-native:eventhub:listNamespaceKeys", EVENT_HUB_NAMESPACE),
):
    _hands_out(_token, _type, "REST API reference, Namespaces, List Keys")(_namespace_keys)
