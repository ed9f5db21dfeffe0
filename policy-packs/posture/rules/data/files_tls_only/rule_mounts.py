"""Tasks and jobs of zones mount file systems over TLS.

Source: Amazon ECS API Reference, "EFSVolumeConfiguration" (`transitEncryption`: DISABLED unless it is given); AWS Batch User Guide, "Amazon EFS volumes"
is alike, in a document of JSON.
"""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import zone_in_use
from posture.rules.words import cannot_tell, must_be_one_of
from posture.values import is_unknown

TASK: Final = ("aws:ecs/taskDefinition:TaskDefinition", "aws-native:ecs:TaskDefinition")
JOB: Final = "aws:batch/jobDefinition:JobDefinition"
_FAULT: Final = "mounts a file system without TLS"


@rule(*TASK, JOB)
def check(look: Look) -> Iterator[Fault]:
    """Only volumes of EFS have the switch."""
    if zone_in_use(look) is None:
        return
    if look.resource.type == JOB:
        yield from _job(look)
        return
    volumes = look.blocks("volumes")
    if is_unknown(volumes):
        yield cannot_tell("volumes", "whether it mounts file systems over TLS")
        return
    for volume in volumes:
        if look.value(f"{volume}.efsVolumeConfiguration") is not None:
            yield from must_be_one_of(look, f"{volume}.efsVolumeConfiguration.transitEncryption", ("ENABLED",), _FAULT, default="DISABLED")


def _job(look: Look) -> Iterator[Fault]:
    written = look.written("containerProperties")
    volumes = written.get("volumes") if isinstance(written, dict) else None
    for volume in volumes if isinstance(volumes, list) else []:
        mounted = volume.get("efsVolumeConfiguration") if isinstance(volume, dict) else None
        if isinstance(mounted, dict) and mounted.get("transitEncryption") != "ENABLED":
            yield Fault(_FAULT, "containerProperties")
