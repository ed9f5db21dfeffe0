"""The reviewer's `posture.yaml`: what is ours, and what is approved. Never picked up from the judged project."""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, TypeVar

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from ai_zones.plan import Provider, ZoneName
from posture.errors import InputError

Model = TypeVar("Model", bound=BaseModel)


class Part(BaseModel):
    """A part of the file: unknown keys are refused, so that a misspelt guardrail is never silently missing."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _matching(pattern: str, allowed: str) -> BeforeValidator:
    def check(value: Any) -> str:
        if isinstance(value, str) and re.fullmatch(pattern, value):
            return value
        hint = " (write it in quotes: YAML reads bare digits as a number)" if isinstance(value, int) else ""
        raise PydanticCustomError("form", "{allowed}", {"allowed": f"{allowed}{hint}"})

    return BeforeValidator(check)


AwsAccount = Annotated[str, _matching(r"\d{12}", "an AWS account id: twelve digits")]
AwsOrganization = Annotated[str, _matching(r"o-[a-z0-9]{10,32}|o-[a-z0-9]{4,32}", "an AWS organization id: o- and letters or digits")]
Uuid = Annotated[str, _matching(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", "a UUID")]
GcpNumber = Annotated[str, _matching(r"(organizations/|folders/)?\d{6,25}", "a number, or organizations/<number>, folders/<number>")]
GcpProject = Annotated[str, _matching(r"[a-z][-a-z0-9:.]{4,61}[a-z0-9]|\d{6,25}", "a GCP project id or number")]
Region = Annotated[str, _matching(r"[a-z][a-z0-9-]{2,30}", "a region's short name such as eu-west-1, westeurope or europe-west1")]
Text = Annotated[str, _matching(r"(?s)\S.*", "a text that is not empty")]


class AwsOrganizationIds(Part):
    organization_ids: tuple[AwsOrganization, ...] = ()
    account_ids: tuple[AwsAccount, ...] = ()


class AzureIds(Part):
    tenant_ids: tuple[Uuid, ...] = ()
    subscription_ids: tuple[Uuid, ...] = ()


class GcpIds(Part):
    organization_ids: tuple[GcpNumber, ...] = ()
    folder_ids: tuple[GcpNumber, ...] = ()
    project_ids: tuple[GcpProject, ...] = ()
    domains: tuple[Text, ...] = ()
    """Our people's domains in Cloud Identity: a user or group of another one is a stranger."""


class OrganizationIds(Part):
    aws: AwsOrganizationIds = AwsOrganizationIds()
    azure: AzureIds = AzureIds()
    gcp: GcpIds = GcpIds()


class AssertedEntry(Part):
    """A guardrail, network or service outside the judged stack that the reviewer vouches for."""

    literal: Text
    """Id, ARN, name or CIDR as it appears in the stack."""
    zone: ZoneName | None = None
    peer: Text | None = None
    reason: Text


class PostureFile(Part):
    """`posture.yaml`."""

    organization: OrganizationIds | None = None
    plan: Text | None = None
    """Path of the approved plan, relative to this file."""
    providers: dict[str, Provider] | None = None
    residency: tuple[Region, ...] = ()
    zones: dict[ZoneName, tuple[Text, ...]] = Field(default_factory=dict)
    """Zone → globs over resource names, for programs without tags."""
    asserted: tuple[AssertedEntry, ...] = ()
    waivers: Text | None = None
    """Path of the waivers, relative to this file."""
    waiver_max_days: Annotated[int, Field(ge=1, le=1825)] | None = None
    """How many days ahead a waiver may end: 1 to 1825 (five years); a later end is refused. Default: none is refused, and more than 365 is said."""


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Ten times as fast where libyaml is there: the list of an organization's accounts is long. Source: PyYAML documentation, "C-based loader"."""


def read_yaml(path: Path, what: str) -> Any:
    """Parses a YAML file of a reviewer. Raises `InputError`."""
    try:
        text = path.read_text(encoding="utf-8")
        try:
            return yaml.load(text, _LOADER)  # noqa: S506  a safe loader
        except yaml.YAMLError:
            return yaml.safe_load(text)  # which says in the same words everywhere what is wrong
    except FileNotFoundError:
        raise InputError(f"{path}: no such file. It was named as the {what}.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: can't be read as the {what}: {error}.") from None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise InputError(f"{path}: not YAML: {' '.join(str(error).split())}.") from None


def parse_posture(document: Any, where: str) -> PostureFile:
    """A parsed document → the settings. Raises `InputError` that lists every fault."""
    return parse_model(PostureFile, {} if document is None else document, where)


def parse_model(model: type[Model], document: Any, where: str) -> Model:
    """Validates against a model; each fault becomes a line: place, what was given, what is allowed."""
    if not isinstance(document, Mapping):
        raise InputError(f"{where}: given {type(document).__name__}; allowed: a mapping with the keys {', '.join(model.model_fields)}.")
    try:
        return model.model_validate(_keyed_by_text(document))
    except ValidationError as error:
        lines = [_line(fault, model) for fault in error.errors()]
        raise InputError(
            f"{where}: {len(lines)} {'fault' if len(lines) == 1 else 'faults'}\n" + "\n".join(f"  {line}" for line in lines)
        ) from None


def _keyed_by_text(value: Any) -> Any:
    # YAML allows keys that are no strings (`on:`, `1:`); a message about them must still name them. Dates are kept.
    if isinstance(value, Mapping):
        return {str(key): _keyed_by_text(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_keyed_by_text(item) for item in value]
    return value


def _line(fault: Any, model: type[BaseModel]) -> str:
    place = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in fault["loc"]).lstrip(".") or "top level"
    given = repr(fault.get("input"))
    given = given if len(given) <= 80 else f"{given[:77]}..."
    if fault["type"] == "extra_forbidden":
        return f"{place}: no such key. Allowed keys stand in the guide; at the top: {', '.join(model.model_fields)}."
    if fault["type"] == "missing":
        return f"{place}: required, and not given."
    context = fault.get("ctx", {})
    allowed = context.get("allowed") or fault["msg"]
    if fault["type"] in ("enum", "literal_error"):
        allowed = context.get("expected", allowed)
    return f"{place}: given {given}; allowed: {allowed}"


def today() -> date:
    """The day by which waivers expire, in local time."""
    return date.today()
