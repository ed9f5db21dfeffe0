"""A program in a namespace, as resources: its account, its pods, what keeps enough of them running, and the roads that it may take.

Sources: Kubernetes documentation, "Deployments", "Disruptions" (budgets), "Horizontal pod autoscaling", "Service accounts".
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import pulumi
from pulumi_kubernetes.apps import v1 as apps
from pulumi_kubernetes.autoscaling import v2 as autoscaling
from pulumi_kubernetes.core import v1 as core
from pulumi_kubernetes.policy import v1 as policy

from ai_zones.kubernetes.flow_consumer import KubernetesFlowConsumer, KubernetesFlowConsumerArgs
from ai_zones.kubernetes.naming import child, metadata
from ai_zones.kubernetes.pod_template import Pod, selector, template
from ai_zones.kubernetes.program import Reach
from ai_zones.ordering import after

BUSY_PERCENT: Final = 70
KEPT_REVISIONS: Final = 3


@dataclass(frozen=True)
class Workload:
    """A program of a component."""

    namespace: str
    pod: Pod
    labels: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Name of all its objects."""
        return self.pod.service

    def register(self, parent: pulumi.Resource, name: str, *awaited: pulumi.Resource) -> apps.Deployment:
        """Registers all of it; gives the deployment."""
        account = self.account(parent, name, *awaited)
        deployment = self._deployment(parent, name, account, *awaited)
        self._budget(parent, name, *awaited)
        if self.pod.program.scales:
            self._scale(parent, name, deployment)
        return deployment

    def account(self, parent: pulumi.Resource, name: str, *awaited: pulumi.Resource) -> core.ServiceAccount:
        """Its account, whose token nobody mounts unasked."""
        return core.ServiceAccount(
            child(name, "account"),
            metadata=metadata(self.pod.account, self.namespace, zone=self.pod.zone, service=self.name, labels=self.labels),
            automount_service_account_token=False,
            opts=after(parent, *awaited),
        )

    def _deployment(self, parent: pulumi.Resource, name: str, *awaited: pulumi.Resource) -> apps.Deployment:
        pods = {} if self.pod.program.scales else {"replicas": self.pod.program.replicas}
        return apps.Deployment(
            child(name, "program"),
            metadata=metadata(self.name, self.namespace, zone=self.pod.zone, service=self.name, labels=self.labels),
            spec={
                **pods,
                "revisionHistoryLimit": KEPT_REVISIONS,
                "selector": {"matchLabels": selector(self.name)},
                "strategy": {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 1, "maxUnavailable": 0}},
                "template": template(self.pod),
            },
            opts=after(parent, *awaited),
        )

    def _budget(self, parent: pulumi.Resource, name: str, *awaited: pulumi.Resource) -> None:
        policy.PodDisruptionBudget(
            child(name, "budget"),
            metadata=metadata(self.name, self.namespace, zone=self.pod.zone, service=self.name, labels=self.labels),
            spec={
                "maxUnavailable": 1,
                "selector": {"matchLabels": selector(self.name)},
                "unhealthyPodEvictionPolicy": "AlwaysAllow",
            },
            opts=after(parent, *awaited),
        )

    def _scale(self, parent: pulumi.Resource, name: str, deployment: apps.Deployment) -> None:
        autoscaling.HorizontalPodAutoscaler(
            child(name, "scaling"),
            metadata=metadata(self.name, self.namespace, zone=self.pod.zone, service=self.name, labels=self.labels),
            spec={
                "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": self.name},
                "minReplicas": self.pod.program.replicas,
                "maxReplicas": self.pod.program.most_replicas,
                "metrics": [
                    {
                        "type": "Resource",
                        "resource": {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": BUSY_PERCENT}},
                    }
                ],
            },
            opts=after(parent, deployment),
        )


def open_roads(
    parent: pulumi.Resource, name: str, zone: str, namespace: str, caller: str, roads: Mapping[str, Reach], *awaited: pulumi.Resource
) -> None:
    """Consumer halves of what the pods of one service call, and no others of its namespace."""
    for flow, reach in sorted(roads.items()):
        half = KubernetesFlowConsumerArgs(
            flow=f"{caller}-{flow}",
            zone=zone,
            namespace=namespace,
            target_zone=reach.zone,
            service=reach.service,
            port=reach.port,
            callers=[caller],
        )
        if reach.namespaces is not None:
            half["target_namespaces"] = reach.namespaces
        if reach.cidrs:
            half["endpoint_cidrs"] = reach.cidrs
        if reach.hosts:
            half["endpoint_hosts"] = reach.hosts
        KubernetesFlowConsumer(child(name, "to", flow), half, pulumi.ResourceOptions(parent=parent, depends_on=list(awaited)))
