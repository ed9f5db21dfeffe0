"""Access keys and private keys that somebody wrote into a program: into environments, start scripts and container definitions.

Sources: IAM User Guide, "IAM identifiers" (an id of a key that never ends begins with AKIA), "Don't put access keys in code"; RFC 7468 (the first line of a
private key); AWS Lambda Developer Guide, "Working with Lambda environment variables"; Amazon EC2 User Guide, "Run commands when you launch an EC2 instance"
(whoever gets onto the host reads them).
"""

import base64
import binascii
import re
from collections.abc import Iterator
from typing import Any, Final

from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.values import is_unknown

PLACES: Final[dict[str, tuple[str, ...]]] = {
    "aws:lambda/function:Function": ("environment.variables",),
    "aws:ec2/instance:Instance": ("userData", "userDataBase64"),
    "aws:ec2/spotInstanceRequest:SpotInstanceRequest": ("userData", "userDataBase64"),
    "aws:ec2/launchTemplate:LaunchTemplate": ("userData",),
    "aws:ec2/launchConfiguration:LaunchConfiguration": ("userData", "userDataBase64"),
    "aws:ecs/taskDefinition:TaskDefinition": ("containerDefinitions",),
    "aws:batch/jobDefinition:JobDefinition": ("containerProperties",),
    "aws:codebuild/project:Project": ("environment.environmentVariables",),
}
_ACCESS_KEY: Final = re.compile(r"(?<![A-Z0-9])AKIA[A-Z0-9]{16}(?![A-Z0-9])")
_PRIVATE_KEY: Final = re.compile(r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----")


@rule(*PLACES)
def check(look: Look) -> Iterator[Fault]:
    """Wherever something of the stack is classified. What is found is never printed."""
    if not look.scene.classified:
        return
    for prop in PLACES[look.resource.type]:
        texts = list(_texts(look.value(prop)))
        if any(_ACCESS_KEY.search(text) for text in texts):
            yield Fault("has an access key written into it that never ends", prop)
        if any(_PRIVATE_KEY.search(text) for text in texts):
            yield Fault("has a private key written into it", prop)


def _texts(value: Any) -> Iterator[str]:
    """Every string below, also as what it is in Base64."""
    if is_unknown(value) or value is None:
        return
    if isinstance(value, str):
        yield value
        try:
            yield base64.b64decode(value, validate=True).decode("utf-8")
        except (binascii.Error, ValueError):
            return
    elif isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _texts(item)
