"""A private link scope of a zone takes and gives logs by private endpoints alone."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_words import az, blocks_of, must_say
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves

SCOPE: Final = az("monitor:PrivateLinkScope")
COLLECTION: Final = az("monitor:DataCollectionEndpoint")
_MODES: Final = ("ingestionAccessMode", "queryAccessMode")


@rule(*SCOPE, *COLLECTION)
def check(look: Look) -> Iterator[Fault]:
    """Open, a machine in the zone may send its logs to any workspace on Azure."""
    if not serves(look):
        return
    if look.resource.type in COLLECTION:
        yield from must_say(
            look, "networkAcls.publicNetworkAccess", ("disabled", "securedbyperimeter"), "takes logs at a public address", default="Enabled"
        )
        return
    for mode in _MODES:
        yield from must_say(
            look, f"accessModeSettings.{mode}", ("privateonly",), "lets logs go to workspaces that are not in it", default="Open"
        )
        for block in blocks_of(look, "accessModeSettings.exclusions"):
            yield from must_say(look, f"{block}.{mode}", ("privateonly",), "lets logs of one endpoint go anywhere", default="PrivateOnly")
