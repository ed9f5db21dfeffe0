"""Report → OSCAL assessment results (JSON), by the models of compliance-trestle: an observation for each cause, a finding for each NIST 800-53 control.

OSCAL knows `satisfied` and `not-satisfied` alone. Satisfied is only what is proven and asks for nothing beyond resources; what is proven in part or can't
be decided is not satisfied, with the reason `other` and a remark that says so. Every uuid is made from what it names, so two reports of one judgement are one.

Sources: NIST, "OSCAL Assessment Results Model", and its catalogue of SP 800-53 Rev. 5 (ids of controls: `sc-7.8`; of objectives: `sc-7.8_obj`); RFC 9562, version 5.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, time
from typing import Final
from uuid import UUID, uuid5

from trestle.oscal import OSCAL_VERSION, common
from trestle.oscal import assessment_results as results

from posture.report.model import Cause, Report, RequirementReport

_NAMESPACE: Final = UUID("0c4d2b9a-6f0e-5b51-9a53-3d1a0f2f7c11")
"""Of this report's uuids; a number of no meaning."""
_NS: Final = "https://ai-zones.invalid/ns/oscal"
"""Namespace of our own properties; `.invalid` is nobody's (RFC 2606)."""
_JUDGED: Final = ("proven", "violated", "unproven", "waived")
_FRAMEWORK: Final = "nist-800-53"
_TOKEN: Final = re.compile(r"^([A-Z]{2})-(\d+)(?:\((\d+)\))?$")


def to_oscal(report: Report) -> str:
    """One document with one result. Raises pydantic's `ValidationError` only where trestle's models and this file disagree."""
    made = datetime.combine(report.day, time(), UTC)
    judged = [
        (control, one) for one in _requirements(report) if one.results and (control := _control(one.id)) and one.verdict != "not judged"
    ]
    observations = {cause.id: _observation(cause, report, made) for cause in report.causes}
    result = results.Result(
        uuid=_uuid(report, "result"),
        title=f"Posture of {report.name}",
        description=f"{report.resources} resources, {report.form}; {report.basis}. Verdict: {report.verdict}.",
        start=made,
        end=made,
        props=[_prop("verdict", report.verdict), *(_prop("pack", pack.name) for pack in report.packs)],
        reviewed_controls=common.ReviewedControls(control_selections=[_selection([control for control, _ in judged])]),
        observations=list(observations.values()) or None,
        findings=[_finding(control, one, report, observations) for control, one in judged] or None,
    )
    document = results.AssessmentResults(
        uuid=_uuid(report, "document"),
        metadata=common.Metadata(
            title=f"Assessment results: zero-trust posture of {report.name}",
            last_modified=made,
            version=f"{report.day.isoformat()}+posture.{report.tool.version}",
            oscal_version=common.OscalVersion(OSCAL_VERSION),
        ),
        import_ap=results.ImportAp(
            href=f"#{_uuid(report, 'plan')}",
            remarks="There is no assessment plan of its own: posture.yaml and the packs say what is judged.",
        ),
        results=[result],
        back_matter=common.BackMatter(resources=list(_resources(report))),
    )
    text: str = document.oscal_serialize_json(pretty=True)
    return text + "\n"


def _requirements(report: Report) -> tuple[RequirementReport, ...]:
    return next((framework.requirements for framework in report.frameworks if framework.id == _FRAMEWORK), ())


def _control(written: str) -> str | None:
    """`SC-7(8)` → `sc-7.8`, as the catalogue writes it."""
    found = _TOKEN.match(written)
    return None if found is None else f"{found[1].lower()}-{found[2]}{f'.{found[3]}' if found[3] else ''}"


def _selection(controls: list[str]) -> common.ControlSelections | common.ControlSelection:
    if not controls:
        return common.ControlSelection(include_all=common.IncludeAll())
    return common.ControlSelections(include_controls=[common.SelectControlById(control_id=control) for control in dict.fromkeys(controls)])


def _observation(cause: Cause, report: Report, made: datetime) -> common.Observation:
    head = cause.said[0]
    shown = " → ".join(step.name for step in head.path if not step.detail)
    more = "".join(f" {said.rule}: {said.message}." for said in cause.said[1:])
    known = report.about[head.rule]
    return common.Observation(
        uuid=_uuid(report, f"cause {cause.id}"),
        title=f"{head.rule}: {known.title}",
        description=_line(f"{head.message}.{more}{f' Path: {shown}.' if len(head.path) > 1 else ''}"),
        methods=["TEST"],
        types=["finding"],
        collected=made,
        props=[
            _prop("rule", head.rule),
            _prop("verdict", cause.verdict),
            _prop("severity", cause.severity),
            *(_prop("zone", zone) for zone in cause.zones),
            *([_prop("resource", cause.urn)] if cause.urn else []),
            *([_prop("waived-until", cause.waiver.expires.isoformat())] if cause.waiver is not None else []),
        ],
        remarks=f"Fix: {known.fix}",
    )


def _finding(control: str, requirement: RequirementReport, report: Report, observations: dict[str, common.Observation]) -> common.Finding:
    names = {name for name, _ in requirement.results}
    seen = [cause.id for cause in report.causes if names & {said.rule for said in cause.said}]
    satisfied = requirement.verdict == "proven" and requirement.coverage == "covered"
    reason = "pass" if satisfied else "fail" if requirement.verdict == "violated" else "other"
    left = f" Left to show otherwise: {requirement.missing}" if requirement.missing else ""
    return common.Finding(
        uuid=_uuid(report, f"control {control}"),
        title=f"{requirement.id} {requirement.title}",
        description=_line(f"As far as resources tell: {requirement.verdict}.{left}"),
        target=common.FindingTarget(
            type="objective-id",
            target_id=f"{control}_obj",
            status=common.ObjectiveStatus(state="satisfied" if satisfied else "not-satisfied", reason=reason),
            props=[_prop("coverage", requirement.coverage), _prop("verdict", requirement.verdict)],
        ),
        related_observations=[common.RelatedObservation(observation_uuid=observations[one].uuid) for one in seen] or None,
    )


def _resources(report: Report) -> Iterator[common.Resource]:
    yield common.Resource(
        uuid=_uuid(report, "plan"), title="What is judged", description=f"Packs {', '.join(pack.name for pack in report.packs)}."
    )
    for file in report.files:
        link = common.Rlink(href=file.path.replace(" ", "%20"), hashes=[common.Hash(algorithm="SHA-256", value=file.sha256)])
        yield common.Resource(uuid=_uuid(report, f"file {file.path}"), title=file.role, rlinks=[link])


def _prop(name: str, value: str) -> common.Property:
    return common.Property(name=name, value=_line(value), ns=_NS)


def _line(text: str) -> str:
    """One line: OSCAL's strings neither begin nor end with a space."""
    return " ".join(text.split())


def _uuid(report: Report, what: str) -> str:
    """Made from what it names, of this judgement of these files. OSCAL takes versions 4 and 5."""
    basis = "\n".join((report.name, report.day.isoformat(), report.tool.version, *(file.sha256 for file in report.files), what))
    return str(uuid5(_NAMESPACE, basis))
