"""Private DNS zone groups: a private endpoint writes its names into private zones.

Sources: Azure documentation, "Azure Private Endpoint DNS integration scenarios" (private DNS zone group: one a private endpoint, up to five
zones; records go with the endpoint); Azure REST API reference, Private Dns Zone Groups - Create Or Update.
"""

from collections.abc import Iterator

from simulator.rules import Action, Fault, Length, Properties, Rules
from simulator.rules.azure_native.common import ANSWER, network_ref
from simulator.rules.azure_native.ids import below, last, listed, named, own_id, parent, same
from simulator.rules.azure_native.kinds import PRIVATE_ENDPOINT, PRIVATE_RECORD, PRIVATE_ZONE, ZONE_GROUP
from simulator.rules.azure_native.names import network_name

_SCENARIOS = "Azure documentation, 'Azure Private Endpoint DNS integration scenarios'"
TTL = 10
"""Seconds that a record of a zone group lives."""

group = Rules(
    ZONE_GROUP,
    source=f"Azure REST API reference, Private Dns Zone Groups - Create Or Update; {_SCENARIOS}",
    checks=(network_name("privateDnsZoneGroupName"), Length("privateDnsZoneConfigs", 1, 5, source=_SCENARIOS)),
    references={
        "privateDnsZoneConfigs[*].privateDnsZoneId": network_ref(PRIVATE_ZONE, delete_code="", anywhere=True, blocks_delete=False),
    },
    outputs=ANSWER,
)


@group.check(source=_SCENARIOS, even_unknown=True)
def zones_are_named(inputs: Properties) -> Iterator[Fault]:
    """Each configuration has a name of its own and a zone."""
    if inputs.get("privateDnsZoneConfigs") is None:
        yield "privateDnsZoneConfigs", "at least one zone must be given"
    seen: set[str] = set()
    for i, one in enumerate(listed(inputs.get("privateDnsZoneConfigs"))):
        for needed in ("name", "privateDnsZoneId"):
            if one.get(needed) is None:
                yield f"privateDnsZoneConfigs[{i}].{needed}", "is required"
        name = one.get("name")
        if isinstance(name, str):
            if name.lower() in seen:
                yield f"privateDnsZoneConfigs[{i}].name", f"{name!r} is given twice"
            seen.add(name.lower())


@group.before("create")
def endpoint_has_none(action: Action) -> None:
    """A private endpoint has one group."""
    own = own_id(action)
    for other in below(action, parent(own), ZONE_GROUP):
        if not same(other.id, own):
            action.refuse(
                "PrivateEndpointHasDnsZoneGroup", f"private endpoint {parent(own)} has the DNS zone group {other.id}: one is allowed"
            )


@group.after("create")
@group.after("update")
def write_records(action: Action) -> None:
    """An A record for each name of the endpoint in the zone that its name lies in; those of before go."""
    for old in action.world.kept_by(action.object):
        action.world.remove(old)
    endpoint = named(action, parent(action.id), PRIVATE_ENDPOINT)
    hosts = (endpoint.state.get("hosts") or []) if endpoint else []
    shown = []
    for one in listed(action.inputs.get("privateDnsZoneConfigs")):
        zone = named(action, one.get("privateDnsZoneId"), PRIVATE_ZONE)
        if zone is None:
            continue
        ending = "." + last(zone.id).lower()
        sets = []
        for host, address in hosts:
            if host.endswith(ending):
                sets.append(_record(action, zone.id, host.removesuffix(ending), address))
        shown.append({**one, "recordSets": sets})
    action.outputs["privateDnsZoneConfigs"] = shown


def _record(action: Action, zone_id: str, name: str, address: str) -> Properties:
    id_ = f"{zone_id}/A/{name}"
    for taken in action.world.by_id(id_, any_case=True):
        action.world.remove(taken)  # The last endpoint that writes a name has it: Azure replaces the record.
    action.keep(
        PRIVATE_RECORD,
        id_,
        {
            "name": name,
            "type": "Microsoft.Network/privateDnsZones/A",
            "fqdn": f"{name}.{last(zone_id)}.",
            "ttl": TTL,
            "aRecords": [{"ipv4Address": address}],
            "metadata": {"creator": f"created by private endpoint {last(parent(action.id))}"},
            "isAutoRegistered": False,
        },
    )
    return {
        "recordType": "A",
        "recordSetName": name,
        "fqdn": f"{name}.{last(zone_id)}",
        "ttl": TTL,
        "ipAddresses": [address],
        "provisioningState": "Succeeded",
    }
