"""A model in a sandbox, mounted from an image, on a cluster of its own beside that of the records.

Modelled on Kubernetes documentation, "Runtime Class", "Use an Image Volume With a Pod".
"""

import pulumi_kubernetes as k8s

from tests.mutation.bases import kubernetes_house as house

house.space(house.cluster("phi"), "records", "phi").deployment("api")
cluster = house.cluster("inference")

k8s.node.v1.RuntimeClass("gvisor", metadata={"name": "gvisor"}, handler="runsc", opts=cluster.opts)
models = house.space(cluster, "models", "inference")
models.deployment(
    "server",
    runtime_class_name="gvisor",
    volumes=[{"name": "model", "image": {"reference": house.image("weights"), "pull_policy": "IfNotPresent"}}],
    mounts=[{"name": "model", "mount_path": "/models"}],
)
models.service("server", 8443)
