"""From the engine's configuration to a model of a stack file, with every fault placed where it was written; the same for each cloud.

Source: Pulumi documentation, "Configuration", "Structured configuration" (structured values arrive as JSON text).
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from ai_zones.plan import Fault, PlanError
from ai_zones.plan.document import parse_text
from ai_zones.plan.errors import choose, listed, shown
from ai_zones.plan.shape import place_of
from stacks.errors import PROJECT

Model = TypeVar("Model", bound=BaseModel)


def own_keys(config: Mapping[str, Any]) -> dict[str, Any]:
    """This project's keys, without their prefix."""
    return {key.removeprefix(f"{PROJECT}:"): value for key, value in config.items() if key.startswith(f"{PROJECT}:")}


def decoded(own: Mapping[str, Any], structured: Collection[str], faults: list[Fault]) -> dict[str, Any]:
    """Values as they were written: what is structured was handed over as JSON."""
    values: dict[str, Any] = {}
    for key, value in own.items():
        is_structured = key in structured or (key == "break" and isinstance(value, str) and value.startswith("["))
        try:
            values[key] = parse_text(value, key) if is_structured and isinstance(value, str) else value
        except PlanError as error:
            faults.extend(Fault(f"{PROJECT}:{key}", f"{f.place}: {f.problem}", f.allowed, f.fix) for f in error.faults)
    return values


def parsed(model: type[Model], keys: Sequence[str], schema: str, values: Mapping[str, Any], faults: list[Fault]) -> Model:
    """The model of what is sound; faults of the rest are added. `schema`: the file that an editor shows. Every key has a default."""
    try:
        return model.model_validate(values)
    except ValidationError as error:
        details = error.errors(include_url=False)
    faults.extend(_fault(detail, keys, schema) for detail in details)
    # The other keys are judged all the same, so that one run shows every fault.
    faulty = {str(detail["loc"][0]) for detail in details if detail["loc"]}
    return model.model_validate({key: value for key, value in values.items() if key not in faulty})


def judged(model: type[Model], keys: Sequence[str], schema: str, values: Mapping[str, Any], faults: list[Fault]) -> Model | None:
    """The model, or None where something is not sound or missing; its faults are added. For files of which some keys have no default."""
    try:
        return model.model_validate(values)
    except ValidationError as error:
        told = {fault.place for fault in faults}
        found = [_fault(detail, keys, schema) for detail in error.errors(include_url=False)]
    # A key that could not even be decoded is not missing.
    faults.extend(fault for fault in found if fault.place not in told)
    return None


def _fault(detail: Any, keys: Sequence[str], schema: str) -> Fault:
    path = [part for part in detail["loc"] if part != "[key]"]
    place, context = f"{PROJECT}:{place_of(path)}", detail.get("ctx", {})
    match detail["type"]:
        case "fault":
            return Fault(place, context["problem"], context["allowed"], context["fix"])
        case "extra_forbidden":
            guess = choose(path[0], keys).replace("did you mean '", f"did you mean '{PROJECT}:")
            return Fault(place, "the key is unknown", listed(f"{PROJECT}:{key}" for key in keys), guess)
        case "missing":
            return Fault(place, "is missing", f"see {schema}", "add the key")
    return Fault(place, f"{shown(detail.get('input'))}: {detail['msg']}", f"see {schema}", "correct the value")
