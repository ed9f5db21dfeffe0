"""Imports every reader, and runs them over a stack."""

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import Final

from posture import readers
from posture.graph.builder import GraphBuilder
from posture.proofs.theorems import DNS_CLOSED, THEOREMS
from posture.readers.registry import INERT, JOINS, READERS, WHOLE
from posture.stack import Stack
from posture.view import ResourceView

# Resources of the engine itself: they stand in no cloud. A StackReference only reads another stack's outputs.
ENGINE_TYPES = ("pulumi:pulumi:", "pulumi:providers:")


PACKAGES: Final[Mapping[str, tuple[str, ...]]] = {
    "aws": ("aws", "aws-native", "random", "tls", "time", "docker", "docker-build"),
    "azure": ("azure-native", "azure", "azuread"),
    "gcp": ("gcp",),
    "kubernetes": ("kubernetes",),
    "vault": ("vault",),
}
"""Folder of readers → the packages of whose types they tell."""


def load_readers() -> None:
    """Every module of every cloud's folder registers its readers on import."""
    for folder in PACKAGES:
        _load(folder)


@cache
def _load(folder: str) -> None:
    package = importlib.import_module(f"{readers.__name__}.{folder}")
    for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        importlib.import_module(module.name)


def folders_of(stack: Stack) -> tuple[str, ...]:
    """The folders whose readers a stack needs: most programs use one cloud. All of them where a package is in none."""
    known = {"pulumi", *(package for packages in PACKAGES.values() for package in packages)}
    # A component's own package says nothing, but a chart is a component of Kubernetes'.
    built = {_package(token) for token in {resource.type for resource in stack if resource.custom}}
    if built - known:
        return tuple(PACKAGES)
    used = {_package(token) for token in {resource.type for resource in stack}}
    return tuple(folder for folder, packages in PACKAGES.items() if not used.isdisjoint(packages))


def _package(token: str) -> str:
    return token.partition(":")[0]


def read_stack(graph: GraphBuilder, *, careful: bool = False) -> None:
    """Facts of every resource. A type that nobody reads is said to be unreadable, never skipped.

    `careful`: a reader that fails on a resource leaves it unreadable, so that one odd resource never costs the verdict on the rest.
    Tests run without it.
    """
    folders = folders_of(graph.stack)
    for folder in folders:
        _load(folder)
    for resource in graph.stack:
        if not resource.custom or resource.type.startswith(ENGINE_TYPES):
            continue
        found = READERS.get(resource.type)
        if found is None:
            if resource.type not in INERT and not resource.type.startswith(tuple(WHOLE)):
                graph.unreadable(resource.urn, f"no reader knows the type {resource.type}", *_left_open(resource.type))
            continue
        view = ResourceView(resource, graph.stack)
        for read in found:
            _guarded(graph, resource.urn, read.__name__, partial(read, view, graph), careful)
    others = tuple(f"{readers.__name__}.{folder}." for folder in PACKAGES if folder not in folders)
    for join in [join for join in JOINS if not join.__module__.startswith(others)]:
        _guarded(graph, WHOLE_STACK, join.__name__, partial(join, graph), careful)


# Services of AWS whose resources can decide how names are answered in a network, or hold anything at all.
# Source: Amazon Route 53 Developer Guide, "Resolver"; Amazon VPC User Guide, "DNS attributes", "DHCP option sets".
_MAY_ANSWER_NAMES = (
    "route53",
    "ec2",
    "vpc",
    "directoryservice",
    "ram",
    "cloudformation",
    "cloudcontrol",
    "servicecatalog",
    "organizations",
    "networkmanager",
)
# Modules of azure-native whose resources can decide how names are answered in a network, or hold anything at all.
# Source: Azure documentation, "Name resolution for resources in Azure virtual networks", "DNS security policy".
_MAY_ANSWER_NAMES_ON_AZURE = (
    "network",
    "dnsresolver",
    "privatedns",
    "dns",
    "aad",
    "resources",
    "managednetwork",
    "hybridnetwork",
    "mobilenetwork",
    "networkfunction",
    "deploymentstacks",
    "authorization",
    "solutions",
    "blueprint",
    "azurestackhci",
    "avs",
)
# Modules of gcp whose resources can decide how names are answered in a network, or hold anything at all.
# Source: Google Cloud documentation, "DNS name resolution order", "Service Directory zones".
_MAY_ANSWER_NAMES_ON_GCP = (
    "dns",
    "compute",
    "servicedirectory",
    "servicenetworking",
    "networkservices",
    "networkconnectivity",
    "networksecurity",
    "deploymentmanager",
    "configdeployment",
    "activedirectory",
    "container",
    "vmwareengine",
)
_NOT_NAMES = tuple(theorem for theorem in THEOREMS if theorem != DNS_CLOSED)


def _left_open(token: str) -> tuple[str, ...]:
    """The theorems that a type nobody reads leaves open; none named means all. A distribution or a table opens no resolver."""
    package, _, rest = token.partition(":")
    service = rest.partition("/")[0].partition(":")[0].lower()
    if package in ("aws", "aws-native") and service and not service.startswith(_MAY_ANSWER_NAMES):
        return _NOT_NAMES
    if package == "azure-native" and service and service not in _MAY_ANSWER_NAMES_ON_AZURE:
        return _NOT_NAMES
    if package == "gcp" and service and service not in _MAY_ANSWER_NAMES_ON_GCP:
        return _NOT_NAMES
    if package == "vault":  # it is a program that others ask: no network resolves its names by it
        return _NOT_NAMES
    return ()


WHOLE_STACK = "the whole stack"


def _guarded(graph: GraphBuilder, about: str, name: str, run: Callable[[], None], careful: bool) -> None:
    try:
        run()
    except Exception as fault:
        if not careful:
            raise
        graph.unreadable(about, f"the reader {name} failed on it: {type(fault).__name__}: {fault}")
