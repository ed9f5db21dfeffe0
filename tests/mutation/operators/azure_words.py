"""What AWS writes as booleans and ARNs, Azure writes as words and resource ids: switched words, foreign subscriptions and directories, wider ports.

As everywhere, an operator looks at the shape of a value and at what its name means, never at a rule: a property whose documented values are
a word and its opposite is switched; one whose name says public, or who is let in by default, is opened.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

from tests.mutation.edits import put
from tests.mutation.forms import FOREIGN_SUBSCRIPTION, FOREIGN_TENANT
from tests.mutation.mutant import Mutant
from tests.mutation.operators.azure_places import azure, concerns_no_endpoint, says_itself, strings, subscription_of
from tests.mutation.operators.properties import considered
from tests.mutation.program import PROVIDERS, Late, Program, Row, Where
from tests.mutation.sites import Site, members_of, sites

OPPOSITES = (
    ("Enabled", "Disabled"),
    ("Allow", "Deny"),
    ("Allow", "Block"),
    ("on", "off"),
    ("true", "false"),
    ("True", "False"),
    ("versioned", "no-version"),
    ("Deny", "Alert"),
    ("Prevention", "Detection"),
    ("Locked", "Unlocked"),
    ("PrivateOnly", "Open"),
    ("Enforced", "Learning"),
    ("AlwaysON", "Disabled"),
    ("AlwaysOn", "Off"),
    ("PermanentlyDisabled", "Enabled"),
    ("CanNotDelete", "NotSpecified"),
    ("Default", "DoNotEnforce"),
    ("AllowOnlyApprovedOutbound", "AllowInternetOutbound"),
    ("SystemAssigned", "None"),
    ("require", "ignore"),
    ("Block", "Log"),
    ("Blocking", "Asynchronous_filter"),
    ("Private", "Public"),
    ("DenyAll", "AllowAll"),
    ("AllowPrivate", "AllowAll"),
    ("AzureActiveDirectory", "None"),
    ("Identity", "AccessKey"),
    ("Default", "NoProtection"),
    ("WithinRegion", "WithinGeopair"),
    ("Microsoft.Keyvault", "Microsoft.Storage"),
    ("Microsoft.KeyVault", "Microsoft.CognitiveServices"),
)
"""Documented words and their weaker opposites, as Azure's REST API writes them. Sources: Azure REST API reference of each type."""
WEAKER = {
    "sku.name": {
        "Standard_ZRS": "Standard_GRS",
        "Standard_LRS": "Standard_GRS",
        "premium": "standard",
        "Standard": "GlobalStandard",
        "Premium": "Standard",
    },
    "redundancy": {"ZoneRedundant": "GeoRedundant", "LocallyRedundant": "GeoRedundant", "Zone": "Geo", "Local": "Geo"},
}
"""Words that say where copies are kept, and what holds a key."""
_TLS = {"TLS1_2": "TLS1_0", "1.2": "1.0", "Tls12": "Tls", "TLSv1.2": "TLSv1", "1.3": "1.0"}


def _putting(urn: str, where: Where, value: Any) -> Callable[[Program], set[str]]:
    def change(program: Program) -> set[str]:
        put(program, urn, where, value)
        return set()

    return change


def _allows(row: Row, site: Site) -> bool:
    """A rule that allows, made to deny: that narrows."""
    return site.last in ("access", "type", "actionType", "action") and str(site.plain).lower() == "allow"


def _value(site: Site) -> str | None:
    return site.plain if not isinstance(site.value, dict | list) and isinstance(site.plain, str) else None


def switch_word(program: Program, row: Row) -> Iterator[Mutant]:
    """`Disabled` becomes `Enabled`, `Deny` becomes `Allow`, and so on: what its opposite is stands in the API's reference."""
    if not azure(row):
        return
    for site in considered(row):
        value = _value(site)
        if value is None or _allows(row, site) or concerns_no_endpoint(program, row, site.where):
            continue
        for one, other in OPPOSITES:
            new = other if value == one else one if value == other else None
            if new is not None and _documented(site, new):
                yield Mutant("flip-boolean", row.type, site.path, row.urn, _putting(row.urn, site.where, new), new)


def _documented(site: Site, word: str) -> bool:
    """Whether the SDK lists the word for the property; a text without a list may be any word."""
    listed = _words(site.shape)
    return not listed or word in listed


def _words(shape: Any) -> list[Any]:
    if isinstance(shape, list) and shape[0] == "enum":
        return list(shape[1])
    if isinstance(shape, list) and shape[0] == "union":
        return [word for one in shape[1] for word in _words(one)]
    return []


def weaken_word(program: Program, row: Row) -> Iterator[Mutant]:
    """Copies in the paired region, an older TLS, a tier whose keys are in software, a deployment that is served anywhere."""
    if not azure(row):
        return
    for site in sites(row):
        value = _value(site)
        if value is None or not site.is_property:
            continue
        new = None
        if re.search(r"tls", site.path, re.I) or (site.last == "value" and value in ("TLSv1.2", "TLSv1.3")):
            new = _TLS.get(value)
        elif re.search(r"redundancy|^properties.storageSettings.type$", site.path, re.I):
            new = WEAKER["redundancy"].get(value)
        elif site.path.endswith("sku.name"):
            new = WEAKER["sku.name"].get(value)
        if new is not None:
            yield Mutant("weaken-word", row.type, site.path, row.urn, _putting(row.urn, site.where, new), new)


_PUBLIC = re.compile(r"public(?!Key|ation|IPP|IPA|Ip|ationDate)|anonymous|defaultOutboundAccess|internetAccess", re.I)
_CLOSING = re.compile(r"block|restrict|ignore|disable|NoPublic", re.I)


def open_to_public(program: Program, row: Row) -> Iterator[Mutant]:
    """What the program leaves out, or says closed, and whose name says that it opens to the public, is set."""
    if not azure(row):
        return
    for holder in _holders(row):
        if set(_given(row, holder)) == {"id"}:
            continue  # a reference: what it would say besides is not taken
        for name, found in members_of(row, holder).items():
            if not _PUBLIC.search(name) or _CLOSING.search(name) or found.deprecated or name in _given(row, holder):
                continue
            value = _opened(name, found.shape)
            if value is not None:
                path = ".".join([*(part for part in holder if isinstance(part, str)), name])
                yield Mutant("set-public", row.type, path, row.urn, _putting(row.urn, (*holder, name), value))


def _holders(row: Row) -> Iterator[Where]:
    yield ()
    for site in sites(row):
        if isinstance(site.value, dict):
            yield site.where


def _given(row: Row, holder: Where) -> Any:
    tree: Any = row.inputs
    for part in holder:
        tree = tree[part]
    return tree if isinstance(tree, dict) else {}


def _opened(name: str, shape: Any) -> Any:
    if shape == "bool":
        return True
    words = _words(shape)
    if name.startswith("publicNetworkAccess"):
        return "Enabled"
    return next((word for word in ("Enabled", "Container", "Public") if word in words), None)


def foreign_ids(program: Program, row: Row) -> Iterator[Mutant]:
    """The same thing in a subscription that is not ours: a key, a workspace, a network, a subscriber; the directory of somebody else."""
    if not azure(row):
        return
    ours = set(strings(program))
    for site in sites(row):
        value = _value(site)
        if value is None or site.where[0] in ("tags", "__defaults", "scope") or "roleDefinitionId" in site.path:
            continue
        if site.path == "roleAssignmentName":
            continue
        named = next((one for one in ours if one and one.lower() in value.lower()), None)
        if named:
            foreign = re.sub(re.escape(named), FOREIGN_SUBSCRIPTION, value, flags=re.I)
            yield Mutant("foreign-subscription", row.type, site.path, row.urn, _putting(row.urn, site.where, foreign))
        elif re.fullmatch(r"tenantId", site.last) or site.path.endswith("tenantId"):
            yield Mutant("foreign-tenant", row.type, site.path, row.urn, _putting(row.urn, site.where, FOREIGN_TENANT))


def widen_words(program: Program, row: Row) -> Iterator[Mutant]:
    """Ports, prefixes and service tags of an allowing rule become everything; names of a firewall's rule become `*`."""
    if not azure(row):
        return
    for site in sites(row):
        value = _value(site)
        if value is None or value in ("*", "0.0.0.0/0") or in_denial(row, site) or says_itself(row, site.where):
            continue
        holder = site.last
        if holder in ("destinationPortRange", "destinationPortRanges", "destinationPorts") and "ource" not in holder:
            yield Mutant(
                "widen-ports",
                row.type,
                site.path,
                row.urn,
                _putting(row.urn, site.where, "*" if holder != "destinationPortRanges" else "0-65535"),
            )
        elif holder in ("sourceAddressPrefix", "destinationAddressPrefix"):
            yield Mutant("widen-prefix-to-all", row.type, site.path, row.urn, _putting(row.urn, site.where, "*"))
        elif holder == "protocol" and value in ("Tcp", "Udp"):
            yield Mutant("widen-protocol", row.type, site.path, row.urn, _putting(row.urn, site.where, "*"))
        elif holder in ("sourceAddresses", "targetFqdns", "destinationAddresses", "fullyQualifiedDomainNames"):
            yield Mutant("widen-names", row.type, site.path, row.urn, _putting(row.urn, site.where, "*"))
        elif holder == "domains" and _blocking(program, row):
            # A list that a rule blocks by is narrowed to one name: all else passes.
            yield Mutant("narrow-blocked-names", row.type, site.path, row.urn, _putting(row.urn, site.where, "example.com."))
        elif holder == "domains":
            yield Mutant("widen-names", row.type, site.path, row.urn, _putting(row.urn, site.where, "."))


def _blocking(program: Program, row: Row) -> bool:
    return any("Block" in str(user.inputs.get("action")) for user in program.users(row.urn))


def in_denial(row: Row, site: Site) -> bool:
    """A deny that covers more narrows."""
    tree: Any = row.inputs
    for part in site.where[:-1]:
        if isinstance(tree, dict) and str(tree.get("access", "")).lower() == "deny":
            return True
        tree = tree[part]
    return isinstance(tree, dict) and str(tree.get("access", "")).lower() == "deny"


def provider_elsewhere(program: Program, row: Row) -> Iterator[Mutant]:
    """A provider's location is one outside of the residency: all that it makes stands abroad."""
    if row.type == f"{PROVIDERS}azure-native" and isinstance(row.inputs.get("location"), str) and row.step is not None:

        def change(mutated: Program) -> set[str]:
            mutated.by_urn[row.urn].inputs["location"] = "swedencentral"
            return {one.urn for one in mutated.rows if one.provider == row.urn}

        yield Mutant("move-abroad", row.type, "location", row.urn, change)


def move_abroad(program: Program, row: Row) -> Iterator[Mutant]:
    """One resource is made in a region that is not in the residency."""
    if azure(row) and isinstance(row.inputs.get("location"), str) and str(row.inputs["location"]).lower() not in ("global",):
        yield Mutant("move-abroad", row.type, "location", row.urn, _putting(row.urn, ("location",), "swedencentral"))


OPERATORS = (switch_word, weaken_word, open_to_public, foreign_ids, widen_words, provider_elsewhere, move_abroad)
__all__ = ["OPERATORS", "Late", "subscription_of"]
