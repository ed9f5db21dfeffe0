"""Zone plans: what may exist and what may flow, before any cloud is asked. pydantic alone."""

from .addressing import AddressPlan, ZoneAddresses, zone_network, zone_subnets
from .ceiling import CEILING, SERVICES, Ceiling, CeilingFlow, CeilingPeer, default_port
from .document import load_plan, load_plan_file
from .errors import Fault, PlanError
from .expansion import Offer, Opening, offers_of, openings_of
from .flow import Flow
from .names import Cloud, DataClass, Direction, Gate, Link, PeerKind, Service, Tier, ZoneName
from .naming import resource_name, short_hash
from .peer import Peer
from .plan import ZonePlan
from .provider import Provider
from .zone import Zone

__all__ = [
    "CEILING",
    "SERVICES",
    "AddressPlan",
    "Ceiling",
    "CeilingFlow",
    "CeilingPeer",
    "Cloud",
    "DataClass",
    "Direction",
    "Fault",
    "Flow",
    "Gate",
    "Link",
    "Offer",
    "Opening",
    "Peer",
    "PeerKind",
    "PlanError",
    "Provider",
    "Service",
    "Tier",
    "Zone",
    "ZoneAddresses",
    "ZoneName",
    "ZonePlan",
    "default_port",
    "load_plan",
    "load_plan_file",
    "offers_of",
    "openings_of",
    "resource_name",
    "short_hash",
    "zone_network",
    "zone_subnets",
]
