"""Volumes of people's desktops in zones are encrypted with a key of one's own.

Source: Amazon WorkSpaces Administration Guide, "Encrypted WorkSpaces" (root and user volume, each by itself; not once it is launched).
"""

from collections.abc import Iterator

from posture.rules.aws_keys import must_name_key_of_ours
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import must_be_true


@rule("aws:workspaces/workspace:Workspace")
def check(look: Look) -> Iterator[Fault]:
    """Both volumes, and the key; without one it is AWS's own."""
    if look.zone is None:
        return
    yield from must_be_true(look, "rootVolumeEncryptionEnabled", "has a root volume that is not encrypted")
    yield from must_be_true(look, "userVolumeEncryptionEnabled", "has a user's volume that is not encrypted")
    if look.flag("userVolumeEncryptionEnabled") is True or look.flag("rootVolumeEncryptionEnabled") is True:
        yield from must_name_key_of_ours(look, "volumeEncryptionKey", "has volumes without a key of its own")
