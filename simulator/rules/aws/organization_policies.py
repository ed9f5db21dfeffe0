"""What AWS Organizations checks in the text of a policy, by its type.

Sources: AWS Organizations User Guide, "Quotas and service limits for AWS Organizations" (sizes; white space counts when an SDK saves the
policy), "SCP syntax", "RCP syntax" (Deny alone, Principal "*" alone, no NotPrincipal and no NotAction, no bare `*` as action), "Resource
control policies (RCPs)" (services), "Policy syntax and inheritance for management policy types" (operators), "Declarative policy syntax".
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from simulator.rules import Fault, Properties
from simulator.rules.aws.policy_checks import as_list, document_faults, statements

SERVICE_CONTROL = "SERVICE_CONTROL_POLICY"
RESOURCE_CONTROL = "RESOURCE_CONTROL_POLICY"
TYPES = (
    SERVICE_CONTROL,
    RESOURCE_CONTROL,
    "TAG_POLICY",
    "BACKUP_POLICY",
    "AISERVICES_OPT_OUT_POLICY",
    "CHATBOT_POLICY",
    "DECLARATIVE_POLICY_EC2",
    "SECURITYHUB_POLICY",
    "SECURITYHUB_CSPM_POLICY",
    "INSPECTOR_POLICY",
    "UPGRADE_ROLLOUT_POLICY",
    "BEDROCK_POLICY",
    "S3_POLICY",
    "NETWORK_SECURITY_DIRECTOR_POLICY",
    "GUARDDUTY_POLICY",
)
SIZES = {
    SERVICE_CONTROL: 5120,
    RESOURCE_CONTROL: 5120,
    "AISERVICES_OPT_OUT_POLICY": 2500,
    "BACKUP_POLICY": 10000,
    "TAG_POLICY": 10000,
    "DECLARATIVE_POLICY_EC2": 10000,
}
"""Characters of a document, white space included."""
ATTACHED = {SERVICE_CONTROL: 5, RESOURCE_CONTROL: 5, "AISERVICES_OPT_OUT_POLICY": 5}
"""Policies of a type on one root, unit or account; the managed FullAWSAccess counts. Other types: 10."""
RCP_SERVICES = ("s3", "sts", "kms", "sqs", "secretsmanager", "ecr", "aoss")
"""Services whose resources an RCP reaches, as far as the documentation that was read names them."""

_ROOT_KEYS = {
    "TAG_POLICY": "tags",
    "BACKUP_POLICY": "plans",
    "AISERVICES_OPT_OUT_POLICY": "services",
    "DECLARATIVE_POLICY_EC2": "ec2_attributes",
}
_OPERATORS = ("@@assign", "@@append", "@@remove", "@@operators_allowed_for_child_policies")
_EC2_ATTRIBUTES = {
    "exception_message",
    "vpc_block_public_access",
    "serial_console_access",
    "image_block_public_access",
    "allowed_images_settings",
    "instance_metadata_defaults",
    "snapshot_block_public_access",
    "vpc_encryption_control",
}


def content_faults(inputs: Properties) -> Iterator[Fault]:
    """Everything that CreatePolicy would refuse in `content`."""
    text, kind = inputs.get("content"), inputs.get("type", SERVICE_CONTROL)
    if not isinstance(text, str) or not isinstance(kind, str):
        return
    most = SIZES.get(kind)
    if most is not None and len(text) > most:
        yield "content", f"has {len(text)} characters; allowed in a {kind}: {most}"
    try:
        document = json.loads(text)
    except ValueError as error:
        yield "content", f"MalformedPolicyDocumentException: is not JSON: {error}"
        return
    if not isinstance(document, dict):
        yield "content", "MalformedPolicyDocumentException: must be a JSON object"
        return
    for reason in _reasons(document, kind):
        yield "content", f"MalformedPolicyDocumentException: {reason}"


def _reasons(document: dict[str, Any], kind: str) -> Iterator[str]:
    if kind == SERVICE_CONTROL:
        yield from document_faults(document, "identity")
    elif kind == RESOURCE_CONTROL:
        yield from document_faults(document, "resource")
        for i, statement in enumerate(statements(document)):
            for reason in _rcp_faults(statement):
                yield f"statement {statement.get('Sid') or i}: {reason}"
    elif kind in _ROOT_KEYS:
        yield from _management_faults(document, kind)


def _rcp_faults(statement: dict[str, Any]) -> Iterator[str]:
    if statement.get("Effect") != "Deny":
        yield "Effect: an RCP may only Deny; Allow is for the managed RCPFullAWSAccess alone"
    if statement.get("Principal") != "*":
        yield 'Principal: an RCP may only name "*"; use conditions for the rest'
    for name in ("NotPrincipal", "NotAction"):
        if name in statement:
            yield f"{name} is not supported in an RCP"
    for action in as_list(statement.get("Action")):
        service = action.partition(":")[0]
        if service not in RCP_SERVICES:
            yield f"action {action!r}: RCPs are supported by {', '.join(RCP_SERVICES)} alone"


def _management_faults(document: dict[str, Any], kind: str) -> Iterator[str]:
    root = _ROOT_KEYS[kind]
    if set(document) != {root}:
        yield f"a {kind} has the one top-level key {root!r}, not {', '.join(map(repr, document)) or 'none'}"
        return
    if not isinstance(document[root], dict) or not document[root]:
        yield f"{root} must be an object with at least one entry"
        return
    yield from _operators(document[root], root)
    if kind == "DECLARATIVE_POLICY_EC2":
        for name in sorted(set(document[root]) - _EC2_ATTRIBUTES):
            yield f"{root}.{name}: no such attribute; allowed: {', '.join(sorted(_EC2_ATTRIBUTES))}"


def _operators(node: Any, where: str) -> Iterator[str]:
    """Values stand below an operator, never beside a key."""
    if not isinstance(node, dict):
        yield f"{where}: a value needs an operator, such as @@assign"
        return
    for name, value in node.items():
        if name.startswith("@@"):
            if name not in _OPERATORS:
                yield f"{where}.{name}: allowed operators: {', '.join(_OPERATORS)}"
        elif not re.fullmatch(r"[^\x00-\x1f]{1,128}", name):
            yield f"{where}.{name!r}: is not a key"
        else:
            yield from _operators(value, f"{where}.{name}")
