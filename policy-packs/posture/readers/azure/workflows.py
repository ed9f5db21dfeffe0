"""Logic Apps and their connections: flows that run in Microsoft's network, and carry what one connection gives to another.

Sources: Azure documentation, "Security in Azure Logic Apps" (`accessControl.triggers.allowedCallerIpAddresses`; a Consumption flow runs in
the multitenant service and may call any address), "Managed connectors overview", "Authenticate with managed identities in Logic Apps".
"""

import json
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind
from posture.readers.azure import arm
from posture.readers.azure.data_tokens import tokens
from posture.readers.azure.look import first, refer
from posture.readers.azure.placing import answers, at_large, stands
from posture.readers.azure.stores import STORES
from posture.readers.azure.unclear import unclear
from posture.readers.registry import inert, reads
from posture.reference import Reference
from posture.values import holds_unknown, is_unknown
from posture.view import ResourceView

WORKFLOW: Final = tokens("logic:Workflow")
CONNECTION: Final = tokens("web:Connection")
_REQUESTS: Final = frozenset({"request", "httpwebhook", "apiconnectionwebhook"})
_OURS: Final = {
    "azureblob", "azuretables", "azurequeues", "azurefile", "documentdb", "sql", "servicebus", "eventhubs", "keyvault", "azuredatafactory",
    "azuremonitorlogs", "azureloganalytics", "azureeventgrid", "mysql", "postgresql",
}  # fmt: skip
"""Connectors of Azure's own services, which lead to a resource of somebody's."""


@reads(*WORKFLOW)
def flow(resource: ResourceView, graph: GraphBuilder) -> None:
    """Calls any address, and is called by its trigger's address where it has one."""
    urn = resource.resource.urn
    stands(graph, resource, ())
    at_large(graph, resource, "definition", "runs in Microsoft's network")
    triggers = resource.value("definition.triggers")
    kinds = (
        {str(one.get("type", "")).lower() for one in triggers.values() if isinstance(one, dict)} if isinstance(triggers, dict) else set()
    )
    limits = resource.value("accessControl.triggers.allowedCallerIpAddresses")
    if kinds & _REQUESTS and (is_unknown(limits) or not limits):
        answers(graph, resource, "definition.triggers", "trigger with an address", certain=not is_unknown(limits))
    elif is_unknown(resource.value("definition")) or is_unknown(triggers):
        answers(graph, resource, "definition", "unknown triggers", certain=False)
    for connection in graph.stack.of_type(*CONNECTION):
        used = _uses(graph, resource, connection.urn)
        if used is not None:
            graph.edge(
                Reference.to(urn), Reference.to(connection.urn), EdgeKind.USE, Because(urn, "parameters", "connection"), certain=used
            )


def _uses(graph: GraphBuilder, view: ResourceView, connection: str) -> bool | None:
    """Whether a flow names a connection among its parameters; None when it does not."""
    if connection in view.resource.property_dependencies.get("parameters", ()):
        return True
    value = view.value("parameters")
    text = json.dumps(value, default=str).lower()
    made = arm.arm_id(graph.view(connection))
    if made is not None and made in text:
        return True
    return False if holds_unknown(value) and connection in view.resource.dependencies else None


@reads(*CONNECTION)
def connection(resource: ResourceView, graph: GraphBuilder) -> None:
    """What a flow is connected with: a store of the stack, or another company's service."""
    urn = resource.resource.urn
    stands(graph, resource, ())
    for path in ("accountName", "storageaccount", "server", "connectionString", "endpoint", "vaultName", "namespaceEndpoint"):
        place = f"properties.parameterValues.{path}"
        found = refer(graph, resource, place, tuple(STORES))
        if found.targets:
            graph.edge(Reference.to(urn), found, EdgeKind.USE, Because(urn, place, "connection"), certain=found.certain)
            return
        if found.literal is not None and path == "accountName":
            who = graph.somewhere("storage account", found.literal)
            graph.edge(Reference.to(urn), who, EdgeKind.USE, Because(urn, place, found.literal))
            return
    name = first(resource, "properties.api.name", "properties.api.id")
    service = name.rsplit("/", 1)[-1].lower() if isinstance(name, str) else None
    if service is None or service in _OURS:
        unclear(graph, urn, "which resource the connection leads to is not known (properties.parameterValues)")
    else:
        at_large(graph, resource, "properties.api", service)


@reads(*tokens("web:CustomApi", "web:ConnectionGateway"))
def own_connector(resource: ResourceView, graph: GraphBuilder) -> None:
    """A connector to an address of one's own choosing, or to a house of somebody's."""
    stands(graph, resource, ())
    at_large(graph, resource, "properties", "custom connector", certain=False)


@reads(*tokens("logic:IntegrationServiceEnvironment", "logic:IntegrationServiceEnvironmentManagedApi"))
def environment(resource: ResourceView, graph: GraphBuilder) -> None:
    """Retired in 2024."""
    unclear(
        graph, resource.resource.urn, "integration service environments are retired, and not read (Azure Logic Apps, 'Retirement of ISE')"
    )


inert(
    "Maps, schemas and partners of business documents: what flows use, no road (Azure documentation, 'Integration accounts')",
    *tokens(
        "logic:IntegrationAccount", "logic:IntegrationAccountAgreement", "logic:IntegrationAccountAssembly",
        "logic:IntegrationAccountBatchConfiguration", "logic:IntegrationAccountCertificate", "logic:IntegrationAccountMap",
        "logic:IntegrationAccountPartner", "logic:IntegrationAccountSchema", "logic:IntegrationAccountSession",
        "logic:RosettaNetProcessConfiguration", "logic:WorkflowAccessKey",
    ),
)  # fmt: skip
