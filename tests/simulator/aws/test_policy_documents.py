"""Documents that programs build from blocks (Pulumi Registry, aws.iam.getPolicyDocument)."""

import json
from pathlib import Path
from typing import Any

from simulator.cloud import Cloud
from simulator.world import World
from tests.simulator.aws.account import REGION, Account


def document(tmp_path: Path, **inputs: Any) -> Any:
    world = World(tmp_path / "world.sqlite")
    found = Cloud("aws", world, {"region": REGION}).invoke("aws:iam/getPolicyDocument:getPolicyDocument", inputs)
    world.close()
    assert json.loads(found["json"]) == json.loads(found["minifiedJson"])
    return json.loads(found["json"])


def test_blocks_become_statements(tmp_path: Path) -> None:
    everyone = {"type": "*", "identifiers": ["*"]}
    condition = {"test": "StringEquals", "variable": "aws:PrincipalOrgID", "values": ["o-clinic00"]}
    found = document(
        tmp_path,
        statements=[{"sid": "Org", "actions": ["s3:GetObject"], "resources": ["*"], "principals": [everyone], "conditions": [condition]}],
    )
    assert found == {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "Org",
                "Effect": "Allow",
                "Action": "s3:GetObject",
                "Resource": "*",
                "Principal": "*",
                "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-clinic00"}},
            }
        ],
    }


def test_a_document_that_overrides_replaces_the_statement_of_its_sid(tmp_path: Path) -> None:
    other = json.dumps({"Statement": {"Sid": "A", "Effect": "Deny", "Action": "*", "Resource": "*"}})
    found = document(
        tmp_path,
        statements=[{"sid": "A", "actions": ["s3:*"], "resources": ["*"]}, {"actions": ["a:B", "a:A"], "resources": ["*"]}],
        overridePolicyDocuments=[other],
    )
    assert [statement["Effect"] for statement in found["Statement"]] == ["Allow", "Deny"]
    assert found["Statement"][0]["Action"] == ["a:A", "a:B"]


def test_a_data_protection_policy_audits_and_masks_and_is_no_policy_of_iam(aws: Account) -> None:
    audit = {
        "DataIdentifier": ["arn:aws:dataprotection::aws:data-identifier/EmailAddress"],
        "Operation": {"Audit": {"FindingsDestination": {}}},
    }
    mask = {**audit, "Operation": {"Deidentify": {"MaskConfig": {}}}}
    allow = {"Effect": "Allow", "Action": "*", "Resource": "*"}
    type_ = "aws:cloudwatch/logDataProtectionPolicy:LogDataProtectionPolicy"
    for statements, refused in (([audit, mask], False), ([audit], True), ([audit, mask, allow], True)):
        faults = aws.faults(type_, logGroupName="g", policyDocument=json.dumps({"Name": "mask", "Statement": statements}))
        assert bool(faults) is refused
