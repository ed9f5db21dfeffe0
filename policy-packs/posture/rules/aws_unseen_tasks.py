"""Services whose task definition is not there before the update: a program may make it only once it knows an address.

Source: Pulumi documentation, "Inputs and outputs", "Creating resources within apply": such a resource is in no preview.
"""

from typing import Final

from posture.rules.look import Look
from posture.values import is_unknown

TASK: Final = ("aws:ecs/taskDefinition:TaskDefinition", "aws-native:ecs:TaskDefinition")
SERVICE: Final = ("aws:ecs/service:Service", "aws-native:ecs:Service")
PROP: Final = "taskDefinition"


def runs_something_unseen(look: Look) -> bool:
    """Whether a service's definition is unknown, and no resource of the stack is it."""
    return is_unknown(look.value(PROP)) and not look.targets(PROP, TASK)
