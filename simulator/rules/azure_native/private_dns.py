"""Private DNS zones, their links to networks, and their records.

Sources: Azure documentation, "What is an Azure Private DNS zone?" (one link to a network, one registration zone a network, links go before
the zone), "What is a virtual network link?" (a network takes its links along when it is deleted; no two zones of one name for one
network), "Fallback to internet for Azure Private DNS zones" (`resolutionPolicy`), "Overview of DNS zones and records"; Azure REST API
reference, Private Zones, Virtual Network Links, Record Sets - Create Or Update.
"""

import ipaddress
from collections.abc import Iterator

from simulator.rules import Action, Between, Fault, Length, Pattern, Properties, Rules, at
from simulator.rules.azure_native.choices import choice, is_
from simulator.rules.azure_native.common import network_ref
from simulator.rules.azure_native.ids import below, id_in, last, location, own_id, parent, same
from simulator.rules.azure_native.kinds import PRIVATE_RECORD, PRIVATE_ZONE, VNET, ZONE_LINK
from simulator.rules.azure_native.names import network_name, zone_name
from simulator.rules.azure_native.virtual_networks import vnet

_ZONE = "Azure documentation, 'What is an Azure Private DNS zone?'"
_LINK = "Azure documentation, 'What is a virtual network link?'"
_RECORDS = "Azure documentation, 'Overview of DNS zones and records'"
RECORDS = {
    "A": "aRecords",
    "AAAA": "aaaaRecords",
    "CNAME": "cnameRecord",
    "MX": "mxRecords",
    "PTR": "ptrRecords",
    "SOA": "soaRecord",
    "SRV": "srvRecords",
    "TXT": "txtRecords",
}
"""Type of record → the property that holds its values."""
NESTED = "CannotDeleteResource"
"""Azure's code where children must go first."""

zone = Rules(
    PRIVATE_ZONE,
    source=f"Azure REST API reference, Private Zones - Create Or Update; {_ZONE}",
    checks=(zone_name("privateZoneName"),),
    outputs={
        "internalId": "{uuid}",
        "maxNumberOfRecordSets": 25000,
        "maxNumberOfVirtualNetworkLinks": 1000,
        "maxNumberOfVirtualNetworkLinksWithRegistration": 100,
        "numberOfRecordSets": 1,
        "numberOfVirtualNetworkLinks": 0,
        "numberOfVirtualNetworkLinksWithRegistration": 0,
        "provisioningState": "Succeeded",
        "systemData": {},
        "etag": "{uuid}",
    },
)

link = Rules(
    ZONE_LINK,
    source=f"Azure REST API reference, Virtual Network Links - Create Or Update; {_LINK}",
    checks=(
        network_name("virtualNetworkLinkName"),
        choice(
            "resolutionPolicy",
            "Default",
            "NxDomainRedirect",
            source="Azure documentation, 'Fallback to internet for Azure Private DNS zones'",
        ),
    ),
    references={"virtualNetwork.id": network_ref(VNET, delete_code="", anywhere=True, blocks_delete=False)},
    outputs={"provisioningState": "Succeeded", "virtualNetworkLinkState": "Completed", "systemData": {}, "etag": "{uuid}"},
    # "Fallback to internet for Azure Private DNS zones": nothing falls back unless the link says so.
    defaults={"registrationEnabled": False, "resolutionPolicy": "Default"},
)


@zone.check(source=_ZONE)
@link.check(source=_ZONE)
def is_global(inputs: Properties) -> Iterator[Fault]:
    """Private zones and their links belong to no region."""
    if location(inputs.get("location")) != "global":
        yield "location", f"must be global for private DNS, not {inputs.get('location')}"


@link.check(source="Azure documentation, 'Fallback to internet for Azure Private DNS zones': for private link zones only")
def falls_back_where_it_may(inputs: Properties) -> Iterator[Fault]:
    """A network is named; only zones of Private Link fall back to the internet."""
    if not inputs.get("virtualNetwork"):
        yield "virtualNetwork", "is required"
    if is_(inputs.get("resolutionPolicy"), "NxDomainRedirect") and "privatelink" not in str(inputs.get("privateZoneName")).split("."):
        yield "resolutionPolicy", "NxDomainRedirect is only allowed for zones of Private Link, such as privatelink.blob.core.windows.net"


@link.before("create")
@link.before("update")
def network_hears_one_zone_of_a_name(action: Action) -> None:
    """One link from a zone to a network, one zone of a name for it, one zone to register in."""
    own, network = own_id(action), id_in(action.inputs.get("virtualNetwork"))
    if action.verb == "update" and action.old and not same(id_in(action.old.inputs.get("virtualNetwork")), network):
        action.refuse("BadRequest", f"the virtual network of link {action.id} can't change; make another link")
    for other in action.find_anywhere(ZONE_LINK):
        if same(other.id, own) or not same(id_in(other.outputs.get("virtualNetwork")), network):
            continue
        if same(parent(other.id), parent(own)):
            action.refuse("Conflict", f"virtual network {network} is already linked to zone {parent(own)}: {other.id}")
        if same(last(parent(other.id)), last(parent(own))):
            action.refuse(
                "BadRequest",
                f"A virtual network cannot be linked to multiple zones with overlapping namespaces: {network} is linked to {parent(other.id)}",
            )
        if action.inputs.get("registrationEnabled") is True and other.outputs.get("registrationEnabled") is True:
            action.refuse(
                "Conflict", f"virtual network {network} registers its machines in {parent(other.id)} already: one zone is allowed"
            )


@zone.on_read
def counts(action: Action) -> None:
    """How many records (with the zone's own SOA) and links there are."""
    links = below(action, action.id, ZONE_LINK)
    action.outputs["numberOfRecordSets"] = 1 + len(below(action, action.id, PRIVATE_RECORD))
    action.outputs["numberOfVirtualNetworkLinks"] = len(links)
    action.outputs["numberOfVirtualNetworkLinksWithRegistration"] = sum(one.outputs.get("registrationEnabled") is True for one in links)


@zone.before("delete")
def links_are_gone(action: Action) -> None:
    """A zone can't be deleted while networks are linked to it."""
    for one in below(action, action.id, ZONE_LINK):
        action.refuse(NESTED, f"Can not delete resource before nested resources are deleted: {one.id}")


@vnet.after("delete")
def links_go_with_the_network(action: Action) -> None:
    """'When you delete a virtual network, all the virtual network links … are automatically deleted.'"""
    for one in action.find_anywhere(ZONE_LINK):
        if same(id_in(one.outputs.get("virtualNetwork")), action.id):
            action.world.remove(one)


record = Rules(
    PRIVATE_RECORD,
    source=f"Azure REST API reference, Record Sets - Create Or Update; {_RECORDS}",
    checks=(
        choice("recordType", *RECORDS, source=_RECORDS),
        Between("ttl", 1, 2147483647, source=_RECORDS),
        Length("aRecords", 0, 20, source="Azure documentation, 'Azure subscription and service limits', Azure DNS limits"),
        Pattern(
            "relativeRecordSetName",
            r"@|(\*|[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)(\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)*",
            source=_RECORDS,
            saying="@ for the zone itself, or labels below it, without a period at the end; * may be the first",
        ),
    ),
    outputs={"fqdn": "", "isAutoRegistered": False, "systemData": {}, "etag": "{uuid}"},
)


def record_faults(inputs: Properties, properties: dict[str, str]) -> Iterator[Fault]:
    """A record set holds values of its own type alone, addresses are addresses, and an alias stands below the apex."""
    kind = str(inputs.get("recordType")).upper()
    wanted = properties.get(kind)
    if wanted is None:
        return
    for other in properties.values():
        if other != wanted and inputs.get(other) not in (None, []):
            yield other, f"is not allowed in a record set of type {kind}; give {wanted}"
    if inputs.get(wanted) in (None, []) and not inputs.get("targetResource"):
        yield wanted, f"is required for a record set of type {kind}"
    if inputs.get("ttl") is None and not inputs.get("targetResource"):
        yield "ttl", "is required"
    for path, version in (("aRecords[*].ipv4Address", 4), ("aaaaRecords[*].ipv6Address", 6)):
        for where, text in at(inputs, path):
            try:
                sound = ipaddress.ip_address(str(text)).version == version
            except ValueError:
                sound = False
            if not sound:
                yield where, f"{text!r} is not an IPv{version} address"
    if kind == "CNAME" and inputs.get("relativeRecordSetName") == "@":
        yield "relativeRecordSetName", "a CNAME can't stand at the apex of a zone"


@record.check(source=_RECORDS)
def holds_its_own_type(inputs: Properties) -> Iterator[Fault]:
    """Values of the set's own type."""
    yield from record_faults(inputs, RECORDS)


@record.before("create")
def name_is_free(action: Action) -> None:
    """Nothing stands beside a CNAME."""
    own = own_id(action)
    kind = own.rsplit("/", 2)[-2].upper()
    for other in below(action, own.rsplit("/", 2)[0], PRIVATE_RECORD):
        theirs = other.id.rsplit("/", 2)[-2].upper()
        if same(last(other.id), last(own)) and kind != theirs and "CNAME" in (kind, theirs):
            action.refuse("Conflict", f"The CNAME record and {other.id} can't have the same name")


@record.computes
def answer(action: Action) -> Properties:
    """Full name, and the type with the kind of record."""
    own, kind = last(action.id), action.id.rsplit("/", 2)[-2]
    zone_ = action.id.rsplit("/", 3)[-3]
    return {
        "fqdn": f"{zone_}." if own == "@" else f"{own}.{zone_}.",
        "type": f"Microsoft.Network/privateDnsZones/{kind}",
        "metadata": action.inputs.get("metadata"),
    }
