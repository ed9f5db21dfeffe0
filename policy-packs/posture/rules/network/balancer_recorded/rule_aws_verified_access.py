"""Verified Access records each request that it lets in or refuses."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import cannot_tell
from posture.values import is_unknown

INSTANCE: Final = ("aws:verifiedaccess/instance:Instance",)
LOGGING: Final = ("aws:verifiedaccess/instanceLoggingConfiguration:InstanceLoggingConfiguration",)
_PLACES: Final = ("cloudwatchLogs", "s3", "kinesisDataFirehose")


@rule(*INSTANCE, *LOGGING)
def check(look: Look) -> Iterator[Fault]:
    """AWS Verified Access User Guide, "Enable or disable Verified Access logs": off unless a destination is switched on."""
    if not look.scene.classified:
        return
    if look.resource.type in INSTANCE:
        if not look.companions(LOGGING, "verifiedaccessInstanceId") and not look.maybe_companions(LOGGING, "verifiedaccessInstanceId"):
            yield Fault("does not record whom it lets in", "id")
        return
    switches = [look.flag(f"accessLogs.{place}.enabled") for place in _PLACES]
    if True in switches:
        return
    if any(is_unknown(switch) for switch in switches):
        yield cannot_tell("accessLogs", "whether requests are recorded")
    else:
        yield Fault("records requests nowhere", "accessLogs")
