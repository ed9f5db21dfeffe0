"""People who look, a program that keeps one configuration current, and nobody with more.

Modelled on Kubernetes documentation, "Using RBAC Authorization", "Role Based Access Control Good Practices".
"""

import pulumi_kubernetes as k8s

from tests.mutation.bases import kubernetes_house as house

cluster = house.cluster("phi")
zone = house.space(cluster, "records", "phi")
zone.deployment("api")
viewer = k8s.rbac.v1.Role(
    "looks",
    metadata=zone.meta("looks"),
    rules=[
        {"api_groups": [""], "resources": ["pods", "pods/log", "services", "events"], "verbs": ["get", "list", "watch"]},
        {"api_groups": ["apps"], "resources": ["deployments", "statefulsets"], "verbs": ["get", "list", "watch"]},
    ],
    opts=zone.opts,
)
k8s.rbac.v1.RoleBinding(
    "operators-look",
    metadata=zone.meta("operators-look"),
    role_ref={"api_group": "rbac.authorization.k8s.io", "kind": "Role", "name": viewer.metadata["name"]},
    subjects=[{"api_group": "rbac.authorization.k8s.io", "kind": "Group", "name": "clinic-operators"}],
    opts=zone.opts,
)
keeper = k8s.core.v1.ServiceAccount("keeper", metadata=zone.meta("keeper"), opts=zone.opts)
role = k8s.rbac.v1.Role(
    "keeps",
    metadata=zone.meta("keeps"),
    rules=[{"api_groups": [""], "resources": ["configmaps"], "resource_names": ["routes"], "verbs": ["get", "update", "patch"]}],
    opts=zone.opts,
)
k8s.rbac.v1.RoleBinding(
    "keeper-keeps",
    metadata=zone.meta("keeper-keeps"),
    role_ref={"api_group": "rbac.authorization.k8s.io", "kind": "Role", "name": role.metadata["name"]},
    subjects=[{"kind": "ServiceAccount", "name": keeper.metadata["name"], "namespace": "records"}],
    opts=zone.opts,
)
nodes = k8s.rbac.v1.ClusterRole(
    "sees-nodes",
    metadata={"name": "sees-nodes"},
    rules=[{"api_groups": [""], "resources": ["nodes"], "verbs": ["get", "list"]}, {"non_resource_urls": ["/healthz"], "verbs": ["get"]}],
    opts=cluster.opts,
)
k8s.rbac.v1.ClusterRoleBinding(
    "operators-see-nodes",
    metadata={"name": "operators-see-nodes"},
    role_ref={"api_group": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": nodes.metadata["name"]},
    subjects=[{"api_group": "rbac.authorization.k8s.io", "kind": "Group", "name": "clinic-operators"}],
    opts=cluster.opts,
)
k8s.core.v1.ConfigMap("routes", metadata=zone.meta("routes"), data={"level": "info", "timeout": "30"}, opts=zone.opts)
