"""A ring of three, each with a disk made from a template.

Modelled on Kubernetes documentation, "Example: Deploying Cassandra with a StatefulSet".
"""

import pulumi_kubernetes as k8s

from tests.mutation.bases import kubernetes_house as house

cluster = house.cluster("phi")
zone = house.space(cluster, "ring", "phi", spelled=True)
k8s.storage.v1.StorageClass(
    "fast",
    metadata={"name": "fast"},
    provisioner="pd.csi.storage.gke.io",
    parameters={"type": "pd-ssd", "disk-encryption-kms-key": "projects/clinic-phi/locations/europe-west1/keyRings/disks/cryptoKeys/ring"},
    reclaim_policy="Retain",
    opts=cluster.opts,
)
zone.account("cassandra")
k8s.apps.v1.StatefulSet(
    "cassandra",
    metadata=zone.meta("cassandra"),
    spec={
        "service_name": "cassandra",
        "replicas": 3,
        "selector": {"match_labels": {"app": "cassandra"}},
        "template": house.pod("cassandra", port=9042, spelled=True, mounts=[{"name": "data", "mount_path": "/cassandra_data"}]),
        "volume_claim_templates": [
            {
                "metadata": {"name": "data"},
                "spec": {"access_modes": ["ReadWriteOnce"], "storage_class_name": "fast", "resources": {"requests": {"storage": "100Gi"}}},
            }
        ],
    },
    opts=zone.opts,
)
zone.service("cassandra", 9042, cluster_ip="None")
zone.deployment("reader")
zone.flow("cassandra", "cassandra", 7001)
zone.flow("reader", "cassandra", 9042)
