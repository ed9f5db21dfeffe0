"""Files are reached as somebody, below a folder, from named addresses; a locked volume says for how long.

Sources: Amazon EFS User Guide, "Working with Amazon EFS access points" (enforced user identity and root directory); Amazon FSx for OpenZFS User
Guide, "NFS exports" (by default every client); Amazon FSx for Lustre User Guide, "Lustre root squash"; Amazon FSx for NetApp ONTAP User Guide,
"How SnapLock works" (privileged delete, retention periods).
"""

import ipaddress
from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import handles
from posture.rules.parts import given
from posture.rules.words import cannot_tell
from posture.values import Unknown, is_unknown

POINT: Final = "aws:efs/accessPoint:AccessPoint"
SYSTEM: Final = "aws:fsx/openZfsFileSystem:OpenZfsFileSystem"
VOLUME: Final = "aws:fsx/openZfsVolume:OpenZfsVolume"
LUSTRE: Final = "aws:fsx/lustreFileSystem:LustreFileSystem"
_ANY: Final = "answers NFS clients of any address that reaches it"
_ROOT: Final = "lets whoever is root on a client read and change every file"
_SQUASH: Final = "rootSquashConfiguration.rootSquash"


@rule(POINT, SYSTEM, VOLUME, LUSTRE)
def check(look: Look) -> Iterator[Fault]:
    """Each file system has its own words for it."""
    if not handles(look):
        return
    if look.resource.type == LUSTRE:
        yield from _squashed(look)
        return
    if look.resource.type == POINT:
        if given(look, "posixUser") in (None, {}):
            yield Fault("takes the user that the client says it is", "posixUser")
        root = given(look, "rootDirectory")
        path = look.text("rootDirectory.path")
        if is_unknown(root) or is_unknown(path):
            yield cannot_tell("rootDirectory.path", "whether it shows the whole file system")
        elif root in (None, {}) or path in (None, "", "/"):
            yield Fault("shows the whole file system", "rootDirectory.path")
        return
    prefix = "rootVolumeConfiguration." if look.resource.type == SYSTEM else ""
    exports = look.value(f"{prefix}nfsExports")
    top = (prefix or "nfsExports.").partition(".")[0]
    if given(look, top) is None or exports in (None, {}):
        if look.resource.type == SYSTEM:
            yield Fault(_ANY, f"{prefix}nfsExports")
        return  # a volume without exports of its own has its parent's
    blocks = look.blocks(f"{prefix}nfsExports.clientConfigurations")
    for block in [] if isinstance(blocks, Unknown) else blocks:
        clients = look.text(f"{block}.clients")
        if is_unknown(clients):
            yield cannot_tell(f"{block}.clients", f"whether it {_ANY}")
        elif isinstance(clients, str) and _wide(clients):
            yield Fault(_ANY, f"{block}.clients")
        options = look.texts(f"{block}.options")
        if not isinstance(options, Unknown) and "no_root_squash" in options:
            yield Fault(_ROOT, f"{block}.options")


def _squashed(look: Look) -> Iterator[Fault]:
    """Off unless user and group are given and neither is 0."""
    value = look.text(_SQUASH)
    if is_unknown(value) or (value is None and is_unknown(look.value("rootSquashConfiguration"))):
        yield cannot_tell(_SQUASH, f"whether it {_ROOT}")
    elif value is None or "0" in str(value).split(":"):
        yield Fault(_ROOT, _SQUASH)


def _wide(clients: str) -> bool:
    """Everybody, or a range that is wider than any VPC or not a private one."""
    if clients == "*":
        return True
    try:
        block = ipaddress.ip_network(clients, strict=False)
    except ValueError:
        return False
    return block.num_addresses > 1 and (not block.is_private or (block.version == 4 and block.prefixlen < 16))
