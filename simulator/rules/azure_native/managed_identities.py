"""Identities that Azure manages: user-assigned ones, what trusts them from outside, and what other resources show of theirs.

Sources: Azure documentation, "What are managed identities for Azure resources?", "Workload identity federation", "Important
considerations and restrictions for federated identity credentials" (at most 20 an identity; issuer and subject unique; one audience);
REST API reference, UserAssignedIdentities, FederatedIdentityCredentials.
"""

from collections.abc import Iterator
from typing import Any

from simulator.action import Action
from simulator.packages.azure_native import DEFAULT_TENANT
from simulator.rules.azure_native.data_kinds import IDENTITY, NAMING
from simulator.rules.azure_native.service_rules import at_id, is_word, kept, same_text, service, to
from simulator.rules.checks import Fault, Length, Pattern
from simulator.rules.registry import Rules
from simulator.values import Properties
from simulator.world import Object

FEDERATED = "azure-native:managedidentity:FederatedIdentityCredential"
_LIMITS = "Azure documentation, 'Important considerations and restrictions for federated identity credentials'"
_MOST_CREDENTIALS = 20
IDENTITIES = {"identity.userAssignedIdentities[*]": to(IDENTITY, code="FailedIdentityOperation")}
"""Reference of types whose `identity` is a list of ids."""


def tenant(action: Action) -> str:
    """The directory of the provider's subscription."""
    value = action.place.config.get("tenantId")
    return value.lower() if isinstance(value, str) else DEFAULT_TENANT


def identity_ids(inputs: Properties, property_: str = "identity") -> list[str]:
    """Ids of the user-assigned identities of a resource, from a list or from the keys of a map."""
    given = (inputs.get(property_) or {}).get("userAssignedIdentities") or []
    return [one for one in given if isinstance(one, str)]


def shown_identity(action: Action, property_: str = "identity") -> Properties:
    """What the API answers of `identity`: principals of the resource's own and of each assigned identity."""
    given = action.inputs.get(property_)
    if not isinstance(given, dict):
        return {}
    shown: Properties = {"type": given.get("type")}
    if "systemassigned" in str(given.get("type")).lower():
        before = (kept(action, property_) or {}).get("principalId")
        shown |= {"principalId": before or action.uuid("principal"), "tenantId": tenant(action)}
    ids = identity_ids(action.inputs, property_)
    if ids:
        shown["userAssignedIdentities"] = {one: _assigned(action, one) for one in ids}
    return {property_: shown}


def _assigned(action: Action, id_: str) -> Properties:
    found = at_id(action.world, id_, IDENTITY)
    return {name: found.outputs[name] for name in ("clientId", "principalId")} if found else {}


def principals(action: Action, only: str = "") -> list[str]:
    """Principal ids that a resource acts as: of one assigned identity, or of all and its own."""
    ids = [only] if only else identity_ids(action.inputs)
    found = [at_id(action.world, one, IDENTITY) for one in ids]
    own = (kept(action, "identity") or {}).get("principalId")
    return [str(one.outputs["principalId"]) for one in found if one] + ([own] if own and not only else [])


def identity_faults(inputs: Properties, property_: str = "identity") -> Iterator[Fault]:
    """The kind of identity and the list of assigned ones agree."""
    given = inputs.get(property_)
    if isinstance(given, dict) and given.get("type") is None:
        yield f"{property_}.type", "is required: SystemAssigned, UserAssigned or both"
    if not isinstance(given, dict) or not isinstance(given.get("type"), str):
        return
    named = "userassigned" in given["type"].replace(" ", "").lower()
    listed = bool(given.get("userAssignedIdentities"))
    if named and not listed:
        yield f"{property_}.userAssignedIdentities", f"is required when {property_}.type is {given['type']!r}"
    if listed and not named:
        yield f"{property_}.userAssignedIdentities", f"must be empty when {property_}.type is {given['type']!r}"


def with_identity(rules: Rules, property_: str = "identity") -> Rules:
    """Adds what every type with an `identity` shares: kind and list agree, identities exist. Outputs: `shown_identity`."""
    rules.check(source="Azure documentation, 'What are managed identities for Azure resources?'")(
        lambda inputs: identity_faults(inputs, property_)
    )

    def identities_exist(action: Action) -> None:
        for one in identity_ids(action.inputs, property_):
            if at_id(action.world, one, IDENTITY) is None:
                action.refuse(
                    "FailedIdentityOperation",
                    f"Identity operation for resource '{action.name}' failed with error 'Failed to perform resource identity operation': "
                    f"the user-assigned identity '{one}' was not found.",
                )

    rules.before("create")(identities_exist)
    rules.before("update")(identities_exist)
    return rules


identity = service(
    IDENTITY,
    source="REST API reference, UserAssignedIdentities, Create Or Update; " + NAMING,
    checks=(
        Pattern(
            "resourceName",
            r"[A-Za-z0-9][A-Za-z0-9_-]{2,127}",
            source=NAMING,
            saying="3 to 128 letters, digits, hyphens and underscores, beginning with a letter or digit",
        ),
    ),
    outputs={"clientId": "{uuid}"},
)


@identity.computes
def principal_of(action: Action) -> Properties:
    """Client and principal are two ids; the directory is the subscription's."""
    return {"principalId": kept(action, "principalId") or action.uuid("principal"), "tenantId": tenant(action)}


federated = service(
    FEDERATED,
    source="REST API reference, FederatedIdentityCredentials, Create Or Update; Azure documentation, 'Workload identity federation'",
    checks=(
        Pattern(
            "federatedIdentityCredentialResourceName",
            r"[A-Za-z0-9][A-Za-z0-9_-]{2,119}",
            source=_LIMITS,
            saying="3 to 120 letters, digits, hyphens and underscores, beginning with a letter or digit",
        ),
        Pattern("issuer", r"https://.{1,592}", source=_LIMITS, saying="an https URL of at most 600 characters"),
        Length("subject", 1, 600, source=_LIMITS),
        Length("audiences", 1, 1, source=_LIMITS),
    ),
)


@federated.before("create")
@federated.before("update")
def one_trust_of_a_kind(action: Action) -> None:
    """'The combination of issuer and subject must be unique' on an identity, and there are at most 20."""
    stem = f"/userAssignedIdentities/{action.inputs.get('resourceName')}/".lower()
    others = [one for one in action.find(FEDERATED) if stem in one.id.lower() and one.id != action.id]
    if len(others) >= _MOST_CREDENTIALS:
        action.refuse("FederatedIdentityCredentialsLimitExceeded", f"An identity has at most {_MOST_CREDENTIALS} federated credentials.")
    for one in others:
        if _same_trust(one, action.inputs):
            action.refuse(
                "InvalidFederatedIdentityCredential", f"Issuer and subject combination already exists for this identity: {one.id}."
            )


def _same_trust(one: Object, inputs: Properties) -> bool:
    return one.outputs.get("issuer") == inputs.get("issuer") and one.outputs.get("subject") == inputs.get("subject")


def has_identity(inputs: Properties, *kinds: str) -> bool:
    """Whether a resource has an identity (of one of these kinds)."""
    given: Any = inputs.get("identity")
    if not isinstance(given, dict) or is_word(given.get("type"), "None"):
        return False
    return not kinds or any(kind.lower() in str(given.get("type")).lower() for kind in kinds)


def lists_identity(inputs: Properties, id_: object) -> bool:
    """Whether an id is among the resource's assigned identities."""
    return any(same_text(one, id_) for one in identity_ids(inputs))
