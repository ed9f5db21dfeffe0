"""Theorems as policies of the engine: each is two, `<name>` and `<name>-unproven`, for the engine enforces per policy.

Source: Pulumi docs, "Policy as Code: Authoring policies" (stack policies run after all resources are registered, before `up` creates any).
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import pulumi
from pulumi_policy import (
    EnforcementLevel,
    PolicyConfigSchema,
    PolicyPack,
    ReportViolation,
    ResourceValidationArgs,
    ResourceValidationPolicy,
    StackValidationArgs,
    StackValidationPolicy,
)

from posture.engine.judged import Judge
from posture.errors import InputError
from posture.proofs.finding import Finding
from posture.proofs.verdict import Verdict
from posture.report.text import deciding
from posture.report.titles import TITLES
from posture.settings.effective import load_settings

UNPROVEN = "-unproven"
REMEMBER = "declared-inputs"
_CONFIG = PolicyConfigSchema(properties={"posture": {"type": "string", "description": "path of the reviewer's posture.yaml"}})


def serve(name: str, theorems: Sequence[str]) -> None:
    """Serves a pack of these theorems to the engine, and blocks. Only for a pack's `__main__.py`."""
    _refuse_bad_settings()
    judge = Judge()
    policies = [policy for theorem in theorems for policy in _policies(judge, theorem)]
    PolicyPack(name=name, policies=[_remember(judge), *policies], enforcement_level=EnforcementLevel.MANDATORY)


def _refuse_bad_settings() -> None:
    """A bad `posture.yaml` ends here, in one message, before the engine registers anything."""
    named = os.environ.get("POSTURE_CONFIG")
    try:
        load_settings(Path(named) if named else None)
    except InputError as error:
        sys.stderr.write(f"POSTURE_CONFIG: {error}\n")
        sys.exit(3)


def _remember(judge: Judge) -> ResourceValidationPolicy:
    """In a preview a provider's answer holds unknowns that no program gave. Resource policies see the inputs: what is declared."""

    def remember(args: ResourceValidationArgs, _: ReportViolation) -> None:
        judge.declared[args.urn] = frozenset(key for key in args.props if not key.startswith("__"))

    return ResourceValidationPolicy(
        name=REMEMBER,
        description="Remembers which inputs the program gives; reports nothing.",
        validate=remember,
        enforcement_level=EnforcementLevel.ADVISORY,
    )


def _policies(judge: Judge, theorem: str) -> list[StackValidationPolicy]:
    def violated(args: StackValidationArgs, report: ReportViolation) -> None:
        _report(judge, args, report, theorem, Verdict.VIOLATED)

    def unproven(args: StackValidationArgs, report: ReportViolation) -> None:
        _report(judge, args, report, theorem, Verdict.UNPROVEN)

    return [
        StackValidationPolicy(
            name=theorem,
            description=f"{TITLES[theorem]}.",
            validate=violated,
            enforcement_level=EnforcementLevel.MANDATORY,
            config_schema=_CONFIG,
        ),
        StackValidationPolicy(
            name=f"{theorem}{UNPROVEN}",
            description=f"It can be decided that {TITLES[theorem]}.",
            validate=unproven,
            enforcement_level=EnforcementLevel.ADVISORY,
            config_schema=_CONFIG,
        ),
    ]


def _report(judge: Judge, args: StackValidationArgs, report: ReportViolation, theorem: str, verdict: Verdict) -> None:
    config = args.get_config().get("posture") or os.environ.get("POSTURE_CONFIG")
    try:
        result = judge.judge(args.resources, str(config) if config else None, _stack_name()).result(theorem)
    except InputError as error:
        if verdict is Verdict.VIOLATED:
            # A bad posture.yaml must stop the deployment: reported where enforcement is mandatory, in full once.
            report(judge.told_once(str(error), "not judged: posture.yaml is refused, as another policy of this pack reports"), None)
        return
    for finding in result.findings:
        if finding.verdict is verdict:
            report(message(finding), finding.urn or None)
    if verdict is Verdict.UNPROVEN:
        for reason in result.reasons:
            report(f"unproven: {reason}", None)


def message(finding: Finding) -> str:
    """A finding as the engine prints it: the sentence, then the path."""
    lines = [finding.message, *([finding.shown_path] if finding.path else [])]
    return "\n".join(dict.fromkeys((*lines, *deciding(finding))))


def _stack_name() -> str:
    try:
        return pulumi.get_stack()
    except Exception:  # noqa: BLE001  outside an update (`pulumi policy analyze`) the SDK has no stack to name
        return "stack"
