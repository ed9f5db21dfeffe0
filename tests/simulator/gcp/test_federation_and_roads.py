"""Workload identity federation, tags, hubs, service connection policies, mirroring, Cloud Run, alerts, doors of IAP."""

from typing import Any

import pytest

from simulator.rules.gcp.connectivity import CHANNEL, HUB
from simulator.rules.gcp.federation import POOL, PROVIDER, TAG_KEY, TAG_VALUE
from tests.simulator.gcp.project import ORGANIZATION, REGION, Project

SPOKE = "gcp:networkconnectivity/spoke:Spoke"
CONNECTION_POLICY = "gcp:networkconnectivity/serviceConnectionPolicy:ServiceConnectionPolicy"
MIRRORING = "gcp:compute/packetMirroring:PacketMirroring"
RUN = "gcp:cloudrunv2/service:Service"
ALERT = "gcp:monitoring/alertPolicy:AlertPolicy"
BINDING = "gcp:tags/tagBinding:TagBinding"
AUTOKEY = "gcp:kms/autokeyConfig:AutokeyConfig"
MAPPED: dict[str, Any] = {"attributeMapping": {"google.subject": "assertion.sub"}}
GITHUB = {"oidc": {"issuerUri": "https://token.actions.githubusercontent.com"}}
OWN = {"oidc": {"issuerUri": "https://idp.hospital.example"}}


def wrong(gcp: Project, type_: str, **inputs: Any) -> set[str]:
    """Paths at which the inputs are refused."""
    return {fault.partition(":")[0] for fault in gcp.faults(type_, **inputs)}


@pytest.mark.parametrize(
    ("inputs", "where"),
    [
        ({**MAPPED, **GITHUB}, "attributeCondition"),
        ({**OWN}, "attributeMapping"),
        ({**OWN, "attributeMapping": {"attribute.actor": "assertion.actor"}}, "attributeMapping"),
        ({**MAPPED}, "x509"),
        ({**MAPPED, **OWN, "aws": {"accountId": "111122223333"}}, "oidc"),
        ({**MAPPED, "oidc": {"issuerUri": "http://idp.hospital.example"}}, "oidc.issuerUri"),
        ({**MAPPED, **OWN, "workloadIdentityPoolProviderId": "gcp-own"}, "workloadIdentityPoolProviderId"),
    ],
)
def test_a_provider_says_whom_it_means(gcp: Project, inputs: dict[str, Any], where: str) -> None:
    given = {"workloadIdentityPoolId": "runners", "workloadIdentityPoolProviderId": "github", **inputs}
    assert where in wrong(gcp, PROVIDER, **given)


def test_a_pool_is_reserved_for_a_month_and_takes_its_providers_along(gcp: Project) -> None:
    pool = gcp.make(POOL, workloadIdentityPoolId="runners")
    condition = {"attributeCondition": "assertion.repository_owner == 'hospital'"}
    given = {"workloadIdentityPoolId": "runners", "workloadIdentityPoolProviderId": "github"}
    provider = gcp.make(PROVIDER, **given, **MAPPED, **GITHUB, **condition)
    assert provider.id == f"{pool.id}/providers/github"
    gcp.refuses("notFound", PROVIDER, **{**given, "workloadIdentityPoolId": "none"}, **MAPPED, **OWN)
    gcp.delete(pool)
    assert gcp.cloud.world.find(PROVIDER) == []
    gcp.refuses("alreadyExists", POOL, "reserved", workloadIdentityPoolId="runners")
    assert wrong(gcp, POOL, workloadIdentityPoolId="gcp-runners") == {"workloadIdentityPoolId"}


def test_a_tag_has_a_key_and_is_bound_by_a_whole_name(gcp: Project) -> None:
    key = gcp.make(TAG_KEY, parent=ORGANIZATION, shortName="zone")
    value = gcp.make(TAG_VALUE, parent=key.id, shortName="phi")
    assert value["namespacedName"] == "123456789012/zone/phi"
    gcp.refuses("alreadyExists", TAG_KEY, parent=ORGANIZATION, shortName="zone")
    gcp.refuses("notFound", TAG_VALUE, parent="tagKeys/1", shortName="phi")
    gcp.refuses_delete("failedPrecondition", key)
    gcp.make(BINDING, parent="//cloudresourcemanager.googleapis.com/projects/1", tagValue=value.id)
    gcp.refuses_delete("failedPrecondition", value)
    assert wrong(gcp, BINDING, parent="projects/1", tagValue="t") == {"parent"}
    assert wrong(gcp, TAG_KEY, parent="folders/1", shortName="-") == {"parent", "shortName"}


def test_autokey_names_the_keys_project(gcp: Project) -> None:
    assert gcp.make(AUTOKEY, folder="folders/1", keyProject="projects/hospital-keys").id == "folders/1/autokeyConfig"
    assert wrong(gcp, AUTOKEY, folder="1", keyProject="hospital-keys") == {"keyProject"}


def test_a_spoke_is_one_thing_of_a_hub(gcp: Project) -> None:
    network = gcp.network()
    hub = gcp.make(HUB, name="hub")
    spoke = gcp.make(SPOKE, name="phi", hub=hub.id, location="global", linkedVpcNetwork={"uri": network["selfLink"]})
    gcp.refuses_delete("failedPrecondition", hub)
    gcp.refuses_delete("resourceInUseByAnotherResource", network)
    assert gcp.replaced_by(spoke, linkedVpcNetwork={"uri": "projects/p/global/networks/other"}) == ["linkedVpcNetwork"]
    assert wrong(gcp, SPOKE, name="s", hub="h", location="global") == {"linkedVpnTunnels"}
    gcp.refuses("notFound", SPOKE, name="s", hub="none", location="global", linkedVpcNetwork={"uri": network.id})


def test_a_service_connection_policy_holds_its_subnets(gcp: Project) -> None:
    subnet = gcp.subnet(gcp.network())
    given = {"name": "sql", "location": REGION, "serviceClass": "google-cloud-sql"}
    gcp.make(CONNECTION_POLICY, **given, network=subnet["network"], pscConfig={"subnetworks": [subnet.id]})
    gcp.refuses_delete("resourceInUseByAnotherResource", subnet)
    gcp.refuses("notFound", CONNECTION_POLICY, **{**given, "name": "other"}, network="none")


def test_mirrored_packets_go_to_a_balancer_that_stands(gcp: Project) -> None:
    network = gcp.network()
    subnet = gcp.subnet(network)
    given = {"network": {"url": network.id}, "mirroredResources": {"subnetworks": [{"url": subnet.id}]}}
    gcp.refuses("notFound", MIRRORING, name="m", collectorIlb={"url": "none"}, **given)
    front = gcp.front(network, subnet)
    gcp.make(MIRRORING, name="m", collectorIlb={"url": front.id}, **given)
    gcp.refuses_delete("resourceInUseByAnotherResource", front)


def test_a_service_of_cloud_run_is_open_and_protected_unless_told(gcp: Project) -> None:
    subnet = gcp.subnet(gcp.network())
    access = {"networkInterfaces": [{"subnetwork": subnet.id}], "egress": "ALL_TRAFFIC"}
    service = gcp.make(RUN, name="redactor", location=REGION, template={"vpcAccess": access, "containers": [{"image": "i"}]})
    assert service["ingress"] == "INGRESS_TRAFFIC_ALL"
    gcp.refuses_delete("", service, "deletionProtection")
    gcp.refuses_delete("resourceInUseByAnotherResource", subnet)
    assert "ingress" in wrong(gcp, RUN, name="r", location=REGION, template={}, ingress="NONE")


def test_an_alert_holds_its_channels(gcp: Project) -> None:
    channel = gcp.make(CHANNEL, type="email", labels={"email_address": "ops@hospital.example"})
    assert channel["name"] == channel.id
    assert channel.id.startswith("projects/hospital-phi/notificationChannels/")
    down = {"filter": 'metric.type="a/b" AND resource.type="c"', "comparison": "COMPARISON_LT", "duration": "0s"}
    conditions = [{"displayName": "c", "conditionThreshold": down}]
    alert = gcp.make(ALERT, displayName="exit", combiner="OR", conditions=conditions, notificationChannels=[channel["name"]])
    assert alert["name"] == alert.id
    gcp.refuses_delete("failedPrecondition", channel)
    gcp.refuses(
        "notFound", ALERT, displayName="a", combiner="OR", conditions=conditions, notificationChannels=["projects/p/notificationChannels/1"]
    )


def test_doors_and_accounts_that_nobody_made_are_granted(gcp: Project) -> None:
    given = {"role": "roles/iap.tunnelResourceAccessor", "member": "group:ops@hospital.example"}
    door = gcp.make("gcp:iap/tunnelInstanceIAMMember:TunnelInstanceIAMMember", instance="jump", zone=f"{REGION}-a", **given)
    assert door.id.startswith(f"projects/hospital-phi/iap_tunnel/zones/{REGION}-a/instances/jump/roles/")
    theirs = "projects/hospital-phi/serviceAccounts/123-compute@developer.gserviceaccount.com"
    member = {"role": "roles/iam.serviceAccountUser", "member": "group:ops@hospital.example"}
    gcp.make("gcp:serviceaccount/iAMMember:IAMMember", serviceAccountId=theirs, **member)
    gcp.made_project()
    gcp.enable("hospital-new", "iam")
    none = "projects/hospital-new/serviceAccounts/none@hospital-new.iam.gserviceaccount.com"
    gcp.refuses("notFound", "gcp:serviceaccount/iAMMember:IAMMember", serviceAccountId=none, **member)
