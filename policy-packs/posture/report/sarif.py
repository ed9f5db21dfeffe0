"""Report → SARIF 2.1.0, for code scanners' platforms: results with locations, paths as code flows, waivers as suppressions, frameworks as taxonomies.

A state has no lines: a result's place is the stack's file (or preview) and the resource's URN as a logical location.
Source: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0" (3.19 tool components, 3.27 results, 3.35 suppressions, 3.36 code flows).
"""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from posture.frameworks.catalogue import frameworks
from posture.report.causes import WAIVED
from posture.report.model import About, Cause, Report, Said, Step

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: Final = {"critical": "error", "high": "error", "medium": "warning", "low": "note"}
_SCORES: Final = {"critical": "9.5", "high": "8.0", "medium": "5.5", "low": "2.5"}
"""What platforms that rank by `security-severity` (a CVSS number) read: GitHub's bands of critical, high, medium and low."""


def to_sarif(report: Report) -> str:
    """One run. A cause is one result; what further theorems and rules say of it stands in its message."""
    return json.dumps(_log(report), indent=2, ensure_ascii=False) + "\n"


def _log(report: Report) -> dict[str, Any]:
    rules = list(report.about.values())
    index = {known.id: number for number, known in enumerate(rules)}
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": report.tool.name,
                        "version": report.tool.version,
                        "shortDescription": {"text": "Proves the zero-trust posture of a Pulumi program from its state or preview."},
                        "rules": [_rule(known) for known in rules],
                        "supportedTaxonomies": [{"name": name, "index": number} for number, name in enumerate(frameworks())],
                    },
                },
                "automationDetails": {"id": f"posture/{report.name}/"},
                "columnKind": "unicodeCodePoints",
                "artifacts": [
                    {
                        "location": {"uri": _uri(file.path)},
                        "hashes": {"sha-256": file.sha256},
                        "roles": ["analysisTarget" if file.role == "stack" else "policy"],
                        "description": {"text": file.form or file.role},
                    }
                    for file in report.files
                ],
                "taxonomies": list(_taxonomies(report)),
                "results": [_result(cause, report, index) for cause in report.causes],
                "invocations": [_invocation(report)],
                "properties": {
                    "verdict": report.verdict,
                    "basis": report.basis,
                    "form": report.form,
                    "resources": report.resources,
                    "packs": [pack.name for pack in report.packs],
                    "assumed": list(report.assumed),
                },
            }
        ],
    }


def _rule(known: About) -> dict[str, Any]:
    links = "".join(f"\n- [{link.title}]({link.url})" if link.url else f"\n- {link.title}" for link in known.references)
    snippet = f"\n\n```python\n{known.snippet}\n```" if known.snippet else ""
    url = next((link.url for link in known.references if link.url), None)
    return {
        "id": known.id,
        "name": "".join(word.capitalize() for word in known.id.split("-")),
        "shortDescription": {"text": known.title},
        "fullDescription": {"text": known.why},
        "help": {
            "text": f"{known.why}\n\nFix: {known.fix}",
            "markdown": f"**Why it matters.** {known.why}\n\n**Fix.** {known.fix}{snippet}\n\n**Written in**\n{links}",
        },
        **({"helpUri": url} if url else {}),
        "defaultConfiguration": {"level": _LEVELS[known.severity]},
        "relationships": [
            {"target": {"id": clause.id, "toolComponent": {"name": clause.framework}}, "kinds": ["relevant"]} for clause in known.clauses
        ],
        "properties": {
            "security-severity": _SCORES[known.severity],
            "tags": ["security", known.kind, *([known.topic] if known.kind == "rule" else [])],
        },
    }


def _taxonomies(report: Report) -> Iterator[dict[str, Any]]:
    """Only the requirements that some rule of this run supports, as the standard allows."""
    named = {(clause.framework, clause.id) for known in report.about.values() for clause in known.clauses}
    for framework in report.frameworks:
        yield {
            "name": framework.id,
            "fullName": framework.title,
            "version": framework.version,
            "informationUri": framework.source,
            "isComprehensive": False,
            "taxa": [
                {"id": one.id, "name": one.title, "shortDescription": {"text": one.text}}
                for one in framework.requirements
                if (framework.id, one.id) in named
            ],
        }


def _result(cause: Cause, report: Report, index: dict[str, int]) -> dict[str, Any]:
    head = cause.said[0]
    more = "".join(f"\n{said.rule} says of the same: {said.message}." for said in cause.said[1:])
    mend = f" To mend: {cause.name}{f', property {cause.prop}' if cause.prop else ''}." if cause.name else ""
    found: dict[str, Any] = {
        "ruleId": head.rule,
        "ruleIndex": index[head.rule],
        "kind": "fail" if cause.verdict != "unproven" and head.verdict != "unproven" else "review",
        "level": _LEVELS[cause.severity],
        "message": {"text": f"{head.message}.{mend}{more}"},
        "locations": [_location(cause.urn, cause.name, cause.type, cause.file, report)],
        # Nothing of it changes with ids of the cloud, order, or the way there.
        "partialFingerprints": {"cause/v1": hashlib.sha256(cause.id.encode()).hexdigest()},
        "taxa": [
            {"id": clause.id, "toolComponent": {"name": clause.framework}}
            for clause in dict.fromkeys(clause for said in cause.said for clause in report.about[said.rule].clauses)
        ],
        "properties": {"verdict": cause.verdict, "severity": cause.severity, "zones": list(cause.zones), "also": list(cause.also)},
    }
    if found["kind"] == "review":
        found["level"] = "none"  # 3.27.10: a kind other than `fail` has no level
    flows = [_flow(said, cause, report) for said in cause.said if len(said.path) > 1]
    if flows:
        found["codeFlows"] = flows
    # An empty list says that a result is known not to be suppressed; null, that nobody looked.
    found["suppressions"] = []
    if cause.verdict == WAIVED and (waiver := cause.waiver) is not None:
        found["suppressions"] = [
            {
                "kind": "external",
                "status": "accepted",
                "justification": f"{waiver.reason} (owner {waiver.owner}, approver {waiver.approver}, until {waiver.expires.isoformat()})",
            }
        ]
    return found


def _flow(said: Said, cause: Cause, report: Report) -> dict[str, Any]:
    locations = [
        {
            "location": {**_location(step.urn or "", step.name, "", cause.file, report), "message": {"text": _words(step)}},
            "kinds": ["taint"],
        }
        for step in said.path
    ]
    return {"message": {"text": f"{said.rule}: {said.message}"}, "threadFlows": [{"locations": locations}]}


def _words(step: Step) -> str:
    zone = f" ({step.zone})" if step.zone else ""
    decided = f": {step.resource} {step.prop} {step.value}".rstrip() if step.prop else ""
    return f"{step.name}{zone}{decided}"


def _location(urn: str, name: str, kind: str, file: str, report: Report) -> dict[str, Any]:
    stacks = [one for one in report.files if one.role == "stack"]
    number = next((place for place, one in enumerate(report.files) if one.path == file), None)
    if number is None and len(stacks) == 1:
        number = report.files.index(stacks[0])
    found: dict[str, Any] = {}
    if number is not None:
        found["physicalLocation"] = {
            "artifactLocation": {"uri": _uri(report.files[number].path), "index": number},
            # A state has no lines that mean anything; platforms ask for one.
            "region": {"startLine": 1},
        }
    if name or urn:
        found["logicalLocations"] = [
            {"name": name or urn, "kind": "resource", **({"fullyQualifiedName": urn} if urn else {}), **_type(kind)}
        ]
    return found


def _type(kind: str) -> dict[str, Any]:
    return {"properties": {"type": kind}} if kind else {}


def _uri(path: str) -> str:
    return quote(Path(path).as_posix(), safe="/:._-")


def _invocation(report: Report) -> dict[str, Any]:
    """What could not be read is a notification: nobody takes a run with open questions for a clean one."""
    told = [
        {
            "level": "warning",
            "message": {"text": f"unproven: {one.reason}. To prove it: {one.settled_by}"},
            "properties": {"leavesOpen": list(one.leaves_open)},
        }
        for one in report.unread
    ]
    return {"executionSuccessful": True, "toolExecutionNotifications": told}
