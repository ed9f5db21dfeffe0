"""`aws.iam.getPolicyDocument`: a document from blocks, as many programs write their policies.

Source: Pulumi Registry, aws.iam.getPolicyDocument (`effect` is Allow unless said; a single value is written without a list;
statements of `sourcePolicyDocuments` come first, of `overridePolicyDocuments` last, and win by their `sid`).
"""

import json
from typing import Any

from simulator.rules import Call, Properties, invoke

_LISTS = {"actions": "Action", "notActions": "NotAction", "resources": "Resource", "notResources": "NotResource"}


@invoke("aws:iam/getPolicyDocument:getPolicyDocument", source="Pulumi Registry, aws.iam.getPolicyDocument")
def get_policy_document(call: Call) -> Properties:
    """The document as JSON text."""
    statements: list[dict[str, Any]] = []
    for text in call.inputs.get("sourcePolicyDocuments") or []:
        statements.extend(_listed(json.loads(text).get("Statement", [])))
    statements.extend(_statement(block) for block in call.inputs.get("statements") or [])
    for text in call.inputs.get("overridePolicyDocuments") or []:
        for statement in _listed(json.loads(text).get("Statement", [])):
            named = statement.get("Sid")
            statements = [one for one in statements if not (named and one.get("Sid") == named)]
            statements.append(statement)
    document: dict[str, Any] = {"Version": call.inputs.get("version") or "2012-10-17"}
    if call.inputs.get("policyId"):
        document["Id"] = call.inputs["policyId"]
    document["Statement"] = statements
    text = json.dumps(document, indent=2)
    return {"id": call.world.digest(text)[:10], "json": text, "minifiedJson": json.dumps(document, separators=(",", ":"))}


def _statement(block: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {"Sid": block["sid"]} if block.get("sid") else {}
    found["Effect"] = block.get("effect") or "Allow"
    for name, key in _LISTS.items():
        if block.get(name):
            found[key] = _one_or_more(sorted(block[name]))
    for name, key in (("principals", "Principal"), ("notPrincipals", "NotPrincipal")):
        if block.get(name):
            found[key] = _principals(block[name])
    conditions: dict[str, dict[str, Any]] = {}
    for condition in block.get("conditions") or []:
        conditions.setdefault(condition["test"], {})[condition["variable"]] = _one_or_more(condition["values"])
    if conditions:
        found["Condition"] = conditions
    return found


def _principals(blocks: list[dict[str, Any]]) -> Any:
    found: dict[str, list[str]] = {}
    for block in blocks:
        found.setdefault(block["type"], []).extend(block["identifiers"])
    if found == {"*": ["*"]}:
        return "*"
    return {kind: _one_or_more(sorted(names)) for kind, names in found.items()}


def _one_or_more(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values


def _listed(value: Any) -> list[dict[str, Any]]:
    return value if isinstance(value, list) else [value]
