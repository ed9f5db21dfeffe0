"""Route 53 hosted zones and records. Global.

Sources: Route 53 API Reference, CreateHostedZone, DeleteHostedZone (only SOA and NS may be left), ChangeResourceRecordSets; Amazon Route 53
Developer Guide, "Considerations when working with a private hosted zone" (both DNS attributes of the VPC), "DNS domain name format",
"Choosing between alias and non-alias records"; Pulumi Registry, aws.route53.Zone, aws.route53.Record.
"""

from collections.abc import Iterator

from simulator.rules import Action, AtMostOneOf, AutoName, Between, Fault, Length, Object, Pattern, Properties, Rules, ref, unique
from simulator.rules.aws.kinds import HOSTED_ZONE, VPC
from simulator.rules.aws.parts import given

RECORD = "aws:route53/record:Record"
_CREATE = "Route 53 API Reference, CreateHostedZone"
_CHANGE = "Route 53 API Reference, ChangeResourceRecordSets"
_LABELS = r"(\*\.|\\052\.)?([A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?\.)*[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?\.?|\*"

zone = Rules(
    HOSTED_ZONE,
    source="Route 53 API Reference, CreateHostedZone, DeleteHostedZone; Pulumi Registry, aws.route53.Zone",
    second_source="botocore, cfn-lint, moto",
    checks=(
        Pattern("name", _LABELS, source="Amazon Route 53 Developer Guide, 'DNS domain name format'", saying="a DNS name"),
        Length("name", 1, 1024, source=_CREATE),
        Length("comment", 0, 256, source=_CREATE),
        AtMostOneOf(("delegationSetId", "vpcs"), source=_CREATE),
    ),
    references={
        "vpcs[*].vpcId": ref(VPC, code="InvalidVPCId", anywhere=True, blocks_delete=False),
    },
    immutable={"delegationSetId", "name"},
    autoname=AutoName("name"),
    defaults={"forceDestroy": False},
    id=lambda action: "Z" + action.hex(20).upper(),
    outputs={
        "arn": "arn:{partition}:route53:::hostedzone/{id}",
        "comment": "Managed by Pulumi",
        "enableAcceleratedRecovery": False,
        "nameServers": [],
        "primaryNameServer": "",
        "zoneId": "{id}",
    },
    unordered=("vpcs",),
)


@zone.check(source="Pulumi Registry, aws.route53.Zone: the name is kept without its last dot")
def name_has_no_last_dot(inputs: Properties) -> Iterator[Fault]:
    """Nothing to refuse: the provider takes both. A name of one label is public space that nobody may own."""
    if "." not in str(inputs.get("name")).rstrip(".") and not inputs.get("vpcs"):
        yield "name", f"{inputs.get('name')!r} is a top-level domain; a public hosted zone needs a domain below one"


@zone.plans
def comment(action: Action) -> Properties:
    """Pulumi's own text where none is given."""
    return {"comment": "Managed by Pulumi"} if action.inputs.get("comment") is None else {}


@zone.computes
def servers(action: Action) -> Properties:
    """Four name servers; a private zone shows those of its VPC resolver."""
    if action.verb == "update":
        return {}
    number = int(action.hex(3), 16) % 2000
    if action.inputs.get("vpcs"):
        names = [f"ns-{i}.awsdns-00.{domain}" for i, domain in ((0, "com"), (512, "net"), (1024, "org"), (1536, "co.uk"))]
    else:
        names = [f"ns-{number + i}.awsdns-{(number + i) % 64:02d}.{domain}" for i, domain in enumerate(("com", "net", "org", "co.uk"))]
    return {"nameServers": sorted(names), "primaryNameServer": names[0]}


@zone.before("create")
@zone.before("update")
def networks_can_use_it(action: Action) -> None:
    """A network has one private zone of a name, and both its DNS attributes on."""
    for one in action.inputs.get("vpcs") or []:
        region = one.get("vpcRegion")
        for vpc in action.find_anywhere(VPC, id=one["vpcId"]):
            off = [name for name in ("enableDnsSupport", "enableDnsHostnames") if vpc.outputs.get(name) is not True]
            if off:
                action.refuse(
                    "InvalidVPCId",
                    f"a private hosted zone needs enableDnsSupport and enableDnsHostnames of {vpc.id}; off: {', '.join(off)}",
                )
            if region and region != vpc.region:
                action.refuse("InvalidVPCId", f"{vpc.id} is in {vpc.region}, not in {region}")
            _name_is_free(action, vpc)


def _name_is_free(action: Action, vpc: Object) -> None:
    name = str(action.inputs["name"]).rstrip(".")
    for other in action.find_anywhere(HOSTED_ZONE):
        networks = [one["vpcId"] for one in other.outputs.get("vpcs") or []]
        if other.id != action.id and vpc.id in networks and str(other.outputs.get("name")).rstrip(".") == name:
            action.refuse(
                "ConflictingDomainExists",
                f"The VPC {vpc.id} has already been associated with the hosted zone {other.id} with the same domain name.",
            )


@zone.before("delete")
def only_its_own_records_are_left(action: Action) -> None:
    """A zone with records can't be deleted; `forceDestroy` deletes them."""
    left = action.find(RECORD, zoneId=action.id)
    if left and action.outputs.get("forceDestroy") is not True:
        action.refuse(
            "HostedZoneNotEmpty",
            f"The specified hosted zone contains non-required resource record sets and so cannot be deleted: {', '.join(one.id for one in left)}",
        )
    for one in left:
        action.world.remove(one)


_ROUTING = (
    "cidrRoutingPolicy",
    "failoverRoutingPolicies",
    "geolocationRoutingPolicies",
    "geoproximityRoutingPolicy",
    "latencyRoutingPolicies",
    "multivalueAnswerRoutingPolicy",
    "weightedRoutingPolicies",
)

record = Rules(
    RECORD,
    source="Route 53 API Reference, ChangeResourceRecordSets; Pulumi Registry, aws.route53.Record (the id is zone_name_type)",
    second_source="cfn-lint, moto",
    checks=(
        Pattern(
            "type", "A|AAAA|CAA|CNAME|DS|HTTPS|MX|NAPTR|NS|PTR|SOA|SPF|SRV|SSHFP|SVCB|TLSA|TXT", source=_CHANGE, saying="a type of record"
        ),
        Between("ttl", 0, 2147483647, source=_CHANGE),
        Pattern("name", _LABELS + "|", source="Amazon Route 53 Developer Guide, 'DNS domain name format'", saying="a DNS name"),
        AtMostOneOf(("aliases", "records"), source=_CHANGE),
        AtMostOneOf(("aliases", "ttl"), source=_CHANGE),
        Length("aliases", 0, 1, source=_CHANGE),
        Length("setIdentifier", 1, 128, source=_CHANGE),
        AtMostOneOf(_ROUTING, source="Pulumi Registry, aws.route53.Record"),
    ),
    references={"zoneId": ref(HOSTED_ZONE, code="NoSuchHostedZone", blocks_delete=False)},
    immutable={"name", "setIdentifier", "zoneId"},
    id=lambda action: "_".join(
        [
            str(action.inputs["zoneId"]),
            _full(action),
            str(action.inputs["type"]),
            *([action.inputs["setIdentifier"]] if action.inputs.get("setIdentifier") else []),
        ]
    ),
    outputs={"fqdn": "", "allowOverwrite": False},
    unordered=("records",),
)


@record.check(source=_CHANGE, even_unknown=True)
def says_something(inputs: Properties) -> Iterator[Fault]:
    """An alias, or values with a time to live; a CNAME has one value."""
    if not given(inputs.get("aliases")):
        if not given(inputs.get("records")):
            yield "records", "one of aliases, records must be given"
        elif inputs.get("ttl") is None:
            yield "ttl", "is required together with records"
    if any(given(inputs.get(name)) for name in _ROUTING) and inputs.get("setIdentifier") is None:
        yield "setIdentifier", "is required with a routing policy"
    records = inputs.get("records")
    if inputs.get("type") == "CNAME" and isinstance(records, list) and len(records) > 1:
        yield "records", "a CNAME has one value"


def _full(action: Action) -> str:
    zone_ = action.get(HOSTED_ZONE, action.inputs["zoneId"])
    apex = str(zone_.outputs["name"]).rstrip(".") if zone_ else ""
    name = str(action.inputs["name"]).rstrip(".")
    return name if name == apex or name.endswith("." + apex) else f"{name}.{apex}" if name else apex


@record.computes
def full_name(action: Action) -> Properties:
    """The name below the zone's."""
    return {"fqdn": _full(action)}


@record.before("create")
def name_is_free(action: Action) -> None:
    """A zone has one set of a name and type, and nothing beside a CNAME."""
    name = _full(action)
    zone_ = action.get(HOSTED_ZONE, action.inputs["zoneId"])
    apex = str(zone_.outputs["name"]).rstrip(".") if zone_ else ""
    kind = action.inputs["type"]
    if kind == "CNAME" and name == apex:
        action.refuse("InvalidChangeBatch", f"[RRSet of type CNAME with DNS name {name}. is not permitted at apex in zone {apex}.]")
    for other in action.find(RECORD, zoneId=action.inputs["zoneId"], fqdn=name):
        same = other.outputs["type"] == kind and other.outputs.get("setIdentifier") == action.inputs.get("setIdentifier")
        if (same and action.inputs.get("allowOverwrite") is not True) or (
            "CNAME" in (kind, other.outputs["type"]) and other.outputs["type"] != kind
        ):
            action.refuse(
                "InvalidChangeBatch",
                f"[Tried to create resource record set [name='{name}.', type='{kind}'] but it already exists: {other.id}]",
            )


zone_association = Rules(
    "aws:route53/zoneAssociation:ZoneAssociation",
    source="Route 53 API Reference, AssociateVPCWithHostedZone; Pulumi Registry, aws.route53.ZoneAssociation",
    references={
        "zoneId": ref(HOSTED_ZONE, code="NoSuchHostedZone", anywhere=True, blocks_delete=False),
        "vpcId": ref(VPC, code="InvalidVPCId", anywhere=True, blocks_delete=False),
    },
    immutable={"vpcId", "vpcRegion", "zoneId"},
    id="{zoneId}:{vpcId}",
    outputs={"owningAccount": "{account}", "vpcRegion": "{region}"},
    unique=(unique("zoneId", "vpcId", scope="global", code="ConflictingDomainExists"),),
)


@zone_association.before("create")
def the_zone_is_private(action: Action) -> None:
    """'Amazon Route 53 doesn't support associating a VPC with a public hosted zone' (AssociateVPCWithHostedZone)."""
    for found in action.find_anywhere(HOSTED_ZONE, id=action.inputs["zoneId"]):
        if not found.outputs.get("vpcs"):
            action.refuse(
                "PublicZoneVPCAssociation", f"You're trying to associate a VPC with a public hosted zone: {found.id} was made without vpcs"
            )
