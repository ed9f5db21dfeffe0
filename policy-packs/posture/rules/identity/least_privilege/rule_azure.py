"""Roles are narrow: nobody owns a subscription by a program, no role does everything, no data role spans a group of stores."""

import re
from collections.abc import Iterator
from typing import Final

from posture.rules.azure_words import az, blocks_of
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import cannot_tell
from posture.values import is_unknown

ASSIGNMENT: Final = az("authorization:RoleAssignment")
DEFINITION: Final = az("authorization:RoleDefinition")
_POWERFUL: Final = {
    "8e3af657-a8ff-443c-a75c-2fe8c4bcb635": "Owner",
    "b24988ac-6180-42a0-ab88-20f7382dd24c": "Contributor",
    "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9": "User Access Administrator",
    "f58310d9-a9f6-439a-9e8d-f62e7b41a168": "Role Based Access Control Administrator",
}
"""Roles over everything. Source: Azure documentation, "Azure built-in roles"."""
_DATA: Final = {
    "b7e6dc6d-f1e8-4753-8033-0f276bb0955b": "Storage Blob Data Owner",
    "ba92f5b4-2d11-453d-a403-e96b0029c9fe": "Storage Blob Data Contributor",
    "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1": "Storage Blob Data Reader",
    "17d1049b-9a84-46fb-8f53-869881c3d3ab": "Storage Account Contributor",
    "00482a5a-887f-4fb3-b363-3b7fe8e74483": "Key Vault Administrator",
    "4633458b-17de-408a-b874-0445c86b69e6": "Key Vault Secrets User",
    "b86a8fe4-44ce-4948-aee5-eccb2c155cd7": "Key Vault Secrets Officer",
    "14b46e9e-c2b7-41b4-b07b-48a6ebf60603": "Key Vault Crypto Officer",
    "12338af0-0e69-4776-bea7-57ae8d297424": "Key Vault Crypto User",
    "e147488a-f6f5-4113-8e2d-b22465e65bf6": "Key Vault Crypto Service Encryption User",
    "5bd9cd88-fe45-4216-938b-f97437e15450": "DocumentDB Account Contributor",
    "5a1fc7df-4bf1-4951-a576-89034ee01acd": "FHIR Data Contributor",
    "3db33094-8700-4567-8da5-1501d4e7e843": "FHIR Data Exporter",
    "a001fd3d-188f-4b5d-821b-7da978bf7442": "Cognitive Services OpenAI Contributor",
}
"""Roles that read or write data, or the keys to it."""

_READERS: Final = {
    "acdd72a7-3385-48ef-bd42-f606fba81ae7": "Reader",
    "39bc4728-0917-49c7-9d2c-d95423bc2eb4": "Security Reader",
    "43d0d8ad-25c7-4714-9337-8ba259a9fe05": "Monitoring Reader",
    "72fafb9e-0641-4937-9268-a91bfd8191a3": "Cost Management Reader",
}
"""Roles that see settings, not data, and change nothing."""
_WHOLE: Final = re.compile(r"^(\*|/|/subscriptions/[^/]+/?|/providers/microsoft\.management/managementgroups/[^/]+/?)$")


@rule(*ASSIGNMENT, *DEFINITION)
def check(look: Look) -> Iterator[Fault]:
    """Wherever something of the stack is classified."""
    if not look.scene.classified:
        return
    if look.resource.type in DEFINITION:
        yield from _broad(look)
        return
    if look.text("conditionVersion") is not None and look.value("condition") in (None, ""):
        yield Fault("has lost the condition that narrowed it", "condition")
    role, scope = look.text("roleDefinitionId"), look.text("scope")
    if not isinstance(role, str):
        return
    name = _POWERFUL.get(role.lower().rsplit("/", 1)[-1])
    if name is not None:
        yield Fault(f"gives {name}, which is everything", "roleDefinitionId")
        return
    if isinstance(scope, str) and _WHOLE.match(scope.lower()) and role.lower().rsplit("/", 1)[-1] not in _READERS:
        yield Fault("gives a role over a whole subscription or more", "scope")
        return
    data = _DATA.get(role.lower().rsplit("/", 1)[-1])
    if data is not None and isinstance(scope, str) and "/providers/" not in scope.lower().replace("/providers/microsoft.management/", "/"):
        yield Fault(f"gives {data} over every store of {scope.rstrip('/').rsplit('/', 1)[-1] or 'the tenant'}", "scope")
    elif data is not None and is_unknown(scope) and any("ResourceGroup" in target.resource.type for target in look.targets("scope")):
        yield Fault(f"gives {data} over every store of a group", "scope")


def _broad(look: Look) -> Iterator[Fault]:
    for block in blocks_of(look, "permissions"):
        for prop in ("actions", "dataActions"):
            actions = look.texts(f"{block}.{prop}")
            if is_unknown(actions):
                yield cannot_tell(f"{block}.{prop}", "what it may do")
                continue
            for action in actions:
                if isinstance(action, str) and _everything(action, data=prop == "dataActions"):
                    yield Fault(f"may do {action}", f"{block}.{prop}")
    scopes = look.texts("assignableScopes")
    for scope in [] if is_unknown(scopes) else scopes:
        own = look.text("scope")
        if scope == "/":
            yield Fault("can be given anywhere in the tenant", "assignableScopes")
        elif isinstance(scope, str) and _WHOLE.match(scope.lower()) and is_unknown(look.value("scope")) and look.targets("scope"):
            # The scope is a resource's id, which a preview does not know: it lies below any subscription.
            yield Fault("can be given beyond the scope that it is made for", "assignableScopes")
        elif isinstance(scope, str) and isinstance(own, str) and own.lower().startswith(f"{scope.lower().rstrip('/')}/"):
            yield Fault("can be given beyond the scope that it is made for", "assignableScopes")


def _everything(action: str, *, data: bool) -> bool:
    """`*`, and everything of a service that gives roles or data; `*/read` of the control plane shows no data."""
    text = action.lower()
    if text in ("*", "*/write", "*/delete", "*/action"):
        return True
    if text == "*/read":
        return data
    return text.endswith("/*") and (data or text.startswith("microsoft.authorization/"))
