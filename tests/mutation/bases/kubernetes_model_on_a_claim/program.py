"""A model under Kata, from a claim that is mounted read only, verified before it starts.

Modelled on Kubernetes documentation, "Runtime Class", "Persistent Volumes", "Schedule GPUs".
"""

import pulumi_kubernetes as k8s

from tests.mutation.bases import kubernetes_house as house

house.space(house.cluster("phi"), "records", "phi").deployment("api")
cluster = house.cluster("inference")

k8s.node.v1.RuntimeClass(
    "kata", metadata={"name": "kata"}, handler="kata-qemu", scheduling={"node_selector": {"sandbox": "kata"}}, opts=cluster.opts
)
models = house.space(cluster, "models", "inference", spelled=True)
weights = k8s.core.v1.PersistentVolumeClaim(
    "weights",
    metadata=models.meta("weights"),
    spec={"access_modes": ["ReadOnlyMany"], "storage_class_name": "weights", "resources": {"requests": {"storage": "200Gi"}}},
    opts=models.opts,
)
model = {"name": "model", "mount_path": "/models", "read_only": True}
models.deployment(
    "server",
    runtime_class_name="kata",
    init_containers=[house.container("verify", spelled=True, volume_mounts=[model])],
    volumes=[{"name": "model", "persistent_volume_claim": {"claim_name": weights.metadata["name"]}}],
    mounts=[model],
    tolerations=[{"key": "nvidia.com/gpu", "operator": "Exists", "effect": "NoSchedule"}],
)
models.deployment(
    "router",
    runtime_class_name="kata",
    volumes=[{"name": "model", "persistent_volume_claim": {"claim_name": weights.metadata["name"], "read_only": True}}],
    mounts=[{"name": "model", "mount_path": "/models"}],
)
models.service("server", 8443)
models.flow("router", "server", 8443)
