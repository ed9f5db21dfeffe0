"""Settings of a stack: what `stacks/Pulumi.<stack>.yaml` may say, checked before anything is registered.

The engine hands every value over as text, structured ones as JSON, so `StackSettings.from_config` is a plain function of a
mapping. Source: Pulumi documentation, "Configuration", "Structured configuration".
"""

import re
from collections.abc import Mapping
from copy import deepcopy
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Final, Self

from pydantic import BeforeValidator, ConfigDict, Field, ValidationError

from ai_zones.plan import Fault, PlanError, ZoneName, ZonePlan, load_plan
from ai_zones.plan.document import parse_text
from ai_zones.plan.errors import choose, listed, report, shown
from ai_zones.plan.fields import AZone, Part, Truth, WholeNumber, refuse
from ai_zones.plan.shape import place_of

PROJECT: Final = "ai-zones"
STACKS: Final = Path(__file__).resolve().parent

LOG_RETENTION_DAYS: Final = (1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653)
"""What CloudWatch Logs accepts (API Reference, "PutRetentionPolicy"). 2192 days are six years (45 CFR 164.316(b)(2)(i))."""

STORE_RETENTION_DAYS_MIN: Final = 2190
_ROLE: Final = re.compile(r"arn:aws(?:-[a-z]+)*:iam::([0-9]{12}):role/[\w+=,.@/-]+", re.ASCII)


class Break(StrEnum):
    """Faults that a stack for breaking builds on purpose, to see the packs refuse them."""

    NAT_ROUTE = "nat-route"
    """A default route from a PHI subnet's table to a NAT gateway."""
    ZONE_PEERING = "zone-peering"
    """A peering between the networks of phi and inference, with routes on both sides."""
    OPEN_ENDPOINT_POLICY = "open-endpoint-policy"
    """The PHI zone's S3 endpoint with a policy that allows everything to everybody."""


BREAKING_SUFFIX: Final = "-broken"
"""Only stacks whose name ends so may be broken: a switch that is left behind must not reach a real one."""


class SettingsError(Exception):
    """A stack configuration that is refused. `faults` holds every fault; the message lists them all."""

    def __init__(self, stack: str, faults: list[Fault]) -> None:
        self.faults = tuple(dict.fromkeys(faults))
        super().__init__(report(f"stacks/Pulumi.{stack}.yaml:", self.faults, f"in the configuration of stack {stack}"))


def _retention(value: Any) -> int:
    days = int(value) if isinstance(value, int) and not isinstance(value, bool) else None
    if days in LOG_RETENTION_DAYS:
        return days
    longer = next((d for d in LOG_RETENTION_DAYS if days is not None and d >= days), LOG_RETENTION_DAYS[-1])
    allowed = f"what CloudWatch Logs accepts: {', '.join(map(str, LOG_RETENTION_DAYS))}"
    raise refuse(f"{shown(value)} is not a retention in days", allowed=allowed, fix=f"write {longer}")


def _store_retention(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and STORE_RETENTION_DAYS_MIN <= value <= 36500:
        return value
    allowed = f"{STORE_RETENTION_DAYS_MIN} days (six years) to 36500"
    raise refuse(f"{shown(value)} is not a retention in days for PHI", allowed=allowed, fix=f"write {STORE_RETENTION_DAYS_MIN}")


def _role_arn(value: Any) -> str:
    if isinstance(value, str) and _ROLE.fullmatch(value):
        return value
    allowed = "an IAM role's ARN such as 'arn:aws:iam::111122223333:role/ai-zones-deploy'"
    raise refuse(f"{shown(value)} is not a role", allowed=allowed, fix="copy the role's ARN from the IAM console")


def _account(value: Any) -> str:
    if isinstance(value, str) and re.fullmatch(r"[0-9]{12}", value, re.ASCII):
        return value
    # A number of a YAML file has already lost its leading zeros when it arrives here.
    fix = f'write it in quotes: "{value:012d}"' if type(value) is int and 0 <= value < 10**12 else "copy the id from the AWS console"
    raise refuse(f"{shown(value)} is not an AWS account id", allowed="12 digits, in quotes", fix=fix)


def _text(value: Any) -> str:
    if isinstance(value, str) and value:
        return value
    raise refuse(f"{shown(value)} is not a text", allowed="a text", fix="write it in quotes")


def _breaks(value: Any) -> tuple[Break, ...]:
    names = list(Break)
    wanted = value if isinstance(value, list | tuple) else [value]
    for name in wanted:
        if not isinstance(name, str) or name not in names:
            raise refuse(f"{shown(name)} is not a way to break a stack", allowed=listed(names), fix=choose(name, names))
    return tuple(dict.fromkeys(Break(name) for name in wanted))


def _any_mapping(value: Any) -> dict[Any, Any]:
    if isinstance(value, Mapping):
        return dict(value)
    raise refuse(f"{shown(value)} is not a mapping", allowed="a zone plan", fix="write the plan's keys below it")


class StackConfig(Part):
    """The keys of a stack file, without their `ai-zones:` prefix. The plan is judged apart, by `ai_zones.plan`."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    region: Annotated[str, BeforeValidator(_text)] | None = None
    """Region that the stack is built in. Default: the region of the availability zones."""
    availability_zones: list[Annotated[str, BeforeValidator(_text)]] | None = None
    """Availability zones, where the plan leaves them out. Append only."""
    accounts: dict[AZone, Annotated[str, BeforeValidator(_account)]] = Field(default_factory=dict)
    """AWS account of each zone, where the plan leaves it out: 12 digits, in quotes."""
    assume_roles: dict[AZone, Annotated[str, BeforeValidator(_role_arn)]] = Field(default_factory=dict)
    """IAM role that is assumed to build a zone. Default: the login's own identity."""
    plan: Annotated[dict[Any, Any], BeforeValidator(_any_mapping)] | None = None
    """The zone plan. Either this or `plan_file`."""
    plan_file: Annotated[str, BeforeValidator(_text)] | None = None
    """A file with the zone plan, relative to the folder `stacks`; the reviewer's `posture.yaml` may name the same file."""
    deletion_protection: Truth = True
    """Protects stores, keys and logs, in Pulumi and in the cloud. Set it to false, run `up`, and only then `destroy`. Default: true."""
    log_retention_days: Annotated[int, BeforeValidator(_retention), Field(json_schema_extra={"enum": list(LOG_RETENTION_DAYS)})] = 2192
    """Days that log groups keep their events. Default: 2192 (six years)."""
    store_retention_days: Annotated[
        WholeNumber, BeforeValidator(_store_retention), Field(json_schema_extra={"minimum": STORE_RETENTION_DAYS_MIN, "maximum": 36500})
    ] = STORE_RETENTION_DAYS_MIN
    """Days that the PHI object store locks its objects. Default: 2190 (six years)."""
    breaks: Annotated[tuple[Break, ...], BeforeValidator(_breaks)] = Field(default=(), alias="break")
    """Faults to build on purpose; only in a stack whose name ends in `-broken`. Default: none."""


_STRUCTURED: Final = {"availability_zones", "accounts", "assume_roles", "plan", "deletion_protection", "log_retention_days"} | {
    "store_retention_days"
}
KEYS: Final = tuple(field.alias or name for name, field in StackConfig.model_fields.items())


class StackSettings(Part):
    """Sound settings of one stack."""

    stack: str
    plan: ZonePlan
    region: str
    assume_roles: dict[ZoneName, str]
    """Roles to assume, for the zones that have one."""
    deletion_protection: bool
    log_retention_days: int
    store_retention_days: int
    breaks: tuple[Break, ...]

    @classmethod
    def from_config(cls, stack: str, config: Mapping[str, Any], base: Path = STACKS) -> Self:
        """Settings from the engine's configuration (`{"ai-zones:plan": "{…}"}`; other projects' keys are ignored).

        `base` is the folder of the stack files. Raises `SettingsError`, which lists every fault, and nothing else.
        """
        own = {key.removeprefix(f"{PROJECT}:"): value for key, value in config.items() if key.startswith(f"{PROJECT}:")}
        if not own:
            raise SettingsError(stack, [_no_stack(stack, base)])
        faults: list[Fault] = []
        values = _decoded(own, faults)
        parsed = _parsed(values, faults)
        document, source = _plan_document(parsed, values, base, faults)
        plan = None if document is None else _plan(document, source, parsed, faults)
        if plan is not None:
            faults.extend(_disagreements(parsed, plan))
        if parsed.breaks and not stack.endswith(BREAKING_SUFFIX):
            fix = f"remove the key, or use a stack named *{BREAKING_SUFFIX}"
            faults.append(Fault(f"{PROJECT}:break", f"stack {stack!r} must not be broken", f"only in stacks named *{BREAKING_SUFFIX}", fix))
        if faults or plan is None:
            raise SettingsError(stack, faults)
        return cls(
            stack=stack,
            plan=plan,
            region=plan.region,
            assume_roles=parsed.assume_roles,
            deletion_protection=parsed.deletion_protection,
            log_retention_days=parsed.log_retention_days,
            store_retention_days=parsed.store_retention_days,
            breaks=parsed.breaks,
        )


def stack_names(base: Path = STACKS) -> list[str]:
    """Stacks that have a file."""
    return sorted(path.name.removeprefix("Pulumi.").removesuffix(".yaml") for path in base.glob("Pulumi.*.yaml"))


def engine_config() -> dict[str, Any]:
    """All of the running program's configuration: `pulumi.Config` can only be asked for keys that are known, and hides mistyped ones."""
    from pulumi.runtime import config

    return {**config.get_config_env(), **config.CONFIG.get()}


def _no_stack(stack: str, base: Path) -> Fault:
    names = stack_names(base)
    known = stack in names
    problem = f"it holds no `{PROJECT}:` key" if known else f"stack {stack!r} has no configuration"
    fix = f"add `{PROJECT}:plan`" if known else choose(stack, names) if names else "add the file"
    return Fault(f"stacks/Pulumi.{stack}.yaml", problem, f"stacks: {', '.join(names) or 'none yet'}", fix)


def _decoded(own: Mapping[str, Any], faults: list[Fault]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key, value in own.items():
        structured = key in _STRUCTURED or (key == "break" and isinstance(value, str) and value.startswith("["))
        try:
            values[key] = parse_text(value, key) if structured and isinstance(value, str) else value
        except PlanError as error:
            faults.extend(Fault(f"{PROJECT}:{key}", f"{f.place}: {f.problem}", f.allowed, f.fix) for f in error.faults)
    return values


def _parsed(values: Mapping[str, Any], faults: list[Fault]) -> StackConfig:
    try:
        return StackConfig.model_validate(values)
    except ValidationError as error:
        details = error.errors(include_url=False)
    for detail in details:
        path = [part for part in detail["loc"] if part != "[key]"]
        place, context = f"{PROJECT}:{place_of(path)}", detail.get("ctx", {})
        match detail["type"]:
            case "fault":
                faults.append(Fault(place, context["problem"], context["allowed"], context["fix"]))
            case "extra_forbidden":
                guess = choose(path[0], KEYS).replace("did you mean '", f"did you mean '{PROJECT}:")
                faults.append(Fault(place, "the key is unknown", listed(f"{PROJECT}:{key}" for key in KEYS), guess))
            case _:
                faults.append(Fault(place, f"{shown(detail.get('input'))}: {detail['msg']}", "see stacks/schema.json", "correct the value"))
    # The other keys are judged all the same, so that one run shows every fault.
    faulty = {str(detail["loc"][0]) for detail in details if detail["loc"]}
    return StackConfig.model_validate({key: value for key, value in values.items() if key not in faulty})


def _plan_document(parsed: StackConfig, values: Mapping[str, Any], base: Path, faults: list[Fault]) -> tuple[dict[Any, Any] | None, str]:
    """The plan's document, and what the place of a fault in it begins with."""
    here = f"{PROJECT}:plan"
    if "plan" in values and "plan_file" in values:
        faults.append(Fault(here, f"`{PROJECT}:plan_file` is given too", "one of the two", "remove one of the two"))
        return None, here
    if parsed.plan_file is None:
        if parsed.plan is None and not any(fault.place.startswith(here) for fault in faults):
            faults.append(
                Fault(here, "is missing", f"a zone plan, or `{PROJECT}:plan_file`", f"add `{here}:` with the plan's keys below it")
            )
        return parsed.plan, here
    path = base / parsed.plan_file
    try:
        document = parse_text(path.read_text(encoding="utf-8"), parsed.plan_file)
    except PlanError as error:
        faults.extend(Fault(f"stacks/{parsed.plan_file}", f"{f.place}: {f.problem}", f.allowed, f.fix) for f in error.faults)
        return None, here
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        problem = f"{shown(parsed.plan_file)} cannot be read: {reason}"
        faults.append(Fault(f"{PROJECT}:plan_file", problem, "a YAML or JSON file, relative to the folder stacks", "correct the path"))
        return None, here
    if not isinstance(document, Mapping):
        place = f"stacks/{parsed.plan_file}"
        faults.append(Fault(place, f"{shown(document)} is not a mapping", "a zone plan", "write the plan's keys in it"))
        return None, here
    return dict(document), f"stacks/{parsed.plan_file}: "


def _plan(document: dict[Any, Any], source: str, parsed: StackConfig, faults: list[Fault]) -> ZonePlan | None:
    """The plan, completed by the stack's own keys. Faults are placed where the value was written."""
    whole = deepcopy(document)
    origin: dict[str, str] = {}
    if parsed.availability_zones is not None and "availability_zones" not in whole:
        whole["availability_zones"] = parsed.availability_zones
        origin["availability_zones"] = f"{PROJECT}:availability_zones"
    zones = whole.get("zones")
    for zone, account in parsed.accounts.items():
        entry = zones.get(str(zone)) if isinstance(zones, Mapping) else None
        if isinstance(entry, dict) and "account" not in entry:
            entry["account"] = account
            origin[f"zones.{zone}.account"] = f"{PROJECT}:accounts.{zone}"
    try:
        return load_plan(whole, source)
    except PlanError as error:
        for fault in error.faults:
            key = next((key for key in origin if fault.place.startswith(key)), None)
            place = fault.place.replace(key, origin[key], 1) if key else _within(source, fault.place)
            faults.append(Fault(place, fault.problem, fault.allowed, fault.fix))
        return None


def _within(source: str, place: str) -> str:
    if place.startswith("("):
        return source.removesuffix(": ")
    return f"{source}{place}" if source.endswith(": ") else f"{source}.{place}"


def _disagreements(parsed: StackConfig, plan: ZonePlan) -> list[Fault]:
    faults: list[Fault] = []
    if parsed.region is not None and parsed.region != plan.region:
        problem = f"{shown(parsed.region)} is not the region of the availability zones"
        fix = f"write {plan.region!r}, or change the availability zones"
        faults.append(Fault(f"{PROJECT}:region", problem, repr(plan.region), fix))
    if parsed.availability_zones is not None and tuple(parsed.availability_zones) != plan.availability_zones:
        allowed = f"what the plan says: {', '.join(plan.availability_zones)}"
        faults.append(Fault(f"{PROJECT}:availability_zones", "the plan gives others", allowed, "leave them out of one of the two"))
    for key, zones in (("accounts", parsed.accounts), ("assume_roles", parsed.assume_roles)):
        for zone in zones:
            if zone not in plan.zones:
                declared = listed(z for z in ZoneName if z in plan.zones)
                faults.append(Fault(f"{PROJECT}:{key}.{zone}", "the plan does not declare this zone", declared, "remove the line"))
    for zone, account in parsed.accounts.items():
        if zone in plan.zones and plan.zones[zone].account != account:
            problem, allowed = f"the plan says {shown(plan.zones[zone].account)}", "one account a zone"
            faults.append(Fault(f"{PROJECT}:accounts.{zone}", problem, allowed, "leave it out of one of the two"))
    for zone, role in parsed.assume_roles.items():
        match = _ROLE.fullmatch(role)
        expected = plan.zones[zone].account if zone in plan.zones else None
        if match and expected is not None and match[1] != expected:
            allowed = f"a role of account {expected}, which holds zone {zone}"
            faults.append(Fault(f"{PROJECT}:assume_roles.{zone}", f"{shown(role)} is of another account", allowed, "correct the ARN"))
    return faults
