"""What `GcpPeerRoad` is given, and what of it can't be built or would not be private.

Sources: Cloud VPN documentation, "HA VPN topologies" (one, two or four addresses of the peer), "Cloud VPN overview", "Supported IKE ciphers"; Cloud
Router, "Create a Cloud Router" (private AS numbers; 16550 for Partner Interconnect), "Establish BGP sessions" (link-local addresses), "Use MD5
authentication" (up to 80 characters); Cloud Interconnect, "VLAN attachments", "HA VPN over Cloud Interconnect overview", "MACsec for Cloud Interconnect".
"""

import ipaddress
from typing import Annotated, Any, Final, NotRequired, Self, TypedDict

import pulumi
import pydantic

from ai_zones.gcp import validation
from ai_zones.gcp.zone_network import PEER_ZONES
from ai_zones.inputs import one_of

LINK_LOCAL: Final = ipaddress.IPv4Network("169.254.0.0/16")
METADATA: Final = ipaddress.IPv4Network("169.254.169.0/24")
"""The metadata server's neighbourhood."""
PARTNER_ASN: Final = 16550
LARGEST_PEER_PREFIX: Final = 16
SHORTEST_KEY: Final = 32
LONGEST_BGP_KEY: Final = 80
LEAST_ATTACHMENTS: Final = 2
BANDWIDTHS: Final = (
    *(f"BPS_{number}M" for number in (50, 100, 200, 300, 400, 500)),
    *(f"BPS_{number}G" for number in (1, 2, 5, 10, 20, 50, 100, 400)),
)
DOMAINS: Final = ("AVAILABILITY_DOMAIN_1", "AVAILABILITY_DOMAIN_2")
InterconnectPath: Any = validation.path_of(
    r"projects/[a-z0-9.:-]+/global/interconnects/[a-z0-9-]+",
    "an Interconnect",
    "projects/acme-lines/global/interconnects/frankfurt-1",
    plain=True,
)


class GcpAttachmentArgs(TypedDict):
    """One VLAN attachment: half of a circuit."""

    interconnect: NotRequired[str]
    """Path of the Interconnect of Dedicated Interconnect; it may stand in another project. Default: a partner's line."""
    vlan: NotRequired[int]
    """Its VLAN, 2 to 4,094: of Dedicated Interconnect alone. Default: Google chooses."""
    link_cidr: NotRequired[str]
    """/29 block of 169.254.0.0/16 for the BGP session. Needed with `interconnect`; a partner's line is given its own."""
    bandwidth: NotRequired[str]
    """Such as `BPS_1G`: of Dedicated Interconnect alone, for the partner sets that of its own lines. Default `BPS_1G`."""
    availability_domain: NotRequired[str]
    """`AVAILABILITY_DOMAIN_1` or `_2`, one each: of a partner's line alone; a dedicated one has that of its Interconnect."""


class GcpPeerRoadArgs(TypedDict):
    """Inputs of `GcpPeerRoad`: `gateway_addresses` for a VPN, `attachments` for a circuit, both for a VPN over a circuit."""

    zone: str
    """Zone that has the peer: `phi`, `deidentification` or `training`."""
    project: str
    """Project of the zone's network."""
    region: str
    """Region of the zone's network."""
    network: str
    """Path of the zone's network; `GcpZoneNetwork.peers` must name the same peer."""
    cidr: str
    """Addresses of the other side, /16 or smaller: routes that it announces beyond these are dropped."""
    advertised: list[str]
    """Ranges of the zone that the peer is told of: its door, or the programs that ask it. Nothing else is announced."""
    peer_asn: int
    """AS number of the other side."""
    asn: NotRequired[int]
    """AS number of ours, a private one. Default 64512, and 16550 for a partner's line, which has no other."""
    gateway_addresses: NotRequired[list[str]]
    """Addresses of the peer's VPN devices: one, two or four. Private ones where a circuit carries the tunnels. Default: no VPN."""
    shared_key: NotRequired[pulumi.Input[str]]
    """Pre-shared key of the tunnels, 32 characters or more; needed with `gateway_addresses`. Give it as a secret."""
    link_cidr: NotRequired[str]
    """/28 block of 169.254.0.0/16 for the tunnels' BGP sessions; needed with `gateway_addresses`."""
    bgp_key: NotRequired[pulumi.Input[str]]
    """Key by which both routers know each other (MD5), up to 80 characters. Give it as a secret. Default: none, tunnels or MACsec say it."""
    attachments: NotRequired[dict[str, GcpAttachmentArgs]]
    """Name → VLAN attachment: two or more, in different availability domains. Default: none."""
    encrypted: NotRequired[bool]
    """Must be true for a circuit that carries no tunnels: MACsec stands on its ports, or every connection is TLS."""
    tunnel_range: NotRequired[str]
    """Private range, /26 to /29, for our ends of tunnels over a circuit; needed with both. Outside of every range of the network."""
    deletion_protection: NotRequired[bool]
    """False lifts Pulumi's protection of attachments. Default True: a line that is deleted takes days to come back."""
    labels: NotRequired[dict[str, str]]
    """Further labels. Default: none."""


class Attachment(validation.ComponentInput):
    """Parsed `GcpAttachmentArgs`."""

    interconnect: InterconnectPath | None = None
    vlan: int | None = pydantic.Field(default=None, ge=2, le=4094)
    link_cidr: validation.Cidr | None = None
    bandwidth: Annotated[str, one_of(*BANDWIDTHS)] | None = None
    availability_domain: Annotated[str, one_of(*DOMAINS)] | None = None

    @pydantic.model_validator(mode="after")
    def _is_one_kind(self) -> Self:
        ours = {"vlan": self.vlan, "link_cidr": self.link_cidr, "bandwidth": self.bandwidth}
        theirs = {"availability_domain": self.availability_domain}
        strange, needed = (theirs, {"link_cidr": self.link_cidr}) if self.interconnect else (ours, theirs)
        kind = "Dedicated Interconnect" if self.interconnect else "a partner's line"
        if given := [key for key, value in strange.items() if value is not None]:
            raise ValueError(f"{', '.join(given)}: does not belong to {kind}; leave it out")
        if missing := [key for key, value in needed.items() if value is None]:
            raise ValueError(f"{', '.join(missing)}: needed for {kind}; add it")
        if self.link_cidr is not None:
            judge_link("link_cidr", self.link_cidr, 29)
        return self


class PeerRoad(validation.ZonedInput):
    """Parsed `GcpPeerRoadArgs`."""

    network: validation.NetworkPath
    cidr: validation.Cidr
    advertised: tuple[validation.Cidr, ...] = pydantic.Field(min_length=1)
    peer_asn: int = pydantic.Field(ge=1, le=4_294_967_295)
    asn: int | None = None
    gateway_addresses: tuple[ipaddress.IPv4Address, ...] = ()
    shared_key: validation.Reference | None = None
    link_cidr: validation.Cidr | None = None
    bgp_key: validation.Reference | None = None
    attachments: dict[Annotated[str, pydantic.Field(pattern=r"^[a-z][a-z0-9-]{0,20}$")], Attachment] = pydantic.Field(default_factory=dict)
    encrypted: bool = False
    tunnel_range: validation.Cidr | None = None
    deletion_protection: bool = True

    @pydantic.model_validator(mode="after")
    def _leads_to_one_peer(self) -> Self:
        if self.zone not in PEER_ZONES:
            raise ValueError(f"zone: given {self.zone!r}, but only {', '.join(PEER_ZONES)} have peers; remove the road")
        if self.cidr.prefixlen < LARGEST_PEER_PREFIX:
            raise ValueError(f"cidr: given {self.cidr}, a peer has a /{LARGEST_PEER_PREFIX} or smaller")
        for one in self.advertised:
            if one.prefixlen < LARGEST_PEER_PREFIX or not one.is_private or one.overlaps(self.cidr):
                raise ValueError(f"advertised: given {one}, it must be a private range of the zone, /{LARGEST_PEER_PREFIX} or smaller")
        if not self.gateway_addresses and not self.attachments:
            raise ValueError("gateway_addresses, attachments: a road is a VPN, a circuit or a VPN over a circuit; give one or both")
        if self.asn is not None and not (64512 <= self.asn <= 65534 or 4_200_000_000 <= self.asn <= 4_294_967_294):
            raise ValueError(f"asn: given {self.asn}, it must be a private one: 64512 to 65534, or 4200000000 to 4294967294")
        if self.own_asn == self.peer_asn:
            raise ValueError(f"peer_asn: given {self.peer_asn}, which is ours; two networks have two numbers")
        self._judge_tunnels()
        self._judge_circuit()
        return self

    def _judge_tunnels(self) -> None:
        wanted = {"shared_key": self.shared_key, "link_cidr": self.link_cidr}
        if not self.gateway_addresses:
            if given := [key for key, value in {**wanted, "tunnel_range": self.tunnel_range}.items() if value is not None]:
                raise ValueError(f"{', '.join(given)}: belongs to a VPN; add gateway_addresses, or leave it out")
            return
        if missing := [key for key, value in wanted.items() if value is None]:
            raise ValueError(f"{', '.join(missing)}: needed with gateway_addresses; add it")
        if len(self.gateway_addresses) not in (1, 2, 4) or len(set(self.gateway_addresses)) != len(self.gateway_addresses):
            raise ValueError(f"gateway_addresses: given {len(self.gateway_addresses)}, there must be one, two or four different ones")
        over_circuit = bool(self.attachments)
        for one in self.gateway_addresses:
            if one.is_global == over_circuit:
                kind = "private, for the circuit carries the tunnels" if over_circuit else "public"
                raise ValueError(f"gateway_addresses: given {one}, it must be {kind}")
        assert self.link_cidr is not None
        judge_link("link_cidr", self.link_cidr, 28)
        if isinstance(self.shared_key, str) and len(self.shared_key) < SHORTEST_KEY:
            raise ValueError(f"shared_key: has {len(self.shared_key)} characters; give {SHORTEST_KEY} random ones or more")

    def _judge_circuit(self) -> None:
        if isinstance(self.bgp_key, str) and not 1 <= len(self.bgp_key) <= LONGEST_BGP_KEY:
            raise ValueError(f"bgp_key: has {len(self.bgp_key)} characters; give 1 to {LONGEST_BGP_KEY}")
        if not self.attachments:
            if self.tunnel_range is not None:
                raise ValueError("tunnel_range: belongs to tunnels over a circuit; leave it out")
            return
        if len(self.attachments) < LEAST_ATTACHMENTS or (self.gateway_addresses and len(self.attachments) != LEAST_ATTACHMENTS):
            raise ValueError(f"attachments: given {len(self.attachments)}, there must be {LEAST_ATTACHMENTS}, so that one may fail")
        if len({one.interconnect is None for one in self.attachments.values()}) > 1:
            raise ValueError("attachments: must be all dedicated or all a partner's: they share a router")
        for field in ("interconnect", "availability_domain", "link_cidr"):
            given = [getattr(one, field) for one in self.attachments.values() if getattr(one, field) is not None]
            if len(set(given)) < min(len(given), LEAST_ATTACHMENTS) or (field == "link_cidr" and len(set(given)) < len(given)):
                raise ValueError(f"attachments: all have the {field} {given[0]}; what fails once must not take both away")
        if self.partner and self.asn is not None:
            raise ValueError(f"asn: given {self.asn}, but a partner's line is {PARTNER_ASN}'s alone; leave it out")
        if self.gateway_addresses:
            span = self.tunnel_range
            if span is None or not 26 <= span.prefixlen <= 29 or not span.is_private:
                raise ValueError(f"tunnel_range: given {span}, tunnels over a circuit need a private /26 to /29 of their own")
        elif not self.encrypted:
            raise ValueError(
                "encrypted: write True once MACsec stands on the circuit's ports, or once every connection speaks TLS; or give gateway_addresses, "
                "so that tunnels encrypt: Interconnect encrypts nothing by itself"
            )
        elif self.bgp_key is not None and self.partner:
            raise ValueError("bgp_key: a partner's line brings its own session; leave it out")

    @property
    def partner(self) -> bool:
        """Whether the circuit is a partner's."""
        return any(one.interconnect is None for one in self.attachments.values())

    @property
    def own_asn(self) -> int:
        """AS number of the router that peers talk to."""
        return PARTNER_ASN if self.partner and not self.gateway_addresses else self.asn or 64512


def judge_link(name: str, given: validation.Cidr, prefix: int) -> None:
    """ValueError where a block for BGP sessions is none."""
    if given.prefixlen != prefix or not given.subnet_of(LINK_LOCAL) or given.overlaps(METADATA):
        raise ValueError(f"{name}: given {given}, it must be a /{prefix} of {LINK_LOCAL} outside of {METADATA}")
