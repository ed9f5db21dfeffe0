"""Policy documents: the grammar that every service checks when it takes one.

Sources: IAM User Guide, "IAM JSON policy reference: Grammar", "IAM JSON policy elements" (a resource or trust policy names principals, an
identity policy does not; a trust policy has no Resource), "IAM and AWS STS quotas" (sizes without white space).
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from simulator.rules import Check, Fault, Properties, at
from simulator.values import UNKNOWN

VERSIONS = ("2012-10-17", "2008-10-17")
_ELEMENTS = {"Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"}


@dataclass(frozen=True)
class PolicyDocument(Check):
    """A policy of one of three kinds: `identity`, `resource`, `trust`."""

    path: str
    kind: str
    source: str = field(kw_only=True)
    most: int | None = None
    """Characters without white space."""

    def faults(self, inputs: Properties) -> Iterator[Fault]:
        """Everything that the grammar refuses."""
        for where, value in at(inputs, self.path):
            document = value
            if isinstance(value, str):
                try:
                    document = json.loads(value)
                except ValueError as error:
                    yield where, f"is not JSON: {error}"
                    continue
            if not isinstance(document, dict):
                if isinstance(value, str):
                    yield where, "must be a JSON object"
                continue
            if _unknown_within(document):
                continue
            size = len(re.sub(r"\s", "", json.dumps(document, separators=(",", ":"))))
            if self.most is not None and size > self.most:
                yield where, f"has {size} characters without white space; allowed: {self.most}"
            for reason in document_faults(document, self.kind):
                yield where, f"MalformedPolicyDocument: {reason}"


def _unknown_within(value: object) -> bool:
    """A document given as an object may hold what a preview does not know; it is checked when it is whole."""
    if isinstance(value, dict):
        return any(_unknown_within(item) for item in value.values())
    return any(_unknown_within(item) for item in value) if isinstance(value, list) else value is UNKNOWN


def statements(document: object) -> list[dict[str, Any]]:
    """Statements of a policy given as text or object; empty when it is no policy."""
    if isinstance(document, str):
        try:
            document = json.loads(document)
        except ValueError:
            return []
    found = document.get("Statement") if isinstance(document, dict) else None
    found = [found] if isinstance(found, dict) else found
    return [one for one in found or [] if isinstance(one, dict)]


def as_list(value: object) -> list[str]:
    """IAM takes one string or a list of them."""
    return [str(one) for one in value] if isinstance(value, list) else [] if value is None else [str(value)]


def principals(statement: dict[str, Any], kind: str = "AWS") -> list[str]:
    """Principals of a kind; `*` stands for all kinds."""
    named = statement.get("Principal")
    return as_list(named.get(kind)) if isinstance(named, dict) else as_list(named)


def document_faults(document: dict[str, Any], kind: str) -> Iterator[str]:
    """What the grammar refuses in a document of a kind (`identity`, `resource`, `trust`)."""
    for name in document:
        if name not in ("Version", "Id", "Statement"):
            yield f"unknown element {name}"
    if "Version" in document and document["Version"] not in VERSIONS:
        yield f"Version {document['Version']!r}; allowed: {', '.join(VERSIONS)}"
    written = document.get("Statement")
    if not isinstance(written, list | dict) or not written:
        yield "a policy has at least one Statement"
        return
    sids = [one["Sid"] for one in statements(document) if one.get("Sid")]
    for sid in sorted({sid for sid in sids if sids.count(sid) > 1}):
        yield f"Statement IDs (SID) in a single policy must be unique: {sid}"
    for i, statement in enumerate(statements(document)):
        for reason in _statement_faults(statement, kind):
            yield f"statement {statement.get('Sid') or i}: {reason}"


def _statement_faults(statement: dict[str, Any], kind: str) -> Iterator[str]:
    for name in sorted(set(statement) - _ELEMENTS):
        yield f"unknown element {name}"
    if statement.get("Effect") not in ("Allow", "Deny"):
        yield f"Effect {statement.get('Effect')!r}; allowed: Allow, Deny"
    yield from _one_of(statement, "Action")
    principal = [name for name in ("Principal", "NotPrincipal") if name in statement]
    if kind == "identity":
        if principal:
            yield f"has prohibited field {principal[0]}: an identity policy names no principal"
        yield from _one_of(statement, "Resource")
        if kind == "identity" and statement.get("Sid") is not None and not re.fullmatch(r"[A-Za-z0-9]*", str(statement["Sid"])):
            yield f"Sid {statement['Sid']!r}: letters and digits only"
    else:
        if len(principal) != 1:
            yield "exactly one of Principal, NotPrincipal must be given"
    if kind == "trust" and ("Resource" in statement or "NotResource" in statement):
        yield "has prohibited field Resource: the role itself is the resource"
    if kind == "resource":
        yield from _one_of(statement, "Resource")
    for action in as_list(statement.get("Action")) + as_list(statement.get("NotAction")):
        if action != "*" and not re.fullmatch(r"[A-Za-z0-9-]+:[A-Za-z0-9*?]+", action):
            yield f"action {action!r} is not of the form service:action"
    condition = statement.get("Condition", {})
    if not isinstance(condition, dict) or not all(isinstance(keys, dict) for keys in condition.values()):
        yield "Condition must map operators to keys and values"


def _one_of(statement: dict[str, Any], name: str) -> Iterator[str]:
    given = [one for one in (name, "Not" + name) if one in statement]
    if len(given) != 1:
        yield f"exactly one of {name}, Not{name} must be given"
