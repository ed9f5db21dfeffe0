"""Nobody logs in to machines of zones by keys in their metadata or their project's, or at the serial port."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_guardrails import demanded
from posture.rules.gcp_machines import MACHINES
from posture.rules.gcp_words import gcp
from posture.rules.look import Look
from posture.rules.words import cannot_tell
from posture.values import is_unknown

PROJECT_METADATA: Final = gcp("compute:ProjectMetadata")
ITEM: Final = gcp("compute:ProjectMetadataItem")
_KEYS: Final = ("ssh-keys", "sshKeys")


@rule(*MACHINES, *PROJECT_METADATA, *ITEM)
def check(look: Look) -> Iterator[Fault]:
    """Compute Engine documentation, "About OS Login": off unless the machine, its project or the organization says otherwise.

    "Set up OS Login with 2-step verification": left out, the account's own sign-in decides; who writes that it is off means it.
    """
    if look.zone is None:
        return
    if look.resource.type in ITEM:
        yield from _of_an_item(look)
        return
    metadata = look.value("metadata")
    if is_unknown(metadata):
        yield cannot_tell("metadata", "who logs in to it")
        return
    if look.flag("metadata.serial-port-enable") is True or look.text("metadata.serial-port-enable") == "1":
        yield Fault("answers at its serial port", "metadata.serial-port-enable")
    for name in _KEYS:
        if look.value(f"metadata.{name}") is not None:
            yield Fault("lets whoever has a key log in", f"metadata.{name}")
    if look.flag("metadata.enable-oslogin-2fa") is False:
        yield Fault("lets people log in without a second factor", "metadata.enable-oslogin-2fa")
    said = look.flag("metadata.enable-oslogin")
    if look.resource.type in PROJECT_METADATA:
        if said is False:
            yield Fault("switches OS Login off for every machine", "metadata.enable-oslogin")
    elif said is False or (said is None and not _by_project(look) and not demanded(look, "compute.requireOsLogin")):
        yield Fault("takes logins by keys in its metadata: OS Login is off", "metadata.enable-oslogin")


def _of_an_item(look: Look) -> Iterator[Fault]:
    """One entry of what holds for every machine of the project."""
    key, value = look.text("key"), str(look.text("value")).lower()
    if key in _KEYS:
        yield Fault("lets whoever has a key log in to every machine of the project", "value")
    elif key == "serial-port-enable" and value in ("true", "1"):
        yield Fault("opens the serial port of every machine of the project", "value")
    elif key == "enable-oslogin" and value in ("false", "0"):
        yield Fault("switches OS Login off for every machine", "value")
    elif key == "enable-oslogin-2fa" and value in ("false", "0"):
        yield Fault("lets people log in to every machine without a second factor", "value")


def _by_project(look: Look) -> bool:
    """Whether the metadata of its project switch OS Login on."""
    for resource in look.scene.of((*PROJECT_METADATA, *ITEM)):
        one = look.scene.look(resource)
        if one.zone is look.zone:
            if one.resource.type in ITEM:
                if one.text("key") == "enable-oslogin" and str(one.text("value")).lower() == "true":
                    return True
            elif one.flag("metadata.enable-oslogin") is True:
                return True
    return False
