"""What the parts of one plan tell each other when several stacks build it.

A link has two halves, and each names something of the other. Within one stack these are outputs; between stacks they are values that one
stack exports and another is given, in the same form on both sides. All else (accounts, addresses, names of buckets and access points)
follows from the plan, which every part has whole. Why: docs/decisions/0005.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NotRequired, Self, TypedDict

import pydantic

from ai_zones.aws.validation import ComponentInput
from ai_zones.plan import Service, ZoneName


class AwsZoneJoinsArgs(TypedDict):
    """What other stacks of the same plan have built; each of them exports its own share as `joins`."""

    service_names: NotRequired[dict[str, str]]
    """Endpoint service (`com.amazonaws.vpce.…`) of each service, by `<zone>/<service>`."""
    resource_configuration_arns: NotRequired[dict[str, str]]
    """Resource configuration of each database, by `<zone>/database`."""
    endpoint_ids: NotRequired[dict[str, str]]
    """Endpoint that asks for acceptance (`vpce-…`), by the flow's name in the plan."""
    vpc_ids: NotRequired[dict[str, str]]
    """Network of each zone: access points of a store name those of its readers."""
    buckets: NotRequired[dict[str, str]]
    """Buckets of the log archive, once they let services deliver: `management/audit`, `management/records`."""


class Joins(ComponentInput):
    """Parsed `AwsZoneJoinsArgs`."""

    service_names: dict[str, str] = pydantic.Field(default_factory=dict)
    resource_configuration_arns: dict[str, str] = pydantic.Field(default_factory=dict)
    endpoint_ids: dict[str, str] = pydantic.Field(default_factory=dict)
    vpc_ids: dict[str, str] = pydantic.Field(default_factory=dict)
    buckets: dict[str, str] = pydantic.Field(default_factory=dict)

    @pydantic.model_validator(mode="after")
    def _named(self) -> Self:
        for kind in type(self).model_fields:
            for key, value in getattr(self, kind).items():
                if not value.strip():
                    raise ValueError(f"{kind}.{key}: given {value!r}, give what the other stack exports, or leave the line out")
        return self

    @classmethod
    def together(cls, shares: Iterable[Mapping[str, Any]]) -> "Joins":
        """What several stacks export, as one. Raises `ValueError` where two of them say different things."""
        whole: dict[str, dict[str, str]] = {kind: {} for kind in cls.model_fields}
        for share in shares:
            parsed = cls.model_validate(dict(share))
            for kind, known in whole.items():
                for key, value in getattr(parsed, kind).items():
                    if known.setdefault(key, value) != value:
                        raise ValueError(f"{kind}.{key}: one source says {known[key]!r}, another {value!r}; keep one of the two")
        return cls.model_validate(whole)


AUDIT, RECORDS = "management/audit", "management/records"
"""The archive's buckets, as joins name them."""


def service_key(target: ZoneName, service: Service) -> str:
    """How a service is named in joins: `deidentification/retrieval`."""
    return f"{target}/{service}"
