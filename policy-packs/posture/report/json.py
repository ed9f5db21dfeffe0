"""A judgement as JSON, for machines. `version` changes when a field changes its meaning."""

import json
from typing import Any

from posture.check import Judgement
from posture.proofs.finding import Finding, Hop

VERSION = 1


def to_json(judgement: Judgement) -> str:
    """One document, keys in a fixed order."""
    return json.dumps(to_document(judgement), indent=2, ensure_ascii=False)


def to_document(judgement: Judgement) -> dict[str, Any]:
    """The judgement as plain data."""
    return {
        "version": VERSION,
        "stack": judgement.stack.name,
        "form": judgement.stack.form.value,
        "resources": len(judgement.stack.resources),
        "basis": judgement.approved.basis.value,
        "verdict": judgement.verdict.value,
        "theorems": [
            {
                "name": result.theorem,
                "verdict": result.verdict.value,
                "reasons": list(result.reasons),
                "assumptions": list(result.assumptions),
                "findings": [_finding(finding) for finding in result.findings],
            }
            for result in judgement.results
        ],
        "waived": [
            {
                **_finding(entry.finding),
                "waiver": entry.waiver.model_dump(mode="json"),
                "days_left": (entry.waiver.expires - judgement.settings.waivers.day).days,
            }
            for entry in judgement.waived
        ],
        "waivers_sha256": judgement.settings.waivers.sha256,
        "asserted": [{"literal": entry.literal, "zone": entry.zone, "reason": entry.reason} for entry in judgement.approved.asserted],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.theorem,
        "verdict": finding.verdict.value,
        "message": finding.message,
        "resource": finding.urn,
        "also": list(finding.also),
        "path": [_hop(hop) for hop in finding.path],
    }


def _hop(hop: Hop) -> dict[str, Any]:
    because = hop.because
    decided = None if because is None else {"resource": because.urn, "property": because.prop, "value": because.text}
    return {"name": hop.name, "resource": hop.urn, "decided_by": decided}
