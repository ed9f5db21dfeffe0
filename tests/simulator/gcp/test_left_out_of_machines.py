"""What Google takes for what is left out of machines, templates, services and notebooks, and what it does not take at all."""

from typing import Any

import pytest

from simulator.rules.gcp import copies_of_disks, serverless, workplaces
from simulator.rules.gcp.connectivity import run
from simulator.rules.gcp.kinds import ENDPOINT, INSTANCE, REGION_GROUP_MANAGER
from simulator.rules.gcp.vertex import INDEX_ENDPOINT
from tests.simulator.gcp.project import REGION, Made, Project

TEMPLATE = "gcp:compute/instanceTemplate:InstanceTemplate"
KEY = f"projects/hospital-phi/locations/{REGION}/keyRings/phi/cryptoKeys/compute"
ELSEWHERE = "europe-west1"
NOTEBOOK: dict[str, Any] = {"name": "ada", "location": f"{REGION}-a"}


def disk(gcp: Project, **said: Any) -> Made:
    return gcp.make(copies_of_disks.DISK, name="scans", **{"zone": f"{REGION}-a", "diskEncryptionKey": {"kmsKeySelfLink": KEY}, **said})


def machine(gcp: Project, subnet: Made, **said: Any) -> dict[str, Any]:
    faces = [{"subnetwork": subnet.id}]
    return {"name": "m", "machineType": "e2-small", "zone": f"{REGION}-a", "bootDisk": {}, "networkInterfaces": faces, **said}


def test_a_machine_forwards_nothing_and_is_measured_at_boot_and_its_disks_show_their_key(gcp: Project) -> None:
    subnet = gcp.subnet(gcp.network())
    said = machine(gcp, subnet, attachedDisks=[{"source": disk(gcp)["selfLink"]}], shieldedInstanceConfig={"enableSecureBoot": True})
    made = gcp.make(INSTANCE, **said)
    assert (made["canIpForward"], made["deletionProtection"], made["bootDisk"]["autoDelete"]) == (False, False, True)
    assert made["shieldedInstanceConfig"] == {"enableSecureBoot": True, "enableVtpm": True, "enableIntegrityMonitoring": True}
    assert made["attachedDisks"][0] | {"source": ""} == {"source": "", "mode": "READ_WRITE", "kmsKeySelfLink": KEY}
    assert made["networkInterfaces"][0]["stackType"] == "IPV4_ONLY"


@pytest.mark.parametrize("place", [{"zone": f"{REGION}-b"}, {"zone": f"{ELSEWHERE}-b"}])
def test_a_machine_stands_where_its_disks_and_its_subnetwork_are(gcp: Project, place: dict[str, str]) -> None:
    subnet = gcp.subnet(gcp.network())
    attached = {"attachedDisks": [{"source": disk(gcp).id}]}
    gcp.refuses("invalid", INSTANCE, **machine(gcp, subnet, **attached, **place))
    gcp.make(INSTANCE, **machine(gcp, subnet, **attached))


def test_a_machine_stands_in_the_region_of_its_subnetwork(gcp: Project) -> None:
    subnet = gcp.subnet(gcp.network())
    gcp.refuses("invalid", INSTANCE, **machine(gcp, subnet, zone=f"{ELSEWHERE}-b"))
    gcp.make(INSTANCE, **machine(gcp, subnet, zone=f"{REGION}-b"))


@pytest.mark.parametrize("boot", [{}, {"boot": False}, {"boot": True}])
def test_the_first_disk_of_a_template_is_what_its_machines_boot_from(gcp: Project, boot: dict[str, bool]) -> None:
    network = gcp.network()
    disks = [{"sourceImage": "cos-cloud/cos-stable", **boot}, {"sourceImage": "cos-cloud/cos-stable"}]
    made = gcp.make(TEMPLATE, name="t", machineType="e2-small", disks=disks, networkInterfaces=[{"subnetwork": gcp.subnet(network).id}])
    assert [(one["boot"], one["autoDelete"]) for one in made["disks"]] == [(True, True), (False, True)]
    assert made["networkInterfaces"][0]["network"] == network["selfLink"]
    assert made["canIpForward"] is False


def test_machines_of_a_group_stand_in_the_region_of_their_subnetwork(gcp: Project) -> None:
    subnet = gcp.subnet(gcp.network())
    disks = [{"sourceImage": "cos-cloud/cos-stable"}]
    made = gcp.make(TEMPLATE, name="t", machineType="e2-small", disks=disks, networkInterfaces=[{"subnetwork": subnet.id}])
    group = {"name": "g", "baseInstanceName": "g", "versions": [{"instanceTemplate": made.id}]}
    gcp.refuses("invalid", REGION_GROUP_MANAGER, region=ELSEWHERE, **group)
    gcp.make(REGION_GROUP_MANAGER, region=REGION, **group)


@pytest.mark.parametrize("of_a_function", [False, True])
@pytest.mark.parametrize("form", ["name", "id", "selfLink"])
def test_of_network_and_subnetwork_one_is_taken_from_the_other(gcp: Project, form: str, of_a_function: bool) -> None:
    network = gcp.network()
    subnet = gcp.subnet(network, name="phi")
    named = {"network": network.id if form == "id" else network[form], "subnetwork": subnet.id if form == "id" else subnet[form]}
    for left_out in named:
        face = {name: value for name, value in named.items() if name != left_out}
        if of_a_function:
            config = {"directVpcNetworkInterfaces": [face]}
            build = {"runtime": "python312"}
            made = gcp.make(serverless.FUNCTION, name=f"read-{left_out}", location=REGION, buildConfig=build, serviceConfig=config)
            assert made["serviceConfig"]["directVpcNetworkInterfaces"] == [named]
        else:
            template = {"containers": [{"image": "a"}], "vpcAccess": {"networkInterfaces": [face]}}
            made = gcp.make(run.type, name=f"front-{left_out}", location=REGION, template=template)
            assert made["template"]["vpcAccess"]["networkInterfaces"] == [named]
            assert (made["invokerIamDisabled"], made["defaultUriDisabled"]) == (False, False)


def test_a_notebook_shows_its_network_and_what_is_on_and_off(gcp: Project) -> None:
    network = gcp.network()
    setup = {"networkInterfaces": [{"subnet": gcp.subnet(network).id}], "shieldedInstanceConfig": {"enableSecureBoot": True}}
    made = gcp.make(workplaces.WORKBENCH, gceSetup=setup, **NOTEBOOK)
    assert made["gceSetup"]["networkInterfaces"][0]["network"] == network.id
    assert made["gceSetup"]["enableIpForwarding"] is False
    assert made["gceSetup"]["shieldedInstanceConfig"] == {"enableSecureBoot": True, "enableVtpm": True, "enableIntegrityMonitoring": True}
    assert made["enableThirdPartyIdentity"] is False


def test_an_image_of_a_notebook_is_of_a_project(gcp: Project) -> None:
    for image, said in (
        ({"family": "workbench-instances"}, ["gceSetup.vmImage.project: is required"]),
        ({"project": "p", "family": "f"}, []),
    ):
        assert gcp.faults(workplaces.WORKBENCH, gceSetup={"vmImage": image}, **NOTEBOOK) == said


def test_an_endpoint_is_asked_for_where_it_stands(gcp: Project) -> None:
    said = {"displayName": "chat", "name": "1234567890"}
    gcp.refuses("invalid", ENDPOINT, location=ELSEWHERE, **said)
    assert gcp.make(ENDPOINT, location=ELSEWHERE, region=ELSEWHERE, **said)["dedicatedEndpointEnabled"] is False
    assert gcp.make(INDEX_ENDPOINT, displayName="search", region=REGION)["publicEndpointEnabled"] is False


def test_a_schedule_asks_no_guest_to_write_first(gcp: Project) -> None:
    daily = {"dailySchedule": {"daysInCycle": 1, "startTime": "02:00"}}
    policy = {"schedule": daily, "snapshotProperties": {"storageLocations": REGION}}
    made = gcp.make(copies_of_disks.POLICY, name="nightly", region=REGION, snapshotSchedulePolicy=policy)
    assert made["snapshotSchedulePolicy"]["snapshotProperties"]["guestFlush"] is False


def test_a_confidential_configuration_says_something(gcp: Project) -> None:
    said = {
        "name": "m",
        "machineType": "n2d-standard-4",
        "zone": f"{REGION}-a",
        "bootDisk": {},
        "networkInterfaces": [{"network": "default"}],
    }
    found = gcp.faults(INSTANCE, confidentialInstanceConfig={}, **said)
    assert any(one.startswith("confidentialInstanceConfig: at least one of") for one in found)
