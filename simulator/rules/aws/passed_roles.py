"""Roles that are passed to a service, and values inside of inputs.

Source: IAM User Guide, "Grant a user permissions to pass a role to an AWS service": "you can pass a role only within the same AWS account".
"""

from typing import Any

from simulator.rules import Action, Rules


def at_path(value: Any, path: str) -> Any:
    """The value at `a.b.c`; None where one of them is not there, or is no object."""
    for step in path.split("."):
        value = value.get(step) if isinstance(value, dict) else None
    return value


def missing(value: Any) -> bool:
    """Whether nothing is given: an unknown value is."""
    return value is None or (isinstance(value, (list, dict, str)) and len(value) == 0)


def takes_roles_of_its_account(rules: Rules, *paths: str) -> Rules:
    """A role of another account is refused, when the service is told of it."""

    def own_role(action: Action) -> None:
        for path in paths:
            found = at_path(action.inputs, path)
            for arn in found if isinstance(found, list) else [found]:
                if isinstance(arn, str) and arn.startswith("arn:") and (parts := arn.split(":"))[4:5] not in ([action.place.account], [""]):
                    action.refuse(
                        "AccessDeniedException", f"{path}: Cross-account pass role is not allowed: {arn} is of account {parts[4]}"
                    )

    rules.before("create")(own_role)
    rules.before("update")(own_role)
    return rules
