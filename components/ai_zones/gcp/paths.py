"""Paths of Google Cloud's resources: ids made of names, which a preview knows, and the forms that mean the same.

A component gives paths and never short names, so that a reference means one resource whichever project the provider stands in.
Sources: Google Cloud API Design Guide, "Resource names"; Compute Engine documentation, "Global, regional, and zonal resources" (self links).
"""

import re
from typing import Final

_API: Final = re.compile(r"^(?:https?:)?//[a-z0-9.-]*googleapis\.com/(?:(?:[a-z]+/)?(?:v\d\w*|beta|alpha)/)?")


def relative(text: str) -> str:
    """A self link or full resource name without its host and version: `projects/p/global/networks/n`."""
    return _API.sub("", text).strip("/")


def last(text: str) -> str:
    """The short name of a path or self link."""
    return text.rstrip("/").rpartition("/")[2]


def part(path: str, collection: str) -> str:
    """What follows a collection's name in a path: `part(path, "regions")`. ValueError where it is not in it."""
    steps = relative(path).split("/")
    if collection not in steps[:-1]:
        raise ValueError(f"{path!r} names no member of {collection}")
    return steps[steps.index(collection) + 1]


def compute_global(project: str, collection: str, name: str) -> str:
    """Path of a global resource of Compute Engine."""
    return f"projects/{project}/global/{collection}/{name}"


def compute_regional(project: str, region: str, collection: str, name: str) -> str:
    """Path of a regional resource of Compute Engine."""
    return f"projects/{project}/regions/{region}/{collection}/{name}"


def located(project: str, location: str, collection: str, name: str, *more: str) -> str:
    """Path of a resource of a service that has locations; `more` are collection and name of its parts, in turn."""
    return "/".join([f"projects/{project}/locations/{location}/{collection}/{name}", *more])


def network_path(project: str, name: str) -> str:
    """Path of a VPC network."""
    return compute_global(project, "networks", name)


def subnetwork_path(project: str, region: str, name: str) -> str:
    """Path of a subnetwork."""
    return compute_regional(project, region, "subnetworks", name)


def key_path(project: str, location: str, ring: str, key: str) -> str:
    """Path of a key of Cloud KMS."""
    return located(project, location, "keyRings", ring, "cryptoKeys", key)
