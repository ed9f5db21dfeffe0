"""Service agents: the accounts by which Google's services use a key, each brought into being before a key names it.

An agent is not there from the start, and a grant to an account that is not there is refused. For most services a service identity makes it;
Cloud Storage, BigQuery and Cloud Logging make theirs when they are asked for its address.
Sources: IAM documentation, "Service agents" (addresses), "Create and grant roles to service agents"; provider reference, `gcp.projects.ServiceIdentity`,
`gcp.storage.getProjectServiceAccount` ("creates the account if required"), `gcp.bigquery.getDefaultServiceAccount`,
`gcp.logging.getProjectCmekSettings` ("use GetCmekSettings to obtain the service account").
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

import pulumi
from pulumi_gcp import bigquery, logging, projects, storage

from ai_zones.gcp.naming import child
from ai_zones.gcp.ordering import after

__all__ = ["AGENTS", "KEY_USER", "KeyUse", "ServiceAgent", "agent_address", "agree", "build_agent"]

KEY_USER: Final = "roles/cloudkms.cryptoKeyEncrypterDecrypter"


class KeyUse(StrEnum):
    """What a key is for: the service whose data it encrypts."""

    ALLOYDB = "alloydb"
    ARTIFACTS = "artifacts"
    BIGQUERY = "bigquery"
    COMPUTE = "compute"
    CONTAINER = "container"
    HEALTHCARE = "healthcare"
    LOGGING = "logging"
    PUBSUB = "pubsub"
    SECRETS = "secrets"
    SQL = "sql"
    STORAGE = "storage"
    VERTEX = "vertex"


@dataclass(frozen=True)
class ServiceAgent:
    """The agent of one service."""

    api: str
    domain: str
    """What follows the `@` in its address, before `.iam.gserviceaccount.com`."""
    prefix: str = "service-"
    """What stands before the project's number."""
    identity: bool = True
    """Whether a service identity makes it."""


AGENTS: Final[Mapping[KeyUse, ServiceAgent]] = MappingProxyType(
    {
        KeyUse.ALLOYDB: ServiceAgent("alloydb", "gcp-sa-alloydb"),
        KeyUse.ARTIFACTS: ServiceAgent("artifactregistry", "gcp-sa-artifactregistry"),
        KeyUse.BIGQUERY: ServiceAgent("bigquery", "bigquery-encryption", prefix="bq-", identity=False),
        # Comes with its API.
        KeyUse.COMPUTE: ServiceAgent("compute", "compute-system", identity=False),
        KeyUse.CONTAINER: ServiceAgent("container", "container-engine-robot"),
        KeyUse.HEALTHCARE: ServiceAgent("healthcare", "gcp-sa-healthcare"),
        KeyUse.LOGGING: ServiceAgent("logging", "gcp-sa-logging", prefix="cmek-p", identity=False),
        KeyUse.PUBSUB: ServiceAgent("pubsub", "gcp-sa-pubsub"),
        KeyUse.SECRETS: ServiceAgent("secretmanager", "gcp-sa-secretmanager"),
        KeyUse.SQL: ServiceAgent("sqladmin", "gcp-sa-cloud-sql"),
        KeyUse.STORAGE: ServiceAgent("storage", "gs-project-accounts", identity=False),
        KeyUse.VERTEX: ServiceAgent("aiplatform", "gcp-sa-aiplatform"),
    }
)


def agent_address(agent: ServiceAgent, project_number: pulumi.Input[str]) -> pulumi.Output[str]:
    """The agent's address in a project, known as soon as the project's number is."""
    return pulumi.Output.concat(agent.prefix, project_number, "@", agent.domain, ".iam.gserviceaccount.com")


def agree(component: str, use: KeyUse, project: str, *, told: str, used: str) -> None:
    """RuntimeError where a service says that its agent is another one than the address that was computed or given."""
    if told != used:
        raise RuntimeError(
            f"{component}: agents: {use.value} of {project} uses keys by {told}, not by {used}; give agents: {{{use.value!r}: {told!r}}}"
        )


def build_agent(
    component: str,
    use: KeyUse,
    *,
    project: str,
    address: pulumi.Input[str],
    anchor: pulumi.Resource,
    parent: pulumi.Resource,
    awaited: Any = None,
) -> list[pulumi.Input[pulumi.Resource]]:
    """Brings the agent of an address into being; returns what a grant to it waits for.

    The address is computed and not taken from the answer, which a first preview does not have: it would not know who may use a key. RuntimeError
    at the update where the service answers with another one. `anchor`: a resource that stands before the grant; `awaited`: what the component
    itself waits for, such as the APIs.
    """
    asked = pulumi.InvokeOutputOptions(parent=parent, depends_on=awaited or [])
    answer: pulumi.Output[str]
    match use:
        case KeyUse.STORAGE:
            answer = storage.get_project_service_account_output(project=project, opts=asked).apply(lambda found: found.email_address)
        case KeyUse.BIGQUERY:
            answer = bigquery.get_default_service_account_output(project=project, opts=asked).apply(lambda found: found.email)
        case KeyUse.LOGGING:
            answer = logging.get_project_cmek_settings_output(project=project, opts=asked).apply(lambda found: found.service_account_id)
        case _:
            if not AGENTS[use].identity:
                return []
            service = f"{AGENTS[use].api}.googleapis.com"
            return [projects.ServiceIdentity(child(component, "agent", use.value), project=project, service=service, opts=after(parent))]

    def agreed(known: list[str]) -> pulumi.Resource:
        agree(component, use, project, told=known[0], used=known[1])
        return anchor

    return [pulumi.Output.all(answer, address).apply(agreed)]
