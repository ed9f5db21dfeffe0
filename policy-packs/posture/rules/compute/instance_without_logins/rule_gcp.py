"""Nobody logs in to machines of zones by keys in their metadata, or at the serial port."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_machines import MACHINES
from posture.rules.gcp_words import gcp, items
from posture.rules.look import Look
from posture.rules.words import cannot_tell
from posture.values import is_unknown

PROJECT_METADATA: Final = gcp("compute:ProjectMetadata")
ITEM: Final = gcp("compute:ProjectMetadataItem")
POLICY: Final = gcp("orgpolicy:Policy")


@rule(*MACHINES)
def check(look: Look) -> Iterator[Fault]:
    """Compute Engine documentation, "About OS Login": off unless the machine, its project or the organization says otherwise."""
    if look.zone is None:
        return
    metadata = look.value("metadata")
    if is_unknown(metadata):
        yield cannot_tell("metadata", "who logs in to it")
        return
    if look.flag("metadata.serial-port-enable") is True or look.text("metadata.serial-port-enable") == "1":
        yield Fault("answers at its serial port", "metadata.serial-port-enable")
    for name in ("ssh-keys", "sshKeys"):
        if look.value(f"metadata.{name}") is not None:
            yield Fault("lets whoever has a key log in", f"metadata.{name}")
    said = look.flag("metadata.enable-oslogin")
    if said is False or (said is None and not _by_project(look) and not _demanded(look)):
        yield Fault("takes logins by keys in its metadata: OS Login is off", "metadata.enable-oslogin")


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


def _demanded(look: Look) -> bool:
    """Whether a policy of the organization demands it."""
    policies = (look.scene.look(resource) for resource in look.scene.of(POLICY))
    return any(
        str(one.text("name")).endswith("compute.requireOsLogin")
        and any(one.flag(f"{block}.enforce") is True for block in items(one, "spec.rules"))
        for one in policies
    )
