"""Where a plan stands: regions, availability zones, accounts, in each cloud's own syntax.

Sources: Amazon EC2 User Guide, "Regions and Zones"; AWS General Reference, "AWS account identifiers"; Microsoft Learn, "List of
Azure regions"; Google Cloud, "Regions and zones", "Creating and managing projects".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from .addressing import AVAILABILITY_ZONES_MAX
from .draft import Draft
from .errors import Fault, choose, listed, shown
from .names import Cloud


@dataclass(frozen=True, slots=True)
class _Syntax:
    region: re.Pattern[str]
    regions: str
    zone: re.Pattern[str]
    zones: str
    account: re.Pattern[str]
    accounts: str


_UUID: Final = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"

_SYNTAX: Final = {
    # A local zone (us-west-2-lax-1a) or wavelength zone has no place for what the components build.
    Cloud.AWS: _Syntax(
        region=re.compile(r"[a-z]{2,4}(-[a-z]+){1,2}-[0-9]{1,2}"),
        regions="an AWS region such as 'eu-west-1'",
        zone=re.compile(r"(?P<region>[a-z]{2,4}(-[a-z]+){1,2}-[0-9]{1,2})[a-z]"),
        zones="an AWS availability zone such as 'eu-west-1a'",
        account=re.compile(r"[0-9]{12}"),
        accounts="an AWS account id of 12 digits, in quotes",
    ),
    Cloud.AZURE: _Syntax(
        region=re.compile(r"[a-z]{4,}[0-9]?"),
        regions="an Azure region such as 'westeurope'",
        zone=re.compile(r"[1-9]"),
        zones="an Azure availability zone: '1', '2' or '3', in quotes",
        account=re.compile(_UUID),
        accounts="an Azure subscription id (a lower-case UUID)",
    ),
    Cloud.GCP: _Syntax(
        region=re.compile(r"[a-z]+-[a-z]+[0-9]{1,2}"),
        regions="a GCP region such as 'europe-west1'",
        zone=re.compile(r"(?P<region>[a-z]+-[a-z]+[0-9]{1,2})-[a-z]"),
        zones="a GCP zone such as 'europe-west1-b'",
        account=re.compile(r"[a-z][a-z0-9-]{4,28}[a-z0-9]"),
        accounts="a GCP project id of 6 to 30 lower-case letters, digits and hyphens",
    ),
}


def place_faults(draft: Draft) -> Iterator[Fault]:
    """Faults of residency, availability zones and accounts."""
    if draft.cloud is None:
        return
    syntax = _SYNTAX[draft.cloud]
    yield from _residency(draft, syntax)
    yield from _availability_zones(draft, syntax)
    for name, zone in draft.zones.items():
        if zone.account is not None and not syntax.account.fullmatch(zone.account):
            problem = f"{shown(zone.account)} is not an account of {draft.cloud}"
            yield Fault(f"zones.{name}.account", problem, syntax.accounts, "copy the id from the cloud's console")


def _residency(draft: Draft, syntax: _Syntax) -> Iterator[Fault]:
    for index, region in enumerate(draft.residency or ()):
        if not syntax.region.fullmatch(region):
            zone = syntax.zone.fullmatch(region)
            fix = f"write {zone['region']!r}" if zone and draft.cloud is not Cloud.AZURE else "write the region's short name"
            yield Fault(f"residency[{index}]", f"{shown(region)} is not a region", syntax.regions, fix)
        elif region in (draft.residency or ())[:index]:
            yield Fault(f"residency[{index}]", f"{shown(region)} is listed twice", "each region once", "remove one of the two")


def _availability_zones(draft: Draft, syntax: _Syntax) -> Iterator[Fault]:
    zones, regions = draft.availability_zones or (), draft.residency or ()
    if len(zones) > AVAILABILITY_ZONES_MAX:
        problem = f"{len(zones)} availability zones"
        yield Fault("availability_zones", problem, f"1 to {AVAILABILITY_ZONES_MAX}", f"keep the first {AVAILABILITY_ZONES_MAX}")
    first: str | None = None
    for index, zone in enumerate(zones):
        place, match = f"availability_zones[{index}]", syntax.zone.fullmatch(zone)
        if match is None:
            fix = f"write {zone + 'a'!r}" if draft.cloud is Cloud.AWS and syntax.region.fullmatch(zone) else "write the zone's short name"
            yield Fault(place, f"{shown(zone)} is not an availability zone", syntax.zones, fix)
            continue
        if zone in zones[:index]:
            yield Fault(place, f"{shown(zone)} is listed twice", "each availability zone once", "remove one of the two")
        region = match.groupdict().get("region")
        if region is None:
            continue
        first = first or region
        if region != first:
            yield Fault(place, f"{shown(zone)} is in another region than {zones[0]!r}", f"zones of {first}", "one plan is one region")
        elif region not in regions and all(syntax.region.fullmatch(name) for name in regions) and regions:
            fix = f"{choose(region, regions)} Or add {region!r} to residency"
            yield Fault(place, f"{shown(zone)} lies outside residency", f"zones of {listed(regions)}", fix)
