"""Functions of zones log into a group that the program keeps, not one that Lambda makes by itself."""

from collections.abc import Iterator

from posture.readers.aws.tokens import LOG_GROUP
from posture.rules.compute.function_guarded.rule import FUNCTION
from posture.rules.contract import Fault, rule
from posture.rules.look import Look


@rule(*FUNCTION)
def check(look: Look) -> Iterator[Fault]:
    """`loggingConfig.logGroup`, or a group of the stack under the name that Lambda takes."""
    if look.zone is None or look.value("loggingConfig.logGroup") is not None:
        return
    name = next((value for prop in ("name", "functionName") if isinstance(value := look.value(prop), str)), None)
    groups = [look.scene.look(one) for one in look.scene.of(LOG_GROUP)]
    names = {value for group in groups for prop in ("name", "logGroupName") if isinstance(value := group.value(prop), str)}
    by_name = name is not None and f"/aws/lambda/{name}" in names
    unnamed = any(look.urn in urns for group in groups for urns in group.resource.property_dependencies.values())
    if not by_name and not unnamed:
        yield Fault("logs into a group that Lambda makes: without a key, kept for ever, in nobody's program", "loggingConfig.logGroup")
