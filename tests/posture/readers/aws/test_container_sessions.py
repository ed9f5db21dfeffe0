"""What is typed in containers is recorded where each cluster says."""

import pytest

from tests.posture.readers.aws.estate import Estate

CLUSTER = "aws:ecs/cluster:Cluster"


@pytest.mark.parametrize("clusters", [1, 2, 3])
def test_sessions_of_every_cluster_are_followed(clinic: Estate, form: str, clusters: int) -> None:
    for number in range(clusters):
        recorded = {"logging": "OVERRIDE", "logConfiguration": {"s3BucketName": f"vendor-{number}"}}
        cluster = clinic.put(CLUSTER, f"cluster-{number}", configuration={"executeCommandConfiguration": recorded})
        clinic.put("aws:ecs/service:Service", f"service-{number}", cluster=cluster.id, enableExecuteCommand=True)
    sent = {edge[1:3] for edge in clinic.edges(form) if edge[0] == "replicate"}
    assert sent == {(f"service-{number}", f"bucket:vendor-{number}") for number in range(clusters)}
