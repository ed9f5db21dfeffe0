"""Functions of zones encrypt what stands in their environment with a key of one's own."""

from collections.abc import Iterator
from typing import Final

from posture.rules.aws_keys import must_name_key_of_ours
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import cannot_tell
from posture.values import is_unknown

FUNCTION: Final = ("aws:lambda/function:Function", "aws-native:lambda:Function")


@rule(*FUNCTION)
def check(look: Look) -> Iterator[Fault]:
    """A key, where there are variables."""
    if look.zone is None:
        return
    variables = look.mapping("environment.variables")
    if is_unknown(variables) and look.value("kmsKeyArn") in (None, ""):
        yield cannot_tell("environment", "whether it keeps its environment without a key of its own")
    elif is_unknown(variables) or variables:
        yield from must_name_key_of_ours(look, "kmsKeyArn", "keeps its environment without a key of its own")
