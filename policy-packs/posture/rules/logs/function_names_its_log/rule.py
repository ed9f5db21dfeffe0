"""Functions and builds of zones log into a group that the program keeps, not one that the service makes by itself.

Sources: AWS Lambda Developer Guide, "Configuring CloudWatch log groups"; AWS CodeBuild API Reference, "CloudWatchLogsConfig" (on unless it is switched
off; without a name it is `/aws/codebuild/<project>`).
"""

from collections.abc import Iterator
from typing import Final

from posture.rules.aws_log_groups import log_groups
from posture.rules.compute.function_guarded.rule import FUNCTION
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves

BUILD: Final = "aws:codebuild/project:Project"
_BUILDS: Final = "logsConfig.cloudwatchLogs"


@rule(*FUNCTION, BUILD)
def check(look: Look) -> Iterator[Fault]:
    """`loggingConfig.logGroup` of a function, `logsConfig` of a build, or a group of the stack under the name that the service takes."""
    if look.resource.type == BUILD:
        if serves(look) and look.value(f"{_BUILDS}.groupName") is None and look.value(f"{_BUILDS}.status") != "DISABLED":
            yield from _kept_by_name(look, "codebuild", "CodeBuild", f"{_BUILDS}.groupName")
        return
    if look.zone is None or look.value("loggingConfig.logGroup") is not None:
        return
    yield from _kept_by_name(look, "lambda", "Lambda", "loggingConfig.logGroup")


def _kept_by_name(look: Look, service: str, said: str, prop: str) -> Iterator[Fault]:
    name = next((value for prop in ("name", "functionName") if isinstance(value := look.value(prop), str)), None)
    groups = log_groups(look.scene)
    if (name is None or f"/aws/{service}/{name}" not in groups.names) and look.urn not in groups.made_of:
        yield Fault(f"logs into a group that {said} makes: without a key, kept for ever, in nobody's program", prop)
