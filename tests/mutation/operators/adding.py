"""How operators add: one new resource beside another, and the new ones count as changed."""

import ipaddress
import re
from collections.abc import Callable, Iterator
from typing import Any

from tests.mutation.edits import add, output, put
from tests.mutation.forms import FOREIGN_ACCOUNT
from tests.mutation.mutant import Mutant
from tests.mutation.program import Program, Ref, Row, at, leaves, plain
from tests.mutation.zones_of import Zones

FOREIGN_ROOT = f"arn:aws:iam::{FOREIGN_ACCOUNT}:root"
ABROAD = "ap-southeast-2"
"""A region in no base's residency."""
CLOSED_ZONES = frozenset({"phi", "deidentification", "inference", "training", "control", "management"})
"""Zones that have no road to the internet of their own."""
ROADLESS = CLOSED_ZONES | {None}


class Site:
    """A place of a program at which resources are added."""

    def __init__(self, program: Program, urn: str) -> None:
        self.program, self.row = program, program.by_urn[urn]
        self.added: set[str] = set()
        self._name = re.sub(r"[^A-Za-z0-9-]+", "-", self.row.name).strip("-")[:20].lower()

    def add(self, type_: str, label: str, inputs: dict[str, Any], region: str | None = None, like: Row | None = None) -> str:
        """A new resource, named after the place."""
        urn = add(self.program, like or self.row, type_, f"mutant-{self._name}-{label}", inputs, region)
        self.added.add(urn)
        return urn

    def out(self, name: str = "id") -> Any:
        """An output of the resource at the place."""
        return output(self.program, self.row.urn, name)

    def output(self, urn: str, name: str = "id") -> Any:
        """An output of any resource."""
        return output(self.program, urn, name)

    def name(self, label: str) -> str:
        """A name for something new."""
        return f"mutant-{self._name}-{label}"


Build = Callable[[Site], Any]


def adding(operator: str, row: Row, build: Build, path: str = "", variant: str = "") -> Mutant:
    """A mutant that builds something at a resource."""

    def change(program: Program) -> set[str]:
        site = Site(program, row.urn)
        build(site)
        return site.added

    return Mutant(operator, row.type, path, row.urn, change, variant)


def zones(program: Program) -> Zones:
    """The zones of a program, worked out once."""
    if program.zones is None:
        program.zones = Zones(program, program.patterns)
    found = program.zones
    assert isinstance(found, Zones)
    return found


def referred(program: Program, row: Row, *types: str) -> Row | None:
    """The first resource of these types to which a resource refers."""
    for urn in (one for urns in row.property_dependencies.values() for one in urns):
        if urn in program.by_urn and program.by_urn[urn].type in types:
            return program.by_urn[urn]
    return None


def network_of(program: Program, row: Row) -> Row | None:
    """The VPC that a resource stands in, through what it refers to."""
    if row.type == "aws:ec2/vpc:Vpc":
        return row
    seen, waiting = {row.urn}, [row]
    while waiting:
        current = waiting.pop(0)
        for name in ("vpcId", "subnetId", "subnetIds", "routeTableId", "defaultRouteTableId", "subnets", "vpcConfig", "dbSubnetGroupName"):
            for urn in current.property_dependencies.get(name, []):
                found = program.by_urn.get(urn)
                if found is None or urn in seen:
                    continue
                if found.type == "aws:ec2/vpc:Vpc":
                    return found
                seen.add(urn)
                waiting.append(found)
    return None


def free_block(program: Program, network: Row, prefix: int = 28) -> str | None:
    """A block of a VPC that none of its subnets has."""
    whole = ipaddress.ip_network(str(plain(network.inputs.get("cidrBlock", "10.0.0.0/16"))))
    if not isinstance(whole, ipaddress.IPv4Network):
        return None
    taken = [
        ipaddress.ip_network(str(plain(row.inputs["cidrBlock"])))
        for row in program.of_type("aws:ec2/subnet:Subnet")
        if network.urn in row.refers_to() and "cidrBlock" in row.inputs
    ]
    for block in reversed(list(whole.subnets(new_prefix=max(prefix, whole.prefixlen)))[-64:]):
        if not any(block.overlaps(other) for other in taken if isinstance(other, ipaddress.IPv4Network)):
            return str(block)
    return None


def subnets_of(program: Program, network: Row) -> list[Row]:
    """Subnets of a VPC."""
    return [row for row in program.of_type("aws:ec2/subnet:Subnet") if network.urn in row.refers_to()]


def internet_gateway(site: Site, network: Row) -> Any:
    """The VPC's internet gateway; a new one where it has none."""
    for row in site.program.of_type("aws:ec2/internetGateway:InternetGateway"):
        if network.urn in row.refers_to():
            return site.output(row.urn)
    return Ref(site.add("aws:ec2/internetGateway:InternetGateway", "igw", {"vpcId": site.output(network.urn)}))


def append(program: Program, urn: str, where: tuple[str | int, ...], value: Any) -> None:
    """One more element of a list, which is made where it is missing."""
    row = program.by_urn[urn]
    try:
        listed = at(row.inputs, where)
    except LookupError:
        listed = None
    comes = [origin for _, leaf in leaves(value) if (origin := leaf.urn if isinstance(leaf, Ref) else getattr(leaf, "origin", None))]
    if isinstance(listed, list):
        put(program, urn, (*where, len(listed)), value, comes)
    else:
        put(program, urn, where, [value], comes)


def each(program: Program, row: Row, *types: str) -> Iterator[Row]:
    """The row if it is of one of these types and made by the program."""
    if row.type in types and row.simulated:
        yield row
