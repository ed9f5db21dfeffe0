"""Roles of zones change no guard."""

from collections.abc import Iterator

from posture.rules.contract import Fault, rule
from posture.rules.kubernetes_rbac import ROLES, WRITES, Right, judged
from posture.rules.look import Look

_GUARDS = (
    (frozenset({"admissionregistration.k8s.io"}), "what the API server admits", frozenset({
        "mutatingwebhookconfigurations", "validatingwebhookconfigurations", "validatingadmissionpolicies",
        "validatingadmissionpolicybindings", "mutatingadmissionpolicies", "mutatingadmissionpolicybindings",
    })),
    (frozenset({""}), "namespaces, and with them zones and Pod Security", frozenset({"namespaces", "namespaces/finalize"})),
    (frozenset({""}), "limits", frozenset({"resourcequotas", "limitranges"})),
    (frozenset({"networking.k8s.io", "policy.networking.k8s.io", "cilium.io", "crd.projectcalico.org", "projectcalico.org"}),
     "who reaches whom", frozenset({
        "networkpolicies", "adminnetworkpolicies", "baselineadminnetworkpolicies", "clusternetworkpolicies",
        "ciliumnetworkpolicies", "ciliumclusterwidenetworkpolicies", "globalnetworkpolicies",
    })),
    (frozenset({"security.istio.io", "networking.istio.io", "telemetry.istio.io"}), "what the mesh lets through", frozenset({
        "peerauthentications", "authorizationpolicies", "requestauthentications", "serviceentries", "sidecars", "envoyfilters",
        "destinationrules", "telemetries",
    })),
    (frozenset({"kyverno.io", "policies.kyverno.io", "policy.sigstore.dev", "templates.gatekeeper.sh", "constraints.gatekeeper.sh"}),
     "which images run", frozenset({"clusterpolicies", "policies", "policyexceptions", "clusterimagepolicies", "constrainttemplates"})),
    (frozenset({"apiregistration.k8s.io"}), "who answers for the API", frozenset({"apiservices"})),
    (frozenset({""}), "disks of nodes, by volumes of its own", frozenset({"persistentvolumes"})),
)  # fmt: skip


@rule(*ROLES)
def check(look: Look) -> Iterator[Fault]:
    """RBAC good practices: admission webhooks, namespace modification, persistent volume creation."""
    yield from judged(look, _guards)


def _guards(right: Right) -> Iterator[str]:
    for groups, what, resources in _GUARDS:
        for found in sorted(right.gives(WRITES, resources, groups)):
            yield f"changes {what}: {found}"
