"""Pods whose containers each say how they run, and whose pod says nothing of it.

Modelled on Kubernetes documentation, "Configure a Security Context for a Pod or Container" (Set the security context for a Container), "Init Containers".
"""

import pulumi_kubernetes as k8s

from tests.mutation.bases import kubernetes_house as house

zone = house.space(house.cluster("phi"), "ledger", "phi", spelled=True)
zone.account("ledger")


def container(name: str, **more: object) -> dict[str, object]:
    """A container that says all of it."""
    made = house.container(name, spelled=True, **more)
    said = {"run_as_non_root": True, "run_as_user": 10001, "seccomp_profile": {"type": "RuntimeDefault"}}
    return {**made, "security_context": {**made["security_context"], **said}}


k8s.apps.v1.Deployment(
    "ledger",
    metadata=zone.meta("ledger"),
    spec={
        "replicas": 2,
        "selector": {"match_labels": {"app": "ledger"}},
        "template": {
            "metadata": {"labels": {"app": "ledger"}},
            "spec": {
                "service_account_name": "ledger",
                "automount_service_account_token": False,
                "security_context": {"run_as_group": 10001, "fs_group": 10001},
                "init_containers": [container("migrate", volume_mounts=[{"name": "tmp", "mount_path": "/tmp"}])],
                "containers": [
                    container("ledger", ports=[{"container_port": 8443}], volume_mounts=[{"name": "tmp", "mount_path": "/tmp"}]),
                    container("metrics"),
                ],
                "volumes": [{"name": "tmp", "empty_dir": {}}],
            },
        },
    },
    opts=zone.opts,
)
zone.service("ledger", 8443)
