"""Rules of admission about pods: whose images, what of the node, which token, which labels, which sandbox.

They repeat of Pod Security what must hold in namespaces without its labels too, and add what it does not know.
Sources: Kubernetes documentation, "Pod Security Standards", "Images" (digests), "Configure service accounts for pods", "Runtime class"; Istio
documentation, "Resource annotations" (`sidecar.istio.io/inject`, `traffic.sidecar.istio.io/…`); CIS Kubernetes Benchmark 5.1.5, 5.1.6, 5.2; NIST SP
800-190, 3.1.5, 4.1.5.
"""

import re
from collections.abc import Mapping, Sequence

from ai_zones.kubernetes.admission_rules import POD_VARIABLES, PODS, Check, Rule, absent_or, text, texts
from ai_zones.kubernetes.naming import QUARANTINE, QUARANTINED, SERVICE, ZONE

_EVERY = "variables.containers.all(c, {condition})"
_SECURED = "has(c.securityContext) && has(c.securityContext.{name}) && c.securityContext.{name} == {value}"


def images(registries: Sequence[str]) -> Rule:
    """Images of these registries alone, by digest."""
    allowed = "|".join(re.escape(one).replace("\\-", "-") for one in sorted(registries))
    pattern = f"r'^({allowed})/[a-z0-9._/-]+(:[A-Za-z0-9_.-]+)?@sha256:[a-f0-9]{{64}}$'"
    return Rule(
        "images-by-digest",
        PODS,
        (
            Check(
                _EVERY.format(condition=f"c.image.matches({pattern})"),
                f"an image is not from a signed registry, or not by digest; allowed are <image>@sha256:<digest> below {', '.join(sorted(registries))};"
                " push it there, signed, and name its digest",
            ),
        ),
        POD_VARIABLES,
    )


def node() -> Rule:
    """Nothing of the node: neither its namespaces, nor its files, nor its ports, nor its privileges."""
    flags = " && ".join(f"({absent_or('variables.pod', name, f'!variables.pod.{name}')})" for name in ("hostNetwork", "hostPID", "hostIPC"))
    privileged = "!has(c.securityContext) || !has(c.securityContext.privileged) || !c.securityContext.privileged"
    drops = "has(c.securityContext.capabilities.drop) && c.securityContext.capabilities.drop.exists(one, one == 'ALL')"
    return Rule(
        "nothing-of-the-node",
        PODS,
        (
            Check(flags, "a pod shares the node's network, processes or IPC; remove hostNetwork, hostPID and hostIPC"),
            Check(
                absent_or("variables.pod", "volumes", "variables.pod.volumes.all(v, !has(v.hostPath))"),
                "a pod mounts a path of the node; use emptyDir, a claim, or an ephemeral CSI volume",
            ),
            Check(
                _EVERY.format(condition="!has(c.ports) || c.ports.all(p, !has(p.hostPort) || p.hostPort == 0)"),
                "a container takes a port of the node; remove hostPort, and give the pod a service",
            ),
            Check(_EVERY.format(condition=privileged), "a container is privileged; remove securityContext.privileged"),
            Check(
                _EVERY.format(condition=_SECURED.format(name="allowPrivilegeEscalation", value="false")),
                "a container may gain privileges; set securityContext.allowPrivilegeEscalation to false",
            ),
            Check(
                _EVERY.format(condition=f"has(c.securityContext) && has(c.securityContext.capabilities) && {drops}"),
                "a container keeps capabilities; set securityContext.capabilities.drop to [ALL]",
            ),
            Check(
                _EVERY.format(condition=_SECURED.format(name="readOnlyRootFilesystem", value="true")),
                "a container can write its own file system; set securityContext.readOnlyRootFilesystem to true, and mount an emptyDir to write to",
            ),
        ),
        POD_VARIABLES,
    )


def tokens() -> Rule:
    """No token of the cluster's API for a pod that names no account of its own."""
    none = "has(variables.pod.automountServiceAccountToken) && !variables.pod.automountServiceAccountToken"
    own = "has(variables.pod.serviceAccountName) && variables.pod.serviceAccountName != '' && variables.pod.serviceAccountName != 'default'"
    return Rule(
        "accounts-and-tokens",
        PODS,
        (
            Check(own, "a pod runs as the namespace's default service account; make one of its own, and name it in serviceAccountName"),
            Check(
                none,
                "a pod mounts a token of the cluster's API; set automountServiceAccountToken to false, and project a token for one audience if needed",
            ),
        ),
        POD_VARIABLES,
        zones_only=True,
    )


def labels() -> Rule:
    """Every pod says whose it is, truly: its zone is that of its namespace."""
    zone = f"{text(ZONE)} in variables.labels && variables.labels[{text(ZONE)}] == namespaceObject.metadata.labels[{text(ZONE)}]"
    service = f"{text(SERVICE)} in variables.labels && variables.labels[{text(SERVICE)}] != ''"
    quarantine = f"!({text(QUARANTINE)} in variables.labels) || variables.labels[{text(QUARANTINE)}] == {text(QUARANTINED)}"
    return Rule(
        "required-labels",
        PODS,
        (
            Check(zone, f"a pod's label {ZONE} is not that of its namespace; give the pod template the label of its zone"),
            Check(service, f"a pod has no label {SERVICE}; name what it is, as flows select it by that"),
            Check(quarantine, f"a pod's label {QUARANTINE} has another value than {QUARANTINED!r}, which the mesh would not see"),
        ),
        POD_VARIABLES,
        zones_only=True,
    )


def sidecars() -> Rule:
    """No pod leaves the mesh, or takes traffic past it."""
    past = (
        "traffic.sidecar.istio.io/excludeOutboundIPRanges",
        "traffic.sidecar.istio.io/excludeOutboundPorts",
        "traffic.sidecar.istio.io/excludeInboundPorts",
        "traffic.sidecar.istio.io/includeOutboundIPRanges",
        "traffic.sidecar.istio.io/includeInboundPorts",
        "traffic.sidecar.istio.io/kubevirtInterfaces",
        "traffic.istio.io/nodeSelector",
        "inject.istio.io/templates",
        "proxy.istio.io/config",
    )
    inject = "sidecar.istio.io/inject"
    return Rule(
        "inside-the-mesh",
        PODS,
        (
            Check(
                f"(!({text(inject)} in variables.labels) || variables.labels[{text(inject)}] == 'true')"
                f" && (!({text(inject)} in variables.notes) || variables.notes[{text(inject)}] == 'true')",
                f"a pod asks for no sidecar; remove {inject}: without one nothing proves who calls",
            ),
            Check(
                f"!{texts(past)}.exists(one, one in variables.notes)",
                "a pod's annotation takes traffic past its sidecar, or changes it; remove the annotations of traffic.sidecar.istio.io,"
                " inject.istio.io and proxy.istio.io",
            ),
        ),
        POD_VARIABLES,
        zones_only=True,
    )


def sandboxes(classes: Mapping[str, Sequence[str]]) -> Rule:
    """Zones whose programs are treated as hostile run them in a sandbox."""
    zone = f"namespaceObject.metadata.labels[{text(ZONE)}]"
    return Rule(
        "sandboxed",
        PODS,
        tuple(
            Check(
                f"{zone} != {text(name)} || (has(variables.pod.runtimeClassName) && variables.pod.runtimeClassName in {texts(sorted(allowed))})",
                f"a pod of zone {name} shares the node's kernel; set runtimeClassName to one of {', '.join(sorted(allowed))}",
            )
            for name, allowed in sorted(classes.items())
        ),
        POD_VARIABLES,
        zones_only=True,
    )
