"""Services that the components do not use and that programs under judgement may: Data Factory, Logic Apps, Redis, bots.

Sources: Azure documentation, "Naming rules and restrictions for Azure resources", "Azure Data Factory managed virtual network", "Secure
access and data in Azure Logic Apps", "Azure Cache for Redis network isolation options"; REST API reference of each service, Create Or
Update.
"""

import re
from collections.abc import Iterator

from simulator.action import Action
from simulator.rules.azure_native.data_kinds import NAMING
from simulator.rules.azure_native.kinds import SUBNET
from simulator.rules.azure_native.managed_identities import shown_identity, with_identity
from simulator.rules.azure_native.private_connections import shows_connections
from simulator.rules.azure_native.service_rules import at_id, completed, get, is_word, service, to
from simulator.rules.checks import Allowed, Between, Fault, Pattern
from simulator.rules.registry import unique
from simulator.values import Properties

SQL = "azure-native:sql:Server"
FACTORY = "azure-native:datafactory:Factory"
RUNTIME = "azure-native:datafactory:IntegrationRuntime"
MANAGED_ENDPOINT = "azure-native:datafactory:ManagedPrivateEndpoint"
WORKFLOW = "azure-native:logic:Workflow"
REDIS = "azure-native:redis:Redis"
BOT = "azure-native:botservice:Bot"
CHANNEL = "azure-native:botservice:Channel"

factory = with_identity(
    service(
        FACTORY,
        source="REST API reference, Factories, Create Or Update",
        checks=(
            Pattern(
                "factoryName", r"[A-Za-z0-9](?:[A-Za-z0-9-]{1,61}[A-Za-z0-9])", source=NAMING, saying="3 to 63 letters, digits and hyphens"
            ),
        ),
        unique=(
            unique("name", scope="global", code="DataFactoryNameInUse", message="The specified resource name '{name}' is already in use."),
        ),
        defaults={"publicNetworkAccess": "Enabled"},
        outputs={"createTime": "{now}", "eTag": '"{uuid}"', "version": "2018-06-01"},
    )
)
factory.computes(shown_identity)


@factory.after("create")
def brings_its_network(action: Action) -> None:
    """The managed virtual network of a factory is called `default`; the SDK has no type for it."""
    action.keep("azure-native:datafactory/managedVirtualNetworks", f"{action.id}/managedVirtualNetworks/default", {"name": "default"})


runtime = service(
    RUNTIME,
    source="REST API reference, Integration Runtimes, Create Or Update",
    skip=("properties",),
    checks=(
        Pattern(
            "integrationRuntimeName",
            r"[A-Za-z0-9](?:[A-Za-z0-9-]{1,61}[A-Za-z0-9])",
            source=NAMING,
            saying="3 to 63 letters, digits and hyphens",
        ),
        Allowed("properties.type", ("Managed", "SelfHosted"), source="REST API reference, Integration Runtimes, Create Or Update"),
    ),
    immutable={"properties.type"},
)
runtime.computes(
    lambda action: {
        "properties": completed(
            action.inputs["properties"], {"state": "Online"} if is_word(get(action.inputs, "properties.type"), "Managed") else {}
        )
    }
)
managed_endpoint = service(
    MANAGED_ENDPOINT,
    source="REST API reference, Managed Private Endpoints, Create Or Update",
    immutable={"properties.privateLinkResourceId", "properties.groupId"},
)


@managed_endpoint.before("create")
def target_stands(action: Action) -> None:
    """The target is there; its owner approves."""
    target = get(action.inputs, "properties.privateLinkResourceId")
    if at_id(action.world, target) is None:
        action.refuse("InvalidManagedPrivateEndpoint", f"The resource '{target}' of the managed private endpoint was not found.")


managed_endpoint.computes(
    lambda action: {
        "properties": completed(action.inputs["properties"], {"connectionState": {"status": "Pending"}, "provisioningState": "Succeeded"})
    }
)

workflow = with_identity(
    service(
        WORKFLOW,
        source="REST API reference, Workflows, Create Or Update",
        checks=(Pattern("workflowName", r"[A-Za-z0-9_.()-]{1,80}", source=NAMING, saying="1 to 80 letters, digits and - _ . ( )"),),
        defaults={"state": "Enabled"},
        outputs={"changedTime": "{now}", "createdTime": "{now}", "sku": {}, "version": "{digits20}"},
    )
)


@workflow.check(source="Azure documentation, 'Workflow Definition Language schema reference for Azure Logic Apps'")
def definition_has_a_schema(inputs: Properties) -> Iterator[Fault]:
    """A definition names its schema and its version."""
    definition = inputs.get("definition")
    if definition is None:
        yield "definition", "is required"
    for name in ("$schema", "contentVersion") if isinstance(definition, dict) else ():
        if not get(definition, name):
            yield f"definition.{name}", "is required"
    for part in ("triggers", "actions", "contents"):
        for i, one in enumerate(get(inputs, f"accessControl.{part}.allowedCallerIpAddresses") or []):
            if not re.fullmatch(r"[0-9a-fA-F.:]+(/\d{1,3}|-[0-9a-fA-F.:]+)?", str(one.get("addressRange"))):
                yield (
                    f"accessControl.{part}.allowedCallerIpAddresses[{i}].addressRange",
                    f"{one.get('addressRange')!r} is no range of addresses",
                )


@workflow.computes
def workflow_answer(action: Action) -> Properties:
    """Where it is called."""
    host = f"https://prod-00.{action.outputs.get('location')}.logic.azure.com:443"
    return {**shown_identity(action), "accessEndpoint": f"{host}/workflows/{action.hex(32)}"}


redis = shows_connections(
    with_identity(
        service(
            REDIS,
            source="REST API reference, Redis, Create",
            checks=(
                Pattern(
                    "name",
                    r"(?!.*--)[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?",
                    source=NAMING,
                    saying="1 to 63 letters, digits and single hyphens",
                ),
                Between("sku.capacity", 0, 6, source="REST API reference, Redis, Create"),
                Between("shardCount", 1, 30, source="Azure documentation, 'Configure clustering for Azure Cache for Redis'"),
            ),
            references={"subnetId": to(SUBNET, code="BadRequest", blocks=True, delete_code="InUseSubnetCannotBeDeleted")},
            immutable={"subnetId", "staticIP", "zones"},
            unique=(unique("name", scope="global", code="NameNotAvailable", message="The requested cache name {name} is not available."),),
            defaults={
                "disableAccessKeyAuthentication": False,
                "enableNonSslPort": False,
                "minimumTlsVersion": "1.2",
                "publicNetworkAccess": "Enabled",
                "redisVersion": "6.0",
                "updateChannel": "Stable",
            },
            outputs={"accessKeys": {}, "instances": [], "linkedServers": [], "port": 6379, "sslPort": 6380},
        )
    )
)


@redis.check(source="Azure documentation, 'Azure Cache for Redis network isolation options'")
def premium_alone(inputs: Properties) -> Iterator[Fault]:
    """Families belong to tiers; networks, shards and persistence to Premium; a network excludes private endpoints."""
    tier, family = get(inputs, "sku.name"), get(inputs, "sku.family")
    if is_word(tier, "Premium") != is_word(family, "P"):
        yield "sku.family", f"{family!r} is not the family of {tier}: P is Premium's, C that of the others"
    for name in ("subnetId", "shardCount", "zones") if not is_word(tier, "Premium") else ():
        if inputs.get(name):
            yield name, f"is not supported by the tier {tier}: it needs Premium"
    if is_word(tier, "Premium") and not 1 <= (get(inputs, "sku.capacity") or 0) <= 5:
        yield "sku.capacity", "is 1 to 5 in the tier Premium"
    if inputs.get("staticIP") and not inputs.get("subnetId"):
        yield "subnetId", "is required where staticIP is given"
    if inputs.get("disableAccessKeyAuthentication") is True and get(inputs, "redisConfiguration.aadEnabled") != "true":
        yield "redisConfiguration.aadEnabled", "must be 'true' where disableAccessKeyAuthentication is true"


@redis.computes
def redis_answer(action: Action) -> Properties:
    """Its host name."""
    return {
        **shown_identity(action),
        "hostName": f"{action.outputs['name']}.redis.cache.windows.net",
        "redisConfiguration": action.inputs.get("redisConfiguration") or {},
    }


bot = service(
    BOT,
    source="REST API reference, Bots, Create",
    checks=(Pattern("resourceName", r"[A-Za-z0-9][A-Za-z0-9_.-]{1,63}", source=NAMING, saying="2 to 64 letters, digits and _ . -"),),
    immutable={"properties.msaAppId", "properties.msaAppType"},
    unique=(unique("name", scope="global", code="InvalidBotData", message="Bot is not valid - the id {name} is already registered."),),
    outputs={"zones": []},
)


@bot.check(source="REST API reference, Bots, Create")
def bots_are_somebody(inputs: Properties) -> Iterator[Fault]:
    """A bot of a tenant, or of an identity, names it; its endpoint is https."""
    kind = get(inputs, "properties.msaAppType")
    if is_word(kind, "SingleTenant", "UserAssignedMSI") and not get(inputs, "properties.msaAppTenantId"):
        yield "properties.msaAppTenantId", f"is required when msaAppType is {kind!r}"
    if is_word(kind, "UserAssignedMSI") and not get(inputs, "properties.msaAppMSIResourceId"):
        yield "properties.msaAppMSIResourceId", "is required when msaAppType is 'UserAssignedMSI'"
    if is_word(kind, "MultiTenant"):
        yield "properties.msaAppType", "'MultiTenant' is no longer allowed for new bots (31 July 2025)"
    endpoint = get(inputs, "properties.endpoint")
    if isinstance(endpoint, str) and endpoint and not endpoint.startswith("https://"):
        yield "properties.endpoint", f"{endpoint!r} must begin with https://"


bot.computes(
    lambda action: {
        "properties": completed(
            action.inputs.get("properties"),
            {"publicNetworkAccess": "Enabled", "isStreamingSupported": False, "provisioningState": "Succeeded"},
        )
    }
)
channel = service(CHANNEL, source="REST API reference, Channels, Create", skip=("properties",), outputs={"zones": []})
channel.computes(lambda action: {"properties": completed(action.inputs.get("properties"), {"provisioningState": "Succeeded"})})
