"""Kubernetes clusters of zones have a private control plane, private nodes, roles of Entra ID, and no way out of their own."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_words import az, blocks_of, must_say
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import zone_in_use
from posture.rules.words import must_be_false, must_be_set, must_be_true

CLUSTER: Final = az("containerservice:ManagedCluster")
POOL: Final = az("containerservice:AgentPool")
_API: Final = "apiServerAccessProfile"
_OUT: Final = ("userdefinedrouting", "none", "block")


@rule(*CLUSTER, *POOL)
def check(look: Look) -> Iterator[Fault]:
    """What a cluster says of itself; what its pools say of their nodes."""
    if look.zone is None and zone_in_use(look) is None:
        return
    if look.resource.type in POOL:
        yield from _nodes(look, "")
        return
    yield from must_be_true(look, f"{_API}.enablePrivateCluster", "has a control plane on the internet")
    yield from must_be_false(look, f"{_API}.enablePrivateClusterPublicFQDN", "tells its control plane's address to everybody", default=True)
    yield from must_be_true(look, f"{_API}.disableRunCommand", "runs commands for whoever may read it")
    yield from must_say(look, "networkProfile.outboundType", _OUT, "makes itself a way to the internet", default="loadBalancer")
    yield from must_be_set(look, "networkProfile.networkPolicy", "lets every pod reach every other")
    yield from must_be_true(look, "enableRBAC", "gives everybody every right", default=True)
    yield from must_be_true(look, "aadProfile.enableAzureRBAC", "has users of its own")
    yield from must_be_set(look, "diskEncryptionSetID", "has disks without a key of their own")
    for block in blocks_of(look, "agentPoolProfiles"):
        yield from _nodes(look, f"{block}.")


def _nodes(look: Look, base: str) -> Iterator[Fault]:
    yield from must_be_false(look, f"{base}enableNodePublicIP", "gives its nodes public addresses")
    yield from must_be_set(look, f"{base}vnetSubnetID", "has nodes in a network of Microsoft's, not in a zone")
    yield from must_be_true(look, f"{base}enableEncryptionAtHost", "leaves caches and temporary disks of its nodes unencrypted")
