"""Network security perimeters.

Sources: Azure documentation, "What is a network security perimeter?" (inbound rules name addresses or subscriptions, outbound rules names;
a resource is in one perimeter; onboarded resource types), "Transition to a network security perimeter in Azure" (access modes), "Diagnostic
logs for Network Security Perimeter"; Azure REST API reference, Network Security Perimeters, Profiles, Access Rules, Associations, Links,
Logging Configurations - Create Or Update.
"""

import re
from collections.abc import Iterator

from simulator.rules import UNKNOWN, Action, Fault, Pattern, Properties, Rules, at
from simulator.rules.azure_native.addresses import network
from simulator.rules.azure_native.choices import choice, is_
from simulator.rules.azure_native.common import MISSING, network_ref
from simulator.rules.azure_native.ids import below, given, id_in, last, named, own_id, parent, resource_type, same
from simulator.rules.azure_native.kinds import (
    PERIMETER,
    PERIMETER_ASSOCIATION,
    PERIMETER_LINK,
    PERIMETER_LOGGING,
    PERIMETER_PROFILE,
    PERIMETER_RULE,
)
from simulator.rules.azure_native.names import network_name

_WHAT = "Azure documentation, 'What is a network security perimeter?'"
_API = "Azure REST API reference, Network Security Perimeter"
_SUBSCRIPTION = re.compile(r"/subscriptions/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.I)
_FQDN = re.compile(r"(\*\.)?([A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?\.)+[A-Za-z]{2,63}")
_NESTED = "CannotDeleteResource"
INBOUND, OUTBOUND = ("addressPrefixes", "subscriptions", "serviceTags"), ("fullyQualifiedDomainNames", "emailAddresses", "phoneNumbers")
ONBOARDED = (
    "microsoft.cognitiveservices/accounts",
    "microsoft.documentdb/databaseaccounts",
    "microsoft.eventgrid/domains",
    "microsoft.eventgrid/topics",
    "microsoft.eventhub/namespaces",
    "microsoft.insights/actiongroups",
    "microsoft.insights/datacollectionendpoints",
    "microsoft.insights/scheduledqueryrules",
    "microsoft.keyvault/vaults",
    "microsoft.machinelearningservices/workspaces",
    "microsoft.operationalinsights/workspaces",
    "microsoft.search/searchservices",
    "microsoft.servicebus/namespaces",
    "microsoft.sql/servers",
    "microsoft.storage/storageaccounts",
)
"""Resource types, in small letters, that a perimeter may hold."""
LOG_CATEGORIES = (
    "NspPublicInboundPerimeterRulesAllowed",
    "NspPublicInboundPerimeterRulesDenied",
    "NspPublicOutboundPerimeterRulesAllowed",
    "NspPublicOutboundPerimeterRulesDenied",
    "NspPublicInboundResourceRulesAllowed",
    "NspPublicInboundResourceRulesDenied",
    "NspPublicOutboundResourceRulesAllowed",
    "NspPublicOutboundResourceRulesDenied",
    "NspPrivateInboundAllowed",
    "NspIntraPerimeterInboundAllowed",
    "NspCrossPerimeterInboundAllowed",
    "NspCrossPerimeterOutboundAllowed",
    "NspOutboundAttempt",
)

perimeter = Rules(
    PERIMETER,
    source=f"{_API} - Create Or Update; {_WHAT}",
    checks=(network_name("networkSecurityPerimeterName"),),
    outputs={"provisioningState": "Succeeded", "perimeterGuid": "{uuid}"},
)


@perimeter.before("delete")
def resources_are_gone(action: Action) -> None:
    """A perimeter that holds resources, or is linked to another, stays."""
    for one in below(action, action.id, PERIMETER_ASSOCIATION, PERIMETER_LINK):
        action.refuse(_NESTED, f"Can not delete resource before nested resources are deleted: {one.id}")


profile = Rules(
    PERIMETER_PROFILE,
    source=f"{_API} Profiles - Create Or Update; {_WHAT}",
    checks=(network_name("profileName"),),
    outputs={"accessRulesVersion": "0", "diagnosticSettingsVersion": "0"},
)


@profile.on_read
def version(action: Action) -> None:
    """The version counts the rules."""
    action.outputs["accessRulesVersion"] = str(len(below(action, action.id, PERIMETER_RULE)))


rule = Rules(
    PERIMETER_RULE,
    source=f"{_API} Access Rules - Create Or Update; {_WHAT}",
    checks=(network_name("accessRuleName"), choice("direction", "Inbound", "Outbound", source=_WHAT)),
    outputs={"provisioningState": "Succeeded", "networkSecurityPerimeters": []},
)


@rule.check(source=f"{_WHAT}: supported access rule types", even_unknown=True)
def says_one_thing(inputs: Properties) -> Iterator[Fault]:
    """An inbound rule names addresses, subscriptions or tags; an outbound rule names domains, mail addresses or telephone numbers."""
    direction = inputs.get("direction")
    if direction is None:
        yield "direction", "is required"
    if not isinstance(direction, str):
        return
    allowed, others = (INBOUND, OUTBOUND) if is_(direction, "Inbound") else (OUTBOUND, INBOUND)
    for name in others:
        if inputs.get(name) is UNKNOWN or inputs.get(name):
            yield name, f"is not allowed when direction is {direction}; give one of {', '.join(allowed)}"
    given = [name for name in allowed if inputs.get(name) is UNKNOWN or inputs.get(name)]
    if len(given) != 1:
        yield allowed[0], f"exactly one of {', '.join(allowed)} must be given, not {' and '.join(given) or 'none'}"
    for where, text in at(inputs, "addressPrefixes[*]"):
        if isinstance(text, str) and network(text) is None:
            yield where, f"{text!r} is not a CIDR block without host bits"
    for where, one in at(inputs, "subscriptions[*].id"):
        if isinstance(one, str) and not _SUBSCRIPTION.fullmatch(one):
            yield where, f"{one!r} is not the id of a subscription, such as /subscriptions/<uuid>"
    for where, text in at(inputs, "fullyQualifiedDomainNames[*]"):
        if isinstance(text, str) and not _FQDN.fullmatch(text):
            yield where, f"{text!r} is not a domain name; a * may only stand in front, as in *.contoso.com"


association = Rules(
    PERIMETER_ASSOCIATION,
    source=f"{_API} Associations - Create Or Update; {_WHAT}; Azure documentation, 'Transition to a network security perimeter in Azure'",
    checks=(
        network_name("associationName"),
        choice(
            "accessMode",
            "Learning",
            "Enforced",
            "Audit",
            source="Azure documentation, 'Transition to a network security perimeter in Azure'",
        ),
    ),
    references={"profile.id": network_ref(PERIMETER_PROFILE, delete_code="NetworkSecurityPerimeterProfileInUse")},
    outputs={"provisioningState": "Succeeded", "hasProvisioningIssues": "no"},
    defaults={"accessMode": "Learning"},
)


@association.check(source=_WHAT, even_unknown=True)
def resource_is_onboarded(inputs: Properties) -> Iterator[Fault]:
    """A resource of a type that knows perimeters, and a profile."""
    for needed in ("privateLinkResource", "profile"):
        if not given(inputs.get(needed)):
            yield needed, "is required"
    id_ = id_in(inputs.get("privateLinkResource"))
    if id_ and resource_type(id_) not in ONBOARDED:
        yield "privateLinkResource.id", f"{resource_type(id_) or id_} can't be associated with a perimeter; allowed: {', '.join(ONBOARDED)}"


@association.before("create")
@association.before("update")
def resource_is_free(action: Action) -> None:
    """The profile is of this perimeter, and the resource stands and is in no other."""
    own, resource = own_id(action), id_in(action.inputs.get("privateLinkResource"))
    chosen = id_in(action.inputs.get("profile"))
    if chosen and not same(parent(chosen), parent(own)):
        action.refuse("InvalidProfile", f"profile: {chosen} belongs to another perimeter than {parent(own)}")
    if resource and named(action, resource) is None:
        action.refuse(MISSING, f"privateLinkResource: {resource} was not found")
    for other in action.find_anywhere(PERIMETER_ASSOCIATION):
        if not same(other.id, own) and same(id_in(other.outputs.get("privateLinkResource")), resource):
            action.refuse(
                "ResourceIsAssociatedWithAnotherPerimeter",
                f"{resource} is associated with {parent(other.id)} already: one perimeter is allowed",
            )


link = Rules(
    PERIMETER_LINK,
    source=f"{_API} Links - Create Or Update; Azure documentation, 'What is a network security perimeter link?'",
    checks=(network_name("linkName"),),
    references={
        "autoApprovedRemotePerimeterResourceId": network_ref(PERIMETER, delete_code="NetworkSecurityPerimeterLinkExists", anywhere=True)
    },
    outputs={
        "etag": 'W/"{uuid}"',
        "provisioningState": "Succeeded",
        "localOutboundProfiles": ["*"],
        "remoteOutboundProfiles": ["*"],
        "remotePerimeterGuid": "",
        "remotePerimeterLocation": "",
        "status": "Approved",
    },
    defaults={"localInboundProfiles": ["*"], "remoteInboundProfiles": ["*"]},
)


@link.check(source="Azure documentation, 'What is a network security perimeter link?'", even_unknown=True)
def other_side_is_named(inputs: Properties) -> Iterator[Fault]:
    """The other perimeter."""
    if inputs.get("autoApprovedRemotePerimeterResourceId") is None:
        yield "autoApprovedRemotePerimeterResourceId", "is required"


@link.before("create")
def perimeters_differ(action: Action) -> None:
    """Two perimeters are linked once."""
    own, remote = own_id(action), action.inputs.get("autoApprovedRemotePerimeterResourceId")
    if same(parent(own), remote):
        action.refuse("InvalidNetworkSecurityPerimeterLink", f"perimeter {parent(own)} can't be linked to itself")
    for other in below(action, parent(own), PERIMETER_LINK):
        if same(other.outputs.get("autoApprovedRemotePerimeterResourceId"), remote):
            action.refuse("NetworkSecurityPerimeterLinkExists", f"{parent(own)} is linked to {remote} already: {last(other.id)}")


@link.computes
def remote_side(action: Action) -> Properties:
    """What is known of the other perimeter."""
    found = named(action, action.inputs.get("autoApprovedRemotePerimeterResourceId"), PERIMETER)
    outputs = found.outputs if found else {}
    return {"remotePerimeterGuid": outputs.get("perimeterGuid", ""), "remotePerimeterLocation": outputs.get("location", "")}


logging = Rules(
    PERIMETER_LOGGING,
    source=f"{_API} Logging Configurations - Create Or Update; Azure documentation, 'Diagnostic logs for Network Security Perimeter'",
    checks=(
        Pattern(
            "loggingConfigurationName",
            "instance",
            source=f"{_API} Logging Configurations - Create Or Update",
            saying="instance is its only name",
        ),
        choice(
            "properties.enabledLogCategories[*]",
            *LOG_CATEGORIES,
            source="Azure documentation, 'Diagnostic logs for Network Security Perimeter'",
        ),
    ),
    outputs={"etag": 'W/"{uuid}"'},
)


@logging.computes
def properties(action: Action) -> Properties:
    """The class says that there are always properties."""
    return {"properties": {"version": "1", **(action.inputs.get("properties") or {})}}
