"""What a careful team repeats in every program for Kubernetes: a cluster, namespaces of zones, hardened pods, flows, a guard. Plain functions.

Sources: Kubernetes documentation, "Pod Security Standards", "Network Policies", "Resource Quotas", "Limit Ranges", "Validating Admission Policy",
"Configure Service Accounts for Pods"; Istio documentation, "Security Best Practices".
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pulumi
import pulumi_kubernetes as k8s
import yaml

REGISTRY = "registry.clinic.example"
ROOT = "istio-system"
DOMAIN = "clinic.example"


def kubeconfig(name: str) -> str:
    """A kubeconfig of a private cluster; who logs in gets a token of the cloud's."""
    return yaml.safe_dump(
        {
            "apiVersion": "v1",
            "kind": "Config",
            "clusters": [{"name": name, "cluster": {"server": f"https://{name}.clusters.internal"}}],
            "contexts": [{"name": name, "context": {"cluster": name, "user": name}}],
            "current-context": name,
            "users": [{"name": name, "user": {"exec": {"apiVersion": "client.authentication.k8s.io/v1", "command": "cloud-login"}}}],
        },
        sort_keys=True,
    )


def image(name: str) -> str:
    """An image of our own registry, by its digest."""
    return f"{REGISTRY}/{name}@sha256:{hashlib.sha256(name.encode()).hexdigest()}"


@dataclass
class Cluster:
    """A cluster of one zone, as programs see it: by its kubeconfig."""

    name: str
    provider: k8s.Provider
    opts: pulumi.ResourceOptions = field(init=False)

    def __post_init__(self) -> None:
        self.opts = pulumi.ResourceOptions(provider=self.provider)

    def after(self, *more: pulumi.Resource, **opts: Any) -> pulumi.ResourceOptions:
        """The same provider, after these."""
        return pulumi.ResourceOptions(provider=self.provider, depends_on=list(more), **opts)


def cluster(name: str, *, guard: bool = True) -> Cluster:
    """One cluster, with the guard of images at its API server unless another one stands there."""
    made = Cluster(name, k8s.Provider(name, kubeconfig=kubeconfig(name)))
    if guard:
        digests(made)
    return made


def digests(cluster_: Cluster) -> None:
    """Images of zones come from our registry, by digest. Modelled on "Validating Admission Policy"."""
    policy = k8s.admissionregistration.v1.ValidatingAdmissionPolicy(
        f"{cluster_.name}-images",
        metadata={"name": "images-by-digest"},
        spec={
            "failure_policy": "Fail",
            "match_constraints": {
                "resource_rules": [{"api_groups": [""], "api_versions": ["v1"], "operations": ["CREATE", "UPDATE"], "resources": ["pods"]}]
            },
            "validations": [
                {
                    "expression": f"object.spec.containers.all(c, c.image.startsWith('{REGISTRY}/') && c.image.contains('@sha256:'))",
                    "message": "images come from the clinic's registry, by digest",
                }
            ],
        },
        opts=cluster_.opts,
    )
    k8s.admissionregistration.v1.ValidatingAdmissionPolicyBinding(
        f"{cluster_.name}-images",
        metadata={"name": "images-by-digest"},
        spec={
            "policy_name": "images-by-digest",
            "validation_actions": ["Deny", "Audit"],
            "match_resources": {"namespace_selector": {"match_expressions": [{"key": "ai-zone", "operator": "Exists"}]}},
        },
        opts=cluster_.after(policy),
    )


@dataclass
class Space:
    """A namespace of a zone, closed in both directions, with a quota."""

    cluster: Cluster
    name: str
    namespace: k8s.core.v1.Namespace
    spelled: bool = False
    """Whether each pod says its limits and that it takes no token itself. Otherwise the LimitRange and its account say so, and the pod does not:
    what is said twice can be left out once, and such a mutant tries nothing."""

    @property
    def opts(self) -> pulumi.ResourceOptions:
        """Of what stands in it."""
        return self.cluster.opts

    def meta(self, name: str, **more: Any) -> dict[str, Any]:
        """Metadata of something in it."""
        return {"name": name, "namespace": self.namespace.metadata["name"], **more}

    def key(self, name: str) -> str:
        """Name in the program."""
        return f"{self.name}-{name}"

    def account(self, name: str, **more: Any) -> k8s.core.v1.ServiceAccount:
        """A service account; without a token, unless its pods say so themselves."""
        if not self.spelled:
            more = {"automount_service_account_token": False, **more}
        return k8s.core.v1.ServiceAccount(self.key(name), metadata=self.meta(name), opts=self.opts, **more)

    def deployment(self, name: str, **given: Any) -> k8s.apps.v1.Deployment:
        """A deployment of a hardened pod, under an account of its own."""
        self.account(name)
        replicas = given.pop("replicas", 2)
        return k8s.apps.v1.Deployment(
            self.key(name),
            metadata=self.meta(name),
            spec={"replicas": replicas, "selector": {"match_labels": {"app": name}}, "template": pod(name, spelled=self.spelled, **given)},
            opts=self.opts,
        )

    def service(self, name: str, port: int, **spec: Any) -> k8s.core.v1.Service:
        """A service inside the cluster."""
        labels = spec.pop("labels", None)
        return k8s.core.v1.Service(
            self.key(name),
            metadata=self.meta(name, **({"labels": labels} if labels else {})),
            spec={"selector": {"app": name}, "ports": [{"name": f"tcp-{port}", "port": port, "protocol": "TCP"}], **spec},
            opts=self.opts,
        )

    def flow(self, source: str, target: str, port: int) -> None:
        """One connection inside the namespace, allowed at both ends."""
        for name, selected, direction, peer in (
            (f"{source}-to-{target}", source, "Egress", {"to": [{"pod_selector": {"match_labels": {"app": target}}}]}),
            (f"{target}-from-{source}", target, "Ingress", {"from_": [{"pod_selector": {"match_labels": {"app": source}}}]}),
        ):
            rule = {**peer, "ports": [{"protocol": "TCP", "port": port}]}
            k8s.networking.v1.NetworkPolicy(
                self.key(name),
                metadata=self.meta(name),
                spec={
                    "pod_selector": {"match_labels": {"app": selected}},
                    "policy_types": [direction],
                    direction.lower(): [rule],
                },
                opts=self.opts,
            )

    def custom(self, name: str, api: str, kind: str, spec: Mapping[str, Any], **meta: Any) -> k8s.apiextensions.CustomResource:
        """An object of a kind that is not Kubernetes' own."""
        return k8s.apiextensions.CustomResource(
            self.key(f"{name}-{kind.lower()}"),
            api_version=api,
            kind=kind,
            metadata=self.meta(name, **meta),
            spec=dict(spec),
            opts=self.opts,
        )


def space(cluster_: Cluster, name: str, zone: str, *, spelled: bool = False, labels: Mapping[str, str] | None = None) -> Space:
    """A namespace of a zone. Modelled on "Enforce Pod Security Standards with Namespace Labels", "Network Policies" (default deny)."""
    namespace = k8s.core.v1.Namespace(
        name,
        metadata={
            "name": name,
            "labels": {
                "ai-zone": zone,
                "pod-security.kubernetes.io/enforce": "restricted",
                "pod-security.kubernetes.io/enforce-version": "v1.33",
                **(labels or {}),
            },
        },
        opts=cluster_.opts,
    )
    made = Space(cluster_, name, namespace, spelled)
    k8s.networking.v1.NetworkPolicy(
        f"{name}-deny",
        metadata=made.meta("default-deny"),
        spec={"pod_selector": {}, "policy_types": ["Ingress", "Egress"]},
        opts=made.opts,
    )
    k8s.core.v1.ResourceQuota(
        f"{name}-quota",
        metadata=made.meta("quota"),
        spec={"hard": {"requests.cpu": "16", "requests.memory": "64Gi", "limits.cpu": "32", "limits.memory": "128Gi", "pods": "40"}},
        opts=made.opts,
    )
    if not spelled:
        k8s.core.v1.LimitRange(
            f"{name}-limits",
            metadata=made.meta("limits"),
            spec={
                "limits": [
                    {
                        "type": "Container",
                        "default": {"cpu": "500m", "memory": "512Mi"},
                        "default_request": {"cpu": "100m", "memory": "128Mi"},
                    }
                ]
            },
            opts=made.opts,
        )
    return made


def pod(
    name: str,
    *,
    containers: Sequence[Mapping[str, Any]] = (),
    volumes: Sequence[Mapping[str, Any]] = (),
    mounts: Sequence[Mapping[str, Any]] = (),
    port: int = 8443,
    spelled: bool = False,
    annotations: Mapping[str, str] | None = None,
    labels: Mapping[str, str] | None = None,
    **spec: Any,
) -> dict[str, Any]:
    """A pod that keeps the level restricted, with a read-only root; `spelled`: that says itself that it takes no token, and its limits."""
    meta: dict[str, Any] = {"labels": {"app": name, **(labels or {})}}
    if annotations:
        meta["annotations"] = dict(annotations)
    own = container(name, spelled=spelled, ports=[{"container_port": port}], volume_mounts=[{"name": "tmp", "mount_path": "/tmp"}, *mounts])
    return {
        "metadata": meta,
        "spec": {
            "service_account_name": name,
            **({"automount_service_account_token": False} if spelled else {}),
            "security_context": {"run_as_non_root": True, "run_as_user": 10001, "seccomp_profile": {"type": "RuntimeDefault"}},
            "containers": [own, *containers],
            "volumes": [{"name": "tmp", "empty_dir": {}}, *volumes],
            **spec,
        },
    }


def container(name: str, *, spelled: bool = False, **more: Any) -> dict[str, Any]:
    """A container that can gain nothing and change nothing of its own."""
    return {
        "name": name,
        "image": image(name),
        "resources": {**({"limits": {"cpu": "1", "memory": "1Gi"}} if spelled else {}), "requests": {"cpu": "100m", "memory": "256Mi"}},
        "security_context": {
            "allow_privilege_escalation": False,
            "read_only_root_filesystem": True,
            "capabilities": {"drop": ["ALL"]},
        },
        **more,
    }


def mesh(cluster_: Cluster) -> Space:
    """Istio's root namespace, with what holds for the whole mesh. Modelled on "Security Best Practices"."""
    namespace = k8s.core.v1.Namespace(f"{cluster_.name}-istio", metadata={"name": ROOT}, opts=cluster_.opts)
    root = Space(cluster_, f"{cluster_.name}-root", namespace)
    root.custom("default", "security.istio.io/v1", "PeerAuthentication", {"mtls": {"mode": "STRICT"}})
    root.custom("deny-all", "security.istio.io/v1", "AuthorizationPolicy", {})
    root.custom(
        "default", "networking.istio.io/v1", "Sidecar", {"outboundTrafficPolicy": {"mode": "REGISTRY_ONLY"}, "egress": [{"hosts": ["./*"]}]}
    )
    root.custom("logs", "telemetry.istio.io/v1", "Telemetry", {"accessLogging": [{"providers": [{"name": "otel"}]}]})
    return root


def meshed(cluster_: Cluster, name: str, zone: str) -> Space:
    """A namespace of a zone, in the mesh."""
    return space(cluster_, name, zone, labels={"istio-injection": "enabled"})


def principal(space_: Space, account: str) -> str:
    """The identity of a program in the mesh."""
    return f"{DOMAIN}/ns/{space_.name}/sa/{account}"


def allow(space_: Space, target: str, source: str, port: int) -> None:
    """One caller of one program, in the mesh."""
    space_.custom(
        f"{target}-from-{source}",
        "security.istio.io/v1",
        "AuthorizationPolicy",
        {
            "selector": {"matchLabels": {"app": target}},
            "action": "ALLOW",
            "rules": [{"from": [{"source": {"principals": [principal(space_, source)]}}], "to": [{"operation": {"ports": [str(port)]}}]}],
        },
    )
