"""Rules of admission about everything but pods: who enters running ones, which services and namespaces stand, what the mesh is told.

Sources: Kubernetes documentation, "Pod security admission" (labels), "Service" (types, `externalIPs`), "Ephemeral containers", "Role based access
control good practices" (exec is a way to every secret of a pod); Istio documentation, "PeerAuthentication", "Authorization Policy", "Sidecar"; CVE-2020-8554
(external addresses of services); knative.dev/pkg, `webhook/resourcesemantics` (the label by which its webhooks, Sigstore's policy controller among
them, leave a namespace out).
"""

from collections.abc import Sequence

from ai_zones.kubernetes.admission_rules import Check, Matched, Rule, in_groups, text, texts
from ai_zones.kubernetes.naming import PASSED_OVER, QUARANTINE, SIGNATURES, ZONE
from ai_zones.plan import ZoneName

_LABELS = "has(object.metadata.labels) ? object.metadata.labels : {}"
_BEFORE = "request.operation == 'UPDATE' ? (has(oldObject.metadata.labels) ? oldObject.metadata.labels : {}) : {}"


def entering(groups: Sequence[str]) -> Rule:
    """Nobody enters a running program: no shell, no tunnel, no container beside it. But who breaks the glass, of whom the audit log tells."""
    return Rule(
        "nobody-enters",
        (
            Matched(("",), ("pods/exec", "pods/attach", "pods/portforward", "pods/proxy", "services/proxy"), ("CONNECT",)),
            Matched(("",), ("pods/ephemeralcontainers",), ("UPDATE",)),
        ),
        (
            Check(
                "false",
                "nobody enters a running program of a zone; read its logs, or"
                + (f" ask a member of {', '.join(sorted(groups))}" if groups else " start another one beside it"),
            ),
        ),
        conditions={"breaks-no-glass": f"!{in_groups(groups)}"} if groups else {},
        zones_only=True,
    )


_INTERNAL = {
    "service.beta.kubernetes.io/aws-load-balancer-scheme": "internal",
    "service.beta.kubernetes.io/azure-load-balancer-internal": "true",
    "networking.gke.io/load-balancer-type": "Internal",
}
"""Annotation by which a cloud's load balancer stays inside its network."""


def services(doors: Sequence[str]) -> Rule:
    """Services lead to pods of the cluster, from the cluster; `doors` are namespaces that may have an internal load balancer."""
    inside = " || ".join(
        f"({text(key)} in variables.notes && variables.notes[{text(key)}] == {text(value)})" for key, value in _INTERNAL.items()
    )
    door = f" || (object.spec.type == 'LoadBalancer' && request.namespace in {texts(sorted(doors))} && ({inside}))" if doors else ""
    return Rule(
        "services-inside",
        (
            Matched(("",), ("services",)),
            Matched(("networking.k8s.io",), ("ingresses",)),
            Matched(("gateway.networking.k8s.io",), ("gateways",)),
        ),
        (
            Check(
                "object.kind == 'Service'",
                "an Ingress or Gateway opens a door of the cluster; people enter by the zone access, zones by flows",
            ),
            Check(
                f"object.kind != 'Service' || !has(object.spec.type) || object.spec.type == 'ClusterIP'{door}",
                "a service opens a port of nodes or a load balancer, or stands for a name outside; set its type to ClusterIP"
                + (f", or make an internal load balancer in {', '.join(sorted(doors))}" if doors else ""),
            ),
            Check(
                "object.kind != 'Service' || !has(object.spec.externalIPs) || object.spec.externalIPs.size() == 0",
                "a service takes addresses that are not its own; remove externalIPs (CVE-2020-8554)",
            ),
        ),
        {"notes": "has(object.metadata.annotations) ? object.metadata.annotations : {}"},
        zones_only=True,
    )


def namespaces(unsigned: Sequence[str]) -> Rule:
    """A zone's namespace stays in its zone, restricted, and under the judge of signatures; `unsigned` are namespaces whose images nobody signs."""
    enforce, version = "pod-security.kubernetes.io/enforce", "pod-security.kubernetes.io/enforce-version"
    zoned = f"{text(ZONE)} in variables.labels"
    named = f"object.metadata.name in {texts(sorted(unsigned))} || " if unsigned else ""
    return Rule(
        "namespaces-of-zones",
        (Matched(("",), ("namespaces",)),),
        (
            Check(
                f"!({zoned}) || variables.labels[{text(ZONE)}] in {texts([zone.value for zone in ZoneName])}",
                f"a namespace's label {ZONE} names no zone; allowed are {', '.join(zone.value for zone in ZoneName)}",
            ),
            Check(
                f"!({text(ZONE)} in variables.before) || ({zoned} && variables.labels[{text(ZONE)}] == variables.before[{text(ZONE)}])",
                f"a namespace leaves its zone; its label {ZONE} stays: make another namespace, and move the programs",
            ),
            Check(
                f"!({zoned}) || ({text(enforce)} in variables.labels && variables.labels[{text(enforce)}] == 'restricted')",
                f"a zone's namespace is not restricted; set its label {enforce} to restricted",
            ),
            Check(
                f"!({zoned}) || ({text(version)} in variables.labels && variables.labels[{text(version)}] != 'latest')",
                f"a zone's namespace follows the latest Pod Security, which changes under running programs; set its label {version}, such as v1.34",
            ),
            Check(
                f"!({zoned}) || {named}({text(SIGNATURES)} in variables.labels && variables.labels[{text(SIGNATURES)}] == 'true')",
                f"nobody judges who signed the images of a zone's namespace; set its label {SIGNATURES} to true",
            ),
            Check(
                f"!({zoned}) || !({text(PASSED_OVER)} in variables.labels)",
                f"the judge of signatures passes over a zone's namespace; remove its label {PASSED_OVER}",
            ),
        ),
        {"labels": _LABELS, "before": _BEFORE},
    )


def mesh(root_namespace: str, pilots: Sequence[str]) -> Rule:
    """Nobody weakens the mesh: mutual TLS stays strict, sidecars know their hosts, and no policy opens a workload to everybody."""
    everybody = (
        "has(object.spec.action) && object.spec.action != 'ALLOW' || !has(object.spec.rules)"
        " || object.spec.rules.all(rule, has(rule.from) && rule.from.all(one, has(one.source)"
        " && (has(one.source.principals) ? one.source.principals.all(who, who != '*') : false)))"
    )
    return Rule(
        "mesh-stays-closed",
        (
            Matched(("security.istio.io",), ("peerauthentications", "authorizationpolicies")),
            Matched(("networking.istio.io",), ("sidecars", "envoyfilters")),
        ),
        (
            Check(
                "object.kind != 'PeerAuthentication' || (has(object.spec) && has(object.spec.mtls) && has(object.spec.mtls.mode)"
                " && object.spec.mtls.mode == 'STRICT'"
                " && (!has(object.spec.portLevelMtls) || object.spec.portLevelMtls.all(port, object.spec.portLevelMtls[port].mode == 'STRICT')))",
                "mutual TLS is not strict; set mtls.mode to STRICT, for every port",
            ),
            Check(
                f"object.kind != 'AuthorizationPolicy' || !has(object.spec) || ({everybody})",
                "an AuthorizationPolicy lets in whoever calls; name the callers in rules[].from[].source.principals",
            ),
            Check(
                "object.kind != 'Sidecar' || (has(object.spec.outboundTrafficPolicy) && has(object.spec.outboundTrafficPolicy.mode)"
                " && object.spec.outboundTrafficPolicy.mode == 'REGISTRY_ONLY')",
                "a sidecar sends to hosts that it does not know; set outboundTrafficPolicy.mode to REGISTRY_ONLY",
            ),
            Check("object.kind != 'EnvoyFilter'", "an EnvoyFilter may undo everything that the mesh decides; use Istio's own resources"),
        ),
        conditions={
            # The mesh's own programs write their filters into its own namespace.
            "is-not-the-meshs-own": f"!(request.namespace == {text(root_namespace)} && request.userInfo.username in {texts(sorted(pilots))})"
        },
    )


def release(groups: Sequence[str]) -> Rule:
    """The label of quarantine is taken off by those who may, and by nobody else."""
    return Rule(
        "quarantine-stays",
        (
            Matched(("",), ("pods",), ("UPDATE",)),
            Matched(("apps",), ("deployments", "statefulsets", "daemonsets", "replicasets"), ("UPDATE",)),
        ),
        (
            Check(
                f"!({text(QUARANTINE)} in variables.before)"
                f" || ({text(QUARANTINE)} in variables.labels && variables.labels[{text(QUARANTINE)}] == variables.before[{text(QUARANTINE)}])",
                f"a workload leaves quarantine; its label {QUARANTINE} is taken off by a member of {', '.join(sorted(groups)) or 'no group: name one'}",
            ),
        ),
        {"labels": _pod_labels("object"), "before": _pod_labels("oldObject")},
        {"may-not-release": f"!{in_groups(groups)}"} if groups else {},
        zones_only=True,
    )


def _pod_labels(owner: str) -> str:
    template = f"({owner}.kind == 'Pod' ? {owner}.metadata : {owner}.spec.template.metadata)"
    return f"has({template}.labels) ? {template}.labels : {{}}"
