"""A function of a zone says for whom a service may call it.

Source: AWS Lambda Developer Guide, "Granting Lambda function access to AWS services" ("other accounts could potentially configure resources in
their account to invoke your Lambda function").
"""

from collections.abc import Iterator
from typing import Final

from posture.rules.compute.function_guarded.rule import FUNCTION
from posture.rules.contract import Fault, rule
from posture.rules.look import Look

_FOR_WHOM: Final = ("sourceArn", "sourceAccount", "principalOrgId")
_SERVICE: Final = ".amazonaws.com"


@rule("aws:lambda/permission:Permission", "aws-native:lambda:Permission")
def check(look: Look) -> Iterator[Fault]:
    """The source's ARN, its account, or the organization; an unknown one is there."""
    prop = "function" if look.value("function") is not None else "functionName"
    who = look.text("principal")
    if not isinstance(who, str) or not who.endswith(_SERVICE) or not any(one.zone is not None for one in look.targets(prop, FUNCTION)):
        return
    if all(look.value(name) in (None, "") for name in _FOR_WHOM):
        yield Fault(f"lets {who} call it for whatever account it acts", "sourceArn")
