"""Sigstore's policy controller at work as a webhook of the test's API server, with the rights and webhooks of its release, and the settings of our chart.

Two things differ from a cluster with nodes. Its service is a name for loopback (`ExternalName`), with the port that was free, since no kube-proxy
leads to a pod; and its definitions convert between versions in the API server, since they outlive it here. It makes its own certificate, writes its
authority and its rules into the webhooks, and reads policies and settings as it does anywhere.
Sources: github.com/sigstore/policy-controller, `config/`; Kubernetes documentation, "Dynamic Admission Control" (service reference, port).
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from ai_zones.kubernetes.image_signatures import NAMESPACE, ImageSignatures
from simulator.clusters import Cluster
from simulator.clusters.api import Api
from simulator.clusters.policy_controller import PolicyController
from simulator.clusters.processes import Server, end, free_ports
from tests.live import kubernetes_stack as stack

HOOKS: Final = ("ValidatingWebhookConfiguration", "MutatingWebhookConfiguration")
JUDGE: Final = "policy.sigstore.dev"
_ACCOUNT: Final = f"system:serviceaccount:{NAMESPACE}:webhook"
_READY_SECONDS: Final = 60.0


class Verifier:
    """The controller, which can be ended and started again."""

    def __init__(self, cluster: Cluster, programs: PolicyController, given: ImageSignatures, folder: Path) -> None:
        self._cluster, self._programs, self._given, self._folder = cluster, programs, given, folder
        self._api: Api = cluster.api
        self._port, self._metrics = free_ports(2)
        self._server: Server | None = None
        self._made: list[tuple[Any, str | None, str]] = []
        self._install()

    def start(self) -> None:
        """Start it, and wait until it has written its authority and its rules into its webhooks, and judged each policy."""
        folder = self._folder
        program = folder / self._programs.webhook.name
        if not program.exists():
            # The folder stands in its command, by which `end` knows it as ours.
            program.symlink_to(self._programs.webhook)
        flags = [f"-{name}={value}" for name, value in self._given.chart().values["webhook"]["extraArgs"].items()]
        command: list[str | Path] = [program, *flags]
        self._server = Server("policy-controller", command, folder / "controller.log", self._environment())
        self._server.wait_until(self._ready, _READY_SECONDS)

    def stop(self) -> None:
        """End it; its webhooks stay."""
        if self._server is not None:
            end(self._server.pid, self._folder)
            self._server = None

    def remove(self) -> None:
        """Nothing of it is left on the server but what the stack made."""
        self.stop()
        for where, namespace, name in reversed(self._made):
            self._api.delete(where, namespace, name)

    def policies(self) -> dict[str, bool]:
        """Each policy, and whether the controller has taken it."""
        listed = stack.items(self._api, "policy.sigstore.dev/v1beta1", "ClusterImagePolicy")
        return {one["metadata"]["name"]: _taken(one) for one in listed}

    def log(self) -> str:
        """What it has said."""
        return (self._folder / "controller.log").read_text(errors="replace")

    def _environment(self) -> Mapping[str, str]:
        return {
            "HOME": str(self._folder),
            "KUBECONFIG": str(self._cluster.client(_ACCOUNT)),
            "PATH": os.environ.get("PATH", ""),
            "SYSTEM_NAMESPACE": NAMESPACE,
            "WEBHOOK_NAME": "webhook",
            "WEBHOOK_PORT": str(self._port),
            "METRICS_DOMAIN": "sigstore.dev/policy",
            "METRICS_PROMETHEUS_HOST": "127.0.0.1",
            "METRICS_PROMETHEUS_PORT": str(self._metrics),
            "PROFILING_PORT": "0",
        }

    def _install(self) -> None:
        service = {"type": "ExternalName", "externalName": "localhost"}
        self._apply({"apiVersion": "v1", "kind": "Service", "metadata": {"name": "webhook", "namespace": NAMESPACE}, "spec": service})
        for manifest in self._programs.manifests():
            for hook in manifest.get("webhooks", ()):
                hook["clientConfig"]["service"]["port"] = self._port
            self._apply(manifest)

    def _apply(self, manifest: dict[str, Any]) -> None:
        where = self._api.resource(manifest["apiVersion"], manifest["kind"])
        assert where is not None
        about = manifest["metadata"]
        self._api.apply(where, manifest, "policy-controller-chart", force=True)
        self._made.append((where, about.get("namespace"), about["name"]))

    def _ready(self) -> bool:
        hooks = [one for kind in HOOKS for one in stack.items(self._api, stack.ADMISSION, kind)]
        ours = [hook for one in hooks if JUDGE in one["metadata"]["name"] for hook in one["webhooks"]]
        known = all(hook["clientConfig"].get("caBundle") and hook.get("rules") for hook in ours)
        return known and all(self.policies().values())


def _taken(policy: dict[str, Any]) -> bool:
    status = policy.get("status", {})
    is_ready = any(one["type"] == "Ready" and one["status"] == "True" for one in status.get("conditions", ()))
    return is_ready and status.get("observedGeneration") == policy["metadata"]["generation"]
