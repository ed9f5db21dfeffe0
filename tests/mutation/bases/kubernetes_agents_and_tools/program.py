"""An agent that asks a model, each in a sandbox, each an identity.

Modelled on Kubernetes documentation, "Multi-tenancy" (Sandboxing containers), "Service Accounts".
"""

import pulumi_kubernetes as k8s

from tests.mutation.bases import kubernetes_house as house

house.space(house.cluster("phi"), "records", "phi").deployment("api")
cluster = house.cluster("inference")

agents = house.space(cluster, "agents", "inference")
for name in ("agent", "model", "planner"):
    agents.deployment(name, runtime_class_name="gvisor", replicas=1)
agents.service("model", 8443)
agents.service("planner", 8443)
agents.flow("agent", "model", 8443)
agents.flow("agent", "planner", 8443)
k8s.policy.v1.PodDisruptionBudget(
    "model", metadata=agents.meta("model"), spec={"min_available": 1, "selector": {"match_labels": {"app": "model"}}}, opts=agents.opts
)
