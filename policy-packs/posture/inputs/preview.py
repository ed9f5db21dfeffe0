"""The JSON of `pulumi preview --json --show-sames` → `Stack`.

Creates carry inputs only; default providers are not listed; the engine leaves out unchanged resources unless told otherwise,
and a proof over half a stack is no proof: such a preview is refused.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from posture.errors import InputError
from posture.inputs.decode import decode
from posture.inputs.import_ids import told_by_id
from posture.inputs.providers import default_providers, with_accounts
from posture.inputs.state import make_resource, mapping, providers_of
from posture.inputs.words import in_known_words
from posture.stack import Form, Stack
from posture.values import UNKNOWN, Unknown, Untold

# Source: pulumi `pkg/resource/deploy/step.go`. Steps after which the resource stands in the cloud.
STANDS_AFTER = frozenset(
    {"create", "update", "same", "replace", "create-replacement", "read", "read-replacement", "refresh", "import", "import-replacement"}
)
REPLACED = frozenset({"create", "replace", "create-replacement", "import-replacement"})
GONE_AFTER = frozenset({"delete", "delete-replaced", "discard", "discard-replaced", "remove-pending-replace"})


def is_preview(document: object) -> bool:
    """Whether the document is a preview's JSON."""
    return isinstance(document, Mapping) and ("steps" in document or "changeSummary" in document)


def read_preview(document: object, where: str) -> Stack:
    """Every resource that will stand after the update. Raises `InputError` for a failed, foreign or incomplete preview."""
    plan = mapping(document)
    steps = plan.get("steps", [])
    if not isinstance(steps, list) or any(not isinstance(step, Mapping) or not isinstance(step.get("urn"), str) for step in steps):
        raise InputError(
            f"{where}: not a preview: `steps` must be a list of steps with a `urn`. Make one with `pulumi preview --json --show-sames`."
        )
    _refuse_failed(plan, where)
    _refuse_incomplete(plan, steps, where)
    rows: dict[str, Mapping[str, Any]] = {}
    for step in steps:
        operation = step.get("op")
        if operation in STANDS_AFTER:
            row = _standing(step, operation)
            if row is None:
                raise InputError(f"{where}: step `{operation}` of {step['urn']} has no state. The file is damaged: make it again.")
            rows[step["urn"]] = {**row, "urn": step["urn"], "op": operation}
        elif operation not in GONE_AFTER:
            raise InputError(
                f"{where}: step {operation!r} of {step['urn']} is not known to this version; known: {', '.join(sorted(STANDS_AFTER | GONE_AFTER))}."
            )
    entries = list(rows.values())
    told = {**default_providers(entries, mapping(decode(plan.get("config")))), **providers_of(entries)}
    providers = with_accounts(told, entries)
    resources = []
    for row in entries:
        inputs = mapping(decode(row.get("inputs")))
        outputs = mapping(decode(row.get("outputs")))
        untold = row["op"] in ("read", "read-replacement") and not inputs and not outputs
        if untold and (tied := told_by_id(str(row.get("type")), row.get("id"))):
            inputs, untold = tied, False
        props: Mapping[str, Any] = Untold() if untold else _props(row["op"], inputs, outputs)
        made = make_resource(row, providers, props, inputs, _identifier(row), where)
        resources.append(replace(made, declared=None) if untold else made)
    return Stack(in_known_words(resources), Form.PREVIEW, where)


def _standing(step: Mapping[str, Any], operation: str) -> Mapping[str, Any] | None:
    """What will stand: the new state, which lacks id and outputs; those of the old one stay unless the resource is replaced.

    An output whose input the program no longer gives does not: a perimeter that goes back to dry run has no `status` any more.
    """
    new, old = step.get("newState"), step.get("oldState")
    if not isinstance(new, Mapping):
        return old if isinstance(old, Mapping) else None
    if not isinstance(old, Mapping) or operation in REPLACED:
        return new
    kept = {key: old[key] for key in ("id", "outputs") if key in old}
    before, after = old.get("inputs"), new.get("inputs")
    if isinstance(before, Mapping) and isinstance(after, Mapping) and isinstance(kept.get("outputs"), Mapping):
        kept["outputs"] = {key: value for key, value in kept["outputs"].items() if key not in before or key in after}
    return {**kept, **new}


def _props(operation: str, inputs: Mapping[str, Any], outputs: Mapping[str, Any]) -> dict[str, Any]:
    declared = {key: value for key, value in inputs.items() if key != "__defaults"}
    if operation in ("same", "read", "refresh"):
        return {**declared, **outputs}
    # What is to change: the new inputs win over what the old state says; the rest stays as it was.
    return {**outputs, **declared}


def _identifier(row: Mapping[str, Any]) -> str | Unknown | None:
    if row.get("custom") is False:
        return None
    identifier = row.get("id")
    if row["op"] in REPLACED or not isinstance(identifier, str) or not identifier:
        return UNKNOWN
    return UNKNOWN if isinstance(decode(identifier), Unknown) else identifier


def _refuse_failed(plan: Mapping[str, Any], where: str) -> None:
    for diagnostic in plan.get("diagnostics") or []:
        if isinstance(diagnostic, Mapping) and diagnostic.get("severity") == "error":
            first = str(diagnostic.get("message", "")).strip().splitlines() or ["no message"]
            raise InputError(
                f"{where}: the preview failed ({first[0]}). A failed preview lists only part of the stack: mend the program and preview again."
            )


def _refuse_incomplete(plan: Mapping[str, Any], steps: list[Any], where: str) -> None:
    summary = mapping(plan.get("changeSummary"))
    same = summary.get("same", 0)
    listed = sum(1 for step in steps if step.get("op") == "same")
    if isinstance(same, (int, float)) and same > listed:
        raise InputError(
            f"{where}: the preview leaves out {int(same) - listed} unchanged resources, and what is not there can't be judged. "
            "Make it again with `pulumi preview --json --show-sames`."
        )
