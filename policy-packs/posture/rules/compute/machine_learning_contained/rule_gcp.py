"""Notebooks in zones have no external address, no root, and disks under a key of one's own."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_keys import must_have_own_key
from posture.rules.gcp_words import gcp
from posture.rules.look import Look
from posture.rules.words import must_be_false, must_be_true
from posture.values import is_unknown

WORKBENCH: Final = gcp("workbench:Instance")


@rule(*WORKBENCH)
def check(look: Look) -> Iterator[Fault]:
    """Vertex AI Workbench documentation, "Create an instance" (networking), "Manage features through metadata", "Customer-managed encryption keys"."""
    if look.zone is None:
        return
    base = "gceSetup."
    yield from must_be_true(look, f"{base}disablePublicIp", "has an external address")
    yield from must_be_false(look, f"{base}enableIpForwarding", "forwards what is not its own")
    yield from must_have_own_key(look, f"{base}bootDisk.kmsKey", "its boot disk")
    if str(look.text(f"{base}metadata.notebook-disable-root")).lower() != "true" and not is_unknown(look.value(f"{base}metadata")):
        yield Fault("gives its users root", f"{base}metadata.notebook-disable-root")
    if look.value(f"{base}serviceAccounts") in (None, []):
        yield Fault("acts as the default service account", f"{base}serviceAccounts")
