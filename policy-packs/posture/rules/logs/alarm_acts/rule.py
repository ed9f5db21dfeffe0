"""An alarm tells somebody."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import must_be_true
from posture.values import is_unknown

ALARM: Final = ("aws:cloudwatch/metricAlarm:MetricAlarm", "aws:cloudwatch/compositeAlarm:CompositeAlarm", "aws-native:cloudwatch:Alarm")


@rule(*ALARM)
def check(look: Look) -> Iterator[Fault]:
    """Actions are enabled, and there is one, wherever something of the stack is classified."""
    if not look.scene.classified:
        return
    yield from must_be_true(look, "actionsEnabled", "has its actions turned off", default=True)
    actions = look.value("alarmActions")
    if actions is None or (not is_unknown(actions) and not actions):
        yield Fault("tells nobody", "alarmActions")
