"""What the services that hold a zone's data have in common: a key of the zone's vault, logs of its own, a lock, and a name unique in all of Azure.

The TypedDicts of the components spell these inputs out once more, each for itself: other languages take an input's description from the very
class that has it (Pulumi documentation, "Build a component").
"""

from collections.abc import Collection

import pulumi
import pydantic

from ai_zones.azure.diagnostics import diagnose
from ai_zones.azure.naming import Kind, unique_name
from ai_zones.azure.protection import lock
from ai_zones.azure.references import KeyInput, Name, StorageAccountId, WorkspaceId
from ai_zones.azure.validation import ZonedInput


class GuardedInput(ZonedInput):
    """Parsed inputs of a service that encrypts with a key of the zone, logs, and is locked unless it may be removed."""

    key: KeyInput
    log_workspace_id: WorkspaceId
    log_account_id: StorageAccountId = None
    removable: bool = False


class GuardedServiceInput(GuardedInput):
    """The same of a service whose name is unique in all of Azure."""

    organization: Name
    environment: Name

    @property
    def naming(self) -> dict[str, str]:
        """What its name's hash is made of."""
        return {"organization": self.organization, "environment": self.environment, "subscription_id": self.subscription_id}


def only_in(zones: Collection[str], why: str) -> pydantic.AfterValidator:
    """Validator of `zone`: the service stands in these alone; `why` says what is wrong with the others."""

    def judge(zone: str) -> str:
        if zone not in zones:
            raise ValueError(f"must be {'one of ' if len(zones) > 1 else ''}{', '.join(zones)}: {why}")
        return zone

    return pydantic.AfterValidator(judge)


def service_name(kind: Kind, zone: str, ending: str, *, organization: str, environment: str, subscription_id: str) -> str:
    """`<organization>-<environment>-<zone>-<ending>-<hash>`, known before anything is built so that endpoints can name the service."""
    naming = {"organization": organization, "environment": environment, "subscription_id": subscription_id}
    return unique_name(kind, organization, environment, zone, ending, **naming)


def guard(component: str, service: pulumi.Resource, service_id: str, given: GuardedInput, *, parent: pulumi.Resource) -> None:
    """Lock and diagnostic setting of the component's service."""
    lock(component, "lock", scope=service_id, of=service, removable=given.removable, parent=parent)
    diagnose(
        component,
        "diagnostics",
        resource_id=service_id,
        workspace_id=given.log_workspace_id,
        archive_account_id=given.log_account_id,
        parent=parent,
        depends_on=[service],
    )
