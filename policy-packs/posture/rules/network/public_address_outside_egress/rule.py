"""Public addresses stand only in egress and access.

Sources: Amazon EC2 API Reference, LaunchTemplateInstanceNetworkInterfaceSpecification (AssociatePublicIpAddress); Amazon EC2 Auto Scaling API Reference,
CreateLaunchConfiguration (AssociatePublicIpAddress): what a fleet's machines get, whatever their subnet says.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from ai_zones.plan import ZoneName
from posture.proofs.verdict import Verdict
from posture.readers.aws.tokens import SUBNET
from posture.reference import Reference
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import users, zone_in_use
from posture.rules.words import cannot_tell
from posture.values import UNKNOWN, Unknown, is_unknown

Word = bool | Unknown
INSTANCE: Final = ("aws:ec2/instance:Instance", "aws-native:ec2:Instance")
SERVICE: Final = ("aws:ecs/service:Service", "aws-native:ecs:Service")
TEMPLATE: Final = ("aws:ec2/launchTemplate:LaunchTemplate", "aws-native:ec2:LaunchTemplate")
CONFIGURATION: Final = ("aws:ec2/launchConfiguration:LaunchConfiguration",)
ADDRESS: Final = ("aws:ec2/eip:Eip", "aws:ec2/eipAssociation:EipAssociation", "aws-native:ec2:Eip", "aws-native:ec2:EipAssociation")
_ALLOWED: Final = frozenset({ZoneName.EGRESS, ZoneName.ACCESS})
_FLAGS: Final = {
    **dict.fromkeys(SUBNET, "mapPublicIpOnLaunch"),
    **dict.fromkeys(INSTANCE, "associatePublicIpAddress"),
    "aws:ecs/service:Service": "networkConfiguration.assignPublicIp",
}
_NATIVE_SERVICE: Final = "networkConfiguration.awsvpcConfiguration.assignPublicIp"
_NATIVE: Final = "aws-native:"
_DEFAULT_SUBNET: Final = "aws:ec2/defaultSubnet:DefaultSubnet"
_EXISTING: Final = ("networkInterfaces", "primaryNetworkInterface")
"""Given, they decide it; each is a resource with addresses of its own."""
_OWN: Final = ("networkInterfaces",)
_OF_A_TEMPLATE: Final = ("networkInterfaces", "launchTemplateData.networkInterfaces")
_TEMPLATES: Final = ("launchTemplate.id", "launchTemplate.name", "launchTemplate.launchTemplateId", "launchTemplate.launchTemplateName")
_HOLDERS: Final = ("instance", "instanceId", "networkInterface", "networkInterfaceId")


@rule(*SUBNET, *INSTANCE, *SERVICE, *ADDRESS, *TEMPLATE, *CONFIGURATION)
def check(look: Look) -> Iterator[Fault]:
    """DESIGN, "What is proved": public addresses are allowed only in egress, and inbound in access."""
    if look.resource.type in ADDRESS:
        for prop in _HOLDERS:
            for holder in look.targets(prop):
                if holder.zone is not None and holder.zone not in _ALLOWED:
                    yield Fault(f"is a public address of {holder.name}, in zone {holder.zone}", prop)
        return
    if look.resource.type in (*TEMPLATE, *CONFIGURATION):
        yield from _of_a_fleet(look)
        return
    if look.zone is None or look.zone in _ALLOWED:
        return
    if look.resource.type in SERVICE and look.resource.type.startswith(_NATIVE):
        yield from _native_service(look)
        return
    prop = _FLAGS[look.resource.type]
    value = look.flag(prop)
    if value is None and look.resource.type in INSTANCE:
        yield from _by_place(look, prop)
    elif is_unknown(value):
        yield cannot_tell(prop, f"whether it has public addresses in zone {look.zone}")
    elif value:
        yield Fault(f"gives public addresses, in zone {look.zone}", prop)


def _of_a_fleet(look: Look) -> Iterator[Fault]:
    """What machines of a fleet are started with. A machine that stands in the program says it itself (`_by_place`)."""
    zone = zone_in_use(look)
    if zone is None or zone in _ALLOWED or any(user.resource.type in INSTANCE for user in users(look)):
        return
    if look.resource.type in CONFIGURATION:
        value = look.flag("associatePublicIpAddress")
        if is_unknown(value):
            yield cannot_tell("associatePublicIpAddress", f"whether its machines have public addresses in zone {zone}")
        elif value:
            yield Fault(f"gives public addresses, in zone {zone}", "associatePublicIpAddress")
        return
    prop = "launchTemplateData.networkInterfaces" if look.resource.type.startswith(_NATIVE) else "networkInterfaces"
    yield from _interfaces(look, prop, look.blocks(prop), str(zone))


def _interfaces(look: Look, prop: str, blocks: list[str] | Unknown, zone: str) -> Iterator[Fault]:
    if is_unknown(blocks):
        yield cannot_tell(prop, f"whether it has public addresses in zone {zone}")
        return
    for block in blocks:
        path = f"{block}.associatePublicIpAddress"
        value = look.flag(path)
        if is_unknown(value):
            yield cannot_tell(path, f"whether it has public addresses in zone {zone}")
        elif value:
            yield Fault(f"gives public addresses, in zone {zone}", path)


def _native_service(look: Look) -> Iterator[Fault]:
    value = look.text(_NATIVE_SERVICE)
    if is_unknown(value):
        yield cannot_tell(_NATIVE_SERVICE, f"whether it has public addresses in zone {look.zone}")
    elif value == "ENABLED":
        yield Fault(f"gives public addresses, in zone {look.zone}", _NATIVE_SERVICE)


def _by_place(look: Look, prop: str) -> Iterator[Fault]:
    """An instance that doesn't say: its interfaces, else those of its template, else its subnet decide, and subnets that AWS made give addresses.

    Source: Amazon VPC User Guide, "IP addressing for your VPCs and subnets"; Amazon EC2 API Reference, "RunInstances"
    (NetworkInterface.N.AssociatePublicIpAddress), "LaunchTemplateInstanceNetworkInterfaceSpecificationRequest".
    """
    if not look.resource.type.startswith("aws-native") and any(look.value(one) not in (None, [], ()) for one in _EXISTING):
        return
    own = _said(look, _OWN)
    said = [own] if own is not None else _by_template(look)
    if said and all(one is True for one in said):
        yield Fault(f"takes a public address of its place, in zone {look.zone}", prop)
    elif not said or any(one is not False for one in said):
        fault = f"says nothing of public addresses in zone {look.zone}, and whether its place gives one can't be told"
        yield Fault(fault, prop, Verdict.UNPROVEN)


def _by_template(look: Look) -> list[Word]:
    """What each template that it may have says; where one leaves it open, or there is none, what the subnets say."""
    references = [one for prop in _TEMPLATES for one in look.references(prop) if not one.absent]
    templates = _found(look, references)
    said: list[Word] = [UNKNOWN for one in references if not one.targets]
    for template in templates:
        word = _said(template, _OF_A_TEMPLATE)
        said.extend([word] if word is not None else _by_subnet(look, template))
    return said if references else _by_subnet(look)


def _by_subnet(look: Look, template: Look | None = None) -> list[Word]:
    """Its own subnet goes before the template's."""
    for where, interfaces in ((look, _OWN), (template, _OF_A_TEMPLATE)):
        if where is None:
            continue
        paths = ["subnetId", *(f"{one}.subnetId" for prop in interfaces for one in _blocks(where, prop))]
        places = [one for path in paths for one in where.references(path, SUBNET) if not one.absent]
        if places:
            return [UNKNOWN for one in places if not one.targets] + [_of_a_subnet(one) for one in _found(look, places)]
    return []


def _of_a_subnet(subnet: Look) -> Word:
    if subnet.value("mapPublicIpOnLaunch") is None:
        return subnet.resource.type == _DEFAULT_SUBNET
    return bool(flag) if not is_unknown(flag := subnet.flag("mapPublicIpOnLaunch")) else UNKNOWN


def _said(where: Look, lists: tuple[str, ...]) -> Word | None:
    """What its list of interfaces says of public addresses; None where that is left to the subnet.

    An interface that is there already brings its own addresses. A template's state has an empty text where nothing was given.
    """
    for prop in lists:
        value = where.value(prop)
        if value is not None and not isinstance(value, (list, tuple, Mapping)):
            return UNKNOWN
        for one in _blocks(where, prop):
            if not isinstance(where.value(one), Mapping):
                return UNKNOWN
            if where.value(f"{one}.associatePublicIpAddress") not in (None, ""):
                flag = where.flag(f"{one}.associatePublicIpAddress")
                return UNKNOWN if is_unknown(flag) else bool(flag)
            if where.value(f"{one}.networkInterfaceId") not in (None, ""):
                return False
    return None


def _blocks(where: Look, prop: str) -> list[str]:
    found = where.blocks(prop)
    return [] if is_unknown(found) else found


def _found(look: Look, references: list[Reference]) -> list[Look]:
    return [look.scene.look_at(urn) for urn in dict.fromkeys(urn for one in references for urn in one.targets)]
