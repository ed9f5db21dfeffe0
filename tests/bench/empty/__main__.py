"""The empty pack: one trivial rule for each resource, one for the whole stack, served by the SDK."""

from pulumi_policy import (
    EnforcementLevel,
    PolicyPack,
    ReportViolation,
    ResourceValidationArgs,
    ResourceValidationPolicy,
    StackValidationArgs,
    StackValidationPolicy,
)


def has_a_type(args: ResourceValidationArgs, report: ReportViolation) -> None:
    """Every resource has a type."""
    if not args.resource_type:
        report("has no type", None)


def has_resources(args: StackValidationArgs, report: ReportViolation) -> None:
    """Every stack has resources."""
    if not args.resources:
        report("has no resources", None)


PolicyPack(
    name="empty",
    enforcement_level=EnforcementLevel.MANDATORY,
    policies=[
        ResourceValidationPolicy("has-a-type", "Every resource has a type.", has_a_type),
        StackValidationPolicy("has-resources", "Every stack has resources.", has_resources),
    ],
)
