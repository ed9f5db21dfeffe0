"""Clusters of zones answer inside their network only, encrypt their secrets, know identities, and run what is admitted."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_machines import GKE, POOL, autopilot, nodes
from posture.rules.look import Look
from posture.rules.words import must_be_false, must_be_one_of, must_be_set, must_be_true

_ENCRYPTED: Final = ("ENCRYPTED", "ALL_OBJECTS_ENCRYPTION_ENABLED")
_ADMITS: Final = ("PROJECT_SINGLETON_POLICY_ENFORCE", "POLICY_BINDINGS", "POLICY_BINDINGS_AND_PROJECT_SINGLETON_POLICY_ENFORCE")


@rule(*GKE, *POOL)
def check(look: Look) -> Iterator[Fault]:
    """Google Kubernetes Engine documentation, "Harden your cluster's security"; Autopilot brings identities and Dataplane V2."""
    if look.zone is None:
        return
    for node in nodes(look):
        account = look.value(f"{node}.serviceAccount")
        if account in (None, "", "default"):
            yield Fault("has nodes that act as the default service account", f"{node}.serviceAccount")
    if look.resource.type in POOL:
        return
    yield from must_be_true(look, "privateClusterConfig.enablePrivateNodes", "has nodes with external addresses")
    # "About network isolation in GKE": a control plane may have no endpoints by address at all, but a name alone.
    if look.flag("controlPlaneEndpointsConfig.ipEndpointsConfig.enabled") is not False:
        yield from must_be_true(look, "privateClusterConfig.enablePrivateEndpoint", "answers on the internet")
    if look.flag("controlPlaneEndpointsConfig.dnsEndpointConfig.allowExternalTraffic") is True:
        yield Fault("answers on the internet by its name", "controlPlaneEndpointsConfig.dnsEndpointConfig.allowExternalTraffic")
    yield from must_be_one_of(look, "databaseEncryption.state", _ENCRYPTED, "does not encrypt its secrets with a key of one's own")
    yield from must_be_false(look, "enableLegacyAbac", "gives its workloads rights beside roles")
    yield from must_be_false(look, "masterAuth.clientCertificateConfig.issueClientCertificate", "hands out certificates that never end")
    yield from must_be_true(look, "enableShieldedNodes", "has nodes that nobody attests", default=True)
    if look.value("binaryAuthorization.enabled") is not True:
        yield from must_be_one_of(look, "binaryAuthorization.evaluationMode", _ADMITS, "runs images that nobody admitted")
    if not autopilot(look):
        yield from must_be_set(look, "workloadIdentityConfig.workloadPool", "lets its workloads act as its nodes")
        if look.flag("networkPolicy.enabled") is not True:
            yield from must_be_one_of(look, "datapathProvider", ("ADVANCED_DATAPATH",), "lets all its workloads reach each other")
