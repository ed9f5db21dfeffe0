"""Manifests that the API server refuses, each for one reason, and the path that it is refused for. The simulator must name the same place."""

import copy
from typing import Any

from tests.simulator.kubernetes.landscape import OBJECTS, Manifest


def _of(kind: str, name: str = "") -> Manifest:
    return copy.deepcopy(next(one for one in OBJECTS if one["kind"] == kind and name in ("", one["metadata"]["name"])))


def _changed(kind: str, changes: dict[str, Any], name: str = "") -> Manifest:
    """An object of the landscape with other values at these paths; None takes one away."""
    manifest = _of(kind, name)
    for path, value in changes.items():
        *way, last = [int(step) if step.isdigit() else step for step in path.split("/")]
        at: Any = manifest
        for step in way:
            at = at[step] if isinstance(step, int) else at.setdefault(step, {})
        if value is None:
            at.pop(last)
        else:
            at[last] = value
    return manifest


_C = "spec/template/spec/containers/0"
_D = "spec.template.spec.containers[0]"
_RULE = "spec/egress/0"

REFUSED: dict[str, tuple[Manifest, str]] = {
    "name-with-capitals": (_changed("ConfigMap", {"metadata/name": "Settings"}), "metadata.name"),
    "service-name-with-dot": (_changed("Service", {"metadata/name": "a.b"}), "metadata.name"),
    "role-name-with-slash": (_changed("ClusterRole", {"metadata/name": "a%b"}), "metadata.name"),
    "label-value": (_changed("ConfigMap", {"metadata/labels": {"zone": "a b"}}), "metadata.labels"),
    "label-key": (_changed("ConfigMap", {"metadata/labels": {"a/b/c": "x"}}), "metadata.labels"),
    "annotation-key": (_changed("ConfigMap", {"metadata/annotations": {"a b": "x"}}), "metadata.annotations"),
    "settings-key": (_changed("ConfigMap", {"data/a b": "x"}), "data"),
    "tls-secret-without-key": (_changed("Secret", {"type": "kubernetes.io/tls"}), "data"),
    "no-containers": (_changed("Deployment", {"spec/template/spec/containers": []}), "spec.template.spec.containers"),
    "container-name": (_changed("Deployment", {f"{_C}/name": "A"}), f"{_D}.name"),
    "container-without-image": (_changed("Deployment", {f"{_C}/image": None}), f"{_D}.image"),
    "port-out-of-range": (_changed("Deployment", {f"{_C}/ports/0/containerPort": 70000}), f"{_D}.ports[0].containerPort"),
    "port-name": (_changed("Deployment", {f"{_C}/ports/0/name": "far-too-long-a-name"}), f"{_D}.ports[0].name"),
    "pull-policy": (_changed("Deployment", {f"{_C}/imagePullPolicy": "Sometimes"}), f"{_D}.imagePullPolicy"),
    "mount-of-nothing": (_changed("Deployment", {f"{_C}/volumeMounts": [{"name": "x", "mountPath": "/x"}]}), f"{_D}.volumeMounts[0].name"),
    "request-over-limit": (_changed("Deployment", {f"{_C}/resources/requests": {"cpu": "3"}}), f"{_D}.resources.requests"),
    "escalation": (
        _changed("Deployment", {f"{_C}/securityContext": {"privileged": True, "allowPrivilegeEscalation": False}}),
        f"{_D}.securityContext",
    ),
    "variable-with-two-values": (_changed("Deployment", {f"{_C}/env/0/value": "x"}), f"{_D}.env[0].valueFrom"),
    "two-kinds-of-volume": (_changed("Deployment", {"spec/template/spec/volumes/1/emptyDir": {}}), "spec.template.spec.volumes[1]"),
    "volume-twice": (_changed("Deployment", {"spec/template/spec/volumes/1/name": "empty"}), "spec.template.spec.volumes[1].name"),
    "host-path-back": (
        _changed("Deployment", {"spec/template/spec/volumes/3/hostPath/path": "/a/../b"}),
        "spec.template.spec.volumes[3].hostPath.path",
    ),
    "restart-of-a-deployment": (_changed("Deployment", {"spec/template/spec/restartPolicy": "Never"}), "spec.template.spec.restartPolicy"),
    "restart-of-a-job": (
        _changed("CronJob", {"spec/jobTemplate/spec/template/spec/restartPolicy": "Always"}),
        "spec.jobTemplate.spec.template.spec.restartPolicy",
    ),
    "schedule": (_changed("CronJob", {"spec/schedule": "tomorrow"}), "spec.schedule"),
    "selector-misses": (_changed("Deployment", {"spec/selector": {"matchLabels": {"app": "other"}}}), "spec.template.metadata.labels"),
    "selector-operator": (
        _changed("Deployment", {"spec/selector/matchExpressions": [{"key": "app", "operator": "In"}]}),
        "spec.selector.matchExpressions[0].values",
    ),
    "block": (
        _changed("NetworkPolicy", {f"{_RULE}/to": [{"ipBlock": {"cidr": "10.0.0.0/99"}}]}, "out"),
        "spec.egress[0].to[0].ipBlock.cidr",
    ),
    "exception-outside": (
        _changed("NetworkPolicy", {f"{_RULE}/to": [{"ipBlock": {"cidr": "10.0.0.0/8", "except": ["11.0.0.0/16"]}}]}, "out"),
        "spec.egress[0].to[0].ipBlock.except[0]",
    ),
    "exception-of-everything": (
        _changed("NetworkPolicy", {f"{_RULE}/to": [{"ipBlock": {"cidr": "10.0.0.0/8", "except": ["10.0.0.0/8"]}}]}, "out"),
        "spec.egress[0].to[0].ipBlock.except[0]",
    ),
    "block-and-pods": (
        _changed("NetworkPolicy", {f"{_RULE}/to": [{"ipBlock": {"cidr": "10.0.0.0/8"}, "podSelector": {}}]}, "out"),
        "spec.egress[0].to[0]",
    ),
    "empty-peer": (_changed("NetworkPolicy", {f"{_RULE}/to": [{}]}, "out"), "spec.egress[0].to[0]"),
    "range-of-a-name": (
        _changed("NetworkPolicy", {f"{_RULE}/ports/0": {"port": "https", "endPort": 500}}, "out"),
        "spec.egress[0].ports[0].endPort",
    ),
    "range-backwards": (_changed("NetworkPolicy", {f"{_RULE}/ports/0/endPort": 80}, "out"), "spec.egress[0].ports[0].endPort"),
    "protocol": (_changed("NetworkPolicy", {f"{_RULE}/ports/0/protocol": "ICMP"}, "out"), "spec.egress[0].ports[0].protocol"),
    "policy-type": (_changed("NetworkPolicy", {"spec/policyTypes": ["Outbound"]}, "out"), "spec.policyTypes[0]"),
    "service-without-ports": (_changed("Service", {"spec/ports": []}), "spec.ports"),
    "ports-without-names": (_changed("Service", {"spec/ports": [{"port": 1}, {"port": 2}]}), "spec.ports[0].name"),
    "service-port": (_changed("Service", {"spec/ports/0/port": 0}), "spec.ports[0].port"),
    "node-port-of-a-cluster-address": (_changed("Service", {"spec/ports/0/nodePort": 30001}), "spec.ports[0].nodePort"),
    "external-name": (_changed("Service", {"spec/externalName": "A B"}, "elsewhere"), "spec.externalName"),
    "source-range": (_changed("Service", {"spec/loadBalancerSourceRanges": ["10.0.0.0"]}, "balancer"), "spec.loadBalancerSourceRanges"),
    "role-without-verbs": (_changed("Role", {"rules/0/verbs": []}), "rules[0].verbs"),
    "role-without-groups": (_changed("Role", {"rules/0/apiGroups": None}), "rules[0].apiGroups"),
    "role-with-addresses": (_changed("Role", {"rules/0": {"nonResourceURLs": ["/x"], "verbs": ["get"]}}), "rules[0].nonResourceURLs"),
    "binding-to-nothing": (_changed("RoleBinding", {"roleRef/kind": "Group"}), "roleRef.kind"),
    "cluster-binding-to-a-role": (_changed("ClusterRoleBinding", {"roleRef/kind": "Role"}), "roleRef.kind"),
    "subject-kind": (_changed("RoleBinding", {"subjects/0/kind": "Robot"}), "subjects[0].kind"),
    "account-without-namespace": (
        _changed("ClusterRoleBinding", {"subjects/0": {"kind": "ServiceAccount", "name": "server"}}),
        "subjects[0].namespace",
    ),
    "limits-out-of-order": (_changed("LimitRange", {"spec/limits/0/min": {"cpu": "8"}}), "spec.limits[0].min"),
    "claim-without-mode": (_changed("PersistentVolumeClaim", {"spec/accessModes": []}), "spec.accessModes"),
    "claim-without-size": (_changed("PersistentVolumeClaim", {"spec/resources": {}}), "spec.resources.requests.storage"),
    "budget-of-two": (_changed("PodDisruptionBudget", {"spec/maxUnavailable": 1}), "spec"),
    "expression": (
        _changed("ValidatingAdmissionPolicy", {"spec/validations/0/expression": "object.spec =="}),
        "spec.validations[0].expression",
    ),
    "policy-with-a-variable-that-nobody-made": (
        _changed("ValidatingAdmissionPolicy", {"spec/validations/0/expression": "variables.pod.spec.replicas < 5"}),
        "spec.validations[0].expression",
    ),
    "policy-with-a-variable-before-it-is-made": (
        _changed(
            "ValidatingAdmissionPolicy",
            {"spec/variables": [{"name": "pod", "expression": "variables.later"}, {"name": "later", "expression": "object.spec"}]},
        ),
        "spec.variables[0].expression",
    ),
    "policy-with-a-condition-on-a-variable": (
        _changed(
            "ValidatingAdmissionPolicy",
            {
                "spec/variables": [{"name": "pod", "expression": "object.spec"}],
                "spec/matchConditions": [{"name": "one", "expression": "has(variables.pod)"}],
            },
        ),
        "spec.matchConditions[0].expression",
    ),
    "policy-of-nothing": (_changed("ValidatingAdmissionPolicy", {"spec/validations": []}), "spec.validations"),
    "policy-matches-nothing": (_changed("ValidatingAdmissionPolicy", {"spec/matchConstraints": {}}), "spec.matchConstraints"),
    "operation": (
        _changed("ValidatingAdmissionPolicy", {"spec/matchConstraints/resourceRules/0/operations": ["READ"]}),
        "spec.matchConstraints.resourceRules[0].operations[0]",
    ),
    "binding-without-action": (_changed("ValidatingAdmissionPolicyBinding", {"spec/validationActions": []}), "spec.validationActions"),
    "binding-that-denies-and-warns": (
        _changed("ValidatingAdmissionPolicyBinding", {"spec/validationActions": ["Deny", "Warn"]}),
        "spec.validationActions",
    ),
    "webhook-name": (_changed("ValidatingWebhookConfiguration", {"webhooks/0/name": "judge"}), "webhooks[0].name"),
    "webhook-without-tls": (
        _changed("ValidatingWebhookConfiguration", {"webhooks/0/clientConfig": {"url": "http://judge.example"}}),
        "webhooks[0].clientConfig.url",
    ),
    "webhook-timeout": (_changed("ValidatingWebhookConfiguration", {"webhooks/0/timeoutSeconds": 60}), "webhooks[0].timeoutSeconds"),
    "definition-name": (_changed("CustomResourceDefinition", {"metadata/name": "agents"}), "metadata.name"),
    "definition-stores-nothing": (_changed("CustomResourceDefinition", {"spec/versions/0/storage": False}), "spec.versions"),
    "unknown-field": (_changed("Deployment", {f"{_C}/privileged": True}), f"{_D}.privileged"),
    "wrong-type": (_changed("Deployment", {"spec/replicas": "two"}), "spec.replicas"),
}
