"""Access keys, private keys and passwords that somebody wrote into a program: into environments, start scripts and container definitions.

Sources: IAM User Guide, "IAM identifiers" (an id of a key that never ends begins with AKIA), "Don't put access keys in code"; RFC 7468 (the first line of a
private key); AWS Lambda Developer Guide, "Working with Lambda environment variables"; Amazon EC2 User Guide, "Run commands when you launch an EC2 instance"
(whoever gets onto the host reads them).
"""

import base64
import binascii
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from posture.rules.aws_unseen_tasks import PROP, SERVICE, runs_something_unseen
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import cannot_tell
from posture.values import Unknown, is_unknown

PLACES: Final[dict[str, tuple[str, ...]]] = {
    "aws:lambda/function:Function": ("environment.variables",),
    "aws:ec2/instance:Instance": ("userData", "userDataBase64"),
    "aws:ec2/spotInstanceRequest:SpotInstanceRequest": ("userData", "userDataBase64"),
    "aws:ec2/launchTemplate:LaunchTemplate": ("userData",),
    "aws:ec2/launchConfiguration:LaunchConfiguration": ("userData", "userDataBase64"),
    "aws:ecs/taskDefinition:TaskDefinition": ("containerDefinitions",),
    "aws:batch/jobDefinition:JobDefinition": ("containerProperties",),
    "aws:codebuild/project:Project": ("environment.environmentVariables",),
    "aws-native:lambda:Function": ("environment.variables",),
    "aws-native:ec2:Instance": ("userData",),
    "aws-native:ec2:LaunchTemplate": ("launchTemplateData.userData",),
    "aws-native:ecs:TaskDefinition": ("containerDefinitions",),
}
_ACCESS_KEY: Final = re.compile(r"(?<![A-Z0-9])AKIA[A-Z0-9]{16}(?![A-Z0-9])")
_PRIVATE_KEY: Final = re.compile(r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----")
_NAME: Final = r"(?:password|passwd|(?:api|secret|private)[_-]?key|secret[_-]?access[_-]?key|auth[_-]?token)"
_NAMED: Final = re.compile(rf"(?i)(?:^|[_.-]){_NAME}$")
_ASSIGNED: Final = re.compile(
    rf"(?im)(?:(?:^|[\s_.;\"'-]|PG){_NAME}[\"']?\s*=|^[\s\"'-]*(?:\w+[_.-])?{_NAME}[\"']?\s*:)\s*\\?[\"']?(?P<value>[^\s\"'\\;&|]{{6,}})"
)
"""In a script by `=`; by a colon only where a line begins so, as in YAML: prose has colons too."""
_POINTS: Final = re.compile(r"(?i)[$`<{%(/]|arn:|https?:|ssm:|file:|true$|false$|null$|none$|\d+$")
"""How a value begins that names where the secret is, or is none."""
_SCRIPTS: Final = ("userData", "userDataBase64", "launchTemplateData.userData")
_LOOKED_UP: Final = ("PARAMETER_STORE", "SECRETS_MANAGER")
"""AWS CodeBuild User Guide, "Environment variables": such a variable's value is a name."""


@rule(*PLACES, *SERVICE)
def check(look: Look) -> Iterator[Fault]:
    """Wherever something of the stack is classified. What is found is never printed."""
    if not look.scene.classified:
        return
    if look.resource.type in SERVICE and runs_something_unseen(look):
        yield cannot_tell(PROP, "whether a password is written into its containers")
    for prop in PLACES.get(look.resource.type, ()):
        texts = list(_texts(look.value(prop)))
        if any(_ACCESS_KEY.search(text) for text in texts):
            yield Fault("has an access key written into it that never ends", prop)
        if any(_PRIVATE_KEY.search(text) for text in texts):
            yield Fault("has a private key written into it", prop)
        written = list(_assigned(texts) if prop in _SCRIPTS else _named(look.value(prop)))
        if any(not is_unknown(value) and not _POINTS.match(value) for value in written):
            yield Fault("has a password or key written into it, by its name", prop)
        elif is_unknown(look.value(prop)) or any(is_unknown(value) for value in written):
            yield cannot_tell(prop, "whether a password or key is written into it")


def _assigned(texts: Iterable[str]) -> Iterator[str]:
    """Values that a script gives to what is called a password or key."""
    for text in texts:
        yield from (found["value"] for found in _ASSIGNED.finditer(text))


def _named(value: Any) -> Iterator[str | Unknown]:
    """Values of variables that are called so: `{name: value}`, or blocks with `name` and `value`, below JSON too."""
    if isinstance(value, str):
        try:
            below = json.loads(value) if value.lstrip().startswith(("[", "{")) else None
        except ValueError:
            return
        yield from _named(below)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _named(item)
    elif isinstance(value, dict):
        name, given = value.get("name"), value.get("value")
        if (
            isinstance(name, str)
            and isinstance(given, (str, Unknown))
            and value.get("type") not in _LOOKED_UP
            and given != ""
            and _NAMED.search(name)
        ):
            yield given
        for key, item in value.items():
            if isinstance(item, (str, Unknown)) and item != "" and isinstance(key, str) and _NAMED.search(key):
                yield item
            elif isinstance(item, (dict, list, tuple)):
                yield from _named(item)


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
