"""A site and its database, each on a disk of its own.

Modelled on Kubernetes documentation, "Deploying WordPress and MySQL with Persistent Volumes".
"""

import pulumi_kubernetes as k8s

from tests.mutation.bases import kubernetes_house as house

cluster = house.cluster("phi")
zone = house.space(cluster, "portal", "phi")
disks = k8s.storage.v1.StorageClass(
    "records",
    metadata={"name": "records"},
    provisioner="ebs.csi.aws.com",
    parameters={
        "type": "gp3",
        "encrypted": "true",
        "kmsKeyId": "arn:aws:kms:eu-west-1:111122223333:key/0f0e0d0c-1111-4222-8333-444455556666",
    },
    reclaim_policy="Retain",
    volume_binding_mode="WaitForFirstConsumer",
    opts=cluster.opts,
)
for name, port in (("wordpress", 8443), ("mysql", 3306)):
    claim = k8s.core.v1.PersistentVolumeClaim(
        f"{name}-disk",
        metadata=zone.meta(f"{name}-disk"),
        spec={
            "access_modes": ["ReadWriteOnce"],
            "storage_class_name": disks.metadata["name"],
            "resources": {"requests": {"storage": "20Gi"}},
        },
        opts=zone.opts,
    )
    zone.deployment(
        name,
        port=port,
        replicas=1,
        volumes=[{"name": "disk", "persistent_volume_claim": {"claim_name": claim.metadata["name"]}}],
        mounts=[{"name": "disk", "mount_path": f"/var/lib/{name}"}],
    )
    zone.service(name, port)
zone.flow("wordpress", "mysql", 3306)
