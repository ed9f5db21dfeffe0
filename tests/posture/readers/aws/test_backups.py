"""AWS Backup: selections, vaults, copies, restore tests; and what tells about stores."""

import json
from typing import Any

import pytest

from posture.readers.aws.records_about import SEEN, TOLD
from tests.posture.readers.aws.cloud import Made, Ref
from tests.posture.readers.aws.estate import FOREIGN, OURS, STATED, Estate, allow, document
from tests.posture.readers.aws.test_sdk import exists, resource

RESIDENT = {**STATED, "residency": ["eu-west-1"]}
VAULT, PLAN, SELECTION = "aws:backup/vault:Vault", "aws:backup/plan:Plan", "aws:backup/selection:Selection"
ROLE = f"arn:aws:iam::{OURS}:role/backup"


def vault(clinic: Estate, name: str, zone: str | None = "phi", **more: Any) -> Made:
    return clinic.put(VAULT, name, zone=zone, arn=f"arn:aws:backup:eu-west-1:{OURS}:backup-vault:{name}", **{"name": name, **more})


def plan(clinic: Estate, to: Made, *copies: Any, **more: Any) -> Made:
    rule = {"ruleName": "daily", "targetVaultName": to.inputs["name"], **more}
    if copies:
        rule["copyActions"] = [{"destinationVaultArn": copy} for copy in copies]
    return clinic.put(PLAN, "plan", name="plan", rules=[rule])


def select(clinic: Estate, by: Made, **chosen: Any) -> Made:
    return clinic.put(SELECTION, "selection", name="selection", planId=by.id, iamRoleArn=ROLE, **chosen)


def first(clinic: Estate, form: str, posture: Any = RESIDENT) -> str:
    return clinic.verdicts(form, posture).split()[0]


def test_what_is_selected_lands_in_the_vault(clinic: Estate, form: str) -> None:
    records = clinic.bucket("records", "phi")
    select(clinic, plan(clinic, vault(clinic, "here")), resources=[records.out("arn")])
    assert ("replicate", "records", "here", "forward", True) in clinic.edges(form)
    assert first(clinic, form) == "proven"


def test_an_arn_that_the_program_computes_selects_the_store_of_that_name(clinic: Estate, form: str) -> None:
    clinic.bucket("records", "phi")
    clinic.bucket("other", "phi")
    select(clinic, plan(clinic, vault(clinic, "here")), resources=["arn:aws:s3:::records"])
    edges = clinic.edges(form)
    assert ("replicate", "records", "here", "forward", True) in edges
    assert not any(source == "other" for _, source, *_ in edges)


@pytest.mark.parametrize(
    ("chosen", "certain"),
    [
        ({"resources": ["*"]}, True),
        ({"resources": ["arn:aws:s3:::*"]}, True),
        ({"selectionTags": [{"type": "STRINGEQUALS", "key": "data-class", "value": "phi"}]}, True),
        ({"resources": ["*"], "conditions": [{"stringEquals": [{"key": "aws:ResourceTag/a", "value": "b"}]}]}, False),
        ({"resources": ["*"], "notResources": ["arn:aws:s3:::x"]}, False),
    ],
)
def test_patterns_and_tags_select_every_store_that_fits(clinic: Estate, form: str, chosen: dict[str, Any], certain: bool) -> None:
    clinic.bucket("records", "phi", data="phi")
    select(clinic, plan(clinic, vault(clinic, "here")), **chosen)
    assert ("replicate", "records", "here", "forward", certain) in clinic.edges(form)


def test_tags_that_do_not_fit_select_nothing(clinic: Estate, form: str) -> None:
    clinic.bucket("records", "phi", data="phi")
    select(clinic, plan(clinic, vault(clinic, "here")), selectionTags=[{"type": "STRINGEQUALS", "key": "backup", "value": "yes"}])
    assert clinic.edges(form) == set()


@pytest.mark.parametrize(
    ("arn", "verdict"),
    [
        (f"arn:aws:backup:eu-west-1:{FOREIGN}:backup-vault:theirs", "violated"),
        (f"arn:aws:backup:us-east-1:{OURS}:backup-vault:copies", "violated"),
        (f"arn:aws:backup:eu-west-1:{OURS}:backup-vault:copies", "proven"),
    ],
)
def test_a_copy_to_a_vault_outside_the_stack_is_judged_by_its_arn(clinic: Estate, form: str, arn: str, verdict: str) -> None:
    records = clinic.bucket("records", "phi")
    select(clinic, plan(clinic, vault(clinic, "here"), arn), resources=[records.out("arn")])
    assert first(clinic, form) == verdict


def test_a_name_like_ours_in_a_strangers_arn_is_not_ours(clinic: Estate, form: str) -> None:
    vault(clinic, "copies")
    plan(clinic, vault(clinic, "here"), f"arn:aws:backup:eu-west-1:{FOREIGN}:backup-vault:copies")
    assert first(clinic, form) == "violated"


def test_a_vault_of_the_stack_in_another_region_is_outside_in_a_preview_too(clinic: Estate, form: str) -> None:
    there = vault(clinic, "there", zone=None, region="us-east-1", account=OURS)
    there.outputs["arn"] = f"arn:aws:backup:us-east-1:{OURS}:backup-vault:there"
    plan(clinic, vault(clinic, "here"), there.out("arn"))
    assert first(clinic, form) == "violated"


def test_a_vault_that_nobody_knows_leaves_it_open(clinic: Estate, form: str) -> None:
    records = clinic.bucket("records", "phi")
    daily = clinic.put(PLAN, "plan", name="plan", rules=[{"ruleName": "daily", "targetVaultName": "Default"}])
    select(clinic, daily, resources=[records.out("arn")])
    assert first(clinic, form) == "unproven"


def test_a_selection_for_a_plan_elsewhere_leaves_it_open(clinic: Estate, form: str) -> None:
    records = clinic.bucket("records", "phi")
    clinic.put(SELECTION, "selection", name="s", planId="plan-of-somebody", iamRoleArn=ROLE, resources=[records.out("arn")])
    assert first(clinic, form) == "unproven"


@pytest.mark.parametrize(
    ("principal", "verdict"),
    [(f"arn:aws:iam::{FOREIGN}:root", "violated"), ("*", "violated"), (f"arn:aws:iam::{OURS}:root", "proven")],
)
def test_whom_a_vaults_policy_lets_copy(clinic: Estate, form: str, principal: str, verdict: str) -> None:
    here = vault(clinic, "here")
    policy = document(allow({"AWS": principal}, "backup:CopyFromBackupVault"))
    clinic.put("aws:backup/vaultPolicy:VaultPolicy", "policy", backupVaultName=here.id, policy=policy)
    assert first(clinic, form) == verdict


def test_an_air_gapped_vault_shared_with_a_stranger_is_a_way_out(clinic: Estate, form: str) -> None:
    token = "aws:backup/logicallyAirGappedVault:LogicallyAirGappedVault"
    gapped = clinic.put(token, "gapped", zone="phi", name="gapped", arn=f"arn:aws:backup:eu-west-1:{OURS}:backup-vault:gapped")
    share = clinic.put("aws:ram/resourceShare:ResourceShare", "share", name="share", arn=f"arn:aws:ram:eu-west-1:{OURS}:resource-share/1")
    clinic.put("aws:ram/resourceAssociation:ResourceAssociation", "held", resourceArn=gapped.out("arn"), resourceShareArn=share.out("arn"))
    clinic.put("aws:ram/principalAssociation:PrincipalAssociation", "whom", principal=FOREIGN, resourceShareArn=share.out("arn"))
    assert first(clinic, form) == "violated"


def test_a_restored_database_stands_where_its_metadata_says(clinic: Estate, form: str) -> None:
    zone = clinic.zone("phi")
    group = clinic.put("aws:rds/subnetGroup:SubnetGroup", "subnets", name="subnets", subnetIds=[zone.subnet.id])
    here = vault(clinic, "here")
    testing = clinic.put(
        "aws:backup/restoreTestingPlan:RestoreTestingPlan",
        "testing",
        name="testing",
        scheduleExpression="cron(0 5 ? * SUN *)",
        recoveryPointSelection={
            "algorithm": "RANDOM_WITHIN_WINDOW",
            "includeVaults": [here.out("arn")],
            "recoveryPointTypes": ["SNAPSHOT"],
        },
    )
    given: dict[str, Any] = {
        "name": "aurora",
        "restoreTestingPlanName": testing.inputs["name"],
        "protectedResourceType": "Aurora",
        "iamRoleArn": ROLE,
    }
    token = "aws:backup/restoreTestingSelection:RestoreTestingSelection"
    clinic.put(token, "restored", **given, restoreMetadataOverrides={"dbsubnetgroupname": group.inputs["name"]})
    assert ("replicate", "here", "restored", "forward", True) in clinic.edges(form)
    assert first(clinic, form) == "proven"
    clinic.put(token, "anywhere", **given)
    assert first(clinic, form) == "unproven"


def _one(token: str) -> tuple[str, Any]:
    prop, kinds, _ = TOLD[token][0]
    return prop, kinds


@pytest.mark.parametrize("token", sorted(token for token in TOLD if token.startswith("aws:")))
@pytest.mark.parametrize(("whose", "verdict"), [("stack", "proven"), ("unknown", "unproven")])
def test_records_about_stores_go_to_a_place_of_ours_or_leave_it_open(
    clinic: Estate, form: str, token: str, whose: str, verdict: str
) -> None:
    prop, kinds = _one(token)
    clinic.bucket("records", "phi")
    kept = clinic.put(kinds[0], "kept", zone="management", name="kept", bucket="kept", arn="arn:aws:s3:::kept")
    target: Any = kept.out("arn") if prop.endswith("Arn") else Ref(kept.urn, "kept")
    if whose == "unknown":
        target = "arn:aws:s3:::somewhere" if prop.endswith("Arn") else "somewhere"
    given: Any = target
    for part in reversed(prop.split(".")[1:]):
        given = {part: given}
    clinic.put(token, "watcher", **{prop.split(".")[0]: given})
    assert first(clinic, form) == verdict


@pytest.mark.parametrize("token", sorted(token for token in SEEN if token.startswith("aws:")))
@pytest.mark.parametrize(("account", "verdict"), [(FOREIGN, "violated"), (OURS, "proven")])
def test_a_stranger_who_sees_findings_is_a_way_out(clinic: Estate, form: str, token: str, account: str, verdict: str) -> None:
    clinic.bucket("records", "phi")
    clinic.put(token, "watcher", **{SEEN[token][0]: account})
    assert first(clinic, form) == verdict


def test_events_for_a_strangers_bus_are_a_way_out(clinic: Estate, form: str) -> None:
    clinic.bucket("records", "phi")
    rule = clinic.put("aws:cloudwatch/eventRule:EventRule", "rule", name="rule", eventPattern="{}")
    token = "aws:cloudwatch/eventTarget:EventTarget"
    clinic.add(token, "ours", rule=rule.id, arn=f"arn:aws:events:eu-west-1:{OURS}:event-bus/x")
    assert first(clinic, form) == "proven"
    clinic.add(token, "theirs", rule=rule.id, arn=f"arn:aws:events:eu-west-1:{FOREIGN}:event-bus/x")
    assert first(clinic, form) == "violated"


def test_events_for_the_internet_leave_it_open(clinic: Estate, form: str) -> None:
    clinic.bucket("records", "phi")
    api = clinic.put(
        "aws:cloudwatch/eventApiDestination:EventApiDestination",
        "api",
        name="api",
        invocationEndpoint="https://x.example/",
        arn=f"arn:aws:events:eu-west-1:{OURS}:api-destination/api/1",
    )
    clinic.add("aws:cloudwatch/eventTarget:EventTarget", "out", rule="rule", arn=api.out("arn"))
    assert first(clinic, form) == "unproven"


def _cloud_control(clinic: Estate, kind: str, region: str = "eu-west-1") -> Made:
    state = json.dumps({"DatastoreTypeVersion": "R4", "Tags": [{"Key": "ai-zone", "Value": "phi"}]})
    return clinic.put("aws:cloudcontrol/resource:Resource", "fhir", typeName=kind, desiredState=state, region=region)


@pytest.mark.parametrize(("region", "verdict"), [("eu-west-1", "proven"), ("us-east-1", "violated")])
def test_a_clinical_store_is_classified_by_the_tags_in_its_document(clinic: Estate, form: str, region: str, verdict: str) -> None:
    _cloud_control(clinic, "AWS::HealthLake::FHIRDatastore", region)
    assert first(clinic, form) == verdict


def test_other_types_of_cloud_control_are_not_read(clinic: Estate, form: str) -> None:
    _cloud_control(clinic, "AWS::Omics::RunCache")
    assert first(clinic, form) == "unproven"


@pytest.mark.second_source
@pytest.mark.parametrize("token", [token for token in (*TOLD, *SEEN) if token.startswith("aws:")])
def test_properties_of_the_tables_exist(token: str) -> None:
    cls = resource(token)
    assert cls is not None
    for path in [way[0] for way in TOLD.get(token, ())] + ([SEEN[token][0]] if token in SEEN else []):
        assert exists(cls, path), (token, path)
