"""The networks from which a stranger may call: the internet, an endpoint of its own, and what the document itself names.

Source: IAM User Guide, "AWS global condition context keys", properties of the network: `aws:SourceIp` is present except through a VPC
endpoint; `aws:SourceVpc`, `aws:SourceVpce`, `aws:VpceAccount`, `aws:VpceOrgID` only through one. `aws:VpcSourceIp` is an address of the caller's own
network: "other VPCs could use the same private range", so a stranger has each that a document asks for.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Collection

from posture.iam.document import Policy
from posture.iam.opening import WitnessKind
from posture.iam.ours import Ours
from posture.iam.parties import NETWORK_ACCOUNT_KEYS, Cast, mentions, values_of
from posture.iam.patterns import glob, is_literal, sample
from posture.iam.request import ContextValue
from posture.iam.values import ABSENT, UNKNOWN
from posture.record import record

_KEYS = frozenset(
    {
        "aws:sourceip",
        "aws:sourcevpc",
        "aws:sourcevpce",
        "aws:sourcevpcarn",
        "aws:vpcsourceip",
        "aws:vpceaccount",
        "aws:vpceorgid",
        "aws:vpceorgpaths",
    }
)
_PUBLIC = ("1.2.3.4", "93.184.216.34", "200.200.200.200", "2600:1f18::1")
"""Addresses that stand for the internet, in both halves of the IPv4 space and in IPv6."""
_WIDE_V4, _WIDE_V6 = 16, 32
"""A range wider than this belongs to no single customer."""
_EXAMPLES = tuple(map(ipaddress.ip_network, ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32")))
"""Ranges of documentation (RFC 5737, RFC 3849): nobody's, but in a program they hold the place of a public address."""


@record
class Network:
    context: tuple[tuple[str, ContextValue], ...]
    witness: tuple[WitnessKind, str] | None = None
    """None: any network; otherwise the one that the document names."""
    may_be_ours: bool = False


def internet(address: str, witness: tuple[WitnessKind, str] | None = None, *, may_be_ours: bool = False) -> Network:
    absent = ("SourceVpc", "SourceVpce", "SourceVpcArn", "VpcSourceIp", "VpceAccount", "VpceOrgID", "VpceOrgPaths")
    keys: dict[str, ContextValue] = {"aws:SourceIp": address, **{f"aws:{key}": ABSENT for key in absent}}
    return Network(tuple(keys.items()), witness, may_be_ours)


def _endpoint(
    vpc: ContextValue,
    vpce: ContextValue,
    owner: dict[str, ContextValue],
    witness: tuple[WitnessKind, str] | None = None,
    *,
    may_be_ours: bool = False,
) -> Network:
    keys: dict[str, ContextValue] = {"aws:SourceIp": ABSENT, "aws:SourceVpc": vpc, "aws:SourceVpce": vpce, **owner}
    return Network(tuple(keys.items()), witness, may_be_ours)


def outside_networks(policy: Policy, cast: Cast, *, always: bool = False) -> list[Network]:
    """Networks that are not ours and could make a difference to this document."""
    if not always and not mentions(policy, _KEYS):
        return [internet(_PUBLIC[0])]
    return [
        *(internet(address) for address in _PUBLIC if not _within(address, cast.ours.cidrs)),
        *(_endpoint("vpc-0zzforeign", "vpce-0zzforeign", party.keys("Vpce")) for party in cast.strangers()),
        *(
            _endpoint("vpc-0zzforeign", "vpce-0zzforeign", {**party.keys("Vpce"), "aws:VpcSourceIp": address})
            for address in _addresses_within(policy)
            for party in cast.strangers()
        ),
        *_named_ranges(policy, cast.ours),
        *_named_endpoints(policy, cast.ours),
        *(
            _endpoint("vpc-0zzforeign", "vpce-0zzforeign", party.keys("Vpce"), (party.kind, party.name))
            for party in cast.named(NETWORK_ACCOUNT_KEYS, "vpce")
        ),
    ]


def _named_ranges(policy: Policy, ours: Ours) -> list[Network]:
    found: list[Network] = []
    for text in dict.fromkeys(values_of(policy, {"aws:sourceip"})):
        try:
            network = ipaddress.ip_network(text, strict=False)
        except ValueError:
            continue
        if not (network.is_global or _example(network)) or any(_inside(network, cidr) for cidr in ours.cidrs):
            continue
        wide = network.prefixlen < (_WIDE_V4 if network.version == 4 else _WIDE_V6)
        address = next(iter(network.hosts()), network.network_address)
        found.append(internet(str(address), (WitnessKind.NETWORK, text), may_be_ours=not wide))
    return found


def _addresses_within(policy: Policy) -> list[str]:
    """An address of each range that the document asks of callers by an endpoint."""
    found: list[str] = []
    for text in dict.fromkeys(values_of(policy, {"aws:vpcsourceip"})):
        try:
            found.append(str(ipaddress.ip_network(text, strict=False).network_address))
        except ValueError:
            continue
    return found


def _example(network: ipaddress.IPv4Network | ipaddress.IPv6Network) -> bool:
    return any(_inside(network, str(example)) for example in _EXAMPLES)


def _named_endpoints(policy: Policy, ours: Ours) -> list[Network]:
    unknown: dict[str, ContextValue] = {"aws:VpceAccount": UNKNOWN, "aws:VpceOrgID": UNKNOWN, "aws:VpceOrgPaths": UNKNOWN}
    vpcs = _foreign(policy, "aws:sourcevpc", ours.vpc_ids)
    vpces = _foreign(policy, "aws:sourcevpce", ours.vpc_endpoint_ids)
    return [
        *(_endpoint(name, "vpce-0zzforeign", unknown, (WitnessKind.NETWORK, text), may_be_ours=full) for text, name, full in vpcs),
        *(_endpoint("vpc-0zzforeign", name, unknown, (WitnessKind.NETWORK, text), may_be_ours=full) for text, name, full in vpces),
        *(
            _endpoint(vpc, vpce, unknown, (WitnessKind.NETWORK, f"{text} in {vpc_text}"), may_be_ours=full or vpc_full)
            for text, vpce, full in vpces
            for vpc_text, vpc, vpc_full in vpcs
        ),
    ]


def _foreign(policy: Policy, key: str, ours: Collection[str]) -> list[tuple[str, str, bool]]:
    """(as written, an id that matches, whether it is one full id) for each id or pattern that is not ours."""
    found: list[tuple[str, str, bool]] = []
    for text in dict.fromkeys(values_of(policy, {key})):
        name = sample(glob(text), "0zzwitness")
        if name not in ours:
            found.append((text, name, is_literal(glob(text))))
    return found


def _within(address: str, cidrs: Collection[str]) -> bool:
    return any(_inside(ipaddress.ip_network(address), cidr) for cidr in cidrs)


def _inside(network: ipaddress.IPv4Network | ipaddress.IPv6Network, cidr: str) -> bool:
    try:
        outer = ipaddress.ip_network(cidr, strict=False)
    except ValueError:
        return False
    if isinstance(network, ipaddress.IPv4Network):
        return isinstance(outer, ipaddress.IPv4Network) and network.subnet_of(outer)
    return isinstance(outer, ipaddress.IPv6Network) and network.subnet_of(outer)
