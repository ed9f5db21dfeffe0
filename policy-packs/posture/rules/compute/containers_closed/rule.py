"""Containers of zones have a network interface of their own, and nobody runs commands in them unseen."""

from collections.abc import Iterator
from typing import Final

from posture.rules.aws_unseen_tasks import TASK
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import zone_in_use
from posture.rules.words import cannot_tell, must_be_false
from posture.values import is_unknown

SERVICE: Final = ("aws:ecs/service:Service",)
CLUSTER: Final = ("aws:ecs/cluster:Cluster",)
_EXEC: Final = "configuration.executeCommandConfiguration"


@rule(*TASK, *SERVICE, *CLUSTER)
def check(look: Look) -> Iterator[Fault]:
    """Tasks: `awsvpc`. Services: no `execute-command`. Clusters: what is run by it is logged and encrypted all the same."""
    kind = look.resource.type
    if kind in CLUSTER:
        if look.zone is not None or any(service.zone is not None for service in _services(look)):
            yield from _recorded(look)
    elif zone_in_use(look) is None:
        return
    elif kind in SERVICE:
        yield from must_be_false(look, "enableExecuteCommand", "lets people run commands in its containers")
    else:
        mode = look.text("networkMode")
        if is_unknown(mode):
            yield cannot_tell("networkMode", "whether its containers have an interface of their own")
        elif mode != "awsvpc":
            yield Fault(f"gives its containers no interface of their own (network mode {mode or 'bridge'})", "networkMode")


def _services(look: Look) -> list[Look]:
    return look.companions(SERVICE, "cluster", CLUSTER)


def _recorded(look: Look) -> Iterator[Fault]:
    """Amazon ECS Developer Guide, "ECS Exec": without a configuration, what is run goes where the task logs; nothing is run where no service lets it."""
    if look.value(_EXEC) is None and all(one.flag("enableExecuteCommand") in (None, False) for one in _services(look)):
        return
    logging = look.text(f"{_EXEC}.logging")
    if is_unknown(logging):
        yield cannot_tell(f"{_EXEC}.logging", "whether commands are recorded")
    elif logging != "OVERRIDE":
        yield Fault("does not say where commands that are run in its containers are recorded", f"{_EXEC}.logging")
        return
    logs = f"{_EXEC}.logConfiguration"
    told = {name: look.text(f"{logs}.{name}") for name in ("cloudWatchLogGroupName", "s3BucketName")}
    if all(name is None for name in told.values()):
        yield Fault("names no log group or bucket for what is run in its containers", logs)
    for where, flag in (("cloudWatchLogGroupName", "cloudWatchEncryptionEnabled"), ("s3BucketName", "s3BucketEncryptionEnabled")):
        if told[where] is not None and look.flag(f"{logs}.{flag}") is not True:
            yield Fault("lets the record of what is run in its containers go where nothing is encrypted", f"{logs}.{flag}")
    if look.value(f"{_EXEC}.kmsKeyId") is None:
        yield Fault("has no key of its own for what is run in its containers", f"{_EXEC}.kmsKeyId")
