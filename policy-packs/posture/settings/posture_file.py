"""The reviewer's `posture.yaml`: what is ours, and what is approved. Never picked up from the judged project."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Final, TypeVar, Union, get_args, get_origin

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from ai_zones.plan import Provider, ZoneName
from posture.errors import InputError

Model = TypeVar("Model", bound=BaseModel)


class Part(BaseModel):
    """A part of the file: unknown keys are refused, so that a misspelt guardrail is never silently missing."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


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


class _Once:
    """Refuses a key that is written twice in one mapping: YAML takes the last one, and what the first one said would silently not count.

    Source: YAML 1.2.2, section 3.2.1.1: "mapping keys must be unique".
    """

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:
        seen = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.tag != "tag:yaml.org,2002:merge":
                if (key.tag, key.value) in seen:
                    raise yaml.constructor.ConstructorError(None, None, f"the key {key.value!r} is written twice", key.start_mark)
                seen.add((key.tag, key.value))
        return super().construct_mapping(node, deep)  # type: ignore[misc]  # of the loader behind it


class _PlainLoader(_Once, yaml.SafeLoader):
    """Says in the same words everywhere what is wrong."""


class _FastLoader(_Once, getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # chosen when it runs
    """Ten times as fast where libyaml is there: the list of an organization's accounts is long. Source: PyYAML documentation, "C-based loader"."""


def read_yaml(path: Path, what: str) -> Any:
    """Parses a YAML file of a reviewer. Raises `InputError`."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        try:
            return yaml.load(text, _FastLoader)  # noqa: S506  a safe loader
        except yaml.YAMLError:
            return yaml.load(text, _PlainLoader)  # noqa: S506  a safe loader
    except FileNotFoundError:
        raise InputError(f"{path}: no such file. It was named as the {what}.") from None
    except IsADirectoryError:
        raise InputError(f"{path}: a folder. It was named as the {what}: name the file in it.") from None
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: no text: {error.reason} at byte {error.start}. Write the {what} in UTF-8.") from None
    except OSError as error:
        raise InputError(f"{path}: can't be read as the {what}: {error.strerror or error}.") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f" at line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        raise InputError(f"{path}: not YAML{place}: {' '.join(str(part) for part in (error.context, error.problem) if part)}.") from None
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
    steps = [step for step in fault["loc"] if step != "[key]"]
    place = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps).lstrip(".") or "top level"
    given = repr(fault.get("input"))
    given = given if len(given) <= 80 else f"{given[:77]}..."
    if fault["type"] == "extra_forbidden":
        return f"{place}: no such key; allowed: {_allowed_keys(model, steps)}"
    if fault["type"] == "missing":
        return f"{place}: required, and not given."
    return f"{place}: given {given}; allowed: {_allowed(fault)}"


def _allowed(fault: Any) -> str:
    context = fault.get("ctx", {})
    if allowed := context.get("allowed"):
        return str(allowed)
    kind = str(fault["type"])
    if kind.startswith("date_"):
        return "a date such as 2027-03-31"
    bounds = {"greater_than_equal": ("ge", "or more"), "less_than_equal": ("le", "or less")}
    if kind in bounds:
        name, word = bounds[kind]
        return f"a whole number, {context[name]} {word}"
    return _IN_WORDS.get(kind) or str(context.get("expected") or fault["msg"])


_IN_WORDS: Final = {
    "tuple_type": "a list such as [a, b]",
    "dict_type": "a mapping: keys, each with its value",
    "model_type": "a mapping: keys, each with its value",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
}
"""What pydantic says in words of Python."""


def _allowed_keys(model: type[BaseModel], steps: Sequence[Any]) -> str:
    """Keys of the part where an unknown one stands, the nearest first."""
    part: Any = model
    for step in steps[:-1]:
        part = _within(part, step)
    keys = list(part.model_fields) if isinstance(part, type) and issubclass(part, BaseModel) else list(model.model_fields)
    near = get_close_matches(str(steps[-1]), keys, n=1)
    return ", ".join(keys) + (f"; the nearest is {near[0]!r}" if near else "")


def _within(part: Any, step: Any) -> Any:
    """What a type holds at a key or place: `tuple[Waiver, ...]` at 0 is `Waiver`."""
    if isinstance(part, type) and issubclass(part, BaseModel):
        field = part.model_fields.get(str(step))
        return field.annotation if field else None
    inner = [one for one in get_args(part) if one is not Ellipsis and one is not type(None)]
    if get_origin(part) in (Union, UnionType):
        return _within(inner[0], step)
    return inner[-1] if inner else None


def today() -> date:
    """The day by which waivers expire, in local time."""
    return date.today()
