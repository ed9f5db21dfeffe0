"""Trust policies of roles, as several rules look at them."""

from posture.iam import Statement
from posture.iam.values import Unknown as Untold
from posture.rules.look import Look


def trust_property(look: Look) -> str:
    """`assumeRolePolicy` of `aws`, `assumeRolePolicyDocument` of `aws-native`."""
    return "assumeRolePolicy" if look.value("assumeRolePolicy") is not None else "assumeRolePolicyDocument"


def required_keys(statement: Statement) -> set[str] | None:
    """Condition keys (lower case) that a request must carry with certain values; None where the conditions are unknown.

    `…IfExists` and `ForAllValues` let through who doesn't send the key, and `*` lets every value through: none is a condition.
    """
    if isinstance(statement.conditions, Untold):
        return None
    return {
        condition.key.lower()
        for condition in statement.conditions
        if not condition.operator.lower().endswith("ifexists")
        and not condition.operator.lower().startswith("forallvalues:")
        and not any(value == "*" for value in condition.values)
    }
