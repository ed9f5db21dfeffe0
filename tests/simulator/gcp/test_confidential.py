"""Confidential machines and nodes in the simulated Google Cloud."""

from typing import Any

import pytest

from simulator.rules.gcp.kinds import CLUSTER, INSTANCE, NODE_POOL
from tests.simulator.gcp.project import REGION, Project

MACHINE: dict[str, Any] = {
    "machineType": "n2d-standard-4",
    "minCpuPlatform": "AMD Milan",
    "zone": f"{REGION}-a",
    "bootDisk": {},
    "confidentialInstanceConfig": {"confidentialInstanceType": "SEV_SNP"},
    "scheduling": {"onHostMaintenance": "TERMINATE"},
    "networkInterfaces": [{"network": "default", "nicType": "GVNIC"}],
}
TDX = {"confidentialInstanceType": "TDX"}


def where(faults: list[str]) -> set[str]:
    return {fault.partition(":")[0] for fault in faults}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, set()),
        ({"machineType": "e2-standard-4"}, {"machineType"}),
        ({"minCpuPlatform": None}, {"minCpuPlatform"}),
        ({"minCpuPlatform": "Intel Skylake"}, {"minCpuPlatform"}),
        ({"scheduling": None}, {"scheduling.onHostMaintenance"}),
        ({"scheduling": {"onHostMaintenance": "MIGRATE"}}, {"scheduling.onHostMaintenance"}),
        ({"networkInterfaces": [{"network": "default", "nicType": "VIRTIO_NET"}]}, {"networkInterfaces[0].nicType"}),
        ({"confidentialInstanceConfig": TDX}, {"machineType"}),
        ({"confidentialInstanceConfig": TDX, "machineType": "c3-standard-4", "minCpuPlatform": None}, set()),
        ({"confidentialInstanceConfig": {"confidentialInstanceType": "SGX"}}, {"confidentialInstanceConfig.confidentialInstanceType"}),
        ({"confidentialInstanceConfig": {"enableConfidentialCompute": True}, "scheduling": {"onHostMaintenance": "MIGRATE"}}, set()),
        ({"confidentialInstanceConfig": {"enableConfidentialCompute": True}, "machineType": "c3-standard-4"}, {"machineType"}),
        ({"confidentialInstanceConfig": None, "machineType": "e2-small", "minCpuPlatform": None, "scheduling": None}, set()),
    ],
)
def test_a_confidential_machine_has_the_processor_and_ends_with_its_host(gcp: Project, changes: dict[str, Any], said: set[str]) -> None:
    wanted = {name: value for name, value in {**MACHINE, **changes}.items() if value is not None}
    found = where(gcp.faults(INSTANCE, name="m", **wanted))
    assert {one for one in found if not one.startswith("networkInterfaces[0].network")} == said


def test_confidential_nodes_have_the_processor(gcp: Project) -> None:
    nodes = {"enabled": True, "confidentialInstanceType": "SEV_SNP"}
    for machine, said in (("n2d-standard-4", set()), ("e2-standard-4", {"nodeConfig.machineType"})):
        config = {"machineType": machine, "confidentialNodes": nodes}
        assert where(gcp.faults(NODE_POOL, name="p", location=REGION, cluster="c", nodeConfig=config)) == said
        whole = {"name": "c", "location": REGION, "initialNodeCount": 1, "confidentialNodes": nodes, "nodeConfig": {"machineType": machine}}
        assert where(gcp.faults(CLUSTER, **whole)) == said
