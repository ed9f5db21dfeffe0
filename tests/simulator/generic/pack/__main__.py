"""Finds what the environment variable TEST_PACK_FINDS names: `violated`, `unproven` (advisory, by its name), `crash`, or nothing."""

import os

from pulumi_policy import EnforcementLevel, PolicyPack, ReportViolation, StackValidationArgs, StackValidationPolicy

FINDS = os.environ.get("TEST_PACK_FINDS", "")


def closed(args: StackValidationArgs, report: ReportViolation) -> None:
    """Violated on demand; touches an unknown on demand."""
    if FINDS == "violated":
        report("the door is open", None)
    if FINDS == "crash":
        for resource in args.resources:
            if resource.resource_type == "aws:ec2/vpc:Vpc":
                report(f"never said: {resource.props['arn']}", None)


def undecided(args: StackValidationArgs, report: ReportViolation) -> None:
    """Can't decide, on demand."""
    if FINDS == "unproven":
        report("nobody knows about the door", None)


PolicyPack(
    "test-pack",
    enforcement_level=EnforcementLevel.MANDATORY,
    policies=[
        StackValidationPolicy("door-closed", "The door is closed.", closed),
        StackValidationPolicy("door-closed-unproven", "Not decided.", undecided, EnforcementLevel.ADVISORY),
    ],
)
