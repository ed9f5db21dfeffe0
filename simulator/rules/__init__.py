"""The language in which a simulated cloud's rules are written. See README.md in this folder."""

from simulator.action import Action, Call, Place
from simulator.errors import CloudError
from simulator.rules.checks import (
    Allowed,
    AtLeastOneOf,
    AtMostOneOf,
    Between,
    Check,
    Cidr,
    Custom,
    ExactlyOneOf,
    Fault,
    JsonDocument,
    Length,
    Needs,
    Pattern,
)
from simulator.rules.registry import AutoName, Protection, Ref, Rules, Unique, invoke, ref, unique
from simulator.values import UNKNOWN, Properties, at
from simulator.world import GLOBAL, Object, World

__all__ = [
    "GLOBAL",
    "UNKNOWN",
    "Action",
    "Allowed",
    "AtLeastOneOf",
    "AtMostOneOf",
    "AutoName",
    "Between",
    "Call",
    "Check",
    "Cidr",
    "CloudError",
    "Custom",
    "ExactlyOneOf",
    "Fault",
    "JsonDocument",
    "Length",
    "Needs",
    "Object",
    "Pattern",
    "Place",
    "Properties",
    "Protection",
    "Ref",
    "Rules",
    "Unique",
    "World",
    "at",
    "invoke",
    "ref",
    "unique",
]
