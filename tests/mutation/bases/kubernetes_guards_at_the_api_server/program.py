"""Policies of the API server on labels and services, and a webhook that fails closed.

Modelled on Kubernetes documentation, "Validating Admission Policy", "Dynamic Admission Control", "Admission Webhook Good Practices".
"""

import pulumi_kubernetes as k8s

from tests.mutation.bases import kubernetes_house as house

cluster = house.cluster("phi")
zone = house.space(cluster, "records", "phi")
zone.deployment("api")
guards = k8s.core.v1.Namespace("guards", metadata={"name": "guards"}, opts=cluster.opts)
inside = k8s.admissionregistration.v1.ValidatingAdmissionPolicy(
    "services-inside",
    metadata={"name": "services-inside"},
    spec={
        "failure_policy": "Fail",
        "match_constraints": {
            "resource_rules": [{"api_groups": [""], "api_versions": ["v1"], "operations": ["CREATE", "UPDATE"], "resources": ["services"]}],
            "namespace_selector": {
                "match_expressions": [{"key": "kubernetes.io/metadata.name", "operator": "NotIn", "values": ["kube-system"]}]
            },
        },
        "validations": [{"expression": "!has(object.spec.type) || object.spec.type == 'ClusterIP'"}],
    },
    opts=cluster.opts,
)
k8s.admissionregistration.v1.ValidatingAdmissionPolicyBinding(
    "services-inside",
    metadata={"name": "services-inside"},
    spec={"policy_name": inside.metadata["name"], "validation_actions": ["Deny"]},
    opts=cluster.opts,
)
k8s.admissionregistration.v1.ValidatingWebhookConfiguration(
    "signatures",
    metadata={"name": "signatures"},
    webhooks=[
        {
            "name": "signatures.clinic.example",
            "admission_review_versions": ["v1"],
            "side_effects": "None",
            "failure_policy": "Fail",
            "timeout_seconds": 5,
            "client_config": {"service": {"name": "signatures", "namespace": guards.metadata["name"], "path": "/verify"}},
            "rules": [{"api_groups": [""], "api_versions": ["v1"], "operations": ["CREATE"], "resources": ["pods"], "scope": "Namespaced"}],
            "namespace_selector": {"match_expressions": [{"key": "ai-zone", "operator": "Exists"}]},
        }
    ],
    opts=cluster.opts,
)
