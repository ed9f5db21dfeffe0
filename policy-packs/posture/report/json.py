"""A judgement as JSON, for machines. `version` changes when a field changes its meaning."""

import json
from typing import Any

from pydantic_core import to_json as to_json_bytes

from posture.check import Judgement
from posture.proofs.finding import Finding, Hop, TheoremResult
from posture.proofs.verdict import Verdict
from posture.report.about import metadata_of
from posture.stack import Stack

VERSION = 1


def to_json(judgement: Judgement) -> str:
    """One document, keys in a fixed order."""
    document = to_document(judgement)
    try:
        # As `json` writes it with an indent, which it does ten times as slowly. Source: pydantic-core documentation, `to_json`.
        return to_json_bytes(document, indent=2).decode()
    except ValueError:
        # Half a surrogate pair, which JSON can name and UTF-8 can't write: everything beyond ASCII is escaped then.
        return json.dumps(document, indent=2)


def to_document(judgement: Judgement) -> dict[str, Any]:
    """The judgement as plain data."""
    return {
        "version": VERSION,
        "stack": judgement.stack.name,
        "files": list(judgement.stack.files),
        "form": judgement.stack.form.value,
        "resources": len(judgement.stack.resources),
        "basis": judgement.approved.basis.value,
        "verdict": judgement.verdict.value,
        "theorems": [
            {
                "name": result.theorem,
                "verdict": result.verdict.value,
                **_advice(result),
                "reasons": list(result.reasons),
                "assumptions": list(result.assumptions),
                "findings": [_finding(finding, judgement.stack) for finding in result.findings],
            }
            for result in judgement.results
        ],
        "waived": [
            {
                **_finding(entry.finding, judgement.stack),
                "waiver": entry.waiver.model_dump(mode="json"),
                "days_left": entry.waiver.days_left(judgement.settings.waivers.day),
            }
            for entry in judgement.waived
        ],
        "waivers_unused": [waiver.model_dump(mode="json") for waiver in judgement.unused],
        "waivers_sha256": judgement.settings.waivers.sha256,
        "asserted": [{"literal": entry.literal, "zone": entry.zone, "reason": entry.reason} for entry in judgement.approved.asserted],
    }


def _advice(result: TheoremResult) -> dict[str, Any]:
    """Of what is not proven: what it is, how grave, why it matters, how to mend it. `posture explain` has its clauses and sources too."""
    found = metadata_of(result.theorem) if result.verdict is not Verdict.PROVEN else None
    return found.model_dump(mode="json", include={"title", "severity", "why", "fix", "snippet"}) if found is not None else {}


def _finding(finding: Finding, stack: Stack) -> dict[str, Any]:
    return {
        "rule": finding.theorem,
        "verdict": finding.verdict.value,
        "message": finding.message,
        "resource": finding.urn,
        "file": _file(finding.urn, stack),
        "also": list(finding.also),
        "path": [_hop(hop, stack) for hop in finding.path],
    }


def _hop(hop: Hop, stack: Stack) -> dict[str, Any]:
    because = hop.because
    decided = None if because is None else {"resource": because.urn, "property": because.prop, "value": because.text}
    return {"name": hop.name, "resource": hop.urn, "file": _file(hop.urn, stack), "decided_by": decided}


def _file(urn: str | None, stack: Stack) -> str | None:
    resource = stack.by_urn.get((urn or "").partition("#")[0])
    return resource.stack if resource is not None else None
