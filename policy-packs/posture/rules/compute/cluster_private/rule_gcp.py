"""Clusters of zones answer inside their network only, encrypt their secrets, know identities, and run what is admitted."""

from collections.abc import Iterator
from typing import Final

from posture.readers.gcp.names import project_of
from posture.readers.gcp.tokens import PROJECT
from posture.rules.contract import Fault, rule
from posture.rules.gcp_machines import GKE, POOL, autopilot, nodes
from posture.rules.gcp_words import gcp, items
from posture.rules.look import Look
from posture.rules.words import must_be_false, must_be_one_of, must_be_set, must_be_true

_ENCRYPTED: Final = ("ENCRYPTED", "ALL_OBJECTS_ENCRYPTION_ENABLED")
_ADMITS: Final = ("PROJECT_SINGLETON_POLICY_ENFORCE", "POLICY_BINDINGS", "POLICY_BINDINGS_AND_PROJECT_SINGLETON_POLICY_ENFORCE")

_BY_PROJECT: Final = ("PROJECT_SINGLETON_POLICY_ENFORCE", "POLICY_BINDINGS_AND_PROJECT_SINGLETON_POLICY_ENFORCE")
POLICY: Final = gcp("binaryauthorization:Policy")


@rule(*GKE, *POOL, *POLICY)
def check(look: Look) -> Iterator[Fault]:
    """Google Kubernetes Engine documentation, "Harden your cluster's security"; Autopilot brings identities and Dataplane V2."""
    if look.zone is None:
        return
    if look.resource.type in POLICY:
        yield from _admission(look)
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
    if look.text("binaryAuthorization.evaluationMode") in _BY_PROJECT and (bare := _project_without_policy(look)) is not None:
        admits = "runs images that nobody admitted: its project has no policy, and Google's own admits all"
        yield Fault(admits, "binaryAuthorization", urn=bare.urn)
    if not autopilot(look):
        yield from must_be_set(look, "workloadIdentityConfig.workloadPool", "lets its workloads act as its nodes")
        if look.flag("networkPolicy.enabled") is not True:
            yield from must_be_one_of(look, "datapathProvider", ("ADVANCED_DATAPATH",), "lets all its workloads reach each other")


def _admission(look: Look) -> Iterator[Fault]:
    """Binary Authorization documentation, "Policy YAML reference": what the default rule, or one of a cluster, admits."""
    for block in ("defaultAdmissionRule", *items(look, "clusterAdmissionRules")):
        if look.text(f"{block}.evaluationMode") == "ALWAYS_ALLOW":
            yield Fault("admits every image", f"{block}.evaluationMode")
        if look.text(f"{block}.enforcementMode") == "DRYRUN_AUDIT_LOG_ONLY":
            yield Fault("only notes which images it would refuse", f"{block}.enforcementMode")
    for block in items(look, "admissionWhitelistPatterns"):
        pattern = look.text(f"{block}.namePattern")
        if isinstance(pattern, str) and pattern.strip("/") in ("*", "**"):
            yield Fault("admits every image", f"{block}.namePattern")


def _project_without_policy(look: Look) -> Look | None:
    """The cluster's project, where the stack makes it and no policy for it: of others' projects nobody can say."""
    project = project_of(look.view)
    made = (look.scene.look(one) for one in look.scene.of((PROJECT,)) if not one.external)
    own = next((one for one in made if project is not None and project_of(one.view) == project), None)
    if own is None or any(project_of(look.scene.look(one).view) in (project, None) for one in look.scene.of(POLICY)):
        return None
    return own
