"""File systems on AWS: what a part of one belongs to.

Source: Amazon FSx for NetApp ONTAP User Guide, "Managing FSx for ONTAP volumes": a volume is one of a storage virtual machine, and that of a file
system, which alone bears the network, the key and, as a rule, the tags.
"""

from posture.rules.look import Look
from posture.rules.scope import holds_phi

_UP = ("storageVirtualMachineId", "fileSystemId", "sourceFileSystemId")


def on_records(look: Look) -> bool:
    """Whether it holds records, or the file system that it is a part of does."""
    return look.holds_records or any(on_records(above) for prop in _UP for above in look.targets(prop) if above.urn != look.urn)


def on_phi(look: Look) -> bool:
    """Whether it holds PHI, or the file system that it is a part of does."""
    return holds_phi(look) or any(on_phi(above) for prop in _UP for above in look.targets(prop) if above.urn != look.urn)
