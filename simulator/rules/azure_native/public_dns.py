"""Public DNS zones.

Sources: Azure documentation, "Overview of DNS zones and records", "Azure DNS alias records overview", "Overview of DNSSEC"; Azure REST API
reference, Zones, Record Sets, Dnssec Configs - Create Or Update.
"""

from collections.abc import Iterator

from simulator.rules import Action, Between, Fault, Length, Properties, Rules
from simulator.rules.azure_native.choices import choice, is_
from simulator.rules.azure_native.ids import below, last, location, own_id, same
from simulator.rules.azure_native.kinds import DNSSEC, PUBLIC_RECORD, PUBLIC_ZONE
from simulator.rules.azure_native.names import zone_name
from simulator.rules.azure_native.private_dns import record_faults

_RECORDS = "Azure documentation, 'Overview of DNS zones and records'"
RECORDS = {
    "A": "aRecords",
    "AAAA": "aaaaRecords",
    "CAA": "caaRecords",
    "CNAME": "cnameRecord",
    "DS": "dsRecords",
    "MX": "mxRecords",
    "NAPTR": "naptrRecords",
    "NS": "nsRecords",
    "PTR": "ptrRecords",
    "SOA": "soaRecord",
    "SRV": "srvRecords",
    "TLSA": "tlsaRecords",
    "TXT": "txtRecords",
}

zone = Rules(
    PUBLIC_ZONE,
    source=f"Azure REST API reference, Zones - Create Or Update; {_RECORDS}",
    checks=(zone_name("zoneName"), choice("zoneType", "Public", source="Azure documentation, 'What is Azure Private DNS?'")),
    outputs={
        "maxNumberOfRecordSets": 10000,
        "maxNumberOfRecordsPerRecordSet": 20,
        "numberOfRecordSets": 2,
        "nameServers": [],
        "signingKeys": [],
        "systemData": {},
        "etag": "{uuid}",
    },
    defaults={"zoneType": "Public"},
)


@zone.check(source=_RECORDS)
def is_global(inputs: Properties) -> Iterator[Fault]:
    """A zone belongs to no region."""
    if location(inputs.get("location")) != "global":
        yield "location", f"must be global for DNS zones, not {inputs.get('location')}"


@zone.computes
def servers(action: Action) -> Properties:
    """Four name servers of Azure's."""
    if action.verb != "create":
        return {}
    number = int(action.hex(2, "servers"), 16) % 99 + 1
    return {"nameServers": [f"ns{i}-{number:02}.azure-dns.{end}." for i, end in ((1, "com"), (2, "net"), (3, "org"), (4, "info"))]}


@zone.on_read
def counts(action: Action) -> None:
    """Records, with the zone's own NS and SOA."""
    action.outputs["numberOfRecordSets"] = 2 + len(below(action, action.id, PUBLIC_RECORD))


record = Rules(
    PUBLIC_RECORD,
    source=f"Azure REST API reference, Record Sets - Create Or Update; {_RECORDS}",
    checks=(
        choice("recordType", *RECORDS, source=_RECORDS),
        Between("ttl", 1, 2147483647, source=_RECORDS),
        Length("aRecords", 0, 20, source="Azure documentation, 'Azure subscription and service limits', Azure DNS limits"),
    ),
    outputs={"fqdn": "", "provisioningState": "Succeeded", "systemData": {}, "etag": "{uuid}"},
)


@record.check(source=f"{_RECORDS}; Azure documentation, 'Azure DNS alias records overview'")
def holds_its_own_type(inputs: Properties) -> Iterator[Fault]:
    """Values of the set's own type; an alias is an A, AAAA or CNAME."""
    yield from record_faults(inputs, RECORDS)
    if inputs.get("targetResource") and not is_(inputs.get("recordType"), "A", "AAAA", "CNAME"):
        yield "targetResource", f"an alias is a record of type A, AAAA or CNAME, not {inputs.get('recordType')}"


@record.before("create")
def name_is_free(action: Action) -> None:
    """Nothing stands beside a CNAME."""
    own = own_id(action)
    kind = own.rsplit("/", 2)[-2].upper()
    for other in below(action, own.rsplit("/", 2)[0], PUBLIC_RECORD):
        theirs = other.id.rsplit("/", 2)[-2].upper()
        if same(last(other.id), last(own)) and kind != theirs and "CNAME" in (kind, theirs):
            action.refuse("Conflict", f"The CNAME record and {other.id} can't have the same name")


@record.computes
def answer(action: Action) -> Properties:
    """Full name, and the type with the kind of record."""
    own, kind = last(action.id), action.id.rsplit("/", 2)[-2]
    apex = action.id.rsplit("/", 3)[-3]
    return {"fqdn": f"{apex}." if own == "@" else f"{own}.{apex}.", "type": f"Microsoft.Network/dnsZones/{kind}"}


dnssec = Rules(
    DNSSEC,
    source="Azure REST API reference, Dnssec Configs - Create Or Update; Azure documentation, 'Overview of DNSSEC'",
    outputs={"provisioningState": "Succeeded", "signingKeys": [], "systemData": {}, "etag": "{uuid}"},
)


@dnssec.computes
def keys(action: Action) -> Properties:
    """A key that signs keys and one that signs the zone, both ECDSA P-256 with SHA-256."""
    flags = (257, 256)
    return {
        "signingKeys": [
            {
                "flags": one,
                "keyTag": int(action.hex(4, str(one)), 16),
                "protocol": 3,
                "securityAlgorithmType": 13,
                "publicKey": action.hex(40, f"key {one}"),
            }
            for one in flags
        ]
    }
