"""Programs of AWS Native, sound and leaking, are judged alike as a state and as a preview."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pytest

from posture.check import check
from posture.inputs.load import load_stack
from posture.packs.catalogue import joined, named
from posture.settings.effective import load_settings

UNKNOWN: Final = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
PACK: Final = joined(named(None))
POSTURE: Final = {
    "organization": {"aws": {"organization_ids": ["o-clinic00"], "account_ids": ["111122223333"]}},
    "residency": ["eu-west-1"],
}
PROVIDER: Final = "urn:pulumi:dev::p::pulumi:providers:aws-native::here"
RECORDS: Final = [{"key": "ai-zone", "value": "phi"}, {"key": "data-class", "value": "phi"}]
OURS: Final = {"AWS": "arn:aws:iam::111122223333:role/reader"}
STRANGER: Final = {"AWS": "arn:aws:iam::999988887777:root"}
Program = Mapping[str, tuple[str, Mapping[str, Any]]]
"""Name → type and properties; `${name.property}` is another's."""


def policy(action: str, who: Mapping[str, str]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": who, "Action": action, "Resource": "*"}]}


def written_within_a_cluster(who: Mapping[str, str]) -> Program:
    props = {"deletionProtectionEnabled": True, "policyDocument": policy("dsql:DbConnect", who), "tags": RECORDS}
    return {"ledger": ("dsql:Cluster", props)}


def written_beside_a_topic(who: Mapping[str, str]) -> Program:
    return {
        "results": ("sns:Topic", {"topicName": "results", "tags": RECORDS}),
        "policy": ("sns:TopicPolicy", {"topics": ["${results.arn}"], "policyDocument": policy("sns:Subscribe", who)}),
    }


def written_beside_a_queue(who: Mapping[str, str]) -> Program:
    return {
        "orders": ("sqs:Queue", {"queueName": "orders", "tags": RECORDS}),
        "policy": ("sqs:QueueInlinePolicy", {"queue": "${orders.id}", "policyDocument": policy("sqs:ReceiveMessage", who)}),
    }


def sent_by_a_rule(bus: str) -> Program:
    return {
        "visits": ("events:EventBus", {"name": "visits", "tags": RECORDS}),
        "copies": ("events:EventBus", {"name": "copies", "tags": RECORDS}),
        "rule": ("events:Rule", {"eventBusName": "${visits.name}", "targets": [{"id": "1", "arn": bus}]}),
    }


def copied_to(region: str) -> Program:
    replicas = [{"region": "eu-west-1", "tags": RECORDS}, {"region": region, "tags": RECORDS}]
    return {"visits": ("dynamodb:GlobalTable", {"tableName": "visits", "attributeDefinitions": [], "keySchema": [], "replicas": replicas})}


def run_by_a_machine(definition: Mapping[str, Any]) -> Program:
    trust = {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": {"Service": "states.amazonaws.com"}, "Action": "sts:AssumeRole"}],
    }
    reads = {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::clinic-records/*"}],
    }
    return {
        "clinic-records": ("s3:Bucket", {"bucketName": "clinic-records", "tags": RECORDS}),
        "role": (
            "iam:Role",
            {"roleName": "role", "assumeRolePolicyDocument": trust, "policies": [{"policyName": "p", "policyDocument": reads}]},
        ),
        "machine": ("stepfunctions:StateMachine", {"roleArn": "${role.arn}", "definition": definition, "tags": RECORDS[:1]}),
    }


HTTP: Final = {
    "Type": "Task",
    "Resource": "arn:aws:states:::http:invoke",
    "Parameters": {"ApiEndpoint": "https://example.com", "Method": "POST"},
    "End": True,
}
PAIRS: Final[dict[str, tuple[Program, Program]]] = {
    "a policy within a cluster": (written_within_a_cluster(OURS), written_within_a_cluster(STRANGER)),
    "a policy beside a topic": (written_beside_a_topic(OURS), written_beside_a_topic(STRANGER)),
    "a policy beside a queue": (written_beside_a_queue(OURS), written_beside_a_queue(STRANGER)),
    "a rule's target": (sent_by_a_rule("${copies.arn}"), sent_by_a_rule("arn:aws:events:eu-west-1:999988887777:event-bus/theirs")),
    "a replica": (copied_to("eu-west-1"), copied_to("us-east-1")),
    "a machine's call": (
        run_by_a_machine({"StartAt": "A", "States": {"A": {"Type": "Pass", "End": True}}}),
        run_by_a_machine({"StartAt": "A", "States": {"A": HTTP}}),
    ),
}


def arn(name: str, token: str) -> str:
    service = token.partition(":")[0]
    return {"s3": f"arn:aws:s3:::{name}", "iam": f"arn:aws:iam::111122223333:role/{name}"}.get(
        service, f"arn:aws:{service}:eu-west-1:111122223333:{name}"
    )


def document(program: Program, *, preview: bool) -> dict[str, Any]:
    """The program as the engine exports it, or previews it."""
    rows = []
    for name, (token, props) in program.items():
        ties: dict[str, list[str]] = {}

        def resolved(value: Any, tied: list[str]) -> Any:
            if isinstance(value, dict):
                return {key: resolved(item, tied) for key, item in value.items()}
            if isinstance(value, list):
                return [resolved(item, tied) for item in value]
            if not isinstance(value, str) or not value.startswith("${"):
                return value
            other, prop = value[2:-1].split(".")
            tied.append(urn(other))
            told = {"arn": arn(other, program[other][0]), "id": f"{other}-id", "name": other}
            return told[prop] if prop == "name" or not preview else UNKNOWN

        inputs = {key: resolved(value, ties.setdefault(key, [])) for key, value in props.items()}
        row = {"urn": urn(name, token), "type": f"aws-native:{token}", "custom": True, "inputs": inputs, "provider": f"{PROVIDER}::1"}
        row["propertyDependencies"] = ties
        if not preview:
            row |= {"id": f"{name}-id", "outputs": {**inputs, "arn": arn(name, token)}}
        rows.append(row)
    provider = {"urn": PROVIDER, "type": "pulumi:providers:aws-native", "custom": True, "id": "1", "inputs": {"region": "eu-west-1"}}
    if preview:
        steps = [{"op": "create", "urn": row["urn"], "newState": row} for row in [provider, *rows]]
        return {"steps": steps, "changeSummary": {"create": len(steps)}}
    return {"version": 3, "deployment": {"resources": [{**provider, "outputs": {"region": "eu-west-1"}}, *rows]}}


def urn(name: str, token: str = "") -> str:
    kinds = {other: kind for pair in PAIRS.values() for program in pair for other, (kind, _) in program.items()}
    return f"urn:pulumi:dev::p::aws-native:{token or kinds[name]}::{name}"


def verdict(program: Program, folder: Path, *, preview: bool) -> str:
    stack, settings = folder / "stack.json", folder / "posture.yaml"
    stack.write_text(json.dumps(document(program, preview=preview)), encoding="utf-8")
    settings.write_text(json.dumps(POSTURE), encoding="utf-8")
    judged = check(load_stack(stack), load_settings(settings), *PACK)
    return next(str(result.verdict.value) for result in judged.results if result.theorem == "phi-exit")


@pytest.mark.parametrize("preview", [False, True], ids=["state", "preview"])
@pytest.mark.parametrize("name", PAIRS)
def test_what_stays_inside_is_proven_and_what_leaves_is_found(name: str, preview: bool, tmp_path: Path) -> None:
    sound, leaking = PAIRS[name]
    assert (verdict(sound, tmp_path, preview=preview), verdict(leaking, tmp_path, preview=preview)) == ("proven", "violated")
