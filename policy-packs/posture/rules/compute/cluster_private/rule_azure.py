"""Kubernetes clusters of zones have a private control plane, private nodes, roles of Entra ID, encrypted secrets, and no way out of their own.

Sources: Azure Kubernetes Service documentation, "Create a private AKS cluster", "Customize cluster egress with outbound types" (`none` and `block`: a
network-isolated cluster), "Data encryption at rest for Kubernetes secrets" (a key of Key Vault; in newer API versions of the service itself, which
encrypts every object). Authorized ranges are of public clusters alone, which are a fault here.
"""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_words import az, blocks_of, must_say
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import zone_in_use
from posture.rules.words import cannot_tell, must_be_false, must_be_set, must_be_true
from posture.values import is_unknown

CLUSTER: Final = az("containerservice:ManagedCluster")
POOL: Final = az("containerservice:AgentPool")
_API: Final = "apiServerAccessProfile"
_OBJECTS: Final = "securityProfile.kubernetesResourceObjectEncryptionProfile"
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
    # A key that is named and switched off is another rule's (`cluster-governed`).
    by_service = look.value(f"{_OBJECTS}.infrastructureEncryption")
    if is_unknown(by_service):
        yield cannot_tell(f"{_OBJECTS}.infrastructureEncryption", "whether it encrypts its secrets")
    elif by_service != "Enabled":
        yield from must_be_set(look, "securityProfile.azureKeyVaultKms", "keeps its secrets without a key of its own")
    for block in blocks_of(look, "agentPoolProfiles"):
        yield from _nodes(look, f"{block}.")


def _nodes(look: Look, base: str) -> Iterator[Fault]:
    yield from must_be_false(look, f"{base}enableNodePublicIP", "gives its nodes public addresses")
    yield from must_be_set(look, f"{base}vnetSubnetID", "has nodes in a network of Microsoft's, not in a zone")
    yield from must_be_true(look, f"{base}enableEncryptionAtHost", "leaves caches and temporary disks of its nodes unencrypted")
