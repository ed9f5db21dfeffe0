"""What the Google Cloud components' inputs must look like: paths, names and places in Google's own forms. `ai_zones.inputs` parses them.

Names and paths are plain texts wherever they decide a way: an unknown name makes every path below it unknown in a preview.
Sources: Resource Manager documentation, "Creating and managing projects" (ids and numbers); Compute Engine, "Regions and zones"; Google Cloud
API Design Guide, "Resource names".
"""

import re
from typing import Annotated, Any, Final

import pulumi
import pydantic

from ai_zones.gcp import labels as zone_labels
from ai_zones.gcp.naming import Kind, name_fault
from ai_zones.gcp.paths import relative
from ai_zones.inputs import ZONES, Cidr, ComponentInput, InvalidInputError, Port, Reference, ZoneText, matches

__all__ = [
    "MEMBER",
    "SIX_YEARS_DAYS",
    "ZONES",
    "Cidr",
    "ComponentInput",
    "CryptoKeyPath",
    "ExtraLabels",
    "FolderId",
    "InvalidInputError",
    "Member",
    "NetworkPath",
    "OrganizationId",
    "PlacedInput",
    "Port",
    "ProjectId",
    "ProjectInput",
    "ProjectNumber",
    "Reference",
    "Region",
    "ServiceAccountEmail",
    "SubnetworkPath",
    "ZoneText",
    "ZonedInput",
    "name_of",
    "path_of",
]

SIX_YEARS_DAYS: Final = 2192
"""The shortest retention that covers six years: 45 CFR 164.316(b)(2)(i)."""

_PROJECT: Final = r"(?:[a-z][a-z0-9.-]*:)?[a-z][a-z0-9-]{4,28}[a-z0-9]"
_AREA: Final = "africa|asia|australia|europe|me|northamerica|southamerica|us"
_SIDE: Final = "north|south|east|west|central|northeast|northwest|southeast|southwest"
_REGION: Final = rf"(?:{_AREA})-(?:{_SIDE})\d{{1,2}}"
_NAME: Final = r"[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?"
MEMBER: Final = r"(?:user|group|serviceAccount|domain|principal|principalSet):\S+"
"""A principal that somebody stands behind: never `allUsers` or `allAuthenticatedUsers`."""


def _extra_labels(value: dict[str, str]) -> dict[str, str]:
    if taken := sorted(set(value) & set(zone_labels.RESERVED)):
        raise ValueError(f"must leave out {', '.join(taken)}: the component sets these itself")
    if len(value) > zone_labels.MAX_EXTRA:
        raise ValueError(f"must be {zone_labels.MAX_EXTRA} labels or fewer: a resource takes 64 with the component's own")
    if faults := [fault for key, text in sorted(value.items()) if (fault := zone_labels.label_fault(key, text))]:
        raise ValueError("; ".join(faults))
    return value


def path_of(pattern: str, what: str, example: str, *, plain: bool = False) -> Any:
    """Type of an input that is the path or self link of a resource of one kind; kept as a path.

    A text is judged at once; an output, which a preview may not know, is taken as it is, but where the path must be `plain`.
    """
    expression = re.compile(pattern)

    def judge(value: Any) -> Any:
        if isinstance(value, pulumi.Output) and not plain:
            return value
        path = relative(value) if isinstance(value, str) else ""
        if not expression.fullmatch(path):
            raise ValueError(f"must be the path or self link of {what}, such as {example}")
        return path

    return Annotated[Any, pydantic.AfterValidator(judge)]


def name_of(kind: Kind) -> Any:
    """Type of an input that is a name of this kind of resource."""

    def judge(value: str) -> str:
        if fault := name_fault(kind, value):
            raise ValueError(fault)
        return value

    return Annotated[str, pydantic.AfterValidator(judge)]


ProjectId = Annotated[str, matches(_PROJECT, "a project's id, such as acme-prod-phi: not its number or its display name")]

ProjectNumber = Annotated[str, matches(r"\d{6,20}", "a project's number, in quotes, such as '123456789012'")]

OrganizationId = Annotated[str, matches(r"\d{6,20}", "an organization's number, in quotes, such as '123456789012'")]

FolderId = Annotated[str, matches(r"\d{6,20}", "a folder's number, in quotes, such as '123456789012'")]

Region = Annotated[str, matches(_REGION, "a region, such as europe-west3")]

ServiceAccountEmail = Annotated[
    str,
    matches(
        r"[a-z0-9-]+@[a-z0-9.-]+\.gserviceaccount\.com", "the address of a service account, such as name@project.iam.gserviceaccount.com"
    ),
]

Member = Annotated[str, matches(MEMBER, "a principal, such as group:reviewers@example.com: never allUsers or allAuthenticatedUsers")]

ExtraLabels = Annotated[dict[str, str], pydantic.AfterValidator(_extra_labels)]
"""The caller's own labels; the classification labels are not among them."""

NetworkPath: Any = path_of(rf"projects/{_PROJECT}/global/networks/{_NAME}", "a VPC network", "projects/acme-prod-phi/global/networks/phi")

SubnetworkPath: Any = path_of(
    rf"projects/{_PROJECT}/regions/{_REGION}/subnetworks/{_NAME}",
    "a subnetwork",
    "projects/acme-prod-phi/regions/europe-west3/subnetworks/phi-workload",
)

CryptoKeyPath: Any = path_of(
    rf"projects/{_PROJECT}/locations/[a-z0-9-]+/keyRings/[\w-]{{1,63}}/cryptoKeys/[\w-]{{1,63}}",
    "a key of Cloud KMS, without a version",
    "projects/acme-prod-phi/locations/europe-west3/keyRings/phi/cryptoKeys/store",
)


class ProjectInput(ComponentInput):
    """What every component that builds in a project is given."""

    project: ProjectId
    labels: ExtraLabels = pydantic.Field(default_factory=dict)


class PlacedInput(ProjectInput):
    """The same, in a region."""

    region: Region


class ZonedInput(PlacedInput):
    """The same, for any zone."""

    zone: ZoneText

    def labels_of(self, **more: str | None) -> dict[str, str]:
        """Labels of one resource; `more` are `data_class`, `service`, `flow`."""
        return zone_labels.labels_for(self.zone, extra=self.labels, **more)
